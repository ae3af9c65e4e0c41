"""Consumers in ranges: each lives its day in one call, with counters and a log of its own.

How people are divided into ranges, and in which order or on how many threads the ranges live,
changes no bit of a result.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.moments.day import live_day
from sim.moments.screen import BLOCK, ROWS
from sim.moments.world import World
from sim.tables.moments import MAX_CONTACTS, MAX_STEPS, SLOTS
from sim.tables.records import BRAND_TALLY, MARKET_TALLY, TOUCH_ROW

PANEL_BLOCK = 256
"""Panel members lived through per call, so that the log of one call has a bounded size."""
ROWS_PER_CONSUMER = SLOTS * MAX_STEPS + MAX_CONTACTS + 2
"""Moments and service contacts one person can have in a day, each a row per brand."""


@dataclass
class Range:
    """Some consumers who live their day in one call, with counters of their own."""

    first: int
    last: int
    world: World
    logged: bool

    def live(self, everybody: bool) -> None:
        """Let the range live today."""
        live_day(self.world, self.first, self.last, everybody)

    def touches(self) -> NDArray[np.void]:
        """Take what the log holds since it was last taken."""
        count = int(self.world.log_rows[0])
        self.world.log_rows[0] = 0
        rows: NDArray[np.void] = self.world.log[:count].copy()
        return rows

    def news(self) -> NDArray[np.int32]:
        """Take who judged an experience today: twice the consumer, plus 1 if friends were told."""
        count = int(self.world.news_rows[0])
        self.world.news_rows[0] = 0
        judged: NDArray[np.int32] = self.world.news[:count]
        return judged


def ranges(market: Any, population: Any, *, threads: int, chunk: int | None) -> list[Range]:
    """Divide everybody into ranges: the panel in small blocks, the others by threads.

    Parameters
    ----------
    market : Market
        What all of them find.
    population : Population
        All of them.
    threads : int
        Threads the others are spread over.
    chunk : int, optional
        Consumers per range instead.

    Returns
    -------
    list of Range
        The ranges, in the order of consumers.
    """
    return list(_divided(market, population, threads, chunk))


def _divided(market: Any, population: Any, threads: int, chunk: int | None) -> Iterator[Range]:
    size = len(population.screen)
    panel = min(market.spec.market.panel_consumers, size)
    rest = chunk or max(1, -(-(size - panel) // threads))
    starts = [*range(0, panel, chunk or PANEL_BLOCK), *range(panel, size, rest)]
    # The panel lives block after block and hands its log over in between, so one log will do.
    block = min(panel, chunk or PANEL_BLOCK)
    log = np.empty(block * len(market.brands) * ROWS_PER_CONSUMER, TOUCH_ROW)
    for first, last in pairwise([*starts, size]):
        yield Range(first, last, _world(market, population, last - first, log), first < panel)


def _world(market: Any, population: Any, consumers: int, log: NDArray[np.void]) -> World:
    brands = len(market.brands)
    return World(
        screen=population.screen,
        person=population.person,
        memory=population.memory,
        voice=population.voice,
        rules=market.rules,
        mixes=market.mixes,
        brands=market.brands,
        cells=market.cells,
        reach=market.reach,
        wake=market.wake,
        need=market.need,
        decay=market.decay,
        today=market.today,
        market_tally=np.zeros(1, MARKET_TALLY),
        brand_tally=np.zeros(brands, BRAND_TALLY),
        log=log,
        log_rows=np.zeros(1, np.int64),
        news=np.empty(consumers, np.int32),
        news_rows=np.zeros(1, np.int64),
        sheet=np.zeros((ROWS, BLOCK), np.int64),
    )


def total(tallies: list[NDArray[np.void]]) -> NDArray[np.void]:
    """Counters of all ranges together.

    Parameters
    ----------
    tallies : list of record arrays
        The same counters of each range.

    Returns
    -------
    record array
        Their sum.
    """
    result = np.zeros_like(tallies[0])
    numbers = result.view(np.int64)
    for tally in tallies:
        numbers += tally.view(np.int64)
    return result
