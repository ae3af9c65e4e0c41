"""From budgets to dials."""

import math

import numpy as np
import pytest

from sim.errors import ScenarioError
from sim.levers import LEVERS
from sim.levers.base import cost_on
from sim.levers.budget import planned_spend
from sim.levers.dials import Dials
from sim.scenario import Scenario
from sim.scenario_io import load
from sim.tables.moments import CHANNELS, MOMENTS
from tests.markets import BUDGET, brand, prices, world

FAMILIES = {
    "stimulus": {"ads"},
    "idea": {"ideas", "influencer", "video"},
    "know": {"know", "chatbot", "voice", "content"},
    "do": {"howto"},
    "go": {"local", "omni"},
    "compare": {"compare", "personal"},
    "buy": {"buy", "social", "shelf", "payment", "privacy", "ar", "speed"},
    "smot": {"service", "recovery", "owned", "sustain"},
    "umot": {"listen", "reply"},
}


def test_every_budget_lever_belongs_to_the_moment_the_model_says():
    found = {
        moment: {name for name, lever in LEVERS.items() if lever.moment == moment}
        for moment in FAMILIES
    }
    assert found == FAMILIES


@pytest.mark.parametrize("moment", FAMILIES)
def test_a_moments_budget_pays_for_its_levers_alone_in_proportion_to_their_defaults(moment):
    plan = planned_spend({moment: 10.0}, {})
    paid = {name: euro for name, euro in plan.items() if euro > 0.0}
    assert set(paid) == FAMILIES[moment]
    assert math.fsum(paid.values()) == pytest.approx(10.0, rel=1e-14)
    weights = {name: LEVERS[name].default_spend for name in paid}
    for name, euro in paid.items():
        assert euro == pytest.approx(10.0 * weights[name] / sum(weights.values()), rel=1e-14)


def test_a_fixed_lever_is_paid_first_and_the_others_share_the_rest():
    plan = planned_spend({"go": 10.0}, {"local": 4.0})
    assert plan["local"] == 4.0
    assert plan["omni"] == 6.0


def test_fixed_levers_may_exceed_the_budget_and_then_the_others_get_nothing():
    plan = planned_spend({"go": 3.0}, {"local": 4.0})
    assert plan["local"] == 4.0
    assert plan["omni"] == 0.0


def test_a_fixed_lever_takes_nothing_from_other_moments():
    plan = planned_spend({"go": 3.0, "do": 2.0}, {"local": 4.0})
    assert plan["howto"] == 2.0


def test_a_lever_fixed_at_nothing_leaves_the_whole_budget_to_the_others():
    plan = planned_spend({"go": 3.0}, {"local": 0.0})
    assert plan["local"] == 0.0
    assert plan["omni"] == 3.0


def test_a_brand_plans_what_its_moments_add_up_to():
    spec = world({"acme": brand(moments=BUDGET, levers={"shelf": 2.0})})
    assert spec.brands["acme"].spend.total == pytest.approx(sum(BUDGET.values()), rel=1e-14)
    assert set(spec.brands["acme"].spend.by_lever) == {n for n in LEVERS if LEVERS[n].is_budget}


def test_a_price_for_all_channels_yields_to_the_price_of_one():
    costs = {"search": 0.5, "all": 0.1}
    assert (cost_on("search", costs), cost_on("maps", costs)) == (0.5, 0.1)
    assert cost_on("maps", {"search": 0.5}) == math.inf


def test_levers_add_to_a_dial_or_multiply_it_as_its_row_says():
    dials = Dials(2)
    for _ in range(2):
        dials.turn("price", np.array([1.5, 1.0]))
        dials.turn("speed", np.array([0.1, 0.0]))
    assert dials["price"].tolist() == [2.25, 1.0]
    assert dials["speed"].tolist() == [0.7, 0.5]


def test_dials_rest_where_the_market_says():
    dials = Dials(2, {"speed": 0.25})
    dials.turn("speed", np.array([0.5, 0.9]))
    dials.turn("contacts", np.ones((2, len(MOMENTS), len(CHANNELS))))
    dials.bound()
    assert dials["speed"].tolist() == [0.75, 1.0]
    dials.rest()
    assert dials["speed"].tolist() == [0.25, 0.25]
    assert not dials["contacts"].any()


# --- what a scenario may say of levers ------------------------------------------------------------


def problems_of(tmp_path, levers, spend=""):
    file = tmp_path / "corner.yaml"
    file.write_text(
        "brands:\n"
        f"  acme: {{price_eur: 5, quality_stars: 4, spend: {{{spend}}}}}\n"
        f"levers: {{{levers}}}\n"
    )
    with pytest.raises(ScenarioError) as caught:
        load(str(file))
    return [(problem.path, problem.message, problem.nearest) for problem in caught.value.problems]


def test_money_for_contacts_without_a_price_is_refused(tmp_path):
    (problem,) = problems_of(tmp_path, "know: {unit_cost_eur: {site: 1}}", "levers: {know: 2}")
    assert problem == (
        "levers.know.unit_cost_eur",
        "must give the cost of a contact, for money is planned for it: search",
        None,
    )


def test_money_a_strategy_plans_needs_prices_too():
    settings = world().model_dump(exclude_defaults=True) | {
        "levers": {},
        "strategies": {"loud": {"spend": {"levers": {"ads": 1}}}},
    }
    with pytest.raises(ValueError, match="inconsistent"):
        Scenario.model_validate(settings)
    Scenario.model_validate(settings | {"levers": {"ads": {"unit_cost_eur": {"all": 1}}}})


def test_a_price_on_a_channel_the_lever_does_not_serve_is_refused(tmp_path):
    (problem,) = problems_of(tmp_path, "know: {unit_cost_eur: {maps: 1}}")
    assert problem[0] == "levers.know.unit_cost_eur.maps"
    assert "buys no contacts there" in problem[1]


def test_a_price_for_a_lever_without_contacts_is_refused(tmp_path):
    (problem,) = problems_of(tmp_path, "speed: {unit_cost_eur: {all: 1}}")
    assert problem[0] == "levers.speed.unit_cost_eur.all"


@pytest.mark.parametrize("name", ["scale_eur", "floor", "ceiling"])
def test_a_level_of_a_lever_without_one_is_refused(tmp_path, name):
    (problem,) = problems_of(tmp_path, f"know: {{{name}: 0.5}}")
    assert problem[0] == f"levers.know.{name}"
    assert "lifts no level" in problem[1]


def test_an_unknown_constant_of_a_lever_finds_its_nearest(tmp_path):
    (problem,) = problems_of(tmp_path, "owned: {settings: {reminder_day: 3}}")
    assert problem == (
        "levers.owned.settings.reminder_day",
        "unknown setting (got 'reminder_day')",
        "reminder_days",
    )


def test_a_constant_of_a_lever_has_bounds(tmp_path):
    (problem,) = problems_of(tmp_path, "owned: {settings: {wake: 1.5}}")
    assert problem[:2] == ("levers.owned.settings.wake", "must be from 0 to 1 (got 1.5)")


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        ("content: {floor: 0.95}", "levers.content.floor"),
        ("content: {ceiling: 0.1}", "levers.content.ceiling"),
        ("content: {floor: 0.5, ceiling: 0.4}", "levers.content.floor"),
    ],
)
def test_a_level_cannot_start_above_its_ceiling(tmp_path, settings, path):
    ((found, message, _),) = problems_of(tmp_path, settings)
    assert found == path
    assert "must not be above" in message


def test_a_policy_is_no_lever_to_spend_on(tmp_path):
    ((path, _, _),) = problems_of(tmp_path, "", "levers: {price: 2}")
    assert path == "brands.acme.spend.levers.price"


def test_prices_of_the_shipped_markets_serve_every_lever():
    for name in ("base", "cafe", "personas"):
        spec = load(name)
        for lever in LEVERS.values():
            for channel in lever.priced:
                assert cost_on(channel, spec.levers[lever.name].unit_cost_eur) < math.inf


def test_the_strategies_of_the_cafe_cost_as_much_as_its_base_plan():
    spec = load("cafe")
    plans = [spec.under(name).brands["acme"].spend.total for name in (None, *spec.strategies)]
    assert len(plans) == 4
    assert plans == pytest.approx([45.0] * 4, rel=1e-12)


def test_the_test_prices_cover_every_lever():
    assert set(prices()) == {name for name, lever in LEVERS.items() if lever.priced}
