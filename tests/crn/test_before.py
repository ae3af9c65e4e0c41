"""Nothing differs before an intervention's first day, feedback live.

A strategy starts on day 0, so the warm-up knows none; a plan changed on a later day leaves the days
before as they were, adverts included that nobody was visited for.
"""

from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.model import JourneyModel
from sim.scenario import Scenario
from sim.tables.moments import NEVER
from tests.reference_worlds import opportunities, world
from tests.snapshots import apart, people, snapshot
from tests.worlds import born, brand, quiet
from tests.worlds import lived as live_through

SIZE: dict[str, Any] = {"consumers": 300, "warm_up_days": 40, "days": 60}
WORLDS: dict[str, Any] = {
    "shared shelf": {},
    "own outlets, subscription": {
        "market": {"outlet": "own", "purchase": "subscription", "needs": {"mean_days": 15}}
    },
}
PLANS: dict[str, dict[str, Any]] = {
    "price": {"policies": {"price": 0.7}},
    "adverts": {"spend": {"moments": {"stimulus": 90}}},
    "everything": {
        "spend": {"moments": {"compare": 40, "smot": 30}, "levers": {"shelf": 0}},
        "policies": {"invite": 0.9, "thanks": 0.9},
        "quality_stars": 4.9,
    },
}

worlds = pytest.mark.parametrize("name", WORLDS)
plans = pytest.mark.parametrize("plan", PLANS)


def spec_of(name: str) -> Scenario:
    return world(**SIZE, **WORLDS[name], strategies=PLANS)


def at_the_start(name: str, strategy: str | None) -> JourneyModel:
    return born(spec_of(name), opportunities=opportunities(), strategy=strategy).run(until=0)


@cache
def undisturbed(name: str) -> JourneyModel:
    return at_the_start(name, None).run()


@worlds
@plans
def test_the_warm_up_knows_no_strategy(name: str, plan: str) -> None:
    """On the morning of day 0 everybody is where the base plan has them, and differs later."""
    base, bold = at_the_start(name, None), at_the_start(name, plan)
    assert apart(people(base), people(bold)) == []
    assert base.market_tally.tobytes() == bold.market_tally.tobytes()
    assert base.brand_tally.tobytes() == bold.brand_tally.tobytes()
    assert apart(snapshot(undisturbed(name)), snapshot(bold.run())) != []


@cache
def replanned(name: str, plan: str, day: int) -> JourneyModel:
    """A world put to sleep on the morning of a day and woken under another plan."""
    spec = spec_of(name)
    checkpoint = at_the_start(name, None).run(until=day).checkpoint()
    model = JourneyModel.resume(checkpoint)
    model.market.plan(spec.under(plan))
    return model.run()


def days_alike(one: JourneyModel, other: JourneyModel) -> int:
    """How many first days are the same in every daily figure and every touch."""
    figures = [one.daily[name] != other.daily[name] for name in one.daily]
    unlike = np.any([figure.reshape(len(figure), -1).any(axis=1) for figure in figures], axis=0)
    touches = [one.touches(), other.touches()]
    for day in range(len(unlike)):
        rows = [kept[kept["day"] == day] for kept in touches]
        if unlike[day] or not np.array_equal(*rows):
            return day
    return len(unlike)


@worlds
@plans
@pytest.mark.parametrize("day", [11, 37])
def test_days_before_a_change_of_plan_are_as_they_were(name: str, plan: str, day: int) -> None:
    alike = days_alike(undisturbed(name), replanned(name, plan, day))
    assert day <= alike < day + 15


@worlds
def test_plans_changed_on_different_days_part_on_the_first(name: str) -> None:
    assert 11 <= days_alike(replanned(name, "price", 11), replanned(name, "price", 37)) < 26


# --- Adverts to people nobody visits --------------------------------------------------------------

CHANGE = 20


def advertised(days: int) -> Scenario:
    """Adverts to people who hardly ever need anything, and so are hardly ever visited."""
    silent = {"spend": {"levers": {"ads": 0.0}}}
    return quiet(
        market={
            "consumers": 500,
            "days": days,
            "needs": {"mean_days": 200},
            "memory": {"advert": 0.1, "awareness_half_life_days": 20},
        },
        levers={"ads": {"carry_over": 0, "unit_cost_eur": {"all": 0.01}}},
        brands={name: brand(spend={"levers": {"ads": 35.0}}) for name in ("acme", "bolt")},
        strategies={"silent": silent},
    )


def test_adverts_of_a_plan_that_ended_are_remembered_by_people_nobody_visited() -> None:
    """Exposures of 20 days are the same when acme falls silent after them; bolt's go on."""
    short = live_through(advertised(CHANGE))
    long = born(advertised(3 * CHANGE)).run(until=CHANGE)
    visited = int(long.market_tally["visited"][0])
    long.market.plan(long.spec.under("silent"))
    long.run()
    before, after = (model.gained_brands()["exposures"].tolist() for model in (short, long))
    assert visited < 0.2 * 500 * CHANGE
    assert before[0] == after[0] > 1000
    assert after[1] > 2 * before[1]
    last = [model.population.memory["brand_stimulus_day"] for model in (short, long)]
    assert last[0][:, 0].tolist() == last[1][:, 0].tolist()
    assert NEVER < last[1][:, 0].max() < CHANGE <= last[1][:, 1].max()
