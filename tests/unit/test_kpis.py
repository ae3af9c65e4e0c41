"""Measures follow from counters as anybody can compute by hand."""

import numpy as np
import pytest

from sim.results import estimate
from sim.results.kpis import BRAND_KPIS, FUNNEL, MARKET_KPIS, funnel
from sim.results.measure import ratio
from sim.results.money import ledgers
from sim.tables.moments import (
    BOUGHT,
    BUY,
    COMPARE,
    EXPLORE,
    FMOT,
    FORGOT,
    KNOW,
    MARKET,
    PAYMENT,
    PHONE,
    SEARCH,
    SITE,
    SMOT,
    STIMULUS,
    STORE_CHANNEL,
    TRUTHS,
    UMOT,
    ZMOT,
)
from tests.counts import anything, nothing
from tests.markets import brand, world

COSTS = {
    "invite_eur": 0.02,
    "paid_invite_eur": 5,
    "thanks_eur": 0.05,
    "personal_touch_eur": 0.01,
    "click_eur": {"search": 0.15},
    "commission": {"market": 0.1},
}


def small_world(**market):
    """500 consumers, 70 days, two brands of which the first spends 14 euro a week."""
    acme = brand(5.0, margin=0.4, moments={"buy": 14}, policies={"price": 1.1})
    market = {"consumers": 500, "days": 70, "unit_costs": COSTS, **market}
    return world({"acme": acme, "bolt": brand(10.0, margin=0.5)}, market=market)


def small_counts():
    """A few counts of everything, so that each measure can be told from the others."""
    lived = nothing(days=70)
    market, (acme, bolt) = lived.market, lived.brands
    market["opened"][:3] = 20, 10, 10
    market["ended"][BOUGHT] = 0, 4, 6
    market["ended"][FORGOT, EXPLORE - 1] = 15
    market["active"] = 700
    market["moments"][KNOW, SEARCH], market["moments"][BUY, STORE_CHANNEL] = 60, 40
    market["by_truth"][[ZMOT, FMOT, SMOT]] = 50, 30, 20
    market["by_device"] = 50, 25, 5, 20
    market["answered"][KNOW] = 20
    market["sessions"], market["store_sessions"], market["consults"] = 40, 10, 3
    market["carts"], market["cross_device"] = 8, 1
    market["journey_moments"], market["journey_days"], market["set_size"] = 85, 50, 25
    acme["purchases"][0], bolt["purchases"][0] = 6, 4
    acme["purchases_by_channel"][[MARKET, STORE_CHANNEL]] = 3, 3
    bolt["purchases_by_channel"][[SITE, STORE_CHANNEL]] = 1, 3
    acme["purchases_by_device"][PHONE] = 3
    acme["renewals"], acme["used"], acme["chosen"] = 2, 8, 8
    acme["unpaid"][PAYMENT] = 2
    acme["exposures"] = 7000
    acme["noticed"][KNOW, SEARCH], acme["noticed"][BUY, STORE_CHANNEL] = 20, 30
    acme["helped"][KNOW, SEARCH], acme["helped"][COMPARE, SITE] = 10, 5
    acme["named"], bolt["named"], acme["poached"] = 12, 4, 3
    acme["intended"], acme["repeat_purchases"] = 10, 3
    acme["switched_to"][KNOW] = 2
    acme["judged"], acme["satisfaction"], acme["satisfied"] = 4, 16_500, 3
    acme["promoters"], acme["detractors"] = 2, 1
    acme["how_to"] = 1, 3
    acme["service_contacts"], acme["service_failures"], acme["service_recovered"] = 8, 4, 1
    acme["reviews"] = 1, 0, 0, 0, 1
    acme["told"], acme["needs_caused"] = 1, 9
    acme["invitations"], acme["paid_reviews"], acme["thanked"] = 10, 1, 2
    acme["personal_touches"] = 4
    lived.daily["rating"][-1] = 4.2, 3.7
    return lived


NONE = np.nan
BRANDS = {
    "purchases": (6, 4),
    "share": (0.6, 0.4),
    "spend": (14 / 7 * 70 * 0.5, 0),
    "induced_spend": (0.2 + 5 + 0.1 + 0.04 + 3 * 0.55 + 10 * 0.15, 0),
    "revenue": (8 * 5.5, 4 * 10),
    "margin": (8 * (5.5 - 3), 20),
    "profit": (20 - 70 - 8.49, 20),
    "rating": (4.2, 3.7),
    "reviews": (2, 0),
    "satisfaction": (4.125, NONE),
    "nps": (25, NONE),
    "value_share": (44 / 84, 40 / 84),
    "renewals": (2, 0),
    "churn": (NONE, NONE),
    "cost_per_purchase": (78.49 / 6, 0),
    "exposures": (0.2, 0),
    "presence": (0.5, 0),
    "help": (0.3, NONE),
    "share_of_search": (0.75, 0.25),
    "poached": (0.25, 0),
    "intended": (0.25, 0),
    "switched_to": (1 / 3, 0),
    "repeat": (0.5, 0),
    "unpaid": (0.25, NONE),
    "in_store": (0.5, 0.75),
    "on_phone": (0.5, 0),
    "satisfied": (0.75, NONE),
    "how_to_answered": (0.75, NONE),
    "rude": (0.5, NONE),
    "recovered": (0.25, NONE),
    "review_mean": (3, NONE),
    "review_bias": (-1.125, NONE),
    "review_hook": (0.5, NONE),
    "writing": (0.5, NONE),
    "telling": (0.25, NONE),
    "needs_caused": (9, 0),
}
MARKET_VALUES = {
    "journeys": 40,
    "units": 10,
    "needs": 40 / 500 / 70 * 365,
    "conversion": 0.4,
    "in_journey": 0.02,
    "journey_moments": 8.5,
    "journey_days": 5,
    "set_size": 2.5,
    "session_moments": 2,
    "answered": 0.4,
    "purchases_per_moment": 0.125,
    "cross_device": 0.25,
    "in_store": 0.6,
    "consulted": 0.3,
    "carts_paid": 0.5,
    "moments_on_phone": 0.5,
    "moments_on_computer": 0.25,
    "moments_on_speaker": 0.05,
    "moments_on_none": 0.2,
}


@pytest.mark.parametrize("kpi", BRAND_KPIS, ids=lambda kpi: kpi.name)
def test_a_measure_of_brands_is_what_one_computes_by_hand(kpi):
    found = kpi.value(small_world(), small_counts())
    assert found == pytest.approx(BRANDS[kpi.name], nan_ok=True)


@pytest.mark.parametrize("kpi", MARKET_KPIS, ids=lambda kpi: kpi.name)
def test_a_measure_of_the_market_is_what_one_computes_by_hand(kpi):
    assert kpi.value(small_world(), small_counts()) == pytest.approx(MARKET_VALUES[kpi.name])


def test_every_measure_computed_by_hand_exists():
    assert set(BRANDS) == {kpi.name for kpi in BRAND_KPIS}
    assert set(MARKET_VALUES) == {kpi.name for kpi in MARKET_KPIS}


def test_a_subscription_is_left_after_some_of_its_months():
    churn = next(kpi for kpi in BRAND_KPIS if kpi.name == "churn")
    found = churn.value(small_world(purchase="subscription"), small_counts())
    assert found == pytest.approx([0.8, NONE], nan_ok=True)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("kpi", [*BRAND_KPIS, *MARKET_KPIS], ids=lambda kpi: kpi.name)
def test_where_nothing_happened_a_measure_is_zero_or_no_number(kpi):
    if kpi.name in {"spend", "cost_per_purchase", "profit"}:
        return
    values = np.atleast_1d(kpi.value(small_world(), nothing(days=70)))
    assert np.all((values == 0) | np.isnan(values))


# --- money ----------------------------------------------------------------------------------------


def test_money_adds_up_to_the_last_millionth_of_a_euro():
    spec = world({"acme": brand(4.9, margin=1 / 3, moments={"know": 1}), "bolt": brand(0.07)})
    for book in ledgers(spec, anything(days=20)):
        assert book.profit == book.margin - book.spend - book.induced_spend
        assert all(isinstance(entry, int) for entry in book)


def test_a_lever_fixed_beyond_the_budget_of_its_moment_is_paid_all_the_same():
    spec = world({"acme": brand(moments={"buy": 14}, levers={"shelf": 21})})
    (book,) = ledgers(spec, nothing(brands=1, days=20))
    assert book.spend == 21 / 7 * 20 * 10 / 1000 * 1e6


def test_price_policy_moves_revenue_and_commission():
    asked = {"acme": brand(10.0, policies={"price": 0.9}), "bolt": brand(9.0)}
    lived = nothing()
    lived.brands["purchases"][:, 0] = 5
    lived.brands["purchases_by_channel"][:, MARKET] = 5
    market = {"unit_costs": {"commission": {"market": 0.2}}}
    acme, bolt = ledgers(world(asked, market=market), lived)
    assert (acme.revenue, acme.induced_spend) == (bolt.revenue, bolt.induced_spend) == (45e6, 9e6)


def sold(spec, units=5):
    lived = nothing(brands=1)
    lived.brands["purchases"][:, 0] = units
    (book,) = ledgers(spec, lived)
    return book


@pytest.mark.parametrize("price", [9.0, 11.0, 3.0])
def test_a_unit_costs_the_same_at_any_price_asked(price):
    """Six euro of ten at the list price; below six, the brand loses on each."""
    kept = 5 * (price - 6.0) * 1e6
    by_policy = brand(10.0, margin=0.4, policies={"price": price / 10.0})
    assert sold(world({"acme": by_policy})).margin == kept
    plan = world({"acme": brand(10.0, margin=0.4)}, strategies={"other": {"price_eur": price}})
    assert sold(plan.under("other")).margin == pytest.approx(kept, abs=5)


def test_the_same_price_said_again_changes_nothing():
    plan = world({"acme": brand(9.7, margin=1 / 3)}, strategies={"same": {"price_eur": 9.7}})
    assert plan.under("same") == plan


# --- the funnel -----------------------------------------------------------------------------------


def test_the_funnel_counts_journeys_by_moment_of_truth():
    lived = nothing()
    lived.market["opened"][0] = 200
    lived.market["reached"] = 160, 120, 60, 55, 50
    lived.market["went_on"][:2] = 110, 58
    acme = lived.brands[0]
    acme["won"], acme["shared"] = 30, 3
    acme["present"][:SMOT] = 80, 60, 50
    acme["present"][SMOT], acme["helpful"][ZMOT], acme["helpful"][FMOT] = 20, 40, 10
    assert funnel(lived, 0) == pytest.approx(
        np.array(
            [
                [0.8, 0.4, NONE, 0.55],
                [0.6, 0.3, 0.2, 0.29],
                [0.3, 0.25, 0.05, 0.15],
                [0.15, 0.1, 0.0, 0.015],
                [0.015, NONE, NONE, NONE],
            ]
        ),
        nan_ok=True,
    )


def test_a_funnel_has_a_row_for_each_moment_of_truth_and_a_column_for_each_measure():
    found = funnel(anything(), 1)
    assert found.shape == (len(TRUTHS), len(FUNNEL))
    assert np.isnan(found).sum() == 4
    assert np.isnan(found[STIMULUS, 2])
    assert np.isnan(found[UMOT, 1:]).all()


def test_a_world_without_journeys_has_an_empty_funnel():
    assert np.isnan(funnel(nothing(), 0)).all()


# --- ratios and estimates -------------------------------------------------------------------------


@pytest.mark.filterwarnings("error")
def test_a_share_of_nothing_is_no_number():
    assert ratio([1, 0, 3], [2, 0, 0]) == pytest.approx([0.5, NONE, NONE], nan_ok=True)
    assert np.isnan(ratio(0, 0))


def test_an_estimate_is_the_mean_and_a_t_interval():
    found = estimate([1.0, 2.0, 3.0])
    half = 4.302652729749464 / np.sqrt(3)  # Student's t with 2 degrees of freedom, from a table
    assert found == pytest.approx((2.0, 2.0 - half, 2.0 + half))
    assert found.half_width == pytest.approx(half)


def test_replicates_that_say_nothing_are_left_out():
    assert estimate([NONE, 1.0, 2.0, 3.0]) == estimate([1.0, 2.0, 3.0])
    assert estimate([NONE, NONE]) == (None, None, None)


def test_one_replicate_says_nothing_about_luck():
    found = estimate([5.0])
    assert found == (5.0, None, None)
    assert found.half_width is None


def test_equal_replicates_leave_no_doubt():
    assert estimate([0.1] * 10) == (0.1, 0.1, 0.1)
