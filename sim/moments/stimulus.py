"""Stimulus: adverts, friends' stories, reminders and idle moments, before and beside any need."""

from sim.jit import inner
from sim.moments.encounter import count_moment
from sim.moments.log import log_moment
from sim.moments.peers import hear, overheard
from sim.moments.remember import lift, refresh
from sim.moments.sheet import (
    CHANNEL_NOW,
    CONTEXT_NOW,
    DEVICE_NOW,
    HELPED,
    MOMENT_NOW,
    NOTICED,
    SLOT_NOW,
    WHO,
    list_moment,
)
from sim.rng import draw, pick, threshold
from sim.tables.moments import NEVER, NO_OUTCOME, NOBODY, STIMULUS, WHOLE_DAY
from sim.tables.streams import OWNED


@inner
def feed(world, i, day):
    """A story overheard is a stimulus; returns the brand it was about, or nobody."""
    friend = overheard(world, i, day)
    if friend < 0:
        return NOBODY
    b = hear(world, i, friend, day)
    world.screen[i].stimulus_day = day
    world.memory[i, b].brand_stimulus_day = day
    return int(b)


@inner
def due_reminder(world, i, day):
    """A reminder waits for the first day on which a new need may open."""
    screen = world.screen[i]
    due = screen.reminder_day
    return due != NEVER and due <= day and screen.ripe_day <= day


@inner
def remind(world, i, day):
    """A reminder reaches an own customer who consented; returns whether it wakes a need."""
    person = world.person[i]
    world.screen[i].reminder_day = NEVER
    b = person.last_brand
    if b < 0 or person.consents == 0:
        return False
    onset = 8 * int(person.purchase_onset) + WHOLE_DAY
    words = draw(world.today[0].luck, OWNED, i, onset, 0)
    if not words[1] < threshold(world.brands[b].owned):
        return False
    world.brand_tally[b].reminders += 1
    refresh(world, i, b, day)
    lift(world, i, b, world.rules[0].helped)
    return words[2] < world.today[0].reminder_wakes


@inner
def begin_idle_moment(world, n, words, more):
    """A moment of somebody in no need: when, where, on what, about what."""
    mixes = world.mixes[0]
    persona = world.screen[world.sheet[WHO, n]].persona
    slot = pick(mixes.onset, words[0])
    context = pick(mixes.context[world.today[0].weekend, slot], words[1])
    moment = pick(mixes.idle, words[2])
    device = pick(mixes.devices[persona, context], words[3])
    channel = pick(mixes.channel[persona, moment, context], more[0])
    list_moment(world, n, slot, context, device, moment, channel)
    count_moment(world, n, STIMULUS)


@inner
def end_idle_moment(world, n, i, day, wake_word):
    """What was noticed stays in mind; returns whether the moment wakes a need."""
    sheet = world.sheet
    moment = sheet[MOMENT_NOW, n]
    noticed = sheet[NOTICED, n]
    helped = sheet[HELPED, n]
    world.screen[i].stimulus_day = day
    for b in range(world.brands.shape[0]):
        if (noticed >> b) & 1:
            world.memory[i, b].brand_stimulus_day = day
    log_moment(
        world, i, NEVER, sheet[SLOT_NOW, n], 0, moment, STIMULUS, sheet[CHANNEL_NOW, n],
        sheet[CONTEXT_NOW, n], sheet[DEVICE_NOW, n], noticed, helped, NO_OUTCOME,
    )  # fmt: skip
    return wake_word < world.mixes[0].wake[moment, 1 if helped != 0 else 0]
