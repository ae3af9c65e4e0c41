"""Worlds of one replicate, lived in one piece: what was bought in each."""

from typing import Final, NamedTuple

from sim.analysis.rules import Said, said
from sim.results.money import EURO, ledgers
from sim.scenario import Scenario
from sim.study.replicates import Tick
from sim.study.worlds import Floats, Life, Worlds, live_worlds
from sim.tables.moments import MOMENTS

LARGEST_LOG: Final = 5_000_000
"""Rows of a touch log that is kept for the rules: some hundred megabytes while it is read."""


class Sold(NamedTuple):
    """What was bought in one world of one replicate."""

    replicate: int
    world: str
    """Its name."""
    purchases: dict[str, int]
    """Units by brand, in the measured days."""
    said: Said | None = None
    """What attribution rules say of its touch log, where it kept one."""
    profit: float | None = None
    """Euro the focal brand earned, where it was asked."""
    helped: dict[str, int] | None = None
    """Micro-moments in which the focal brand helped, by type, where it was asked."""


class Coalitions(NamedTuple):
    """Some worlds of one replicate, to be lived from one warm-up."""

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


def panel(spec: Scenario, opportunities: Floats) -> int:
    """Find out whose touches can be logged.

    Parameters
    ----------
    spec : Scenario
        The world.
    opportunities : array of float
        Micro-moments per 1,000 consumers and day.

    Returns
    -------
    int
        Everybody, or as many as a log of bounded size holds.
    """
    rows = float(opportunities.sum()) / 1000 * spec.market.days * len(spec.brands)
    return min(spec.market.consumers, max(1, int(LARGEST_LOG / max(rows, 1e-9))))


def with_panel(spec: Scenario, people: int) -> Scenario:
    """Keep a touch log of so many people, which changes nobody's life.

    Parameters
    ----------
    spec : Scenario
        The world.
    people : int
        How many; 0 = there is no log.

    Returns
    -------
    Scenario
        The same world with that log.
    """
    market = spec.market.model_copy(update={"panel_consumers": people})
    return spec.model_copy(update={"market": market})
