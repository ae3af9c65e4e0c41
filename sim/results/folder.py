"""A run on disk: what it is, its replicates, its summary, its journeys."""

import csv
import io
import json
import re
from collections.abc import Iterable
from dataclasses import asdict, replace
from functools import partial
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from sim.errors import ResultError
from sim.results.estimate import Estimate
from sim.results.files import write_text, write_whole
from sim.results.journeys import journeys
from sim.results.kpis import BRAND_KPIS, MARKET_KPIS
from sim.results.parts import FORMAT, Stamp, load_part, part_name, save_part, usable
from sim.results.provenance import code_digest, run_key, stamp_of
from sim.results.replicate import Replicate
from sim.results.run import Failure, Made, Run
from sim.results.summary import Summary
from sim.scenario import Scenario
from sim.scenario_io import resolved, scenario_hash

MANIFEST: Final = "manifest.json"
SUMMARY: Final = "summary.csv"
JOURNEYS: Final = "journeys.parquet"
REPORT: Final = "report.html"
PARENT: Final = Path("results")
NEEDED: Final = frozenset(
    {"key", "scenario", "scenario_sha256", "seed", "new_people", "parts", "assumptions", "command",
     "failed"}
)  # fmt: skip
"""What a manifest says if it is one."""


def usual_folder(spec: Scenario, stamp: Stamp) -> Path:
    """Where a run is kept unless somebody says otherwise.

    Parameters
    ----------
    spec : Scenario
        The world.
    stamp : Stamp
        What identifies the run.

    Returns
    -------
    Path
        `results/<name>-<hash>`.
    """
    name = re.sub(r"[^\w.-]+", "-", spec.name).strip("-.") or "world"
    return PARENT / f"{name}-{stamp.key[:8]}"


class Folder:
    """The folder of one run while replicates are added to it.

    Parameters
    ----------
    path : Path
        The folder; made if need be.
    stamp : Stamp
        The run it is for.

    Attributes
    ----------
    complete : bool
        Whether a run was concluded here before.

    Raises
    ------
    ResultError
        If another run is kept there.
    """

    def __init__(self, path: Path, stamp: Stamp) -> None:
        self.path = path
        self.stamp = stamp
        found = _manifest(path) if (path / MANIFEST).exists() else {}
        if found and found["key"] != stamp.key:
            raise ResultError(f"{path} holds another run ({found['name']}, seed {found['seed']})")
        self.complete = bool(found.get("ended")) and all(
            (path / name).exists() for name in (SUMMARY, JOURNEYS)
        )
        self._numbers = {int(number) for number in found.get("parts", {})}
        path.mkdir(parents=True, exist_ok=True)

    def kept(self, wanted: Iterable[int]) -> tuple[dict[int, Replicate], list[str]]:
        """Read the replicates that need not be lived again.

        Parameters
        ----------
        wanted : iterable of int
            Numbers of replicates asked for; others kept here are read too.

        Returns
        -------
        dict of int to Replicate
            Those found, by number.
        list of str
            What is wrong with those that cannot be used.
        """
        read = partial(load_part, self.path, self.stamp)
        return usable({*wanted, *self._numbers}, read)

    def keep(self, lived: Replicate) -> None:
        """Write one replicate; from now on it survives whatever happens."""
        save_part(self.path, self.stamp, lived)

    def describe(self, run: Run) -> None:
        """Write what the run is and which of its replicates are here."""
        write_text(self.path / MANIFEST, json.dumps(_described(run), indent=1) + "\n")

    def conclude(self, run: Run) -> None:
        """Write everything that follows from the replicates.

        Parameters
        ----------
        run : Run
            All replicates kept here.
        """
        import pyarrow.parquet as pq

        write_text(self.path / SUMMARY, _sheet(run.summary))
        log = journeys(run.spec, run.replicates)
        write_whole(
            self.path / JOURNEYS,
            lambda unfinished: pq.write_table(log, unfinished, compression="zstd"),
        )
        self.describe(run)


def save(run: Run, path: Path) -> Run:
    """Keep a run in a folder.

    Parameters
    ----------
    run : Run
        What was found.
    path : Path
        The folder.

    Returns
    -------
    Run
        The same, knowing its folder.

    Raises
    ------
    ResultError
        If another run is kept there.
    """
    folder = Folder(path, stamp_of(run.spec, run.seed, new_people=run.new_people))
    there, _ = folder.kept(())
    for lived in run.replicates:
        folder.keep(lived)
        there[lived.number] = lived
    everything = tuple(there[number] for number in sorted(there))
    folder.conclude(replace(run, replicates=everything))
    return replace(run, out=path)


def load(path: Path) -> Run:
    """Read a run that was kept.

    Parameters
    ----------
    path : Path
        Its folder.

    Returns
    -------
    Run
        With all its replicates.

    Raises
    ------
    ResultError
        If no run is kept there, or it is damaged.
    """
    found = _manifest(path)
    try:
        spec = Scenario.model_validate(found["scenario"])
        if scenario_hash(spec) != found["scenario_sha256"]:
            raise ResultError(f"{path}: the scenario means something else to this version")
    except ValidationError as error:
        raise ResultError(f"{path}: this version cannot read the scenario") from error
    stamp = Stamp(found["key"], None)
    numbers = sorted(int(number) for number in found["parts"])
    if not numbers:
        raise ResultError(f"{path}: no replicate was finished")
    try:
        lived = tuple(load_part(path, stamp, number) for number in numbers)
    except FileNotFoundError as error:
        raise ResultError(f"{path}: {error.filename} is missing") from error
    assumed = found["assumptions"]
    return Run(
        spec,
        found["seed"],
        found["new_people"],
        lived,
        assumed=tuple(assumed) if assumed else None,
        made=made_of(found),
        out=path,
    )


def _manifest(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        if found["format"] != FORMAT:
            raise ResultError(f"{path} was written by another version (format {found['format']})")
        missing = sorted(NEEDED - set(found))
        if missing:
            raise ResultError(f"{path} holds no run: {MANIFEST} lacks {', '.join(missing)}")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ResultError(f"{path} holds no run: {MANIFEST} cannot be read") from error
    return found


def made_of(found: dict[str, Any]) -> Made:
    """Read from a manifest how something came about.

    Parameters
    ----------
    found : dict
        The manifest.

    Returns
    -------
    Made
        What it says.
    """
    fields = {name: found[name] for name in Made.__dataclass_fields__ if name in found}
    if found:
        fields["command"] = tuple(found["command"])
        fields["failed"] = tuple(Failure(**failure) for failure in found["failed"])
    return Made(**fields)


def _described(run: Run) -> dict[str, Any]:
    key = run_key(run.spec, run.seed, new_people=run.new_people)
    return {
        "format": FORMAT,
        "name": run.spec.name,
        "key": key,
        "scenario_sha256": scenario_hash(run.spec),
        "seed": run.seed,
        "new_people": run.new_people,
        "feedback": run.spec.feedback,
        "replicates": len(run.replicates),
        "parts": {str(lived.number): part_name(key, lived.number) for lived in run.replicates},
        "code_sha256": code_digest(),
        "assumptions": run.assumed,
        **asdict(run.made),
        "scenario": resolved(run.spec),
    }


def _sheet(summary: Summary) -> str:
    """The measures, one a line; those of the market have no brand."""
    text = io.StringIO()
    sheet = csv.writer(text, lineterminator="\n")
    sheet.writerow(["brand", "measure", "unit", "mean", "low", "high", "replicates", "meaning"])
    groups = [("", MARKET_KPIS, summary.market())]
    groups += [(brand, BRAND_KPIS, measured) for brand, measured in summary.brands().items()]
    for brand, kpis, measured in groups:
        for kpi in kpis:
            found: Estimate = measured[kpi.name]
            number = len(summary.replicates)
            sheet.writerow([brand, kpi.name, kpi.unit, *found, number, kpi.doc])
    return text.getvalue()
