"""Where the time of a day goes: by stage of the day, and by line of the compiled kernels.

A world lives in a process of its own. For lines it is compiled with line numbers and lives once
more while Linux's `perf` looks where it is; without `perf` and `gdb` there are stages alone.
"""

import argparse
import functools
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from lines import CannotLookError, look_at, shares
from measure import environment, machine, options, show, table
from rich.markup import escape

from sim.jit import cache_home

LINES_SHOWN = 40
KERNELS_SHOWN = 30
LEAST_SHARE = 0.002


# --- the world, in a process of its own ---------------------------------------------------------


def live(scenario: str, consumers: int, days: int | None) -> None:
    """Live a market: warm up, say so, wait, live the measured days, say what they took, wait."""
    from sim.model import JourneyModel
    from sim.scenario_io import load
    from sim.study.opportunities import opportunities_of
    from sim.study.watch import Watch

    changes = [f"market.consumers={consumers}"]
    changes += [] if days is None else [f"market.days={days}"]
    spec = load(scenario, changes)
    opportunities = opportunities_of(spec, Watch())
    # The first day of a process waits for its kernels, and there may be no warm-up.
    least = {"consumers": 1, "days": 1, "warm_up_days": 0}
    tiny = spec.model_copy(update={"market": spec.market.model_copy(update=least)})
    JourneyModel(tiny, opportunities=opportunities).run()
    model = JourneyModel(spec, opportunities=opportunities).run(until=0)
    stages = _watched(model)
    print("ready", flush=True)
    sys.stdin.readline()
    cpu, wall = time.thread_time(), time.perf_counter()
    model.run()
    cpu, wall = time.thread_time() - cpu, time.perf_counter() - wall
    lived = {"consumer_days": consumers * spec.market.days, "cpu_s": cpu, "wall_s": wall}
    print(json.dumps({**lived, "stages": {**stages, "the rest": cpu - sum(stages.values())}}))
    sys.stdout.flush()
    sys.stdin.readline()


def _watched(model: Any) -> dict[str, float]:
    """Processor time of each stage of the days to come, in the order of a day."""
    spent = dict.fromkeys(("open the market", "live: panel", "live: others", "keep the log"), 0.0)
    spent |= dict.fromkeys(("publish", "close the market", "end the day (recorder)"), 0.0)

    def watch(thing: Any, name: str, stage: str) -> None:
        act = getattr(thing, name)

        @functools.wraps(act)
        def timed(*arguments: Any, **named: Any) -> Any:
            before = time.thread_time()
            try:
                return act(*arguments, **named)
            finally:
                spent[stage] += time.thread_time() - before

        setattr(thing, name, timed)

    watch(model.market, "open_day", "open the market")
    watch(model.market, "close_day", "close the market")
    watch(model, "_publish", "publish")
    watch(model.recorder, "log", "keep the log")
    watch(model.recorder, "end_day", "end the day (recorder)")
    for part in model.crowd.parts:
        watch(part, "live", "live: panel" if part.logged else "live: others")
    return spent


@contextmanager
def world(arguments: argparse.Namespace, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """A process in which a market has warmed up, and waits for a line before it goes on."""
    command = [sys.executable, __file__, "--live", arguments.scenario]
    command += ["--consumers", str(arguments.consumers)]
    command += [] if arguments.days is None else ["--days", str(arguments.days)]
    process = subprocess.Popen(
        command,
        env={**environment(), **variables},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        if _pipe(process.stdout).readline() != "ready\n":
            raise SystemExit("the market could not be lived")
        yield process
    finally:
        _pipe(process.stdin).close()
        process.wait()


def go_on(process: subprocess.Popen[str]) -> dict[str, Any]:
    """Let a waiting world live its measured days."""
    _pipe(process.stdin).write("go\n")
    _pipe(process.stdin).flush()
    told: dict[str, Any] = json.loads(_pipe(process.stdout).readline())
    return told


def _pipe(pipe: IO[str] | None) -> IO[str]:
    assert pipe is not None
    return pipe


# --- what is shown ------------------------------------------------------------------------------


def tables(found: dict[str, Any]) -> Iterator[Any]:
    """Stages; then, where there are tools for it, files, kernels, and lines."""
    ns = found["ns_per_consumer_day"]
    yield (
        f"{found['scenario']}: {found['consumers']:,} consumers, {found['days']} measured days, "
        f"one thread: {found['cpu_s']:.2f} CPU-s, {ns:.1f} ns per consumer-day"
    )
    made = table("By stage of the day", ["stage"], ["CPU-s", "share", "ns per consumer-day"])
    for stage, spent in found["stages"].items():
        share = spent / found["cpu_s"]
        made.add_row(stage, f"{spent:.3f}", f"{share:.1%}", f"{share * ns:.2f}")
    yield made
    if "lines" not in found:
        if "no_lines" in found:
            yield f"No lines: {found['no_lines']}"
        return
    yield (
        f"{found['samples']:,} looks at the same days compiled with line numbers, "
        f"which took {found['with_lines']:.2f} times as long"
    )
    made = table("By source file or library", ["file"], ["share", "ns per consumer-day"])
    for file, share in found["files"].items():
        if share >= LEAST_SHARE:
            made.add_row(escape(file), f"{share:.1%}", f"{share * ns:.2f}")
    yield made
    yield _kernels(found, ns)
    made = table("Tools, by who asked", ["tool", "asked by"], ["share", "ns per consumer-day"])
    for row in found["tools"][:KERNELS_SHOWN]:
        share = row["share"]
        made.add_row(row["tool"], row["asked_by"], f"{share:.1%}", f"{share * ns:.2f}")
    yield made
    yield _lines(found)


def _kernels(found: dict[str, Any], ns: float) -> Any:
    made = table(
        "By kernel: by itself, and with all that became part of it",
        ["kernel"],
        ["alone", "in all", "ns per consumer-day, in all"],
    )
    for name, share in list(found["kernels"].items())[:KERNELS_SHOWN]:
        in_all = share["in_all"]
        made.add_row(name, f"{share['alone']:.1%}", f"{in_all:.1%}", f"{in_all * ns:.2f}")
    return made


def _lines(found: dict[str, Any]) -> Any:
    package = Path(environment()["PYTHONPATH"])
    made = table(f"The {LINES_SHOWN} hottest lines", ["line", "text", "mostly for"], ["share"])
    for row in found["lines"][:LINES_SHOWN]:
        source = package / row["file"]
        text = source.read_text().splitlines() if source.exists() else []
        shown = text[row["line"] - 1].strip() if 0 < row["line"] <= len(text) else ""
        place = f"{row['file']}:{row['line']}"
        made.add_row(place, escape(shown[:60]), row["asked_by"], f"{row['share']:.1%}")
    return made


def profile(arguments: argparse.Namespace) -> dict[str, Any]:
    """Live the market once for the stages, and once more, looked at, for the lines."""
    with world(arguments) as process:
        lived = go_on(process)
    cost = lived["cpu_s"] / lived["consumer_days"]
    found = {
        "machine": machine(),
        "scenario": arguments.scenario,
        "consumers": arguments.consumers,
        "days": lived["consumer_days"] // arguments.consumers,
        "cpu_s": lived["cpu_s"],
        "wall_s": lived["wall_s"],
        "ns_per_consumer_day": cost * 1e9,
        "stages": lived["stages"],
    }
    if arguments.stages:
        return found
    # Kernels with line numbers lie in a folder of their own, where no run finds them.
    variables = {"NUMBA_DEBUGINFO": "1", "JOURNEY_CACHE_DIR": str(cache_home() / "with-lines")}
    try:
        with world(arguments, **variables) as process:
            seen, places = look_at(process.pid, lambda: lived.update(go_on(process)))
    except CannotLookError as error:
        return {**found, "no_lines": str(error)}
    longer = lived["cpu_s"] / lived["consumer_days"] / cost
    return {**found, "with_lines": longer, **shares(seen, places)}


def main() -> None:
    """Say where the time of a day goes."""
    parser = options(__doc__)
    parser.add_argument("scenario", nargs="?", default="sneakers")
    parser.add_argument("--consumers", type=int, default=100_000)
    parser.add_argument("--days", type=int, help="measured days; omitted = the scenario's")
    parser.add_argument("--stages", action="store_true", help="stages alone, no lines")
    parser.add_argument("--live", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.live:
        live(arguments.scenario, arguments.consumers, arguments.days)
    else:
        show(profile(arguments), arguments.json, tables)


if __name__ == "__main__":
    main()
