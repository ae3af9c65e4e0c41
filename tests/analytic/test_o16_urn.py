"""O16: where reviews are all that tells two brands apart, a market is a Pólya urn.

Nobody learns from reviews, everybody writes one, and volume is a cue: V_b = beta (ln(1 + W_b) -
ln(1 + mean W)). The mean's term is the same for both brands and cancels, so with beta = 1, no
outside option and one consumer who knows two brands

P_b = (1 + W_b) / (2 + W_0 + W_1),

which is Pólya's urn: after n purchases the number of brand 0 is uniform on 0 … n, its share has
the variance (n + 2) / 12 n, and 1/12 in the limit. A purchase of day t is lived with and reviewed
on day t + 1 and read from day t + 2 on. With a refractory time of 2 days each choice sees all
reviews; with none, the next choice is made on day t + 1 and does not see the last one. With m
consumers who choose on the same days, B ~ Bin(m, X) balls of brand 0 join the urn each round, so
that after r rounds its share X of the 2 + r m balls has the variance (1 - prod_(k=1..r) (1 - m /
(2 + k m)^2)) / 4, and its share of purchases ((2 + r m) / r m)^2 times as much.

One world holds eight urns: sixteen brands, and each consumer knows two of them.
Source: O16; path dependence as an urn: Arthur 1989, from memory.
"""

from functools import cache
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tests.analytic.buying import EVERY_DAY
from tests.checks import agree_mean, agree_shares
from tests.worlds import born, brand, quiet, tree

WORLDS = 60
URNS = 8
CHOICES = 6
CROWD = 12
SHOPPERS = tree(
    {
        "market.choice.popularity": 1.0,
        "reviews.half_life_days": 1e6,
        "reviews.write": [1.0] * 5,
        "feedback": "live",
    }
)
WAITING = {"market": {"needs": {"refractory_days": 2}, "days": 2 * CHOICES}}
KINDS: dict[str, dict[str, Any]] = {
    "in time": WAITING,
    "too late": {"market": {"needs": {"refractory_days": 0}, "days": CHOICES}},
    "half a cue": WAITING | {"popularity": 0.5},
    "feedback off": WAITING | {"feedback": "off"},
}


def lucks(kind: str, crowd: int) -> list[NDArray[np.int64]]:
    """Purchases by urn and brand in many worlds that differ by luck alone."""
    change = dict(KINDS[kind])
    weight = change.pop("popularity", 1.0)
    spec = quiet(
        EVERY_DAY,
        SHOPPERS,
        change,
        market={"consumers": URNS * crowd, "choice": {"popularity": weight}},
        brands={f"brand-{letter}": brand() for letter in "abcdefghijklmnop"},
    )
    found = []
    for replicate in range(WORLDS):
        model = born(spec, replicate=replicate)
        known = model.population.memory["awareness"]
        known[:] = 0.0
        for consumer in range(URNS * crowd):
            urn = consumer % URNS
            known[consumer, 2 * urn : 2 * urn + 2] = 1.0
        model.run()
        found.append(model.gained_brands()["purchases"].sum(axis=1).reshape(URNS, 2))
    return found


@cache
def first_brand(kind: str, crowd: int = 1) -> NDArray[np.int64]:
    """How often the first brand of each urn was bought, of `CHOICES` a person."""
    bought = np.concatenate(lucks(kind, crowd))
    assert (bought.sum(axis=1) == CHOICES * crowd).all()
    return bought[:, 0]


def distribution(weight: float, unseen: int) -> NDArray[np.float64]:
    """P(the first brand was bought k times), by walking through all that may have happened.

    A state is the number bought before, and the last `unseen` choices, not on display yet.
    """
    states: dict[tuple[int, tuple[int, ...]], float] = {(0, ()): 1.0}
    for made in range(CHOICES):
        after: dict[tuple[int, tuple[int, ...]], float] = {}
        for (number, fresh), chance in states.items():
            shown = number - sum(fresh)
            first = (1.0 + shown) ** weight
            p = first / (first + (1.0 + made - len(fresh) - shown) ** weight)
            for choice, q in ((1, p), (0, 1.0 - p)):
                window = (*fresh, choice)[-unseen:] if unseen else ()
                state = (number + choice, window)
                after[state] = after.get(state, 0.0) + chance * q
        states = after
    law = np.zeros(CHOICES + 1)
    for (number, _), chance in states.items():
        law[number] += chance
    return law


UNIFORM = np.full(CHOICES + 1, 1.0 / (CHOICES + 1))


def numbers_follow(kind: str, law: NDArray[np.float64]) -> None:
    """How many urns ended with 0, 1, … of the first brand."""
    counts = np.bincount(first_brand(kind), minlength=CHOICES + 1)
    agree_shares(counts, len(first_brand(kind)), law, smallest_effect=0.16)


def variance_is(kind: str, expected: float, crowd: int = 1) -> None:
    """Mean squared distance of the share from one half."""
    shares = first_brand(kind, crowd) / (CHOICES * crowd)
    agree_mean((shares - 0.5) ** 2, expected, smallest_effect=0.04 if crowd == 1 else 0.015)


def variance(law: NDArray[np.float64]) -> float:
    """Variance of the share under a law of numbers with mean one half."""
    shares = np.arange(CHOICES + 1) / CHOICES
    return float(law @ (shares - 0.5) ** 2)


def crowd_variance(crowd: int) -> float:
    """(1 - prod_(k=1..r) (1 - m / (2 + k m)^2)) / 4 ((2 + r m) / r m)^2."""
    balls = 2.0 + np.arange(1, CHOICES + 1) * crowd
    urn = (1.0 - np.prod(1.0 - crowd / balls**2)) / 4.0
    return float(urn * (balls[-1] / (balls[-1] - 2.0)) ** 2)


def test_every_number_of_purchases_is_equally_likely() -> None:
    """1 / (n + 1) each. Power: .16 on any of seven; three tosses of six by a coin are .17 off."""
    numbers_follow("in time", UNIFORM)


def test_shares_of_twin_markets_spread_as_polya_says() -> None:
    """(n + 2) / 12 n = .111. Power: .04."""
    variance_is("in time", (CHOICES + 2) / (12.0 * CHOICES))


def test_the_first_brand_is_not_favoured() -> None:
    """The share is a martingale: 1/2 on average, whatever came of the first choices."""
    agree_mean(first_brand("in time") / CHOICES, 0.5, smallest_effect=0.15)


def test_reviews_that_come_too_late_spread_shares_less() -> None:
    """The last choice is not on display: the walk with one choice unseen, variance .082."""
    law = distribution(1.0, unseen=1)
    numbers_follow("too late", law)
    variance_is("too late", variance(law))


def test_half_a_cue_spreads_shares_less() -> None:
    """P_b = sqrt(1 + W_b) / sum of them: variance .071."""
    law = distribution(0.5, unseen=0)
    numbers_follow("half a cue", law)
    variance_is("half a cue", variance(law))


def test_without_feedback_the_urn_is_a_coin() -> None:
    """Binomial: variance 1 / 4 n = .042."""
    variance_is("feedback off", 1.0 / (4.0 * CHOICES))


@pytest.mark.parametrize("kind", ["too late", "half a cue", "feedback off"])
def test_a_weaker_or_later_cue_is_no_polya_urn(kind: str) -> None:
    with pytest.raises(AssertionError, match="z = "):
        variance_is(kind, (CHOICES + 2) / (12.0 * CHOICES))


def test_choices_by_a_coin_are_found_out() -> None:
    with pytest.raises(AssertionError, match="z = "):
        variance_is("in time", 1.0 / (4.0 * CHOICES))


def test_twelve_who_choose_together_spread_as_their_rounds_say() -> None:
    """Fewer rounds of luck for as many purchases: variance .025. Power: .015."""
    variance_is("in time", crowd_variance(CROWD), CROWD)


def test_twelve_who_choose_one_by_one_are_found_out() -> None:
    """One consumer's urn of 72 purchases has a variance of .086."""
    purchases = CHOICES * CROWD
    with pytest.raises(AssertionError, match="z = "):
        variance_is("in time", (purchases + 2) / (12.0 * purchases), CROWD)


def test_the_walk_through_all_choices_is_polya_s_urn() -> None:
    """With all reviews seen and a full cue the walk gives the uniform law."""
    assert distribution(1.0, unseen=0) == pytest.approx(UNIFORM, rel=1e-12)
    assert crowd_variance(1) == pytest.approx((CHOICES + 2) / (12.0 * CHOICES), rel=1e-12)
