"""Who must be visited today, and whom which adverts reach: short loops over a block of people.

Most people have a day on which nothing happens, and most of the time went into finding that out.
Each loop here does one thing to a block of people that fits the fastest cache, without a branch
where draws are taken, so that the compiler works on several people at once.
"""

from sim.jit import inner, subroutine
from sim.moments.peers import fresh_story
from sim.moments.remember import lift, refresh
from sim.network import friend_of
from sim.rng import draw
from sim.tables.moments import IDLE, NEVER, USING, WHOLE_DAY
from sim.tables.streams import EXPOSURE, FEED, HOW_TO, NEED, NETWORK

BLOCK = 256
"""People looked at together."""

# Rows of the sheet on which a block is worked out: four words of a draw, what is known of each
# person, and what was found.
WORDS = 4
CAUSE = 4
IDLE_NOW = 5
RIPE = 6
LIFE = 7
MEDIA = 8
LISTED = 9
ROWS = 10

CERTAIN = 1
STORY = 2


@inner
def look(world, first, count, day):
    """What is known of each person before any draw: a cause already certain, or chances."""
    sheet = world.sheet
    for k in range(count):
        screen = world.screen[first + k]
        ripe = screen.phase == IDLE and day >= screen.ripe_day
        reminded = ripe and screen.reminder_day != NEVER and screen.reminder_day <= day
        due = screen.phase == USING and screen.due_day <= day
        journey = screen.phase != IDLE and screen.phase != USING
        sheet[CAUSE, k] = CERTAIN if reminded or due or journey else 0
        sheet[IDLE_NOW, k] = 1 if screen.phase == IDLE else 0
        sheet[RIPE, k] = 1 if ripe else 0
        sheet[LIFE, k] = world.need[screen.persona, screen.need_class] if ripe else 0
        sheet[MEDIA, k] = screen.media_class


@inner
def needs(world, first, count, day):
    """Idle people whom a need, an impulse, an idle moment or perhaps a story finds today."""
    sheet = world.sheet
    rules = world.rules[0]
    today = world.today[0]
    luck = today.luck
    rate = rules.rate
    feed = rules.feed if today.live == 1 else 0
    impulse = today.impulse
    tick = 8 * day + WHOLE_DAY
    for k in range(count):
        words = draw(luck, NEED, first + k, tick, 0)
        born = (words[0] < sheet[LIFE, k]) | (words[3] < impulse * sheet[RIPE, k])
        found = (words[2] < rate) | ((words[1] < feed) * STORY)
        sheet[CAUSE, k] |= born | (found * sheet[IDLE_NOW, k])


@inner
def stories(world, first, count, day):
    """A story is a cause where a friend has told one lately."""
    sheet = world.sheet
    luck = world.today[0].luck
    person = world.today[0].person
    contacts = int(world.rules[0].contacts)
    tick = 8 * day + WHOLE_DAY
    listed = 0
    for k in range(count):
        sheet[LISTED, listed] = k
        listed += sheet[CAUSE, k] == STORY
    for n in range(listed):
        words = draw(luck, FEED, first + sheet[LISTED, n], tick, 0)
        sheet[0, n] = words[0]
        sheet[1, n] = words[1]
    for n in range(listed):
        swap = draw(person, NETWORK, first + sheet[LISTED, n], 0, (sheet[0, n] * contacts) >> 32)
        sheet[2, n] = swap[0]
        sheet[3, n] = swap[1]
    for n in range(listed):
        k = sheet[LISTED, n]
        friend = friend_of(world, first + k, sheet[0, n], sheet[1, n], sheet[2, n], sheet[3, n])
        sheet[CAUSE, k] = CERTAIN if fresh_story(world, friend, day) else 0


@inner
def uses(world, first, count, day):
    """People in use whom a how-to moment finds today."""
    sheet = world.sheet
    luck = world.today[0].luck
    how_to = world.rules[0].how_to
    tick = 8 * day + WHOLE_DAY
    listed = 0
    for k in range(count):
        sheet[LISTED, listed] = k
        listed += world.screen[first + k].phase == USING
    for n in range(listed):
        words = draw(luck, HOW_TO, first + sheet[LISTED, n], tick, 0)
        sheet[0, n] = words[0] < how_to
    for n in range(listed):
        sheet[CAUSE, sheet[LISTED, n]] |= sheet[0, n]


@inner
def adverts(world, first, count, day):
    """Each brand's adverts are seen and remembered; one of them may wake a need.

    Reach is heterogeneous between people: 1 - exp(-contacts * media weight), capped.
    """
    sheet = world.sheet
    luck = world.today[0].luck
    tick = 8 * day + WHOLE_DAY
    for block in range(WORDS):
        drawn = False
        for b in range(world.brands.shape[0]):
            number = world.brands[b].id
            if number // WORDS != block:
                continue
            if not drawn:
                for k in range(count):
                    words = draw(luck, EXPOSURE, first + k, tick, block)
                    sheet[0, k] = words[0]
                    sheet[1, k] = words[1]
                    sheet[2, k] = words[2]
                    sheet[3, k] = words[3]
                drawn = True
            adverts_of(world, first, count, day, b, number % WORDS)


@inner
def adverts_of(world, first, count, day, b, word):
    """One brand's adverts reach some people of a block, each by the person's own media use."""
    sheet = world.sheet
    step = world.rules[0].advert
    listed = 0
    for k in range(count):
        sheet[LISTED, listed] = k
        listed += sheet[word, k] < world.reach[b, sheet[MEDIA, k]]
    for n in range(listed):
        k = sheet[LISTED, n]
        i = first + k
        refresh(world, i, b, day)
        lift(world, i, b, step)
        world.memory[i, b].brand_stimulus_day = day
        world.person[i].stimulus_day = day
        if sheet[RIPE, k] and sheet[word, k] < world.wake[b, sheet[MEDIA, k]]:
            sheet[CAUSE, k] = CERTAIN
    world.brand_tally[b].exposures += listed


@subroutine
def screen_block(world, first, count, day):
    """Who of a block must be visited today, and whose adverts they see."""
    look(world, first, count, day)
    needs(world, first, count, day)
    stories(world, first, count, day)
    uses(world, first, count, day)
    adverts(world, first, count, day)
