"""The touch log: one row per micro-moment and brand, for the panel; and whose need ended how."""

from sim.jit import inner, subroutine
from sim.tables.moments import NO_OUTCOME, NOBODY, SERVICE, SMOT, STORE_CHANNEL, WHOLE_DAY


@inner
def row(world):
    """The next free row of the log."""
    number = world.log_rows[0]
    world.log_rows[0] = number + 1
    return world.log[number]


@inner
def note_end(world, i, end):
    """Where needs are asked for, a journey that ends is noted: 8 times the consumer, plus how."""
    if world.ended.shape[0] > 0:
        number = world.ended_rows[0]
        world.ended[number] = 8 * i + end
        world.ended_rows[0] = number + 1


@subroutine
def write_rows(
    world, i, journey, slot, step, moment, truth, channel, context, device, noticed, helped, outcome
):
    """One row per brand, absent brands included.

    A tracker sees no touch in person and none on a device it cannot link.
    """
    today = world.today[0]
    linked = (int(world.person[i].linked) >> device) & 1
    for b in range(world.brands.shape[0]):
        touch = row(world)
        touch.consumer = i
        touch.journey = journey
        touch.day = today.day
        touch.slot = slot
        touch.step = step
        touch.moment = moment
        touch.truth = truth
        touch.channel = channel
        touch.context = context
        touch.device = device
        touch.brand = b
        touch.present = (noticed >> b) & 1
        touch.helpful = (helped >> b) & 1
        touch.observed = linked if channel != STORE_CHANNEL else 0
        touch.outcome = outcome


@inner
def log_moment(
    world, i, journey, slot, step, moment, truth, channel, context, device, noticed, helped, outcome
):
    """A micro-moment of a panel member in measured days is logged."""
    today = world.today[0]
    if i < today.panel and today.day >= 0:
        write_rows(
            world, i, journey, slot, step, moment, truth, channel, context, device,
            noticed, helped, outcome,
        )  # fmt: skip


@inner
def log_service(world, i, number, polite):
    """A service contact of a panel member leaves one row, of the brand in use."""
    today = world.today[0]
    if i >= today.panel or today.day < 0:
        return
    person = world.person[i]
    touch = row(world)
    touch.consumer = i
    touch.journey = person.purchase_onset
    touch.day = today.day
    touch.slot = WHOLE_DAY
    touch.step = number
    touch.moment = SERVICE
    touch.truth = SMOT
    touch.channel = NOBODY
    touch.context = NOBODY
    touch.device = NOBODY
    touch.brand = person.using_brand
    touch.present = 1
    touch.helpful = 1 if polite else 0
    touch.observed = 0
    touch.outcome = NO_OUTCOME
