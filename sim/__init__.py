"""Consumers live through micro-moments and moments of truth among competing brands.

>>> from sim import load, run
>>> result = run(load("cafe"), reps=10, seed=7)
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim import analysis, plot
    from sim.analysis.uplift import individuals, uplift
    from sim.errors import ResultError, ScenarioError
    from sim.model import JourneyModel
    from sim.results import Comparison, Run
    from sim.scenario import Scenario
    from sim.scenario_io import load
    from sim.study import run
    from sim.study.compare import compare
    from sim.study.credit import credit
    from sim.study.response import response

__version__ = "0.1.0"

__all__ = [
    "Comparison",
    "JourneyModel",
    "ResultError",
    "Run",
    "Scenario",
    "ScenarioError",
    "__version__",
    "analysis",
    "compare",
    "credit",
    "individuals",
    "load",
    "plot",
    "response",
    "run",
    "uplift",
]

# A name is fetched when it is first used: a command that only prints help should not wait for
# Mesa, Numba and pandas.
_ROOMS = ("analysis", "plot")
_HOME = {
    "Comparison": "sim.results",
    "JourneyModel": "sim.model",
    "ResultError": "sim.errors",
    "Run": "sim.results",
    "Scenario": "sim.scenario",
    "ScenarioError": "sim.errors",
    "compare": "sim.study.compare",
    "credit": "sim.study.credit",
    "individuals": "sim.analysis.uplift",
    "load": "sim.scenario_io",
    "response": "sim.study.response",
    "run": "sim.study",
    "uplift": "sim.analysis.uplift",
}


def __getattr__(name: str) -> Any:
    if name in _ROOMS:
        return import_module(f"sim.{name}")
    if name not in _HOME:
        raise AttributeError(f"module 'sim' has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
