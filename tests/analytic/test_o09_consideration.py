"""O9: where brand j comes to mind with chance q_j, brand b is chosen with chance

P_b = sum over sets S that hold b of prod_{j in S} q_j prod_{j not in S} (1 - q_j)
e^V_b / (e^v0 + sum_{j in S} e^V_j), 2^B terms; without any brand the journey ends empty with
prod_j (1 - q_j). Source: O9; Goeree 2008, Draganska & Klapper 2011.
"""

from functools import cache
from itertools import product

import numpy as np
import pytest

from sim.model import JourneyModel
from sim.tables.moments import CHANNELS, DAY_PARTS
from tests.checks import agree_shares
from tests.worlds import CERTAIN_RATE, ONE_NEED_EACH, born, brand, mixes, purchases, quiet, rates

CONSUMERS = 60_000
EFFECT = 0.02
PRICES = {"acme": 40.0, "bolt": 60.0, "crest": 70.0, "dune": 90.0}
AWARENESS = np.array([0.15, 0.4, 0.7, 0.9])
SHELF = 0.6
WEIGHT, NOT_NOW = 2.5, 0.2

places = pytest.mark.parametrize("context", ["home", "store"])


@cache
def chosen(context: str) -> JourneyModel:
    """Everybody has chosen once, online among what came to mind or in a shop with shelves."""
    place = {"home": 0.0, context: 1.0}
    week = dict.fromkeys(DAY_PARTS, place)
    spec = quiet(
        ONE_NEED_EACH,
        market={"consumers": CONSUMERS, "choice": {"price": WEIGHT, "not_now": NOT_NOW}},
        moments={
            "rate": rates(CERTAIN_RATE),
            "mix": mixes(buy=1.0),
            "weekday": week,
            "weekend": week,
            "another": 0,
            "forget": 0,
            "give_up_not_now": 1,
            "presence": {"floor_shelf": SHELF},
        },
        brands={name: brand(price) for name, price in PRICES.items()},
    )
    model = born(spec)
    model.population.memory["awareness"] = AWARENESS
    return model.run()


def shares_agree(model: JourneyModel, chances: np.ndarray) -> None:
    """Each brand's choices, not now's, and the journeys without anything on offer."""
    ended = model.gained_market()["ended"].sum(axis=1)
    counts = [*purchases(model), ended[3], ended[5]]
    assert sum(counts) == CONSUMERS
    agree_shares(counts, CONSUMERS, chances, smallest_effect=EFFECT)


def utilities() -> np.ndarray:
    """V_b = -bp ln(P_b / P_ref)."""
    return -WEIGHT * np.log(np.array(list(PRICES.values())) / 60.0)


def over_sets(inclusion: np.ndarray) -> np.ndarray:
    """The sum over all sets: brands, not now, nothing on offer."""
    total = np.zeros(len(PRICES) + 2)
    for bits in product([False, True], repeat=len(PRICES)):
        inside = np.array(bits)
        chance = np.prod(np.where(inside, inclusion, 1.0 - inclusion))
        if not inside.any():
            total[-1] = chance
            continue
        worth = np.append(np.where(inside, np.exp(utilities()), 0.0), np.exp(NOT_NOW))
        total[:-1] += chance * worth / worth.sum()
    return total


def inclusion(context: str) -> np.ndarray:
    """Online what comes to mind; at the shelf what comes to mind and stands there."""
    return AWARENESS if context == "home" else AWARENESS * SHELF


@places
def test_choices_follow_the_logit_over_all_sets(context: str) -> None:
    """Inclusion q_j online, q_j times the chance to stand on the shelf in the store."""
    shares_agree(chosen(context), over_sets(inclusion(context)))


def test_what_is_bought_in_the_store_is_bought_on_its_channel() -> None:
    bought = chosen("store").gained_brands()["purchases_by_channel"].sum(axis=0)
    assert bought.sum() == bought[CHANNELS.index("store")] > 0


@places
def test_availability_inside_one_logit_is_found_out(context: str) -> None:
    """q_b e^V_b / (e^v0 + sum_j q_j e^V_j) is the shortcut the set is not."""
    worth = np.append(inclusion(context) * np.exp(utilities()), np.exp(NOT_NOW))
    empty = np.prod(1.0 - inclusion(context))
    shortcut = np.append((1.0 - empty) * worth / worth.sum(), empty)
    with pytest.raises(AssertionError, match="z = "):
        shares_agree(chosen(context), shortcut)


@places
def test_an_inclusion_a_tenth_too_high_is_found_out(context: str) -> None:
    with pytest.raises(AssertionError, match="z = "):
        shares_agree(chosen(context), over_sets(np.minimum(1.1 * inclusion(context), 1.0)))
