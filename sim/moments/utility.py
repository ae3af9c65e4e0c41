"""What a brand is worth to a person at the moment of choice (mixed logit)."""

import numpy as np

from sim.jit import inner
from sim.moments.people import trait
from sim.moments.remember import liking, refresh
from sim.rng import draw, normal
from sim.tables.streams import TASTE


@inner
def price_term(world, i, b):
    """Utility of the price: log price relative to the reference, times the person's weight."""
    return -(np.float64(world.person[i].price_sensitivity) * world.brands[b].ln_price)


@inner
def quality_term(world, i, b):
    """Utility of the quality believed, in stars above 3.5."""
    belief = np.float64(world.memory[i, b].belief)
    return np.float64(world.person[i].quality_sensitivity) * (belief - 3.5)


@inner
def worth(world, i, b, day):
    """What brand b is worth to consumer i, before taste, frictions and noise.

    Risk aversion and inertia as in Erdem & Keane 1996 and Dube, Hitsch & Rossi 2010.
    """
    refresh(world, i, b, day)
    rules = world.rules[0]
    person = world.person[i]
    brand = world.brands[b]
    value = quality_term(world, i, b)
    value = value - rules.uncertainty / np.float64(world.memory[i, b].precision)
    value = value + price_term(world, i, b)
    value = value + rules.goodwill * liking(world, i, b)
    if person.last_brand == b:
        value = value + rules.inertia
    value = value + rules.sustainability * trait(person.sustainability) * brand.sustainability
    return value + brand.popularity


@inner
def utility(world, i, b, day):
    """Deterministic utility of brand b for consumer i, before frictions and noise.

    Random utility with lasting taste (McFadden 1974; Train 2009).
    """
    taste = draw(world.today[0].person, TASTE, i, 0, world.brands[b].id)
    return worth(world, i, b, day) + world.rules[0].taste_spread * normal(taste[1])
