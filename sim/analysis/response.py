"""How a brand's purchases answer to money: response curves, margins, saturation, a ranking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.plausible import Plausible
from sim.analysis.ranking import least_difference, ordered, ranks
from sim.results import Estimate, Made, estimate
from sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

TODAY: Final = 1.0
"""The multiplier of today's spend."""
THOUSAND: Final = 1000.0
NEXT_EURO: Final = 10_000.0
"""Euro that somebody may have to give away next."""


@dataclass(frozen=True)
class Curve:
    """What a brand sells if it pays more or less for one thing, and for all else as today."""

    spend: float
    """Planned euro of today's plan in the measured days."""
    bought: Mapping[float, Sequence[int]]
    """Purchases by replicate, by multiplier of today's spend; today's own among them."""

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
            Units in the measured days.
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
            Over paired replicates, in units.
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


@dataclass(frozen=True)
class Response:
    """How a brand's purchases in the measured days answer to money for moments and levers."""

    spec: Scenario
    """The world; its focal brand is the brand asked about."""
    multipliers: tuple[float, ...]
    """Multiples of today's spend, rising; today's own among them."""
    seed: int
    """Seed of people and luck."""
    new_people: bool
    """Whether each replicate drew people of its own."""
    feedback: str
    """Whether experiences reach other people: live, off, or replayed from today's plan."""
    numbers: tuple[int, ...]
    """The replicates; at least one."""
    moments: Curves
    """By moment that gets money today."""
    levers: Curves = field(default_factory=dict)
    """By lever that gets money today, where asked."""
    unpaid: tuple[str, ...] = ()
    """Moments asked about that get no money today, of which there is no multiple."""
    presence: Mapping[tuple[str, str], Sequence[float]] = field(default_factory=dict)
    """Elasticity of purchases to being noticed by replicate, by micro-moment and channel."""
    plausible: Plausible | None = None
    """What the answer would be under other assumptions, where asked."""
    made: Made = field(default_factory=Made)
    """How it came about."""
    out: Path | None = None
    """The folder in which it is kept."""

    def __repr__(self) -> str:
        count = len(self.numbers)
        asked = f"{self.spec.focal_brand} in {self.spec.name}"
        return f"<Response of {asked}: {count} replicate{'s' * (count > 1)}, seed {self.seed}>"

    @property
    def ranking(self) -> list[str]:
        """Moments by what a further euro does, the most first."""
        return ordered(margins_of(self.moments))

    @property
    def ranks(self) -> dict[str, int]:
        """Rank of each moment; those that cannot be told apart share one."""
        return ranks(margins_of(self.moments))

    @property
    def detectable(self) -> float | None:
        """Smallest difference of two moments' margins that is seen with a chance of 80 %."""
        return least_difference(margins_of(self.moments))

    @property
    def best(self) -> tuple[str, ...]:
        """Moments of rank 1, if the money of one of them surely brings purchases.

        Empty where there is no ranking: with one replicate, or where the best may bring nothing.
        """
        if not self.moments or len(self.numbers) < 2:
            return ()
        first = self.moments[self.ranking[0]].marginal
        if first.low is None or first.low <= 0:
            return ()
        return tuple(name for name in self.ranking if self.ranks[name] == 1)

    @property
    def elasticity(self) -> dict[tuple[str, str], Estimate]:
        """Purchases in percent per percent of presence, by micro-moment and channel."""
        return {cell: estimate(values) for cell, values in self.presence.items()}

    @property
    def frame(self) -> "pd.DataFrame":
        """One row per moment or lever and multiplier, with 95 % intervals, in purchases."""
        import pandas as pd

        rows = [
            {
                "kind": kind,
                "name": name,
                "multiplier": multiplier,
                "spend": curve.spend * multiplier,
                **curve.purchases(multiplier)._asdict(),
                **{f"more_{k}": v for k, v in curve.difference(multiplier)._asdict().items()},
            }
            for kind, curves in (("moment", self.moments), ("lever", self.levers))
            for name, curve in curves.items()
            for multiplier in curve.multipliers
        ]
        heads = ["kind", "name", "multiplier", "spend", "mean", "low", "high"]
        return pd.DataFrame(rows, columns=[*heads, "more_mean", "more_low", "more_high"])


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


def elasticity(less: float, today: float, more: float, shift: float) -> float:
    """Percent of purchases per percent of what was shifted, by a central difference.

    Parameters
    ----------
    less, today, more : float
        Purchases with the cause shifted down, not shifted, and shifted up.
    shift : float
        By which part it was shifted either way.

    Returns
    -------
    float
        The elasticity; not a number where nothing was bought.
    """
    return (more - less) / (2 * shift * today) if today else float(np.nan)
