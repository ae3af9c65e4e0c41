"""Which of several things is worth more, as far as paired replicates can tell."""

import math
from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.analysis.intervals import detectable, quantile
from sim.results import Estimate
from sim.results.estimate import CONFIDENCE

Values = Mapping[str, Sequence[float]]
"""One value a replicate, by name; replicates are paired."""


def ordered(values: Values) -> list[str]:
    """Sort names by their mean value, the largest first; of equals the first comes first.

    Parameters
    ----------
    values : mapping of str to sequence of float
        One value a replicate, by name.

    Returns
    -------
    list of str
        The names.
    """
    return sorted(values, key=lambda name: -float(np.mean(values[name])))


def told_apart(one: Sequence[float], other: Sequence[float]) -> bool:
    """Tell whether so many replicates can say which of two is larger.

    Parameters
    ----------
    one, other : sequence of float
        One value a replicate each.

    Returns
    -------
    bool
        Whether their mean difference is at least the smallest that would be seen with a chance of
        80 %, which is wider than a 95 % interval around 0.
    """
    apart = np.subtract(one, other)
    least = detectable(apart.tolist())
    distance = abs(float(np.mean(apart)))
    return least is not None and distance > 0 and distance >= least


class Against(NamedTuple):
    """What can be said of the largest of several means."""

    best: str
    """Whose mean is the largest."""
    behind: dict[str, Estimate]
    """What is surely less: by how much, with an interval that considers all comparisons."""
    level: tuple[str, ...]
    """What cannot be told from the best, the largest mean first."""


def against_best(values: Values) -> Against | None:
    """Tell what is surely less than the best, all comparisons with it considered together.

    Something is surely less if the 95 % interval of its paired difference to the best, corrected
    for so many comparisons (Bonferroni), leaves out zero, and if the difference is no smaller than
    what so many replicates see with a chance of 80 %. The truly best one is then called less in at
    most one of twenty studies, whichever came out best.

    Parameters
    ----------
    values : mapping of str to sequence of float
        One value a replicate, by name.

    Returns
    -------
    Against or None
        None where there is nothing, or one replicate, which tells nothing.
    """
    names = ordered(values)
    if not names or len(values[names[0]]) < 2:
        return None
    first, *others = names
    behind = {}
    for name in others:
        less = np.subtract(values[first], values[name])
        found = _together(less, len(others))
        if found.above_zero and told_apart(values[first], values[name]):
            behind[name] = found
    return Against(first, behind, tuple(name for name in others if name not in behind))


def _together(differences: NDArray[np.float64], comparisons: int) -> Estimate:
    """Mean and interval of one of several differences, so that all hold together."""
    count, mean = len(differences), float(np.mean(differences))
    spread = float(np.std(differences, ddof=1)) / math.sqrt(count)
    half = quantile(count - 1, 1 - (1 - CONFIDENCE) / 2 / comparisons) * spread
    return Estimate(mean, mean - half, mean + half)


def least_difference(values: Values) -> float | None:
    """Find the smallest difference between any two that would be seen with a chance of 80 %.

    Parameters
    ----------
    values : mapping of str to sequence of float
        One value a replicate, by name.

    Returns
    -------
    float or None
        Minimum detectable effect of the pair that varies most; None with one replicate or one
        thing.
    """
    pairs = combinations(values.values(), 2)
    seen = [detectable(np.subtract(one, other).tolist()) for one, other in pairs]
    return max((least for least in seen if least is not None), default=None)
