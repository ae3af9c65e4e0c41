"""Worlds in which one brand is noticed more, or less, often in one kind of micro-moment.

No plan can do that: a lever buys contacts in several micro-moments at once. So presence itself is
shifted, whatever it would cost.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

import numpy as np

from sim.study.replicates import Tick, tidy
from sim.study.sold import Sold
from sim.study.worlds import Floats, Worlds
from sim.tables.moments import CHANNELS, MOMENTS

if TYPE_CHECKING:
    from sim.market import Market

SHIFT: Final = 0.2
"""Part by which presence is shifted up and down; nobody is noticed more often than always."""


class Cell(NamedTuple):
    """Micro-moments of one type on one channel."""

    moment: str
    channel: str

    def world(self, factor: float) -> str:
        """Name the world in which the brand is noticed there so many times as often."""
        return f"noticed {self.moment} on {self.channel} x {factor!r}"


def cells_of(opportunities: Floats) -> list[Cell]:
    """Find the cells in which there are micro-moments at all.

    Parameters
    ----------
    opportunities : array of float
        Micro-moments per 1,000 consumers and day, moments × channels.

    Returns
    -------
    list of Cell
        In the order of moments and channels.
    """
    return [
        Cell(MOMENTS[moment], CHANNELS[channel])
        for moment, channel in zip(*np.nonzero(opportunities > 0), strict=True)
    ]


class Noticed(NamedTuple):
    """Some such worlds of one replicate, to be lived from one warm-up."""

    number: int
    """Which of the pieces a study is cut into."""
    worlds: Worlds
    """One future, that of today's plan; with `replay`, others read what is public in it."""
    shifts: tuple[tuple[Cell, float], ...]
    """Where the brand is noticed so many times as often."""
    replay: bool = False

    @property
    def days(self) -> int:
        """Days to be lived, the warm-up included."""
        market = self.worlds.futures[0].start.market
        return market.warm_up_days + market.days * (len(self.shifts) + self.replay)

    def live(self, tick: Tick) -> list[Sold]:
        """Live the worlds.

        Parameters
        ----------
        tick : callable
            Is told of every day.

        Returns
        -------
        list of Sold
            What was bought in each.
        """
        return list(self._lives(tick))

    def _lives(self, tick: Tick) -> Iterator[Sold]:
        from sim.model import JourneyModel

        worlds, future = self.worlds, self.worlds.futures[0]
        options: dict[str, Any] = {"threads": worlds.threads, "progress": tick}
        start = JourneyModel(
            future.start,
            seed=worlds.seed,
            replicate=worlds.number,
            opportunities=future.opportunities,
            new_people=worlds.new_people,
            **options,
        ).run(until=0)
        checkpoint = start.checkpoint()
        public = None
        if self.replay:
            public = JourneyModel.resume(checkpoint, record=True, **options).run().evenings
        for cell, factor in self.shifts:
            model = JourneyModel.resume(checkpoint, replay=public, **options)
            model.market = cast("Market", _Shifted(model.market, cell, factor))
            units = model.run().gained_brands()["purchases"].sum(axis=1).tolist()
            bought = dict(zip(model.names, units, strict=True))
            yield Sold(worlds.number, cell.world(factor), bought)
            # A world refers to itself: its people would otherwise stay beside those of the next.
            tidy(future.start)


class _Shifted:
    """A market in which the focal brand is noticed so many times as often in one cell."""

    def __init__(self, market: Any, cell: Cell, factor: float) -> None:
        self._market = market
        brand = market.names.index(market.spec.focal_brand)
        self._at = (brand, MOMENTS.index(cell.moment), CHANNELS.index(cell.channel))
        self._factor = factor

    def __getattr__(self, name: str) -> Any:
        return getattr(self._market, name)

    def open_day(self, day: int) -> None:
        """Open the day, and shift what was found."""
        from sim.market.tables import thresholds

        self._market.open_day(day)
        chance = self._factor * self._market.noticed_probability[self._at]
        self._market.cells["noticed"][self._at] = thresholds(chance)
