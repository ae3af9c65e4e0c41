"""O14: where people's need rates are Gamma and needs are met at once, purchases are NBD.

Counts over T days are NegBin(r, r / (r + m T)), m the mean rate; a share (r / (r + m T))^r buys
nothing; and who bought x units in T buys (x + r) T' / (T + r / m) on average in T' more
(conditional trend). The engine differs in two ways, both allowed for: it has 256 equally likely
classes of rates, and at most one need a day, so that the counts of a class are Binomial(T, 1 -
e^-lambda) and not Poisson(lambda T). The mixture of these binomials is what the engine must meet
exactly; it stands for the NBD to a total variation of .003 at these rates of one need in 100 days
(the mean loses about 1 % to needs that would have fallen on the same day). Source: O14; Ehrenberg
1959; Goodhardt, Ehrenberg & Chatfield 1984; Morrison & Schmittlein 1988
(from memory).
"""

from functools import cache

import numpy as np
import pytest
from scipy.stats import binom, gamma, nbinom, poisson

from tests.analytic.buying import AT_ONCE
from tests.checks import agree, agree_mean, agree_shares
from tests.worlds import born, brand, quiet, units

CONSUMERS = 20_000
EFFECT = 0.03
MEAN_DAYS = 100.0
DAYS = 300
HALF = DAYS // 2
MOST = 12  # of so many units and more there is one class
SHAPES = (0.6, 2.0)
ALIKE = 1e6

shapes = pytest.mark.parametrize("shape", SHAPES)


@cache
def bought(shape: float, refractory: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Units everybody bought in the first half of the days, and in all."""
    spec = quiet(
        AT_ONCE,
        market={
            "consumers": CONSUMERS,
            "days": DAYS,
            "needs": {"mean_days": MEAN_DAYS, "shape": shape, "refractory_days": refractory},
        },
        brands={"acme": brand()},
    )
    model = born(spec, needs=True)
    half = units(model.run(until=HALF)).sum(axis=1)
    return half, units(model.run()).sum(axis=1)


def frequencies(counts: np.ndarray) -> np.ndarray:
    """People by units bought, 0 … MOST - 1 and more."""
    return np.bincount(np.minimum(counts, MOST), minlength=MOST + 1)


def grouped(chances: np.ndarray) -> np.ndarray:
    """The last class holds the tail."""
    return np.append(chances[:MOST], 1.0 - chances[:MOST].sum())


def nbd(shape: float, days: int = DAYS) -> np.ndarray:
    """NegBin(r, r / (r + m T))."""
    return grouped(nbinom.pmf(np.arange(MOST), shape, shape / (shape + days / MEAN_DAYS)))


def of_classes(shape: float) -> np.ndarray:
    """Mean of Binomial(T, 1 - e^-lambda) over 256 equally likely slices of the Gamma."""
    edges = gamma.ppf(np.arange(257) / 256, shape)
    means = 256 * np.diff(gamma.cdf(edges, shape + 1.0))
    daily = 1.0 - np.exp(-means / MEAN_DAYS)
    return grouped(binom.pmf(np.arange(MOST)[:, None], DAYS, daily).mean(axis=1))


def total_variation(one: np.ndarray, other: np.ndarray) -> float:
    return 0.5 * float(np.abs(one - other).sum())


def counts_agree(shape: float, chances: np.ndarray) -> None:
    agree_shares(frequencies(bought(shape)[1]), CONSUMERS, chances, smallest_effect=EFFECT)


@shapes
def test_units_bought_follow_the_negative_binomial(shape: float) -> None:
    """P(x) of NegBin(r, r / (r + m T)) for every x."""
    counts_agree(shape, nbd(shape))


@shapes
def test_the_whole_distribution_is_near(shape: float) -> None:
    """Total variation below .02, of which chance alone makes about .008 among 20,000."""
    found = frequencies(bought(shape)[1]) / CONSUMERS
    assert total_variation(found, nbd(shape)) < 0.02


@shapes
def test_units_bought_follow_the_engines_own_mixture(shape: float) -> None:
    """256 classes, each Binomial(T, 1 - e^-lambda)."""
    counts_agree(shape, of_classes(shape))


@shapes
def test_classes_and_whole_days_stand_for_the_nbd(shape: float) -> None:
    """Total variation of the two closed forms below .003."""
    assert total_variation(of_classes(shape), nbd(shape)) < 0.003


@shapes
def test_purchases_at_random_by_people_all_alike_are_found_out(shape: float) -> None:
    """Poisson(m T) is far off: total variation above .15."""
    alike = grouped(poisson.pmf(np.arange(MOST), DAYS / MEAN_DAYS))
    with pytest.raises(AssertionError, match="z = "):
        counts_agree(shape, alike)
    assert total_variation(frequencies(bought(shape)[1]) / CONSUMERS, alike) > 0.15


@shapes
def test_a_shape_a_tenth_too_large_is_found_out(shape: float) -> None:
    with pytest.raises(AssertionError, match="z = "):
        counts_agree(shape, nbd(1.1 * shape))


def test_people_all_alike_buy_at_random() -> None:
    """Without heterogeneity Binomial(T, 1 - e^-m), and no NBD."""
    chances = grouped(binom.pmf(np.arange(MOST), DAYS, 1.0 - np.exp(-1.0 / MEAN_DAYS)))
    counts_agree(ALIKE, chances)
    with pytest.raises(AssertionError, match="z = "):
        counts_agree(ALIKE, nbd(2.0))


def test_weeks_of_satiation_after_a_purchase_are_found_out() -> None:
    """The NBD is of people who may want again the next day."""
    found = frequencies(bought(2.0, refractory=14)[1])
    with pytest.raises(AssertionError, match="z = "):
        agree_shares(found, CONSUMERS, nbd(2.0), smallest_effect=EFFECT)


@shapes
def test_half_the_time_leaves_the_same_people_with_the_same_shape(shape: float) -> None:
    """Buyers at all in T/2: 1 - (r / (r + m T / 2))^r."""
    buyers = np.count_nonzero(bought(shape)[0])
    share = 1.0 - (shape / (shape + HALF / MEAN_DAYS)) ** shape
    agree_shares([buyers], CONSUMERS, [share], smallest_effect=EFFECT)


@shapes
@pytest.mark.parametrize("before", [0, 1, 3])
def test_past_purchases_foretell_later_ones(shape: float, before: int) -> None:
    """E[later | x before] = (x + r) T' / (T + r / m), T = T' half of the days."""
    first, all_days = bought(shape)
    later = (all_days - first)[first == before]
    expected = (before + shape) * HALF / (HALF + shape * MEAN_DAYS)
    agree_mean(later, expected, smallest_effect=0.5)


def test_buyers_who_go_on_as_before_are_found_out() -> None:
    """Whoever bought nothing buys something later, and whoever bought 3 fewer than 3."""
    first, all_days = bought(2.0)
    for before in (0, 3):
        later = (all_days - first)[first == before]
        error = later.std(ddof=1) / np.sqrt(len(later))
        with pytest.raises(AssertionError, match="z = "):
            agree(later.mean(), before, error, smallest_effect=0.5)
