"""O12: so many are on the way as set out in a day times the days it takes them (Little 1961).

L = lambda D in balance. Counted at the day's end, a journey opened on day d and ended on day e
takes e - d days. Where a need opens with chance P a day of people without one, at night, and fades
with chance f in each of the six day-parts of every following day: q = (1 - f)^6, D = 1 / (1 - q), L
/ N = P / (P + 1 - q), lambda / N = P (1 - q) / (P + 1 - q). Use takes 1 + floor(X) days, X
exponential of mean l - 1: D = 1 + 1 / (e^(1 / (l - 1)) - 1), about half a day less than l. Each
check is over people, who are independent: mean of (days on the way) - D (times set out) = 0.
Source: O12.
"""

import math
from functools import cache
from typing import Any, NamedTuple

import numpy as np
import pytest

from sim.scenario import Scenario
from sim.tables.moments import DAY_PARTS, EXPLORE, READY, USING
from tests.analytic.buying import AT_ONCE
from tests.checks import agree_mean
from tests.reference_worlds import opportunities as busy_opportunities
from tests.reference_worlds import world
from tests.worlds import ALIKE, born, brand, quiet, rates, units

DAYS = 84


class Days(NamedTuple):
    """What each person did in the measured days."""

    live: np.ndarray
    """Day's ends in a journey."""
    onsets: np.ndarray
    using: np.ndarray
    """Day's ends in use."""
    units: np.ndarray
    took: np.ndarray
    """Days that each journey ended in these days took."""
    daily: dict[str, Any]


def watched(spec: Scenario, opportunities: np.ndarray = ALIKE) -> Days:
    """Live through a market and look at everybody every evening."""
    model = born(spec, opportunities=opportunities, needs=True).run(until=0)
    person, phase = model.population.person, model.population.screen["phase"]

    def on_the_way() -> np.ndarray:
        return (phase >= EXPLORE) & (phase <= READY)

    live, onsets, using = (np.zeros(len(phase), int) for _ in range(3))
    took, before = [], on_the_way()
    for day in range(spec.market.days):
        model.step()
        opened, now = person["onset_day"] == day, on_the_way()
        ended = (before | opened) & ~now
        took.append(day - person["onset_day"][ended].astype(int))
        live, onsets, using = live + now, onsets + opened, using + (phase == USING)
        before = now
    bought = units(model).sum(axis=1)
    return Days(live, onsets, using, bought, np.concatenate(took), model.daily)


def little_holds(stay: np.ndarray, arrivals: np.ndarray, days: float, effect: float) -> None:
    """Mean over people of stay - D arrivals is 0."""
    agree_mean(stay - days * arrivals, 0.0, smallest_effect=effect)


# --- Journeys that only fade ----------------------------------------------------------------------

MEAN_DAYS, FADES = 25.0, 0.02
P = 1.0 - math.exp(-1.0 / MEAN_DAYS)
Q = (1.0 - FADES) ** 6
FADING_DAYS = 1.0 / (1.0 - Q)
LIVE = P / (P + 1.0 - Q)


@cache
def fading(warm_up_days: int = 140) -> Days:
    """Needs open at night and fade, and nothing else ever happens."""
    spec = quiet(
        market={
            "consumers": 12_000,
            "days": DAYS,
            "warm_up_days": warm_up_days,
            "needs": {"mean_days": MEAN_DAYS},
        },
        moments={
            "onset": {"night": 1.0} | dict.fromkeys(DAY_PARTS[:-1], 0.0),
            "rate": rates(0.0),
            "forget": FADES,
        },
    )
    return watched(spec)


def test_the_days_counters_are_what_people_do() -> None:
    days = fading()
    assert days.daily["live"].sum() == days.live.sum() > 0
    assert days.daily["opened"].sum() == days.onsets.sum() > 0


def test_as_many_are_on_the_way_as_the_balance_of_onsets_and_ends_says() -> None:
    """L / N = P / (P + 1 - q)."""
    agree_mean(fading().live / DAYS, LIVE, smallest_effect=0.05 * LIVE)


def test_as_many_set_out_as_the_balance_says() -> None:
    """lambda / N = P (1 - q) / (P + 1 - q)."""
    agree_mean(fading().onsets, DAYS * LIVE * (1.0 - Q), smallest_effect=0.1)


def test_fading_journeys_take_as_long_as_the_formula_says() -> None:
    """D = 1 / (1 - (1 - f)^6); journeys are independent."""
    agree_mean(fading().took, FADING_DAYS, smallest_effect=0.05 * FADING_DAYS)


def test_live_journeys_are_onsets_times_duration() -> None:
    """L = lambda / (1 - q)."""
    little_holds(fading().live, fading().onsets, FADING_DAYS, 0.05 * DAYS * LIVE)


def test_a_duration_that_counts_both_the_first_and_the_last_day_is_found_out() -> None:
    with pytest.raises(AssertionError, match="z = "):
        little_holds(fading().live, fading().onsets, FADING_DAYS + 1.0, 0.05 * DAYS * LIVE)


def test_a_market_not_yet_in_balance_is_found_out() -> None:
    """Without a warm-up nobody is on the way at first."""
    days = fading(0)
    with pytest.raises(AssertionError, match="z = "):
        little_holds(days.live, days.onsets, FADING_DAYS, 0.05 * DAYS * LIVE)


# --- Use ------------------------------------------------------------------------------------------

LAG = 6.0
USE_DAYS = 1.0 + 1.0 / (math.exp(1.0 / (LAG - 1.0)) - 1.0)


@cache
def in_use() -> Days:
    """Needs are met at once, and what was bought is lived with for some days."""
    spec = quiet(
        AT_ONCE,
        market={
            "consumers": 12_000,
            "days": DAYS,
            "warm_up_days": 140,
            "needs": {"mean_days": MEAN_DAYS},
            "use": {"lag_days": LAG},
        },
        brands={"acme": brand()},
    )
    return watched(spec)


def test_people_in_use_are_purchases_times_days_of_use() -> None:
    """D = 1 + 1 / (e^(1 / (l - 1)) - 1)."""
    days = in_use()
    assert days.daily["using"].sum() == days.using.sum()
    little_holds(days.using, days.units, USE_DAYS, 0.05 * days.using.mean())


def test_use_as_long_as_the_exponential_before_it_was_cut_to_days_is_found_out() -> None:
    """Mean l, without the floor."""
    days = in_use()
    with pytest.raises(AssertionError, match="z = "):
        little_holds(days.using, days.units, LAG, 0.05 * days.using.mean())


# --- A busy market --------------------------------------------------------------------------------


@cache
def busy() -> Days:
    """Every mechanism but feedback, with needs at the same rate all year."""
    spec = world(
        consumers=6000,
        warm_up_days=140,
        days=DAYS,
        feedback="off",
        market={"panel_consumers": 0, "needs": {"season": [1.0] * 12}},
    )
    return watched(spec, busy_opportunities())


def test_in_a_busy_market_live_journeys_are_onsets_times_mean_duration() -> None:
    """D measured on journeys ended, L and lambda by the day's counters."""
    days = busy()
    assert days.daily["live"].sum() == days.live.sum()
    assert days.daily["opened"].sum() == days.onsets.sum()
    little_holds(days.live, days.onsets, days.took.mean(), 0.1 * days.live.mean())


def test_the_median_duration_would_be_found_out() -> None:
    days = busy()
    with pytest.raises(AssertionError, match="z = "):
        little_holds(days.live, days.onsets, float(np.median(days.took)), 0.1 * days.live.mean())
