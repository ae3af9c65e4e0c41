"""A8: being there without being of use costs: presence alone never raises expected sales.

With h = 0 (content of no use), alpha_seen = 0, and idle and impulse needs off, more presence
outside BUY cells only takes goodwill away: E[sales] does not rise. It is an expectation: the same
people with the same luck under both plans, D_i = units more of the focal brand, mean(D) <= 0.
Source: A8.
"""

from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.levers import LEVERS
from sim.tables.moments import BUY
from tests.checks import agree
from tests.reference_worlds import opportunities, world
from tests.worlds import born, units

CONSUMERS = 4000
SIZE: dict[str, Any] = {"consumers": CONSUMERS, "warm_up_days": 40, "days": 120}
FOCAL = "beta"
# Levers that buy contacts, and none of them where people buy.
OUTSIDE_BUY = sorted(
    name
    for name, lever in LEVERS.items()
    if lever.cells and all(moment != BUY for moment, _ in lever.cells)
)
LOUD_EURO = 150.0
KNOWN = {"seen": 0, "initial_awareness": 0.4, "awareness_half_life_days": 1000}


@cache
def more_units(*, helpful: bool, resented: bool = True) -> np.ndarray:
    """What each person buys more of the focal brand when it is far more present before buying."""
    usual = world(**SIZE).brands[FOCAL].spend.by_lever
    plans = {
        name: {"spend": {"levers": usual | dict.fromkeys(OUTSIDE_BUY, euro)}}
        for name, euro in (("silent", 0.0), ("loud", LOUD_EURO))
    }
    spec = world(
        **SIZE,
        feedback="off",
        market={
            "panel_consumers": 0,
            "needs": {"impulse": 0},
            "memory": KNOWN | ({} if resented else {"useless_goodwill": 0}),
        },
        moments={"idle": {"rate": 0}},
        levers={"content": dict.fromkeys(("floor", "ceiling"), 0.95 if helpful else 0.0)},
        strategies=plans,
    )
    silent, loud = (
        born(spec, opportunities=opportunities(), strategy=plan, needs=True).run() for plan in plans
    )
    focal = silent.names.index(FOCAL)
    noticed = [int(model.gained_brands()["noticed"][focal].sum()) for model in (silent, loud)]
    assert noticed[1] > 2 * noticed[0]
    return (units(loud) - units(silent))[:, focal].astype(float)


def never_raises(gain: np.ndarray) -> None:
    """Mean gain 0 or less: what exceeds 0 is within 4 standard errors."""
    error = gain.std(ddof=1) / np.sqrt(len(gain))
    agree(max(gain.mean(), 0.0), 0.0, error, smallest_effect=0.06)


def test_levers_outside_buying_are_many() -> None:
    assert len(OUTSIDE_BUY) >= 6


def test_useless_presence_never_raises_expected_sales() -> None:
    """h = 0: mean(D) <= 0."""
    never_raises(more_units(helpful=False))


def test_useless_presence_even_costs_sales() -> None:
    """The loss of goodwill is felt: "no effect" is refuted, and from below."""
    gain = more_units(helpful=False)
    assert gain.mean() < 0.0
    with pytest.raises(AssertionError, match="z = "):
        agree(gain.mean(), 0.0, gain.std(ddof=1) / np.sqrt(CONSUMERS), smallest_effect=0.06)


def test_useful_presence_is_found_out() -> None:
    """h > 0: the same money raises sales, and the check says so."""
    with pytest.raises(AssertionError, match="z = "):
        never_raises(more_units(helpful=True))


def test_without_resentment_useless_presence_changes_no_purchase() -> None:
    """h = 0, alpha_seen = 0 and no loss of goodwill: presence does nothing at all, exactly."""
    assert not more_units(helpful=False, resented=False).any()
