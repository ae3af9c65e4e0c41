"""Whether a population fits into this computer."""

import os
import re
import sys
from pathlib import Path
from typing import Final

from sim.errors import Problem, ScenarioError
from sim.scenario import Scenario

_MEMINFO: Final = Path("/proc/meminfo")


def check_memory(scenario: Scenario, bytes_per_consumer: float) -> None:
    """Refuse a population that cannot fit into memory, before it is built.

    Parameters
    ----------
    scenario : Scenario
        The world to be simulated.
    bytes_per_consumer : float
        What one consumer takes.

    Raises
    ------
    ScenarioError
        If the population would take more memory than is available.
    """
    consumers = scenario.market.consumers
    needed, available = consumers * bytes_per_consumer, available_bytes()
    if needed > available:
        message = (
            f"{consumers:,} consumers need about {_size(needed)} of memory, "
            f"and {_size(available)} are available"
        )
        allowed = f"at most {int(available / bytes_per_consumer):,}"
        problem = Problem(scenario.name, None, None, "market.consumers", message, allowed)
        raise ScenarioError([problem])


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


def _size(count: float) -> str:
    for unit in ("bytes", "kB", "MB", "GB", "TB"):
        if count < 1000:
            return f"{count:.3g} {unit}"
        count /= 1000
    return f"{count:,.0f} PB"
