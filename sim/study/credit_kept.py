"""A study of credit, read from its folder."""

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from sim.analysis.credit import Credit
from sim.analysis.rules import Said
from sim.errors import ResultError
from sim.results.folder import MANIFEST, made_of
from sim.scenario import Scenario
from sim.study.coalitions import Plans
from sim.study.credit import KIND
from sim.study.credit_job import Sold
from sim.study.study_folder import FORMAT


def kept_credit(path: Path) -> Credit:
    """Read a study of credit that was kept.

    Parameters
    ----------
    path : Path
        Its folder.

    Returns
    -------
    Credit
        With all replicates whose worlds are kept there, as the code that concluded it lived them.

    Raises
    ------
    ResultError
        If no study is kept there, or none of its replicates is whole.
    """
    found = _manifest(path)
    try:
        spec = Scenario.model_validate(found["scenario"])
    except ValidationError as error:
        raise ResultError(f"{path}: this version cannot read the scenario") from error
    start = Credit(
        spec, tuple(found["moments"]), found["seed"], found["new_people"], found["feedback"], (),
        made_of(found), path,
    )  # fmt: skip
    sold = _sold(path, found)
    numbers = sorted({number for number, _ in sold})
    for with_absence in (True, False):
        plans = Plans(spec, start.moments, with_absence=with_absence)
        played = [plans.played(number, sold) for number in numbers]
        if any(played):
            whole = tuple(one for one in played if one is not None)
            return Credit(**{**vars(start), "replicates": whole})
    raise ResultError(f"{path}: no replicate was finished")


def _manifest(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        if found["format"] != FORMAT or found["kind"] != KIND:
            raise ResultError(f"{path} holds no study of credit that this version can read")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ResultError(f"{path} holds no study of credit: {MANIFEST} cannot be read") from error
    return found


def _sold(path: Path, found: dict[str, Any]) -> dict[tuple[int, str], Sold]:
    """Worlds of this study, lived by the code that concluded it; damaged files hold none."""
    sold = {}
    for file in sorted((path / "parts").glob("*.json")):
        try:
            part = json.loads(file.read_text(encoding="utf-8"))
            marks, said = part["marks"], part["said"]
            if (marks["key"], marks["code"]) != (found["key"], found["code_sha256"]):
                continue
            number, world = marks["replicate"], marks["world"]
            told = None if said is None else Said(**said)
            sold[number, world] = Sold(number, world, part["purchases"], told)
        except (ValueError, KeyError, TypeError):
            continue
    return sold
