"""The market as a Mesa model: agents, collector, rows, and a life that ends."""

import gc
import weakref

import mesa
import numpy as np
import pytest

from sim.model import JourneyModel
from sim.scenario import Scenario
from sim.scenario_io import load
from sim.tables.moments import CHANNELS, LOST_REASONS, MOMENTS
from sim.tables.state import COLUMNS

OPPORTUNITIES = np.full((len(MOMENTS), len(CHANNELS)), 10.0)
REJECTIONS = ("price", "rating", "taste")


@pytest.fixture(scope="module")
def cafe() -> Scenario:
    return load("cafe", ["market.consumers=300", "market.days=40", "market.warm_up_days=20"])


@pytest.fixture(scope="module")
def lived(cafe: Scenario) -> JourneyModel:
    return JourneyModel(cafe, opportunities=OPPORTUNITIES).run()


def test_a_market_is_a_mesa_model_and_brands_are_its_agents(lived: JourneyModel) -> None:
    assert isinstance(lived, mesa.Model)
    brands = list(lived.agents)
    assert all(isinstance(brand, mesa.Agent) for brand in brands)
    assert [brand.name for brand in brands] == ["acme", "bolt", "crest", "dune"]
    assert [brand.purchases for brand in brands] == (
        lived.gained_brands()["purchases"].sum(axis=1).tolist()
    )
    assert all(1 <= brand.rating <= 5 for brand in brands)


def test_mesas_collector_sees_every_measured_day(cafe: Scenario, lived: JourneyModel) -> None:
    collector = JourneyModel(cafe, opportunities=OPPORTUNITIES).collect()
    days = collector.get_model_vars_dataframe()
    brands = collector.get_agent_vars_dataframe()
    assert days["day"].tolist() == list(range(1, 41))
    assert days["live"].tolist() == lived.daily["live"].tolist()
    last = brands.groupby("name")["purchases"].last()
    assert last["acme"] == lived.gained_brands()["purchases"][0].sum()
    assert (
        brands.groupby("name")["purchases"].apply(lambda units: units.is_monotonic_increasing).all()
    )


def test_a_consumer_can_be_read_as_a_row(lived: JourneyModel) -> None:
    row = lived.consumer(17)
    assert row["consumer"] == 17
    assert {column.name for column in COLUMNS} < set(row)
    assert set(row["awareness"]) == {"acme", "bolt", "crest", "dune"}
    assert row["phase"] == lived.population.screen["phase"][17]


def test_a_row_is_a_copy(lived: JourneyModel) -> None:
    row = lived.consumer(3)
    row["awareness"]["acme"] = 99.0
    assert lived.population.memory["awareness"][3, 0] <= 1


@pytest.mark.parametrize("number", [-1, 300])
def test_nobody_lives_outside_the_population(lived: JourneyModel, number: int) -> None:
    with pytest.raises(IndexError, match="there are 300"):
        lived.consumer(number)


def test_a_finished_model_leaves_no_people_behind(cafe: Scenario) -> None:
    model = JourneyModel(cafe, opportunities=OPPORTUNITIES)
    model.step()
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("consumers", [1, 2, 3, 7, 9])
def test_the_smallest_populations_live(consumers: int) -> None:
    spec = load(
        "cafe",
        [f"market.consumers={consumers}", "market.days=120", "market.warm_up_days=10",
         "network.ask=1", "network.feed=1", "network.tell=1"],
    )  # fmt: skip
    model = JourneyModel(spec, opportunities=OPPORTUNITIES).run()
    market, stocks = model.gained_market(), model.stocks
    assert market["opened"].sum() > 0
    assert stocks["live_start"] + market["opened"].sum() == (
        market["ended"].sum() + stocks["live_end"]
    )


def test_one_brand_alone_can_be_a_market() -> None:
    spec = load("base")
    alone = spec.model_copy(
        update={
            "brands": {"acme": spec.brands["acme"]},
            "market": spec.market.model_copy(
                update={"consumers": 500, "days": 200, "warm_up_days": 0}
            ),
        }
    )
    model = JourneyModel(alone, opportunities=OPPORTUNITIES).run()
    assert model.gained_brands()["purchases"].sum() > 0


def test_sixteen_brands_can_share_a_market() -> None:
    spec = load("base")
    brand = spec.brands["acme"]
    many = spec.model_copy(
        update={
            "brands": {f"b{number}": brand for number in range(10, 26)},
            "focal": "b10",
            "market": spec.market.model_copy(
                update={"consumers": 300, "days": 100, "warm_up_days": 0}
            ),
        }
    )
    model = JourneyModel(many, opportunities=OPPORTUNITIES).run()
    assert (model.gained_brands()["noticed"].sum(axis=(1, 2)) > 0).all()


def test_a_strategy_cannot_begin_in_the_middle(cafe: Scenario) -> None:
    later = JourneyModel(cafe, opportunities=OPPORTUNITIES).run(until=5).checkpoint()
    with pytest.raises(ValueError, match="from day 0 on, and it is day 5"):
        JourneyModel.resume(later, strategy="be-there-to-know")


def test_an_unknown_strategy_is_refused(cafe: Scenario) -> None:
    start = JourneyModel(cafe, opportunities=OPPORTUNITIES).run(until=0).checkpoint()
    with pytest.raises(ValueError, match="no strategy 'be-nowhere'"):
        JourneyModel.resume(start, strategy="be-nowhere")


def test_one_warm_up_is_shared_by_the_plans_that_follow(cafe: Scenario) -> None:
    start = JourneyModel(cafe, opportunities=OPPORTUNITIES).run(until=0).checkpoint()
    plan = "be-there-to-know"
    resumed = JourneyModel.resume(start, strategy=plan).run()
    alone = JourneyModel(cafe, opportunities=OPPORTUNITIES, strategy=plan).run()
    base = JourneyModel.resume(start).run()
    assert np.array_equal(resumed.brand_tally, alone.brand_tally)
    assert not np.array_equal(resumed.brand_tally, base.brand_tally)


def test_a_brand_passed_over_for_another_shop_is_told_why(lived: JourneyModel) -> None:
    lost = lived.gained_market()["lost"]
    go, reasons = MOMENTS.index("go"), [LOST_REASONS.index(name) for name in REJECTIONS]
    assert all(lost[reason, go] > 0 for reason in reasons)
    assert lost[LOST_REASONS.index("friction"), go] == 0
