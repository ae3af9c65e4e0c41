"""A lever that nobody uses is no lever: every life is bit-identical to one without it.

Dials rest at their neutral value, and a lever adds or multiplies; so a new lever changes no world
that does not use it. Feedback is live: the statement needs no switch.
"""

from functools import cache, partial
from typing import Any

import pytest

from sim.levers import LEVERS
from sim.market import Market
from sim.scenario import Scenario
from tests.reference_worlds import BRANDS, opportunities, world
from tests.snapshots import EFFORT, Snapshot, apart, snapshot
from tests.worlds import born

SIZE: dict[str, Any] = {"consumers": 120, "warm_up_days": 15, "days": 45}
FOCAL = "beta"
NEUTRAL = {"invite": 0.0, "paid_invite": 0.0, "thanks": 0.0, "price": 1.0}
USED = {"invite": 0.9, "paid_invite": 0.9, "thanks": 1.0, "price": 0.8}

every_lever = pytest.mark.parametrize("name", LEVERS)


def unused_in(name: str) -> Scenario:
    """Everybody spends on everything and follows every policy, but nobody uses this lever."""
    brands = {}
    for brand, plan in BRANDS.items():
        spend, policies = dict(plan["spend"]), dict(plan["policies"])
        if LEVERS[name].is_budget:
            spend["levers"] = spend["levers"] | {name: 0.0}
        else:
            policies[name] = NEUTRAL[name]
        brands[brand] = plan | {"spend": spend, "policies": policies}
    # Constants are part of a lever; without them its dial rests where the tables say.
    constants = {} if LEVERS[name].priced else {name: None}
    return world(**SIZE, brands=brands, levers=constants, strategies={"use": use_of(name)})


def use_of(name: str) -> dict[str, Any]:
    """A plan of the focal brand that uses the lever, the others as before."""
    if not LEVERS[name].is_budget:
        return {"policies": {name: USED[name]}}
    usual = world(**SIZE).brands[FOCAL].spend.by_lever
    return {"spend": {"levers": usual | {name: 200.0}}}


@cache
def lived_with(name: str) -> Snapshot:
    return snapshot(born(unused_in(name), opportunities=opportunities()).run())


@every_lever
def test_a_lever_nobody_uses_is_bit_identical_to_no_lever(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    others = {other: lever for other, lever in LEVERS.items() if other != name}
    monkeypatch.setattr("sim.model.Market", partial(Market, levers=others))
    without = snapshot(born(unused_in(name), opportunities=opportunities()).run())
    assert len(without["touches"]) > 1000
    assert apart(lived_with(name), without) == []


@every_lever
def test_the_same_lever_used_changes_bits(name: str) -> None:
    spec = unused_in(name)
    used = snapshot(born(spec, opportunities=opportunities(), strategy="use").run())
    assert apart(lived_with(name), used, ignoring=EFFORT) != []
