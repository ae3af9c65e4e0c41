"""O15: one brand, one purchase each, everybody overhears anybody: adoption is Bass's diffusion.

F_t is the share of people who have had their need by the end of day t. A need comes by itself with
p a day, or from a story with q where the person met today has one. A need of day t is bought on
day t, lived with and told on day t + 1, and heard from day t + 2 on:

F_t = F_(t-1) + (1 - F_(t-1)) h_t,    h_t = 1 - (1 - p) (1 - q F_(t-2)).

It is exact as N -> infinity. With N people F_t strays by e_t, to first order e_t = (1 - h_t)
e_(t-1) + (1 - F_(t-1)) (1 - p) q e_(t-2) + w_t, Var w_t = (1 - F_(t-1)) h_t (1 - h_t) / N, which
gives the standard errors below. As p and q become small against one day it becomes Bass's closed
form F(t) = (1 - e^(-(p+q)t)) / (1 + (q/p) e^(-(p+q)t)), with its peak at ln(q/p) / (p + q), where
F = (q - p) / 2q. Source: O15, A18; Bass 1969.
"""

import math
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.model import JourneyModel
from tests.analytic.buying import AT_ONCE
from tests.checks import agree, agree_shares
from tests.worlds import brand, lived, quiet
from tests.worlds import tree as sections

HUGE, LARGE, SMALL = 400_000, 60_000, 2_000
DAYS = 45
P, Q = 0.004, 0.25
SLOW_P, SLOW_Q, SLOW_DAYS = 0.003, 0.03, 150
LAG = 1
READ_AT = [6, 12, 18, 24, 30, 40]
EFFECT = {HUGE: 0.025, LARGE: 0.06, SMALL: 0.35}
WORLDS: dict[str, dict[str, Any]] = {
    "anybody": {},
    "friends": {"network": {"annealed": False}},
    "short memory": {"network": {"share_window_days": 1}},
    "no feedback": {"feedback": "off"},
}


@cache
def market(kind: str, consumers: int, p: float = P, q: float = Q, days: int = DAYS) -> JourneyModel:
    """Everybody buys the one brand once, on the day of the need, and then tells for ever."""
    spec = quiet(
        AT_ONCE,
        sections(
            {
                "market.consumers": consumers,
                "market.days": days,
                "market.needs.mean_days": -1.0 / math.log(1.0 - p),
                "market.needs.peer": q,
                "market.needs.refractory_days": 3650,
                "network.annealed": True,
                "network.feed": 1.0,
                "network.tell": 1.0,
                "network.tell_floor": 1.0,
                "network.share_window_days": 365,
                "feedback": "live",
            }
        ),
        WORLDS[kind],
        brands={"acme": brand()},
    )
    return lived(spec)


def adopted(model: JourneyModel) -> NDArray[np.float64]:
    """The share of people who have had their need by each day's end."""
    return np.cumsum(model.daily["opened"]) / model.spec.market.consumers


def hazard(p: float, q: float, heard: float) -> float:
    """A need comes by itself, or from the story of the person met."""
    return 1.0 - (1.0 - p) * (1.0 - q * heard)


def recursion(p: float, q: float, days: int, lag: int = LAG) -> NDArray[np.float64]:
    """F_t for t = 0 … days - 1."""
    shares = [0.0] * (lag + 1)
    for _ in range(days):
        shares.append(shares[-1] + (1.0 - shares[-1]) * hazard(p, q, shares[-1 - lag]))
    return np.array(shares[lag + 1 :])


def spread(p: float, q: float, days: int, consumers: int) -> NDArray[np.float64]:
    """Standard error of F_t among so many people, to first order."""
    shares = np.concatenate([[0.0, 0.0], recursion(p, q, days)])
    covariance = np.zeros((2, 2))
    errors = []
    for before, now in pairwise(shares[:-1]):
        h = hazard(p, q, before)
        step = np.array([[1.0 - h, (1.0 - now) * (1.0 - p) * q], [1.0, 0.0]])
        covariance = step @ covariance @ step.T
        covariance[0, 0] += (1.0 - now) * h * (1.0 - h) / consumers
        errors.append(math.sqrt(covariance[0, 0]))
    return np.array(errors)


def closed_form(p: float, q: float, days: int) -> NDArray[np.float64]:
    """Bass's F at the end of each day."""
    fading = np.exp(-(p + q) * np.arange(1, days + 1))
    return (1.0 - fading) / (1.0 + q / p * fading)


def follows(kind: str, consumers: int, expected: NDArray[np.float64]) -> None:
    """Adoption on some days is the one expected."""
    found = adopted(market(kind, consumers))
    error = spread(P, Q, DAYS, consumers)[READ_AT]
    agree(found[READ_AT], expected[READ_AT], error, smallest_effect=EFFECT[consumers])


@pytest.mark.parametrize(
    "consumers", [pytest.param(HUGE, marks=pytest.mark.slow), LARGE, SMALL], ids=str
)
def test_adoption_follows_the_recursion(consumers: int) -> None:
    """Power: a difference on any of six days of .025 at 400,000, .06 at 60,000, .35 at 2,000."""
    follows("anybody", consumers, recursion(P, Q, DAYS))


@pytest.mark.parametrize("lag", [0, 2])
def test_another_lag_from_need_to_story_is_found_out(lag: int) -> None:
    with pytest.raises(AssertionError, match="z = "):
        follows("anybody", LARGE, recursion(P, Q, DAYS, lag))


def test_imitation_a_twentieth_too_strong_is_found_out() -> None:
    with pytest.raises(AssertionError, match="z = "):
        follows("anybody", LARGE, recursion(P, 1.05 * Q, DAYS))


@pytest.mark.parametrize("kind", ["friends", "short memory", "no feedback"])
def test_another_way_of_hearing_is_found_out(kind: str) -> None:
    """Friends share their news among themselves; a story of one day is soon over."""
    with pytest.raises(AssertionError, match="z = "):
        follows(kind, LARGE, recursion(P, Q, DAYS))


def test_without_stories_only_innovators_are_left() -> None:
    """q = 0: F_t = 1 - (1 - p)^(t+1)."""
    counts = np.cumsum(market("no feedback", LARGE).daily["opened"])[READ_AT]
    alone = 1.0 - (1.0 - P) ** (1.0 + np.array(READ_AT))
    agree_shares(counts, LARGE, alone, smallest_effect=0.02)


def imitators() -> float:
    """Share of people whose need a story woke: sum (1 - F_(t-1)) (1 - p) q F_(t-2)."""
    shares = np.concatenate([[0.0, 0.0], recursion(P, Q, DAYS)])
    return float(np.sum((1.0 - shares[1:-1]) * (1.0 - P) * Q * shares[:-2]))


def caused(expected: float) -> None:
    """The error is at most a coin's for each person: the curve's own luck moves it far less."""
    model = market("anybody", LARGE)
    needs = int(model.gained_brands()["needs_caused"][0])
    agree(needs / LARGE, expected, 0.5 / math.sqrt(LARGE), smallest_effect=0.02)


def test_imitators_are_those_the_recursion_counts() -> None:
    """Power: .02 of all people."""
    caused(imitators())


def test_as_many_imitators_as_without_the_lag_are_found_out() -> None:
    """Bass's closed form has 1 - (p/q) ln(1 + q/p) of them: news that needs no time."""
    with pytest.raises(AssertionError, match="z = "):
        caused(1.0 - P / Q * math.log(1.0 + Q / P))


def distance(model: JourneyModel, p: float, q: float) -> float:
    """The largest gap to Bass's closed form."""
    return float(np.abs(adopted(model) - closed_form(p, q, model.spec.market.days)).max())


@cache
def slow() -> JourneyModel:
    """A market in which news travels slowly against one day."""
    return market("anybody", LARGE // 2, SLOW_P, SLOW_Q, SLOW_DAYS)


def test_slow_diffusion_is_bass_s_closed_form() -> None:
    """The recursion's lag leaves .022 of a gap, luck .006."""
    assert distance(slow(), SLOW_P, SLOW_Q) < 0.04


def test_fast_diffusion_lags_behind_the_closed_form() -> None:
    """The recursion's gap is .25 there: the closed form is a limit."""
    assert distance(market("anybody", LARGE), P, Q) > 0.2


def test_a_closed_form_of_innovators_alone_is_found_out() -> None:
    assert distance(slow(), SLOW_P, 1e-9) > 0.2


def inflection() -> int:
    """The day on which as many have adopted as the closed form has at its peak."""
    return int(np.searchsorted(adopted(slow()), (SLOW_Q - SLOW_P) / (2.0 * SLOW_Q)))


def peak_day(p: float, q: float) -> float:
    """The day on which the closed form is steepest."""
    return math.log(q / p) / (p + q)


def test_the_peak_comes_when_bass_says() -> None:
    """Day 70, and two for the lag; luck is .6 days."""
    assert inflection() == pytest.approx(peak_day(SLOW_P, SLOW_Q), abs=4.0)


def test_the_peak_of_a_stronger_imitation_is_found_out() -> None:
    """Q a quarter larger would bring it on day 62."""
    assert inflection() != pytest.approx(peak_day(SLOW_P, 1.25 * SLOW_Q), abs=4.0)
