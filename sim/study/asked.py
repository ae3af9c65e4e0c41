"""What a study asks about: a brand of a market, and moments that brands can pay for."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final, Literal

from sim.errors import Problem, ScenarioError
from sim.scenario import Scenario
from sim.scenario.brands import MomentSpend
from sim.scenario_io import load
from sim.scenario_io.words import nearest

MOMENTS: Final = tuple(MomentSpend.model_fields)
"""Everything a brand can have a budget for."""
Feedback = Literal["live", "off", "replay"]
"""Whether experiences reach other people; replay: those made public under the plan as it is."""


def asked_of(scenario: Scenario | str | Path, brand: str | None, feedback: str | None) -> Scenario:
    """Make a brand the one that questions are about.

    Parameters
    ----------
    scenario : Scenario, str or Path
        The world, its file, or the name of a shipped one.
    brand : str or None
        The brand; None = the focal one.
    feedback : str or None
        Live, off or replay; None = as the scenario says.

    Returns
    -------
    Scenario
        The same world without strategies, which are another brand's.

    Raises
    ------
    ScenarioError
        If there is no such world or brand, or nothing to replay.
    """
    spec = scenario if isinstance(scenario, Scenario) else load(scenario)
    focal = spec.focal_brand if brand is None else brand
    if focal not in spec.brands:
        unknown = f"unknown brand (got {focal})"
        raise ScenarioError([_problem(spec, "brand", unknown, sorted(spec.brands), focal)])
    if feedback == "replay" and spec.feedback != "live":
        message = "must be live in the base: without feedback there is nothing to replay"
        raise ScenarioError([_problem(spec, "feedback", message, ["live"])])
    lived = {None: spec.feedback, "replay": "live"}.get(feedback, feedback)
    return spec.model_copy(update={"focal": focal, "strategies": {}, "feedback": lived})


def moments_asked(spec: Scenario, moments: Sequence[str]) -> tuple[str, ...]:
    """Check the moments that questions are about.

    Parameters
    ----------
    spec : Scenario
        The world.
    moments : sequence of str
        Names of moments.

    Returns
    -------
    tuple of str
        Each once.

    Raises
    ------
    ScenarioError
        If a brand cannot pay for one of them, or none is named.
    """
    problems = [
        _problem(spec, "moments", f"unknown moment (got {name})", MOMENTS, name)
        for name in moments
        if name not in MOMENTS
    ]
    if not moments:
        problems = [_problem(spec, "moments", "none is named", MOMENTS)]
    if problems:
        raise ScenarioError(problems)
    return tuple(dict.fromkeys(moments))


def _problem(
    spec: Scenario, path: str, message: str, allowed: Sequence[str], given: str | None = None
) -> Problem:
    near = None if given is None else nearest(given, allowed)
    return Problem(spec.name, None, None, path, message, ", ".join(allowed), near)
