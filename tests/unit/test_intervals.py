"""Ratios, detectable differences and numbers of replicates, against statistics done elsewhere."""

import numpy as np
import pytest
from scipy import stats

from sim.analysis.intervals import beyond_luck, by_consumer, detectable, ratio, replicates_needed
from sim.results import estimate
from tests.checks import agree_shares

PILOT = [12.0, 3.0, 25.0, 8.0, 17.0, 11.0]


def test_the_bounds_of_a_ratio_are_those_at_which_it_cannot_be_told_from_another():
    """Fieller: at a bound r, top - r bottom is exactly on the edge of Student's test."""
    top, bottom = np.array([30.0, 41.0, 28.0, 35.0, 39.0]), np.array([11.0, 14.0, 9.0, 12.0, 13.0])
    found = ratio(top, bottom)
    assert found.mean == pytest.approx(top.mean() / bottom.mean())
    for bound in (found.low, found.high):
        assert stats.ttest_1samp(top - bound * bottom, 0.0).pvalue == pytest.approx(0.05)
    inside = stats.ttest_1samp(top - found.mean * bottom, 0.0).pvalue
    assert inside > 0.9


def test_a_ratio_to_what_may_be_nothing_has_no_bounds():
    found = ratio([5.0, 6.0, 4.0], [-1.0, 3.0, 1.0])
    assert found == (5.0, None, None)


def test_there_is_no_ratio_to_nothing():
    assert ratio([5.0, 6.0], [0.0, 0.0]) == (None, None, None)


def test_a_ratio_of_one_replicate_has_no_bounds():
    assert ratio([6.0], [3.0]) == (2.0, None, None)


def test_a_ratio_that_is_always_the_same_is_certain():
    found = ratio([20.0, 22.0, 24.0], [10.0, 11.0, 12.0])
    assert found == pytest.approx((2.0, 2.0, 2.0))


@pytest.mark.parametrize("replicates", [10, 20, 60])
def test_a_detectable_difference_is_found_four_times_of_five(replicates):
    """Power of the two-sided t-test, from the noncentral t distribution."""
    sample = np.arange(replicates, dtype=float)
    distance = detectable(sample.tolist())
    spread = sample.std(ddof=1)
    limit = stats.t.ppf(0.975, replicates - 1)
    power = stats.nct.sf(limit, replicates - 1, distance / spread * np.sqrt(replicates))
    assert power == pytest.approx(0.8, abs=0.015)


def test_nothing_is_detectable_by_one_replicate():
    assert detectable([3.0]) is None
    assert detectable([3.0, float("nan")]) is None


@pytest.mark.parametrize("wanted", [0.0152, 0.1, 0.33, 1.0, 2.5, 6.0, 20.0])
def test_the_replicates_needed_are_the_fewest_that_are_narrow_enough(wanted):
    def half(count):
        return stats.t.ppf(0.975, count - 1) * np.std(PILOT, ddof=1) / np.sqrt(count)

    count = replicates_needed(PILOT, wanted)
    assert half(count) <= wanted
    assert count == 2 or half(count - 1) > wanted


@pytest.mark.parametrize(("pilot", "wanted"), [([1.0], 1.0), (PILOT, 0.0), (PILOT, 1e-9)])
def test_where_no_number_would_do_none_is_named(pilot, wanted):
    assert replicates_needed(pilot, wanted) is None


def test_where_nothing_varies_two_replicates_do():
    assert replicates_needed([4.0, 4.0, 4.0], 0.5) == 2


def test_the_interval_by_consumer_is_that_of_a_sum_of_independent_people():
    """As the normal interval of a mean, times the number of people."""
    people = np.random.default_rng(3).integers(-1, 3, 400)
    found = by_consumer([400], [int(people.sum())], [int((people**2).sum())])
    low, high = stats.norm.interval(0.95, people.mean(), stats.sem(people))
    assert found.low == pytest.approx(400 * low)
    assert found.high == pytest.approx(400 * high)


@pytest.mark.parametrize("consumers", [[1], [1, 1], [400, 1]])
def test_one_consumer_differs_from_nobody_and_has_no_interval(consumers):
    gained = [3] * len(consumers)
    assert by_consumer(consumers, gained, [9] * len(consumers)) == (3.0, None, None)


def test_replicates_by_consumer_are_averaged():
    one = by_consumer([100], [20], [60])
    four = by_consumer([100] * 4, [20] * 4, [60] * 4)
    assert four.mean == one.mean
    assert four.half_width == pytest.approx(one.half_width / 2)


def test_the_interval_of_luck_is_students():
    found = estimate(PILOT)
    assert (found.low, found.high) == pytest.approx(
        stats.t.interval(0.95, len(PILOT) - 1, np.mean(PILOT), stats.sem(PILOT))
    )


# --- several quantities at once -------------------------------------------------------------------


def shifted(chance: float, replicates: int = 6) -> list[float]:
    """A sample of which Student's two-sided test says just this chance."""
    distance = stats.t.isf(chance / 2, replicates - 1)
    noise = np.arange(replicates) - (replicates - 1) / 2
    return (noise / stats.sem(noise) + distance).tolist()


@pytest.mark.parametrize(
    ("chances", "told"),
    [
        ((0.012, 0.02, 0.04), 3),
        ((0.026, 0.04, 0.01), 1),
        ((0.03, 0.04, 0.04), 0),
        ((0.049,), 1),
        ((0.051,), 0),
    ],
)
def test_each_is_judged_by_how_many_are_not_yet_told(chances, told):
    """Holm: the smallest of n chances is held against 5 % / n, the next against 5 % / (n - 1)."""
    found = beyond_luck(dict(enumerate(map(shifted, chances))))
    assert found == sorted(range(len(chances)), key=chances.__getitem__)[:told]


def test_what_always_is_the_same_is_told_unless_it_is_nothing():
    assert beyond_luck({"sure": [2.0, 2.0], "nothing": [0.0, 0.0]}) == ["sure"]
    assert beyond_luck({"one replicate": [2.0]}) == []
    assert beyond_luck({}) == []


def test_replicates_in_which_a_quantity_is_undefined_are_left_out():
    """Student's chance is 0.4 of 9, 11, -10 and -2; of 9, 11 and 10 it is below 1 in 100."""
    luck, sure = [9.0, np.nan, 11.0, -10.0, -2.0], [9.0, np.nan, 11.0, 10.0]
    assert beyond_luck({"luck": luck}) == []
    assert beyond_luck({"sure": sure}) == ["sure"]
    assert beyond_luck({"never": [np.nan, np.nan, np.nan]}) == []


def falsely_told(tell) -> int:
    """In how many of 2,000 studies of fifteen quantities that are nothing some are told."""
    studies = np.random.default_rng(5).normal(size=(2_000, 15, 6))
    return sum(bool(tell(dict(enumerate(study)))) for study in studies)


def test_of_fifteen_that_are_nothing_none_is_told_in_19_of_20_studies():
    """Independent ones: 1 - (1 - .05 / 15)^15 tell some."""
    agree_shares(
        [falsely_told(beyond_luck)], 2_000, [1 - (1 - 0.05 / 15) ** 15], smallest_effect=0.05
    )


def test_each_judged_by_itself_some_would_be_told_in_half_of_the_studies():
    def each(study):
        return stats.ttest_1samp(list(study.values()), 0.0, axis=1).pvalue.min() < 0.05

    agree_shares([falsely_told(each)], 2_000, [1 - 0.95**15], smallest_effect=0.1)
