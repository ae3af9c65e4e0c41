"""How a run is spread over the processors: replicates in processes, people over threads."""

import os
import sys
from pathlib import Path
from typing import Final

from sim.jit import jit_is_on
from sim.scenario import Scenario
from sim.scenario_io import available_bytes, needed_memory

WORTH_PROCESSES: Final = 50_000_000
"""Consumer-days from which starting processes costs less than it saves."""
WORTH_A_THREAD: Final = 25_000
"""Consumers outside the panel for each thread that saves more than it costs."""


def spread(
    spec: Scenario,
    replicates: int,
    *,
    workers: int | None = None,
    threads: int | None = None,
    worlds: int = 1,
) -> tuple[int, int]:
    """Use every processor once: for replicates first, then for the people of a large world.

    Parameters
    ----------
    spec : Scenario
        The world.
    replicates : int
        How often it is lived.
    workers : int, optional
        Processes; omitted = as many as pay.
    threads : int, optional
        Threads of each process; omitted = as many as pay.
    worlds : int
        Worlds of its size that are lived in each replicate.

    Returns
    -------
    (int, int)
        Processes, and threads of each.
    """
    cores = _processors()
    if workers is None:
        workers = paying(spec, replicates, worlds, most=cores // (threads or 1))
    workers = min(workers, replicates)
    return workers, _paying_threads(spec, cores // workers) if threads is None else threads


def _processors() -> int:
    """Those this process may use, which on a shared machine are not all there are."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def paying(spec: Scenario, replicates: int, worlds: int = 1, *, most: int | None = None) -> int:
    """As many processes as there are processors, if the run is long and memory holds them.

    Parameters
    ----------
    spec : Scenario
        The world.
    replicates : int
        How often it is lived.
    worlds : int
        Worlds of its size that are lived in each replicate.
    most : int, optional
        Processes there may be; omitted = as many as processors.

    Returns
    -------
    int
        Processes.
    """
    market = spec.market
    days = worlds * (market.days + market.warm_up_days)
    if replicates * market.consumers * days < WORTH_PROCESSES:
        return 1
    if not _may_start_processes():
        return 1
    most, available = _processors() if most is None else most, available_bytes()
    # Beside the world that is lived, its morning is kept for the next one.
    held = 1 if worlds == 1 else 2
    fitting = (
        workers
        for workers in range(min(most, replicates), 1, -1)
        if needed_memory(spec, reps=replicates, workers=held * workers).total <= available
    )
    return next(fitting, 1)


def _may_start_processes() -> bool:
    """A process begins by reading the main file again, which must not begin everything again."""
    main = sys.modules["__main__"]
    file = Path(getattr(main, "__file__", None) or "")
    if main.__spec__ is not None or file == Path():
        return True
    if file.suffix != ".py":
        return file.exists()
    return "__name__" in file.read_text("utf-8", errors="replace")


def _paying_threads(spec: Scenario, most: int) -> int:
    """Members of the panel live one after the other; plain Python runs one thread at a time."""
    market = spec.market
    others = max(market.consumers - market.panel_consumers, 0)
    paying = others // WORTH_A_THREAD if jit_is_on() else 1
    return max(1, min(most, paying))
