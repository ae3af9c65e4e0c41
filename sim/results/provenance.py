"""Where a result comes from: which world, which seed, which code, which libraries."""

import functools
import hashlib
import json
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import sim
from sim.results.parts import Stamp
from sim.scenario import Scenario
from sim.scenario_io import scenario_hash

LIBRARIES: Final = ("numpy", "numba", "mesa")
# Commands, results, figures and reports read counters and change none.
_NO_MATTER: Final = ("cli", "plot", "report", "results")


def run_key(spec: Scenario, seed: int, *, new_people: bool) -> str:
    """Name a run: the same world, seed and people have the same key, however many replicates.

    Parameters
    ----------
    spec : Scenario
        The world; its feedback is part of it.
    seed : int
        Seed of people and luck.
    new_people : bool
        Whether each replicate draws people of its own.

    Returns
    -------
    str
        SHA-256.
    """
    parts = [scenario_hash(spec), seed, spec.feedback, new_people]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def stamp_of(spec: Scenario, seed: int, *, new_people: bool) -> Stamp:
    """Mark what is lived now, so that nothing else is ever taken for it.

    Parameters
    ----------
    spec, seed, new_people
        As in `run_key`.

    Returns
    -------
    Stamp
        The key of the run and the code of today.
    """
    return Stamp(run_key(spec, seed, new_people=new_people), code_digest())


@functools.cache
def code_digest() -> str:
    """Name the code that counts: after a change to it, results are no longer its own.

    Returns
    -------
    str
        SHA-256 of all sources of the package that can move a counter.
    """
    package = Path(sim.__file__).parent
    digest = hashlib.sha256()
    for path in sorted(package.rglob("*.py")):
        name = path.relative_to(package)
        if name.parts[0].removesuffix(".py") not in _NO_MATTER:
            digest.update(f"{name.as_posix()} {path.stat().st_size}\n".encode())
            digest.update(path.read_bytes())
    return digest.hexdigest()


def versions() -> dict[str, str]:
    """List what the numbers were computed with.

    Returns
    -------
    dict of str to str
        Name to version.
    """
    found = {"consumer-journey-sim": sim.__version__, "python": platform.python_version()}
    for library in LIBRARIES:
        try:
            found[library] = version(library)
        except PackageNotFoundError:
            found[library] = "unknown"
    return found
