"""`journey warmup`: the model is compiled now, and no run has to wait for it."""

import sys
import time
from pathlib import Path

from sim.cli.trouble import COMMAND_LINE, DONE, print_json
from sim.errors import Problem, ScenarioError
from sim.jit import cache_home, is_compiled, jit_is_on
from sim.study.compiling import live_a_little


def warm_up(*, as_json: bool) -> int:
    """Live a tiny world, and say where its kernels are kept and how long they took.

    Parameters
    ----------
    as_json : bool
        Whether a program is reading.

    Returns
    -------
    int
        How it went.

    Raises
    ------
    ScenarioError
        If kernels can be kept nowhere, so that every run would have to compile them.
    """
    folder = cache_home() / "kernels"
    if not jit_is_on():
        return _tell(None, 0, 0.0, as_json=as_json)
    before, began = _kept(folder), time.perf_counter()
    if not is_compiled() and not as_json:
        sys.stderr.write("compiling the model, once per machine\n")
    live_a_little()
    if not is_compiled():
        message = "kernels cannot be kept here; name a folder that can be written"
        raise ScenarioError(
            [Problem(COMMAND_LINE, None, None, "JOURNEY_CACHE_DIR", f"{message} (got {folder})")]
        )
    return _tell(folder, len(_kept(folder) - before), time.perf_counter() - began, as_json=as_json)


def _kept(folder: Path) -> set[Path]:
    return set(folder.rglob("*.nbc"))


def _tell(folder: Path | None, compiled: int, seconds: float, *, as_json: bool) -> int:
    if as_json:
        place = None if folder is None else str(folder)
        print_json({"folder": place, "compiled": compiled, "seconds": seconds})
    elif folder is None:
        sys.stdout.write("NUMBA_DISABLE_JIT is set: runs are plain Python, nothing is compiled\n")
    elif compiled:
        sys.stdout.write(f"{compiled} kernels compiled in {seconds:.1f} s, kept in {folder}\n")
    else:
        sys.stdout.write(f"compiled already, kept in {folder} (checked in {seconds:.1f} s)\n")
    return DONE
