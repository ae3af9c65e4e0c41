"""Small worlds for comparisons: busy ones in which all happens, with opportunities at hand."""

from functools import cache
from typing import Any

from sim.results import Comparison
from sim.scenario import Scenario
from sim.study.compare import Feedback, compare
from tests.counts import settled
from tests.reference_worlds import merged, world

SIZE: dict[str, Any] = {"consumers": 250, "warm_up_days": 20, "days": 60}
STRATEGIES: dict[str, Any] = {
    "nothing": {},
    "cheaper": {"policies": {"price": 0.8}},
    "know": {"spend": {"moments": {"know": 60}}},
    "invite": {"policies": {"invite": 1.0}},
}


def busy(**changes: Any) -> Scenario:
    """Four brands, three personas, everything happens."""
    return settled(world(**SIZE, **merged({"strategies": STRATEGIES}, changes)))


def strategies_compared(feedback: Feedback = "live") -> Comparison:
    """All strategies beside the base plan."""
    return _compared(feedback)


# A cache takes a default left out and the same value given for two calls.
@cache
def _compared(feedback: Feedback) -> Comparison:
    return compare(busy(), reps=2, feedback=feedback, people=True, workers=1)
