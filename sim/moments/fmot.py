"""First moment of truth: what is on offer is seen, chosen, paid."""

from sim.jit import inner, subroutine
from sim.moments.choice import choose
from sim.moments.log import log_moment
from sim.moments.lost import fell_here, was_unpaid
from sim.moments.people import trait
from sim.moments.sheet import (
    CHANNEL_NOW,
    CONTEXT_NOW,
    DEVICE_NOW,
    HELPED,
    NOTICED,
    SLOT_NOW,
    STEP_KEY,
    TICK,
)
from sim.moments.visit import destination
from sim.moments.zmot import (
    consider,
    may_read,
    note_presence,
    read_reviews,
)
from sim.rng import (
    draw,
    exp,
    threshold,
)
from sim.tables.moments import (
    BOUGHT,
    BUY,
    CHECKOUT,
    EMPTY,
    ENDED_JOURNEY,
    ENTRY,
    FIRST_SHOP,
    FMOT,
    LEFT_CART,
    NOBODY,
    NOT_NOW,
    PAYMENT,
    PHONE,
    PRIVACY,
    SEAM,
    SEVERAL,
    STORE_CHANNEL,
    WAS_BOUGHT,
    WAS_DEFERRED,
)
from sim.tables.streams import CHOICE, OUTSIDE


@inner
def checkout_friction(world, i, b, kind, device, in_shop):
    """One friction between chosen and paid; in a shop only the means of payment is left."""
    rules = world.rules[0]
    person = world.person[i]
    brand = world.brands[b]
    if kind == PAYMENT:
        return rules.payment * trait(person.cashless) * (1.0 - brand.payment)
    if in_shop:
        return 0.0
    if kind == PRIVACY:
        return rules.privacy * trait(person.privacy_concern) * (1.0 - brand.privacy)
    if kind == SEAM:
        if person.previous_device < 0 or person.previous_device == device:
            return 0.0
        return rules.seam * (0.5 + trait(person.omnichannel)) * (1.0 - brand.omni)
    return world.mixes[0].entry_friction[device] * (0.5 + trait(person.convenience))


@inner
def total_friction(world, i, b, device, in_shop):
    """All frictions between chosen and paid; the chance to pay is exp(-total)."""
    return (
        checkout_friction(world, i, b, PAYMENT, device, in_shop)
        + checkout_friction(world, i, b, PRIVACY, device, in_shop)
        + checkout_friction(world, i, b, SEAM, device, in_shop)
        + checkout_friction(world, i, b, ENTRY, device, in_shop)
    )


@subroutine
def decisive_friction(world, i, b, device, in_shop, total, word):
    """The largest single friction whose removal would have let the same draw pay."""
    tried = 0
    for _ in range(4):
        largest = -1.0
        kind = SEVERAL
        for candidate in range(4):
            if (tried >> candidate) & 1 == 0:
                size = checkout_friction(world, i, b, candidate, device, in_shop)
                if size > largest:
                    largest = size
                    kind = candidate
        if word < threshold(exp(-(total - largest))):
            return kind
        tried |= 1 << kind
    return SEVERAL


@inner
def enter_at_shelf(world, i, noticed, tick, step):
    """A brand seen on the shelf may enter the consideration set (Chandon et al. 2009)."""
    today = world.today[0]
    person = world.person[i]
    for b in range(world.brands.shape[0]):
        unknown = (noticed >> b) & 1 == 1 and (int(person.considered) >> b) & 1 == 0
        if unknown:
            words = draw(today.luck, CHOICE, i, tick, 16 * step + world.brands[b].id)
            if words[2] < world.rules[0].shelf_entry:
                person.considered = person.considered | (1 << b)


@inner
def offers(world, i, noticed, in_shop, planned, tick, step):
    """The brands that can be bought in this moment, as a bit mask."""
    considered = int(world.person[i].considered)
    if not in_shop:
        return considered
    if planned >= FIRST_SHOP:
        return 1 << (planned - FIRST_SHOP)
    if world.today[0].own == 0:
        return considered & noticed
    shop = destination(world, i, considered & noticed, tick, step, BUY)
    return 1 << shop if shop != NOBODY else 0


@inner
def pay(world, i, b, device, in_shop, words):
    """From chosen to paid; a cart left behind may end the journey. Returns the end, or nobody."""
    tally = world.brand_tally[b]
    tally.chosen += 1
    if not in_shop:
        world.market_tally[0].carts += 1
    total = total_friction(world, i, b, device, in_shop)
    if words[2] < threshold(exp(-total)):
        return BOUGHT
    tally.unpaid[decisive_friction(world, i, b, device, in_shop, total, words[2])] += 1
    if b == world.today[0].focal:
        was_unpaid(world, i)
    return CHECKOUT if words[3] < world.rules[0].give_up_cart else NOBODY


@inner
def consults(world, i, word):
    """Whether the phone is consulted at the shelf (Google & Ipsos 2015: 82 % ever in a year)."""
    rules = world.rules[0]
    savvy = trait(world.person[i].tech_savvy)
    chance = rules.consult * (rules.consult_floor + (1.0 - rules.consult_floor) * savvy)
    if word < threshold(chance):
        world.market_tally[0].consults += 1
        return True
    return False


@inner
def take_in(world, n, i, in_shop, own, word):
    """What was seen on the shelf, the result list, the product page: considered, and read about."""
    sheet = world.sheet
    noticed = sheet[NOTICED, n]
    helped = sheet[HELPED, n]
    channel = sheet[CHANNEL_NOW, n]
    consider(world, i, helped, BUY)
    if in_shop and not own:
        enter_at_shelf(world, i, noticed, sheet[TICK, n], sheet[STEP_KEY, n])
    note_presence(world, i, FMOT, noticed, helped)
    if world.today[0].live == 1:
        if in_shop and sheet[DEVICE_NOW, n] == PHONE:
            read_reviews(world, i, BUY)
        elif not in_shop:
            may_read(world, i, BUY, channel, word)
    fell_here(world, i, BUY, noticed, in_shop)


@inner
def fmot_moment(world, n, i, planned, words):
    """One buy moment; returns how the journey ended and the brand bought, or nobody."""
    today = world.today[0]
    sheet = world.sheet
    channel = sheet[CHANNEL_NOW, n]
    device = sheet[DEVICE_NOW, n]
    tick = sheet[TICK, n]
    step = sheet[STEP_KEY, n]
    noticed = sheet[NOTICED, n]
    in_shop = channel == STORE_CHANNEL
    take_in(world, n, i, in_shop, planned >= FIRST_SHOP, words[2])
    feasible = offers(world, i, noticed, in_shop, planned, tick, step)
    outside = draw(today.luck, OUTSIDE, i, tick, step)
    end = NOBODY
    bought = NOBODY
    outcome = WAS_DEFERRED
    chosen = NOBODY
    if feasible != 0:
        chosen = choose(world, n, i, feasible, device, in_shop, outside[0])
    if chosen != NOBODY:
        end = pay(world, i, chosen, device, in_shop, outside)
        outcome = LEFT_CART
        if end == BOUGHT:
            bought = chosen
            outcome = WAS_BOUGHT
    elif outside[1] < world.rules[0].give_up_not_now:
        end = NOT_NOW if feasible != 0 else EMPTY
    log_moment(
        world, i, world.person[i].onset_day, sheet[SLOT_NOW, n], step, BUY, FMOT, channel,
        sheet[CONTEXT_NOW, n], device, noticed, sheet[HELPED, n],
        ENDED_JOURNEY if end != NOBODY and end != BOUGHT else outcome,
    )  # fmt: skip
    return end, bought
