"""O7: the stars on display are those of the people who write, and the invited are like all others.

Where a share f_s of experiences is worth s stars, of which p_s are written about unasked, and a
share P of buyers is invited, who write with chance iota all the same: p_s^eff = 1 - (1 - p_s) (1 -
iota P), and reviews have shares g_s = f_s p_s^eff / sum_j f_j p_j^eff. A histogram is a J where g_1
> g_2 and g_5 > g_4. Invitations that make everybody write give g = f. Paid offers add to what is
published by the same formula and nothing to the board. f follows from N(m, s^2), rounded and cut to
1 … 5. No herding. Source: O7; Schoenmueller, Netzer & Stahl 2020; Hu,
Zhang & Pavlou 2009; Askalidis & Malthouse 2016.
"""

from functools import cache

import numpy as np
import pytest
from scipy.stats import norm

from sim.model import JourneyModel
from tests.analytic.buying import AT_ONCE
from tests.checks import agree_shares
from tests.reference_worlds import merged
from tests.worlds import ONE_NEED_EACH, brand, lived, quiet

CONSUMERS = 40_000
EFFECT = 0.055
QUALITY, SPREAD = 3.5, 1.25
STARS = np.arange(1, 6)
EXTREMES = (0.75, 0.15, 0.045, 0.075, 0.135)
ALIKE = (0.25,) * 5
CRITICS = (0.75, 0.15, 0.045, 0.135, 0.135)  # the good is told no more than the fair
FANS = (0.12, 0.15, 0.09, 0.12, 0.75)
WRITERS = {"extremes": EXTREMES, "alike": ALIKE, "critics": CRITICS, "fans": FANS}

writers = pytest.mark.parametrize("who", WRITERS)
covers = pytest.mark.parametrize("invited", [0.0, 0.4])


@cache
def judged(
    who: str, invited: float = 0.0, iota: float = 0.2, paid: float = 0.0, *, herding: float = 0.0
) -> JourneyModel:
    """Everybody has bought one thing, judged it, and perhaps written about it."""
    return lived(
        quiet(
            merged(AT_ONCE, ONE_NEED_EACH),
            market={
                "consumers": CONSUMERS,
                "days": 3,
                "use": {"experience_spread": SPREAD},
            },
            reviews={
                "write": list(WRITERS[who]),
                "write_invited": iota,
                "write_paid": 0.2,
                "herding": herding,
            },
            feedback="live",
            brands={
                "acme": brand(
                    quality_stars=QUALITY, policies={"invite": invited, "paid_invite": paid}
                )
            },
        )
    )


def experiences() -> np.ndarray:
    """f_s: share of N(m, s^2) from s - 1/2 to s + 1/2, the ends included."""
    below = norm.cdf((STARS[:-1] + 0.5 - QUALITY) / SPREAD)
    return np.diff(below, prepend=0.0, append=1.0)


def writing(who: str, invited: float, iota: float = 0.2) -> np.ndarray:
    """p_s^eff = 1 - (1 - p_s)(1 - iota P)."""
    return 1.0 - (1.0 - np.array(WRITERS[who])) * (1.0 - iota * invited)


def of_reviews(chance: np.ndarray) -> np.ndarray:
    """g_s = f_s p_s / sum_j f_j p_j."""
    written = experiences() * chance
    return written / written.sum()


def counted(model: JourneyModel, kind: str = "board") -> np.ndarray:
    return model.gained_brands()[kind][0]


def stars_agree(model: JourneyModel, shares: np.ndarray, kind: str = "board") -> None:
    """Of the reviews there are, so many are of each star."""
    found = counted(model, kind)
    agree_shares(found, int(found.sum()), shares, smallest_effect=EFFECT)


def number_agrees(model: JourneyModel, chance: np.ndarray, kind: str = "board") -> None:
    """So many of all buyers have written: sum of f_s p_s."""
    share = float(experiences() @ chance)
    found = counted(model, kind).sum()
    agree_shares([found], CONSUMERS, [share], smallest_effect=EFFECT / 2)


def is_a_j(shares: np.ndarray) -> bool:
    return bool(shares[0] > shares[1] and shares[4] > shares[3])


@covers
@writers
def test_reviews_have_the_stars_of_those_who_write(who: str, invited: float) -> None:
    """g_s = f_s p_s^eff / sum_j f_j p_j^eff."""
    stars_agree(judged(who, invited), of_reviews(writing(who, invited)))


@covers
@writers
def test_as_many_are_written_as_writing_unasked_and_invited_makes(who: str, invited: float) -> None:
    """1 - (1 - p_s)(1 - iota P), not p_s + iota P."""
    number_agrees(judged(who, invited), writing(who, invited))


@writers
def test_a_histogram_is_a_j_where_its_ends_are_written_about_enough(who: str) -> None:
    """If and only if f_1 p_1 > f_2 p_2 and f_5 p_5 > f_4 p_4."""
    written = experiences() * np.array(WRITERS[who])
    expected = bool(written[0] > written[1] and written[4] > written[3])
    assert is_a_j(counted(judged(who))) == expected


def test_of_these_writers_only_some_make_a_j() -> None:
    """The experiences themselves have one peak, and all but one habit of writing hide an end."""
    assert not is_a_j(experiences())
    assert [who for who in WRITERS if is_a_j(counted(judged(who)))] == ["extremes"]


def test_where_everybody_invited_writes_reviews_are_the_experiences() -> None:
    """iota P = 1: g = f, and the J is gone; one review of every experience."""
    model = judged("extremes", invited=1.0, iota=1.0)
    satisfaction = model.population.person["last_satisfaction"].astype(float)
    stars = np.floor(np.clip(satisfaction, 1.0, 5.0) + 0.5).astype(int)
    assert counted(model).tolist() == np.bincount(stars, minlength=6)[1:].tolist()
    stars_agree(model, experiences())
    assert not is_a_j(counted(model))


def test_without_invitations_the_same_reviews_are_not_the_experiences() -> None:
    with pytest.raises(AssertionError, match="z = "):
        stars_agree(judged("extremes"), experiences())


def test_the_unasked_alone_are_found_out_where_people_are_invited() -> None:
    with pytest.raises(AssertionError, match="z = "):
        stars_agree(judged("extremes", 0.4), of_reviews(np.array(EXTREMES)))


def test_invitations_that_only_add_to_writing_are_found_out() -> None:
    """p_s + iota P counts people twice who would have written anyway."""
    with pytest.raises(AssertionError, match="z = "):
        number_agrees(judged("fans", 1.0), np.array(FANS) + 0.2)


def test_paid_offers_add_to_what_is_published_by_the_same_formula() -> None:
    """1 - (1 - p_s)(1 - .2 * .5) published, p_s on the board."""
    model = judged("extremes", paid=0.5)
    chance = 1.0 - (1.0 - np.array(EXTREMES)) * (1.0 - 0.2 * 0.5)
    number_agrees(model, chance, "reviews")
    stars_agree(model, of_reviews(chance), "reviews")
    number_agrees(model, np.array(EXTREMES))
    stars_agree(model, of_reviews(np.array(EXTREMES)))


def test_paid_reviews_on_the_board_would_be_found_out() -> None:
    with pytest.raises(AssertionError, match="z = "):
        stars_agree(judged("extremes", paid=0.5), of_reviews(np.array(EXTREMES)), "reviews")


def test_herding_is_found_out() -> None:
    """Stars pulled a quarter of the way to the rating on display are other stars."""
    with pytest.raises(AssertionError, match="z = "):
        stars_agree(judged("extremes", herding=0.25), of_reviews(np.array(EXTREMES)))
