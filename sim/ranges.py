"""Consumers in ranges: each lives its day in one call, with counters and a log of its own.

How people are divided into ranges, and in which order or on how many threads the ranges live,
changes no bit of a result.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.moments.day import live_day
from sim.moments.sheet import BLOCK, BY_BRAND, ROWS, WIDTH
from sim.moments.world import World
from sim.tables.moments import MAX_CONTACTS, MAX_STEPS, SLOTS
from sim.tables.records import BRAND_TALLY, MARKET_TALLY, TOUCH_ROW

PANEL_BLOCK = 256
"""Panel members lived through per call, so that the log of one call has a bounded size."""
ROWS_PER_CONSUMER = SLOTS * MAX_STEPS + MAX_CONTACTS + 2
"""Moments and service contacts one person can have in a day, each a row per brand."""
SHARE = 16_384
"""Consumers a thread takes at a time at most, so that all threads end together."""
SHARES = 4
"""Times a thread takes some, at least, for the same reason."""
MOST_SHARES = 64
"""Ranges beyond the panel's, however many people there are, since each has counters of its own."""


NEWS = 65_536
"""People with news after whom a call ends, so that room for news does not grow with everybody."""


class Sheets(NamedTuple):
    """Room in which blocks of people are worked out one by one; every thread needs its own."""

    sheet: NDArray[np.int64]
    words: NDArray[np.int64]
    options: NDArray[np.int64]
    noise: NDArray[np.float64]

    @classmethod
    def of(cls, brands: int) -> "Sheets":
        """Make room for so many brands."""
        return cls(
            np.zeros((ROWS, WIDTH), np.int64),
            np.zeros((BY_BRAND + brands, 4, WIDTH), np.int64),
            np.zeros((4, brands * WIDTH), np.int64),
            np.zeros((2, brands * WIDTH)),
        )


@dataclass
class Range:
    """Some consumers who live their day one after another, with counters of their own."""

    first: int
    last: int
    world: World
    logged: bool
    told: list[NDArray[np.int32]] = field(default_factory=list)

    def live(self, everybody: bool, sheets: Sheets) -> None:
        """Let the range live today."""
        world = self.world._replace(**sheets._asdict())
        first = self.first
        while first < self.last:
            first = live_day(world, first, self.last, everybody)
            self.told.append(world.news[: world.news_rows[0]].copy())
            world.news_rows[0] = 0

    def touches(self) -> NDArray[np.void]:
        """Take what the log holds since it was last taken."""
        count = int(self.world.log_rows[0])
        self.world.log_rows[0] = 0
        rows: NDArray[np.void] = self.world.log[:count]
        # A round is one moment of many people; the log tells one person's day after another's.
        return rows[np.argsort(rows["consumer"], kind="stable")]

    def news(self) -> NDArray[np.int32]:
        """Take who judged an experience today: twice the consumer, plus 1 if friends were told."""
        judged = np.concatenate(self.told)
        self.told.clear()
        return judged

    def ended(self) -> NDArray[np.int32]:
        """Take whose journeys ended today, where needs are kept: 8 times the consumer, plus how."""
        count = int(self.world.ended_rows[0])
        self.world.ended_rows[0] = 0
        journeys: NDArray[np.int32] = self.world.ended[:count].copy()
        return journeys


def live_all(parts: Iterator[Range], everybody: bool, sheets: Sheets) -> None:
    """Let one range after another live today.

    Parameters
    ----------
    parts : iterator of Range
        Several threads may share it: each range is handed out once.
    everybody : bool
        Visit everybody instead of those with cause.
    sheets : Sheets
        Room to work in, of one thread.
    """
    for part in parts:
        part.live(everybody, sheets)


class Crowd:
    """Everybody, in ranges that are lived through by one thread or several.

    Parameters
    ----------
    market : Market
        What all of them find.
    population : Population
        All of them.
    threads : int
        Threads they are spread over.
    chunk : int, optional
        Consumers per range; omitted = the panel in small blocks, the others as suits the threads.
    needs : bool
        Whether it is noted whose journeys end.

    Attributes
    ----------
    parts : list of Range
        The ranges, in the order of consumers.
    """

    def __init__(
        self, market: Any, population: Any, *, threads: int, chunk: int | None, needs: bool
    ) -> None:
        self.parts = list(_divided(market, population, threads, chunk, needs))
        self._sheets = [Sheets.of(len(market.brands)) for _ in range(threads)]

    @cached_property
    def _helpers(self) -> ThreadPoolExecutor:
        """Threads beside this one, for as long as the crowd lives."""
        return ThreadPoolExecutor(len(self._sheets) - 1)

    def live(self, everybody: bool) -> list[NDArray[np.void]]:
        """Let everybody live today.

        Parameters
        ----------
        everybody : bool
            Visit everybody instead of those with cause.

        Returns
        -------
        list of record arrays
            What was logged of the panel, to be copied before the next day.
        """
        mine, *theirs = self._sheets
        # Whichever thread is free lives through the next range.
        others = iter([part for part in self.parts if not part.logged])
        helpers = [self._helpers.submit(live_all, others, everybody, sheets) for sheets in theirs]
        logged = []
        for part in self.parts:
            if part.logged:
                part.live(everybody, mine)
                logged.append(part.touches())
        live_all(others, everybody, mine)
        for helper in helpers:
            helper.result()
        return logged

    def news(self) -> NDArray[np.int32]:
        """Take who judged an experience today: twice the consumer, plus 1 if friends were told."""
        return np.concatenate([part.news() for part in self.parts])

    def ended(self) -> NDArray[np.int32]:
        """Take whose journeys ended today, where needs are kept: 8 times the consumer, plus how."""
        return np.concatenate([part.ended() for part in self.parts])

    def market_tally(self) -> NDArray[np.void]:
        """Counters of the market since the first day of the warm-up, shape (1,)."""
        return _total([part.world.market_tally for part in self.parts])

    def brand_tally(self) -> NDArray[np.void]:
        """Counters of each brand since the first day of the warm-up, shape (brands,)."""
        return _total([part.world.brand_tally for part in self.parts])


def _divided(
    market: Any, population: Any, threads: int, chunk: int | None, needs: bool
) -> Iterator[Range]:
    size = len(population.screen)
    panel = min(market.spec.market.panel_consumers, size)
    rest = chunk or _share(size - panel, threads)
    starts = [*range(0, panel, chunk or PANEL_BLOCK), *range(panel, size, rest)]
    # The panel lives block after block and hands its log over in between, so one log will do.
    block = min(panel, chunk or PANEL_BLOCK)
    log = np.empty(block * len(market.brands) * ROWS_PER_CONSUMER, TOUCH_ROW)
    for first, last in pairwise([*starts, size]):
        count = last - first
        world = _world(market, population, count, log, noted=count if needs else 0)
        yield Range(first, last, world, first < panel)


def _share(consumers: int, threads: int) -> int:
    """One thread lives through everybody in one call; several take what is left, bit by bit."""
    if threads == 1:
        return max(consumers, 1)
    return max(min(SHARE, -(-consumers // (threads * SHARES))), -(-consumers // MOST_SHARES), 1)


def _world(
    market: Any, population: Any, consumers: int, log: NDArray[np.void], noted: int
) -> World:
    brands = len(market.brands)
    return World(
        screen=population.screen,
        person=population.person,
        memory=population.memory,
        voice=population.voice,
        told=population.told,
        rules=market.rules,
        mixes=market.mixes,
        brands=market.brands,
        cells=market.cells.reshape(brands, -1),
        reach=market.reach,
        wake=market.wake,
        need=market.need,
        decay=market.decay,
        today=market.today,
        market_tally=np.zeros(1, MARKET_TALLY),
        brand_tally=np.zeros(brands, BRAND_TALLY),
        log=log,
        log_rows=np.zeros(1, np.int64),
        news=np.empty(max(BLOCK, min(consumers, NEWS)), np.int32),
        news_rows=np.zeros(1, np.int64),
        ended=np.empty(noted, np.int32),
        ended_rows=np.zeros(1, np.int64),
        sheet=None,
        words=None,
        options=None,
        noise=None,
    )


def _total(tallies: list[NDArray[np.void]]) -> NDArray[np.void]:
    first, *others = (tally.view(np.int64) for tally in tallies)
    numbers = first.copy()
    for other in others:
        numbers += other
    return numbers.view(tallies[0].dtype)
