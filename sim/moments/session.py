"""Sessions: moments follow one another in one place on one device, in rounds over a block.

In a round everybody listed has one moment, and goes on to the next: in the same session, or in the
next day-part that holds one. Nobody waits for anybody: one person's evening may meet another's
morning, since within a day people do not touch one another.
"""

from sim.jit import inner
from sim.moments.choice import draw_options
from sim.moments.encounter import count_moment, encounter
from sim.moments.fmot import consults, fmot_moment
from sim.moments.journey import count_purchase, end_journey, reach, start_using
from sim.moments.sheet import (
    ACTIVE,
    BUSY,
    BY_SLOT,
    CHANNEL_NOW,
    CONTEXT_NOW,
    DEVICE_NOW,
    FIRST,
    MEMBER,
    MOMENT_NOW,
    PLANNED,
    SECOND,
    SESSION_DEVICE,
    SHOP,
    SLOT_NOW,
    STEP_KEY,
    THIRD,
    TICK,
    WHO,
    draw_row,
    drawn,
    list_person,
)
from sim.moments.zmot import zmot_moment
from sim.rng import draw, pick
from sim.tables.moments import (
    BOUGHT,
    BUY,
    CONTEXTS,
    EXPLORE,
    FMOT,
    FORGOT,
    IN_PERSON,
    MAX_PERSONAS,
    MAX_STEPS,
    NO_VISIT,
    NOBODY,
    PHONE,
    SLOTS,
    STORE,
    STORE_CHANNEL,
    WHOLE_DAY,
    ZMOT,
)
from sim.tables.streams import ONSET, PROGRESS, SESSION, SLOT, STEP


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
    person.last_moment = moment
    reach(world, i, truth)


@inner
def first_slot(world, i, day):
    """The first day-part in which a journey may act: on its first day, the one after the need."""
    if world.person[i].onset_day != day:
        return 0
    words = draw(world.today[0].luck, ONSET, i, 8 * day + WHOLE_DAY, 0)
    return pick(world.mixes[0].onset, words[0]) + 1


@inner
def next_session(world, m, n, first):
    """The need may fade before the next session, or there is none today; else it takes place n.

    Returns whether a moment is due.
    """
    sheet = world.sheet
    mixes = world.mixes[0]
    i = sheet[ACTIVE, m]
    person = world.person[i]
    market = world.market_tally[0]
    persona = world.screen[i].persona
    for slot in range(first, SLOTS):
        if (sheet[BUSY, m] >> slot) & 1 == 0 and person.visit == NO_VISIT:
            continue
        words = drawn(world, BY_SLOT + slot, m)
        if words[2] < world.rules[0].forget:
            end_journey(world, i, FORGOT, NOBODY)
            return 0
        context = place(world, i, slot, words[1])
        planned = int(person.visit)
        person.visit = NO_VISIT
        if context != STORE and not words[0] < mixes.occurs[persona, slot, context]:
            continue
        market.sessions += 1
        if context == STORE:
            market.store_sessions += 1
        list_person(world, n, i, 8 * world.today[0].day + slot, 0)
        sheet[MEMBER, n] = m
        sheet[SLOT_NOW, n] = slot
        sheet[CONTEXT_NOW, n] = context
        sheet[SESSION_DEVICE, n] = pick(mixes.devices[persona, context], words[3])
        sheet[PLANNED, n] = planned
        return 1
    return 0


@inner
def begin_moment(world, n):
    """What the moment is, and on which channel and device it is answered."""
    sheet = world.sheet
    mixes = world.mixes[0]
    i = sheet[WHO, n]
    screen = world.screen[i]
    context = sheet[CONTEXT_NOW, n]
    words = drawn(world, FIRST, n)
    moment = pick(mixes.moment[screen.phase - EXPLORE, context], words[0])
    channel = pick(mixes.channel[screen.persona, moment, context], words[1])
    truth = ZMOT
    sheet[SHOP, n] = NO_VISIT
    sheet[DEVICE_NOW, n] = sheet[SESSION_DEVICE, n]
    if moment == BUY:
        truth = FMOT
        if context == STORE:
            channel = STORE_CHANNEL
            sheet[SHOP, n] = sheet[PLANNED, n]
            consulted = consults(world, i, world.words[SECOND, 1, n])
            sheet[DEVICE_NOW, n] = PHONE if consulted else IN_PERSON
    sheet[MOMENT_NOW, n] = moment
    sheet[CHANNEL_NOW, n] = channel
    note_moment(world, i, moment, truth)
    count_moment(world, n, truth)


@inner
def end_moment(world, n, i):
    """What comes of a moment; returns whether the journey goes on."""
    today = world.today[0]
    sheet = world.sheet
    words = drawn(world, FIRST, n)
    bought = NOBODY
    if sheet[MOMENT_NOW, n] == BUY:
        end, bought = fmot_moment(world, n, i, sheet[SHOP, n], words)
    else:
        end = zmot_moment(world, n, i, words, drawn(world, SECOND, n))
    channel = sheet[CHANNEL_NOW, n]
    if end == BOUGHT:
        count_purchase(world, i, bought, today.day, channel, sheet[DEVICE_NOW, n])
    if channel != STORE_CHANNEL:
        world.person[i].previous_device = sheet[SESSION_DEVICE, n]
    if end == NOBODY:
        return True
    end_journey(world, i, end, bought)
    if end == BOUGHT:
        start_using(world, i, bought, today.day)
    return False


@inner
def go_on(world, n, to):
    """After a moment: another in the same session, or the next session; on place `to`."""
    sheet = world.sheet
    another = world.words[SECOND, 0, n] < world.rules[0].another
    if not another or sheet[STEP_KEY, n] + 1 == MAX_STEPS:
        return next_session(world, sheet[MEMBER, n], to, sheet[SLOT_NOW, n] + 1)
    list_person(world, to, sheet[WHO, n], sheet[TICK, n], sheet[STEP_KEY, n] + 1)
    for row in (MEMBER, SLOT_NOW, CONTEXT_NOW, SESSION_DEVICE, PLANNED):
        sheet[row, to] = sheet[row, n]
    return 1


@inner
def draw_round(world, listed):
    """What chance holds for the moment of everybody listed."""
    draw_row(world, FIRST, STEP, listed, 0, 1, 0)
    draw_row(world, SECOND, SESSION, listed, 0, 1, 0)
    draw_row(world, THIRD, PROGRESS, listed, 0, 1, 0)


@inner
def find_busy(world, active, slot):
    """Who may have a session in a day-part, or lose the need: for others the hours just pass."""
    words = world.words
    sheet = world.sheet
    mixes = world.mixes[0]
    forget = world.rules[0].forget
    most = 0
    for persona in range(MAX_PERSONAS):
        for context in range(len(CONTEXTS)):
            most = max(most, mixes.occurs[persona, slot, context])
    in_store = mixes.context[world.today[0].weekend, slot, STORE - 1]
    row = BY_SLOT + slot
    draw_row(world, row, SLOT, active, slot, 0, 0)
    for m in range(active):
        occurs = (words[row, 0, m] < most) | (words[row, 1, m] >= in_store)
        sheet[BUSY, m] |= (occurs | (words[row, 2, m] < forget)) << slot


@inner
def live_sessions(world, active):
    """Everybody in a journey has the sessions of the day."""
    day = world.today[0].day
    for m in range(active):
        list_person(world, m, world.sheet[ACTIVE, m], 8 * day, 0)
        world.sheet[BUSY, m] = 0
    for slot in range(SLOTS):
        find_busy(world, active, slot)
    listed = 0
    for m in range(active):
        listed += next_session(world, m, listed, first_slot(world, world.sheet[ACTIVE, m], day))
    while listed > 0:
        draw_round(world, listed)
        for n in range(listed):
            begin_moment(world, n)
        encounter(world, listed)
        draw_options(world, listed)
        going = 0
        for n in range(listed):
            if end_moment(world, n, world.sheet[WHO, n]):
                going += go_on(world, n, going)
        listed = going
