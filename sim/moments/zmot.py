"""Zero moment of truth: who is noticed, who helps, what is read, who is asked."""

from sim.jit import inner, subroutine
from sim.moments.log import log_moment
from sim.moments.lost import fell_here
from sim.moments.peers import ask
from sim.moments.people import trait
from sim.moments.remember import learn, persuade, refresh
from sim.moments.sheet import (
    CHANNEL_NOW,
    CONTEXT_NOW,
    DEVICE_NOW,
    HELPED,
    MOMENT_NOW,
    NOTICED,
    SLOT_NOW,
    STEP_KEY,
    THIRD,
    TICK,
    drawn,
)
from sim.moments.visit import plan_visit
from sim.rng import threshold
from sim.tables.moments import (
    COMPARE,
    ENDED_JOURNEY,
    GO,
    KNOW,
    NOBODY,
    READY,
    UNANSWERED,
    WAS_ANSWERED,
    WAS_UNANSWERED,
    ZMOT,
)


@inner
def consider(world, i, brands, moment):
    """Brands that helped enter the consideration set, persuaded by this moment."""
    if brands == 0:
        return
    person = world.person[i]
    person.considered = person.considered | brands
    for b in range(world.brands.shape[0]):
        if (brands >> b) & 1:
            persuade(world, i, b, moment)


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
            persuade(world, i, b, moment)


@inner
def may_read(world, i, moment, channel, word):
    """Chance of reading reviews grows with the person's search for information."""
    appetite = 0.5 + trait(world.person[i].information_search)
    unread = int(world.person[i].considered) & ~int(world.person[i].read)
    if unread != 0 and word < threshold(world.mixes[0].read[moment, channel] * appetite):
        read_reviews(world, i, moment)


@inner
def note_presence(world, i, truth, noticed, helped):
    """The funnel remembers which brands were present and helpful before and at the choice."""
    person = world.person[i]
    shift = 0 if truth == ZMOT else 16
    first_noticed = (noticed << shift) & ~int(person.truth_noticed)
    first_helped = (helped << shift) & ~int(person.truth_helped)
    if first_noticed == 0 and first_helped == 0:
        return
    person.truth_noticed = person.truth_noticed | first_noticed
    person.truth_helped = person.truth_helped | first_helped
    if person.onset_day < 0:
        return
    for b in range(world.brands.shape[0]):
        world.brand_tally[b].present[truth] += (first_noticed >> (b + shift)) & 1
        world.brand_tally[b].helpful[truth] += (first_helped >> (b + shift)) & 1


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
def zmot_moment(world, n, i, words, more_words):
    """One moment before the choice; returns how the journey ended, or nobody where it goes on."""
    sheet = world.sheet
    moment = sheet[MOMENT_NOW, n]
    channel = sheet[CHANNEL_NOW, n]
    noticed = sheet[NOTICED, n]
    helped = sheet[HELPED, n]
    step = sheet[STEP_KEY, n]
    note_presence(world, i, ZMOT, noticed, helped)
    consider(world, i, helped, moment)
    if world.today[0].live == 1:
        may_read(world, i, moment, channel, words[2])
    by_friend = answered_by_friend(world, i, moment, words, more_words)
    progress = drawn(world, THIRD, n)
    answered = helped != 0 or by_friend or progress[2] < world.mixes[0].third_party[moment]
    fell_here(world, i, moment, noticed, False)
    ended = proceed(world, i, moment, answered, progress, sheet[TICK, n], step)
    outcome = WAS_ANSWERED if answered else WAS_UNANSWERED
    log_moment(
        world, i, world.person[i].onset_day, sheet[SLOT_NOW, n], step, moment, ZMOT, channel,
        sheet[CONTEXT_NOW, n], sheet[DEVICE_NOW, n], noticed, helped,
        ENDED_JOURNEY if ended else outcome,
    )  # fmt: skip
    return UNANSWERED if ended else NOBODY
