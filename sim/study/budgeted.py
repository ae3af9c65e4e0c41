"""Worlds in which brands pay for other moments than planned, or pay them more or less."""

from typing import Final, NamedTuple

from sim.analysis.rules import said
from sim.results.money import EURO, ledgers
from sim.scenario import Scenario
from sim.study.replicates import Tick
from sim.study.sold import Sold
from sim.study.worlds import Life, Worlds, live_worlds
from sim.tables.moments import MOMENTS

LIVE: Final = "live: "
"""Begins the names of worlds in which people hear one another, in a study that replays."""


class Budgeted(NamedTuple):
    """Some such worlds of one replicate, to be lived from one warm-up."""

    number: int
    """Which of the pieces a study is cut into."""
    worlds: Worlds
    names: tuple[str, ...]
    """Of the worlds whose purchases are wanted: the last ones, if not all."""
    moments: tuple[str, ...] | None = None
    """Moments whose touches rules look at; None: they look at nothing."""
    market: str = ""
    """Name of the plausible market they are lived in; empty: the one asked about."""

    @property
    def days(self) -> int:
        """Days to be lived, warm-ups included."""
        return self.worlds.days

    def live(self, tick: Tick) -> list[Sold]:
        """Live the worlds.

        Parameters
        ----------
        tick : callable
            Is told of every day.

        Returns
        -------
        list of Sold
            What was bought in each, in the order of the names.
        """
        lives = live_worlds(self.worlds, tick)
        asked = list(zip(self.worlds.futures, lives, strict=True))[-len(self.names) :]
        return [
            self._sold(name, future.plan, life)
            for name, (future, life) in zip(self.names, asked, strict=True)
        ]

    def _sold(self, name: str, plan: Scenario, life: Life) -> Sold:
        lived, names = life.replicate, sorted(plan.brands)
        focal = names.index(plan.focal_brand)
        bought = dict(zip(names, lived.total("purchases").tolist(), strict=True))
        helped = lived.brands[focal]["helped"].sum(axis=1).tolist()
        told = None
        if self.moments is not None and life.needs is not None:
            told = said(plan, lived, life.needs, self.moments)
        return Sold(
            self.worlds.number, name, bought, told, ledgers(plan, lived)[focal].profit / EURO,
            dict(zip(MOMENTS, helped, strict=True)),
        )  # fmt: skip
