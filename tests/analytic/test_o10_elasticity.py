"""O10: in the logit a price moves a brand's own sales by -bp (1 - P_b) and a rival's by bp P_b.

With V_b = -bp ln(p_b): d ln P_b / d ln p_b = -bp (1 - P_b); d ln P_j / d ln p_b = bp P_b for every
other j and for "not now" alike (independence of irrelevant alternatives). Here by central
difference over the same people with the same luck: who buys what at a price h higher and lower, in
a choice of their only need. It misses the derivative by h^2 / 6 of the third one, less than 0.01.
With lasting tastes the shares are integrals over people, and the elasticities are lower. Source:
O10; Train 2009.
"""

import math
from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.model import JourneyModel
from tests.analytic.buying import AT_ONCE
from tests.checks import WeakCheckError, agree
from tests.reference_worlds import merged
from tests.worlds import ONE_NEED_EACH, brand, lived, quiet, units

CONSUMERS = 100_000
PRICES = {"acme": 50.0, "bolt": 60.0, "crest": 66.0}
WEIGHT, NOT_NOW = 2.4, 0.3
STEP = 0.1  # of ln price, up and down
EFFECT = 0.2
TASTE = 2.0

brands = pytest.mark.parametrize("changed", range(3))


@cache
def chosen(changed: int, step: float, route: str = "policy", taste: float = 0.0) -> np.ndarray:
    """What everybody chose, with one brand's price changed: 0 … 2, or 3 for not now."""
    plans: dict[str, Any] = {name: brand(price) for name, price in PRICES.items()}
    name = sorted(PRICES)[changed]
    factor = math.exp(step)
    if route == "policy":
        plans[name] = brand(PRICES[name], policies={"price": factor})
    else:
        plans[name] = brand(PRICES[name] * factor)
    model = lived(
        quiet(
            merged(AT_ONCE, ONE_NEED_EACH),
            market={
                "consumers": CONSUMERS,
                "choice": {"price": WEIGHT, "not_now": NOT_NOW, "taste_spread": taste},
            },
            moments={"give_up_not_now": 1},
            brands=plans,
        ),
        needs=True,
    )
    return options(model)


def options(model: JourneyModel) -> np.ndarray:
    """The brand everybody took into use; not now where they took none."""
    bought = units(model)
    assert bought.sum() + model.gained_market()["ended"][3].sum() == CONSUMERS
    return np.where(bought.any(axis=1), bought.argmax(axis=1), len(PRICES))


def logit() -> np.ndarray:
    """P of the brands and of not now."""
    worth = (np.array(list(PRICES.values())) / 60.0) ** -WEIGHT
    return np.append(worth, math.exp(NOT_NOW)) / (worth.sum() + math.exp(NOT_NOW))


def elasticities(changed: int) -> np.ndarray:
    """-bp (1 - P_b) of the brand itself, bp P_b of all others."""
    shares = logit()
    return WEIGHT * (shares[changed] - (np.arange(4) == changed))


def differences_agree(
    changed: int,
    expected: np.ndarray,
    shares: np.ndarray,
    people: int = CONSUMERS,
    **world: Any,
) -> None:
    """Mean over people of [bought at +h] - [bought at -h], over 2 h P."""
    up, down = (chosen(changed, step, **world)[:people] for step in (STEP, -STEP))
    gains = (up[:, None] == np.arange(4)).astype(float) - (down[:, None] == np.arange(4))
    scale = 2.0 * STEP * shares
    error = gains.std(axis=0, ddof=1) / math.sqrt(people) / scale
    agree(gains.mean(axis=0) / scale, expected, error, smallest_effect=EFFECT)


@pytest.mark.parametrize(
    ("changed", "route"), [(0, "policy"), (1, "policy"), (2, "policy"), (0, "list price")]
)
def test_a_price_moves_shares_by_the_elasticities_of_the_logit(changed: int, route: str) -> None:
    """-bp (1 - P_b) own, +bp P_b cross, whether the list price or the price policy changes."""
    differences_agree(changed, elasticities(changed), logit(), route=route)


def test_the_central_difference_stands_for_the_derivative() -> None:
    """Of the closed form itself: the arc over ±10 % is the elasticity to 0.01."""
    for changed in range(3):
        arcs = []
        for step in (STEP, -STEP):
            worth = np.append(
                (np.array(list(PRICES.values())) / 60.0) ** -WEIGHT, math.exp(NOT_NOW)
            )
            worth[changed] *= math.exp(-WEIGHT * step)
            arcs.append(worth / worth.sum())
        arc = (arcs[0] - arcs[1]) / (2.0 * STEP * logit())
        assert np.abs(arc - elasticities(changed)).max() < 0.01


@brands
def test_a_dearer_brand_gains_nobody_and_its_rivals_lose_nobody(changed: int) -> None:
    """With the same luck, person by person: whoever changes leaves the dearer brand."""
    up, down = chosen(changed, STEP), chosen(changed, -STEP)
    moved = up != down
    assert moved.sum() > 1000
    assert (down[moved] == changed).all()


@brands
def test_an_elasticity_that_forgets_the_own_share_is_found_out(changed: int) -> None:
    """-bp for a brand however large."""
    wrong = np.where(np.arange(4) == changed, -WEIGHT, elasticities(changed))
    with pytest.raises(AssertionError, match="z = "):
        differences_agree(changed, wrong, logit())


@brands
def test_a_cross_elasticity_of_the_rivals_own_share_is_found_out(changed: int) -> None:
    """bp P_j of the brand that gains, instead of bp P_b of the brand that changed its price."""
    wrong = np.where(np.arange(4) == changed, elasticities(changed), WEIGHT * logit())
    with pytest.raises(AssertionError, match="z = "):
        differences_agree(changed, wrong, logit())


def mixed() -> tuple[np.ndarray, np.ndarray]:
    """Shares and elasticities of the first brand's price over tastes, by Gauss and Hermite.

    P = E p(tau); own -bp E[p_b (1 - p_b)] / P_b, cross bp E[p_b p_j] / P_j, tau_b ~ N(0, s^2).
    """
    nodes, weights = np.polynomial.hermite_e.hermegauss(40)
    weights = weights / math.sqrt(2.0 * math.pi)
    values = -WEIGHT * np.log(np.array(list(PRICES.values())) / 60.0)
    grids = np.meshgrid(*(TASTE * nodes + value for value in values), indexing="ij")
    worth = np.exp(np.stack([*grids, np.full_like(grids[0], NOT_NOW)]))
    chances = worth / worth.sum(axis=0)
    density = np.einsum("i,j,k->ijk", weights, weights, weights)
    shares = (chances * density).sum(axis=(1, 2, 3))
    joint = (chances[0] * chances * density).sum(axis=(1, 2, 3))
    own = shares[0] - joint[0]
    effect = WEIGHT * np.append(-own, joint[1:])
    return shares, effect / shares


def test_lasting_tastes_lower_the_elasticities_to_those_of_the_mixed_logit() -> None:
    """Own -bp E[p (1 - p)] / P, cross bp E[p_b p_j] / P_j."""
    shares, expected = mixed()
    differences_agree(0, expected, shares, taste=TASTE)


def test_with_lasting_tastes_the_plain_formula_is_found_out() -> None:
    shares, expected = mixed()
    plain = WEIGHT * (shares[0] - (np.arange(4) == 0))
    assert abs(plain[0]) > abs(expected[0])
    with pytest.raises(AssertionError, match="z = "):
        differences_agree(0, plain, shares, taste=TASTE)


def test_a_tenth_of_the_people_would_prove_nothing() -> None:
    with pytest.raises(WeakCheckError):
        differences_agree(0, elasticities(0), logit(), people=CONSUMERS // 10)
