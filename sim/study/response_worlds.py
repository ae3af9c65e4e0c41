"""Which worlds a question about response needs, and how they are cut into pieces of work."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any, Final, NamedTuple

import numpy as np

from sim.analysis.curve import around
from sim.analysis.response import Response
from sim.scenario import Scenario
from sim.study.budgeted import LIVE, Budgeted
from sim.study.course import Piece
from sim.study.noticed import SHIFT, Cell, Noticed, cells_of
from sim.study.opportunities import opportunities_of
from sim.study.panel import with_panel
from sim.study.plausible import draw
from sim.study.spending import AS_TODAY, Subject, plans, with_more
from sim.study.watch import Watch
from sim.study.worlds import Floats, Future, Worlds

LIVES: Final = 2
"""Replicates of each plausible market: as few as can disagree."""
FACTORS: Final = (1 - SHIFT, 1 + SHIFT)


class Market(NamedTuple):
    """A market in which plans are lived: the one asked about, or a plausible other."""

    spec: Scenario
    plans: dict[str, Scenario]
    """By name of the world."""
    lives: int
    """Replicates."""
    assumed: Mapping[str, float]
    """What is assumed otherwise, by path."""
    name: str = ""
    """Of a plausible other; empty: the one asked about."""


@dataclass
class Question:
    """What is asked, and the worlds whose purchases answer it."""

    start: Response
    """Everything but the answer."""
    subjects: tuple[Subject, ...]
    """What gets money today, and is given more or less."""
    reps: int
    """Replicates."""
    presence: bool
    """Whether presence is shifted, too."""
    draws: int
    """Plausible markets."""
    more: float = 0.0
    """Euro more for each moment, in a world of its own; 0: nobody asks."""
    moments: tuple[str, ...] = ()
    """Moments that may get them, paid for today or not."""
    cells: list[Cell] = field(default_factory=list)
    """Where presence is shifted."""
    opportunities: Floats = field(default_factory=lambda: np.zeros(0))
    """Micro-moments per 1,000 consumers and day of the market asked about."""

    def look_around(self, opportunities: Floats) -> None:
        """Find out where there are micro-moments.

        Parameters
        ----------
        opportunities : array of float
            Micro-moments per 1,000 consumers and day, moments × channels.
        """
        self.opportunities = opportunities
        self.cells = cells_of(opportunities) if self.presence else []

    @cached_property
    def silent(self) -> Scenario:
        """The world without a touch log, which changes nobody's life."""
        return with_panel(self.start.spec, 0)

    @cached_property
    def markets(self) -> list[Market]:
        """The market asked about, then the plausible others."""
        spec = self.silent
        grid = self.start.multipliers
        moments = [it for it in self.subjects if it.kind == "moment"]
        own = {AS_TODAY: spec} | dict(plans(spec, self.subjects, grid))
        if self.start.feedback == "replay":
            near = plans(spec, moments, around(grid))
            own |= {f"{LIVE}{name}": plan for name, plan in near}
        if self.more:
            own |= {it.with_more(self.more): with_more(spec, it, self.more) for it in self.further}
        found = [Market(spec, own, self.reps, {})]
        if self.draws and moments:
            for place, (assumed, other) in enumerate(draw(spec, self.draws)):
                few = {AS_TODAY: other} | dict(plans(other, moments, around(grid)))
                named = {in_market(place, name): plan for name, plan in few.items()}
                lives, name = min(self.reps, LIVES), f"market {place}"
                found.append(Market(other, named, lives, assumed, name))
        return found

    @property
    def further(self) -> list[Subject]:
        """What may get a sum of money more."""
        return [Subject("moment", moment) for moment in self.moments] if self.more else []

    def wanted(self) -> Iterator[tuple[int, str]]:
        """Name every world, by replicate.

        Yields
        ------
        (int, str)
            Replicate and name.
        """
        for market in self.markets:
            yield from product(range(market.lives), market.plans)
        for replicate, cell, factor in product(range(self.reps), self.cells, FACTORS):
            yield replicate, cell.world(factor)

    def told(self) -> dict[str, Any]:
        """Say what was asked, so that the study can be read again.

        Returns
        -------
        dict
            What JSON can hold.
        """
        return {
            "multipliers": self.start.multipliers,
            "moments": self.moments,
            "subjects": self.subjects,
            "reps": self.reps,
            "elasticity": self.presence,
            "cells": self.cells,
            "markets": self.draws,
            "more": self.more,
        }

    # --- work -------------------------------------------------------------------------------------

    def work(
        self,
        missing: Collection[tuple[int, str]],
        most: int,
        threads: int,
        pieces: Iterator[int],
        watch: Watch,
    ) -> Iterator[Piece]:
        """Cut worlds into pieces that are lived from one warm-up each.

        Parameters
        ----------
        missing : collection of (int, str)
            Replicates and names of the worlds to be lived.
        most : int
            Worlds in a piece.
        threads : int
            Threads of each.
        pieces : iterator of int
            Numbers the pieces.
        watch : Watch
            Is told what has to be counted before.

        Yields
        ------
        Budgeted or Noticed
            The pieces.
        """
        luck = Worlds((), self.start.seed, 0, threads, self.start.new_people)
        counted = False
        for market in self.markets:
            needed = [it for it in product(range(market.lives), market.plans) if it in missing]
            if market.spec is self.silent:
                opportunities = self.opportunities
            elif needed:
                if not counted:
                    watch.say("counting the micro-moments of every plausible market, once each")
                counted, opportunities = True, opportunities_of(market.spec, Watch())
            for replicate in sorted({number for number, _ in needed}):
                names = [name for number, name in needed if number == replicate]
                worlds = luck._replace(number=replicate)
                for place in range(0, len(names), most):
                    some = tuple(names[place : place + most])
                    futures = self._futures(market, some, opportunities)
                    yield Budgeted(
                        next(pieces), worlds._replace(futures=futures), some, market=market.name
                    )
        yield from self._shifts(missing, most, luck, pieces)

    def _futures(
        self, market: Market, names: tuple[str, ...], opportunities: Floats
    ) -> tuple[Future, ...]:
        spec, replay = market.spec, self.start.feedback == "replay"
        first = [Future(spec, opportunities, spec)] if replay else []
        others = [
            Future(spec, opportunities, market.plans[name], replay and not name.startswith(LIVE))
            for name in names
        ]
        return (*first, *others)

    def _shifts(
        self,
        missing: Collection[tuple[int, str]],
        most: int,
        luck: Worlds,
        pieces: Iterator[int],
    ) -> Iterator[Piece]:
        today = (Future(self.silent, self.opportunities, self.silent),)
        replay = self.start.feedback == "replay"
        for number in range(self.reps):
            every = [
                (cell, factor)
                for cell, factor in product(self.cells, FACTORS)
                if (number, cell.world(factor)) in missing
            ]
            worlds = luck._replace(number=number, futures=today)
            for place in range(0, len(every), most):
                some = tuple(every[place : place + most])
                yield Noticed(next(pieces), worlds, some, replay)


def in_market(place: int, world: str) -> str:
    """Name a world in a plausible market.

    Parameters
    ----------
    place : int
        Which market.
    world : str
        What it is called in the market asked about.

    Returns
    -------
    str
        The name.
    """
    return f"market {place}: {world}"
