"""Zero moment of truth: who is noticed, who helps, what is read, who is asked."""

import numpy as np

from sim.jit import inner, subroutine
from sim.moments.log import log_moment
from sim.moments.lost import fell_here
from sim.moments.peers import ask
from sim.moments.remember import displease, learn, lift, please, refresh
from sim.moments.visit import plan_visit
from sim.rng import draw, threshold
from sim.tables.moments import (
    CHAT,
    COMPARE,
    ENDED_JOURNEY,
    GO,
    KNOW,
    NIGHT,
    NOBODY,
    READY,
    STORE_CHANNEL,
    UNANSWERED,
    WAS_ANSWERED,
    WAS_UNANSWERED,
    ZMOT,
)
from sim.tables.streams import ENCOUNTER, PROGRESS


@inner
def help_chance(world, i, b, channel, context, slot):
    """Chance that a brand noticed is helpful to this person, here and now.

    Personalization helps those who want it and backfires on the privacy-concerned (Tucker 2014);
    bots put off people who are not tech-savvy (Luo et al. 2019).
    """
    rules = world.rules[0]
    mixes = world.mixes[0]
    brand = world.brands[b]
    person = world.person[i]
    chance = brand.usefulness * mixes.fit[context, channel]
    if channel == CHAT:
        chance = chance * (1.0 - rules.bot_aversion * (1.0 - np.float64(person.tech_savvy)))
    if slot == NIGHT and mixes.human[channel] == 1:
        chance = chance * rules.night
    worry = np.float64(person.privacy_concern) * (1.0 - brand.privacy)
    wish = np.float64(person.personalization) - worry
    chance = chance * (1.0 + rules.personal * brand.personalization * wish)
    return min(max(chance, 0.0), 1.0)


@inner
def found_by_name(world, i, b, moment, channel, day, seen, name_word, poach_word):
    """Somebody who remembers a brand may look for it by name; rivals' adverts may take the click.

    Blake, Nosko & Tadelis and Coviello, Gneezy & Goette 2017: paying for one's own name is worth
    little without rivals and much with them.
    """
    rules = world.rules[0]
    if channel == STORE_CHANNEL or rules.name_search <= 0.0:
        return seen
    refresh(world, i, b, day)
    awareness = np.float64(world.memory[i, b].awareness)
    if not name_word < threshold(rules.name_search * awareness):
        return seen
    tally = world.brand_tally[b]
    tally.named += 1
    if seen:
        return True
    if poach_word < world.cells[b, moment, channel].poached:
        tally.poached += 1
        return False
    return True


@inner
def remember_moment(world, i, b, helpful, in_store, day):
    """A helpful brand is remembered and liked; a useless one a little remembered and resented."""
    rules = world.rules[0]
    refresh(world, i, b, day)
    if helpful:
        lift(world, i, b, rules.helped)
        please(world, i, b, rules.help_goodwill)
        learn(world, i, b, world.brands[b].claim, rules.content_weight)
    else:
        lift(world, i, b, rules.seen)
        if not in_store:
            displease(world, i, b, rules.useless_goodwill)


@inner
def count_moment(world, moment, channel, context, device, truth):
    """A micro-moment is counted where and how it happened."""
    tally = world.market_tally[0]
    tally.moments[moment, channel] += 1
    tally.by_truth[truth] += 1
    tally.by_device[device] += 1
    tally.by_context[context] += 1


@subroutine
def encounter(world, i, moment, channel, context, slot, tick, step, truth, device):
    """A micro-moment: each brand is noticed or not, and the noticed one helps or not.

    Returns the brands noticed and the brands that helped, as bit masks.
    """
    today = world.today[0]
    day = today.day
    count_moment(world, moment, channel, context, device, truth)
    noticed = 0
    helped = 0
    in_store = channel == STORE_CHANNEL
    for b in range(world.brands.shape[0]):
        brand = world.brands[b]
        words = draw(today.luck, ENCOUNTER, i, tick, 16 * step + brand.id)
        seen = words[0] < world.cells[b, moment, channel].noticed
        seen = found_by_name(world, i, b, moment, channel, day, seen, words[2], words[3])
        if not seen:
            continue
        tally = world.brand_tally[b]
        noticed |= 1 << b
        tally.noticed[moment, channel] += 1
        helpful = not in_store and words[1] < threshold(
            help_chance(world, i, b, channel, context, slot)
        )
        if helpful:
            helped |= 1 << b
            tally.helped[moment, channel] += 1
            if brand.personalization > 0.0:
                tally.personal_touches += 1
        remember_moment(world, i, b, helpful, in_store, day)
    return noticed, helped


@inner
def consider(world, i, brands, moment):
    """Brands that helped enter the consideration set, persuaded by this moment."""
    person = world.person[i]
    person.considered = person.considered | brands
    for b in range(world.brands.shape[0]):
        if (brands >> b) & 1:
            world.memory[i, b].persuaded_by = moment


@subroutine
def read_reviews(world, i, moment):
    """The boards of considered brands are read, each once in a journey, at face value.

    Valence through the signal, volume through its weight (You, Vadakkepatt & Joshi 2015).
    """
    person = world.person[i]
    day = world.today[0].day
    for b in range(world.brands.shape[0]):
        brand = world.brands[b]
        wanted = (int(person.considered) >> b) & 1 == 1 and (int(person.read) >> b) & 1 == 0
        if wanted and brand.review_weight > 0.0:
            refresh(world, i, b, day)
            learn(world, i, b, brand.rating, brand.review_weight)
            person.read = person.read | (1 << b)
            world.memory[i, b].persuaded_by = moment


@inner
def may_read(world, i, moment, channel, word):
    """Chance of reading reviews grows with the person's search for information."""
    appetite = 0.5 + np.float64(world.person[i].information_search)
    if word < threshold(world.mixes[0].read[moment, channel] * appetite):
        read_reviews(world, i, moment)


@inner
def note_presence(world, i, truth, noticed, helped):
    """The funnel remembers which brands were present and helpful before and at the choice."""
    person = world.person[i]
    shift = 0 if truth == ZMOT else 16
    cohort = person.onset_day >= 0
    for b in range(world.brands.shape[0]):
        bit = 1 << (b + shift)
        if (noticed >> b) & 1 and int(person.truth_noticed) & bit == 0:
            person.truth_noticed = person.truth_noticed | bit
            if cohort:
                world.brand_tally[b].present[truth] += 1
        if (helped >> b) & 1 and int(person.truth_helped) & bit == 0:
            person.truth_helped = person.truth_helped | bit
            if cohort:
                world.brand_tally[b].helpful[truth] += 1


@inner
def answered_by_friend(world, i, moment, words, more_words):
    """Whether a friend was asked and had a story; a pleasing one adds its brand to the set."""
    if world.today[0].live == 0 or (moment != KNOW and moment != COMPARE):
        return False
    if not words[3] < world.rules[0].ask:
        return False
    b, pleased = ask(world, i, world.today[0].day, more_words[2], more_words[3])
    if pleased:
        consider(world, i, 1 << b, moment)
    return b >= 0


@inner
def proceed(world, i, moment, answered, words, tick, step):
    """An answered moment may move the journey on; an unanswered one may end it.

    Returns whether the journey ended.
    """
    rules = world.rules[0]
    screen = world.screen[i]
    if not answered:
        return words[1] < rules.give_up_unanswered
    world.market_tally[0].answered[moment] += 1
    if words[0] < rules.advance and screen.phase < READY:
        screen.phase += 1
    if moment == GO and words[3] < rules.store_visit:
        plan_visit(world, i, tick, step)
    return False


@inner
def zmot_moment(world, i, moment, channel, context, device, slot, tick, step, words, more_words):
    """One moment before the choice; returns how the journey ended, or nobody where it goes on."""
    today = world.today[0]
    noticed, helped = encounter(world, i, moment, channel, context, slot, tick, step, ZMOT, device)
    person = world.person[i]
    note_presence(world, i, ZMOT, noticed, helped)
    consider(world, i, helped, moment)
    if today.live == 1:
        may_read(world, i, moment, channel, words[2])
    by_friend = answered_by_friend(world, i, moment, words, more_words)
    progress = draw(today.luck, PROGRESS, i, tick, step)
    answered = helped != 0 or by_friend or progress[2] < world.mixes[0].third_party[moment]
    fell_here(world, i, moment, noticed, False)
    ended = proceed(world, i, moment, answered, progress, tick, step)
    outcome = WAS_ANSWERED if answered else WAS_UNANSWERED
    log_moment(
        world, i, person.onset_day, slot, step, moment, ZMOT, channel, context, device,
        noticed, helped, ENDED_JOURNEY if ended else outcome,
    )  # fmt: skip
    return UNANSWERED if ended else NOBODY
