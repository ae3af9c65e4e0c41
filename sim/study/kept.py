"""A study that was kept: what it asked, and what was bought in its worlds."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.errors import ResultError
from sim.results.folder import MANIFEST
from sim.scenario import Scenario
from sim.study.sold import Sold
from sim.study.study_folder import FORMAT, sold_of


def asked(path: Path, kind: str) -> tuple[dict[str, Any], Scenario]:
    """Read what a study is.

    Parameters
    ----------
    path : Path
        Its folder.
    kind : str
        The question, as in `credit`.

    Returns
    -------
    dict
        Its manifest.
    Scenario
        The world it asks about.

    Raises
    ------
    ResultError
        If no such study is kept there, or this version cannot read it.
    """
    try:
        found: dict[str, Any] = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        if found["format"] != FORMAT or found["kind"] != kind:
            raise ResultError(f"{path} holds no study of {kind} that this version can read")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ResultError(f"{path} holds no study of {kind}: {MANIFEST} cannot be read") from error
    try:
        return found, Scenario.model_validate(found["scenario"])
    except ValidationError as error:
        raise ResultError(f"{path}: this version cannot read the scenario") from error


def assumed_in(found: dict[str, Any]) -> tuple[int, int] | None:
    """Read how many numbers of the market are assumptions.

    Parameters
    ----------
    found : dict
        The manifest.

    Returns
    -------
    (int, int) or None
        Assumptions, and numbers in all; None where nobody counted.
    """
    counted = found.get("assumptions")
    return (int(counted[0]), int(counted[1])) if counted else None


def worlds(path: Path, found: dict[str, Any]) -> dict[tuple[int, str], Sold]:
    """Read the worlds of a study that were lived by the code that concluded it.

    Parameters
    ----------
    path : Path
        Its folder.
    found : dict
        Its manifest.

    Returns
    -------
    dict of (int, str) to Sold
        By replicate and name; damaged files hold none.
    """
    sold = {}
    for file in sorted((path / "parts").glob("*.json")):
        try:
            part = json.loads(file.read_text(encoding="utf-8"))
            marks = part["marks"]
            if (marks["key"], marks["code"]) != (found["key"], found["code_sha256"]):
                continue
            number, world = marks["replicate"], marks["world"]
            sold[number, world] = sold_of(number, world, part)
        except (ValueError, KeyError, TypeError):
            continue
    return sold
