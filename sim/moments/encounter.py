"""A micro-moment: which brands are noticed, by presence or by name, and which of them help."""

import numpy as np

from sim.jit import inner, subroutine
from sim.moments.people import trait
from sim.moments.remember import displease, learn, lift, please, refresh
from sim.moments.sheet import (
    BY_BRAND,
    CELL,
    CHANNEL_NOW,
    CONTEXT_NOW,
    DEVICE_NOW,
    HELPED,
    MEETING,
    MOMENT_NOW,
    NOTICED,
    SHOP,
    SLOT_NOW,
    WHO,
    draw_row,
    drawn,
)
from sim.rng import threshold
from sim.tables.moments import BUY, CHANNELS, CHAT, FIRST_SHOP, NIGHT, STORE_CHANNEL
from sim.tables.streams import ENCOUNTER


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
        chance = chance * (1.0 - rules.bot_aversion * (1.0 - trait(person.tech_savvy)))
    if slot == NIGHT and mixes.human[channel] == 1:
        chance = chance * rules.night
    if brand.personalization > 0.0:
        worry = trait(person.privacy_concern) * (1.0 - brand.privacy)
        wish = trait(person.personalization) - worry
        chance = chance * (1.0 + rules.personal * brand.personalization * wish)
    return min(max(chance, 0.0), 1.0)


@inner
def found_by_name(world, n, i, b, name_word):
    """Somebody who remembers a brand may look for it by name.

    Blake, Nosko & Tadelis and Coviello, Gneezy & Goette 2017: paying for one's own name is worth
    little without rivals and much with them.
    """
    if world.sheet[CHANNEL_NOW, n] == STORE_CHANNEL:
        return False
    refresh(world, i, b, world.today[0].day)
    awareness = np.float64(world.memory[i, b].awareness)
    if not name_word < threshold(world.rules[0].name_search * awareness):
        return False
    world.brand_tally[b].named += 1
    return True


@inner
def poached(world, n, b, poach_word):
    """Rivals' adverts may take the click of somebody who looked for the brand by name."""
    sheet = world.sheet
    if not poach_word < world.cells[b, sheet[CELL, n]].poached:
        return False
    world.brand_tally[b].poached += 1
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
def count_moment(world, n, truth):
    """A micro-moment is counted where and how it happened."""
    sheet = world.sheet
    tally = world.market_tally[0]
    tally.moments[sheet[MOMENT_NOW, n], sheet[CHANNEL_NOW, n]] += 1
    tally.by_truth[truth] += 1
    tally.by_device[sheet[DEVICE_NOW, n]] += 1
    tally.by_context[sheet[CONTEXT_NOW, n]] += 1


@inner
def meet(world, n, b):
    """One brand in one moment: noticed by presence or by name, and then of help or not."""
    sheet = world.sheet
    i = sheet[WHO, n]
    moment = sheet[MOMENT_NOW, n]
    channel = sheet[CHANNEL_NOW, n]
    words = drawn(world, BY_BRAND + b, n)
    seen = words[0] < world.cells[b, sheet[CELL, n]].noticed
    if words[2] < threshold(world.rules[0].name_search):
        named = found_by_name(world, n, i, b, words[2])
        seen = seen or (named and not poached(world, n, b, words[3]))
    if not seen:
        return
    tally = world.brand_tally[b]
    tally.noticed[moment, channel] += 1
    sheet[NOTICED, n] |= 1 << b
    in_store = channel == STORE_CHANNEL
    chance = help_chance(world, i, b, channel, sheet[CONTEXT_NOW, n], sheet[SLOT_NOW, n])
    helpful = not in_store and words[1] < threshold(chance)
    if helpful:
        sheet[HELPED, n] |= 1 << b
        tally.helped[moment, channel] += 1
        if world.brands[b].personalization > 0.0:
            tally.personal_touches += 1
    remember_moment(world, i, b, helpful, in_store, world.today[0].day)


@inner
def list_met(world, listed, b):
    """Those listed who notice the brand, or might look for it by name; how many."""
    sheet = world.sheet
    words = world.words
    row = BY_BRAND + b
    by_name = threshold(world.rules[0].name_search)
    meeting = 0
    for n in range(listed):
        present = words[row, 0, n] < world.cells[b, sheet[CELL, n]].noticed
        sheet[MEETING, meeting] = n
        meeting += (present | (words[row, 2, n] < by_name)) & (sheet[SHOP, n] < FIRST_SHOP)
    return meeting


@inner
def seen_in_own_shop(world, n, b):
    """In a brand's own shop that brand alone is seen, with certainty."""
    world.brand_tally[b].noticed[BUY, STORE_CHANNEL] += 1
    remember_moment(world, world.sheet[WHO, n], b, False, True, world.today[0].day)
    world.sheet[NOTICED, n] = 1 << b


@subroutine
def encounter(world, listed):
    """Everybody listed meets the brands, in the moment that each of them has."""
    sheet = world.sheet
    for n in range(listed):
        sheet[CELL, n] = sheet[MOMENT_NOW, n] * len(CHANNELS) + sheet[CHANNEL_NOW, n]
        sheet[NOTICED, n] = 0
        sheet[HELPED, n] = 0
        if sheet[SHOP, n] >= FIRST_SHOP:
            seen_in_own_shop(world, n, sheet[SHOP, n] - FIRST_SHOP)
    for b in range(world.brands.shape[0]):
        draw_row(world, BY_BRAND + b, ENCOUNTER, listed, 0, 16, world.brands[b].id)
        for m in range(list_met(world, listed, b)):
            meet(world, sheet[MEETING, m], b)
