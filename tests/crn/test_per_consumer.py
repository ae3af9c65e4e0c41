"""The interval from the spread between consumers holds the truth where nobody depends on another.

Without feedback, consumers of their own in each replicate are independent draws, and so the
variance of what they gain together is their number times the variance between them. The same
people, lived again, vary less than that, for how they differ for good is no luck: the interval is
wider than need be. Where people read and hear one another, also in what another
world made public, totals vary far more than people do among themselves, and no such interval is
given. Source: model 13.3, A19.
"""

from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from sim.analysis.intervals import by_consumer
from sim.analysis.uplift import per_consumer
from sim.errors import ResultError
from sim.results import Comparison
from sim.study.compare import Feedback, compare
from tests.checks import agree_shares
from tests.crn.compared import busy

pytestmark = pytest.mark.slow

REPLICATES, FEWER, FEW = 400, 150, 60
LOUD: dict[str, Any] = {
    "market": {
        "consumers": 300,
        "warm_up_days": 0,
        "days": 20,
        "choice": {"popularity": 2.0},
        "needs": {"mean_days": 5, "refractory_days": 0},
    },
    "reviews": {"write": [0.5] * 5, "weight": 4.0, "prior_count": 1},
    "network": {"ask": 0.5, "tell": 1.0, "feed": 0.5},
}
"""Needs every few days, and people who talk about little else."""


@cache
def lived(feedback: Feedback, *, reps: int, new_people: bool = False) -> Comparison:
    return compare(
        busy(**LOUD),
        strategies=["cheaper"],
        feedback=feedback,
        reps=reps,
        new_people=new_people,
        workers=1,
    )


def held(found: Comparison, *, scale: float = 1.0) -> int:
    """How many intervals of single pairs hold the mean of all of them.

    The mean of so many is the truth but for a hundredth of what a single pair may be off.
    """
    gained: NDArray[np.float64] = found.gains("cheaper")
    pairs = found.pairs["cheaper"]
    halves = [
        by_consumer([it.consumers], [it.gained], [it.squares]).half_width or 0.0 for it in pairs
    ]
    inside = np.abs(gained - gained.mean()) <= scale * np.array(halves)
    return int(inside.sum())


def test_with_other_people_each_time_it_holds_the_truth_95_times_of_100() -> None:
    found = lived("off", reps=REPLICATES, new_people=True)
    told, gained = per_consumer(found, "cheaper"), found.gains("cheaper")
    # All replicates together: the same spread between consumers, by the root of how many.
    assert told.mean == pytest.approx(gained.mean())
    assert told.half_width == pytest.approx(
        stats.norm.isf(0.025) * gained.std() / np.sqrt(REPLICATES), rel=0.15
    )
    agree_shares([held(found)], REPLICATES, [0.95], smallest_effect=0.09)


def test_a_narrower_one_would_not() -> None:
    found = lived("off", reps=REPLICATES, new_people=True)
    with pytest.raises(AssertionError):
        agree_shares([held(found, scale=0.7)], REPLICATES, [0.95], smallest_effect=0.09)


def least_expected(count: int) -> float:
    """What 95 of 100 falls short of once in 30,000 times."""
    return float(stats.binom.ppf(1 / 30_000, count, 0.95))


def test_with_the_same_people_it_holds_the_truth_at_least_as_often() -> None:
    assert held(lived("off", reps=FEWER)) >= least_expected(FEWER)


def test_with_the_same_people_a_narrower_one_would_not() -> None:
    assert held(lived("off", reps=FEWER), scale=0.6) < least_expected(FEWER)


@pytest.mark.parametrize("feedback", ["live", "replay"])
def test_where_people_hear_others_it_would_not_hold_the_truth_and_is_not_given(
    feedback: Feedback,
) -> None:
    found = lived(feedback, reps=FEW)
    with pytest.raises(ResultError, match="spread between them understates luck"):
        per_consumer(found, "cheaper")
    with pytest.raises(AssertionError):
        agree_shares([held(found)], FEW, [0.95], smallest_effect=0.23)
