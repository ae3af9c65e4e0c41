"""Small markets for tests of what money, prices and reviews make of a day."""

import numpy as np

from sim.levers import LEVERS
from sim.market import Market
from sim.rng import luck_key, person_key
from sim.scenario import Scenario
from sim.tables.moments import CHANNELS, MOMENTS

EVERYWHERE = np.full((len(MOMENTS), len(CHANNELS)), 8.0)
"""Eight micro-moments of every kind per 1,000 consumers and day."""
BUDGET = {"stimulus": 9, "idea": 6, "know": 8, "do": 3, "go": 5, "compare": 7, "buy": 20}
BUDGET |= {"smot": 7, "umot": 4}


def prices(euro=0.05):
    """One price for every contact."""
    return {
        name: {"unit_cost_eur": {"all": euro}} for name, lever in LEVERS.items() if lever.priced
    }


def brand(price=10.0, quality=4.0, *, moments=None, levers=None, **more):
    spend = {"moments": moments or {}, "levers": levers or {}}
    return {"price_eur": price, "quality_stars": quality, "spend": spend, **more}


def laid_over(lower, upper):
    """Two trees of settings, name by name."""
    if not (isinstance(lower, dict) and isinstance(upper, dict)):
        return upper
    return lower | {name: laid_over(lower.get(name), inner) for name, inner in upper.items()}


def world(brands=None, **sections):
    """A market of two brands that do nothing, unless said otherwise."""
    settings = {
        "market": {"consumers": 10, "days": 20, "warm_up_days": 5},
        "levers": prices(),
    }
    brands = brands or {"acme": brand(), "bolt": brand()}
    return Scenario.model_validate(laid_over(settings, sections) | {"brands": brands})


def market(spec=None, opportunities=EVERYWHERE, **options):
    return Market(spec or world(), opportunities, person_key(1), luck_key(1, 0), **options)


def bits(opened):
    """Everything kernels read of a market, as bytes."""
    arrays = ("rules", "mixes", "brands", "cells", "today", "reach", "wake", "need", "decay")
    return {name: getattr(opened, name).tobytes() for name in arrays}


def lived(spec=None, days=6, **options):
    """A market after some days in which everybody is reviewed a little."""
    opened = market(spec, **options)
    count = len(opened.names)
    start = -opened.spec.market.warm_up_days
    for day in range(start, start + days):
        opened.open_day(day)
        stars = np.arange(5 * count).reshape(count, 5) % 4
        opened.close_day(stars, np.full(count, 3), np.full(count, 1))
    return opened
