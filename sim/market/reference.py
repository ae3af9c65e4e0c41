"""The reference run: how many micro-moments of each kind there are to be bought.

Money buys contacts, and contacts are shared out over opportunities. What counts as one must not
move with anybody's plan, so opportunities are counted once in a world in which all brands are
alike and nobody spends, with people and days of its own.
"""

import hashlib
import json

import numpy as np

from sim.levers import LEVERS
from sim.market.tables import Floats, table
from sim.scenario import Brand, Scenario
from sim.scenario.brands import LeverSettings, UnitCosts
from sim.scenario.social import Network, Reviews
from sim.tables.moments import CHANNELS, MOMENTS

CONSUMERS = 20_000
DAYS = 365
WARM_UP_DAYS = 180


def reference_scenario(spec: Scenario) -> Scenario:
    """The same market with nothing in it that anybody decides.

    Parameters
    ----------
    spec : Scenario
        The world.

    Returns
    -------
    Scenario
        Feedback off; as many brands, all alike at the reference price and quality, spending
        nothing; everything that changes no opportunity at its default.
    """
    choice, use = spec.market.choice, spec.market.use
    brand = Brand(price_eur=choice.reference_price_eur, quality_stars=use.reference_stars)
    market = spec.market.model_copy(
        update={
            "category": "reference",
            "consumers": CONSUMERS,
            "days": DAYS,
            "warm_up_days": WARM_UP_DAYS,
            "panel_consumers": 0,
            "unit_costs": UnitCosts(),
        }
    )
    moments = spec.moments.model_copy(update={"opportunities": None, "opportunities_of": None})
    levers = {
        name: _unspent(name, settings)
        for name, settings in spec.levers.items()
        if settings.floor is not None or settings.settings
    }
    return Scenario(
        name="reference",
        market=market,
        personas=spec.personas,
        brands={f"brand-{index:02d}": brand for index in range(len(spec.brands))},
        moments=moments,
        levers=levers,
        reviews=Reviews(),
        network=Network(),
        feedback="off",
    )


def _unspent(name: str, settings: LeverSettings) -> LeverSettings:
    """A lever nobody spends on rests at its floor, below which its ceiling cannot lie."""
    own = getattr(LEVERS[name], "ceiling", 1.0)
    ceiling = None if settings.floor is None or settings.floor <= own else settings.floor
    return LeverSettings(floor=settings.floor, ceiling=ceiling, settings=settings.settings)


def opportunities_hash(spec: Scenario) -> str:
    """Name the market whose opportunities a scenario needs.

    Parameters
    ----------
    spec : Scenario
        The world.

    Returns
    -------
    str
        Hexadecimal SHA-256 of its reference scenario: no brand's plan, strategy or price changes
        it, nor the number of consumers or days.
    """
    resolved = json.dumps(reference_scenario(spec).model_dump(mode="json"), sort_keys=True)
    return hashlib.sha256(resolved.encode()).hexdigest()


def stored_opportunities(spec: Scenario) -> Floats | None:
    """Opportunities a scenario file brings along.

    Parameters
    ----------
    spec : Scenario
        The world.

    Returns
    -------
    numpy.ndarray or None
        Micro-moments per 1,000 consumers and day, moments × channels; None where the file has
        none, or those of another market.
    """
    stored = spec.moments.opportunities
    if stored is None or spec.moments.opportunities_of != opportunities_hash(spec):
        return None
    rows = [
        table(stored[name], CHANNELS) if name in stored else np.zeros(len(CHANNELS))
        for name in MOMENTS
    ]
    return np.array(rows)
