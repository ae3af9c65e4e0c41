"""The market as a Mesa model: agents, collector, rows, and a life that ends."""

import gc
import weakref

import mesa
import numpy as np
import pytest

from sim.model import JourneyModel
from sim.scenario import Scenario
from sim.scenario_io import load
from sim.tables.state import COLUMNS

OPPORTUNITIES = np.full((7, 10), 10.0)


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
