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

Shares = Mapping[int, Fraction]
"""Parts of one purchase, by the place of a touch on its path."""


def _last(path: Path) -> Shares:
    return {len(path.touches) - 1: Fraction(1)}


def _last_before_purchase(path: Path) -> Shares:
    """A purchase takes place in a buy moment by construction, which the last touch mostly names."""
    last = len(path.touches) - 1 - path.last_sold
    return {last: Fraction(1)} if last >= 0 else {}


def _first(_: Path) -> Shares:
    return {0: Fraction(1)}


def _linear(path: Path) -> Shares:
    count = len(path.touches)
    return dict.fromkeys(range(count), Fraction(1, count))


def _position(path: Path) -> Shares:
    """40 % to the first touch, 40 % to the last, 20 % to those between (two touches: half each)."""
    count = len(path.touches)
    if count <= 2:
        return _linear(path)
    middle = (1 - 2 * FIRST_AND_LAST) / (count - 2)
    return dict(enumerate([FIRST_AND_LAST, *[middle] * (count - 2), FIRST_AND_LAST]))


def _time_decay(path: Path) -> Shares:
    """Credit that halves with every seven days between a touch and the purchase."""
    weights = [0.5 ** (age / HALF_LIFE_DAYS) for age in path.ages]
    whole = math.fsum(weights)
    *earlier, _ = (Fraction(weight / whole) for weight in weights)
    # Rounded shares need not add up to one purchase, so the last touch takes what is left.
    return dict(enumerate([*earlier, 1 - sum(earlier, Fraction())]))


def _path_shapley(path: Path) -> Shares:
    """Shapley values of moments in the purchases of needs that met no other moment.

    In that game a purchase is shared equally by the moments its path touched, each counted once
    (Zhao, Mahboobi & Bagheri 2018; after Dalessandro et al. 2012).
    """
    first = [path.touches.index(moment) for moment in dict.fromkeys(path.touches)]
    return {place: Fraction(1, len(first)) for place in first}


def _by_path(shares: Callable[[Path], Shares]) -> Callable[[Paths], Credit]:
    """Make a rule that hands out every purchase over the touches of its path, by their places."""

    def rule(gone: Paths) -> Credit:
        credit: Credit = {}
        for path, count in gone.items():
            if path.bought and path.touches:
                for place, share in shares(path).items():
                    moment = path.touches[place]
                    credit[moment] = credit.get(moment, Fraction()) + count * share
        return credit

    return rule


# --- a rule that compares paths -----------------------------------------------------------------


def _markov(gone: Paths) -> Credit:
    """Credit by how many purchases a first-order Markov chain loses without a moment.

    Paths become a chain of moments between a start, the purchase and nothing; a moment is removed
    by sending everybody who comes to it to nothing (Anderl et al. 2016). Losses are scaled to the
    purchases there were.
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


RULES: Final[Mapping[str, Callable[[Paths], Credit]]] = {
    "last_touch": _by_path(_last),
    "last_before_purchase": _by_path(_last_before_purchase),
    "first_touch": _by_path(_first),
    "linear": _by_path(_linear),
    "position": _by_path(_position),
    "time_decay": _by_path(_time_decay),
    "markov": _markov,
    "path_shapley": _by_path(_path_shapley),
}
"""Every rule by its name: paths, and how often each was gone, to purchases by moment."""
