"""How a pattern is judged: an estimate with its interval, and a band from the literature."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from tests.checks import LIMIT, WeakCheckError


class Estimate(NamedTuple):
    """A number and its standard error."""

    value: float
    error: float

    def __sub__(self, other: "Estimate") -> "Estimate":  # type: ignore[override]
        """The difference of two independent estimates."""
        return Estimate(self.value - other.value, math.hypot(self.error, other.error))


def mean_of(values: ArrayLike) -> Estimate:
    """The mean of independent values; their spread is their own."""
    sample = np.asarray(values, dtype=float)
    return Estimate(float(sample.mean()), float(sample.std(ddof=1)) / math.sqrt(sample.size))


def ratio_of(above: ArrayLike, below: ArrayLike) -> Estimate:
    """A ratio of two sums over the same people, with the error its residuals show."""
    a, b = np.asarray(above, dtype=float), np.asarray(below, dtype=float)
    value = a.sum() / b.sum()
    error = (a - value * b).std(ddof=1) * math.sqrt(a.size) / b.sum()
    return Estimate(float(value), float(error))


def elasticity_of(new: ArrayLike, old: ArrayLike, factor: float) -> Estimate:
    """D ln units / D ln x, where x is `factor` times as much; its error by the delta method."""
    after, before = np.asarray(new, dtype=float), np.asarray(old, dtype=float)
    residual = mean_of(after / after.mean() - before / before.mean())
    value = math.log(after.mean() / before.mean()) / math.log(factor)
    return Estimate(value, residual.error / abs(math.log(factor)))


def lies_in(found: Estimate, low: float, high: float) -> None:
    """The 95 % interval lies in a band.

    Raises
    ------
    AssertionError
        Where it does not.
    WeakCheckError
        Where no interval so wide could.
    """
    reach = 2.0 * found.error
    if 2.0 * reach > high - low:
        raise WeakCheckError(f"the interval is {2.0 * reach:.3g} wide, the band {high - low:.3g}")
    inside = low <= found.value - reach <= found.value + reach <= high
    assert inside, f"{found.value:.4g} ± {reach:.2g} does not lie in {low:g} … {high:g}"


def is_positive(found: Estimate, limit: float = LIMIT) -> None:
    """It is above 0 by 4 standard errors, as 0 itself would be once in 30,000 seeds (3: 700)."""
    z = found.value / found.error if found.error > 0.0 else 0.0
    assert z >= limit, f"{found.value:.4g} ± {found.error:.2g}: z = {z:.2f}"
