"""Plans compared under the same luck: exact statements, whatever the luck.

A plan that changes nothing differs in nothing; A against B is B against A with the sign turned; a
world of the comparison is the world lived by itself; needs, sources and people add up to the
purchases; where only one source is possible, all comes from it. Source: interfaces, model 13.
"""

from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.analysis.costs import cost_per_purchase, incremental_roas
from sim.analysis.details import details
from sim.analysis.steps import moment_steps
from sim.analysis.uplift import individuals
from sim.model import JourneyModel
from sim.results import Comparison
from sim.results.pairs import CHANGES, MEASURES, values
from sim.scenario import Scenario
from sim.study import run
from sim.study.compare import compare
from tests.analytic.buying import AT_ONCE
from tests.counts import settled
from tests.crn.compared import busy, strategies_compared
from tests.reference_worlds import merged
from tests.snapshots import apart, snapshot
from tests.worlds import ONE_NEED_EACH, born, brand, quiet

SPEEDY = ("elapsed_s", "consumer_days_per_s", "out")
plans = pytest.mark.parametrize("plan", ["nothing", "cheaper", "know", "invite"])


def told(found: dict[str, Any]) -> dict[str, Any]:
    """A result without what depends on the machine."""
    return {name: value for name, value in found.items() if name not in SPEEDY}


# --- A plan that changes nothing ------------------------------------------------------------------


@pytest.mark.parametrize("feedback", ["live", "replay", "off"])
def test_a_plan_that_changes_nothing_differs_in_nothing(feedback: str) -> None:
    found = strategies_compared(feedback)
    for measure in MEASURES:
        assert not found.gains("nothing", measure).any()
        assert found.difference("nothing", measure) == (0.0, 0.0, 0.0)
    assert set(found.source("nothing").values()) == {0.0}
    changed = found.changed("nothing")
    assert changed.pop("unchanged") > 0
    assert set(changed.values()) == {0.0}
    assert cost_per_purchase(found, "nothing").mean is None
    assert incremental_roas(found, "nothing").mean is None
    base, other = found.to_json()["base_result"], found.to_json()["strategies"]["nothing"]
    assert {name: other[name] for name in told(base)} == told(base)
    steps = details(found)["nothing"]
    assert {row["difference"] for row in steps["funnel"] + steps["moments"]} == {0.0}


@pytest.mark.parametrize("feedback", ["live", "replay", "off"])
def test_a_plan_that_changes_something_is_seen(feedback: str) -> None:
    found = strategies_compared(feedback)
    assert found.gains("cheaper").min() > 0
    assert found.changed("cheaper")["only_with"] > 0
    assert any(found.source("cheaper").values())


# --- A against B, B against A ---------------------------------------------------------------------


@cache
def both_ways(feedback: str) -> tuple[Comparison, Comparison]:
    """Two scenarios, each warmed up under its own plan, in both orders."""
    spec = busy()
    one = spec.model_copy(update={"name": "one"})
    two = spec.under("cheaper").model_copy(update={"name": "two"})
    options: dict[str, Any] = {"reps": 3, "feedback": feedback, "workers": 1, "people": True}
    return compare(one, two, **options), compare(two, one, **options)


@pytest.mark.parametrize("feedback", ["live", "off"])
def test_a_against_b_is_b_against_a_with_the_sign_turned(feedback: str) -> None:
    there, back = both_ways(feedback)
    for measure in MEASURES:
        gained, returned = there.difference("two", measure), back.difference("one", measure)
        assert (gained.mean, gained.low, gained.high) == (
            -returned.mean,
            -returned.high,
            -returned.low,
        )
    for one, other in zip(there.pairs["two"], back.pairs["one"], strict=True):
        assert one.source.tolist() == (-other.source).tolist()
        assert one.people.tolist() == (-other.people).tolist()
        with_, without, sooner, later, *alike = range(len(CHANGES))
        turned = [without, with_, later, sooner, *alike]
        assert one.changed.tolist() == other.changed[:, turned].tolist()
        assert one.changed[:, with_].sum() != one.changed[:, without].sum()


# --- The worlds are those lived by themselves -----------------------------------------------------


def test_the_base_is_the_run_of_its_scenario() -> None:
    found = strategies_compared()
    alone = run(busy(), reps=2, workers=1)
    assert told(found.to_json()["base_result"]) == told(alone.to_json())


@plans
def test_a_strategy_is_the_model_that_follows_it_from_day_0(plan: str) -> None:
    found, spec = strategies_compared(), busy()
    opportunities = found.base.spec.moments.opportunities
    assert opportunities is not None
    table = np.array([list(row.model_dump().values()) for row in opportunities.values()])
    model = born(spec, opportunities=table, replicate=1, strategy=plan).run()
    lived = found.runs[plan].replicates[1]
    assert lived.brands.tobytes() == model.gained_brands().tobytes()
    assert lived.market.tobytes() == model.gained_market().tobytes()


def test_keeping_needs_and_living_on_changes_no_bit() -> None:
    spec = busy()
    plain = born(spec).run()
    kept = born(spec, needs=True, record=True, after=30).run()
    assert apart(snapshot(plain), snapshot(kept)) == []
    counted = kept.gained_brands().copy()
    touches = kept.touches()
    kept.run(until=spec.market.days + 30)
    assert counted.tobytes() == kept.gained_brands().tobytes()
    assert touches.tobytes() == kept.touches().tobytes()


def test_more_days_after_the_measured_ones_than_were_asked_for_are_refused() -> None:
    spec = busy()
    with pytest.raises(ValueError, match="made for 3 days after"):
        born(spec, after=3).run(until=spec.market.days + 4)


# --- What adds up ---------------------------------------------------------------------------------


@plans
def test_needs_won_less_needs_lost_are_the_purchases_more(plan: str) -> None:
    found = strategies_compared()
    gained = found.gains(plan)
    for pair, more in zip(found.pairs[plan], gained, strict=True):
        only_with, only_without, *_ = pair.changed.sum(axis=0)
        assert only_with - only_without == more == pair.source.sum() == pair.gained


@plans
def test_what_comes_from_rivals_is_what_rivals_sell_less(plan: str) -> None:
    found = strategies_compared()
    focal = found.base.summary.place(found.focal)
    sold = [
        [np.delete(lived.total("purchases"), focal).sum() for lived in it.replicates]
        for it in (found.base, found.runs[plan])
    ]
    less = np.subtract(*sold)
    assert [int(pair.source[0]) for pair in found.pairs[plan]] == less.tolist()


def test_the_three_sources_add_up_to_the_difference_to_the_last_bit() -> None:
    found = compare(busy(), strategies=["cheaper", "know"], reps=3, workers=1)
    for name in found.runs:
        rivals, new, forward = found.source(name).values()
        assert rivals + new + forward == found.difference(name).mean


def test_people_add_up_to_the_purchases_more() -> None:
    found = strategies_compared()
    frame = individuals(found)
    for name in found.runs:
        uplift = frame.loc[frame["strategy"] == name, "uplift"]
        assert uplift.sum() == found.difference(name).mean
        assert len(uplift) == 250


def test_budgets_are_what_the_base_and_the_plan_cost() -> None:
    found = strategies_compared()
    weeks = 60 / 7 * 250 / 1000
    usual = busy().brands[found.focal].spend.total
    more = 60 - busy().brands[found.focal].spend.moments.know
    budget = found.budget("know")
    assert budget["base_planned"] == pytest.approx(weeks * usual, abs=1e-5)
    assert budget["planned"] == pytest.approx(weeks * (usual + more), abs=1e-5)
    assert (budget["equal"], found.budget("cheaper")["equal"]) == (False, True)


# --- Planted truths -------------------------------------------------------------------------------


def one_need(days: int = 40, **settings: Any) -> Scenario:
    """Everybody has one need, considers every brand, and meets one moment after another."""
    base = merged(AT_ONCE, ONE_NEED_EACH) | {"name": "planted"}
    sizes = {"market": {"consumers": 400, "days": days}}
    return settled(quiet(merged(base, sizes), **settings))


CHEAPER = {"cheaper": {"policies": {"price": 0.7}}}
CERTAIN = {"choice": {"price": 2.0}}
UNSURE = {"choice": {"price": 2.0, "not_now": 1.0}}


def planted(spec: Scenario, plan: str = "cheaper") -> tuple[dict[str, float], float]:
    """Sources of the purchases more, and how many there are."""
    found = compare(spec, strategies=[plan], reps=2, workers=1)
    return found.source(plan), found.difference(plan).mean or 0.0


def test_where_everybody_buys_something_all_comes_from_rivals() -> None:
    source, more = planted(one_need(market=CERTAIN, strategies=CHEAPER))
    assert more > 50
    assert source == {"from_rivals": more, "new_to_category": 0.0, "brought_forward": 0.0}


def test_where_there_are_no_rivals_and_no_second_chance_all_is_new_to_the_category() -> None:
    once = {"give_up_not_now": 1.0}
    spec = one_need(market=UNSURE, moments=once, brands={"acme": brand()}, strategies=CHEAPER)
    source, more = planted(spec)
    assert more > 50
    assert source == {"from_rivals": 0.0, "new_to_category": more, "brought_forward": 0.0}


def test_where_everybody_buys_sooner_or_later_all_is_brought_forward() -> None:
    """One day is measured; in the days after, those who put it off buy, too."""
    never = {"give_up_not_now": 0.0, "another": 0.0, "rate": dict.fromkeys(RATES, 0.3)}
    spec = one_need(1, market=UNSURE, moments=never, brands={"acme": brand()}, strategies=CHEAPER)
    source, more = planted(spec)
    assert more > 20
    assert source == {"from_rivals": 0.0, "new_to_category": 0.0, "brought_forward": more}


RATES = ("early", "morning", "lunch", "afternoon", "evening", "night")


@cache
def present_to_know(content: float) -> Comparison:
    """A plan that pays for being there when people want to know, where content helps or not.

    Without help, being noticed leaves a trace in awareness and in goodwill alone, and here in
    neither: nobody remembers a brand for having seen it, and goodwill decides nothing.
    """
    spec = busy(
        market={"memory": {"seen": 0.0}, "choice": {"goodwill": 0.0}},
        levers={"content": {"floor": content, "ceiling": content}},
        strategies={"know": {"spend": {"moments": {"know": 400}}}},
    )
    return compare(spec, strategies=["know"], reps=2, workers=1)


def test_presence_that_neither_helps_nor_is_remembered_is_worth_exactly_nothing() -> None:
    found = present_to_know(0.0)
    for measure in {*MEASURES} - {"spend", "profit"}:
        assert not found.gains("know", measure).any()
    assert found.gains("know", "spend").min() > 0
    changed = found.changed("know")
    assert changed.pop("unchanged") > 0
    assert {*changed.values()} == {0.0}
    moments = moment_steps(found).set_index(["moment", "measure"])["difference"]
    assert moments["know", "present"] > 50
    assert moments["know", "events"] == 0.0


def test_the_same_presence_is_felt_where_it_helps() -> None:
    found = present_to_know(0.6)
    assert found.gains("know").any()


# --- Needs are the counters, one by one -----------------------------------------------------------


def test_needs_are_what_the_counters_counted() -> None:
    spec = busy()
    model = born(spec, needs=True).run()
    needs, market = model.needs(), model.gained_market()
    ended = needs[needs["end"] >= 0]
    assert np.bincount(ended["end"], minlength=6).tolist() == market["ended"].sum(axis=1).tolist()
    lost = np.zeros_like(market["lost"])
    unwon = ended[ended["reason"] >= 0]
    np.add.at(lost, (unwon["reason"], unwon["moment"]), 1)
    assert lost.tolist() == market["lost"].tolist()
    sold = np.bincount(ended["brand"][ended["brand"] >= 0], minlength=4)
    assert sold.tolist() == model.gained_brands()["purchases"].sum(axis=1).tolist()
    assert (needs["end"] < 0).sum() == model.stocks["live_end"]
    names = needs["consumer"].astype(int) * 1000 + needs["onset"]
    assert len(np.unique(names)) == len(names) > 500


def test_needs_are_the_same_on_any_number_of_threads_and_chunks() -> None:
    usual = born(busy(), needs=True).run().needs()
    for way in ({"threads": 2}, {"chunk": 37}):
        assert born(busy(), needs=True, **way).run().needs().tolist() == usual.tolist()


def test_needs_of_other_luck_are_others() -> None:
    one, two = (born(busy(), needs=True, replicate=r).run().needs() for r in (0, 1))
    assert one.tolist() != two.tolist()


def test_a_model_that_was_not_asked_for_needs_says_so() -> None:
    model: JourneyModel = born(busy())
    with pytest.raises(ValueError, match="needs=True"):
        model.needs()


def test_values_are_those_of_the_focal_brand() -> None:
    found = strategies_compared()
    place = found.base.summary.place(found.focal)
    sold = [int(lived.total("purchases")[place]) for lived in found.base.replicates]
    assert values(found.base, "purchases").tolist() == sold
