"""A day: who must be visited, and what happens to them, in order."""

from sim.jit import entry, inner
from sim.moments.encounter import encounter
from sim.moments.journey import open_journey
from sim.moments.screen import CERTAIN, screen_block
from sim.moments.session import live_sessions
from sim.moments.sheet import (
    ACTIVE,
    AWAKE,
    BLOCK,
    CAUSE,
    FETCHED,
    FIRST,
    MEMBER,
    REMINDED,
    SECOND,
    THIRD,
    VISITED,
    WHO,
    WOKEN,
    draw_row,
    drawn,
    list_person,
)
from sim.moments.smot import begin_how_to, end_how_to, experience
from sim.moments.stimulus import begin_idle_moment, due_reminder, end_idle_moment, feed, remind
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
from sim.tables.streams import HOW_TO, IDLE_TIME, NEED, ONSET


@inner
def list_visited(world, first, count):
    """The people of a block who must be visited; how many.

    What is known of each is read once in passing: the memory then fetches many at once, instead of
    one after the other when their day is lived.
    """
    sheet = world.sheet
    last = world.brands.shape[0] - 1
    listed = 0
    for k in range(count):
        sheet[VISITED, listed] = k
        listed += sheet[CAUSE, k] != 0
    fetched = 0
    for v in range(listed):
        i = first + sheet[VISITED, v]
        fetched += world.person[i].month
        fetched += world.memory[i, 0].refreshed_day + world.memory[i, last].refreshed_day
    sheet[FETCHED, 0] = fetched
    return listed


@inner
def list_phases(world, first, visited, low, high):
    """Those of the visited who are in one of these phases; how many."""
    sheet = world.sheet
    listed = 0
    for v in range(visited):
        k = sheet[VISITED, v]
        sheet[MEMBER, listed] = k
        phase = world.screen[first + k].phase
        listed += (phase >= low) & (phase <= high)
    return listed


@inner
def list_at_day(world, first, listed, day, step):
    """Those listed draw once for the whole day."""
    for n in range(listed):
        list_person(world, n, first + world.sheet[MEMBER, n], 8 * day + WHOLE_DAY, step)


@inner
def live_how_to(world, first, listed, day):
    """Those in use who have a how-to moment today have it."""
    sheet = world.sheet
    list_at_day(world, first, listed, day, 1)
    draw_row(world, FIRST, HOW_TO, listed, 0, 0, 0)
    meeting = 0
    for n in range(listed):
        sheet[MEMBER, meeting] = sheet[MEMBER, n]
        meeting += world.words[FIRST, 0, n] < world.rules[0].how_to
    if meeting == 0:
        return
    list_at_day(world, first, meeting, day, 1)
    draw_row(world, FIRST, HOW_TO, meeting, 0, 0, 0)
    draw_row(world, SECOND, HOW_TO, meeting, 0, 0, 1)
    for n in range(meeting):
        begin_how_to(world, n, drawn(world, FIRST, n), drawn(world, SECOND, n))
    encounter(world, meeting)
    for n in range(meeting):
        end_how_to(world, n, sheet[WHO, n], drawn(world, SECOND, n))


@inner
def live_uses(world, first, visited, day):
    """Those who live with a product: how-to moments, and the experience judged when it is due."""
    live_how_to(world, first, list_phases(world, first, visited, USING, USING), day)
    for n in range(list_phases(world, first, visited, USING, USING)):
        i = first + world.sheet[MEMBER, n]
        if world.screen[i].due_day <= day:
            experience(world, i, day)


@inner
def live_idle_moments(world, first, visited, day):
    """Those in no need who have an idle moment today have it; who of them wakes up is noted."""
    sheet = world.sheet
    listed = list_phases(world, first, visited, IDLE, IDLE)
    list_at_day(world, first, listed, day, 0)
    draw_row(world, FIRST, NEED, listed, 0, 0, 0)
    meeting = 0
    for n in range(listed):
        k = sheet[MEMBER, n]
        i = sheet[WHO, n]
        sheet[REMINDED, k] = 1 if due_reminder(world, i, day) and remind(world, i, day) else 0
        sheet[AWAKE, k] = 0
        sheet[MEMBER, meeting] = k
        meeting += world.words[FIRST, 2, n] < world.rules[0].rate
    list_at_day(world, first, meeting, day, 0)
    draw_row(world, FIRST, ONSET, meeting, 0, 0, 0)
    draw_row(world, SECOND, IDLE_TIME, meeting, 0, 0, 0)
    draw_row(world, THIRD, IDLE_TIME, meeting, 0, 0, 1)
    for n in range(meeting):
        begin_idle_moment(world, n, drawn(world, SECOND, n), drawn(world, THIRD, n))
    encounter(world, meeting)
    for n in range(meeting):
        woke = end_idle_moment(world, n, sheet[WHO, n], day, world.words[FIRST, 2, n])
        sheet[AWAKE, sheet[MEMBER, n]] = 1 if woke else 0


@inner
def idle_day(world, n, i, day):
    """Somebody in no need, after any idle moment: a friend's story; something may wake a need."""
    sheet = world.sheet
    screen = world.screen[i]
    today = world.today[0]
    rules = world.rules[0]
    k = sheet[MEMBER, n]
    need = drawn(world, FIRST, n)
    onset = drawn(world, SECOND, n)
    story = NOBODY
    if today.live == 1 and need[1] < rules.feed:
        story = feed(world, i, day)
    if day < screen.ripe_day:
        return
    source = NOBODY
    if need[0] < world.need[screen.persona, screen.need_class]:
        source = LIFE
    elif sheet[WOKEN, k] == 1:
        source = ADVERT
    elif story != NOBODY and onset[3] < rules.peer:
        source = PEER
    elif sheet[AWAKE, k] == 1:
        source = IDLE_MOMENT
    elif need[3] < today.impulse:
        source = IMPULSE
    elif sheet[REMINDED, k] == 1:
        source = REMINDER
    if source != NOBODY:
        open_journey(world, i, day, source, story, onset)


@inner
def live_idle(world, first, visited, day):
    """Those in no need whom something finds today."""
    listed = list_phases(world, first, visited, IDLE, IDLE)
    list_at_day(world, first, listed, day, 0)
    draw_row(world, FIRST, NEED, listed, 0, 0, 0)
    draw_row(world, SECOND, ONSET, listed, 0, 0, 0)
    for n in range(listed):
        idle_day(world, n, world.sheet[WHO, n], day)


@inner
def live_journeys(world, first, visited):
    """Those in a journey, begun today or before."""
    listed = list_phases(world, first, visited, EXPLORE, READY)
    for n in range(listed):
        world.sheet[ACTIVE, n] = first + world.sheet[MEMBER, n]
    live_sessions(world, listed)


@entry
def live_day(world, first, last, everybody):
    """Consumers live today; without `everybody`, only those with cause are visited.

    Returns the first who has not lived: there may be no room left for those with news.
    """
    day = world.today[0].day
    tally = world.market_tally[0]
    for start in range(first, last, BLOCK):
        if len(world.news) - world.news_rows[0] < BLOCK:
            return start
        count = min(BLOCK, last - start)
        screen_block(world, start, count, day)
        if everybody:
            world.sheet[CAUSE, :count] = CERTAIN
        visited = list_visited(world, start, count)
        live_uses(world, start, visited, day)
        live_idle_moments(world, start, visited, day)
        live_idle(world, start, visited, day)
        live_journeys(world, start, visited)
        tally.visited += visited
        tally.active += list_phases(world, start, visited, EXPLORE, READY)
    return last
