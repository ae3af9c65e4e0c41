"""A10: private thanks make frequent writers write more; public answers lift later stars a little.

Who has judged T things, each time writing with chance p, has written T p reviews. Thanked for a
review that is the third or a later one, somebody writes x p from the next one on: the n-th day's
chance is raised where 3 reviews are written by then, so that T p + (x - 1) p sum_{t<T} P(Bin(t, p)
>= 3) are expected. Nobody with fewer is moved at all. Answers to a share y of bad reviews raise
what is published later by v y stars before rounding: shares of stars are those of N(m + v y, s^2),
cut and rounded; where nobody has criticized there is nothing to answer. Source: A10;
Restivo & van de Rijt 2012, 2014 (+60 % for the most active, none for others); Proserpio & Zervas
2017 (from memory: +0.12 stars).
"""

from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy.stats import binom, norm

from sim.model import JourneyModel
from tests.analytic.buying import EVERY_DAY
from tests.checks import agree, agree_mean, agree_shares
from tests.reference_worlds import merged
from tests.snapshots import apart, snapshot
from tests.worlds import brand, lived, quiet

# --- Thanks in private ----------------------------------------------------------------------------

CONSUMERS = 20_000
DAYS = 25
JUDGED = DAYS - 1  # what is bought on the last day is not judged any more
WRITES, MORE, FREQUENT = 0.12, 1.6, 3


@cache
def thanked(coverage: float, more: float = MORE, frequent: int = FREQUENT) -> JourneyModel:
    """Everybody judges something every day, and a share of those who write are thanked."""
    return lived(
        quiet(
            EVERY_DAY,
            market={"consumers": CONSUMERS, "days": DAYS},
            reviews={
                "write": [WRITES] * 5,
                "thanked_writing": more,
                "frequent_reviews": frequent,
            },
            brands={"acme": brand(policies={"thanks": coverage})},
        )
    )


def reviews(model: JourneyModel) -> np.ndarray:
    """Written by everybody."""
    return model.population.person["reviews_written"].astype(int)


def expected_reviews(coverage: float, more: float = MORE, frequent: int = FREQUENT) -> float:
    """T p + coverage (x - 1) p sum_{t<T} P(Bin(t, p) >= 3)."""
    known = binom.sf(frequent - 1, np.arange(JUDGED), WRITES).sum()
    return WRITES * (JUDGED + coverage * (more - 1.0) * known)


def written_agrees(model: JourneyModel, expected: float) -> None:
    agree_mean(reviews(model), expected, smallest_effect=0.12)


@pytest.mark.parametrize("coverage", [0.0, 0.5, 1.0])
def test_thanks_raise_writing_as_the_formula_says(coverage: float) -> None:
    """T p + coverage (x - 1) p sum_{t<T} P(Bin(t, p) >= 3)."""
    written_agrees(thanked(coverage), expected_reviews(coverage))


def test_nobody_who_writes_rarely_writes_more_for_it() -> None:
    """Same luck: who wrote fewer than 3 reviews unthanked wrote as many when thanked."""
    without, with_thanks = reviews(thanked(0.0)), reviews(thanked(1.0))
    rare = without < FREQUENT
    assert rare.sum() > 1000
    assert (with_thanks[rare] == without[rare]).all()


def test_frequent_writers_write_more_and_nobody_less() -> None:
    without, with_thanks = reviews(thanked(0.0)), reviews(thanked(1.0))
    assert (with_thanks >= without).all()
    assert (with_thanks > without)[without >= FREQUENT].mean() > 0.3


def test_only_writers_of_three_reviews_are_moved() -> None:
    """Everybody thanked is told apart from everybody moved."""
    model = thanked(1.0)
    assert model.gained_brands()["thanked"][0] == reviews(model).sum()
    moved = model.population.person["thanked"] == 1
    assert (moved == (reviews(model) >= FREQUENT)).all()


def test_thanks_that_moved_everybody_who_writes_would_be_found_out() -> None:
    """From the first review on: more would be written."""
    with pytest.raises(AssertionError, match="z = "):
        written_agrees(thanked(1.0), expected_reviews(1.0, frequent=1))


def test_thanks_that_moved_nobody_would_be_found_out() -> None:
    with pytest.raises(AssertionError, match="z = "):
        written_agrees(thanked(1.0), expected_reviews(0.0))


# --- Answers in public ----------------------------------------------------------------------------

BUYERS, REVIEW_DAYS = 3000, 21
QUALITY, SPREAD = 3.3, 1.1
LIFT = 0.12
STARS = np.arange(1, 6)


@cache
def answered(level: float, quality: float = QUALITY, spread: float = SPREAD) -> JourneyModel:
    """Everybody reviews what they bought every day; the brand answers a share of bad reviews.

    Measured from day 0 on; in the three days before, the first bad reviews have appeared.
    """
    settings: dict[str, Any] = {
        "market": {
            "consumers": BUYERS,
            "days": REVIEW_DAYS,
            "warm_up_days": 3,
            "use": {"experience_spread": spread},
        }
    }
    return lived(
        quiet(
            merged(EVERY_DAY, settings),
            reviews={"write": [1.0] * 5, "reply_stars": LIFT},
            levers={"reply": {"floor": level}},
            feedback="live",
            brands={"acme": brand(quality_stars=quality)},
        )
    )


def shares(lift: float) -> np.ndarray:
    """Stars of N(m + lift, s^2), rounded and cut to 1 … 5."""
    below = norm.cdf((STARS[:-1] + 0.5 - QUALITY - lift) / SPREAD)
    return np.diff(below, prepend=0.0, append=1.0)


def stars(model: JourneyModel) -> np.ndarray:
    return model.gained_brands()["board"][0]


def stars_agree(model: JourneyModel, lift: float) -> None:
    found = stars(model)
    assert found.sum() == BUYERS * REVIEW_DAYS
    agree_shares(found, int(found.sum()), shares(lift), smallest_effect=0.016)


@pytest.mark.parametrize("level", [0.0, 0.5, 1.0])
def test_answers_to_bad_reviews_lift_later_stars_a_little(level: float) -> None:
    """Shares of N(m + .12 y, s^2), rounded and cut."""
    stars_agree(answered(level), LIFT * level)


def test_answered_stars_are_higher_and_by_less_than_the_lift() -> None:
    """The mean star rises by 0.05 to 0.12; stars at 5 cannot rise."""
    means = [STARS @ stars(answered(level)) / stars(answered(level)).sum() for level in (0.0, 1.0)]
    assert 0.05 < means[1] - means[0] < LIFT


def test_answers_that_do_nothing_would_be_found_out() -> None:
    with pytest.raises(AssertionError, match="z = "):
        stars_agree(answered(1.0), 0.0)


def test_answers_that_lift_twice_as_much_would_be_found_out() -> None:
    with pytest.raises(AssertionError, match="z = "):
        stars_agree(answered(1.0), 2.0 * LIFT)


def test_where_nobody_criticizes_answers_change_nothing() -> None:
    """Every review has 3 or 4 stars: not a bit of the world differs but the readiness to answer."""
    praised = [answered(level, quality=3.45, spread=0.1) for level in (0.0, 1.0)]
    assert stars(praised[0])[:2].sum() == 0
    assert stars(praised[0])[[2, 3]].min() > 1000
    assert apart(*map(snapshot, praised)) == []


def test_where_some_criticize_the_same_answers_change_the_board() -> None:
    """The board without answers and the one with all of them differ."""
    assert apart(snapshot(answered(0.0)), snapshot(answered(1.0))) != []


def test_the_first_bad_review_itself_is_not_lifted() -> None:
    """It is later ones that are: answers wait for something to answer."""
    fresh = quiet(
        EVERY_DAY,
        market={"consumers": BUYERS, "days": 2, "use": {"experience_spread": SPREAD}},
        reviews={"write": [1.0] * 5, "reply_stars": 1.0},
        levers={"reply": {"floor": 1.0}},
        feedback="live",
        brands={"acme": brand(quality_stars=QUALITY)},
    )
    found = stars(lived(fresh))
    error = np.sqrt(shares(0.0) * (1.0 - shares(0.0)) / BUYERS)
    agree(found / found.sum(), shares(0.0), error, smallest_effect=0.1)
