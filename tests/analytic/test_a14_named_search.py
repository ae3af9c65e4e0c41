"""A14: paying to be seen under one's own name is worth little alone and a lot among rivals.

Somebody looks for a known brand by name with chance nu a; rivals with E_r contacts take that click
with chance lambda = p (1 - e^(-E_r)) e^(-E_o), E_o the brand's own contacts. So it is noticed with
chance pi + (1 - pi) nu a (1 - lambda), pi = floor + (ceiling - floor)(1 - e^(-E_o)), and of its
searches by name (1 - pi) lambda are lost. Where nobody bids on the name lambda = 0 and whoever
looks for it finds it, paid or not. Source: A14; Blake, Nosko & Tadelis 2015 (from
memory: no effect for a brand nobody bids on); Coviello, Gneezy & Goette 2017 (half of the clicks
lost when a brand with rivals stops paying).
"""

import math
from functools import cache

import numpy as np
import pytest

from sim.model import JourneyModel
from sim.tables.moments import KNOW, SEARCH
from tests.checks import agree, agree_shares
from tests.worlds import ONE_NEED_EACH, born, brand, mixes, quiet, rates, units

CONSUMERS = 20_000
EFFECT = 0.02
FLOOR, CEILING, POACHING = 0.05, 0.6, 0.5
COST = 0.04
CONTACTS_PER_EURO = 1.0 / (COST * 2.5 * 50.0)  # weights of `know` add up to 2.5, 50 moments each
OWN, RIVAL = 3.0, 4.0
SILENT, PAID = 0.0, OWN
ALONE, CONTESTED = 0.0, RIVAL

plans = pytest.mark.parametrize("own", [SILENT, PAID])
fields = pytest.mark.parametrize("rival", [ALONE, CONTESTED])


@cache
def searched(
    own: float, rival: float, by_name: float = 1.0, poaching: float = POACHING
) -> JourneyModel:
    """People who know one brand want to know things and buy; another brand may be paid to appear.

    Everybody has known the brand, nobody its rival; what helps is liked and bought for it.
    """
    contacts = {"acme": own, "bolt": rival}
    spec = quiet(
        ONE_NEED_EACH,
        market={
            "consumers": CONSUMERS,
            "days": 6,
            "memory": {"help_goodwill": 0.3},
            "choice": {"goodwill": 3.0, "not_now": 2.0},
        },
        moments={
            "rate": rates(0.3),
            "mix": mixes(know=0.7, buy=0.3),
            "another": 0,
            "presence": {
                "floor": FLOOR,
                "ceiling": CEILING,
                "name_search": by_name,
                "poaching": poaching,
            },
        },
        levers={"know": {"carry_over": 0.0, "unit_cost_eur": {"all": COST}}},
        brands={
            name: brand(spend={"levers": {"know": 7.0 * e / CONTACTS_PER_EURO}})
            for name, e in contacts.items()
        },
    )
    model = born(spec, needs=True)
    model.population.memory["awareness"] = [1.0, 0.0]
    return model.run()


def seen(own: float) -> float:
    """pi = floor + (ceiling - floor) (1 - e^(-E_o))."""
    return FLOOR + (CEILING - FLOOR) * (1.0 - math.exp(-own))


def lost(own: float, rival: float) -> float:
    """lambda = p (1 - e^(-E_r)) e^(-E_o)."""
    return POACHING * (1.0 - math.exp(-rival)) * math.exp(-own)


def found(own: float, by_name: float, click_lost: float) -> float:
    """pi + (1 - pi) nu (1 - lambda)."""
    return seen(own) + (1.0 - seen(own)) * by_name * (1.0 - click_lost)


def moments(model: JourneyModel) -> int:
    return int(model.gained_market()["moments"][KNOW, SEARCH])


def found_agrees(own: float, rival: float, by_name: float, chance: float) -> None:
    """Moments on search in which the brand was noticed."""
    model = searched(own, rival, by_name)
    noticed = model.gained_brands()["noticed"][0, KNOW, SEARCH]
    agree_shares([noticed], moments(model), [chance], smallest_effect=EFFECT)


def worth(rival: float, poaching: float = POACHING) -> np.ndarray:
    """Units each person buys more of the brand where it pays to be seen, with the same luck."""
    paid, silent = (
        units(searched(own, rival, poaching=poaching))[:, 0].astype(float) for own in (PAID, SILENT)
    )
    return paid - silent


# --- Being found ----------------------------------------------------------------------------------


@pytest.mark.parametrize("by_name", [0.4, 1.0])
@fields
@plans
def test_a_brand_is_found_as_often_as_the_formula_says(
    own: float, rival: float, by_name: float
) -> None:
    """pi + (1 - pi) nu a (1 - lambda), a = 1."""
    found_agrees(own, rival, by_name, found(own, by_name, lost(own, rival)))


@fields
@plans
def test_searches_by_name_and_those_lost_are_counted(own: float, rival: float) -> None:
    """nu a of all moments; on search, where rivals pay, (1 - pi) lambda of those are lost."""
    model = searched(own, rival, 0.4)
    counts, everywhere = model.gained_brands()[0], int(model.gained_market()["moments"].sum())
    agree_shares([counts["named"]], everywhere, [0.4], smallest_effect=EFFECT)
    chance = 0.4 * (1.0 - seen(own)) * lost(own, rival)
    agree_shares([counts["poached"]], moments(model), [chance], smallest_effect=EFFECT)


def test_a_rival_that_takes_no_click_would_be_found_out() -> None:
    with pytest.raises(AssertionError, match="z = "):
        found_agrees(SILENT, CONTESTED, 1.0, found(SILENT, 1.0, 0.0))


def test_a_payment_that_does_not_guard_the_name_would_be_found_out() -> None:
    """lambda without e^(-E_o)."""
    with pytest.raises(AssertionError, match="z = "):
        found_agrees(PAID, CONTESTED, 1.0, found(PAID, 1.0, lost(SILENT, CONTESTED)))


def test_a_brand_under_attack_that_stops_paying_loses_about_half_of_its_searches() -> None:
    """Coviello, Gneezy & Goette 2017: more than half of the paid traffic (.4 to .7)."""
    clicks = [
        searched(own, CONTESTED).gained_brands()["noticed"][0, KNOW, SEARCH]
        / moments(searched(own, CONTESTED))
        for own in (SILENT, PAID)
    ]
    assert 0.4 < 1.0 - clicks[0] / clicks[1] < 0.7


# --- Being bought ---------------------------------------------------------------------------------


def test_paying_for_a_name_nobody_else_bids_on_sells_nothing() -> None:
    """Person by person: everybody finds the brand anyway."""
    assert not worth(ALONE).any()


def test_among_rivals_the_same_money_sells_a_lot() -> None:
    """Gained units are counted in the dozens per 1,000, and "nothing" is refuted."""
    gain = worth(CONTESTED)
    assert gain.mean() > 0.02
    with pytest.raises(AssertionError, match="z = "):
        agree(gain.mean(), 0.0, gain.std(ddof=1) / math.sqrt(CONSUMERS), smallest_effect=0.03)


def test_where_rivals_can_take_no_click_it_sells_nothing_again() -> None:
    """It was the click taken that made the money worth it, and not the rival's presence."""
    assert not worth(CONTESTED, poaching=0.0).any()
