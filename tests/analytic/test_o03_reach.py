"""O3: a brand present in a moment with chance pi is present at least once in n like moments with

P = 1 - (1 - pi)^n, and two brands independently of one another. Source: O3 (presence draws are
independent across brands, one per moment).
"""

from functools import cache

import numpy as np
import pytest

from sim.model import JourneyModel
from tests.checks import agree_shares
from tests.worlds import CERTAIN_RATE, ONE_NEED_EACH, lived, mixes, quiet, rates

CONSUMERS = 40_000
PI = 0.06
EFFECT = 0.025

spans = pytest.mark.parametrize("days", [1, 2, 4])


@cache
def after(days: int) -> JourneyModel:
    """Everybody has met 6 moments of one kind a day, and no journey ends."""
    spec = quiet(
        ONE_NEED_EACH,
        market={"consumers": CONSUMERS, "days": days},
        moments={
            "rate": rates(CERTAIN_RATE),
            "mix": mixes(idea=1.0),
            "another": 0,
            "forget": 0,
            "give_up_unanswered": 0,
            "presence": {"floor": PI},
        },
    )
    return lived(spec)


def ever_noticed(model: JourneyModel) -> np.ndarray:
    """Whether each brand was noticed before the choice, people × brands."""
    masks = model.population.person["truth_noticed"]
    return np.stack([(masks >> b) & 1 for b in range(2)], axis=1) == 1


def reach_agrees(days: int, moments: int) -> None:
    found = ever_noticed(after(days)).sum(axis=0)
    agree_shares(found, CONSUMERS, 1.0 - (1.0 - PI) ** moments, smallest_effect=EFFECT)


def both_agree(days: int, chance: float) -> None:
    found = ever_noticed(after(days)).all(axis=1).sum()
    agree_shares(found, CONSUMERS, chance, smallest_effect=EFFECT)


@spans
def test_everybody_meets_six_moments_a_day(days: int) -> None:
    assert (after(days).population.person["moments"] == 6 * days).all()


@spans
def test_presence_at_least_once_is_the_complement_of_never(days: int) -> None:
    """1 - (1 - pi)^n after n = 6, 12 and 24 moments."""
    reach_agrees(days, 6 * days)


@spans
def test_two_brands_are_present_independently(days: int) -> None:
    """P(both) = (1 - (1 - pi)^n)^2."""
    both_agree(days, (1.0 - (1.0 - PI) ** (6 * days)) ** 2)


@spans
def test_one_moment_too_few_is_found_out(days: int) -> None:
    with pytest.raises(AssertionError, match="z = "):
        reach_agrees(days, 6 * days - 1)


def test_brands_never_present_together_would_be_found_out() -> None:
    """P(both) of exclusive places: 1 - 2 (1 - pi)^n + (1 - 2 pi)^n."""
    with pytest.raises(AssertionError, match="z = "):
        both_agree(1, 1.0 - 2.0 * (1.0 - PI) ** 6 + (1.0 - 2.0 * PI) ** 6)
