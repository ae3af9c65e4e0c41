"""A2: with own outlets one goes to a brand's shop, and the shop gone to is a logit choice.

On a GO moment: P(go to b) = sum over sets S that hold b of P(S) e^V_b / sum_{j in S} e^V_j, S the
brands that come to mind; nobody goes where S is empty. On arrival the brand stands alone against
"not now": P(buy | b) = e^V_b / (e^v0 + e^V_b). Who passes by without a plan chooses among the
brands considered whose shop is there: q_j pi_j in place of q_j. Source: A2.
"""

from functools import cache
from itertools import product

import numpy as np
import pytest

from sim.model import JourneyModel
from sim.tables.moments import BUY, DAY_PARTS, EMPTY, NOT_NOW, STORE_CHANNEL
from tests.checks import agree_shares
from tests.worlds import CERTAIN_RATE, ONE_NEED_EACH, born, brand, mixes, purchases, quiet, rates

CONSUMERS = 60_000
EFFECT = 0.02
PRICES = {"acme": 45.0, "bolt": 60.0, "crest": 80.0}
AWARENESS = np.array([0.3, 0.8, 0.55])
PASSED = 0.5
WEIGHT, OUTSIDE = 2.0, 0.3

ways = pytest.mark.parametrize("way", ["planned", "passing by"])


@cache
def visited(way: str) -> JourneyModel:
    """Everybody plans a visit and goes, or passes by shops; "not now" there ends the journey."""
    passing = way == "passing by"
    week = dict.fromkeys(DAY_PARTS, {"home": 0.0, "store": 1.0} if passing else {"home": 1.0})
    spec = quiet(
        ONE_NEED_EACH,
        market={
            "consumers": CONSUMERS,
            "outlet": "own",
            "choice": {"price": WEIGHT, "not_now": OUTSIDE},
        },
        moments={
            "rate": rates(CERTAIN_RATE),
            "mix": mixes(go=0.0 if passing else 1.0, buy=1.0 if passing else 1e-9),
            "context_mix": {"store": {"buy": 1e6, "go": 0, "compare": 0}},
            "weekday": week,
            "weekend": week,
            "third_party": {"go": 1},
            "store_visit": 1,
            "another": 0,
            "forget": 0,
            "advance": 0,
            "give_up_not_now": 1,
            "presence": {"floor_shelf": PASSED},
        },
        brands={name: brand(price) for name, price in PRICES.items()},
    )
    model = born(spec)
    model.population.memory["awareness"] = AWARENESS
    return model.run()


def worth() -> np.ndarray:
    """e^V_b, V_b = -bp ln(P_b / P_ref)."""
    return np.exp(-WEIGHT * np.log(np.array(list(PRICES.values())) / 60.0))


def destinations(inclusion: np.ndarray) -> np.ndarray:
    """The logit over the brands that come to mind, summed over their sets; last: nowhere to go."""
    total = np.zeros(len(PRICES) + 1)
    for bits in product([False, True], repeat=len(PRICES)):
        inside = np.array(bits)
        chance = np.prod(np.where(inside, inclusion, 1.0 - inclusion))
        if not inside.any():
            total[-1] = chance
            continue
        known = np.where(inside, worth(), 0.0)
        total[:-1] += chance * known / known.sum()
    return total


def inclusion(way: str) -> np.ndarray:
    """A plan needs the brand in mind; passing by, its shop must be there too."""
    return AWARENESS * (PASSED if way == "passing by" else 1.0)


def visits_agree(way: str, gone: np.ndarray) -> None:
    """Bought in each brand's shop, not now, and nowhere to go."""
    model = visited(way)
    bought = worth() / (np.exp(OUTSIDE) + worth())
    ended = model.gained_market()["ended"].sum(axis=1)
    # Without a plan the journey of somebody nowhere to go lives on; passing by it ends empty.
    nowhere = ended[EMPTY] + np.count_nonzero(model.population.screen["phase"] == 1)
    counts = [*purchases(model), ended[NOT_NOW], nowhere]
    assert sum(counts) == CONSUMERS
    shops = gone[:-1]
    chances = [*(shops * bought), (shops * (1.0 - bought)).sum(), gone[-1]]
    agree_shares(counts, CONSUMERS, chances, smallest_effect=EFFECT)


@ways
def test_the_shop_gone_to_is_a_logit_over_the_brands_considered(way: str) -> None:
    visits_agree(way, destinations(inclusion(way)))


@ways
def test_visits_shared_out_evenly_are_found_out(way: str) -> None:
    gone = destinations(inclusion(way))
    gone[:-1] = gone[:-1].sum() / len(PRICES)
    with pytest.raises(AssertionError, match="z = "):
        visits_agree(way, gone)


@ways
def test_a_shelf_with_all_brands_is_found_out(way: str) -> None:
    """The shared outlet's logit over all brands, known or not: what own outlets are not."""
    nowhere = destinations(inclusion(way))[-1]
    with pytest.raises(AssertionError, match="z = "):
        visits_agree(way, np.append((1.0 - nowhere) * worth() / worth().sum(), nowhere))


def test_in_a_brands_own_shop_no_rival_is_seen() -> None:
    """Each planned visit shows one brand with certainty, and nothing else is seen in any shop."""
    model = visited("planned")
    moments = model.gained_market()["moments"][BUY, STORE_CHANNEL]
    seen = model.gained_brands()["noticed"][:, BUY, STORE_CHANNEL]
    assert 0 < moments == seen.sum()
    shares = destinations(AWARENESS)[:-1]
    agree_shares(seen, int(moments), shares / shares.sum(), smallest_effect=EFFECT)
