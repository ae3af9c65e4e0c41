"""O6: a board that fades comes to hold as many reviews as the days of its memory bring.

With c reviews a day of mean r and d = 2^(-1/H): W_n = c (1 - d^n) / (1 - d), W* = c / (1 - d) (H =
90 days: 130.3 c), and what is displayed is (r W + k0 r0) / (W + k0). Where each of N buyers writes
with chance p, c has mean N p and W* the variance N p (1 - p) / (1 - d^2); where stars differ with
variance v, the board's mean differs from r with variance v (1 - d) / (c (1 + d)). What readers make
of it weighs w W / (W + n_half). Source: O6.
"""

import math
from functools import cache

import numpy as np
import pytest
from scipy.stats import norm

from sim.model import JourneyModel
from sim.reviews import RULES, Board
from tests.analytic.buying import EVERY_DAY
from tests.checks import agree
from tests.worlds import brand, lived, quiet

HALF_LIFE = 6.0
KEPT = 2.0 ** (-1.0 / HALF_LIFE)
DAYS = 120  # what was on the board 20 half-lives ago is a millionth of what is
PRIOR_COUNT, PRIOR_STARS = 20.0, 2.0
WEIGHT, HALF_WEIGHT = 1.5, 4000.0
CONSUMERS = 1200
STARS = np.arange(1, 6)


@cache
def reviewed(
    chance: float = 1.0,
    *,
    days: int = DAYS,
    spread: float = 0.0,
    rule: str = "recency",
    half_life: float = HALF_LIFE,
) -> JourneyModel:
    """Everybody judges something every day, and some or all write about it."""
    return lived(
        quiet(
            EVERY_DAY,
            market={
                "consumers": CONSUMERS,
                "days": days,
                "use": {"experience_spread": spread},
            },
            reviews={
                "rule": rule,
                "half_life_days": half_life,
                "prior_count": PRIOR_COUNT,
                "prior_stars": PRIOR_STARS,
                "weight": WEIGHT,
                "half_weight_count": HALF_WEIGHT,
                "write": [chance] * 5,
            },
            feedback="live",
            brands={"acme": brand(quality_stars=4.0)},
        )
    )


def reviewing_days(model: JourneyModel) -> int:
    """Days whose reviews are on display: not the first, nor the last, which is not over."""
    return model.spec.market.days - 2


def displayed(model: JourneyModel) -> float:
    return float(model.market.brands["rating"][0])


def volume(model: JourneyModel) -> float:
    """W, as readers make of it: w W / (W + n_half) turned round."""
    weight = float(model.market.brands["review_weight"][0])
    return HALF_WEIGHT * weight / (WEIGHT - weight)


def steady(c: float, kept: float = KEPT) -> float:
    """W* = c / (1 - d)."""
    return c / (1.0 - kept)


def after(n: int, c: float) -> float:
    """W_n = c (1 - d^n) / (1 - d)."""
    return c * (1.0 - KEPT**n) / (1.0 - KEPT)


def shown(weight: float, r: float) -> float:
    """(r W + k0 r0) / (W + k0)."""
    return (r * weight + PRIOR_COUNT * PRIOR_STARS) / (weight + PRIOR_COUNT)


# --- Everybody writes, and the same ---------------------------------------------------------------


@pytest.mark.parametrize("rule_days", [(90.0, 130.3), (30.0, 43.78)])
def test_a_board_in_balance_holds_so_many_days_of_reviews(rule_days: tuple[float, float]) -> None:
    """W* / c = 1 / (1 - 2^(-1/H)), by the rule alone: 130.3 days for 90, 43.8 for 30."""
    half_life, expected = rule_days
    rule = RULES["recency"](2.0 ** (-1.0 / half_life), PRIOR_COUNT, PRIOR_STARS)
    board = Board(np.zeros(1), np.zeros(1))
    for _ in range(int(40 * half_life)):
        board = rule.update(board, np.array([[0, 0, 2, 0, 1]]))
    assert board.weight[0] / 3.0 == pytest.approx(expected, rel=5e-4)
    assert board.stars[0] / board.weight[0] == pytest.approx(11.0 / 3.0, rel=1e-9)


@pytest.mark.parametrize("days", [3, 10, 40, DAYS])
def test_a_board_fills_up_geometrically(days: int) -> None:
    """W_n = c (1 - d^n) / (1 - d), c = everybody; the prior pulls less and less."""
    model = reviewed(days=days)
    expected = after(reviewing_days(model), CONSUMERS)
    assert volume(model) == pytest.approx(expected, rel=1e-9)
    assert displayed(model) == pytest.approx(shown(expected, 4.0), rel=1e-12)


def test_in_balance_readers_see_the_stationary_board() -> None:
    """W* = c / (1 - d), (r W* + k0 r0) / (W* + k0)."""
    model = reviewed()
    assert volume(model) == pytest.approx(steady(CONSUMERS), rel=1e-5)
    assert displayed(model) == pytest.approx(shown(steady(CONSUMERS), 4.0), rel=1e-7)


def test_a_board_of_a_lifetime_is_found_out() -> None:
    """It holds 118 days of reviews, and goes on."""
    model = reviewed(rule="lifetime")
    assert volume(model) == pytest.approx(CONSUMERS * (DAYS - 2), rel=1e-9)
    assert volume(model) > 10 * steady(CONSUMERS)


def test_a_half_life_of_one_day_more_is_found_out() -> None:
    model = reviewed(half_life=HALF_LIFE + 1.0)
    assert volume(model) > 1.1 * steady(CONSUMERS)
    assert displayed(model) != pytest.approx(shown(steady(CONSUMERS), 4.0), rel=1e-5)


def test_a_board_without_its_prior_is_found_out() -> None:
    """The mean of the reviews themselves is another number."""
    assert abs(displayed(reviewed()) - 4.0) > 1e-3


# --- Some write, of different experiences ---------------------------------------------------------

CHANCE, SPREAD = 0.3, 1.2


def star_shares() -> np.ndarray:
    """Stars of a satisfaction that is N(4, 1.2^2), rounded and cut to 1 … 5."""
    below = norm.cdf((STARS[:-1] + 0.5 - 4.0) / SPREAD)
    return np.diff(below, prepend=0.0, append=1.0)


def mean_star() -> tuple[float, float]:
    """r and v."""
    mean = float(STARS @ star_shares())
    return mean, float(star_shares() @ (STARS - mean) ** 2)


def volume_agrees(model: JourneyModel, expected: float) -> None:
    error = math.sqrt(CONSUMERS * CHANCE * (1.0 - CHANCE) / (1.0 - KEPT**2))
    agree(volume(model), expected, error, smallest_effect=0.1 * steady(CONSUMERS * CHANCE))


def rating_agrees(model: JourneyModel, r: float) -> None:
    c = CONSUMERS * CHANCE
    error = math.sqrt(mean_star()[1] * (1.0 - KEPT) / (c * (1.0 + KEPT)))
    agree(displayed(model), shown(steady(c), r), error, smallest_effect=0.12)


def test_with_some_writing_the_board_holds_the_mean_number() -> None:
    """E W* = N p / (1 - d)."""
    volume_agrees(reviewed(CHANCE, spread=SPREAD), steady(CONSUMERS * CHANCE))


def test_with_stars_that_differ_the_mean_star_is_displayed() -> None:
    """r = sum of k f_k, f from N(4, 1.2^2)."""
    rating_agrees(reviewed(CHANCE, spread=SPREAD), mean_star()[0])


def test_everybody_taken_for_a_writer_is_found_out() -> None:
    with pytest.raises(AssertionError, match="z = "):
        volume_agrees(reviewed(CHANCE, spread=SPREAD), steady(CONSUMERS))


def test_stars_that_were_not_cut_at_five_are_found_out() -> None:
    """The mean of satisfaction itself is 4."""
    with pytest.raises(AssertionError, match="z = "):
        rating_agrees(reviewed(CHANCE, spread=SPREAD), 4.0)
