"""How a test judges a random result: how far it is from the truth, and how far it could have seen.

A check that no sample of its size could fail proves nothing. So whoever checks also states the
smallest effect the check is to rule out, and the sample must show such an effect at twice the limit
at which it fails: then fewer than 1 in 30,000 of them escape. A sample too small for that is an
error of another kind, so that a negative control, which expects the disagreement, cannot pass by
weakness.
"""

import math

import numpy as np
from numpy.typing import ArrayLike

LIMIT = 4.0
"""A fixed seed gives |z| < 4 once and for ever; a right formula misses it once in 16,000 seeds."""
MARGIN = 2.0


class WeakCheckError(Exception):
    """The sample is too small to notice the effect the check is to rule out."""


def z_of(count: float, n: int, p: float) -> float:
    """Standard errors between a count and its expectation, of n events of probability p.

    z = (count - n p) / sqrt(n p (1 - p)); what is certain must be met exactly.
    """
    distance = count - n * p
    if distance == 0.0:
        return 0.0
    spread = math.sqrt(n * p * (1.0 - p))
    return distance / spread if spread > 0.0 else math.copysign(math.inf, distance)


def share_error(p: ArrayLike, n: int) -> np.ndarray:
    """Standard error of a share of n independent events of probability p."""
    chance = np.asarray(p, dtype=float)
    return np.sqrt(chance * (1.0 - chance) / n)


def agree(
    observed: ArrayLike,
    expected: ArrayLike,
    standard_error: ArrayLike,
    *,
    smallest_effect: float,
    limit: float = LIMIT,
) -> np.ndarray:
    """What was observed is what was expected, and this sample could have told otherwise.

    Parameters
    ----------
    observed, expected : array_like
        One number or several.
    standard_error : array_like
        Of the observed, in the same unit; 0 where the expected is certain.
    smallest_effect : float
        The smallest distance the check is to rule out, in the same unit.
    limit : float
        Fails at so many standard errors.

    Returns
    -------
    numpy.ndarray
        The z value of each.

    Raises
    ------
    AssertionError
        Where something differs by `limit` standard errors or more.
    WeakCheckError
        Where an effect of `smallest_effect` would be less than 2 `limit` standard errors.
    """
    seen, told, error = np.broadcast_arrays(
        np.atleast_1d(np.asarray(observed, dtype=float)),
        np.asarray(expected, dtype=float),
        np.asarray(standard_error, dtype=float),
    )
    if smallest_effect < MARGIN * limit * error.max():
        shown = smallest_effect / error.max()
        raise WeakCheckError(f"an effect of {smallest_effect:g} is {shown:.1f} standard errors")
    distance = seen - told
    certain = np.where(distance == 0.0, 0.0, np.copysign(np.inf, distance))
    z = np.divide(distance, error, out=certain, where=error > 0.0)
    worst = int(np.abs(z).argmax())
    assert abs(z[worst]) < limit, (
        f"observed {seen[worst]:.6g}, expected {told[worst]:.6g}: z = {z[worst]:.2f} (no. {worst})"
    )
    return z


def agree_shares(
    counts: ArrayLike, n: int, probabilities: ArrayLike, *, smallest_effect: float
) -> np.ndarray:
    """Of n independent events so many were of each kind, as their probabilities say.

    Parameters
    ----------
    counts, probabilities : array_like
        By kind.
    n : int
        Number of events.
    smallest_effect : float
        The smallest change of any probability the check is to rule out.

    Returns
    -------
    numpy.ndarray
        The z value of each kind.
    """
    chances = np.asarray(probabilities, dtype=float)
    observed = np.asarray(counts, dtype=float) / n
    return agree(observed, chances, share_error(chances, n), smallest_effect=smallest_effect)


def agree_mean(values: ArrayLike, expected: float, *, smallest_effect: float) -> np.ndarray:
    """The mean of independent values is the one expected; their spread is their own."""
    sample = np.asarray(values, dtype=float)
    error = sample.std(ddof=1) / math.sqrt(len(sample))
    return agree(sample.mean(), expected, error, smallest_effect=smallest_effect)
