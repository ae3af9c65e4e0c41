"""How sure a mean over replicates is."""

import math
from collections.abc import Sequence
from typing import Final, NamedTuple

CONFIDENCE: Final = 0.95


class Estimate(NamedTuple):
    """A mean over replicates and its 95 % interval: the uncertainty of luck, and of luck alone."""

    mean: float | None
    """None where no replicate says anything."""
    low: float | None
    """None with fewer than two replicates."""
    high: float | None

    @property
    def half_width(self) -> float | None:
        """What stands behind the ±."""
        return None if self.low is None or self.high is None else (self.high - self.low) / 2

    @property
    def decided(self) -> bool | None:
        """Whether it is told from nothing: its interval leaves out 0. None where there is none."""
        if self.low is None or self.high is None:
            return None
        return not self.low <= 0.0 <= self.high

    @property
    def above_zero(self) -> bool:
        """Whether its whole interval is above 0; without an interval nobody knows."""
        return self.low is not None and self.low > 0.0


def estimate(values: Sequence[float]) -> Estimate:
    """Mean over replicates, with a t-interval.

    Parameters
    ----------
    values : sequence of float
        One value a replicate; NaN where it is undefined, as the satisfaction of nobody is. Such
        replicates are left out.

    Returns
    -------
    Estimate
        Mean and interval.
    """
    known = [float(value) for value in values if not math.isnan(value)]
    if not known:
        return Estimate(None, None, None)
    mean = math.fsum(known) / len(known)
    if len(known) == 1:
        return Estimate(mean, None, None)
    spread = math.fsum((value - mean) ** 2 for value in known) / (len(known) - 1)
    half = _quantile(len(known) - 1) * math.sqrt(spread / len(known))
    return Estimate(mean, mean - half, mean + half)


def _quantile(degrees: int) -> float:
    """Two-sided 95 % quantile of Student's t."""
    from scipy.special import stdtrit

    return float(stdtrit(degrees, (1 + CONFIDENCE) / 2))
