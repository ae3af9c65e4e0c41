"""A day: who must be visited, and what happens to them, in order."""

from sim.jit import entry, inner
from sim.moments.journey import live_slots, open_journey
from sim.moments.screen import BLOCK, CAUSE, screen_block
from sim.moments.smot import experience, how_to
from sim.moments.stimulus import (
    advert_wakes,
    due_reminder,
    feed,
    idle_moment,
    remind,
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
from sim.tables.streams import NEED, ONSET


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
    """One consumer's day after the adverts: use, idle moments, a new need, the journey."""
    screen = world.screen[i]
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
    for start in range(first, last, BLOCK):
        count = min(BLOCK, last - start)
        screen_block(world, start, count, day)
        for k in range(count):
            i = start + k
            if everybody or world.sheet[CAUSE, k] != 0:
                visit(world, i, day)
                tally.visited += 1
                if EXPLORE <= world.screen[i].phase <= READY:
                    tally.active += 1
