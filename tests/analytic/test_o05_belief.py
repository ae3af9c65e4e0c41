"""O5: a belief is the mean of all evidence, until evidence is so much that it follows change.

Below the cap of certainty, after k signals s_j of weight w: mu = (n0 mu0 + w sum s_j) / (n0 + k w),
n = n0 + k w, whatever their order. At the cap n_max every signal counts G = w / (n_max + w): mu_k =
(1 - G)^k mu_0 + G sum_j (1 - G)^(k-j) s_j, so that signals all alike leave mu_k - s = (1 - G)^k
(mu_0 - s), and later ones count for more. On the way to the cap mu_k - s = (mu_0 - s) prod_j n_j /
(n_j + w), n_j = min(n0 + j w, n_max). No decay. Source: O5; Erdem & Keane
1996.
"""

from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from sim.model import JourneyModel
from sim.moments.remember import learn
from tests.analytic.buying import EVERY_DAY
from tests.reference_worlds import merged
from tests.worlds import ONE_NEED_EACH, born, brand, mixes, quiet, rates

CLOSE = 1e-5
"""A belief of 4 stars is stored to 2e-7, and some 40 times here."""
FAR = 1e-2
MU0, N0 = 3.4, 2.5
CONSUMERS = 400


def beliefs(model: JourneyModel) -> np.ndarray:
    """What everybody believes of the first brand."""
    return model.population.memory["belief"][:, 0].astype(float)


def apart(model: JourneyModel, expected: np.ndarray) -> float:
    """Largest distance of anybody's belief."""
    return float(np.abs(beliefs(model) - expected).max())


# --- Signals all alike: what a helpful brand claims -----------------------------------------------

CLAIM, CLAIM_WEIGHT = 4.7, 0.75
CAP = 9.0  # reached after 9 claims: 2.5 + 9 * 0.75 > 9


@cache
def told(largest: float, certainty: float = N0) -> JourneyModel:
    """Everybody has met some moments, in each of which the brand helped and made its claim."""
    spec = quiet(
        ONE_NEED_EACH,
        market={
            "consumers": CONSUMERS,
            "days": 8,
            "memory": {
                "prior_stars": MU0,
                "prior_weight": N0,
                "content_weight": CLAIM_WEIGHT,
                "largest_weight": largest,
            },
        },
        moments={
            "rate": rates(0.25),
            "mix": mixes(idea=1.0),
            "forget": 0,
            "presence": {"floor": 0.999_999_999, "ceiling": 0.999_999_999},
            "help": {"speed_share": 0},
        },
        levers={"content": {"floor": 1.0, "ceiling": 1.0}},
        brands={"acme": brand(claim_stars=CLAIM)},
    )
    model = born(spec)
    model.population.memory["precision"] = certainty
    return model.run()


def claims(model: JourneyModel) -> np.ndarray:
    """How many everybody met: one in every moment."""
    heard = model.population.person["moments"].astype(int)
    assert heard.sum() == model.gained_brands()["helped"].sum()
    assert heard.min() < 12
    assert heard.max() > 30
    return heard


def running_mean(k: np.ndarray) -> np.ndarray:
    """(n0 mu0 + k w s) / (n0 + k w)."""
    return (N0 * MU0 + k * CLAIM_WEIGHT * CLAIM) / (N0 + k * CLAIM_WEIGHT)


def geometric(k: np.ndarray) -> np.ndarray:
    """s + (1 - G)^k (mu0 - s)."""
    return CLAIM + (CAP / (CAP + CLAIM_WEIGHT)) ** k * (MU0 - CLAIM)


def on_the_way(k: np.ndarray) -> np.ndarray:
    """s + (mu0 - s) prod_j n_j / (n_j + w)."""
    certainty = np.minimum(N0 + CLAIM_WEIGHT * np.arange(k.max()), CAP)
    left = np.cumprod(np.append(1.0, certainty / (certainty + CLAIM_WEIGHT)))
    return CLAIM + (MU0 - CLAIM) * left[k]


def test_below_the_cap_a_belief_is_the_mean_of_the_claims_heard() -> None:
    """(n0 mu0 + k w s) / (n0 + k w) for every k from a few to dozens."""
    model = told(1000.0)
    assert apart(model, running_mean(claims(model))) < CLOSE


def test_below_the_cap_certainty_is_the_sum_of_all_weights() -> None:
    model = told(1000.0)
    certainty = model.population.memory["precision"][:, 0]
    assert (certainty == N0 + CLAIM_WEIGHT * claims(model)).all()


def test_at_the_cap_what_was_believed_wears_off_geometrically() -> None:
    """mu_k - s = (1 - G)^k (mu_0 - s), G = w / (n_max + w)."""
    model = told(CAP, certainty=CAP)
    assert apart(model, geometric(claims(model))) < CLOSE
    assert (model.population.memory["precision"] == CAP).all()


def test_on_the_way_to_the_cap_it_is_the_mean_first_and_geometric_after() -> None:
    model = told(CAP)
    assert apart(model, on_the_way(claims(model))) < CLOSE


def test_a_running_mean_beyond_the_cap_is_found_out() -> None:
    model = told(CAP)
    assert apart(model, running_mean(claims(model))) > FAR


def test_a_geometric_belief_below_the_cap_is_found_out() -> None:
    model = told(CAP)
    assert apart(model, geometric(claims(model))) > FAR


# --- Signals of one's own: experiences, each another ----------------------------------------------

OWN_WEIGHT = 1.5
DAYS = 20
JUDGED = DAYS - 1  # what is bought on the last day is not judged any more
LOW_CAP = 6.0


class Lives(NamedTuple):
    """People after many experiences."""

    model: JourneyModel
    satisfactions: np.ndarray
    """Of every day on which something was judged, days × people."""


@cache
def experienced(largest: float, certainty: float = N0, **memory: Any) -> Lives:
    """Everybody has bought every day and judged it the next."""
    settings = {
        "prior_stars": MU0,
        "prior_weight": N0,
        "experience_weight": OWN_WEIGHT,
        "largest_weight": largest,
    }
    spec = quiet(
        merged(EVERY_DAY, {"market": {"memory": settings | memory}}),
        market={"consumers": CONSUMERS, "days": DAYS, "use": {"experience_spread": 0.9}},
        brands={"acme": brand()},
    )
    model = born(spec)
    model.population.memory["precision"] = certainty
    days = []
    for _ in range(DAYS):
        model.step()
        days.append(model.population.person["last_satisfaction"].astype(float))
    assert model.brand_tally["judged"].sum() == CONSUMERS * JUDGED
    return Lives(model, np.stack(days[1:]))


def mean_of_all(lives: Lives) -> np.ndarray:
    """(n0 mu0 + w sum s) / (n0 + k w)."""
    total = lives.satisfactions.sum(axis=0)
    return (N0 * MU0 + OWN_WEIGHT * total) / (N0 + OWN_WEIGHT * JUDGED)


def fading(signals: np.ndarray) -> np.ndarray:
    """(1 - G)^k mu_0 + G sum_j (1 - G)^(k-j) s_j."""
    gain = OWN_WEIGHT / (LOW_CAP + OWN_WEIGHT)
    kept = (1.0 - gain) ** np.arange(JUDGED)[::-1]
    return (1.0 - gain) ** JUDGED * MU0 + gain * kept @ signals


def test_below_the_cap_a_belief_is_the_mean_of_all_experiences() -> None:
    """Whatever the order in which good and bad ones came."""
    lives = experienced(1000.0)
    assert lives.satisfactions.std() > 0.5
    assert apart(lives.model, mean_of_all(lives)) < CLOSE


def test_at_the_cap_later_experiences_count_for_more() -> None:
    """mu_k = (1 - G)^k mu_0 + G sum_j (1 - G)^(k-j) s_j."""
    lives = experienced(LOW_CAP, LOW_CAP)
    assert apart(lives.model, fading(lives.satisfactions)) < CLOSE


def test_at_the_cap_the_order_of_experiences_turned_round_is_found_out() -> None:
    lives = experienced(LOW_CAP, LOW_CAP)
    assert apart(lives.model, fading(lives.satisfactions[::-1])) > FAR


def test_certainty_that_fades_is_found_out() -> None:
    """With a half-life of 90 days over 20 days the mean of all is no longer exact."""
    lives = experienced(1000.0, belief_half_life_days=90.0)
    assert apart(lives.model, mean_of_all(lives)) > FAR


# --- The order of signals -------------------------------------------------------------------------

signals = some.lists(some.tuples(some.floats(1.0, 5.0), some.floats(0.1, 5.0)), max_size=8)


class Mind(NamedTuple):
    """As much of a world as learning reads."""

    memory: np.recarray
    rules: np.recarray


def belief_after(heard: list[tuple[float, float]], largest: float) -> float:
    """What one person believes of one brand after some signals, kept in double precision."""
    mind = Mind(
        np.rec.array([[(MU0, N0)]], dtype=[("belief", "f8"), ("precision", "f8")]),
        np.rec.array([(largest,)], dtype=[("largest_weight", "f8")]),
    )
    for signal, weight in heard:
        getattr(learn, "py_func", learn)(mind, 0, 0, signal, weight)
    return float(mind.memory["belief"][0, 0])


@given(heard=signals, data=some.data())
def test_the_order_of_any_signals_does_not_matter_below_the_cap(
    heard: list[tuple[float, float]], data: some.DataObject
) -> None:
    """Every order gives (n0 mu0 + sum w_j s_j) / (n0 + sum w_j)."""
    weights = [N0, *(weight for _, weight in heard)]
    mean = np.average([MU0, *(signal for signal, _ in heard)], weights=weights)
    assert belief_after(heard, 1000.0) == pytest.approx(mean, rel=1e-12)
    shuffled = data.draw(some.permutations(heard))
    assert belief_after(shuffled, 1000.0) == pytest.approx(mean, rel=1e-12)


def test_the_order_of_signals_matters_at_the_cap() -> None:
    heard = [(5.0, 3.0), (1.0, 3.0)]
    assert belief_after(heard, N0) - belief_after(heard[::-1], N0) < -FAR
