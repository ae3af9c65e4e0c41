"""Curves, comparisons with the best and plausible markets of numbers written by hand."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from sim.analysis.curve import Curve, around
from sim.analysis.further import Further, Sum
from sim.analysis.plausible import Drawn, Plausible
from sim.analysis.ranking import against_best, least_difference, told_apart
from sim.analysis.response import Response, elasticity
from sim.analysis.response_told import of_a_little, of_a_sum, of_being_noticed
from sim.levers import LEVERS
from sim.scenario.catalogue import parameters, value_at
from sim.scenario_io import load
from sim.study.plausible import draw, ranges
from sim.study.response import response
from sim.study.spending import Subject, paid, planned_euro, scaled, with_more

T_OF_4, T80_OF_4 = 2.7764451051977987, 0.9409646080853246
"""Student's quantiles of 4 degrees of freedom at .975 and .8, from a table."""


def curve(**bought):
    """Purchases by multiplier, `half` and `twice` among them."""
    grid = {"none": 0.0, "half": 0.5, "today": 1.0, "twice": 2.0, "thrice": 3.0}
    return Curve(2000.0, {grid[name]: units for name, units in bought.items()})


# --- curves ---------------------------------------------------------------------------------------


def test_a_margin_is_the_difference_of_the_neighbours_by_their_money() -> None:
    """From half to twice 2,000 euro are 3,000 euro more; they bring 30 and 60 purchases."""
    found = curve(none=[0, 0], half=[100, 100], today=[115, 120], twice=[130, 160])
    assert found.margins == pytest.approx([10.0, 20.0])
    assert found.marginal.mean == pytest.approx(15.0)


def test_a_margin_is_taken_to_one_side_where_the_grid_ends() -> None:
    assert around((1.0, 2.0, 3.0)) == (1.0, 2.0)
    assert around((0.0, 0.5, 1.0)) == (0.5, 1.0)
    assert curve(today=[100, 100], twice=[104, 108]).margins == pytest.approx([2.0, 4.0])


def test_differences_are_those_of_pairs() -> None:
    """Two by two, purchases differ by 10 in every replicate, however the replicates differ."""
    found = curve(today=[100, 900], twice=[110, 910])
    assert found.difference(2.0) == (10.0, 10.0, 10.0)
    assert found.difference(1.0) == (0.0, 0.0, 0.0)


def test_a_curve_is_saturated_from_the_first_step_that_may_be_luck() -> None:
    rising = curve(half=[10, 11], today=[20, 21], twice=[30, 31])
    flat = curve(half=[10, 11], today=[20, 21], twice=[21, 20], thrice=[31, 30])
    falling = curve(half=[10, 11], today=[9, 10], twice=[30, 31])
    assert rising.saturation is None
    assert flat.saturation == 1.0
    assert falling.saturation == 0.5


def test_one_replicate_knows_no_saturation() -> None:
    assert curve(half=[10], today=[10], twice=[10]).saturation is None


def test_an_elasticity_is_percent_by_percent() -> None:
    """A fifth less costs 4 of 100, a fifth more brings 4: 8 % for 40 %."""
    assert elasticity(96, 100, 104, 0.2) == pytest.approx(0.2)
    assert np.isnan(elasticity(0, 0, 0, 0.2))


# --- the best -------------------------------------------------------------------------------------

WOBBLE = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])


def test_nothing_is_called_less_than_the_best_inside_the_minimum_detectable_effect() -> None:
    """Pairs spread by √2.5; five of them see 2.63 with 80 % power, and 2.6 is not enough."""
    least = (T_OF_4 + T80_OF_4) * np.sqrt(2.5 / 5)
    low, inside, outside = WOBBLE * 0, WOBBLE + 0.99 * least, WOBBLE + 1.01 * least
    assert least_difference({"a": low, "b": inside}) == pytest.approx(least)
    assert against_best({"a": low, "b": inside}) == ("b", {}, ("a",))
    sure = against_best({"a": low, "b": outside})
    assert (sure.best, set(sure.behind), sure.level) == ("b", {"a"}, ())


def test_an_interval_that_leaves_out_zero_is_not_enough_to_tell_apart() -> None:
    half = T_OF_4 * np.sqrt(2.5 / 5)
    values = WOBBLE + 1.1 * half
    assert values.mean() - half > 0
    assert not told_apart(values, WOBBLE * 0)


def test_a_noisy_third_hides_nobody_who_is_surely_less_than_the_best() -> None:
    """a trails in every replicate by 9 or more; c may be anything, and is said to be so."""
    values = {"a": WOBBLE * 0, "b": WOBBLE / 4 + 10, "c": WOBBLE * 20 + 5}
    found = against_best(values)
    assert (found.best, set(found.behind), found.level) == ("b", {"a"}, ("c",))


def test_intervals_of_what_is_less_hold_for_all_comparisons_together() -> None:
    """Three comparisons of five replicates: the quantile is that of .05 / 2 / 3."""
    values = {"best": WOBBLE + 50} | dict.fromkeys(("x", "y", "z"), WOBBLE * 0)
    less = against_best(values).behind["x"]
    half = stats.t.ppf(1 - 0.05 / 2 / 3, 4) * np.sqrt(2.5 / 5)
    assert less == pytest.approx((50, 50 - half, 50 + half))


def called_less(lead: float, studies: int = 400) -> float:
    """In how many of so many studies of 9 things the first is called less than the best."""
    chance = np.random.default_rng(3)
    wrong = 0
    for _ in range(studies):
        drawn = chance.normal(0, 1, (9, 10))
        drawn[0] += lead
        values = {str(name): row for name, row in enumerate(drawn)}
        wrong += "0" in against_best(values).behind
    return wrong / studies


def test_the_best_of_nine_equals_is_called_less_in_at_most_one_of_twenty_studies() -> None:
    """400 studies: with a true rate of 8 % more than 20 wrong ones come with power .99."""
    assert called_less(0.0) <= 0.05


def test_what_truly_trails_is_called_less() -> None:
    """The control: three standard deviations behind, it is found nearly always."""
    assert called_less(-3.0) > 0.9


def test_one_replicate_tells_nothing() -> None:
    assert against_best({"a": [9.0], "b": [1.0]}) is None
    assert least_difference({"a": [9.0], "b": [1.0]}) is None


def asked(**moments):
    spec = load("cafe")
    curves = {
        name: Curve(1000.0, {1.0: [0] * len(more), 2.0: list(more)})
        for name, more in moments.items()
    }
    numbers = tuple(range(len(next(iter(moments.values())))))
    return Response(spec, (1.0, 2.0), 7, False, "live", numbers, curves)


def test_the_next_euro_goes_where_it_surely_does_most() -> None:
    assert asked(know=[50, 51, 52], buy=[10, 11, 12]).best == ("know",)


def test_the_next_euro_may_go_to_any_that_cannot_be_told_apart() -> None:
    assert set(asked(know=[50, 41, 62], buy=[49, 52, 51], go=[1, 2, 1]).best) == {"know", "buy"}


def test_the_next_euro_goes_nowhere_if_it_may_bring_nothing() -> None:
    assert asked(know=[-5, 0, 6], buy=[0, 0, 0]).best == ()


FIRST_MAY_BE_NOTHING = {"go": [0.0, -4.0, 8.0, 24.0, 22.0], "buy": [4.0, 5.0, 6.0, 5.0, 5.0]}
"""Student's intervals: 10 ± 16, and 5 ± 1."""


def test_no_best_is_named_where_the_first_may_be_nothing_but_what_surely_brings_something_is():
    found = asked(**FIRST_MAY_BE_NOTHING)
    assert found.best == ()
    (told,) = [line for line in of_a_little(found) if "best can be named" in line]
    assert "go comes out first but may bring nothing" in told
    assert told.endswith("money surely brings something for buy.")


def test_a_best_is_named_where_the_first_surely_brings_something():
    """The control: 10 ± 1."""
    found = asked(**{**FIRST_MAY_BE_NOTHING, "go": [9.0, 10.0, 11.0, 10.0, 10.0]})
    assert found.best == ("go",)
    assert not any("best can be named" in line for line in of_a_little(found))


def falsely_best(moments: int, studies: int = 400) -> float:
    """In how many of so many studies a best is named where no moment brings anything."""
    chance = np.random.default_rng(4)
    drawn = chance.normal(0, 1, (studies, moments, 10))
    named = [asked(**{f"m{it}": row for it, row in enumerate(one)}).best for one in drawn]
    return sum(map(bool, named)) / studies


@pytest.mark.slow
def test_the_first_of_nine_that_bring_nothing_is_seldom_called_the_best():
    """At most 1 in 40: only what is above nothing counts. 400 studies pass 5 % once in 1,000."""
    assert falsely_best(9) <= 0.05


def test_judged_by_its_own_interval_the_first_of_nine_would_often_be():
    """The control: the largest of nine, by itself, is above nothing in 1 - .975^9 = 20 %."""
    chance = np.random.default_rng(4)
    drawn = chance.normal(0, 1, (400, 9, 10))
    least = stats.ttest_1samp(drawn, 0.0, axis=2, alternative="greater").pvalue.min(axis=1)
    assert np.mean(least < 0.025) > 0.1


def test_a_lever_is_named_only_where_it_is_told_from_the_moments_other_levers():
    lead = {"know": [50, 51, 52], "content": [10, 11, 12]}
    level = {"know": [50, 41, 62], "content": [49, 52, 51]}
    told = {}
    for name, table in (("lead", lead), ("level", level)):
        levers = {it: Curve(1000.0, {1.0: [0, 0, 0], 2.0: more}) for it, more in table.items()}
        lines = of_a_little(replace(asked(know=[50, 51, 52]), levers=levers))
        told[name] = [line for line in lines if "mostly through" in line]
    assert told["lead"] == ["  know: mostly through know, +51 ± 2 purchases per €1,000."]
    assert told["level"] == []


def test_where_a_brand_helps_more_is_told_with_the_money_it_was_seen_between():
    """From half to twice, not from today's money to the last of the grid."""
    helped = {0.5: [{"go": 10}] * 3, 1.0: [{"go": 20}] * 3, 2.0: [{"go": 40}] * 3}
    known = Curve(
        100.0, {0.5: [1, 1, 1], 1.0: [5, 5, 5], 2.0: [9, 9, 9], 3.0: [9, 9, 9]}, {}, helped
    )
    found = replace(
        asked(know=[1, 1, 1]), moments={"know": known}, multipliers=(0.5, 1.0, 2.0, 3.0)
    )
    (told,) = [line for line in of_a_little(found) if "helps more often" in line]
    assert told.startswith("  know: from × 0.5 to × 2 of its money acme helps more often")
    assert told.endswith("go +30 ± 0")


def test_few_purchases_are_told_with_a_decimal():
    (told,) = [line for line in of_a_little(asked(know=[0.3, 0.4, 0.5])) if "does most" in line]
    assert "know: +0.4 ± 0.2 purchases" in told


def noticed(cells: int) -> list[str]:
    """One of so many cells has a chance of 1 in 100 by itself, in a market of six replicates."""
    wobble = np.array([-1.5, 1.0, -0.5, 0.5, 1.0, -0.5])
    shift = stats.t.isf(0.005, 5) * wobble.std(ddof=1) / np.sqrt(6)
    cell = {("go", "maps"): wobble + shift}
    rest = {("go", f"{it}"): wobble for it in range(cells - 1)}
    return list(of_being_noticed(replace(asked(know=[1, 1]), presence=cell | rest)))


def test_of_many_cells_one_that_luck_may_bring_is_not_told():
    """47 cells of nothing bring one at 1 in 100 in more than a third of all studies."""
    assert noticed(47) == ["Nowhere can the effect of being noticed more often be told from luck."]


def test_the_same_cell_by_itself_is_told():
    """The control."""
    assert noticed(1)[0].startswith("Purchases more, in %, where it is noticed 10 % more often: go")


# --- a sum of money more --------------------------------------------------------------------------


def sums(**gained):
    """A sum of 100 euro for each moment; each purchase earns 2 euro."""
    each = {name: Sum(50.0, more, [2.0 * it - 100 for it in more]) for name, more in gained.items()}
    return Further(100.0, 400.0, [1000, 1002, 1004], [9.0, 9.0, 9.0], each)


def test_a_sum_is_best_spent_where_it_surely_brings_most() -> None:
    found = sums(go=[20, 21, 22], know=[80, 82, 81], buy=[1, -1, 0])
    assert list(found.purchases) == ["know", "go", "buy"]
    assert found.best == ("know",)
    assert found.purchases["know"].mean == 81
    assert found.profit["know"].mean == 62


def test_a_sum_that_may_bring_nothing_has_no_best_use() -> None:
    found = sums(go=[-1, 0, 2], buy=[0, 0, 0])
    assert found.best == ()
    told = list(of_a_sum(replace(asked(know=[1, 1]), further=found)))
    assert told[1:] == ["It may be that €100 more bring nothing, whatever they are spent on."]


def test_of_a_sum_too_no_best_is_named_where_the_first_may_be_nothing():
    found = sums(go=[-4, 10, 24], buy=[5, 5, 6])
    (*_, told) = of_a_sum(replace(asked(know=[1, 1]), further=found))
    assert told.startswith("No best can be named: go comes out first but may bring nothing; ")
    assert told.endswith("for buy.")


@pytest.mark.parametrize(
    ("earned", "named"), [([99, 100, 101], True), ([99, 10, 191], False), ([-1, -2, -3], False)]
)
def test_the_most_profitable_use_is_named_only_if_told_from_the_others_and_no_loss(earned, named):
    """Know sells most, at a loss of 10; 100 ± 2 leads, 100 ± 220 may be no lead, -2 is a loss."""
    each = {
        "know": Sum(50.0, [80, 82, 81], [-9.0, -10.0, -11.0]),
        "go": Sum(50.0, [20, 21, 22], earned),
    }
    found = Further(100.0, 400.0, [1000, 1002, 1004], [9.0, 9.0, 9.0], each)
    told = list(of_a_sum(replace(asked(know=[1, 1]), further=found)))
    assert any("Most profit is made with go: +€100 ± 2" in line for line in told) == named


def test_more_money_is_spent_in_todays_proportions_and_adds_up_to_the_sum() -> None:
    """10,000 euro over 365 days for 20,000 people are 9.59 a week per 1,000."""
    spec = load("cafe")
    before = spec.brands["acme"].spend.by_lever
    after = with_more(spec, Subject("moment", "know"), 10_000).brands["acme"].spend.by_lever
    more = {lever: after[lever] - before[lever] for lever in before}
    moved = {lever for lever, euro in more.items() if euro}
    assert moved == {"know", "chatbot", "voice", "content"}
    assert sum(more.values()) * 20 * 365 / 7 == pytest.approx(10_000)
    assert len({round(more[lever] / before[lever], 9) for lever in moved}) == 1


def test_money_for_a_moment_that_gets_none_follows_the_default_spends() -> None:
    spec = load("cafe", ["brands.acme.spend.moments.know=0"])
    euro = with_more(spec, Subject("moment", "know"), 500).brands["acme"].spend.by_lever
    shares = {lever: euro[lever] / LEVERS[lever].default_spend for lever in ("know", "content")}
    assert shares["know"] == pytest.approx(shares["content"])
    assert euro["know"] > 0


@pytest.mark.parametrize("more", [0, -5, float("inf"), float("nan")])
def test_no_money_more_is_refused(more: float) -> None:
    with pytest.raises(ValueError, match="sum of money"):
        response("cafe", more=more)


# --- the review loop ------------------------------------------------------------------------------


def test_the_multiplier_is_live_by_direct_and_omitted_where_direct_may_be_nothing() -> None:
    direct = {"know": [10, 12, 11], "go": [-3, 0, 4]}
    live = {"know": [20, 24, 22], "go": [9, 9, 9]}
    curves = {
        kind: {name: Curve(1000.0, {1.0: [0, 0, 0], 2.0: more}) for name, more in table.items()}
        for kind, table in (("direct", direct), ("live", live))
    }
    found = replace(asked(know=[1, 1, 1]), moments=curves["direct"], live=curves["live"])
    assert set(found.multiplier) == {"know"}
    assert found.multiplier["know"] == pytest.approx((2.0, 2.0, 2.0))


# --- plausible markets ----------------------------------------------------------------------------

WHOLE = {
    "market.needs.refractory_days",
    "network.contacts",
    "network.share_window_days",
}
"""Days nobody has another need, friends, days a story is told."""


def markets(count=64):
    """`x` decides whether know or buy comes first, from 5 on; `y` is drawn beside it."""
    chance = np.random.default_rng(1)
    drawn = []
    for x, y in zip(np.linspace(0.1, 9.9, count), chance.uniform(0, 10, count), strict=True):
        drawn.append(Drawn({"x": x, "y": y}, {"know": [x, x], "buy": [5.0, 5.0]}))
    return Plausible(tuple(drawn), 2)


def test_the_assumption_that_flips_the_answer_is_found_with_its_place() -> None:
    found = markets()
    (split,) = found.deciding
    assert split.path == "x"
    assert abs(split.correlation) == pytest.approx(1.0)
    assert split.median == pytest.approx(5.0)
    assert {split.below, split.above} == {(0, 32), (32, 32)}
    assert split.turns_at == pytest.approx(5.0)
    assert found.firsts == {"know": 32, "buy": 32}


def test_a_lead_that_shrinks_and_never_turns_turns_nowhere() -> None:
    ahead = [
        it._replace(margins={"know": [20 - it.assumed["x"]] * 2, "buy": [5.0, 5.0]})
        for it in markets().markets
    ]
    (split,) = Plausible(tuple(ahead), 2).deciding
    assert split.correlation == pytest.approx(-1.0)
    assert split.turns_at is None


def test_no_assumption_is_blamed_for_an_answer_that_does_not_depend_on_it() -> None:
    """The control: the lead is luck, drawn from elsewhere."""
    chance = np.random.default_rng(2)
    drawn = [
        it._replace(margins={"know": chance.normal(5, 1, 2), "buy": [5.0, 5.0]})
        for it in markets().markets
    ]
    assert Plausible(tuple(drawn), 2).deciding == []


def test_two_lives_that_disagree_are_told() -> None:
    sure = Drawn({"x": 1.0}, {"know": [9, 8], "buy": [1, 2]})
    unsure = Drawn({"x": 2.0}, {"know": [9, 1], "buy": [1, 2]})
    found = Plausible((sure, unsure), 2)
    assert found.agreed == 1
    assert found.firsts == {"know": 2, "buy": 0}
    assert found.lead.tolist() == [7.0, 3.5]


@pytest.mark.parametrize("name", ["cafe", "sneakers", "telecom"])
def test_plausible_markets_lie_in_the_ranges_and_keep_the_brands(name: str) -> None:
    spec = load(name)
    bounds = {it.path: it for it in ranges(spec)}
    assert {it.path for it in parameters() if it.plausible} <= set(bounds)
    for assumed, world in draw(spec, 8):
        assert set(assumed) == set(bounds)
        for path, value in assumed.items():
            low, high = bounds[path].low, bounds[path].high
            # Whole numbers are rounded.
            assert low - 0.5 <= value <= high + 0.5
            if not bounds[path].is_factor:
                assert value_at(world, path) == value
        assert world.brands == spec.brands


def test_a_market_that_says_otherwise_moves_the_stated_range_along() -> None:
    """Stated: 75 to 300 days around 150. A need every 6 days: 3 to 12."""
    found = {it.path: (it.low, it.high) for it in ranges(load("cafe"))}
    assert found["market.needs.mean_days"] == pytest.approx((3.0, 12.0))
    assert found["market.choice.price"] == (2, 5)


def test_a_range_moves_along_where_it_holds_what_the_market_says_too() -> None:
    """Stated: 0.03 to 0.3 around 0.12. Camera: 0.03, so 0.0075 to 0.075."""
    found = {it.path: (it.low, it.high) for it in ranges(load("camera"))}
    assert found["moments.give_up_not_now"] == pytest.approx((0.0075, 0.075))


def test_what_may_be_negative_moves_by_the_same_distance() -> None:
    """Stated: 0.9 to 2.9 utils around 1.9. Cafe: -1, so -2 to 0."""
    found = {it.path: (it.low, it.high) for it in ranges(load("cafe"))}
    assert found["market.choice.not_now"] == pytest.approx((-2.0, 0.0))


def test_what_a_market_switches_off_stays_off() -> None:
    """Who has had a coffee may want another at once: nobody assumes two months in between."""
    found = {it.path: (it.low, it.high) for it in ranges(load("cafe"))}
    assert found["market.needs.refractory_days"] == (0.0, 0.0)


@pytest.mark.parametrize("name", ["cafe", "camera", "grocery", "sneakers", "telecom"])
def test_every_range_holds_what_the_market_says_and_is_allowed(name: str) -> None:
    spec = load(name)
    stated = {it.path for it in parameters() if it.plausible}
    for it in ranges(spec):
        if it.path in stated:
            assert it.low <= value_at(spec, it.path) <= it.high
            spec.set(it.path, round(it.low) if it.path in WHOLE else it.low)


def test_only_whole_numbers_are_rounded() -> None:
    """A default written as 1 is no whole number for that."""
    drawn = [assumed for assumed, _ in draw(load("sneakers"), 8)]
    stated = {it.path for it in parameters() if it.plausible}
    assert {path for path in stated if all(it[path] % 1 == 0 for it in drawn)} == WHOLE


def test_more_plausible_markets_contain_the_fewer() -> None:
    spec = load("cafe")
    few, many = draw(spec, 3), draw(spec, 9)
    assert [assumed for assumed, _ in many[:3]] == [assumed for assumed, _ in few]
    assert many[3][0] != few[0][0]


def test_contacts_become_dearer_on_all_channels_alike() -> None:
    spec = load("cafe")
    ((assumed, world),) = draw(spec, 1)
    factor = assumed["levers.know.unit_cost_eur"]
    assert factor != 1
    assert dict(world.levers["know"].unit_cost_eur) == {
        channel: factor * euro for channel, euro in spec.levers["know"].unit_cost_eur.items()
    }


# --- plans ----------------------------------------------------------------------------------------


def test_a_moment_is_varied_in_todays_proportions_and_nothing_else() -> None:
    spec = load("cafe", ["brands.acme.spend.levers.chatbot=1"])
    before = spec.brands["acme"].spend.by_lever
    after = scaled(spec, Subject("moment", "know").levers, 1.5).brands["acme"].spend.by_lever
    moved = {
        lever: after[lever] / before[lever] for lever in before if after[lever] != before[lever]
    }
    assert moved == pytest.approx(dict.fromkeys(("know", "chatbot", "voice", "content"), 1.5))
    assert planned_euro(spec, Subject("moment", "know")) == pytest.approx(4 * 20 * 365 / 7)


def test_a_lever_is_varied_alone() -> None:
    spec = load("cafe")
    before = spec.brands["acme"].spend.by_lever
    after = scaled(spec, Subject("lever", "know").levers, 0.0).brands["acme"].spend.by_lever
    assert after == before | {"know": 0.0}
    assert before["know"] > 0


def test_what_gets_no_money_has_no_multiple() -> None:
    spec = load("cafe", ["brands.acme.spend.moments.do=0"])
    assert paid(spec, [Subject("moment", "do"), Subject("moment", "buy")]) == [
        Subject("moment", "buy")
    ]


@pytest.mark.parametrize("grid", [(1,), (), (-1, 2), (float("nan"),), (1000,)])
def test_a_grid_without_another_multiple_is_refused(grid: tuple[float, ...]) -> None:
    with pytest.raises(ValueError, match="multiple"):
        response("cafe", multipliers=grid)
