"""Intervals of paired replicates: ratios, what could have been seen, how many it takes."""

import math
from bisect import bisect_left
from collections.abc import Hashable, Mapping, Sequence
from typing import Final, TypeVar

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.results import Estimate
from sim.results.estimate import CONFIDENCE

T = TypeVar("T", bound=Hashable)
POWER: Final = 0.8
"""Chance with which a detectable difference is told from nothing."""
MOST: Final = 1_000_000
"""Replicates beyond which nobody will go."""


def ratio(top: ArrayLike, bottom: ArrayLike) -> Estimate:
    """Estimate the ratio of two means over the same replicates (Fieller 1954, from memory).

    Parameters
    ----------
    top, bottom : array_like of float
        One value a replicate each.

    Returns
    -------
    Estimate
        Ratio of the means and its 95 % interval. There is no interval where the denominator may be
        nothing, and no ratio where it is.
    """
    x, y = np.asarray(top, np.float64), np.asarray(bottom, np.float64)
    mean_x, mean_y = _mean(x), _mean(y)
    if mean_y == 0.0:
        return Estimate(None, None, None)
    mean = mean_x / mean_y
    if len(x) < 2:
        return Estimate(mean, None, None)
    (xx, xy), (_, yy) = np.cov(x, y) * (quantile(len(x) - 1) ** 2 / len(x))
    # The ratios r for which mean_x - r mean_y cannot be told from nothing lie between two roots.
    a, b, c = mean_y**2 - yy, mean_x * mean_y - xy, mean_x**2 - xx
    if a <= 0.0:
        return Estimate(mean, None, None)
    half = math.sqrt(max(0.0, b * b - a * c)) / a
    return Estimate(mean, b / a - half, b / a + half)


def detectable(differences: Sequence[float]) -> float | None:
    """Find the smallest difference that so many replicates would tell from nothing.

    Parameters
    ----------
    differences : sequence of float
        One paired difference a replicate.

    Returns
    -------
    float or None
        Found with 80 % power by a two-sided 5 % test; None with fewer than two replicates.
    """
    known = _known(differences)
    if len(known) < 2:
        return None
    degrees = len(known) - 1
    return (quantile(degrees) + quantile(degrees, POWER)) * _spread(known) / math.sqrt(len(known))


def replicates_needed(differences: Sequence[float], half_width: float) -> int | None:
    """Find how many replicates an interval takes that is narrow enough, after a pilot.

    Parameters
    ----------
    differences : sequence of float
        One paired difference a replicate of the pilot.
    half_width : float
        What shall stand behind the ±.

    Returns
    -------
    int or None
        Replicates, at least two, if they spread as in the pilot; None where the pilot has fewer
        than two, or where a million would not do.
    """
    known = _known(differences)
    if len(known) < 2 or not half_width > 0.0:
        return None
    spread = _spread(known)

    def will_do(count: int) -> bool:
        return quantile(count - 1) * spread / math.sqrt(count) <= half_width

    # Every replicate narrows the interval, so what will not do comes before what will.
    counts = range(2, MOST + 1)
    place = bisect_left(counts, True, key=will_do)
    return counts[place] if place < len(counts) else None


def by_consumer(
    consumers: Sequence[int], gained: Sequence[int], squares: Sequence[int]
) -> Estimate:
    """Estimate a total from how much consumers differ, where nobody depends on another.

    Parameters
    ----------
    consumers, gained, squares : sequence of int
        By replicate: how many there are, the sum of their differences, the sum of the squares.
        Each replicate counts as people of its own; of the same people lived again, the interval
        is wider than need be.

    Returns
    -------
    Estimate
        Mean total of a replicate, and its 95 % interval from the spread between consumers; none
        where a replicate has a single consumer.
    """
    n, total = np.asarray(consumers, np.float64), np.asarray(gained, np.float64)
    mean = _mean(total)
    if n.min() < 2:
        return Estimate(mean, None, None)
    variance = (np.asarray(squares, np.float64) - total**2 / n) * n / (n - 1)
    half = 1.959963984540054 * math.sqrt(variance.sum()) / len(total)
    return Estimate(mean, mean - half, mean + half)


def beyond_luck(values: Mapping[T, Sequence[float]]) -> list[T]:
    """Tell which of several quantities are not nothing, all of them considered together.

    If none of them is anything, one is told in at most 5 of 100 studies (Holm 1979, from memory).

    Parameters
    ----------
    values : mapping to sequence of float
        One value a replicate of each quantity; NaN where it is undefined.

    Returns
    -------
    list
        Their names, the surest first; none with fewer than two replicates.
    """
    from scipy.special import stdtr

    chances = {}
    for name, sample in values.items():
        known = _known(sample)
        if len(known) > 1 and known.any():
            error = _spread(known) / math.sqrt(len(known))
            distance = abs(_mean(known)) / error if error else math.inf
            chances[name] = 2.0 * float(stdtr(len(known) - 1, -distance))
    told = sorted(chances, key=lambda name: chances[name])
    for place, name in enumerate(told):
        if chances[name] * (len(values) - place) > 1 - CONFIDENCE:
            return told[:place]
    return told


def quantile(degrees: int, level: float = (1 + CONFIDENCE) / 2) -> float:
    """Quantile of Student's t.

    Parameters
    ----------
    degrees : int
        Degrees of freedom.
    level : float
        Its probability; omitted = the upper end of a 95 % interval.

    Returns
    -------
    float
        The quantile.
    """
    from scipy.special import stdtrit

    return float(stdtrit(degrees, level))


def _known(values: Sequence[float]) -> NDArray[np.float64]:
    array = np.asarray(values, np.float64)
    return array[~np.isnan(array)]


def _mean(values: NDArray[np.float64]) -> float:
    return math.fsum(values.tolist()) / len(values)


def _spread(values: NDArray[np.float64]) -> float:
    return float(values.std(ddof=1))
