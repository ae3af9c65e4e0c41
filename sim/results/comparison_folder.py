"""A comparison on disk: what it is, the replicates of its worlds, its pairs, its summary."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from pydantic import ValidationError

from sim.errors import ResultError
from sim.results.compared import BASE, LIVE, Compared, assembled, taken_apart
from sim.results.comparison import Comparison
from sim.results.files import write_text, write_whole
from sim.results.folder import MANIFEST, SUMMARY, made_of
from sim.results.pairs import Pair
from sim.results.parts import FORMAT, Stamp, load_part, part_name, save_part, usable
from sim.results.provenance import code_digest, run_key
from sim.results.run import Made, Run
from sim.scenario import Scenario
from sim.scenario_io import resolved

KIND: Final = "comparison"


def key_of(start: Comparison, *, people: bool) -> str:
    """Name a comparison: the same worlds, seed and people have the same key.

    Parameters
    ----------
    start : Comparison
        Its worlds; replicates do not matter.
    people : bool
        Whether differences are kept by consumer.

    Returns
    -------
    str
        SHA-256.
    """
    seed, new_people = start.base.seed, start.base.new_people
    keys = {
        name: run_key(run.spec, seed, new_people=new_people)
        for name, run in ({BASE: start.base} | start.runs).items()
    }
    parts = [KIND, keys, start.shared, start.feedback, people]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


class ComparisonFolder:
    """The folder of one comparison while replicates are added to it.

    Parameters
    ----------
    path : Path
        The folder; made if need be.
    start : Comparison
        The comparison it is for.
    people : bool
        Whether differences are kept by consumer.

    Attributes
    ----------
    complete : bool
        Whether a comparison was concluded here before.

    Raises
    ------
    ResultError
        If something else is kept there.
    """

    def __init__(self, path: Path, start: Comparison, *, people: bool) -> None:
        self.path = path
        self.key = key_of(start, people=people)
        self.code: str | None = code_digest()
        self.people = people
        self._worlds = [BASE, *start.runs, *(LIVE + name for name in start.live)]
        self._pairs = list(start.runs)
        found = _manifest(path) if (path / MANIFEST).exists() else {}
        if found and found["key"] != self.key:
            raise ResultError(f"{path} holds another comparison ({found['name']})")
        self.complete = bool(found.get("ended")) and (path / SUMMARY).exists()
        self._numbers = set(found.get("numbers", ()))
        path.mkdir(parents=True, exist_ok=True)

    def kept(self, wanted: Iterable[int]) -> tuple[dict[int, Compared], list[str]]:
        """Read the replicates that need not be lived again.

        Parameters
        ----------
        wanted : iterable of int
            Numbers of replicates asked for; others kept here are read too.

        Returns
        -------
        dict of int to Compared
            Those found, by number.
        list of str
            What is wrong with those that cannot be used.
        """
        return usable({*wanted, *self._numbers}, self.read)

    def keep(self, lived: Compared) -> None:
        """Write one replicate; from now on it survives whatever happens."""
        for name, replicate in lived.worlds.items():
            save_part(self.path, self._stamp(name), replicate)
        if self.people:
            self._keep_people(lived)
        pairs = {name: pair.told() for name, pair in lived.pairs.items()}
        told = {"code": self.code, "pairs": pairs}
        # Pairs come last: where they are, everything is.
        write_text(self._pairs_file(lived.number), json.dumps(told) + "\n")

    def read(self, number: int) -> Compared:
        """Read one replicate.

        Parameters
        ----------
        number : int
            Which.

        Returns
        -------
        Compared
            All its worlds.

        Raises
        ------
        FileNotFoundError
            If it was not kept.
        ResultError
            If it is damaged, or was lived by other code.
        """
        text = self._pairs_file(number).read_text(encoding="utf-8")
        try:
            told = json.loads(text)
            if self.code not in (None, told["code"]):
                raise ResultError(f"replicate {number} was made by another code")
            people = self._read_people(number) if self.people else {}
            kept = told["pairs"]
            pairs = {name: _pair(kept[name], **people.get(name, {})) for name in self._pairs}
        except (ValueError, KeyError, TypeError) as error:
            raise ResultError(f"the pairs of replicate {number} are damaged") from error
        worlds = {name: load_part(self.path, self._stamp(name), number) for name in self._worlds}
        return Compared(number, worlds, pairs)

    def conclude(self, found: Comparison) -> None:
        """Write everything that follows from the replicates.

        Parameters
        ----------
        found : Comparison
            All replicates kept here.
        """
        write_whole(self.path / SUMMARY, lambda file: found.frame.to_csv(file, index=False))
        self.describe(found)

    def describe(self, found: Comparison) -> None:
        """Write what the comparison is and which of its replicates are here."""
        base = found.base
        manifest = {
            "format": FORMAT,
            "kind": KIND,
            "name": base.spec.name,
            "base": found.base_name,
            "key": self.key,
            "seed": base.seed,
            "new_people": base.new_people,
            "feedback": found.feedback,
            "shared": found.shared,
            "people": self.people,
            "numbers": list(found.replicates),
            "assumptions": base.assumed,
            "code_sha256": code_digest(),
            **asdict(found.made),
            "scenario": resolved(base.spec),
            "strategies": {name: resolved(run.spec) for name, run in found.runs.items()},
        }
        write_text(self.path / MANIFEST, json.dumps(manifest, indent=1) + "\n")

    def _stamp(self, world: str) -> Stamp:
        return Stamp(hashlib.sha256(f"{self.key} {world}".encode()).hexdigest(), self.code)

    def _pairs_file(self, number: int) -> Path:
        return (self.path / "pairs" / part_name(self.key, number)).with_suffix(".json")

    def _keep_people(self, lived: Compared) -> None:
        # The space keeps names apart from the parameters of what writes them.
        columns: dict[str, Any] = {f"of {name}": it.people for name, it in lived.pairs.items()}
        columns["personas"] = next(iter(lived.pairs.values())).personas
        path = (self.path / "people" / part_name(self.key, lived.number)).with_suffix(".npz")
        path.parent.mkdir(parents=True, exist_ok=True)

        def write(unfinished: Path) -> None:
            with unfinished.open("wb") as file:
                np.savez_compressed(file, allow_pickle=False, **columns)

        write_whole(path, write)

    def _read_people(self, number: int) -> dict[str, dict[str, Any]]:
        path = (self.path / "people" / part_name(self.key, number)).with_suffix(".npz")
        with np.load(path, allow_pickle=False) as kept:
            shared = {"personas": kept["personas"]}
            return {name: {"people": kept[f"of {name}"], **shared} for name in self._pairs}


def save(found: Comparison, path: Path) -> Comparison:
    """Keep a comparison in a folder, as `Comparison.save` says."""
    people = any(pair.people is not None for pairs in found.pairs.values() for pair in pairs)
    folder = ComparisonFolder(path, found, people=people)
    there, _ = folder.kept(())
    for lived in taken_apart(found):
        folder.keep(lived)
        there[lived.number] = lived
    folder.conclude(assembled(found, there.values()))
    return replace(found, out=path)


def load(path: Path) -> Comparison:
    """Read a comparison that was kept, as `Comparison.load` says."""
    found = _manifest(path)
    seed, new_people = found["seed"], found["new_people"]
    assumed = tuple(found["assumptions"]) if found["assumptions"] else None
    try:
        specs = {
            name: Scenario.model_validate(scenario)
            for name, scenario in ({BASE: found["scenario"]} | found["strategies"]).items()
        }
    except ValidationError as error:
        raise ResultError(f"{path}: this version cannot read the scenario") from error
    made: Made = made_of(found)
    runs = {name: Run(spec, seed, new_people, (), assumed, made) for name, spec in specs.items()}
    base = runs.pop(BASE)
    start = Comparison(
        found["base"], base, runs, {}, found["feedback"],
        shared=found["shared"], live=runs if found["feedback"] == "replay" else {},
        made=made, out=path,
    )  # fmt: skip
    folder = ComparisonFolder(path, start, people=found["people"])
    folder.code = None
    there, problems = folder.kept(())
    if problems or not there:
        raise ResultError(f"{path}: {problems[0] if problems else 'no replicate was finished'}")
    return assembled(start, there.values())


def _manifest(path: Path) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads((path / MANIFEST).read_text(encoding="utf-8"))
        if found["format"] != FORMAT or found["kind"] != KIND:
            raise ResultError(f"{path} holds no comparison that this version can read")
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ResultError(f"{path} holds no comparison: {MANIFEST} cannot be read") from error
    return found


def _pair(told: dict[str, Any], **people: Any) -> Pair:
    arrays = {name: np.array(told[name], np.int64) for name in ("changed", "source")}
    return Pair(**(told | arrays | people))
