"""The sheet on which a block of people is worked out: who is listed, what chance holds for them.

A draw is a pure function, so the draws of everybody listed can be taken before anything happens to
anybody. In a loop of its own the compiler takes eight of them at once, in the time of one.
"""

from sim.jit import inner, subroutine
from sim.rng import draw
from sim.tables.moments import NO_VISIT, SLOTS

BLOCK = 4096
"""People looked at together."""
LANES = 8
"""Draws the compiler takes at once."""
WIDTH = BLOCK + LANES
"""Columns; rows a power of two apart would crowd on the same lines of the fastest cache."""

# Rows of the sheet by the person's place in the block: a cause to be visited, what is known.
CAUSE = 0
IDLE_NOW = 1
RIPE = 2
LIFE = 3
MEDIA = 4
WOKEN = 5
VISITED = 6
ACTIVE = 7
# Rows by place in a list of people: who, the coordinates of the draws, a moment, what came of it.
MEMBER = 8
WHO = 9
TICK = 10
STEP_KEY = 11
SLOT_NOW = 12
CONTEXT_NOW = 13
DEVICE_NOW = 14
MOMENT_NOW = 15
CHANNEL_NOW = 16
PLANNED = 17
SESSION_DEVICE = 18
SHOP = 19
NOTICED = 20
HELPED = 21
FRIEND = 22
FETCHED = 23
AWAKE = 24
REMINDED = 25
BUSY = 26
MEETING = 27
PHASE = 28
RIPE_DAY = 29
REMINDER_DAY = 30
DUE_DAY = 31
CELL = 32
OPTIONS = 33
FIRST_OPTION = 34
ROWS = 35

# Rows of words by what they decide.
FIRST = 0
SECOND = 1
THIRD = 2
BY_SLOT = 3
BY_BRAND = BY_SLOT + SLOTS
"""The first of as many rows as there are brands."""

# Rows of options, one place for each brand that somebody about to buy may choose: the place of the
# person in the list, the brand's id, a word for the noise of the choice and one for the taste.
BUYER = 0
OPTION = 1
NOISE_WORD = 2
TASTE_WORD = 3
# Rows of noise: the standard numbers these words stand for.
GUMBEL = 0
NORMAL = 1


@subroutine
def draw_listed(words, sheet, luck, row, stream, listed, a, scale, b):
    """What chance holds in one matter for everybody listed: four words each, on one row.

    The coordinates of the draw are TICK + a and scale * STEP_KEY + b. Beyond the listed, up to a
    whole number of lanes, words are drawn that nobody reads.
    """
    for n in range((listed + LANES - 1) // LANES * LANES):
        drawn = draw(
            luck, stream, sheet[WHO, n], sheet[TICK, n] + a, scale * sheet[STEP_KEY, n] + b
        )
        words[row, 0, n] = drawn[0]
        words[row, 1, n] = drawn[1]
        words[row, 2, n] = drawn[2]
        words[row, 3, n] = drawn[3]


@subroutine
def draw_block(words, luck, row, stream, first, count, a, b):
    """What chance holds in one matter for everybody of a block."""
    for k in range((count + LANES - 1) // LANES * LANES):
        drawn = draw(luck, stream, first + k, a, b)
        words[row, 0, k] = drawn[0]
        words[row, 1, k] = drawn[1]
        words[row, 2, k] = drawn[2]
        words[row, 3, k] = drawn[3]


@inner
def draw_row(world, row, stream, listed, a, scale, b):
    """`draw_listed` of today's luck."""
    draw_listed(world.words, world.sheet, world.today[0].luck, row, stream, listed, a, scale, b)


@inner
def drawn(world, row, n):
    """The four words drawn for place n of a list."""
    words = world.words
    return words[row, 0, n], words[row, 1, n], words[row, 2, n], words[row, 3, n]


@inner
def list_person(world, n, i, tick, step):
    """Consumer i takes place n of a list, with the coordinates of what will be drawn."""
    world.sheet[WHO, n] = i
    world.sheet[TICK, n] = tick
    world.sheet[STEP_KEY, n] = step


@inner
def list_moment(world, n, slot, context, device, moment, channel):
    """The moment that the person on place n of a list has."""
    sheet = world.sheet
    sheet[SLOT_NOW, n] = slot
    sheet[CONTEXT_NOW, n] = context
    sheet[DEVICE_NOW, n] = device
    sheet[MOMENT_NOW, n] = moment
    sheet[CHANNEL_NOW, n] = channel
    sheet[SHOP, n] = NO_VISIT
