"""Who must be visited today, and whom which adverts reach: short loops over a block of people.

Most people have a day on which nothing happens, and most of the time went into finding that out.
Each loop here does one thing to a block of people that fits the fastest cache, without a branch
where draws are taken, so that the compiler works on several people at once.
"""

from sim.jit import inner, subroutine
from sim.moments.peers import fresh_story
from sim.moments.remember import lift, refresh
from sim.moments.sheet import (
    CAUSE,
    DUE_DAY,
    FETCHED,
    FIRST,
    FRIEND,
    IDLE_NOW,
    LIFE,
    MEDIA,
    MEMBER,
    PHASE,
    REMINDER_DAY,
    RIPE,
    RIPE_DAY,
    SECOND,
    STEP_KEY,
    TICK,
    WHO,
    WOKEN,
    draw_block,
    draw_listed,
    draw_row,
    drawn,
    list_person,
)
from sim.network import friend_of
from sim.tables.moments import IDLE, NEVER, USING, WHOLE_DAY
from sim.tables.streams import EXPOSURE, FEED, HOW_TO, NEED, NETWORK

WORDS = 4
CERTAIN = 1
STORY = 2


@inner
def look(world, first, count, day):
    """What is known of each person before any draw: a cause already certain, or chances."""
    sheet = world.sheet
    for k in range(count):
        screen = world.screen[first + k]
        sheet[PHASE, k] = screen.phase
        sheet[RIPE_DAY, k] = screen.ripe_day
        sheet[REMINDER_DAY, k] = screen.reminder_day
        sheet[DUE_DAY, k] = screen.due_day
        sheet[MEDIA, k] = screen.media_class
        sheet[LIFE, k] = world.need[screen.persona, screen.need_class]
    for k in range(count):
        phase = sheet[PHASE, k]
        reminder = sheet[REMINDER_DAY, k]
        idle = phase == IDLE
        ripe = idle & (sheet[RIPE_DAY, k] <= day)
        reminded = ripe & (reminder != NEVER) & (reminder <= day)
        due = (phase == USING) & (sheet[DUE_DAY, k] <= day)
        journey = (phase != IDLE) & (phase != USING)
        sheet[CAUSE, k] = reminded | due | journey
        sheet[IDLE_NOW, k] = idle
        sheet[RIPE, k] = ripe
        sheet[LIFE, k] *= ripe
        sheet[WOKEN, k] = 0


@inner
def needs(world, first, count, tick):
    """Idle people whom a need, an impulse, an idle moment or perhaps a story finds today."""
    sheet = world.sheet
    words = world.words
    rules = world.rules[0]
    today = world.today[0]
    rate = rules.rate
    feed = rules.feed if today.live == 1 else 0
    impulse = today.impulse
    draw_block(words, today.luck, FIRST, NEED, first, count, tick, 0)
    for k in range(count):
        born = (words[FIRST, 0, k] < sheet[LIFE, k]) | (
            words[FIRST, 3, k] < impulse * sheet[RIPE, k]
        )
        found = (words[FIRST, 2, k] < rate) | ((words[FIRST, 1, k] < feed) * STORY)
        sheet[CAUSE, k] |= born | (found * sheet[IDLE_NOW, k])


@inner
def adverts(world, first, count, day):
    """Each brand's adverts are seen and remembered; one of them may wake a need.

    Reach is heterogeneous between people: 1 - exp(-contacts * media weight), capped.
    """
    luck = world.today[0].luck
    tick = 8 * day + WHOLE_DAY
    for block in range(WORDS):
        shown = False
        for b in range(world.brands.shape[0]):
            number = world.brands[b].id
            if number // WORDS != block:
                continue
            if not shown:
                draw_block(world.words, luck, SECOND, EXPOSURE, first, count, tick, block)
                shown = True
            adverts_of(world, first, count, day, b, number % WORDS)


@inner
def adverts_of(world, first, count, day, b, word):
    """One brand's adverts reach some people of a block, each by the person's own media use."""
    sheet = world.sheet
    words = world.words
    step = world.rules[0].advert
    listed = 0
    for k in range(count):
        sheet[MEMBER, listed] = k
        listed += words[SECOND, word, k] < world.reach[b, sheet[MEDIA, k]]
    fetched = 0
    for n in range(listed):
        memory = world.memory[first + sheet[MEMBER, n], b]
        fetched += memory.refreshed_day + int(memory.awareness)
    sheet[FETCHED, 0] = fetched
    for n in range(listed):
        k = sheet[MEMBER, n]
        i = first + k
        refresh(world, i, b, day)
        lift(world, i, b, step)
        world.memory[i, b].brand_stimulus_day = day
        world.screen[i].stimulus_day = day
        if words[SECOND, word, k] < world.wake[b, sheet[MEDIA, k]]:
            sheet[WOKEN, k] = 1
            sheet[CAUSE, k] |= sheet[RIPE, k]
    world.brand_tally[b].exposures += listed


@inner
def stories(world, first, count, day):
    """A story is a cause where a friend has told one lately."""
    sheet = world.sheet
    words = world.words
    today = world.today[0]
    contacts = int(world.rules[0].contacts)
    listed = 0
    for k in range(count):
        sheet[MEMBER, listed] = k
        listed += sheet[CAUSE, k] == STORY
    for n in range(listed):
        list_person(world, n, first + sheet[MEMBER, n], 8 * day + WHOLE_DAY, 0)
    draw_row(world, FIRST, FEED, listed, 0, 0, 0)
    for n in range(listed):
        sheet[TICK, n] = 0
        sheet[STEP_KEY, n] = (words[FIRST, 0, n] * contacts) >> 32
    draw_listed(words, sheet, today.person, SECOND, NETWORK, listed, 0, 1, 0)
    for n in range(listed):
        told = drawn(world, FIRST, n)
        met = drawn(world, SECOND, n)
        sheet[FRIEND, n] = friend_of(world, sheet[WHO, n], told[0], told[1], met[0], met[1])
    for n in range(listed):
        fresh = fresh_story(world, sheet[FRIEND, n], day)
        sheet[CAUSE, sheet[MEMBER, n]] = CERTAIN if fresh else 0


@inner
def uses(world, first, count, day):
    """People in use whom a how-to moment finds today."""
    sheet = world.sheet
    words = world.words
    how_to = world.rules[0].how_to
    listed = 0
    for k in range(count):
        sheet[MEMBER, listed] = k
        listed += world.screen[first + k].phase == USING
    for n in range(listed):
        list_person(world, n, first + sheet[MEMBER, n], 8 * day + WHOLE_DAY, 0)
    draw_row(world, FIRST, HOW_TO, listed, 0, 0, 0)
    for n in range(listed):
        sheet[CAUSE, sheet[MEMBER, n]] |= words[FIRST, 0, n] < how_to


@subroutine
def screen_block(world, first, count, day):
    """Who of a block must be visited today, and whose adverts they see."""
    look(world, first, count, day)
    needs(world, first, count, 8 * day + WHOLE_DAY)
    adverts(world, first, count, day)
    stories(world, first, count, day)
    uses(world, first, count, day)
