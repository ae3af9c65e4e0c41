"""A journey: a need opens it, sessions of moments fill it, a purchase or a give-up ends it."""

import numpy as np

from sim.jit import inner
from sim.moments.fmot import fmot_moment
from sim.moments.lost import count_lost
from sim.moments.remember import lift, refresh
from sim.moments.utility import utility
from sim.moments.visit import NO_VISIT
from sim.moments.zmot import zmot_moment
from sim.rng import draw, log, pick, threshold, uniform
from sim.tables.moments import (
    ABSENT,
    BOUGHT,
    BUY,
    EVALUATE,
    EXPLORE,
    FMOT,
    FORGOT,
    IDLE,
    IMPULSE,
    LIFE,
    MAX_STEPS,
    NEVER,
    NO_DECISION,
    NO_MOMENT,
    NOBODY,
    PEER,
    READY,
    REMINDER,
    SLOTS,
    SMOT,
    STIMULUS,
    STORE,
    STORE_CHANNEL,
    USING,
    WHOLE_DAY,
    ZMOT,
)
from sim.tables.streams import RECALL, SESSION, SLOT, STEP, USE

LAST_DAY = 32_000


@inner
def first_phase(world, i, source, habit_word):
    """Where a journey begins; a satisfied buyer's habit skips the search (Court et al. 2009)."""
    person = world.person[i]
    rules = world.rules[0]
    if source == IMPULSE:
        return READY
    if source == REMINDER:
        return EVALUATE
    if source == LIFE and person.last_brand >= 0:
        pleased = np.float64(person.last_satisfaction) >= rules.habit_stars
        if pleased and habit_word < rules.habit:
            return READY
        return EVALUATE
    return EXPLORE


@inner
def evoke(world, i, day):
    """Brands come to mind with the chance of their awareness (Hauser & Wernerfelt 1990)."""
    evoked = 0
    for b in range(world.brands.shape[0]):
        refresh(world, i, b, day)
        memory = world.memory[i, b]
        memory.persuaded_by = NOBODY
        words = draw(world.today[0].luck, RECALL, i, 8 * day + WHOLE_DAY, world.brands[b].id)
        if words[0] < threshold(np.float64(memory.awareness)):
            evoked |= 1 << b
    return evoked


@inner
def preferred(world, i, brands, day):
    """The brand of highest utility among some, before any noise; or nobody."""
    best = NOBODY
    largest = 0.0
    for b in range(world.brands.shape[0]):
        if (brands >> b) & 1:
            value = utility(world, i, b, day)
            if best == NOBODY or value > largest:
                best = b
                largest = value
    return best


@inner
def reach(world, i, truth):
    """The journey reaches a moment of truth, counted the first time in the cohort."""
    person = world.person[i]
    if (int(person.reached) >> truth) & 1 == 0:
        person.reached = person.reached | (1 << truth)
        if person.onset_day >= 0:
            tally = world.market_tally[0]
            tally.reached[truth] += 1
            if truth > STIMULUS and (int(person.reached) >> (truth - 1)) & 1:
                tally.went_on[truth - 1] += 1
            if (int(person.reached) >> (truth + 1)) & 1:
                tally.went_on[truth] += 1


@inner
def note_stimulus(world, i, day):
    """The funnel's first row: journeys that a stimulus had gone before, and whose it was."""
    person = world.person[i]
    since = day - world.rules[0].stimulus_window_days
    if person.stimulus_day != NEVER and person.stimulus_day >= since:
        reach(world, i, STIMULUS)
    for b in range(world.brands.shape[0]):
        seen = world.memory[i, b].brand_stimulus_day
        if seen != NEVER and seen >= since and day >= 0:
            world.brand_tally[b].present[STIMULUS] += 1


@inner
def open_journey(world, i, day, source, story, words):
    """A need is born: the journey starts with the brands that come to mind."""
    person = world.person[i]
    screen = world.screen[i]
    screen.phase = first_phase(world, i, source, words[1])
    person.onset_day = day
    person.first_slot = pick(world.mixes[0].onset, words[0]) + 1
    person.source = source
    person.visit = NO_VISIT
    person.previous_device = NOBODY
    person.first_moment = NO_MOMENT
    person.last_moment = NO_MOMENT
    person.moments = 0
    person.reached = 0
    person.read = 0
    person.truth_noticed = 0
    person.truth_helped = 0
    evoked = evoke(world, i, day)
    person.considered = evoked
    focal = world.today[0].focal
    person.lost_reason = NO_DECISION if (evoked >> focal) & 1 else ABSENT
    person.lost_moment = NO_MOMENT
    person.intended = preferred(world, i, evoked, day)
    if person.intended >= 0:
        world.brand_tally[person.intended].intended += 1
    world.market_tally[0].opened[source] += 1
    if source == PEER:
        world.brand_tally[story].needs_caused += 1
    note_stimulus(world, i, day)


@inner
def start_using(world, i, b, day):
    """The product is taken into use; when it will be judged depends on the journey's own luck."""
    rules = world.rules[0]
    today = world.today[0]
    screen = world.screen[i]
    person = world.person[i]
    screen.phase = USING
    person.using_brand = b
    person.bought_day = day
    person.purchase_onset = person.onset_day
    words = draw(today.luck, USE, i, 8 * int(person.onset_day) + WHOLE_DAY, 0)
    lag = int(np.floor(-log(uniform(words[1])) * (rules.lag_days - 1.0)))
    screen.due_day = min(day + 1 + lag, LAST_DAY)
    screen.ripe_day = min(day + int(rules.refractory_days), LAST_DAY)
    screen.reminder_day = NEVER
    if world.brands[b].owned > 0.0:
        screen.reminder_day = min(day + today.reminder_days, LAST_DAY)
    person.month = 0
    person.use_helped = 0
    person.failed = 0
    refresh(world, i, b, day)
    lift(world, i, b, rules.bought)
    world.memory[i, b].units += 1


@inner
def count_purchase(world, i, b, day, channel, device):
    """A purchase is counted: whose, where, on what, after how long, intended or not."""
    person = world.person[i]
    tally = world.brand_tally[b]
    market = world.market_tally[0]
    tally.purchases[world.screen[i].persona] += 1
    tally.purchases_by_channel[channel] += 1
    tally.purchases_by_device[device] += 1
    market.journey_moments += person.moments
    market.journey_days += day - person.onset_day
    for other in range(world.brands.shape[0]):
        market.set_size += (int(person.considered) >> other) & 1
    if channel != STORE_CHANNEL and person.previous_device >= 0:
        if person.previous_device != device:
            market.cross_device += 1
    if person.last_brand == b:
        tally.repeat_purchases += 1
    if person.intended >= 0 and person.intended != b:
        moment = world.memory[i, b].persuaded_by
        tally.switched_to[moment if moment >= 0 else NO_MOMENT] += 1
    if person.onset_day >= 0:
        tally.won += 1
        market.reached[SMOT] += 1


@inner
def end_journey(world, i, end, bought):
    """A journey ends; why the focal brand did not win it is counted."""
    screen = world.screen[i]
    world.market_tally[0].ended[end, screen.phase - EXPLORE] += 1
    count_lost(world, i, end, bought)
    world.person[i].visit = NO_VISIT
    screen.phase = IDLE


@inner
def place(world, i, slot, word):
    """Where the consumer is in a day-part: in the store when a visit was planned."""
    today = world.today[0]
    if world.person[i].visit != NO_VISIT:
        return STORE
    return pick(world.mixes[0].context[today.weekend, slot], word)


@inner
def note_moment(world, i, moment, truth):
    """The journey remembers its moments."""
    person = world.person[i]
    person.moments += 1
    if person.first_moment == NO_MOMENT:
        person.first_moment = moment
    person.last_moment = moment
    reach(world, i, truth)


@inner
def session(world, i, slot, context, device, planned):
    """Moments follow one another in one place on one device; returns whether the journey ended."""
    today = world.today[0]
    mixes = world.mixes[0]
    screen = world.screen[i]
    person = world.person[i]
    tick = 8 * today.day + slot
    for step in range(MAX_STEPS):
        words = draw(today.luck, STEP, i, tick, step)
        more = draw(today.luck, SESSION, i, tick, step)
        moment = pick(mixes.moment[screen.phase - EXPLORE, context], words[0])
        channel = pick(mixes.channel[screen.persona, moment, context], words[1])
        bought = NOBODY
        hand = device
        if moment == BUY:
            if context == STORE:
                channel = STORE_CHANNEL
            note_moment(world, i, moment, FMOT)
            end, bought, hand = fmot_moment(
                world, i, channel, context, device, slot, tick, step, planned, words, more
            )
        else:
            note_moment(world, i, moment, ZMOT)
            end = zmot_moment(
                world, i, moment, channel, context, device, slot, tick, step, words, more
            )
        if end == BOUGHT:
            count_purchase(world, i, bought, today.day, channel, hand)
        if channel != STORE_CHANNEL:
            person.previous_device = device
        if end != NOBODY:
            end_journey(world, i, end, bought)
            if end == BOUGHT:
                start_using(world, i, bought, today.day)
            return True
        if not more[0] < world.rules[0].another:
            return False
    return False


@inner
def live_slots(world, i):
    """The day-parts of a person in a journey: the need may fade, a session may happen."""
    today = world.today[0]
    mixes = world.mixes[0]
    person = world.person[i]
    market = world.market_tally[0]
    persona = world.screen[i].persona
    first = int(person.first_slot) if person.onset_day == today.day else 0
    for slot in range(first, SLOTS):
        words = draw(today.luck, SLOT, i, 8 * today.day + slot, 0)
        if words[2] < world.rules[0].forget:
            end_journey(world, i, FORGOT, NOBODY)
            return
        context = place(world, i, slot, words[1])
        planned = int(person.visit)
        person.visit = NO_VISIT
        if context != STORE and not words[0] < mixes.occurs[persona, slot, context]:
            continue
        device = pick(mixes.devices[persona, context], words[3])
        market.sessions += 1
        if context == STORE:
            market.store_sessions += 1
        if session(world, i, slot, context, device, planned):
            return
