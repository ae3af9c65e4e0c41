"""O28: where money is counted per 1,000 consumers, a market's size changes no rate.

With feedback off and a plan of x euro per week and 1,000 consumers, presence, reach and levels are
the same bits for any N; planned money grows as N; and purchases per person, shares, conversion and
presence per moment have the same expectation. Two towns of other people are compared: z = (r_1 -
r_2) / sqrt(e_1^2 + e_2^2), a rate r = sum a / sum b with the error that its residuals a - r b show
between blocks of 100 consumers, who share nothing. It holds with feedback off alone: a board's
weight and its prior count reviews, and there are more of them in a larger town. Source: O28.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.model import JourneyModel
from sim.results.money import ledgers
from sim.results.replicate import counted
from sim.scenario import Scenario
from tests.checks import agree
from tests.reference_worlds import BRANDS, opportunities, world
from tests.worlds import born

VILLAGE, TOWN = 6_000, 18_000
DAYS = 90
BLOCK = 100
SLOW_BOARDS = {"weight": 20.0, "prior_count": 300.0, "prior_stars": 1.0}
RATES = {
    "purchases of a person": ("purchases", "people"),
    "share of the focal brand": ("purchases of the focal brand", "purchases"),
    "needs that end in a purchase": ("purchases", "needs"),
    "moments per need": ("moments", "needs"),
    "brands noticed in a moment": ("noticed", "moments"),
}
EFFECT = dict(zip(RATES, (0.2, 0.3, 0.2, 0.06, 0.02), strict=True))
"""The smallest difference to rule out, of the rate itself."""
LIVELY = ("purchases of a person", "needs that end in a purchase", "brands noticed in a moment")
"""What less money lowers."""


class Rate(NamedTuple):
    """A rate and its standard error."""

    value: float
    error: float


def town(consumers: int, *, same_total: bool = False, live: bool = False) -> Scenario:
    """The busy world, its plans per 1,000 consumers or, wrongly, as a village's total."""
    brands: dict[str, Any] = {}
    if same_total:
        brands = {name: {"spend": thinned(BRANDS[name]["spend"])} for name in BRANDS}
    return world(
        consumers=consumers,
        warm_up_days=0,
        days=DAYS,
        market={"panel_consumers": 0},
        feedback="live" if live else "off",
        reviews=SLOW_BOARDS if live else {},
        brands=brands,
    )


def thinned(spend: dict[str, dict[str, float]]) -> dict[str, dict[str, float]]:
    """A village's money spread over a town."""
    return {
        kind: {name: euro * VILLAGE / TOWN for name, euro in budget.items()}
        for kind, budget in spend.items()
    }


@cache
def lived(consumers: int, *, same_total: bool = False, live: bool = False) -> JourneyModel:
    """A town after its last day; people of another seed live in the larger one."""
    spec = town(consumers, same_total=same_total, live=live)
    return born(spec, opportunities=opportunities(), seed=consumers, chunk=BLOCK).run()


def counts(model: JourneyModel) -> dict[str, NDArray[np.float64]]:
    """What happened in each block of people."""
    focal = model.names.index(model.spec.focal_brand)
    of_brands = np.array([part.world.brand_tally for part in model.crowd.parts])
    of_market = np.concatenate([part.world.market_tally for part in model.crowd.parts])
    purchases = of_brands["purchases"].sum(axis=2)
    found = {
        "people": np.full(len(model.crowd.parts), BLOCK),
        "purchases": purchases.sum(axis=1),
        "purchases of the focal brand": purchases[:, focal],
        "needs": of_market["opened"].sum(axis=1),
        "moments": of_market["moments"].sum(axis=(1, 2)),
        "noticed": of_brands["noticed"].sum(axis=(1, 2, 3)),
    }
    return {name: values.astype(float) for name, values in found.items()}


def rate(model: JourneyModel, name: str) -> Rate:
    """A ratio of sums over blocks, and the error its residuals show."""
    above, below = (counts(model)[part] for part in RATES[name])
    value = above.sum() / below.sum()
    blocks = len(above)
    residual = (above - value * below).std(ddof=1) * np.sqrt(blocks)
    return Rate(value, residual / below.sum())


def same_rate(first: JourneyModel, second: JourneyModel, name: str) -> None:
    """Two towns agree in a rate."""
    a, b = rate(first, name), rate(second, name)
    agree(a.value, b.value, np.hypot(a.error, b.error), smallest_effect=EFFECT[name] * b.value)


def opened(spec: Scenario) -> dict[str, NDArray[Any]]:
    """What people find on the fifth morning; boards are shown, but with feedback off not read."""
    market = born(spec, opportunities=opportunities()).run(until=5).market
    arrays = {
        name: getattr(market, name)
        for name in ("cells", "reach", "wake", "need", "noticed_probability")
    }
    levels = [name for name in market.brands.dtype.names if name not in ("rating", "reply")]
    arrays["levels"] = np.array([market.brands[name] for name in levels])
    return arrays | {"stocks": np.array(list(market.stocks.values()))}


def differences(first: Scenario, second: Scenario) -> list[str]:
    """Names of what two mornings do not share bit for bit."""
    ones, others = opened(first), opened(second)
    return [name for name, array in ones.items() if array.tobytes() != others[name].tobytes()]


def planned(consumers: int) -> list[int]:
    """Planned money of each brand, millionths of a euro."""
    model = lived(consumers)
    return [ledger.spend for ledger in ledgers(model.spec, counted(0, model))]


def test_people_of_a_large_town_find_the_same_market() -> None:
    """Presence, reach, levels and stocks are the same bits."""
    assert differences(town(200), town(3000)) == []


def test_money_that_does_not_grow_with_the_town_is_found_out() -> None:
    found = differences(town(200), town(3000, same_total=True))
    assert {"cells", "reach", "stocks", "levels"} <= set(found)


def test_planned_money_grows_with_the_town() -> None:
    """Three times as many people cost three times as much, to a millionth of a euro each."""
    assert planned(TOWN) == pytest.approx([3 * euro for euro in planned(VILLAGE)], abs=3)


@pytest.mark.parametrize("name", RATES)
def test_rates_do_not_depend_on_the_size_of_the_town(name: str) -> None:
    """Power: .2 of purchases and conversion, .3 of the share, .06 and .02 of the others."""
    same_rate(lived(VILLAGE), lived(TOWN), name)


@pytest.mark.parametrize("name", LIVELY)
def test_a_village_s_money_in_a_town_is_found_out(name: str) -> None:
    """A third of the money for each person: less presence, fewer purchases."""
    with pytest.raises(AssertionError, match="z = "):
        same_rate(lived(VILLAGE), lived(TOWN, same_total=True), name)


def test_with_reviews_the_size_of_the_town_matters() -> None:
    """A prior of 300 bad reviews is soon outweighed in a town, and not in a village."""
    with pytest.raises(AssertionError, match="z = "):
        same_rate(lived(VILLAGE, live=True), lived(TOWN, live=True), "needs that end in a purchase")
