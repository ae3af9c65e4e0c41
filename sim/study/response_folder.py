"""What is written of a study of response, beside the worlds it was found in."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Final

from sim.analysis.response import Response
from sim.results.files import write_text
from sim.results.folder import MANIFEST, SUMMARY
from sim.results.provenance import code_digest
from sim.scenario_io import resolved, scenario_hash

FORMAT: Final = 1
KIND: Final = "response"


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
