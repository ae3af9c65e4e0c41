"""O26: intervals of paired replicates cover the truth as often as they say.

Everybody has one need and chooses once by logit, V = -bp ln(price / reference), so that a rebate
brings N (P' - P) purchases of N people. Under the same Gumbel words nobody leaves the cheaper
brand: the difference of a person is 1 with chance d = P' - P, and the variance of the total is
N d (1 - d), where independent runs would have N (P (1 - P) + P' (1 - P')). Source: O26, model 13.3.
"""

import math
from functools import cache

import numpy as np
import pytest

from sim.analysis.intervals import by_consumer, replicates_needed
from sim.results import Comparison, Estimate, estimate
from sim.study.compare import compare
from tests.analytic.buying import AT_ONCE
from tests.checks import agree, agree_mean, agree_shares
from tests.counts import settled
from tests.reference_worlds import merged
from tests.worlds import ONE_NEED_EACH, quiet

pytestmark = pytest.mark.slow

PEOPLE, REPLICATES = 2_000, 400
USUAL = 10
WEIGHT, REBATE = 2.0, 0.9
BEFORE = 1.0 / 2.0
AFTER = REBATE**-WEIGHT / (1.0 + REBATE**-WEIGHT)
GAIN = AFTER - BEFORE


@cache
def compared() -> Comparison:
    """Four hundred pairs of a market of two brands, of which one gives a rebate."""
    spec = quiet(
        merged(AT_ONCE, ONE_NEED_EACH),
        market={"consumers": PEOPLE, "choice": {"price": WEIGHT}},
        strategies={"rebate": {"policies": {"price": REBATE}}},
    )
    return compare(settled(spec), strategies=["rebate"], reps=REPLICATES, workers=1)


def covered(half_widths: float, replicates: int = 2) -> int:
    """How many intervals of a few replicates each hold the truth; scaled, for the control."""
    gained = compared().gains("rebate").reshape(-1, replicates)
    hits = 0
    for pair in gained:
        found: Estimate = estimate(pair.tolist())
        assert found.mean is not None
        assert found.half_width is not None
        hits += abs(found.mean - PEOPLE * GAIN) <= half_widths * found.half_width
    return hits


def test_intervals_hold_the_truth_95_times_of_100() -> None:
    agree_shares([covered(1.0)], REPLICATES // 2, [0.95], smallest_effect=0.15)


def test_intervals_of_a_normal_distribution_would_not() -> None:
    """1.96 in place of Student's 12.7."""
    with pytest.raises(AssertionError):
        agree_shares([covered(1.96 / 12.706)], REPLICATES // 2, [0.95], smallest_effect=0.15)


def test_intervals_of_ten_replicates_hold_the_truth_95_times_of_100() -> None:
    """Forty intervals of as many replicates as a study has unless told otherwise.

    Intervals that hold the truth 67 times of 100 would be found out in any case.
    """
    agree_shares([covered(1.0, USUAL)], REPLICATES // USUAL, [0.95], smallest_effect=0.28)


def test_intervals_of_ten_replicates_a_third_as_wide_would_not() -> None:
    """A third of Student's 2.26: 53 times of 100."""
    with pytest.raises(AssertionError, match=r"expected 0\.95"):
        agree_shares([covered(1 / 3, USUAL)], REPLICATES // USUAL, [0.95], smallest_effect=0.28)


def test_the_mean_difference_is_that_of_the_logit() -> None:
    agree_mean(compared().gains("rebate"), PEOPLE * GAIN, smallest_effect=0.05 * PEOPLE * GAIN)


def test_the_mean_difference_is_not_that_of_another_price_weight() -> None:
    steeper = REBATE ** (-1.2 * WEIGHT) / (1.0 + REBATE ** (-1.2 * WEIGHT)) - BEFORE
    with pytest.raises(AssertionError):
        agree_mean(
            compared().gains("rebate"), PEOPLE * steeper, smallest_effect=0.05 * PEOPLE * GAIN
        )


def variance_agrees(expected: float) -> None:
    """The variance of totals, with the error a normal sample of them has."""
    found = compared().gains("rebate").var(ddof=1)
    error = expected * math.sqrt(2.0 / (REPLICATES - 1))
    agree(found, expected, error, smallest_effect=0.6 * expected)


def test_pairing_leaves_the_variance_of_those_who_change() -> None:
    variance_agrees(PEOPLE * GAIN * (1.0 - GAIN))


def test_pairing_does_not_leave_the_variance_of_independent_runs() -> None:
    with pytest.raises(AssertionError):
        variance_agrees(PEOPLE * (BEFORE * (1.0 - BEFORE) + AFTER * (1.0 - AFTER)))


def test_where_nobody_depends_on_another_one_pair_tells_the_luck_of_all() -> None:
    """The interval from the spread between consumers, of each pair by itself."""
    pairs = compared().pairs["rebate"]
    halves = [
        by_consumer([it.consumers], [it.gained], [it.squares]).half_width or 0.0 for it in pairs
    ]
    told = np.mean(halves) / 1.959963984540054
    seen = compared().gains("rebate").std(ddof=1)
    agree(told, seen, seen / math.sqrt(2.0 * REPLICATES), smallest_effect=0.3 * seen)


def test_as_many_replicates_as_planned_give_the_width_wanted() -> None:
    gained = compared().gains("rebate")
    wanted = 1.25
    planned = replicates_needed(gained[:100].tolist(), wanted)
    assert planned is not None
    assert 100 < planned < REPLICATES
    assert estimate(gained[:planned].tolist()).half_width == pytest.approx(wanted, rel=0.25)
