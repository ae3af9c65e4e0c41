"""How a brand's purchases answer to money: response curves, margins, saturation, a ranking."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from sim.analysis.curve import Curves, margins_of
from sim.analysis.further import Further, best_of
from sim.analysis.intervals import ratio
from sim.analysis.plausible import Plausible
from sim.analysis.ranking import Against, against_best, least_difference, ordered
from sim.results import Estimate, Made, estimate
from sim.results.columns import with_columns
from sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

TEN: Final = 10
"""Percent of presence that people are told of; of one percent nobody could read the effect."""


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
    live: Curves = field(default_factory=dict)
    """By moment, around today's spend: people read and hear one another; only with replay."""
    further: Further | None = None
    """What a sum of money more does, where asked."""
    unpaid: tuple[str, ...] = ()
    """Moments asked about that get no money today, of which there is no multiple."""
    presence: Mapping[tuple[str, str], Sequence[float]] = field(default_factory=dict)
    """Elasticity of purchases to being noticed by replicate, by micro-moment and channel."""
    plausible: Plausible | None = None
    """What the answer would be under other assumptions, where asked."""
    assumed: tuple[int, int] | None = None
    """Numbers of the market that are assumptions, and numbers in all; None: nobody counted."""
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
    def against(self) -> Against | None:
        """The moment in which a further euro does most, and those in which it surely does less."""
        return against_best(margins_of(self.moments))

    @property
    def detectable(self) -> float | None:
        """Smallest difference of two moments' margins that is seen with a chance of 80 %."""
        return least_difference(margins_of(self.moments))

    @property
    def best(self) -> tuple[str, ...]:
        """The moment in which a further euro does most, and those not told from it.

        Empty where there is no ranking: with one replicate, or where the best may bring nothing.
        """
        return best_of(self.against, margins_of(self.moments))

    @property
    def multiplier(self) -> dict[str, Estimate]:
        """Purchases more where people hear of one another, by those more where they do not.

        By moment, at today's margin, with Fieller's interval: what the review loop makes of one
        purchase. Where a moment's own effect may be luck, nothing can be divided by it.
        """
        return {
            name: ratio(curve.margins, self.moments[name].margins)
            for name, curve in self.live.items()
            if self.moments[name].marginal.decided
        }

    @property
    def elasticity(self) -> dict[tuple[str, str], Estimate]:
        """Purchases in percent per percent of presence, by micro-moment and channel."""
        return {cell: estimate(values) for cell, values in self.presence.items()}

    def _repr_html_(self) -> str:
        from sim.analysis.shown import response_part

        return response_part(self)

    @property
    @with_columns
    def frame(self) -> "pd.DataFrame":
        """One row per moment or lever, multiplier and measure: today, value, paired difference.

        Columns are `kind`, `name`, `multiplier`, `spend` (planned euro of the moment or lever in
        the measured days), `measure` (purchases, profit), `unit`, `base` (today), `value`,
        `difference`, and its 95 % interval `low`, `high`. Rows of kind `further` are worlds with a
        sum of money more.
        """
        from sim.analysis.response_frame import response_frame

        return response_frame(self)


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
