"""O13: where needs come at a constant rate, the wait for one is geometric.

P(T <= t) = 1 - (1 - P)^(t+1), P = 1 - e^(-lambda); with several sources P = 1 - prod_k (1 - P_k),
and the first of the list that fires is the one recorded: P_k prod_{j<k} (1 - P_j) / P. Adverts of
each brand are a source of their own: P_k = eta Rmax (1 - e^-E). An idle moment without a helpful
brand wakes half as often; an impulse needs a shelf: p (1 - prod_b (1 - pi_b)). With Gamma(r) rates
the wait has the mixture's tail, (1 + lambda t / r)^-r. Source: O13, A6;
Ehrenberg 1959.
"""

import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy.stats import gamma

from sim.model import JourneyModel
from sim.scenario import Scenario
from sim.tables.moments import ADVERT, IDLE_MOMENT, IMPULSE, LIFE, NEVER, SOURCES
from tests.checks import agree_shares
from tests.worlds import brand, lived, mixes, quiet, rates

CONSUMERS = 50_000
DAYS = 40
EFFECT = 0.02
MEAN_DAYS = 25.0
LIFE_P = 1.0 - math.exp(-1.0 / MEAN_DAYS)
ADVERTS = {"acme": 3.0, "bolt": 9.0}  # euro per 1,000 consumers and day
CONTACT_EURO, REACH, ETA = 0.005, 0.5, 0.08
IDLE_RATE, WAKE = 0.3, 0.2
IMPULSE_P, SHELF = 0.05, 0.3
SHAPE = 0.8
SOURCE_P = {
    LIFE: LIFE_P,
    ADVERT: 1.0
    - math.prod(
        1.0 - ETA * REACH * (1.0 - math.exp(-euro / (1000.0 * CONTACT_EURO)))
        for euro in ADVERTS.values()
    ),
    IDLE_MOMENT: IDLE_RATE * 0.5 * WAKE,
    IMPULSE: IMPULSE_P * (1.0 - (1.0 - SHELF) ** 2),
}
EVERY_P = 1.0 - math.prod(1.0 - p for p in SOURCE_P.values())


def waiting(**needs: Any) -> Scenario:
    """A first need opens a journey in which nothing ever happens."""
    return quiet(
        market={"consumers": CONSUMERS, "days": DAYS, "needs": {"mean_days": MEAN_DAYS} | needs},
        moments={"rate": rates(0.0), "forget": 0},
    )


def many_sources() -> Scenario:
    """Needs of life, adverts of two brands, idle moments and impulses."""
    return quiet(
        market={
            "consumers": CONSUMERS,
            "days": DAYS,
            "needs": {"mean_days": MEAN_DAYS, "advert": ETA, "impulse": IMPULSE_P},
        },
        moments={
            "rate": rates(0.0),
            "forget": 0,
            "mix": mixes(idea=1.0),
            "idle": {
                "rate": IDLE_RATE,
                "mix": {"idea": 1, "know": 0, "do": 0, "future": 0},
                "wake": {"idea": WAKE},
            },
            "presence": {"floor_shelf": SHELF, "reach_ceiling": REACH},
        },
        levers={"ads": {"carry_over": 0, "unit_cost_eur": {"all": CONTACT_EURO}}},
        brands={
            name: brand(spend={"levers": {"ads": 7.0 * euro}}) for name, euro in ADVERTS.items()
        },
    )


@cache
def model_of(kind: str) -> JourneyModel:
    """One of the worlds above, lived."""
    season = [2.0] + [0.0] * 11
    worlds = {
        "alike": waiting,
        "many sources": many_sources,
        "season": lambda: waiting(season=season),
        "unlike": lambda: waiting(shape=SHAPE),
    }
    return lived(worlds[kind]())


def waits_agree(kind: str, chances: np.ndarray, until: tuple[int, ...] = (0, 2, 9, 24, 39)) -> None:
    """The share of people with a need by some days."""
    onset = model_of(kind).population.person["onset_day"]
    found = [np.count_nonzero((onset != NEVER) & (onset <= day)) for day in until]
    agree_shares(found, CONSUMERS, chances[list(until)], smallest_effect=EFFECT)


def geometric(p: float) -> np.ndarray:
    """P(T <= t) for t = 0 … DAYS - 1."""
    return 1.0 - (1.0 - p) ** np.arange(1, DAYS + 1)


def test_the_wait_for_a_need_is_geometric() -> None:
    """1 - (1 - P)^(t+1), P = 1 - e^(-lambda)."""
    waits_agree("alike", geometric(LIFE_P))


def test_a_rate_a_twentieth_too_high_is_found_out() -> None:
    with pytest.raises(AssertionError, match="z = "):
        waits_agree("alike", geometric(1.05 * LIFE_P))


def test_several_sources_are_a_need_together() -> None:
    """P = 1 - prod_k (1 - P_k)."""
    waits_agree("many sources", geometric(EVERY_P))


def test_a_sum_of_the_sources_chances_is_found_out() -> None:
    with pytest.raises(AssertionError, match="z = "):
        waits_agree("many sources", geometric(sum(SOURCE_P.values())))


def first_to_fire() -> np.ndarray:
    """P_k prod_{j<k} (1 - P_j) / P, in the order in which sources are asked."""
    none_yet, shares = 1.0, np.zeros(len(SOURCES))
    for source, p in SOURCE_P.items():
        shares[source] = none_yet * p / EVERY_P
        none_yet *= 1.0 - p
    return shares


def sources_agree(shares: np.ndarray) -> None:
    opened = model_of("many sources").gained_market()["opened"]
    agree_shares(opened, int(opened.sum()), shares, smallest_effect=EFFECT)


def test_the_first_source_that_fires_is_the_one_recorded() -> None:
    """Life before adverts before idle moments before impulses."""
    sources_agree(first_to_fire())


def test_sources_in_proportion_to_their_chances_are_found_out() -> None:
    shares = np.zeros(len(SOURCES))
    shares[list(SOURCE_P)] = list(SOURCE_P.values())
    with pytest.raises(AssertionError, match="z = "):
        sources_agree(shares / shares.sum())


def test_needs_follow_the_season() -> None:
    """Hazard 1 - e^(-2 lambda) on the 31 days of January (31 * 12 < 365 + 12), then none."""
    january = np.minimum(np.arange(1, DAYS + 1), 31)
    waits_agree("season", 1.0 - np.exp(-2.0 * january / MEAN_DAYS))


def test_needs_out_of_season_are_found_out() -> None:
    with pytest.raises(AssertionError, match="z = "):
        waits_agree("season", 1.0 - np.exp(-2.0 * np.arange(1, DAYS + 1) / MEAN_DAYS))


def gamma_tail() -> np.ndarray:
    """P(T <= t) = 1 - (1 + lambda (t+1) / r)^-r, rates Gamma(r) with mean lambda."""
    return 1.0 - (1.0 + np.arange(1, DAYS + 1) / (MEAN_DAYS * SHAPE)) ** -SHAPE


def classes_tail() -> np.ndarray:
    """The same over 256 equally likely classes, each with the mean of its slice of the Gamma."""
    edges = gamma.ppf(np.arange(257) / 256, SHAPE)
    means = 256 * np.diff(gamma.cdf(edges, SHAPE + 1.0))
    days = np.arange(1, DAYS + 1)
    return 1.0 - np.exp(-means[:, None] * days / MEAN_DAYS).mean(axis=0)


def test_people_with_unlike_rates_wait_as_the_mixture_of_geometrics() -> None:
    waits_agree("unlike", classes_tail())


def test_256_classes_stand_for_the_gamma() -> None:
    """The mixture's closed form is met to 1 in 1,000."""
    assert np.abs(classes_tail() - gamma_tail()).max() < 1e-3


def test_people_taken_for_alike_are_found_out() -> None:
    with pytest.raises(AssertionError, match="z = "):
        waits_agree("unlike", geometric(LIFE_P))
