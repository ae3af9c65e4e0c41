"""What is written of a study of response, beside the worlds it was found in."""

import hashlib
import json
import re
from dataclasses import asdict
from pathlib import Path
from typing import Final

from sim.analysis.response import Response
from sim.results.files import write_text
from sim.results.folder import MANIFEST, PARENT, SUMMARY
from sim.results.provenance import code_digest, run_key
from sim.scenario import Scenario
from sim.scenario_io import resolved, scenario_hash

FORMAT: Final = 1
KIND: Final = "response"


def response_key(spec: Scenario, seed: int, feedback: str, *, new_people: bool) -> str:
    """Name a study: whatever grid is asked about, its worlds can be told from those of others.

    Parameters
    ----------
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
    parts = [KIND, run_key(spec, seed, new_people=new_people), feedback]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def usual_response_folder(spec: Scenario, key: str) -> Path:
    """Where a study is kept unless somebody says otherwise.

    Parameters
    ----------
    spec : Scenario
        The world.
    key : str
        What identifies the study.

    Returns
    -------
    Path
        `results/<name>-response-<hash>`.
    """
    name = re.sub(r"[^\w.-]+", "-", spec.name).strip("-.") or "world"
    return PARENT / f"{name}-{KIND}-{key[:8]}"


def conclude(path: Path, key: str, found: Response) -> None:
    """Write what the study is, and what follows from its worlds.

    Parameters
    ----------
    path : Path
        The folder its worlds are kept in.
    key : str
        What identifies the study.
    found : Response
        All of it.
    """
    spec = found.spec
    manifest = {
        "format": FORMAT,
        "kind": KIND,
        "name": spec.name,
        "key": key,
        "scenario_sha256": scenario_hash(spec),
        "code_sha256": code_digest(),
        "brand": spec.focal_brand,
        "multipliers": found.multipliers,
        "seed": found.seed,
        "new_people": found.new_people,
        "feedback": found.feedback,
        "replicates": len(found.numbers),
        **asdict(found.made),
        "scenario": resolved(spec),
    }
    write_text(path / SUMMARY, found.frame.to_csv(index=False, lineterminator="\n"))
    write_text(path / MANIFEST, json.dumps(manifest, indent=1) + "\n")
