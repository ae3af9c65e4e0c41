"""What each shipped market gave when it was last looked at, to the last bit.

python -m tests.golden.record            what has moved since
python -m tests.golden.record --write    the same, and keep it from now on
"""

import argparse
import hashlib
import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sim.results import Run
from sim.scenario_io import load, shipped
from sim.study import run

FOLDER = Path(__file__).parent
SIZE = ("market.consumers=400", "market.days=90", "market.panel_consumers=40")
REPS, SEED = 2, 7
KEPT = ("replicates", "consumers", "days", "counts", "brands", "funnel", "lost", "personas")
ROUNDING = 1e-9
"""Means and intervals pass through libraries that may sum in another order; counters do not."""


def golden(name: str, *settings: str) -> dict[str, Any]:
    """What a small copy of a market gives now."""
    lived = run(load(name, [*SIZE, *settings]), reps=REPS, seed=SEED, workers=1)
    said = lived.to_json()
    return {key: said[key] for key in KEPT} | {"sha256": digests(lived)}


def digests(lived: Run) -> dict[str, str]:
    """One word that changes with any bit of any counter, day or logged moment."""
    words = {name: hashlib.sha256() for name in ("market", "brands", "daily", "touches")}
    for replicate in lived.replicates:
        for record in ("market", "brands", "touches"):
            values = getattr(replicate, record)
            for column in sorted(set(values.dtype.names) - {"visited"}):
                words[record].update(column.encode() + values[column].tobytes())
        for column in sorted(set(replicate.daily) - {"visited"}):
            words["daily"].update(column.encode() + replicate.daily[column].tobytes())
    return {name: word.hexdigest() for name, word in words.items()}


def moved(before: Any, now: Any, path: str = "") -> Iterator[str]:
    """Each number that is not what it was, with its place."""
    if isinstance(before, dict) and isinstance(now, dict):
        for key in sorted({*before, *now}):
            yield from moved(before.get(key), now.get(key), f"{path}.{key}" if path else key)
    elif isinstance(before, list) and isinstance(now, list) and len(before) == len(now):
        for index, (old, new) in enumerate(zip(before, now, strict=True)):
            yield from moved(old, new, f"{path}[{index}]")
    elif not alike(before, now):
        yield f"{path}: {before} -> {now}"


def alike(before: Any, now: Any) -> bool:
    """Integers and words must be equal, other numbers up to the order of a sum."""
    if isinstance(before, float) and isinstance(now, float):
        return math.isclose(before, now, rel_tol=ROUNDING, abs_tol=ROUNDING)
    return type(before) is type(now) and bool(before == now)


def kept(name: str) -> dict[str, Any]:
    """What was kept of a market."""
    path = FOLDER / f"{name}.json"
    found: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.exists() else {}
    return found


def main() -> None:
    """Say what moved in each market; keep it if told to."""
    command = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    command.add_argument("--write", action="store_true", help="keep what is found now")
    write = command.parse_args().write
    for name in shipped():
        now = json.loads(json.dumps(golden(name)))
        lines = list(moved(kept(name), now))
        sys.stdout.write(f"{name}: {len(lines) or 'nothing'} moved\n")
        sys.stdout.writelines(f"  {line}\n" for line in lines)
        if write and lines:
            text = json.dumps(now, indent=1) + "\n"
            (FOLDER / f"{name}.json").write_text(text, "utf-8")


if __name__ == "__main__":
    main()
