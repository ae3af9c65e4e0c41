"""What a market hands to the people who live in it."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.market import (
    Market,
    opportunities_hash,
    reference_scenario,
    rules_dtype,
    stored_opportunities,
)
from sim.market.classes import class_means, month_of, retention
from sim.market.presence import rivals
from sim.market.tables import cumulative, table, thresholds
from sim.rng import luck_key, person_key, threshold
from sim.scenario.catalogue import parameters, value_at
from sim.scenario_io import load
from sim.tables.market import BRAND, CELL, MIXES, TODAY
from sim.tables.moments import (
    BUY,
    CHANNELS,
    CLASSES,
    COMPARE,
    CONTEXTS,
    KNOW,
    MARKET,
    MOMENTS,
    SEARCH,
    STORE_CHANNEL,
)
from tests.markets import BUDGET, EVERYWHERE, bits, brand, lived, market, world

ALL = 2**32
NOTHING = (np.zeros((2, 5), np.int64), np.zeros(2, np.int64), np.zeros(2, np.int64))


# --- thresholds and mixes -------------------------------------------------------------------------


@given(st.lists(st.floats(-0.5, 1.5), min_size=1))
def test_an_array_of_thresholds_is_the_threshold_of_each(probabilities):
    assert thresholds(probabilities).tolist() == [int(threshold(p)) for p in probabilities]


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=10))
def test_cumulative_thresholds_rise_and_end_with_certainty(weights):
    rising = cumulative(weights)
    assert rising[-1] == ALL
    assert (np.diff(rising) >= 0).all()


def test_cumulative_thresholds_split_the_words_by_weight():
    assert cumulative([1, 0, 2, 1]).tolist() == [ALL // 4, ALL // 4, 3 * ALL // 4, ALL]


def test_nothing_happens_after_the_last_weight():
    assert cumulative([0, 3, 0]).tolist() == [0, ALL, ALL]


def test_without_weights_the_first_is_certain():
    assert cumulative([[0, 0], [0, 1]]).tolist() == [[ALL, ALL], [0, ALL]]


def test_a_table_is_laid_out_by_its_names():
    spec = load("base")
    channels = table(spec.moments.channels, MOMENTS, CHANNELS)
    assert channels.shape == (7, 10)
    assert channels[KNOW, SEARCH] == spec.moments.channels.know.search


def test_every_column_of_the_tables_is_filled_with_the_declared_type():
    opened = lived()
    for given_rows, array in (
        (BRAND, opened.brands),
        (CELL, opened.cells),
        (MIXES, opened.mixes),
        (TODAY, opened.today),
    ):
        assert array.dtype.names == tuple(row.name for row in given_rows)
        assert all(array.dtype[row.name].base == np.dtype(row.dtype) for row in given_rows)


def test_every_mix_of_the_shipped_markets_ends_with_certainty():
    for name in ("base", "cafe", "personas"):
        mixes = market(load(name)).mixes[0]
        for field in ("persona", "onset", "context", "moment", "idle", "channel", "devices"):
            assert (mixes[field][..., -1] == ALL).all()
            assert (np.diff(mixes[field], axis=-1) >= 0).all()


def test_channels_are_weighted_by_moment_context_and_person():
    spec = load("personas")
    mixes = market(spec).mixes[0]
    names = sorted(spec.personas)
    native, work = names.index("native"), CONTEXTS.index("work")
    weights = {
        channel: getattr(spec.moments.channels.know, channel)
        * getattr(spec.moments.context_channels.work, channel)
        * getattr(spec.personas["native"].channels, channel)
        for channel in CHANNELS
    }
    shares = np.diff(mixes["channel"][native, KNOW, work], prepend=0) / ALL
    expected = [weights[channel] / sum(weights.values()) for channel in CHANNELS]
    assert shares == pytest.approx(expected, abs=1e-9)
    assert shares[CHANNELS.index("voice")] == 0.0


def test_a_moment_occurs_by_its_rate_in_the_context_for_the_person():
    spec = load("personas")
    mixes = market(spec).mixes[0]
    traditional = sorted(spec.personas).index("traditional")
    p = 1 - math.exp(-0.145 * 1.2 * 0.6)
    assert mixes["occurs"][traditional, 4, 1] == pytest.approx(p * ALL, abs=2)


def test_personas_have_their_own_devices_or_the_markets():
    mixes = market(load("personas")).mixes[0]
    shares = np.diff(mixes["devices"][:3, 0], prepend=0, axis=-1) / ALL
    assert shares[:, 0] == pytest.approx([0.75, 0.69, 0.5], abs=1e-9)


def test_an_idle_moment_wakes_half_as_often_when_nobody_helps():
    wake = market(world(moments={"idle": {"wake": {"know": 0.5}}})).mixes[0]["wake"]
    assert wake[KNOW].tolist() == [ALL // 4, ALL // 2]


def test_reviews_are_read_most_when_comparing_on_a_marketplace():
    mixes = market(world(reviews={"read_marketplace": 0.9})).mixes[0]
    assert mixes["read"][COMPARE, MARKET] == 0.9
    assert mixes["read"][COMPARE, SEARCH] == 0.6


def test_service_contacts_follow_poisson():
    mixes = market(world(market={"use": {"service_contacts": 0.7}})).mixes[0]
    chances = [math.exp(-0.7) * 0.7**k / math.factorial(k) for k in range(8)]
    expected = [*itertools.accumulate(chances), 1.0]
    assert mixes["service_contacts"] / ALL == pytest.approx(expected, abs=1e-9)
    assert mixes["service_contacts"][-1] == ALL


def test_not_now_costs_more_before_one_is_ready():
    choice = {"not_now": 1.0, "not_now_evaluate": 0.5, "not_now_explore": 2.0}
    mixes = market(world(market={"choice": choice})).mixes[0]
    assert mixes["not_now"][1:4].tolist() == [3.0, 1.5, 1.0]


# --- rules ----------------------------------------------------------------------------------------


def test_kernels_read_every_number_declared_for_them_under_its_own_name():
    declared = [parameter for parameter in parameters() if parameter.kernel != "no"]
    assert len({parameter.name for parameter in declared}) == len(declared) > 50
    assert rules_dtype().names == tuple(parameter.name for parameter in declared)


def test_probabilities_are_read_as_thresholds_and_values_as_they_are():
    spec = load("cafe")
    read = market(spec).rules[0]
    for parameter in parameters():
        value = value_at(spec, parameter.path)
        if parameter.kernel == "value":
            assert read[parameter.name] == value
        elif parameter.kernel == "threshold":
            assert read[parameter.name] == threshold(value)


# --- people's classes, memory, calendar -----------------------------------------------------------


@pytest.mark.parametrize("shape", [0.5, 1.0, 2.0, 40.0])
def test_classes_have_the_mean_of_the_population_and_rise(shape):
    means = class_means(shape)
    assert means.shape == (CLASSES,)
    assert means.mean() == pytest.approx(1.0, abs=1e-8)
    assert (np.diff(means) > 0).all()


def test_classes_of_an_exponential_population_have_the_means_of_its_slices():
    """For shape 1 a slice between quantiles q0 and q1 integrates to [-(1 + q) exp(-q)] from q0."""
    cuts = [-math.log1p(-c / CLASSES) for c in range(CLASSES)]
    left = [(1 + q) * math.exp(-q) for q in cuts] + [0.0]
    expected = [(left[c] - left[c + 1]) * CLASSES for c in range(CLASSES)]
    assert class_means(1.0) == pytest.approx(expected, abs=2e-9)


def test_people_who_are_all_alike_form_one_class():
    assert set(class_means(1e6)) == {1.0}


def test_half_is_left_after_a_half_life_and_all_of_it_where_nothing_fades():
    assert retention(30.0) ** 30 == pytest.approx(0.5, rel=1e-12)
    assert retention(1e6) == 1.0


def test_memory_fades_by_its_own_half_life():
    memory = {
        "awareness_half_life_days": 2,
        "belief_half_life_days": 4,
        "goodwill_half_life_days": 8,
        "use_goodwill_half_life_days": 1e6,
    }
    decay = market(world(market={"memory": memory})).decay
    assert decay.shape == (26, 4)
    assert decay[0].tolist() == [1.0] * 4
    assert decay[8] == pytest.approx([1 / 16, 1 / 4, 1 / 2, 1.0], rel=1e-12)


def test_a_year_has_twelve_equal_months_and_the_warm_up_comes_before_january():
    assert [month_of(day) for day in (0, 30, 31, 364, 365, -1)] == [0, 0, 1, 11, 0, 11]


def test_needs_follow_person_class_and_season():
    season = [1.0] * 11 + [3.0]
    needs = {"mean_days": 10, "shape": 1.0, "season": season}
    personas = {"calm": {"need_rate": 0.5}, "busy": {"need_rate": 2.0}}
    opened = market(world(market={"needs": needs}, personas=personas))
    for day, factor in ((-1, 3.0), (0, 1.0)):
        opened.open_day(day)
        for row, rate in enumerate((2.0, 0.5)):  # in the order of names: busy, calm
            p = 1 - math.exp(-class_means(1.0)[200] * rate * factor / 10)
            assert opened.need[row, 200] == pytest.approx(p * ALL, abs=2)


def test_day_0_is_a_monday():
    opened = market()
    weekends = []
    for day in range(-2, 9):
        opened.open_day(day)
        weekends.append(int(opened.today["weekend"][0]))
    assert weekends == [1, 1, 0, 0, 0, 0, 0, 1, 1, 0, 0]


def test_today_says_who_is_who_and_what_kind_of_market_it_is():
    brands = {"acme": brand(), "bolt": brand(), "crest": brand(id=9)}
    spec = world(
        brands,
        market={"outlet": "own", "purchase": "subscription", "warm_up_days": 5},
        focal="crest",
        feedback="off",
        levers={"owned": {"settings": {"reminder_days": 12, "wake": 0.25}}},
    )
    today = market(spec).today[0]
    assert (today["own"], today["subscription"], today["live"], today["focal"]) == (1, 1, 0, 2)
    assert (today["reminder_days"], today["reminder_wakes"]) == (12, ALL // 4)
    assert today["population"] == spec.market.consumers
    assert (today["person"], today["luck"]) == (person_key(1), luck_key(1, 0))
    assert market(spec).brands["id"].tolist() == [0, 1, 9]


# --- brands ---------------------------------------------------------------------------------------


def test_usefulness_hangs_on_content_and_speed():
    spec = world(moments={"help": {"speed_share": 0.4}})
    opened = lived(spec, days=1)
    assert opened.brands["usefulness"] == pytest.approx([0.45 * (0.6 + 0.4 * 0.5)] * 2, rel=1e-15)


def test_price_is_what_is_asked_over_the_reference():
    brands = {"acme": brand(20.0, policies={"price": 0.9}), "bolt": brand(60.0)}
    opened = lived(world(brands), days=1)
    assert opened.brands["ln_price"] == pytest.approx([math.log(18 / 60), 0.0], abs=1e-15)


def test_a_brand_claims_what_it_says_and_otherwise_what_it_is():
    brands = {"acme": brand(quality=3.5, claim_stars=4.8), "bolt": brand(quality=3.9)}
    assert lived(world(brands)).brands["claim"].tolist() == [4.8, 3.9]


def test_policies_are_read_as_thresholds():
    policies = {"invite": 0.5, "paid_invite": 0.25, "thanks": 1.0}
    opened = lived(world({"acme": brand(policies=policies), "bolt": brand()}), days=1)
    assert opened.brands["invite"].tolist() == [ALL // 2, 0]
    assert opened.brands["paid_invite"].tolist() == [ALL // 4, 0]
    assert opened.brands["thanks"].tolist() == [ALL, 0]


def test_a_scenario_moves_the_level_without_spend():
    opened = lived(world(levers={"payment": {"floor": 0.2}}), days=1)
    assert opened.brands["payment"].tolist() == [0.2, 0.2]


def test_impulse_needs_a_shelf_or_a_post_with_something_on_it():
    """p = impulse * (1 - product of (1 - floor_shelf) (1 - floor_buy)) without any money."""
    opened = lived(world(market={"needs": {"impulse": 0.1}}), 1)
    assert opened.today["impulse"] / ALL == pytest.approx(0.1 * (1 - (0.65 * 0.9) ** 2), abs=1e-9)


# --- reviews and complaints -----------------------------------------------------------------------


def test_yesterdays_reviews_are_on_display_today():
    opened = market()
    opened.open_day(-5)
    assert opened.brands["rating"].tolist() == [3.7, 3.7]
    assert opened.brands["review_weight"].tolist() == [0.0, 0.0]
    stars = np.array([[0, 0, 0, 0, 15], [0, 0, 0, 0, 0]])
    opened.close_day(stars, np.zeros(2, int), np.zeros(2, int))
    opened.open_day(-4)
    assert opened.brands["rating"] == pytest.approx([(75 + 7.4) / 17, 3.7], rel=1e-15)
    assert opened.brands["review_weight"] == pytest.approx([1.5 * 15 / 30, 0.0], rel=1e-15)
    relative = [math.log(16) - math.log(8.5), -math.log(8.5)]
    assert opened.brands["popularity"] == pytest.approx([0.1 * x for x in relative], rel=1e-13)


def test_with_feedback_off_reviews_are_displayed_and_move_nobody():
    opened = lived(world(feedback="off"))
    assert not (opened.brands["rating"] == 3.7).any()
    assert not opened.brands["review_weight"].any()
    assert not opened.brands["popularity"].any()


@pytest.mark.parametrize("feedback", ["live", "off"])
def test_complaints_change_quality_and_service_of_a_firm_that_listens(feedback):
    """heard <- heard + (level * share - heard) / lag, share from sums that fade; 0 when off.

    A silent day fades complaints and contacts alike, so that their share stays.
    """
    listening = {"acme": brand(levers={"listen": 7e6}), "bolt": brand()}
    listen = {"lag_days": 10, "quality": 0.5, "service": 0.4}
    opened = market(world(listening, reviews={"listen": listen}, feedback=feedback))
    opened.open_day(0)
    opened.close_day(np.array([[2, 1, 0, 0, 3], [9, 0, 0, 0, 0]]), np.full(2, 4), np.full(2, 1))
    opened.open_day(1)
    heard = (1.0 * (3 + 1) / (6 + 4)) / 10 if feedback == "live" else 0.0
    assert opened.brands["quality"] == pytest.approx([4.0 + 0.5 * heard, 4.0], rel=1e-12)
    assert opened.brands["service"] == pytest.approx([0.75 + 0.25 * 0.4 * heard, 0.75], rel=1e-12)
    opened.close_day(*NOTHING)
    opened.open_day(2)
    heard = heard + (0.4 - heard) / 10 if feedback == "live" else 0.0
    assert opened.brands["quality"] == pytest.approx([4.0 + 0.5 * heard, 4.0], rel=1e-12)


def test_a_firm_listens_as_fast_in_a_small_market_as_in_a_large_one():
    """One complaint every fourth day is heard like four a day: all of them are complaints."""
    listening = {"acme": brand(levers={"listen": 7e6}), "bolt": brand()}
    listen = {"lag_days": 10, "quality": 0.5, "service": 0.4}
    few, many = (market(world(listening, reviews={"listen": listen})) for _ in range(2))
    one, four = (np.array([[n, 0, 0, 0, 0], [0, 0, 0, 0, 0]]) for n in (1, 4))
    for day in range(15):
        for opened, stars in ((few, one if day % 4 == 0 else 0 * one), (many, four)):
            opened.open_day(day)
            opened.close_day(stars, np.zeros(2, int), np.zeros(2, int))
    np.testing.assert_allclose(few.brands["quality"], many.brands["quality"], rtol=1e-12)
    assert few.brands["quality"][0] > 4.3


def test_a_brand_nobody_has_criticized_has_nothing_to_reply_to():
    opened = market(world({"acme": brand(levers={"reply": 70}), "bolt": brand()}))
    opened.open_day(0)
    opened.close_day(
        np.array([[0, 0, 1, 2, 3], [0, 0, 0, 0, 0]]), np.zeros(2, int), np.zeros(2, int)
    )
    opened.open_day(1)
    assert opened.brands["reply"].tolist() == [0.0, 0.0]
    opened.close_day(
        np.array([[0, 1, 0, 0, 0], [0, 0, 0, 0, 0]]), np.zeros(2, int), np.zeros(2, int)
    )
    opened.open_day(2)
    assert opened.brands["reply"][0] > 0.0


# --- presence -------------------------------------------------------------------------------------


def test_the_shelf_and_buying_have_floors_of_their_own():
    opened = lived(days=1)
    p = opened.noticed_probability[0]
    assert (p[KNOW, SEARCH], p[BUY, SEARCH], p[BUY, STORE_CHANNEL]) == (0.04, 0.10, 0.35)
    assert opened.cells["noticed"][0].tolist() == thresholds(p).tolist()


@given(st.lists(st.floats(0, 1e3), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_what_rivals_do_adds_up_in_any_order_to_the_same_bits(values, chance):
    order = list(range(len(values)))
    chance.shuffle(order)
    sums = rivals(np.array(values))
    assert rivals(np.array(values)[order]).tolist() == sums[order].tolist()
    assert sums[0] == math.fsum(values[1:])


def test_a_search_by_name_is_lost_to_rivals_and_guarded_by_ones_own_money():
    """p = poaching * (1 - exp(-rivals' contacts)) * exp(-own contacts)."""
    plans = [{"know": 0.7}, {"know": 2.1}]
    spec = world(
        {name: brand(levers=plan) for name, plan in zip(("acme", "bolt"), plans, strict=True)},
        levers={"know": {"carry_over": 0.0}},
        moments={"presence": {"clutter": 0.0, "poaching": 0.5}},
    )
    opened = lived(spec, days=1)
    # Cells know x search and know x site of weight 1, future x search of weight .5, 8 moments each.
    contacts = [euro / 7 / (0.05 * 8 * 2.5) for euro in (0.7, 2.1)]
    expected = 0.5 * (1 - math.exp(-contacts[1])) * math.exp(-contacts[0])
    assert opened.cells["poached"][0, KNOW, SEARCH] == pytest.approx(expected * ALL, abs=2)
    assert opened.cells["poached"][0, COMPARE, SEARCH] == 0


def test_adverts_reach_heavy_users_of_media_first_and_wake_some_of_them():
    spec = world(
        {"acme": brand(levers={"ads": 70.0}), "bolt": brand()},
        levers={"ads": {"unit_cost_eur": {"all": 0.02}, "carry_over": 0.0}},
        market={"needs": {"advert": 0.01}},
        moments={"presence": {"reach_ceiling": 0.3, "media_shape": 2.0}},
    )
    opened = lived(spec, days=2)
    p = [0.3 * (1 - math.exp(-(10.0 / 20.0) * weight)) for weight in class_means(2.0)]
    assert opened.reach[0] / ALL == pytest.approx(p, abs=1e-9)
    assert not opened.reach[1].any()
    assert opened.wake[0] / ALL == pytest.approx([0.01 * x for x in p], abs=1e-9)


# --- plans, checkpoints, reference ----------------------------------------------------------------


def strategic(know):
    return world({"acme": brand(moments=BUDGET | {"know": know}), "bolt": brand(moments=BUDGET)})


def test_a_new_plan_acts_from_the_next_day_on():
    base, other = strategic(8.0), strategic(30.0)
    opened, unchanged = lived(base, days=3), lived(base, days=3)
    opened.plan(other)
    assert bits(opened) == bits(unchanged)
    opened.open_day(-2)
    unchanged.open_day(-2)
    assert (
        opened.noticed_probability[0, KNOW, SEARCH] > unchanged.noticed_probability[0, KNOW, SEARCH]
    )


def test_a_plan_changes_price_and_product_of_a_brand():
    opened = lived(days=1)
    opened.plan(world({"acme": brand(30.0, 4.9), "bolt": brand()}))
    opened.open_day(-4)
    assert opened.brands["quality"].tolist() == [4.9, 4.0]
    assert opened.brands["ln_price"][0] == pytest.approx(math.log(0.5), rel=1e-14)


@pytest.mark.parametrize("planned", [False, True], ids=["base plan", "another plan"])
def test_a_market_goes_on_from_a_checkpoint_bit_for_bit(planned):
    spec, straight = strategic(8.0), lived(strategic(8.0), days=3)
    if planned:
        straight.plan(strategic(30.0))
    state = straight.state()
    resumed = market(spec)
    resumed.restore(state)
    for day in range(-2, 4):
        for opened in (straight, resumed):
            opened.open_day(day)
            opened.close_day(np.full((2, 5), day + 3), np.full(2, 5), np.full(2, 2))
    straight.open_day(4)
    resumed.open_day(4)
    assert bits(straight) == bits(resumed)


def test_a_checkpoint_can_be_lived_on_from_more_than_once():
    straight = lived(strategic(8.0), days=3)
    state = straight.state()
    straight.open_day(-2)
    straight.close_day(np.full((2, 5), 7), np.full(2, 5), np.full(2, 2))
    straight.open_day(-1)
    again, fresh = market(strategic(8.0)), lived(strategic(8.0), days=3)
    again.restore(state)
    again.open_day(-2)
    fresh.open_day(-2)
    assert bits(again) == bits(fresh)


def test_in_the_reference_run_everybody_is_half_present_whoever_pays():
    spec = reference_scenario(load("cafe"))
    opened = market(spec, np.zeros((len(MOMENTS), len(CHANNELS))), reference=True)
    opened.open_day(-spec.market.warm_up_days)
    presence = spec.moments.presence
    p = opened.noticed_probability
    assert (p[:, KNOW, SEARCH] == (presence.floor + presence.ceiling) / 2).all()
    assert (p[:, BUY, SEARCH] == (presence.floor_buy + presence.ceiling) / 2).all()
    shelf = (presence.floor_shelf + presence.ceiling_shelf) / 2
    assert (p[:, BUY, STORE_CHANNEL] == shelf).all()
    assert not opened.cells["poached"].any()
    assert (opened.reach == thresholds(presence.reach_ceiling / 2)).all()


def test_in_the_reference_world_nobody_decides_anything():
    spec = reference_scenario(load("cafe"))
    assert spec.feedback == "off"
    assert (spec.market.consumers, spec.market.days, spec.market.warm_up_days) == (20_000, 365, 180)
    (one,) = {item.model_dump_json() for item in spec.brands.values()}
    assert len(spec.brands) == 4
    assert all(item.spend.total == 0.0 for item in spec.brands.values())
    assert '"price_eur":4.5' in one
    assert reference_scenario(spec) == spec


UNMOVED = [
    "market.consumers=10",
    "market.days=3",
    "market.warm_up_days=0",
    "market.panel_consumers=5",
    "market.unit_costs.invite_eur=3",
    "feedback=off",
    "name=other",
    "focal=bolt",
    "brands.acme.price_eur=9",
    "brands.acme.spend.moments.know=99",
    "brands.acme.policies.invite=0.9",
    "strategies.be-there-to-know.spend.moments.know=1",
    "levers.know.unit_cost_eur.search=9",
    "levers.know.carry_over=0.1",
    "reviews.herding=0.5",
    "network.ask=0.5",
]
MOVED = [
    "market.needs.mean_days=3",
    "market.choice.reference_price_eur=5",
    "market.use.reference_stars=3",
    "market.outlet=shared",
    "moments.another=0.1",
    "moments.presence.ceiling=0.5",
    "levers.content.floor=0.6",
    "levers.owned.settings.wake=0.5",
    "personas.other.share=0.5",
    "brands.extra={price_eur: 4, quality_stars: 4}",
]


@pytest.mark.parametrize("change", UNMOVED)
def test_opportunities_do_not_hang_on_anybodys_plan(change):
    assert opportunities_hash(load("cafe", [change])) == opportunities_hash(load("cafe"))


@pytest.mark.parametrize("change", MOVED)
def test_opportunities_hang_on_the_market(change):
    assert opportunities_hash(load("cafe", [change])) != opportunities_hash(load("cafe"))


def test_opportunities_of_a_file_are_used_only_in_their_own_market():
    spec = world()
    assert stored_opportunities(spec) is None
    found = {"know": {"search": 12.5}}
    stored = {"opportunities": found, "opportunities_of": opportunities_hash(spec)}
    table_of_file = stored_opportunities(world(moments=stored))
    assert table_of_file[KNOW, SEARCH] == 12.5
    assert table_of_file.sum() == 12.5
    other = stored | {"another": 0.2}
    assert stored_opportunities(world(moments=other)) is None


# --- brands in another order ----------------------------------------------------------------------

PLANS = [
    brand(9.0, 4.1, moments=BUDGET, id=3),
    brand(11.0, 4.4, moments={"know": 3.3, "buy": 7.7}, levers={"ads": 5.1}, id=0),
    brand(10.1, 3.7, levers={"shelf": 9.2, "listen": 4.0}, policies={"invite": 0.3}, id=7),
    brand(8.3, 4.0, moments=BUDGET | {"stimulus": 41.0}, policies={"price": 0.9}, id=1),
]
NAMES = ("acme", "bolt", "crest", "dune")


def day_by_day(order):
    opened = market(world({NAMES[i]: PLANS[plan] for i, plan in enumerate(order)}))
    stars = np.array([[1, 0, 2, 3, 9], [4, 1, 0, 0, 7], [0, 0, 0, 1, 2], [2, 2, 2, 2, 2]])
    contacts, failures = np.array([5, 4, 3, 9]), np.array([1, 2, 0, 3])
    for day in range(-5, 3):
        opened.open_day(day)
        opened.close_day(stars[list(order)], contacts[list(order)], failures[list(order)])
    opened.open_day(3)
    return opened


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[1::5])
def test_brands_in_another_order_find_the_same_market_bit_for_bit(order):
    plain, other = day_by_day(range(4)), day_by_day(order)
    rows = list(order)
    assert other.brands.tobytes() == plain.brands[rows].tobytes()
    assert other.cells.tobytes() == plain.cells[rows].tobytes()
    assert other.wake.tobytes() == plain.wake[rows].tobytes()
    assert other.reach.tobytes() == plain.reach[rows].tobytes()
    assert other.today["impulse"] == plain.today["impulse"]


def test_a_market_of_one_brand_has_no_rivals():
    opened = lived(world({"acme": brand(moments=BUDGET)}))
    assert not opened.cells["poached"].any()
    assert opened.brands["popularity"].tolist() == [0.0]


def test_a_market_of_sixteen_brands_opens():
    opened = lived(world({f"brand-{n}": brand(moments=BUDGET) for n in range(16)}))
    assert isinstance(opened, Market)
    assert len(set(opened.brands["id"].tolist())) == 16
    assert EVERYWHERE.min() > 0
