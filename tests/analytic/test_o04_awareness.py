"""O4: under adverts of constant reach R, awareness tends to a level that follows from its memory.

Each day what is remembered is kept with d = 2^(-1/H), then an advert seen (chance R) adds alpha of
what is lacking. So E a_{t+1} = d (1 - alpha R) E a_t + alpha R; with k = d (1 - alpha R), a* =
alpha R / (1 - k) and a_0 = 0, E a_T = a* (1 - k^T). Nothing fades before the first day, so people
who begin with a_0 have E a_1 = (1 - alpha R) a_0 + alpha R and E a_T = a* + (E a_1 - a*) k^(T-1).
With Gamma(1) media weights w, reach R(w) = Rmax (1 - e^(-E w)), it is the mean of that over w. O4b:
memories are refreshed only when they are read or added to; that equals daily decay to 1e-6. Source:
O4 and O4b with A18 (decay, then exposure) and A11.
"""

import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from scipy.stats import gamma

from sim.model import JourneyModel
from sim.scenario import Scenario
from tests.checks import agree_mean
from tests.worlds import born, brand, lived, quiet

CONSUMERS = 20_000
EFFECT = 0.012
ALPHA, HALF_LIFE, REACH = 0.15, 20.0, 0.5
KEPT = 2.0 ** (-1.0 / HALF_LIFE)
CONTACT_EURO = 0.01
CONTACTS = {"acme": 0.25, "bolt": 1.2}  # per consumer and day
ALIKE = 1e6  # shape of media weights that are the same for everybody
LONG = 180  # days; k^180 < 2e-4 with either reach

spans = pytest.mark.parametrize("days", [1, 4, 20, LONG])
starts = pytest.mark.parametrize("start", [0.0, 0.9])


def advertising(days: int, *, consumers: int = CONSUMERS, **more: Any) -> Scenario:
    """Two brands advertise to people in no need."""
    return quiet(
        {
            "market": {
                "consumers": consumers,
                "days": days,
                "needs": {"mean_days": 1e7},
                "memory": {"advert": ALPHA, "awareness_half_life_days": HALF_LIFE},
            },
            "moments": {"presence": {"reach_ceiling": REACH}},
        },
        more,
        levers={"ads": {"carry_over": 0, "unit_cost_eur": {"all": CONTACT_EURO}}},
        brands={
            name: brand(spend={"levers": {"ads": 7000.0 * CONTACT_EURO * contacts}})
            for name, contacts in CONTACTS.items()
        },
    )


@cache
def advertised(days: int, start: float = 0.0, shape: float = ALIKE) -> JourneyModel:
    """People after some days of adverts."""
    return lived(
        advertising(
            days,
            market={"memory": {"initial_awareness": start}},
            moments={"presence": {"media_shape": shape}},
        )
    )


def today(model: JourneyModel, column: str, half_life: float, rest: float = 0.0) -> np.ndarray:
    """What is left today of what was remembered when it was last refreshed, above what stays."""
    memory = model.population.memory
    since = model.day - 1 - memory["refreshed_day"].astype(int)
    return (memory[column].astype(float) - rest) * 2.0 ** (-since / half_life)


def reach(contacts: float, weight: float = 1.0) -> float:
    """R = Rmax (1 - e^(-E w))."""
    return REACH * (1.0 - math.exp(-contacts * weight))


def closed_form(r: float, days: int, start: float = 0.0, kept: float = KEPT) -> float:
    """a* + (E a_1 - a*) k^(T-1); with a_0 = 0 that is a* (1 - k^T)."""
    k = kept * (1.0 - ALPHA * r)
    level = ALPHA * r / (1.0 - k)
    first = (1.0 - ALPHA * r) * start + ALPHA * r
    return level + (first - level) * k ** (days - 1)


def exposure_before_decay(r: float) -> float:
    """Stationary level where an advert fades on the day it is seen: d alpha R / (1 - k)."""
    return KEPT * ALPHA * r / (1.0 - KEPT * (1.0 - ALPHA * r))


def without_saturation(r: float) -> float:
    """Stationary level where every advert adds alpha, whatever is known: alpha R / (1 - d)."""
    return ALPHA * r / (1.0 - KEPT)


def levels_agree(model: JourneyModel, expected: list[float]) -> None:
    """Mean awareness of each brand on the last day."""
    awareness = today(model, "awareness", HALF_LIFE)
    for b, level in enumerate(expected):
        agree_mean(awareness[:, b], level, smallest_effect=EFFECT)


# --- O4 -------------------------------------------------------------------------------------------


@starts
@spans
def test_awareness_follows_the_recursion(days: int, start: float) -> None:
    """E a_T = a* (1 - k^T) from nothing; a* + (E a_1 - a*) k^(T-1) from a_0."""
    expected = [closed_form(reach(e), days, start) for e in CONTACTS.values()]
    levels_agree(advertised(days, start), expected)


def test_in_the_end_it_is_forgotten_where_awareness_began() -> None:
    """a* = alpha R / (1 - d (1 - alpha R)), whatever a_0."""
    for start in (0.0, 0.9):
        stationary = [
            ALPHA * r / (1.0 - KEPT * (1.0 - ALPHA * r)) for r in map(reach, CONTACTS.values())
        ]
        levels_agree(advertised(LONG, start), stationary)


def test_after_20_days_it_is_not() -> None:
    """The check tells a level on its way from the stationary one."""
    expected = [closed_form(reach(e), LONG) for e in CONTACTS.values()]
    with pytest.raises(AssertionError, match="z = "):
        levels_agree(advertised(20), expected)


def test_adverts_that_fade_on_the_day_they_are_seen_are_found_out() -> None:
    """Exposure before decay would be lower by the factor d."""
    with pytest.raises(AssertionError, match="z = "):
        levels_agree(advertised(LONG), [exposure_before_decay(reach(e)) for e in CONTACTS.values()])


def test_adverts_that_add_the_same_whatever_is_known_are_found_out() -> None:
    with pytest.raises(AssertionError, match="z = "):
        levels_agree(advertised(LONG), [without_saturation(reach(e)) for e in CONTACTS.values()])


def test_a_half_life_two_days_longer_is_found_out() -> None:
    longer = 2.0 ** (-1.0 / (HALF_LIFE + 2.0))
    expected = [closed_form(reach(e), LONG, kept=longer) for e in CONTACTS.values()]
    with pytest.raises(AssertionError, match="z = "):
        levels_agree(advertised(LONG), expected)


def over_media_weights(contacts: float) -> float:
    """Integral of a*(R(w)) over Gamma(1) weights of mean 1, on 4,000 equally likely points."""
    weights = gamma.ppf((np.arange(4000) + 0.5) / 4000, 1.0)
    return float(np.mean([closed_form(reach(contacts, w), LONG) for w in weights]))


def test_where_media_use_differs_awareness_is_the_mean_over_people() -> None:
    expected = [over_media_weights(e) for e in CONTACTS.values()]
    levels_agree(advertised(LONG, shape=1.0), expected)


def test_people_taken_for_average_users_of_media_are_found_out() -> None:
    """The level is concave in reach, so the average user knows more than users on average."""
    expected = [closed_form(reach(e), LONG) for e in CONTACTS.values()]
    with pytest.raises(AssertionError, match="z = "):
        levels_agree(advertised(LONG, shape=1.0), expected)


# --- O4b ------------------------------------------------------------------------------------------

PEOPLE, DAYS = 1000, 200
CLOSE = 1e-6
PRIOR = 2.0  # certainty that is never lost
BEGINNINGS = {"awareness": 0.9, "precision": 25.0, "goodwill": 0.8, "use_goodwill": -0.6}
HALF_LIVES = {"awareness": HALF_LIFE, "precision": 70.0, "goodwill": 40.0, "use_goodwill": 150.0}
# Whoever may look for a brand by name is asked every day what it means to them. That some then find
# it leaves nothing behind: in a quiet world neither being noticed nor helping does.
ASKED_DAILY: dict[str, Any] = {
    "idle": {"rate": 1.0, "mix": {"know": 1.0}, "wake": {"idea": 0, "know": 0, "do": 0}},
    "presence": {"name_search": 1.0},
}


def remembering(**moments: Any) -> JourneyModel:
    """People with memories of their own, before the first advert."""
    spec = advertising(
        DAYS,
        consumers=PEOPLE,
        market={
            "memory": {
                "initial_awareness": BEGINNINGS["awareness"],
                "prior_weight": PRIOR,
                "belief_half_life_days": HALF_LIVES["precision"],
                "goodwill_half_life_days": HALF_LIVES["goodwill"],
                "use_goodwill_half_life_days": HALF_LIVES["use_goodwill"],
            }
        },
        moments=moments,
    )
    model = born(spec, everybody=True)
    for name, value in BEGINNINGS.items():
        model.population.memory[name] = value
    return model


@cache
def remembered(*, daily: bool) -> JourneyModel:
    """The same people after the same adverts, asked every day or never."""
    return remembering(**(ASKED_DAILY if daily else {})).run()


@cache
def exposures() -> np.ndarray:
    """Whom which adverts reached on which day, days × people × brands."""
    model = remembering()
    days = []
    for day in range(DAYS):
        model.step()
        days.append(model.population.memory["brand_stimulus_day"] == day)
    return np.stack(days)


def day_by_day(kept: float = KEPT, *, decay_first: bool = True) -> np.ndarray:
    """Awareness after the same adverts, everybody's decayed every day, in double precision."""
    awareness = np.full((PEOPLE, len(CONTACTS)), BEGINNINGS["awareness"])
    for day, seen in enumerate(exposures()):
        decays = kept if day > 0 else 1.0
        if decay_first:
            awareness *= decays
        awareness += ALPHA * (1.0 - awareness) * seen
        if not decay_first:
            awareness *= decays
    return awareness


def lazy_is_off_by(expected: np.ndarray) -> float:
    """Largest distance of anybody's awareness kept lazily."""
    lazy = today(remembered(daily=False), "awareness", HALF_LIFE)
    return float(np.abs(lazy - expected).max())


def test_of_two_worlds_with_the_same_adverts_one_refreshes_every_memory_daily() -> None:
    lazy, daily = remembered(daily=False), remembered(daily=True)
    assert (lazy.gained_brands()["exposures"] == daily.gained_brands()["exposures"]).all()
    assert (daily.population.memory["refreshed_day"] == DAYS - 1).all()
    assert (lazy.population.memory["refreshed_day"] < DAYS - 1).mean() > 0.5


@pytest.mark.parametrize("name", BEGINNINGS)
def test_refreshing_daily_or_lazily_leaves_the_same_memory(name: str) -> None:
    """Every kind of memory, to 1e-6 of what it began with; something is left of it."""
    rest = PRIOR if name == "precision" else 0.0
    left = [
        today(remembered(daily=daily), name, HALF_LIVES[name], rest) / BEGINNINGS[name]
        for daily in (False, True)
    ]
    assert np.abs(left[0] - left[1]).max() < CLOSE
    assert left[0].min() > 1e-3


def test_awareness_kept_lazily_is_that_of_daily_decay() -> None:
    """Decay every day and then the day's adverts, followed here day by day."""
    assert exposures().mean() > 0.1
    assert lazy_is_off_by(day_by_day()) < CLOSE


def test_daily_decay_after_the_adverts_would_be_found_out() -> None:
    assert lazy_is_off_by(day_by_day(decay_first=False)) > 100 * CLOSE


def test_a_half_life_an_hour_longer_would_be_found_out() -> None:
    longer = 2.0 ** (-1.0 / (HALF_LIFE + 1.0 / 24.0))
    assert lazy_is_off_by(day_by_day(longer)) > 100 * CLOSE
