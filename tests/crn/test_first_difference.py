"""Where a utility is all that changes, the first thing that differs is a choice, and it goes there.

With feedback off and one term of one brand's utility raised, each person lives as before up to a
BUY moment in which the boosted brand is chosen and was not. (Not yearly sales: who buys the brand
earlier may miss a later purchase by refractory time. Nor the day: who buys it now may have bought
it that evening.) Checkout is free here, so that chosen is bought and the choice can be read from
the state. Source: A18 on O23.
"""

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.model import JourneyModel
from sim.scenario import Scenario
from sim.tables.moments import BUY, ENDED_JOURNEY, WAS_BOUGHT, WAS_DEFERRED
from sim.tables.records import TOUCH_ROW
from tests.reference_worlds import opportunities, world
from tests.snapshots import differing, people
from tests.worlds import born

CONSUMERS = 600
DAYS = 80
FOCAL = "beta"
FREE = {
    "payment": 0,
    "privacy": 0,
    "seam": 0,
    "entry_phone": 0,
    "entry_computer": 0,
    "entry_speaker": 0,
}
# Notes on the focal brand that no decision reads: what it would have been, and why it was lost.
NOTES = ("person.intended", "person.lost_reason", "person.lost_moment")


def usual() -> dict[str, float]:
    """What the focal brand spends on each lever."""
    return world(consumers=1, warm_up_days=0, days=1).brands[FOCAL].spend.by_lever


PLANS: dict[str, dict[str, Any]] = {
    "a lower list price": {"price_eur": 45.0},
    "a rebate": {"policies": {"price": 0.8}},
    "a more sustainable brand": {"spend": {"levers": usual() | {"sustain": 500.0}}},
    "no rise at all": {},
    "more useful content": {"spend": {"levers": usual() | {"content": 500.0}}},
    "more presence": {"spend": {"levers": usual() | {"know": 500.0}}},
    "a better product": {"quality_stars": 4.9},
}
UTILITY = ("a lower list price", "a rebate", "a more sustainable brand")
OTHER = ("more useful content", "more presence", "a better product")


def spec_of(plan: str) -> Scenario:
    """A busy world without feedback; everybody keeps a log."""
    return world(
        consumers=CONSUMERS,
        warm_up_days=20,
        days=DAYS,
        feedback="off",
        market={"checkout": FREE, "panel_consumers": CONSUMERS},
        strategies={plan.replace(" ", "-"): PLANS[plan]},
    )


def side_by_side(spec: Scenario, plan: str) -> Iterator[tuple[int, JourneyModel, JourneyModel]]:
    """Two worlds, day by day."""
    name = plan.replace(" ", "-")
    base, boosted = (
        born(spec, opportunities=opportunities(), strategy=strategy, needs=True)
        for strategy in (None, name)
    )
    base.run(until=0)
    boosted.run(until=0)
    for day in range(DAYS):
        base.step()
        boosted.step()
        yield day, base, boosted


@cache
def first_days(plan: str) -> tuple[np.ndarray, list[str], JourneyModel, JourneyModel]:
    """The day on which each life first differs (-1: never), and how that day broke the rule."""
    found = np.full(CONSUMERS, -1)
    for day, base, boosted in side_by_side(spec_of(plan), plan):
        before, after = people(base), people(boosted)
        new = differing(before, after, ignoring=NOTES) & (found < 0)
        found[new] = day
    won = bought(boosted, base.names.index(FOCAL))
    differ = [(int(i), int(found[i])) for i in np.flatnonzero(found >= 0)]
    broken = [f"consumer {i}, day {day}" for i, day in differ if (i, day) not in won]
    return found, broken, base, boosted


def bought(model: JourneyModel, brand: int) -> set[tuple[int, int]]:
    """Who bought a brand, and when."""
    needs = model.needs()[model.needs()["brand"] == brand]
    return set(zip(needs["consumer"].tolist(), needs["day"].tolist(), strict=True))


@pytest.mark.parametrize("plan", UTILITY)
def test_the_first_event_that_differs_is_a_choice_of_the_boosted_brand(plan: str) -> None:
    found, broken, _, _ = first_days(plan)
    assert np.count_nonzero(found >= 0) >= 10
    assert broken == []


def by_person(model: JourneyModel) -> list[np.ndarray]:
    """The touches of each person, in the order in which they happened."""
    rows = np.asarray(model.touches(), dtype=TOUCH_ROW)
    return np.split(rows, np.searchsorted(rows["consumer"], np.arange(1, CONSUMERS)))


@pytest.mark.parametrize("plan", UTILITY)
def test_up_to_that_choice_the_logs_are_the_same(plan: str) -> None:
    """Row by row, and of the choice itself all but its outcome; before it nobody bought more."""
    found, _, base, boosted = first_days(plan)
    rows = list(zip(by_person(base), by_person(boosted), found, strict=True))
    for before, after, day in rows:
        if day < 0:
            assert np.array_equal(before, after)
            continue
        bought = (after["day"] == day) & (after["outcome"] == WAS_BOUGHT)
        first = int(np.argmax(bought))
        assert bought[first]
        assert after["moment"][first] == BUY
        last = first + len(base.names)  # one row for each brand
        then, now = before[:last].copy(), after[:last].copy()
        assert set(then["outcome"][first:]) <= {WAS_DEFERRED, ENDED_JOURNEY, WAS_BOUGHT}
        then["outcome"][first:] = now["outcome"][first:]
        assert np.array_equal(then, now)


@pytest.mark.parametrize("plan", OTHER)
def test_other_changes_are_first_felt_elsewhere(plan: str) -> None:
    """The check sees a change that is no utility: it reaches people before they choose."""
    found, broken, _, _ = first_days(plan)
    assert np.count_nonzero(found >= 0) >= 10
    assert broken != []


def test_without_a_rise_nobody_differs() -> None:
    found, broken, _, _ = first_days("no rise at all")
    assert (found < 0).all()
    assert broken == []
