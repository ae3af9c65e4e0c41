"""The checker of random results fails where it should, and knows what it cannot see."""

import math

import numpy as np
import pytest

from tests.checks import WeakCheckError, agree, agree_mean, agree_shares, share_error, z_of


def test_z_counts_standard_errors() -> None:
    assert z_of(60, 100, 0.5) == pytest.approx(2.0)
    assert z_of(50, 100, 0.5) == 0.0
    assert z_of(44, 100, 0.5) == pytest.approx(-1.2)


def test_what_is_certain_must_be_met_exactly() -> None:
    assert z_of(100, 100, 1.0) == 0.0
    assert z_of(99, 100, 1.0) == -math.inf
    assert z_of(1, 100, 0.0) == math.inf
    agree([0.0, 1.0], [0.0, 1.0], 0.0, smallest_effect=0.1)
    with pytest.raises(AssertionError):
        agree([0.0, 0.999], [0.0, 1.0], 0.0, smallest_effect=0.1)


def test_a_distance_below_the_limit_agrees_and_one_above_does_not() -> None:
    assert agree(1.039, 1.0, 0.01, smallest_effect=0.1) == pytest.approx(3.9)
    with pytest.raises(AssertionError, match=r"z = 4\.10"):
        agree(1.041, 1.0, 0.01, smallest_effect=0.1)


def test_one_wrong_number_among_many_is_found() -> None:
    with pytest.raises(AssertionError, match=r"no\. 2"):
        agree([1.0, 1.0, 0.9, 1.0], 1.0, 0.01, smallest_effect=0.1)


def test_a_sample_too_small_for_its_claim_is_an_error_of_its_own() -> None:
    with pytest.raises(WeakCheckError, match="7\\.0 standard errors"):
        agree(1.0, 1.0, 0.01, smallest_effect=0.07)
    with pytest.raises(WeakCheckError):
        agree(9.0, 1.0, 0.01, smallest_effect=0.07)
    assert not issubclass(WeakCheckError, AssertionError)


def test_shares_have_the_error_of_independent_events() -> None:
    assert share_error(0.5, 100) == pytest.approx(0.05)
    assert agree_shares([520, 480], 1000, [0.5, 0.5], smallest_effect=0.2) == pytest.approx(
        [z_of(520, 1000, 0.5), z_of(480, 1000, 0.5)]
    )


def test_a_mean_has_the_error_of_its_own_sample() -> None:
    values = np.array([1.0, 3.0] * 200)
    z = agree_mean(values, 2.1, smallest_effect=0.5)
    assert z == pytest.approx(-0.1 / (values.std(ddof=1) / 20.0))
