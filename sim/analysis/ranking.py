"""Which of several things is worth more, as far as paired replicates can tell."""

from collections.abc import Mapping, Sequence
from itertools import combinations, product

import numpy as np

from sim.analysis.intervals import detectable

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


def ranks(values: Values) -> dict[str, int]:
    """Rank things so that two of them have different ranks only if they can be told apart.

    Parameters
    ----------
    values : mapping of str to sequence of float
        One value a replicate, by name.

    Returns
    -------
    dict of str to int
        Ranks from 1, the largest mean first. A rank is closed only where everything above can be
        told from everything below, so that neighbours of neighbours may share one, too.
    """
    names = ordered(values)
    rank, found = 1, {}
    for place, name in enumerate(names):
        above, below = names[:place], names[place:]
        if above and all(told_apart(values[a], values[b]) for a, b in product(above, below)):
            rank = place + 1
        found[name] = rank
    return found


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
