"""One replicate of all worlds of a comparison: lived, paired, and forgotten in one process."""

from typing import Final, NamedTuple

from sim.analysis.pairing import paired
from sim.results.compared import BASE, LIVE, Compared
from sim.scenario import Scenario
from sim.study.replicates import Tick
from sim.study.worlds import Worlds, live_worlds

OPEN_DAYS: Final = 14
"""Days in which most open needs are settled. Assumption: few journeys last longer."""


class Pairing(NamedTuple):
    """One replicate of all worlds of a comparison, to be lived and paired in one place."""

    worlds: Worlds
    names: tuple[str, ...]
    """Of the worlds compared with the first, in the order of the futures."""
    people: bool
    """Whether differences are kept by consumer."""

    @property
    def number(self) -> int:
        """Which replicate."""
        return self.worlds.number

    @property
    def days(self) -> int:
        """Days to be lived."""
        return self.worlds.days

    def live(self, tick: Tick) -> Compared:
        """Live all worlds, and compare each with the first.

        Parameters
        ----------
        tick : callable
            Is told of every day.

        Returns
        -------
        Compared
            What was counted, and what became of needs.
        """
        spec = self.worlds.futures[0].start
        lives = live_worlds(self.worlds, tick)
        base, needs = lives[0], lives[0].needs
        pairs = {
            name: paired(
                self.number,
                needs,
                life.needs,
                focal=sorted(spec.brands).index(spec.focal_brand),
                days=spec.market.days,
                personas=base.personas,
                kinds=len(spec.personas),
                people=self.people,
            )
            for name, life in zip(self.names, lives[1:], strict=False)
            if needs is not None and life.needs is not None
        }
        names = (BASE, *self.names, *(LIVE + name for name in self.names))
        worlds = {name: life.replicate for name, life in zip(names, lives, strict=False)}
        return Compared(self.number, worlds, pairs)


def days_after(spec: Scenario) -> int:
    """Days lived after the measured ones, in which it shows what was only brought forward.

    Parameters
    ----------
    spec : Scenario
        The world.

    Returns
    -------
    int
        Until most open needs are settled and a purchase keeps the next need from opening no more.
    """
    market = spec.market
    return OPEN_DAYS + market.needs.refractory_days + round(market.use.lag_days)
