"""O27: a world put to sleep and woken lives on as if it had never slept, bit for bit.

A checkpoint at any day, resumed with any number of threads and chunks, continues to the state,
counters, days and touches of the uninterrupted run; it serves any number of futures. Source: O27,
A18 (the shared warm-up rests on it).
"""

from functools import cache
from typing import Any

import pytest

from sim.checkpoint import Checkpoint
from sim.model import JourneyModel
from tests.reference_worlds import opportunities, world
from tests.snapshots import Snapshot, apart, snapshot
from tests.worlds import born

SIZE: dict[str, Any] = {"consumers": 300, "warm_up_days": 40, "days": 60}
WORLDS: dict[str, Any] = {
    "shared shelf": {},
    "own outlets, subscription": {
        "market": {"outlet": "own", "purchase": "subscription", "needs": {"mean_days": 15}}
    },
    "feedback off": {"feedback": "off"},
}
PLAN: dict[str, Any] = {"plan": {"policies": {"price": 0.8, "invite": 0.9}}}

worlds = pytest.mark.parametrize("name", WORLDS)
days = pytest.mark.parametrize("day", [-40, -13, 0, 1, 30, 59])


@cache
def checkpoints(name: str) -> dict[int, Checkpoint]:
    """Checkpoints along one life."""
    model = born(world(**SIZE, **WORLDS[name], strategies=PLAN), opportunities=opportunities())
    taken = {}
    for day in (-40, -13, 0, 1, 30, 59):
        taken[day] = model.run(until=day).checkpoint()
    return taken


@cache
def uninterrupted(name: str, strategy: str | None = None) -> Snapshot:
    spec = world(**SIZE, **WORLDS[name], strategies=PLAN)
    return snapshot(born(spec, opportunities=opportunities(), strategy=strategy).run())


@worlds
@days
def test_a_resumed_world_is_the_uninterrupted_one(name: str, day: int) -> None:
    model = JourneyModel.resume(checkpoints(name)[day]).run()
    assert apart(uninterrupted(name), snapshot(model)) == []


@worlds
def test_a_world_resumed_again_and_again_is_the_uninterrupted_one(name: str) -> None:
    checkpoint = checkpoints(name)[-13]
    for day in (-5, 0, 20, 41):
        checkpoint = JourneyModel.resume(checkpoint).run(until=day).checkpoint()
    assert apart(uninterrupted(name), snapshot(JourneyModel.resume(checkpoint).run())) == []


@worlds
@pytest.mark.parametrize("way", [{"threads": 2}, {"chunk": 41}, {"chunk": 7, "threads": 2}])
def test_threads_and_chunks_may_change_on_the_way(name: str, way: dict[str, int]) -> None:
    model = JourneyModel.resume(checkpoints(name)[-13], **way).run()
    assert apart(uninterrupted(name), snapshot(model)) == []


@worlds
def test_one_warm_up_serves_every_strategy(name: str) -> None:
    """A strategy from the shared checkpoint is the strategy from the beginning."""
    model = JourneyModel.resume(checkpoints(name)[0], strategy="plan").run()
    assert apart(uninterrupted(name, "plan"), snapshot(model)) == []
    assert apart(uninterrupted(name), snapshot(model)) != []


@worlds
def test_a_checkpoint_is_left_as_it_was(name: str) -> None:
    checkpoint = checkpoints(name)[-13]
    JourneyModel.resume(checkpoint, strategy="plan").run()
    assert apart(uninterrupted(name), snapshot(JourneyModel.resume(checkpoint).run())) == []


@worlds
def test_a_day_lived_twice_is_found_out(name: str) -> None:
    """The check sees a world that went wrong by one day."""
    model = JourneyModel.resume(checkpoints(name)[30])
    model.step()
    model.day -= 1
    assert apart(uninterrupted(name), snapshot(model.run())) != []
