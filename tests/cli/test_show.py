"""What is printed reads as people write: one consumer, no minus in front of nothing."""

import re

import pytest

from sim.cli.show import _euro, _number, _several
from sim.results import Estimate


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0.0, "€0"), (-0.3, "€0"), (-0.6, "-€1"), (1234.5, "€1,234"), (None, "–"), (-5e4, "-€50,000")],
)
def test_euros_have_a_sign_only_where_there_is_something(amount, text):
    assert _euro(amount) == text


@pytest.mark.parametrize(
    ("mean", "form", "text"),
    [(-0.3, "+.0f", "+0"), (0.2, "+.0f", "+0"), (-26.4, "+.0f", "-26"), (3.456, ".2f", "3.46")],
)
def test_nothing_has_no_minus(mean, form, text):
    assert _number(Estimate(mean, None, None), form) == text


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 days"), (1, "1 day"), (2, "2 days"), (20_000, "20,000 days")]
)
def test_one_is_singular(number, text):
    assert _several(number, "day") == text


def test_a_world_of_one_is_told_as_one(journey, mini):
    _, out, _ = journey("run", mini, "--consumers", 1, "--days", 1, "--reps", 1)
    assert out.splitlines()[0] == "mini: 1 consumer, 1 day, 1 replicate, seed 7"
    assert not re.search(r"-0\b|-€0", out)
