"""O20: brands have no places of honour.

Permuting the brands together with their random-stream ids permutes every output, bit for bit, with
feedback live. Brands alike in everything but luck have the same expected sales, with feedback off:
per person, sales of a brand less the mean over brands have mean 0. Source: O20.
"""

from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.model import JourneyModel
from sim.scenario import Scenario
from tests.checks import WeakCheckError, agree
from tests.reference_worlds import opportunities, world
from tests.snapshots import apart, in_order, places, renamed, renumbered, snapshot
from tests.worlds import born, units

SIZE: dict[str, Any] = {"consumers": 250, "warm_up_days": 40, "days": 60}
WORLDS: dict[str, Any] = {
    "shared shelf": {},
    "own outlets, subscription": {
        "market": {"outlet": "own", "purchase": "subscription", "needs": {"mean_days": 15}}
    },
}
NEW_NAMES = {"acme": "zenith", "beta": "acme", "mono": "beta", "zenith": "mono"}


def lived(spec: Scenario, **options: Any) -> JourneyModel:
    return born(spec, opportunities=opportunities(), **options).run()


@pytest.mark.parametrize("name", WORLDS)
def test_permuting_brands_with_their_ids_permutes_everything(name: str) -> None:
    spec = world(**SIZE, **WORLDS[name])
    first = in_order(renumbered(snapshot(lived(spec)), places(spec, NEW_NAMES)))
    second = in_order(snapshot(lived(renamed(spec, NEW_NAMES))))
    assert len(first["touches"]) > 1000
    assert apart(first, second) == []


def test_permuting_brands_without_their_ids_does_not() -> None:
    """Ids that stay with the place instead of the brand are another world's luck."""
    spec = world(**SIZE)
    settings = renamed(spec, NEW_NAMES).model_dump()
    for name, number in spec.brand_ids().items():
        settings["brands"][name]["id"] = number
    first = in_order(renumbered(snapshot(lived(spec)), places(spec, NEW_NAMES)))
    second = in_order(snapshot(lived(Scenario.model_validate(settings))))
    assert "brands.purchases" in apart(first, second)


# --- Equal expectations ---------------------------------------------------------------------------

CONSUMERS = 5000
BUSY: dict[str, Any] = {"consumers": CONSUMERS, "warm_up_days": 60, "days": 120, "feedback": "off"}


@cache
def units_of_twins(discount: float = 0.0) -> np.ndarray:
    """Units of four brands alike, one perhaps cheaper, people × brands."""
    spec = world(**BUSY, market={"panel_consumers": 0})
    plan = spec.brands["acme"].model_dump() | {"id": None}
    brands = dict.fromkeys("abcd", plan)
    brands["b"] = plan | {"price_eur": plan["price_eur"] * (1.0 - discount)}
    twins = Scenario.model_validate(spec.model_dump() | {"brands": brands, "focal": None})
    return units(lived(twins, needs=True)).astype(float)


def expectations_agree(bought: np.ndarray) -> None:
    """Each brand's units less the mean brand's have mean 0 over people, who are independent."""
    excess = bought - bought.mean(axis=1, keepdims=True)
    error = excess.std(axis=0, ddof=1) / np.sqrt(len(bought))
    agree(excess.mean(axis=0), 0.0, error, smallest_effect=0.2 * bought.mean())


def test_brands_alike_have_equal_expected_sales() -> None:
    expectations_agree(units_of_twins())


def test_a_brand_a_tenth_cheaper_is_found_out() -> None:
    with pytest.raises(AssertionError, match="z = "):
        expectations_agree(units_of_twins(discount=0.1))


def test_a_tenth_of_the_people_would_prove_nothing() -> None:
    with pytest.raises(WeakCheckError):
        expectations_agree(units_of_twins()[: CONSUMERS // 10])
