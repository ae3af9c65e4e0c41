"""Which source lines a process of compiled kernels is at: Linux's `perf` looks, `gdb` knows.

gdb holds the process still, so that nobody who waits for an answer of that process may run it.
"""

import json
import re
import shutil
import signal
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

SAMPLES_PER_S = 2000
ATTACHING_S = 1.0
"""Until perf looks; a process that waits takes no processor time, and is not seen."""
TOOLS = ("rng.", "network.", "utility.", "remember.")
"""Kernels that many others use: who asked says more than the line."""

# Run by gdb: one JSON line an address. Blocks are nested where a kernel became part of another.
ASK_GDB = """
import gdb, json
answers = open({answers!r}, "w")
for address in open({addresses!r}).read().split():
    place = gdb.find_pc_line(int(address, 16))
    block, kernels = gdb.block_for_pc(int(address, 16)), []
    while block is not None and not block.is_global and not block.is_static:
        if block.function is not None:
            kernels.append(block.function.name)
        block = block.superblock
    if place.symtab is not None:
        told = [address, place.symtab.fullname(), place.line, kernels]
        print(json.dumps(told), file=answers)
answers.close()
"""


class CannotLookError(Exception):
    """perf or gdb is missing, or may not look at another process here."""


class Place(NamedTuple):
    """A line that was running, and the kernels it had become part of, innermost first."""

    file: str
    line: int
    kernels: tuple[str, ...]


Seen = Counter[tuple[str, str]]
"""How often a process was at an address, of a function and library."""


def look_at(process: int, live: Callable[[], None]) -> tuple[Seen, dict[str, Place]]:
    """Look at another process while it lives something, and find the lines it was at.

    Parameters
    ----------
    process : int
        Id of a process that waits now and waits again when `live` is over.
    live : callable
        Lets it live.

    Returns
    -------
    Counter, dict
        How often it was seen where, and the line of each address of a kernel.

    Raises
    ------
    CannotLookError
        Where perf or gdb is missing or may not look.
    """
    absent = [tool for tool in ("perf", "gdb") if shutil.which(tool) is None]
    if absent:
        raise CannotLookError(f"{' and '.join(absent)} not found")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seen = _sampled(process, live, folder)
        addresses = sorted({address for address, where in seen if _is_kernel(where)})
        return seen, _places(process, addresses, folder)


def _sampled(process: int, live: Callable[[], None], folder: Path) -> Seen:
    data = str(folder / "perf.data")
    perf = ["perf", "record", "-q", "-e", "cpu-clock", "-F", str(SAMPLES_PER_S), "-o", data]
    with (folder / "said").open("w+") as said:
        watching = subprocess.Popen([*perf, "-p", str(process)], stdout=said, stderr=said)
        time.sleep(ATTACHING_S)
        if watching.poll() is not None:
            said.seek(0)
            raise CannotLookError(f"perf may not look at a process here: {said.read().strip()}")
        live()
        watching.send_signal(signal.SIGINT)
        watching.wait()
    script = ["perf", "script", "-i", data, "-F", "ip,sym,dso"]
    told = subprocess.run(script, check=True, capture_output=True, text=True).stdout
    looks = (line.split(maxsplit=1) for line in told.splitlines() if line.strip())
    return Counter((address, where) for address, where in looks)


def _places(process: int, addresses: list[str], folder: Path) -> dict[str, Place]:
    asked, answers, script = folder / "addresses", folder / "answers", folder / "ask.py"
    asked.write_text("\n".join(addresses))
    script.write_text(ASK_GDB.format(addresses=str(asked), answers=str(answers)))
    # What gdb says goes to a file: nobody reads along while it holds the process.
    with (folder / "said").open("w") as said:
        command = ["gdb", "-nx", "-batch", "-p", str(process), "-x", str(script)]
        subprocess.run(command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, check=False)
    if not answers.exists():
        raise CannotLookError("gdb may not look at a process here, or speaks no Python")
    rows = (json.loads(line) for line in answers.read_text().splitlines())
    return {
        address: Place(_short(file), line, tuple(map(plain, kernels)))
        for address, file, line, kernels in rows
    }


def _short(path: str) -> str:
    """A path from the package on: `sim/moments/day.py`."""
    parts = Path(path).parts
    if "sim" not in parts:
        return Path(path).name or "no source"
    return "/".join(parts[parts.index("sim") :])


def plain(name: str) -> str:
    """A kernel's own name, out of the compiler's: `_ZN3sim7moments3day5visitB3…` is `day.visit`."""
    if name.startswith("_ZN"):
        parts, rest = [], name[3:]
        while (size := re.match(r"\d+", rest)) is not None:
            end = size.end() + int(size[0])
            parts.append(rest[size.end() : end])
            rest = rest[end:]
    else:
        parts = re.split(r"\[|\(", name)[0].split("::")
    return ".".join(parts[-2:])


def shares(seen: Seen, found: dict[str, Place]) -> dict[str, Any]:
    """How much of the time went where: files, kernels by themselves and in all, lines."""
    total = seen.total()
    files: Counter[str] = Counter()
    alone: Counter[str] = Counter()
    in_all: Counter[str] = Counter()
    tools: Counter[tuple[str, str]] = Counter()
    lines: dict[tuple[str, int], Counter[str]] = {}
    for (address, where), count in seen.items():
        place = found.get(address)
        if place is None:
            files[_library(where)] += count
            continue
        names = place.kernels or ("?",)
        asking = next((name for name in names if not name.startswith(TOOLS)), "?")
        files[place.file] += count
        alone[names[0]] += count
        in_all.update(dict.fromkeys(names, count))
        lines.setdefault((place.file, place.line), Counter())[asking] += count
        if names[0] != asking:
            tools[names[0], asking] += count
    hottest = sorted(lines.items(), key=lambda line: -line[1].total())
    return {
        "samples": total,
        "files": {file: count / total for file, count in files.most_common()},
        "kernels": {
            name: {"alone": alone[name] / total, "in_all": count / total}
            for name, count in in_all.most_common()
        },
        "tools": [
            {"tool": tool, "asked_by": asking, "share": count / total}
            for (tool, asking), count in tools.most_common()
        ],
        "lines": [
            {
                "file": file,
                "line": line,
                "share": asking.total() / total,
                "asked_by": asking.most_common(1)[0][0],
            }
            for (file, line), asking in hottest
        ],
    }


def _is_kernel(where: str) -> bool:
    """Compiled at run time, so that perf names a map that nobody has written."""
    return "/perf-" in where


def _library(where: str) -> str:
    """What runs outside the kernels: `PyObject_Malloc (/usr/lib/libpython3.11.so)`."""
    if _is_kernel(where):
        return "compiled, line unknown"
    return Path(where.rpartition("(")[2].rstrip(")")).name or "unknown"
