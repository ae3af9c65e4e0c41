"""O17: satisfaction is experience plus its distance from what was expected.

e ~ N(Q + shift, v), v = fit^2 + chance^2; D = e - mu; s = e + delta D where D >= 0, e + delta lam D
where D < 0. With D ~ N(m, v), a = m / sqrt v,

E s = E e + delta (E D+ - lam E D-),    E D+ = sqrt v phi(a) + m Phi(a),    E D- = E D+ - m,

and as s rises in e, P(s <= x) = Phi((e(x) - E e) / sqrt v), e(x) = (x + k mu) / (1 + k) with k =
delta above mu and delta lam below. Help in use and service contacts make E e a mixture: n ~
Poisson contacts, k ~ Bin(n, rude) rude ones, the second and later g times as bad, each repaired in
part with its own chance; and E s is the mean of the formula over it, not the formula at its mean.
Whoever has used the brand before expects mu' = (n0 mu + w s) / (n0 + w), which for a brand that
pleases is more. Source: O17, A18, A5; Oliver 1980; Anderson & Sullivan 1993.
"""

import math
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.stats import binom, norm, poisson

from sim.model import JourneyModel
from tests.analytic.use import satisfaction, used
from tests.checks import agree_mean, agree_shares
from tests.worlds import tree

CONSUMERS = 120_000
EFFECT = 0.04
MU = 3.8
FIT, CHANCE = 0.45, 0.6
SPREAD = math.hypot(FIT, CHANCE)
DELTA, LAM = 0.4, 2.0
HOW_TO, ANSWERED, HELP = 0.6, 0.5, 0.3
CONTACTS, POLITE, RECOVERY = 0.5, 0.6, 0.4
RUDE, NICE, REPAIRED, WORSE = 1.6, 0.1, 0.6, 1.5
PRIOR, WEIGHT = 2.0, 5.0
QUALITIES = [3.2, 3.8, 4.6]

FEELING = tree(
    {
        "market.memory.prior_stars": MU,
        "market.use.fit_spread": FIT,
        "market.use.experience_spread": CHANCE,
        "market.use.disconfirmation": DELTA,
        "market.use.negativity": LAM,
    }
)
SERVED = tree(
    {
        "market.use.how_to": HOW_TO,
        "market.use.how_to_stars": HELP,
        "moments.third_party": {"do": ANSWERED},
        "market.use.service_contacts": CONTACTS,
        "market.use.rude_stars": RUDE,
        "market.use.polite_stars": NICE,
        "market.use.recovered": REPAIRED,
        "market.use.second_failure": WORSE,
        "levers.service.floor": POLITE,
        "levers.recovery.floor": RECOVERY,
    }
)
LEARNING = tree({"market.memory.experience_weight": WEIGHT, "market.memory.prior_weight": PRIOR})


@cache
def judged(quality: float) -> JourneyModel:
    """Everybody has used the product once."""
    return used(CONSUMERS, quality, FEELING)


@cache
def served(quality: float) -> JourneyModel:
    """The same with how-to moments and service contacts."""
    return used(CONSUMERS, quality, FEELING, SERVED)


@cache
def again(quality: float) -> JourneyModel:
    """Everybody has used the product twice, and learned from the first time."""
    model = used(CONSUMERS, quality, FEELING, LEARNING, once=False)
    assert model.gained_brands()["judged"][0] == 2 * CONSUMERS
    return model


def expected(mean: Any, spread: float, mu: Any, lam: float = LAM) -> Any:
    """E s of an experience N(mean, spread^2) where mu was expected."""
    gap = mean - mu
    above = spread * norm.pdf(gap / spread) + gap * norm.cdf(gap / spread)
    return mean + DELTA * (above - lam * (above - gap))


def outcomes() -> list[tuple[float, float]]:
    """Probability and stars of everything that help and service may have done."""
    found = []
    for helped, contacts in product((0, 1), range(9)):
        seldom = HOW_TO * ANSWERED if helped else 1.0 - HOW_TO * ANSWERED
        p_contacts = poisson.pmf(contacts, CONTACTS) if contacts < 8 else poisson.sf(7, CONTACTS)
        for rude in range(contacts + 1):
            p_rude = binom.pmf(rude, contacts, 1.0 - POLITE)
            for repaired in product((0, 1), repeat=rude):
                p = math.prod(RECOVERY if one else 1.0 - RECOVERY for one in repaired)
                lost = sum(
                    RUDE * (WORSE if number else 1.0) * (1.0 - REPAIRED * one)
                    for number, one in enumerate(repaired)
                )
                stars = HELP * helped + NICE * (contacts - rude) - lost
                found.append((seldom * p_contacts * p_rude * p, stars))
    return found


def mixture(quality: float) -> float:
    """The mean of the formula over all outcomes."""
    return math.fsum(p * expected(quality + stars, SPREAD, MU) for p, stars in outcomes())


def second_time(quality: float, weight: float = WEIGHT) -> float:
    """E s of the second use: a mean over the person's fit and the luck of the first time."""
    nodes = np.linspace(-6.0, 6.0, 601)
    mass = norm.pdf(nodes) / norm.pdf(nodes).sum()
    fit = quality + FIT * nodes[:, None]
    surprise = fit + CHANCE * nodes - MU
    first = MU + surprise + DELTA * np.where(surprise < 0.0, LAM, 1.0) * surprise
    believed = (PRIOR * MU + weight * first) / (PRIOR + weight)
    return float(mass @ expected(fit, CHANCE, believed) @ mass)


def below(quality: float, stars: NDArray[np.float64]) -> NDArray[np.float64]:
    """P(s <= x)."""
    k = DELTA * np.where(stars < MU, LAM, 1.0)
    shares: NDArray[np.float64] = norm.cdf(((stars + k * MU) / (1.0 + k) - quality) / SPREAD)
    return shares


def opinions(model: JourneyModel) -> list[int]:
    """Detractors (s < 3.6), promoters (s >= 4.4), people satisfied (s >= 4)."""
    tally = model.gained_brands()[0]
    return [int(tally[name]) for name in ("detractors", "promoters", "satisfied")]


def opinions_agree(quality: float, below_36_44_40: NDArray[np.float64]) -> None:
    detractors, not_promoters, not_satisfied = below_36_44_40
    shares = [detractors, 1.0 - not_promoters, 1.0 - not_satisfied]
    agree_shares(opinions(judged(quality)), CONSUMERS, shares, smallest_effect=0.02)


qualities = pytest.mark.parametrize("quality", QUALITIES)
LIMITS = np.array([3.6, 4.4, 4.0])


@qualities
def test_mean_satisfaction_follows_the_formula(quality: float) -> None:
    """Below, at and above what was expected. Power: .04 stars."""
    told = expected(quality, SPREAD, MU)
    agree_mean(satisfaction(judged(quality)), told, smallest_effect=EFFECT)


@qualities
def test_shortfalls_that_weigh_no_more_than_gains_are_found_out(quality: float) -> None:
    told = expected(quality, SPREAD, MU, lam=1.0)
    with pytest.raises(AssertionError, match="z = "):
        agree_mean(satisfaction(judged(quality)), told, smallest_effect=EFFECT)


def test_disconfirmation_of_the_mean_experience_is_found_out() -> None:
    """At Q = mu nobody would be disappointed on average: chance alone costs .12 stars."""
    with pytest.raises(AssertionError, match="z = "):
        agree_mean(satisfaction(judged(MU)), MU, smallest_effect=EFFECT)


@qualities
def test_satisfied_promoters_and_detractors_follow_the_same_normal(quality: float) -> None:
    """P(s < 3.6), P(s >= 4.4), P(s >= 4). Power: .02 of all buyers."""
    opinions_agree(quality, below(quality, LIMITS))


@qualities
def test_opinions_without_disconfirmation_are_found_out(quality: float) -> None:
    with pytest.raises(AssertionError, match="z = "):
        opinions_agree(quality, norm.cdf((LIMITS - quality) / SPREAD))


@qualities
def test_help_and_service_make_it_a_mixture(quality: float) -> None:
    """E s = mean over all that may have happened of the formula. Power: .04 stars."""
    assert math.fsum(p for p, _ in outcomes()) == pytest.approx(1.0)
    agree_mean(satisfaction(served(quality)), mixture(quality), smallest_effect=EFFECT)


def test_the_formula_at_the_mean_outcome_is_found_out() -> None:
    """Failures are rare and deep, so that the mean outcome is no one's."""
    mean = math.fsum(p * stars for p, stars in outcomes())
    told = expected(4.6 + mean, SPREAD, MU)
    with pytest.raises(AssertionError, match="z = "):
        agree_mean(satisfaction(served(4.6)), told, smallest_effect=EFFECT)


def test_the_formula_without_help_and_service_is_found_out() -> None:
    told = expected(4.6, SPREAD, MU)
    with pytest.raises(AssertionError, match="z = "):
        agree_mean(satisfaction(served(4.6)), told, smallest_effect=EFFECT)


@qualities
def test_the_second_time_is_judged_by_what_the_first_taught(quality: float) -> None:
    """mu' = (n0 mu + w s) / (n0 + w), and fit is the person's own. Power: .04 stars."""
    agree_mean(satisfaction(again(quality)), second_time(quality), smallest_effect=EFFECT)


@pytest.mark.parametrize("quality", [3.2, 4.6])
def test_expectations_that_learn_nothing_are_found_out(quality: float) -> None:
    """Who was pleased expects more, who was disappointed less."""
    told = second_time(quality, weight=0.0)
    with pytest.raises(AssertionError, match="z = "):
        agree_mean(satisfaction(again(quality)), told, smallest_effect=EFFECT)
