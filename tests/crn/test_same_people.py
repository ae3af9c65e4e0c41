"""The same people, whatever else is compared: more of them, other luck, brands in another order.

Persons come from the seed, luck from seed and replicate; every draw is keyed by consumer, date and
brand id and by nothing that a plan can move. Source: architecture, Randomness 1, 3, 7.
"""

from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.scenario import Scenario
from sim.tables.state import COLUMNS
from tests.reference_worlds import BRANDS, opportunities, world
from tests.snapshots import (
    Snapshot,
    apart,
    in_order,
    of_people,
    people,
    places,
    renamed,
    renumbered,
    snapshot,
)
from tests.worlds import ONE_NEED_EACH, born, brand, quiet, units

SIZE: dict[str, Any] = {"consumers": 300, "warm_up_days": 20, "days": 50}
PLAN: dict[str, Any] = {
    "plan": {"policies": {"price": 0.8, "invite": 0.9}, "spend": {"moments": {"stimulus": 50}}}
}
CONSTANT = [f"{column.layout}.{column.name}" for column in COLUMNS if not column.writers]
CHANGING = [f"{column.layout}.{column.name}" for column in COLUMNS if column.writers]


def busy(consumers: int = 300, **changes: Any) -> Scenario:
    return world(**SIZE | {"consumers": consumers}, strategies=PLAN, **changes)


def lived(spec: Scenario, **options: Any) -> Snapshot:
    model = born(spec, opportunities=opportunities(), needs=True, **options).run()
    return snapshot(model) | {"memory.units": units(model)}


# --- A larger population contains the smaller -----------------------------------------------------


def gains(consumers: int, feedback: str) -> np.ndarray:
    """Units more of each brand that each of the first 300 people buys under a plan."""
    spec = busy(consumers, feedback=feedback)
    base, plan = (lived(spec, strategy=strategy)["memory.units"] for strategy in (None, "plan"))
    return plan[:300].astype(int) - base[:300]


def test_a_larger_population_contains_the_smaller() -> None:
    small, large = (lived(busy(size, feedback="off"), strategy="plan") for size in (300, 750))
    assert apart(of_people(small, 300), of_people(large, 300)) == []


def test_each_person_gains_the_same_in_a_larger_population() -> None:
    small, large = gains(300, "off"), gains(750, "off")
    assert small.any()
    assert small.tolist() == large.tolist()


def test_with_feedback_only_the_persons_are_contained() -> None:
    small, large = (of_people(lived(busy(size)), 300) for size in (300, 750))
    assert not {*apart(small, large)} & {*CONSTANT}
    assert "memory.units" in apart(small, large)


# --- Brands in another order ----------------------------------------------------------------------

NAMES = {"acme": "mono", "beta": "zenith", "mono": "acme", "zenith": "beta"}


@pytest.mark.parametrize("strategy", [None, "plan"])
def test_brands_in_another_order_with_their_ids_are_the_same_world(strategy: str | None) -> None:
    spec = busy(feedback="off")
    first = renumbered(lived(spec, strategy=strategy), places(spec, NAMES))
    second = lived(renamed(spec, NAMES), strategy=strategy)
    assert apart(in_order(first), in_order(second)) == []
    assert "memory.units" in apart(lived(spec, strategy=strategy), second)


def test_a_rival_of_another_name_and_the_same_id_has_the_same_luck() -> None:
    spec = busy(feedback="off")
    plans = {"yonder" if name == "mono" else name: plan for name, plan in BRANDS.items()}
    other = busy(feedback="off", brands=dict.fromkeys(BRANDS) | plans)
    names = {name: "yonder" if name == "mono" else name for name in BRANDS}
    first = renumbered(lived(spec), places(spec, names))
    assert apart(in_order(first), in_order(lived(other))) == []


# --- Other luck -----------------------------------------------------------------------------------


@cache
def life(seed: int, replicate: int, *, new_people: bool = False) -> Snapshot:
    return lived(busy(), seed=seed, replicate=replicate, new_people=new_people)


def test_constant_columns_are_the_person_and_there_are_some_of_every_kind() -> None:
    assert {"screen.persona", "screen.need_class", "screen.media_class"} <= {*CONSTANT}
    assert {"person.tech_savvy", "person.price_sensitivity", "person.expert"} <= {*CONSTANT}
    for name in CONSTANT:
        assert len(np.unique(life(7, 0)[name])) > 1


@pytest.mark.parametrize("replicate", [1, 2, 41])
def test_persons_are_the_same_in_every_replicate(replicate: int) -> None:
    different = {*apart(life(7, 0), life(7, replicate))}
    assert not different & {*CONSTANT}


@pytest.mark.parametrize("replicate", [1, 2, 41])
def test_luck_differs_between_replicates(replicate: int) -> None:
    different = {*apart(life(7, 0), life(7, replicate))}
    assert {"touches", "brands.purchases", "memory.units", "person.onset_day"} <= different
    same = np.mean(life(7, 0)["person.onset_day"] == life(7, replicate)["person.onset_day"])
    assert same < 0.3


def test_another_seed_is_other_people_with_other_luck() -> None:
    different = {*apart(life(7, 0), life(8, 0))}
    assert {*CONSTANT} <= different
    assert {"touches", "memory.units"} <= different


def test_replicate_1_of_a_seed_is_not_replicate_0_of_the_next() -> None:
    """Keys are hashes, not sums."""
    for name in ("person.onset_day", "memory.units", "screen.need_class"):
        assert not np.array_equal(life(7, 1)[name], life(8, 0)[name])


def test_new_people_are_others_in_each_replicate() -> None:
    first, second = (life(7, replicate, new_people=True) for replicate in (0, 1))
    assert {*CONSTANT} <= {*apart(first, second)}


def test_the_same_seed_and_replicate_are_the_same_world() -> None:
    assert apart(life(7, 1), lived(busy(), seed=7, replicate=1)) == []


# --- Taste and friends ----------------------------------------------------------------------------


def preferences(replicate: int, taste: float) -> np.ndarray:
    """The brand each person prefers before any noise: all in mind, and alike but for taste."""
    spec = quiet(
        ONE_NEED_EACH,
        market={
            "consumers": 400,
            "memory": {"initial_awareness": 1},
            "choice": {"taste_spread": taste},
        },
        brands={name: brand() for name in ("acme", "bolt", "crest")},
    )
    model = born(spec, replicate=replicate)
    model.run(until=0)
    return people(model)["person.intended"]


def test_tastes_are_the_persons() -> None:
    first, second = (preferences(replicate, 1.0) for replicate in (0, 1))
    assert first.tolist() == second.tolist()
    assert sorted(set(first.tolist())) == [0, 1, 2]
    assert np.bincount(first).min() > 90


def test_without_tastes_nobody_prefers_but_by_order() -> None:
    assert not preferences(0, 0.0).any()


def test_only_luck_is_keyed_by_the_replicate() -> None:
    """Traits, tastes, uptake and friends share the person key."""
    days = [born(busy(), opportunities=opportunities(), replicate=r).market.today for r in (0, 1)]
    assert days[0]["person"] == days[1]["person"]
    assert days[0]["luck"] != days[1]["luck"]
