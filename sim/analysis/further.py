"""What a sum of money more does, one moment at a time: lived, not continued from a slope."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.analysis.intervals import beyond_luck
from sim.analysis.ranking import Against, Values, against_best, ordered
from sim.results import Estimate, estimate


@dataclass(frozen=True)
class Sum:
    """A sum of money more for one moment, and for all else what is spent today."""

    planned: float
    """Planned euro of today's plan for this moment in the measured days."""
    purchases: Sequence[int]
    """Purchases more than under today's plan, by replicate."""
    profit: Sequence[float]
    """Euro of profit more than under today's plan, the sum itself paid, by replicate."""


@dataclass(frozen=True)
class Further:
    """The same sum of money more, for each moment in a world of its own."""

    euro: float
    """In the measured days."""
    planned: float
    """Planned euro of today's plan for everything in the measured days."""
    today: Sequence[int]
    """Purchases under today's plan, by replicate."""
    profit_today: Sequence[float]
    """Euro of profit under today's plan, by replicate."""
    sums: Mapping[str, Sum]
    """By moment, also those that get no money today."""

    @property
    def gained(self) -> dict[str, Sequence[int]]:
        """Purchases more than under today's plan, by moment and replicate."""
        return {name: one.purchases for name, one in self.sums.items()}

    @property
    def purchases(self) -> dict[str, Estimate]:
        """Purchases more than under today's plan, the most first."""
        gained = self.gained
        return {name: estimate(gained[name]) for name in ordered(gained)}

    @property
    def profit(self) -> dict[str, Estimate]:
        """Euro of profit more than under today's plan, by moment; the sum is paid."""
        return {name: estimate(self.sums[name].profit) for name in self.purchases}

    @property
    def against(self) -> Against | None:
        """Which moment brings the most purchases, and which surely fewer."""
        return against_best(self.gained)

    @property
    def best(self) -> tuple[str, ...]:
        """The moment that brings most and those not told from it; empty if it may bring nothing."""
        return best_of(self.against, self.gained)

    def as_json(self) -> dict[str, Any]:
        """Say all of it to a program; no number is rounded."""
        purchases, profit = self.purchases, self.profit
        return {
            "euro": self.euro,
            "planned": self.planned,
            "best": list(self.best),
            "moments": {
                name: {
                    "planned": self.sums[name].planned,
                    "difference": {
                        "purchases": purchases[name]._asdict(),
                        "profit": profit[name]._asdict(),
                    },
                }
                for name in purchases
            },
            "against_best": against_json(self.against),
        }


def surely(values: Values) -> tuple[str, ...]:
    """Name what surely brings something, all of it considered together.

    Parameters
    ----------
    values : mapping of str to sequence of float
        What each brings, by replicate.

    Returns
    -------
    tuple of str
        The largest mean first.
    """
    sure = beyond_luck(values)
    return tuple(name for name in ordered(values) if name in sure and np.mean(values[name]) > 0)


def best_of(against: Against | None, values: Values) -> tuple[str, ...]:
    """Name the best and those not told from it, if the best surely brings anything.

    Parameters
    ----------
    against : Against or None
        What is less than the best.
    values : mapping of str to sequence of float
        What each brings, by replicate.

    Returns
    -------
    tuple of str
        Empty where there is no ranking, or where the best may bring nothing.
    """
    if against is None or against.best not in surely(values):
        return ()
    return (against.best, *against.level)


def against_json(against: Against | None) -> dict[str, Any] | None:
    """Say to a program what is surely less than the best.

    Parameters
    ----------
    against : Against or None
        What is less than the best.

    Returns
    -------
    dict or None
        `best`, whose mean is the largest, told from the others or not; `less` by name with
        corrected intervals; and `not_told_apart` from the best. None with one replicate.
    """
    if against is None:
        return None
    return {
        "best": against.best,
        "less": {name: found._asdict() for name, found in against.behind.items()},
        "not_told_apart": list(against.level),
    }
