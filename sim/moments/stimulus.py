"""Stimulus: adverts, friends' stories, reminders and idle moments, before and beside any need."""

from sim.jit import inner
from sim.moments.log import log_moment
from sim.moments.peers import hear, overheard
from sim.moments.remember import lift, refresh
from sim.moments.zmot import encounter
from sim.rng import draw, pick, threshold
from sim.tables.moments import NEVER, NO_OUTCOME, NOBODY, STIMULUS, WHOLE_DAY
from sim.tables.streams import EXPOSURE, IDLE_TIME, OWNED


@inner
def advert_wakes(world, i, day):
    """Whether an advert of today wakes a need in somebody who has none."""
    today = world.today[0]
    media_class = world.screen[i].media_class
    tick = 8 * day + WHOLE_DAY
    block = 0
    words = draw(today.luck, EXPOSURE, i, tick, block)
    for b in range(world.brands.shape[0]):
        number = world.brands[b].id
        if number // 4 != block:
            block = number // 4
            words = draw(today.luck, EXPOSURE, i, tick, block)
        if words[number % 4] < world.wake[b, media_class]:
            return True
    return False


@inner
def feed(world, i, day):
    """A story overheard is a stimulus; returns the brand it was about, or nobody."""
    friend = overheard(world, i, day)
    if friend < 0:
        return NOBODY
    b = hear(world, i, friend, day)
    world.person[i].stimulus_day = day
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
def idle_moment(world, i, day, wake_word):
    """A moment of somebody in no need; returns whether it wakes one."""
    mixes = world.mixes[0]
    today = world.today[0]
    persona = world.screen[i].persona
    tick = 8 * day + WHOLE_DAY
    words = draw(today.luck, IDLE_TIME, i, tick, 0)
    slot = pick(mixes.onset, words[0])
    context = pick(mixes.context[today.weekend, slot], words[1])
    moment = pick(mixes.idle, words[2])
    device = pick(mixes.devices[persona, context], words[3])
    more = draw(today.luck, IDLE_TIME, i, tick, 1)
    channel = pick(mixes.channel[persona, moment, context], more[0])
    noticed, helped = encounter(world, i, moment, channel, context, slot, tick, 0, STIMULUS, device)
    world.person[i].stimulus_day = day
    for b in range(world.brands.shape[0]):
        if (noticed >> b) & 1:
            world.memory[i, b].brand_stimulus_day = day
    log_moment(
        world, i, NEVER, slot, 0, moment, STIMULUS, channel, context, device,
        noticed, helped, NO_OUTCOME,
    )  # fmt: skip
    return wake_word < mixes.wake[moment, 1 if helped != 0 else 0]
