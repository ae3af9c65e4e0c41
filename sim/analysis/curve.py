"""A response curve: purchases under multiples of today's spend on one thing, and its margin."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import Final

from sim.analysis.intervals import beyond_luck
from sim.results import Estimate, estimate

TODAY: Final = 1.0
"""The multiplier of today's spend."""
THOUSAND: Final = 1000.0
NOTHING: Final = Estimate(None, None, None)


@dataclass(frozen=True)
class Curve:
    """What a brand sells if it pays more or less for one thing, and for all else as today."""

    spend: float
    """Planned euro of today's plan in the measured days."""
    bought: Mapping[float, Sequence[int]]
    """Purchases by replicate, by multiplier of today's spend; today's own among them."""
    profit: Mapping[float, Sequence[float]] = field(default_factory=dict)
    """Euro of profit, in the same order."""
    helped: Mapping[float, Sequence[Mapping[str, int]]] = field(default_factory=dict)
    """Micro-moments by type in which the brand helped, in the same order."""

    @property
    def multipliers(self) -> list[float]:
        """The grid, rising."""
        return sorted(self.bought)

    def purchases(self, multiplier: float) -> Estimate:
        """Purchases at a multiple of today's spend.

        Parameters
        ----------
        multiplier : float
            One of the grid.

        Returns
        -------
        Estimate
            Purchases in the measured days.
        """
        return estimate(self.bought[multiplier])

    def difference(self, multiplier: float) -> Estimate:
        """Purchases more than under today's plan.

        Parameters
        ----------
        multiplier : float
            One of the grid.

        Returns
        -------
        Estimate
            Over paired replicates.
        """
        return estimate(self._more(TODAY, multiplier))

    @cached_property
    def margins(self) -> list[float]:
        """Purchases per further 1,000 euro around today's spend, by replicate.

        The central difference between the neighbours of 1 on the grid; to one side where the grid
        ends there.
        """
        low, high = around(self.multipliers)
        euro = self.spend * (high - low)
        return [THOUSAND * more / euro for more in self._more(low, high)]

    @property
    def marginal(self) -> Estimate:
        """Purchases per further 1,000 euro around today's spend."""
        return estimate(self.margins)

    def profit_difference(self, multiplier: float) -> Estimate:
        """Profit more than under today's plan.

        Parameters
        ----------
        multiplier : float
            One of the grid.

        Returns
        -------
        Estimate
            Over paired replicates, in euro; empty where profits were not kept.
        """
        if multiplier not in self.profit:
            return NOTHING
        pairs = zip(self.profit[multiplier], self.profit[TODAY], strict=True)
        return estimate([more - today for more, today in pairs])

    @property
    def help_more(self) -> dict[str, Estimate]:
        """Micro-moments by type in which more money makes the brand help, beyond luck.

        Between the neighbours of today's spend on the grid, all types considered together; the
        largest first.
        """
        low, high = around(self.multipliers)
        if high not in self.helped or low not in self.helped:
            return {}
        pairs = list(zip(self.helped[high], self.helped[low], strict=True))
        more = {name: [many[name] - few[name] for many, few in pairs] for name in pairs[0][0]}
        told = {name: estimate(more[name]) for name in beyond_luck(more)}
        rising = {name: one for name, one in told.items() if (one.mean or 0) > 0}
        return dict(sorted(rising.items(), key=lambda it: -(it[1].mean or 0)))

    @property
    def saturation(self) -> float | None:
        """Smallest multiplier from which a step on the grid adds nothing that may not be luck.

        None where every step adds something, or where one replicate cannot tell.
        """
        for here, further in pairwise(self.multipliers):
            step = estimate(self._more(here, further))
            if step.low is None:
                return None
            if step.low <= 0:
                return here
        return None

    def _more(self, here: float, further: float) -> list[int]:
        pairs = zip(self.bought[further], self.bought[here], strict=True)
        return [many - few for many, few in pairs]


def around(multipliers: Sequence[float]) -> tuple[float, float]:
    """Find the neighbours of today's spend on a grid.

    Parameters
    ----------
    multipliers : sequence of float
        Multiples of today's spend, rising; 1 among them.

    Returns
    -------
    (float, float)
        The next lower and the next higher; 1 itself where the grid ends there.
    """
    place = multipliers.index(TODAY)
    return multipliers[max(place - 1, 0)], multipliers[min(place + 1, len(multipliers) - 1)]


Curves = dict[str, Curve]


def margins_of(curves: Curves) -> dict[str, list[float]]:
    """Purchases per further 1,000 euro, by replicate.

    Parameters
    ----------
    curves : dict of str to Curve
        Some curves.

    Returns
    -------
    dict of str to list of float
        By name.
    """
    return {name: curve.margins for name, curve in curves.items()}
