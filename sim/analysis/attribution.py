"""Whose touch gets the credit for a purchase: the rules of thumb, each a function of paths.

Each rule hands out the purchase that a path led to over the moments of that path. None knows what
would have happened without them.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.analysis.paths import Path, Paths, purchases

HALF_LIFE_DAYS: Final = 7
"""Days after which a touch gets half the credit of a touch on the day of purchase (time decay)."""
FIRST_AND_LAST: Final = Fraction(2, 5)
"""Credit of the first and of the last touch, each, under the position rule: 40/20/40."""


Floats = NDArray[np.float64]
Credit = dict[str, Fraction]
"""Purchases by moment."""


def attribute(gone: Paths) -> dict[str, Credit]:
    """What every rule says of the same paths.

    Parameters
    ----------
    gone : mapping of Path to int
        Paths and how often each was gone.

    Returns
    -------
    dict of str to dict of str to Fraction
        Purchases by rule and moment, a moment per player of any path, 0 where it gets nothing.
        Under every rule but `last_before_purchase` they add up exactly to the purchases of paths
        with a touch; under that one, to those of paths with a touch before the purchase.
    """
    moments = sorted({moment for path in gone for moment in path.touches})
    return {
        name: {moment: credit.get(moment, Fraction()) for moment in moments}
        for name, credit in ((name, rule(gone)) for name, rule in RULES.items())
    }


# --- rules that look at one path at a time ------------------------------------------------------


def last_touch(gone: Paths) -> Credit:
    """All credit to the last touch.

    Parameters
    ----------
    gone : mapping of Path to int
        Paths and how often each was gone.

    Returns
    -------
    dict of str to Fraction
        Purchases by moment.
    """
    return _each(gone, lambda path: {len(path.touches) - 1: Fraction(1)})


def last_before_purchase(gone: Paths) -> Credit:
    """All credit to the last touch before the moment of the purchase itself.

    A purchase takes place in a buy moment by construction, so that the last touch mostly names it.

    Parameters
    ----------
    gone : mapping of Path to int
        Paths and how often each was gone.

    Returns
    -------
    dict of str to Fraction
        Purchases by moment; those that no touch went before are handed to none.
    """
    return _each(gone, _last_before_purchase)


def _last_before_purchase(path: Path) -> dict[int, Fraction]:
    last = len(path.touches) - 1 - path.last_sold
    return {last: Fraction(1)} if last >= 0 else {}


def first_touch(gone: Paths) -> Credit:
    """All credit to the first touch.

    Parameters
    ----------
    gone : mapping of Path to int
        Paths and how often each was gone.

    Returns
    -------
    dict of str to Fraction
        Purchases by moment.
    """
    return _each(gone, lambda _: {0: Fraction(1)})


def linear(gone: Paths) -> Credit:
    """The same credit to every touch.

    Parameters
    ----------
    gone : mapping of Path to int
        Paths and how often each was gone.

    Returns
    -------
    dict of str to Fraction
        Purchases by moment.
    """
    return _each(gone, lambda path: _equally(len(path.touches)))


def position(gone: Paths) -> Credit:
    """40 % to the first touch, 40 % to the last, 20 % to those between (two touches: half each).

    Parameters
    ----------
    gone : mapping of Path to int
        Paths and how often each was gone.

    Returns
    -------
    dict of str to Fraction
        Purchases by moment.
    """
    return _each(gone, _by_position)


def _by_position(path: Path) -> dict[int, Fraction]:
    count = len(path.touches)
    if count <= 2:
        return _equally(count)
    middle = (1 - 2 * FIRST_AND_LAST) / (count - 2)
    return dict(enumerate([FIRST_AND_LAST, *[middle] * (count - 2), FIRST_AND_LAST]))


def time_decay(gone: Paths) -> Credit:
    """Credit that halves with every seven days between a touch and the purchase.

    Parameters
    ----------
    gone : mapping of Path to int
        Paths and how often each was gone.

    Returns
    -------
    dict of str to Fraction
        Purchases by moment.
    """
    return _each(gone, _by_age)


def _by_age(path: Path) -> dict[int, Fraction]:
    weights = [0.5 ** (age / HALF_LIFE_DAYS) for age in path.ages]
    whole = math.fsum(weights)
    *earlier, _ = (Fraction(weight / whole) for weight in weights)
    # Rounded shares need not add up to one purchase, so the last touch takes what is left.
    return dict(enumerate([*earlier, 1 - sum(earlier, Fraction())]))


def _equally(count: int) -> dict[int, Fraction]:
    return dict.fromkeys(range(count), Fraction(1, count))


def _each(gone: Paths, shares: Callable[[Path], Mapping[int, Fraction]]) -> Credit:
    """Hand out every purchase over the touches of its path, by their places."""
    credit: Credit = {}
    for path, count in gone.items():
        if path.bought and path.touches:
            for place, share in shares(path).items():
                moment = path.touches[place]
                credit[moment] = credit.get(moment, Fraction()) + count * share
    return credit


# --- rules that compare paths -------------------------------------------------------------------


def markov(gone: Paths) -> Credit:
    """Credit by how many purchases a first-order Markov chain loses without a moment.

    Paths become a chain of moments between a start, the purchase and nothing; a moment is removed
    by sending everybody who comes to it to nothing (Anderl et al. 2016). Losses are scaled to the
    purchases there were.

    Parameters
    ----------
    gone : mapping of Path to int
        Paths and how often each was gone; those without a purchase matter, too.

    Returns
    -------
    dict of str to Fraction
        Purchases by moment.
    """
    handed_out = purchases(gone, touched=True)
    if handed_out == 0:
        return {}
    moments = sorted({moment for path in gone for moment in path.touches})
    steps, bought = _chain(gone, moments)
    whole = _chance(steps, bought, ())
    lost = [1 - _chance(steps, bought, (place,)) / whole for place in range(1, len(moments) + 1)]
    weights = [Fraction(max(loss, 0.0)) for loss in lost]
    scale = handed_out / sum(weights, Fraction())
    return {moment: scale * weight for moment, weight in zip(moments, weights, strict=True)}


def _chain(gone: Paths, moments: Sequence[str]) -> tuple[Floats, Floats]:
    """Chances to go from the start (0) or a moment to a moment, and to the purchase."""
    place = {moment: number for number, moment in enumerate(moments, start=1)}
    size = len(moments) + 1
    steps, bought, left = np.zeros((size, size)), np.zeros(size), np.zeros(size)
    for path, count in gone.items():
        if not path.touches:
            continue
        at = 0
        for moment in path.touches:
            steps[at, place[moment]] += count
            left[at] += count
            at = place[moment]
        bought[at] += count * path.bought
        left[at] += count
    return steps / left[:, None], bought / left


def _chance(steps: Floats, bought: Floats, removed: Sequence[int]) -> float:
    """Chance to come from the start to the purchase, past the moments removed."""
    kept = [state for state in range(len(bought)) if state not in removed]
    among = steps[np.ix_(kept, kept)]
    reached = np.linalg.solve(np.eye(len(kept)) - among, bought[kept])
    return float(reached[0])


def path_shapley(gone: Paths) -> Credit:
    """Credit by the Shapley values of moments in the purchases of needs that met no other moment.

    In that game a purchase is shared equally by the moments its path touched, each counted once
    (Zhao, Mahboobi & Bagheri 2018; after Dalessandro et al. 2012).

    Parameters
    ----------
    gone : mapping of Path to int
        Paths and how often each was gone.

    Returns
    -------
    dict of str to Fraction
        Purchases by moment.
    """
    return _each(gone, _by_moment)


def _by_moment(path: Path) -> dict[int, Fraction]:
    first = [path.touches.index(moment) for moment in dict.fromkeys(path.touches)]
    return {place: Fraction(1, len(first)) for place in first}


RULES: Final[Mapping[str, Callable[[Paths], Credit]]] = {
    "last_touch": last_touch,
    "last_before_purchase": last_before_purchase,
    "first_touch": first_touch,
    "linear": linear,
    "position": position,
    "time_decay": time_decay,
    "markov": markov,
    "path_shapley": path_shapley,
}
"""Every rule by its name."""
