"""Going there: a store visit is planned, and in a market of own outlets so is whose."""

from sim.jit import inner, subroutine
from sim.moments.lost import rejected_for, was_rejected
from sim.moments.utility import utility
from sim.rng import draw, gumbel
from sim.tables.moments import ANY_SHOP, FIRST_SHOP, GO, NOBODY
from sim.tables.streams import CHOICE


@subroutine
def destination(world, i, brands, tick, step, moment):
    """The shop gone to: the largest of utility plus Gumbel noise among some brands, or nobody."""
    today = world.today[0]
    focal = today.focal
    focal_value = 0.0
    best = NOBODY
    largest = 0.0
    for b in range(world.brands.shape[0]):
        if (brands >> b) & 1:
            words = draw(today.luck, CHOICE, i, tick, 16 * step + world.brands[b].id)
            value = utility(world, i, b, today.day) + gumbel(words[1])
            if b == focal:
                focal_value = value
            if best == NOBODY or value > largest:
                best = b
                largest = value
    if (brands >> focal) & 1 and best != focal:
        reason = rejected_for(world, i, focal, focal_value, 0.0, best, largest)
        was_rejected(world, i, reason, moment)
    return best


@inner
def plan_visit(world, i, tick, step):
    """An answered go moment becomes a store visit: to any shop, or to the shop chosen."""
    person = world.person[i]
    if world.today[0].own == 0:
        person.visit = ANY_SHOP
        return
    shop = destination(world, i, int(person.considered), tick, step, GO)
    if shop != NOBODY:
        person.visit = FIRST_SHOP + shop
