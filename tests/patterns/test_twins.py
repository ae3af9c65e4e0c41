"""Path dependence: twins of one market end further apart where people read what others wrote.

Twins have the same people and other luck. Four brands alike start level, and whose first buyers are
lucky is praised, read about and bought. The neutral market with reviews at the strong end of their
plausible ranges (a board weighs 4 observations, popularity .3 utils), against the same market with
feedback off. Over R twins of four shares that add to 1 there are 3 (R - 1) degrees of freedom, and
the ratio of the two variances of shares is F where reviews do nothing. Source: Salganik, Dodds &
Watts 2006, from memory.
"""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import f as f_distribution

from sim.model import JourneyModel
from tests.patterns.futures import SEED, market, opportunities

pytestmark = pytest.mark.slow

TWINS = 7
FREEDOM = 3 * (TWINS - 1)
STRONG = ("reviews.weight=4", "market.choice.popularity=0.3")


@cache
def shares(feedback: str, first: int = 0) -> NDArray[np.float64]:
    """Shares of the brands, twins × brands."""
    size = ("market.consumers=2000", "market.warm_up_days=40", "market.days=300")
    spec = market("base", *size, f"feedback={feedback}", *STRONG)
    found = []
    for twin in range(first, first + TWINS):
        model = JourneyModel(spec, opportunities=opportunities(spec), seed=SEED, replicate=twin)
        units = model.run().gained_brands()["purchases"].sum(axis=1)
        found.append(units / units.sum())
    return np.array(found)


def variance(found: NDArray[np.float64]) -> float:
    """Of a brand's share between twins."""
    return float(((found - found.mean(axis=0)) ** 2).sum()) / FREEDOM


def spread_further(one: NDArray[np.float64], other: NDArray[np.float64]) -> None:
    """The variances differ by more than luck does once in 100 seeds."""
    ratio = variance(one) / variance(other)
    limit = f_distribution.isf(0.01, FREEDOM, FREEDOM)
    assert ratio > limit, f"a ratio of {ratio:.2f}, below {limit:.2f}"


def test_reviews_drive_twins_apart() -> None:
    """Power: a standard deviation 2.5 times as large is seen nine times in ten."""
    spread_further(shares("live"), shares("off"))


def test_luck_alone_does_not_drive_them_apart() -> None:
    """Twins without reviews against others without reviews."""
    with pytest.raises(AssertionError, match="a ratio of"):
        spread_further(shares("off", first=TWINS), shares("off"))
