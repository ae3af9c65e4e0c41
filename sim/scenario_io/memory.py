"""Whether a run fits into this computer."""

import math
import os
import re
import sys
from pathlib import Path
from typing import Final, NamedTuple

from sim.errors import Problem, ScenarioError
from sim.scenario import Scenario
from sim.tables.moments import CLASSES
from sim.tables.records import TOUCH_ROW, bytes_per_consumer

_MEMINFO: Final = Path("/proc/meminfo")

# Measured: peak resident memory of runs of one consumer, and of 10,000 with a log of everybody.
_PROGRAM: Final = 310_000_000
_ORGANISER: Final = 200_000_000
_IN_THE_MAKING: Final = 92
_KEPT: Final = TOUCH_ROW.itemsize
_WRITTEN: Final = 50
_MOMENTS_OF_A_NEED: Final = 5


class Need(NamedTuple):
    """Memory a run takes at its peak, in bytes."""

    program: float
    """Python, its libraries and the compiled model, in every process; the calendar of adverts."""
    people: float
    """All consumers and what they remember."""
    log: float
    """The touch log of the panel, from the first replicate to the file."""

    @property
    def total(self) -> float:
        """All of it."""
        return self.program + self.people + self.log


def needed_memory(
    scenario: Scenario, *, reps: int = 1, workers: int = 1, moments_a_day: float | None = None
) -> Need:
    """Estimate the most memory a run takes.

    Parameters
    ----------
    scenario : Scenario
        The world to be simulated.
    reps : int
        Replicates.
    workers : int
        Processes that live them side by side.
    moments_a_day : float, optional
        Micro-moments per consumer and day, where they were counted; omitted = those of the
        scenario's opportunities, or else a guess from its needs.

    Returns
    -------
    Need
        Bytes.
    """
    market, brands = scenario.market, len(scenario.brands)
    per_day = _moments_a_day(scenario) if moments_a_day is None else moments_a_day
    rows = min(market.panel_consumers, market.consumers) * market.days * per_day * brands
    people = market.consumers * bytes_per_consumer(brands)
    program = _PROGRAM + (market.warm_up_days + market.days) * brands * CLASSES * 4
    written = (_KEPT + _WRITTEN) * rows * reps
    if workers == 1:
        lived = (_IN_THE_MAKING + _KEPT * (reps - 1)) * rows
        return Need(program, people, max(lived, written))
    log = workers * _IN_THE_MAKING * rows + written
    return Need(_ORGANISER + workers * program, workers * people, log)


def check_memory(
    scenario: Scenario, *, reps: int = 1, workers: int = 1, moments_a_day: float | None = None
) -> Need:
    """Refuse a run that cannot fit into memory, before anybody is born.

    Parameters
    ----------
    scenario, reps, workers, moments_a_day
        As in `needed_memory`.

    Returns
    -------
    Need
        What it takes.

    Raises
    ------
    ScenarioError
        If that is more than is available.
    """
    need = needed_memory(scenario, reps=reps, workers=workers, moments_a_day=moments_a_day)
    available = available_bytes()
    if need.total > available:
        raise ScenarioError([_too_much(scenario, need, available)])
    return need


def _too_much(scenario: Scenario, need: Need, available: float) -> Problem:
    """What takes most is what should be made smaller."""
    market = scenario.market
    if need.people >= need.log:
        name, number, who, size = "consumers", market.consumers, "consumers", need.people
    else:
        number = min(market.panel_consumers, market.consumers)
        name, size = "panel_consumers", need.log
        who = f"consumers who keep a log of {market.days:,} days"
    message = (
        f"{number:,} {who} need about {_size(need.total)} of memory, "
        f"and {_size(available)} are available"
    )
    fitting = max(0, int(number * (available - (need.total - size)) / size))
    return Problem(scenario.name, None, None, f"market.{name}", message, f"at most {fitting:,}")


def available_bytes() -> int:
    """Memory that a new process can take without swapping.

    Returns
    -------
    int
        Bytes; all physical memory where the system does not say what is available, and no limit
        where it says nothing at all.
    """
    if _MEMINFO.exists():
        found = re.search(r"^MemAvailable:\s+(\d+) kB", _MEMINFO.read_text(), re.MULTILINE)
        if found:
            return int(found.group(1)) * 1024
    if not hasattr(os, "sysconf"):
        return sys.maxsize
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _moments_a_day(scenario: Scenario) -> float:
    counted = scenario.moments.opportunities
    if counted is not None:
        return math.fsum(sum(row.model_dump().values()) for row in counted.values()) / 1000
    market, idle = scenario.market, scenario.moments.idle
    return idle.rate + market.use.how_to + _MOMENTS_OF_A_NEED / market.needs.mean_days


def _size(count: float) -> str:
    for unit in ("bytes", "kB", "MB", "GB", "TB"):
        if count < 1000:
            return f"{count:.3g} {unit}"
        count /= 1000
    return f"{count:,.0f} PB"
