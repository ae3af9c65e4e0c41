"""A day: who must be visited, and what happens to them, in order."""

from sim.jit import entry, inner
from sim.moments.journey import live_slots, open_journey
from sim.moments.peers import overheard
from sim.moments.smot import experience, how_to
from sim.moments.stimulus import (
    advert_wakes,
    due_reminder,
    feed,
    idle_moment,
    remind,
    settle_adverts,
)
from sim.rng import draw
from sim.tables.moments import (
    ADVERT,
    EXPLORE,
    IDLE,
    IDLE_MOMENT,
    IMPULSE,
    LIFE,
    NOBODY,
    PEER,
    READY,
    REMINDER,
    USING,
    WHOLE_DAY,
)
from sim.tables.streams import HOW_TO, NEED, ONSET


@inner
def idle_has_cause(world, i, day):
    """Whether anything happens today to somebody in no need."""
    screen = world.screen[i]
    today = world.today[0]
    rules = world.rules[0]
    words = draw(today.luck, NEED, i, 8 * day + WHOLE_DAY, 0)
    if words[2] < rules.rate:
        return True
    if today.live == 1 and words[1] < rules.feed and overheard(world, i, day) >= 0:
        return True
    if day < screen.ripe_day:
        return False
    if due_reminder(world, i, day):
        return True
    if words[0] < world.need[screen.persona, screen.need_class] or words[3] < today.impulse:
        return True
    return advert_wakes(world, i, day)


@inner
def has_cause(world, i, day):
    """Whether consumer i must be visited today; the others' day changes nothing."""
    screen = world.screen[i]
    if screen.phase == IDLE:
        return idle_has_cause(world, i, day)
    if screen.phase == USING:
        if screen.due_day <= day:
            return True
        words = draw(world.today[0].luck, HOW_TO, i, 8 * day + WHOLE_DAY, 0)
        return words[0] < world.rules[0].how_to
    return True


@inner
def idle_day(world, i, day):
    """Somebody in no need: a reminder, an idle moment, a friend's story; any may wake a need."""
    screen = world.screen[i]
    today = world.today[0]
    rules = world.rules[0]
    tick = 8 * day + WHOLE_DAY
    need = draw(today.luck, NEED, i, tick, 0)
    onset = draw(today.luck, ONSET, i, tick, 0)
    reminded = due_reminder(world, i, day) and remind(world, i, day)
    woke = need[2] < rules.rate and idle_moment(world, i, day, onset[2])
    story = NOBODY
    if today.live == 1 and need[1] < rules.feed:
        story = feed(world, i, day)
    if day < screen.ripe_day:
        return
    source = NOBODY
    if need[0] < world.need[screen.persona, screen.need_class]:
        source = LIFE
    elif advert_wakes(world, i, day):
        source = ADVERT
    elif story != NOBODY and onset[3] < rules.peer:
        source = PEER
    elif woke:
        source = IDLE_MOMENT
    elif need[3] < today.impulse:
        source = IMPULSE
    elif reminded:
        source = REMINDER
    if source != NOBODY:
        open_journey(world, i, day, source, story, onset)


@inner
def visit(world, i, day):
    """One consumer's day: adverts, use, idle moments and needs, then the journey's day-parts."""
    screen = world.screen[i]
    settle_adverts(world, i, day)
    if screen.phase == USING:
        how_to(world, i, day)
        if screen.due_day <= day:
            experience(world, i, day)
    if screen.phase == IDLE:
        idle_day(world, i, day)
    if EXPLORE <= screen.phase <= READY:
        live_slots(world, i)


@entry
def live_day(world, first, last, everybody):
    """A range of consumers lives today; without `everybody`, only those with cause are visited."""
    day = world.today[0].day
    tally = world.market_tally[0]
    for i in range(first, last):
        if everybody or has_cause(world, i, day):
            visit(world, i, day)
            tally.visited += 1
        if EXPLORE <= world.screen[i].phase <= READY:
            tally.active += 1


@entry
def settle_range(world, first, last, day):
    """Adverts of everybody in a range are settled up to a day, visited or not."""
    for i in range(first, last):
        settle_adverts(world, i, day)
