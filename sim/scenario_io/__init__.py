"""Scenario files: read, merged, checked; every problem told at once, with its place.

A file builds on another with `extends:`, and single settings are changed with `a.b.c=value`. What
is said later counts: defaults, then the file extended, then the file, then the changes.
"""

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sim.errors import ScenarioError
from sim.scenario import Scenario
from sim.scenario_io.check import problem_at, scenario_from
from sim.scenario_io.document import Place
from sim.scenario_io.files import read_chain, shipped
from sim.scenario_io.memory import available_bytes, check_memory, needed_memory
from sim.scenario_io.overrides import overridden, put, tree_of
from sim.scenario_io.shape import schema
from sim.scenario_io.sources import assumptions, unsourced
from sim.scenario_io.words import show

__all__ = [
    "assumptions",
    "available_bytes",
    "check_memory",
    "load",
    "needed_memory",
    "resolved",
    "scenario_hash",
    "schema",
    "set_value",
    "shipped",
    "unsourced",
]


def load(source: str | Path, overrides: Sequence[str] = ()) -> Scenario:
    """Read the world that a scenario file describes.

    Parameters
    ----------
    source : str or pathlib.Path
        A path, or the bare name of a shipped scenario, such as `cafe`.
    overrides : sequence of str
        Changes of single settings, each `a.b.c=value`.

    Returns
    -------
    Scenario
        The world, fully specified.

    Raises
    ------
    ScenarioError
        If anything is wrong, with all of it.
    """
    chain = read_chain(source)
    root, problems = overridden(chain.root, overrides)
    return scenario_from(root, [*chain.problems, *problems])


def resolved(scenario: Scenario) -> dict[str, Any]:
    """Write out a world in full, defaults included.

    Parameters
    ----------
    scenario : Scenario
        The world.

    Returns
    -------
    dict
        What JSON can hold; read as a scenario it is the same world again.
    """
    return scenario.model_dump(mode="json", exclude={"extends"})


def scenario_hash(scenario: Scenario) -> str:
    """Two worlds have the same hash exactly when all their settings are the same.

    Parameters
    ----------
    scenario : Scenario
        The world.

    Returns
    -------
    str
        SHA-256 of the world written out in canonical JSON.
    """
    canonical = json.dumps(
        resolved(scenario), sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def set_value(scenario: Scenario, path: str, value: Any) -> Scenario:
    """Return a world with one setting changed, checked like a file.

    Parameters
    ----------
    scenario : Scenario
        The world as it is.
    path : str
        The setting, dotted: `brands.acme.spend.moments.know`.
    value : Any
        What it shall be; a mapping is laid over what is there.

    Returns
    -------
    Scenario
        The world changed.

    Raises
    ------
    ScenarioError
        If no such world is possible; problems name the file `set`.
    """
    nowhere = Place("set", 0, 0)
    if not isinstance(path, str):
        raise ScenarioError([problem_at(nowhere, (), f"is no setting (got {show(path)})")])
    names = tuple(path.split("."))
    root = tree_of(resolved(scenario), nowhere, ())
    return scenario_from(put(root, names, tree_of(value, nowhere, names), nowhere))
