"""O8: who considers every brand chooses brand b with chance

P_b = e^V_b / (e^v0 + sum_j e^V_j), V_b = -bp ln(P_b / P_ref) - friction, v0 with the phase's
penalty. With a lasting taste tau ~ N(0, s^2) of one brand, P = integral of e^(s x) / (e^v0 +
e^(s x)) phi(x) dx. It concerns *chosen*, before paying. Source: O8, A3;
McFadden 1974, Train 2009.
"""

import math
from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.model import JourneyModel
from sim.tables.moments import EVALUATE, EXPLORE, READY
from tests.checks import agree_shares
from tests.worlds import CERTAIN_RATE, ONE_NEED_EACH, born, brand, lived, mixes, purchases, quiet
from tests.worlds import rates as every_slot

CONSUMERS = 60_000
EFFECT = 0.02
PRICES = {"acme": 45.0, "bolt": 60.0, "crest": 66.0, "dune": 85.0}
WEIGHT = 2.2
NOT_NOW, EXTRA = 0.3, {EXPLORE: 0.9, EVALUATE: 0.4, READY: 0.0}
HAND, FIT = 0.7, 0.25  # on the phone; unknown fit
CONVENIENCE = 0.2
TASTE = 1.5

# Each journey is one choice: the first moment is a buy moment, and "not now" ends it.
ONE_CHOICE: dict[str, Any] = {
    "moments": {
        "rate": every_slot(CERTAIN_RATE),
        "mix": mixes(buy=1.0),
        "another": 0,
        "forget": 0,
        "give_up_not_now": 1,
        "give_up_cart": 1,
    },
    "market": {"consumers": CONSUMERS, "memory": {"initial_awareness": 1}},
}


@cache
def chosen_in(phase: int) -> JourneyModel:
    """Everybody has chosen once, in one phase of the journey."""
    spec = quiet(
        ONE_NEED_EACH,
        ONE_CHOICE,
        market={
            "choice": {
                "price": WEIGHT,
                "not_now": NOT_NOW,
                "not_now_explore": EXTRA[EXPLORE],
                "not_now_evaluate": EXTRA[EVALUATE],
                "device_phone": HAND,
                "fit_online": FIT,
                "habit": 1.0 if phase == READY else 0.0,
            }
        },
        personas={"consumer": {"traits": {"convenience": CONVENIENCE}}},
        brands={name: brand(price) for name, price in PRICES.items()},
    )
    model = born(spec)
    if phase != EXPLORE:
        model.population.person["last_brand"] = 0
        model.population.person["last_satisfaction"] = 5.0
    return model.run()


@cache
def chosen_by_taste() -> JourneyModel:
    """Everybody has chosen once between one brand and not now."""
    taste = {"taste_spread": TASTE, "not_now": NOT_NOW}
    spec = quiet(ONE_NEED_EACH, ONE_CHOICE, market={"choice": taste}, brands={"acme": brand()})
    return lived(spec)


def shares_agree(model: JourneyModel, chances: np.ndarray) -> None:
    """Each brand's choices, and not now's."""
    ended = model.gained_market()["ended"]
    counts = [*purchases(model), ended[3].sum()]
    assert sum(counts) == CONSUMERS
    agree_shares(counts, CONSUMERS, chances, smallest_effect=EFFECT)


def logit(weight: float, outside: float) -> np.ndarray:
    """Chances of the brands and of not now, frictions included."""
    values = -weight * np.log(np.array(list(PRICES.values())) / 60.0)
    worth = np.exp([*(values - FIT - HAND * (0.5 + CONVENIENCE)), outside])
    return worth / worth.sum()


def mixed_logit(spread: float) -> np.ndarray:
    """Chances of one brand and of not now, averaged over taste by Gauss and Hermite."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(80)
    bought = 1.0 / (1.0 + np.exp(NOT_NOW - spread * nodes))
    share = weights @ bought / math.sqrt(2.0 * math.pi)
    return np.array([share, 1.0 - share])


phases = pytest.mark.parametrize("phase", [EXPLORE, EVALUATE, READY])


@phases
def test_choices_follow_the_logit(phase: int) -> None:
    """P_b = e^V_b / (e^(v0 + pen) + sum e^V)."""
    shares_agree(chosen_in(phase), logit(WEIGHT, NOT_NOW + EXTRA[phase]))


@phases
def test_a_price_weight_a_tenth_too_high_is_found_out(phase: int) -> None:
    with pytest.raises(AssertionError, match="z = "):
        shares_agree(chosen_in(phase), logit(1.1 * WEIGHT, NOT_NOW + EXTRA[phase]))


@phases
def test_a_wrong_worth_of_not_now_is_found_out(phase: int) -> None:
    with pytest.raises(AssertionError, match="z = "):
        shares_agree(chosen_in(phase), logit(WEIGHT, NOT_NOW + EXTRA[phase] + 0.1))


def test_lasting_tastes_make_the_logit_a_mixed_one() -> None:
    """P = integral of e^(s x) / (e^v0 + e^(s x)) phi(x) dx."""
    shares_agree(chosen_by_taste(), mixed_logit(TASTE))


def test_a_logit_without_tastes_is_found_out() -> None:
    with pytest.raises(AssertionError, match="z = "):
        shares_agree(chosen_by_taste(), mixed_logit(0.0))
