"""O21: how a world is lived through changes nothing in it.

Threads, chunks and visiting everybody leave every bit as it was; with feedback off the first n of N
people live the same lives for any N. Source: O21.
"""

from functools import cache
from typing import Any

import pytest

from sim.scenario import Scenario
from tests.reference_worlds import opportunities, world
from tests.snapshots import EFFORT, Snapshot, apart, of_people, snapshot
from tests.worlds import born

SIZE: dict[str, Any] = {"consumers": 700, "warm_up_days": 30, "days": 50}
WORLDS: dict[str, Any] = {
    "shared shelf": {},
    "own outlets, subscription": {
        "market": {"outlet": "own", "purchase": "subscription", "needs": {"mean_days": 15}}
    },
}
WAYS: dict[str, dict[str, Any]] = {
    "two threads": {"threads": 2},
    "chunks of 37": {"chunk": 37},
    "chunks of 512, two threads": {"chunk": 512, "threads": 2},
    "chunks of 5": {"chunk": 5},
    "everybody visited": {"everybody": True},
    "everybody visited, two threads": {"everybody": True, "threads": 2},
}

worlds = pytest.mark.parametrize("name", WORLDS)


def seen(spec: Scenario, **options: Any) -> Snapshot:
    return snapshot(born(spec, opportunities=opportunities(), **options).run())


@cache
def plainly(name: str) -> Snapshot:
    return seen(world(**SIZE, **WORLDS[name]))


@worlds
@pytest.mark.parametrize("way", WAYS)
def test_the_way_of_running_changes_no_bit(name: str, way: str) -> None:
    other = seen(world(**SIZE, **WORLDS[name]), **WAYS[way])
    assert len(other["touches"]) > 1000
    assert apart(plainly(name), other, ignoring=EFFORT) == []


@worlds
def test_visiting_everybody_is_more_work(name: str) -> None:
    """What the engine spares must be something, or equality proves nothing."""
    diligent = seen(world(**SIZE, **WORLDS[name]), everybody=True)
    assert diligent["market.visited"] == 700 * 50
    assert plainly(name)["market.visited"] < 0.6 * 700 * 50


def of_size(consumers: int, feedback: str) -> Snapshot:
    """The first 400 people of a world, and what they did."""
    spec = world(
        **SIZE | {"consumers": consumers}, feedback=feedback, market={"panel_consumers": 400}
    )
    return of_people(seen(spec), 400)


def test_400_of_800_people_live_as_400_alone() -> None:
    """Feedback off: nobody knows how many others there are."""
    small, large = of_size(400, "off"), of_size(800, "off")
    assert len(small["touches"]) > 1000
    assert apart(small, large) == []


def test_with_feedback_they_do_not() -> None:
    small, large = of_size(400, "live"), of_size(800, "live")
    assert "touches" in apart(small, large)
