"""What the benchmarks share: the cost of a fresh process, and how figures are shown."""

import argparse
import importlib.util
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any, NamedTuple

from rich.console import Console
from rich.table import Table

MEGABYTE = 1_000_000
MAXRSS_UNIT = 1 if sys.platform == "darwin" else 1024
"""The system reports the largest size of a process in bytes on a Mac, in kilobytes elsewhere."""


class Cost(NamedTuple):
    """What a process took, with the processes it started."""

    cpu_s: float
    """Processor time, user and system."""
    wall_s: float
    """Time on the clock."""
    peak_mb: float
    """Largest memory, in millions of bytes."""
    said: str
    """What it wrote to standard output."""


def cost_of(*arguments: str, cache: str | None = None) -> Cost:
    """Run Python in a fresh process and an empty folder, and say what it took.

    The system counts memory from the fork on, so that a process seems at least as large as the one
    that started it: whoever calls this must not have imported the model.

    Parameters
    ----------
    *arguments : str
        What follows `python`.
    cache : str, optional
        Folder of compiled kernels; omitted = the user's own.

    Raises
    ------
    subprocess.CalledProcessError
        Where the command fails; what it complained of is on standard error.
    """
    with tempfile.TemporaryDirectory() as folder, _file() as said, _file() as told:
        before = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments],
            cwd=folder,
            stdout=said,
            stderr=told,
            env=environment(cache),
        )
        # Waiting by Popen would lose what this one process took.
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - before
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            sys.stderr.write(_read(told))
            raise subprocess.CalledProcessError(process.returncode, process.args)
        peak = used.ru_maxrss * MAXRSS_UNIT / MEGABYTE
        return Cost(used.ru_utime + used.ru_stime, wall, peak, _read(said))


def _file() -> IO[str]:
    return tempfile.TemporaryFile("w+")


def _read(file: IO[str]) -> str:
    file.seek(0)
    return file.read()


def environment(cache: str | None = None) -> dict[str, str]:
    """Variables for a process that is to find this very `sim`, wherever it starts."""
    found = importlib.util.find_spec("sim")
    if found is None or found.origin is None:
        raise SystemExit("sim is not installed: pip install -e . in the folder of the project")
    own = {"PYTHONPATH": str(Path(found.origin).resolve().parents[1])}
    return {**os.environ, **own, **({} if cache is None else {"JOURNEY_CACHE_DIR": cache})}


def machine() -> str:
    """The machine in a few words: figures of two machines cannot be compared."""
    cores = f"{os.cpu_count()} cores"
    return f"{_processor()}, {cores}, {platform.system()}, Python {platform.python_version()}"


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text().splitlines() if told.exists() else []
    models = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return models[0] if models else platform.processor() or platform.machine()


def options(about: str | None) -> argparse.ArgumentParser:
    """The options every benchmark has."""
    parser = argparse.ArgumentParser(description=about)
    parser.add_argument("--json", action="store_true", help="print one JSON object, no tables")
    return parser


def table(title: str, left: Sequence[str], right: Sequence[str]) -> Table:
    """An empty table: columns of words, then columns of figures."""
    made = Table(title=title or None, title_justify="left", box=None, pad_edge=False)
    for name in left:
        made.add_column(name)
    for name in right:
        made.add_column(name, justify="right")
    return made


def show(found: Mapping[str, Any], as_json: bool, tables: Callable[[Any], Sequence[Any]]) -> None:
    """What was found goes to standard output: one JSON object, or tables."""
    if as_json:
        sys.stdout.write(json.dumps(found) + "\n")
        return
    console = Console(width=None if sys.stdout.isatty() else 120)
    console.print(found["machine"])
    for one in tables(found):
        console.print()
        console.print(one)
