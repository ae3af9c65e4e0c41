"""A journey: a need opens it, sessions of moments fill it, a purchase or a give-up ends it."""

import numpy as np

from sim.jit import inner
from sim.moments.log import note_end
from sim.moments.lost import count_lost
from sim.moments.remember import lift, persuaded_by, refresh
from sim.moments.utility import utility
from sim.rng import draw, log, threshold, uniform
from sim.tables.moments import (
    ABSENT,
    EVALUATE,
    EXPLORE,
    IDLE,
    IMPULSE,
    LIFE,
    NEVER,
    NO_DECISION,
    NO_MOMENT,
    NO_VISIT,
    NOBODY,
    PEER,
    READY,
    REMINDER,
    SMOT,
    STIMULUS,
    STORE_CHANNEL,
    USING,
    WHOLE_DAY,
)
from sim.tables.streams import RECALL, USE

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
    since = day - world.rules[0].stimulus_window_days
    stimulus = world.screen[i].stimulus_day
    if stimulus != NEVER and stimulus >= since:
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
    person.source = source
    person.visit = NO_VISIT
    person.previous_device = NOBODY
    person.last_moment = NO_MOMENT
    person.moments = 0
    person.reached = 0
    person.read = 0
    person.truth_noticed = 0
    person.truth_helped = 0
    person.persuaded = 0
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
    refresh(world, i, b, day)
    lift(world, i, b, rules.bought)


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
        moment = persuaded_by(world, i, b)
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
    note_end(world, i, end)
