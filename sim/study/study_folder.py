"""The folder of a study: one small file for each world of each replicate."""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from sim.analysis.credit import Credit
from sim.analysis.response import Response
from sim.analysis.rules import Said
from sim.errors import ResultError
from sim.results import Made
from sim.results.files import write_text
from sim.results.folder import MANIFEST, PARENT, SUMMARY, made_of
from sim.results.provenance import code_digest, run_key
from sim.scenario import Scenario
from sim.scenario_io import resolved, scenario_hash
from sim.study.sold import Sold

FORMAT: Final = 1


def study_key(kind: str, spec: Scenario, seed: int, feedback: str, *, new_people: bool) -> str:
    """Name a study: whatever it asks about, its worlds can be told from those of others.

    Parameters
    ----------
    kind : str
        The question, as in `credit`.
    spec : Scenario
        The world; its focal brand is the brand asked about.
    seed : int
        Seed of people and luck.
    feedback : str
        Live, off, or replayed.
    new_people : bool
        Whether each replicate draws people of its own.

    Returns
    -------
    str
        SHA-256.
    """
    parts = [kind, run_key(spec, seed, new_people=new_people), feedback]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def usual_study_folder(kind: str, spec: Scenario, key: str) -> Path:
    """Where a study is kept unless somebody says otherwise.

    Parameters
    ----------
    kind : str
        The question, as in `credit`.
    spec : Scenario
        The world.
    key : str
        What identifies the study.

    Returns
    -------
    Path
        `results/<name>-<kind>-<hash>`.
    """
    name = re.sub(r"[^\w.-]+", "-", spec.name).strip("-.") or "world"
    return PARENT / f"{name}-{kind}-{key[:8]}"


class StudyFolder:
    """Worlds that need not be lived again.

    Parameters
    ----------
    path : Path
        The folder; made if need be.
    kind : str
        The question, as in `credit`.
    key : str
        The study it is for: see `study_key`.

    Raises
    ------
    ResultError
        If something else is kept there.
    """

    def __init__(self, path: Path, kind: str, key: str) -> None:
        self.path = path
        self.kind = kind
        self.key = key
        manifest = path / MANIFEST
        if manifest.exists() and _read(manifest).get("key") != key:
            raise ResultError(f"{path} holds something else; name another folder")
        path.mkdir(parents=True, exist_ok=True)

    def kept(self, wanted: Iterable[tuple[int, str]]) -> dict[tuple[int, str], Sold]:
        """Read the worlds that were lived before, by today's code.

        Parameters
        ----------
        wanted : iterable of (int, str)
            Replicates and names of worlds.

        Returns
        -------
        dict of (int, str) to Sold
            Those found whole.
        """
        found = {}
        for replicate, world in wanted:
            part = _read(self._part(replicate, world))
            if part.get("marks") == self._marks(replicate, world):
                found[replicate, world] = sold_of(replicate, world, part)
        return found

    def keep(self, sold: Sold) -> None:
        """Write one world; from now on it survives whatever happens.

        Parameters
        ----------
        sold : Sold
            What was bought in it.
        """
        part = {
            "marks": self._marks(sold.replicate, sold.world),
            "purchases": sold.purchases,
            "said": None if sold.said is None else sold.said._asdict(),
            "profit": sold.profit,
            "helped": sold.helped,
        }
        write_text(self._part(sold.replicate, sold.world), json.dumps(part) + "\n")

    def made(self) -> Made | None:
        """How what is kept came about.

        Returns
        -------
        Made or None
            None where today's code has concluded nothing yet.
        """
        found = _read(self.path / MANIFEST)
        try:
            made = replace(made_of(found), failed=())
        except (KeyError, TypeError):
            return None
        return made if found.get("code_sha256") == code_digest() else None

    def conclude(self, found: Credit | Response, asked: Mapping[str, object]) -> None:
        """Write what the study is, and what follows from its worlds.

        Parameters
        ----------
        found : Credit or Response
            All of it.
        asked : mapping of str to object
            What was asked of these worlds, in words of its kind.
        """
        spec = found.spec
        manifest = {
            "format": FORMAT,
            "kind": self.kind,
            "name": spec.name,
            "key": self.key,
            "scenario_sha256": scenario_hash(spec),
            "code_sha256": code_digest(),
            "brand": spec.focal_brand,
            **asked,
            "seed": found.seed,
            "new_people": found.new_people,
            "feedback": found.feedback,
            "replicates": len(found.numbers),
            "assumptions": found.assumed,
            **asdict(found.made),
            "scenario": resolved(spec),
        }
        write_text(self.path / SUMMARY, found.frame.to_csv(index=False, lineterminator="\n"))
        write_text(self.path / MANIFEST, json.dumps(manifest, indent=1) + "\n")

    def _part(self, replicate: int, world: str) -> Path:
        name = hashlib.sha256(f"{self.key} {replicate} {world}".encode()).hexdigest()[:16]
        return self.path / "parts" / f"{name}.json"

    def _marks(self, replicate: int, world: str) -> dict[str, Any]:
        return {"format": FORMAT, "key": self.key, "code": code_digest(),
                "replicate": replicate, "world": world}  # fmt: skip


def sold_of(replicate: int, world: str, part: Mapping[str, Any]) -> Sold:
    """Read what was bought in a world from the file that keeps it.

    Parameters
    ----------
    replicate : int
        Which replicate.
    world : str
        Its name.
    part : mapping of str to object
        What the file says.

    Returns
    -------
    Sold
        What was bought.

    Raises
    ------
    KeyError, TypeError
        If the file says something else.
    """
    said = part["said"]
    told = None if said is None else Said(**said)
    return Sold(replicate, world, part["purchases"], told, part.get("profit"), part.get("helped"))


def _read(path: Path) -> dict[str, Any]:
    """What a file says; nothing where it is missing or damaged, and so is written again."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
