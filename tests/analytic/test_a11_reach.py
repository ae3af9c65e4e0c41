"""A11: adverts reach heavy users of media again and again, and so far fewer people.

With one Gamma(k) media weight w a person (mean 1), r(w) = R (1 - e^(-E w)) a day, the reach after
n days is 1 - E[(1 - r(w))^n] = 1 - sum_j C(n, j) (1 - R)^(n - j) R^j (1 + j E / k)^-k, and the mean
number of exposures n R (1 - (1 + E / k)^-k). The engine has 256 equally likely classes of w.
Source: A11.
"""

import math
from functools import cache

import numpy as np
import pytest
from scipy.stats import gamma

from sim.model import JourneyModel
from sim.tables.moments import NEVER
from tests.checks import agree, agree_shares
from tests.worlds import brand, lived, quiet

CONSUMERS = 40_000
REACH = 0.4
CONTACT_EURO = 0.01
CONTACTS = {"acme": 0.3, "bolt": 1.2}  # per consumer and day
EFFECT = 0.025

cases = pytest.mark.parametrize(("shape", "days"), [(1.0, 30), (1.0, 7), (0.5, 30), (3.0, 14)])


@cache
def advertised(shape: float, days: int) -> JourneyModel:
    """Two brands advertise to people in no need."""
    spec = quiet(
        market={"consumers": CONSUMERS, "days": days, "needs": {"mean_days": 1e7}},
        moments={"presence": {"reach_ceiling": REACH, "media_shape": shape}},
        levers={"ads": {"carry_over": 0, "unit_cost_eur": {"all": CONTACT_EURO}}},
        brands={
            name: brand(spend={"levers": {"ads": 7000.0 * CONTACT_EURO * contacts}})
            for name, contacts in CONTACTS.items()
        },
    )
    return lived(spec)


def closed_form(contacts: float, shape: float, days: int) -> float:
    """1 - sum_j C(n, j) (1 - R)^(n - j) R^j (1 + j E / k)^-k."""
    never = math.fsum(
        math.comb(days, j)
        * (1.0 - REACH) ** (days - j)
        * REACH**j
        * (1.0 + j * contacts / shape) ** -shape
        for j in range(days + 1)
    )
    return 1.0 - never


def class_means(shape: float) -> np.ndarray:
    """Means of 256 equally likely slices of a Gamma with mean 1."""
    edges = gamma.ppf(np.arange(257) / 256, shape)
    return 256 * np.diff(gamma.cdf(edges, shape + 1.0))


def over_classes(contacts: float, shape: float, days: int) -> float:
    """1 - E[(1 - r(w))^n] over the classes of w."""
    daily = REACH * (1.0 - np.exp(-contacts * class_means(shape)))
    return float(1.0 - ((1.0 - daily) ** days).mean())


def reach_agrees(shape: float, days: int, expected: list[float]) -> None:
    """The share of people whom each brand's adverts reached at all."""
    seen = advertised(shape, days).population.memory["brand_stimulus_day"] != NEVER
    agree_shares(seen.sum(axis=0), CONSUMERS, expected, smallest_effect=EFFECT)


@cases
def test_reach_grows_as_the_formula_says(shape: float, days: int) -> None:
    """1 - sum_j C(n, j) (1 - R)^(n - j) R^j (1 + j E / k)^-k."""
    reach_agrees(shape, days, [closed_form(e, shape, days) for e in CONTACTS.values()])


@cases
@pytest.mark.parametrize("contacts", CONTACTS.values())
def test_256_classes_stand_for_the_gamma(shape: float, days: int, contacts: float) -> None:
    """The expectation over classes meets the closed form to 1 in 1,000."""
    apart = over_classes(contacts, shape, days) - closed_form(contacts, shape, days)
    assert abs(apart) < 1e-3


@cases
def test_exposures_are_as_many_as_the_mean_reach_says(shape: float, days: int) -> None:
    """n R (1 - (1 + E / k)^-k) a person; variance over persons from the same classes."""
    exposures = advertised(shape, days).gained_brands()["exposures"] / CONSUMERS
    for found, contacts in zip(exposures, CONTACTS.values(), strict=True):
        mean = days * REACH * (1.0 - (1.0 + contacts / shape) ** -shape)
        daily = REACH * (1.0 - np.exp(-contacts * class_means(shape)))
        spread = (days * daily * (1.0 - daily)).mean() + (days * daily).var()
        agree(found, mean, math.sqrt(spread / CONSUMERS), smallest_effect=0.2)


@cases
def test_independence_over_days_is_found_out(shape: float, days: int) -> None:
    """With everybody alike, r = mean reach: 1 - (1 - r)^n promises too many."""
    daily = [REACH * (1.0 - (1.0 + e / shape) ** -shape) for e in CONTACTS.values()]
    with pytest.raises(AssertionError, match="z = "):
        reach_agrees(shape, days, [1.0 - (1.0 - r) ** days for r in daily])
