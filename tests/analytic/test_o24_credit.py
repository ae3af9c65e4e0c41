"""O24: in a market whose sales have a formula, credit finds what each moment's money causes.

Everybody has one need, and nobody knows the brand. A moment is `know` with chance k, `compare` with
c, `buy` with b. Where the brand is noticed it helps, and is considered from then on; the first buy
moment takes a brand that is considered and ends the need else. So the need is won if a touch comes
before the first buy moment:

    v(S) = f(sum of s_j over S),  f(s) = s / (s + b),  s_know = k pi_know, s_compare = c pi_compare

with pi the chance to be noticed. Of two players, phi_1 = (f(s_1) + f(s_1 + s_2) - f(s_2)) / 2.
Which touch comes first, and which last, is know with chance s_1 / (s_1 + s_2), whatever comes
between; so that is what first touch, last touch and the linear rule hand out of all purchases.
Without know, a path buys if it touches compare alone: c(P - know) = b / (b + s_1) - b / (b + s_1 +
s_2), and markov splits by 1 - c(P - j) / c(P). Source: O24.
"""

from fractions import Fraction
from functools import cache
from typing import Any

import pytest

from sim.analysis.credit import Credit
from sim.market import stored_opportunities
from sim.scenario import Scenario
from sim.study.credit import credit
from sim.tables.moments import COMPARE, KNOW, SEARCH
from tests.checks import agree_mean
from tests.counts import settled
from tests.reference_worlds import merged
from tests.worlds import CERTAIN_RATE, ONE_NEED_EACH, born, brand, mixes, quiet, rates

CONSUMERS, REPLICATES = 1500, 8
KNOWING, COMPARING, BUYING = 0.3, 0.2, 0.5
EFFECT = 0.03
"""Changes of a value by three needs in a hundred are ruled out."""
AT_HOME = {
    part: {"home": 1.0} for part in ("early", "morning", "lunch", "afternoon", "evening", "night")
}
MARKET: dict[str, Any] = {
    "market": {
        "consumers": CONSUMERS,
        "days": 12,
        "panel_consumers": CONSUMERS,
        "memory": {"initial_awareness": 0},
        "choice": {"not_now": -20},
    },
    "moments": {
        "rate": rates(CERTAIN_RATE),
        "mix": mixes(know=KNOWING, compare=COMPARING, buy=BUYING),
        "another": 0,
        "forget": 0,
        "give_up_not_now": 1,
        "give_up_unanswered": 0,
        "third_party": {"know": 0, "compare": 0},
        "channels": {name: {"search": 1.0} for name in ("know", "compare", "buy")},
        "weekday": AT_HOME,
        "weekend": AT_HOME,
        "presence": {"floor": 0, "floor_buy": 0, "floor_shelf": 0, "ceiling": 0.9},
        "help": {"speed_share": 0},
    },
    "levers": {
        "content": {"floor": 1.0, "ceiling": 1.0},
        "know": {"carry_over": 0.0, "unit_cost_eur": {"all": 0.04}},
        "compare": {"carry_over": 0.0, "unit_cost_eur": {"all": 0.04}},
    },
}
SPENDING = {"levers": {"know": 18.0, "compare": 4.0}}


def market(**changes: Any) -> Scenario:
    brands = {"acme": brand(spend=SPENDING), "bolt": brand()}
    return settled(quiet(ONE_NEED_EACH, merged(MARKET, changes), brands=brands))


@cache
def found(**options: Any) -> Credit:
    return credit(market(), moments=("know", "compare"), reps=REPLICATES, workers=1, **options)


@cache
def strengths() -> tuple[float, float]:
    """s_know and s_compare: the presence that the money buys, which O1 and O2 are about."""
    spec = market()
    stored = stored_opportunities(spec)
    assert stored is not None
    model = born(spec, opportunities=stored).run(until=1)
    noticed = model.market.noticed_probability[0, :, SEARCH]
    return KNOWING * noticed[KNOW], COMPARING * noticed[COMPARE]


def won(strength: float) -> float:
    """f: chance that a touch comes before the first buy moment."""
    return strength / (strength + BUYING)


def per_need(name: str, measure: str) -> list[float]:
    """One value a replicate, in needs won of each need."""
    tables = [getattr(played, measure) for played in found().replicates]
    return [float(table[name]) / CONSUMERS for table in tables]


def handed(rule: str, moment: str) -> list[float]:
    return [played.said.rules[rule][moment] / CONSUMERS for played in found().replicates]


def removed(one: float, other: float) -> float:
    """Share of credit by removal effects of the first of two moments."""
    whole = won(one + other)
    losses = [
        1.0 - (BUYING / (BUYING + gone) - BUYING / (BUYING + one + other)) / whole
        for gone in (one, other)
    ]
    return losses[0] / sum(losses)


# --- what money causes --------------------------------------------------------------------------


def test_a_moments_money_causes_the_shapley_value_of_the_formula() -> None:
    know, compare = strengths()
    value = (won(know) + won(know + compare) - won(compare)) / 2
    agree_mean(per_need("know", "shapley"), value, smallest_effect=EFFECT)
    other = won(know + compare) - value
    agree_mean(per_need("compare", "shapley"), other, smallest_effect=EFFECT)


def test_what_is_lost_when_one_leaves_is_not_what_its_money_causes() -> None:
    """The control: moments are substitutes here, and leave-one-out is told from Shapley."""
    know, compare = strengths()
    lost = won(know + compare) - won(compare)
    with pytest.raises(AssertionError, match="z ="):
        agree_mean(per_need("know", "shapley"), lost, smallest_effect=EFFECT)


def test_two_moments_that_bring_the_same_people_are_substitutes() -> None:
    know, compare = strengths()
    beyond = won(know + compare) - won(know) - won(compare)
    pairs = [played.interactions["compare", "know"] for played in found().replicates]
    assert beyond < -2 * EFFECT
    agree_mean([float(pair) / CONSUMERS for pair in pairs], beyond, smallest_effect=2 * EFFECT)


def test_nothing_is_sold_where_nothing_is_paid_for() -> None:
    assert {played.worth[frozenset()] for played in found().replicates} == {0}


# --- what rules say -----------------------------------------------------------------------------


@pytest.mark.parametrize("rule", ["first_touch", "last_touch", "linear"])
def test_rules_of_single_paths_hand_out_by_the_race_of_touches(rule: str) -> None:
    know, compare = strengths()
    share = know / (know + compare)
    agree_mean(handed(rule, "know"), share * won(know + compare), smallest_effect=EFFECT)


def test_markov_hands_out_by_the_removal_effects_of_the_formula() -> None:
    know, compare = strengths()
    share = removed(know, compare)
    agree_mean(handed("markov", "know"), share * won(know + compare), smallest_effect=EFFECT)


def test_markov_is_told_from_the_race() -> None:
    """The control: removal effects credit the weaker moment more than its part of the touches."""
    know, compare = strengths()
    assert removed(compare, know) > compare / (know + compare) + EFFECT
    race = compare / (know + compare) * won(know + compare)
    with pytest.raises(AssertionError, match="z ="):
        agree_mean(handed("markov", "compare"), race, smallest_effect=EFFECT)


def test_every_rule_hands_out_exactly_what_was_bought() -> None:
    """Nobody buys here without a touch, and the panel is everybody."""
    for played in found().replicates:
        bought = played.worth[frozenset({"know", "compare"})]
        assert played.said.purchases == played.said.touched == bought > 0
        for shares in played.said.rules.values():
            assert sum(map(Fraction, shares.values())) == pytest.approx(bought, rel=1e-12)


# --- money that causes nothing ------------------------------------------------------------------


def known() -> Scenario:
    """The same market where everybody considers everything anyway: presence changes nothing."""
    brands = {"acme": brand(spend=SPENDING), "bolt": brand()}
    awareness = {"market": {"memory": {"initial_awareness": 1}}}
    return settled(quiet(ONE_NEED_EACH, merged(MARKET, awareness), brands=brands))


@cache
def idle() -> Credit:
    return credit(known(), moments=("know", "compare"), reps=2, workers=1)


def test_money_that_causes_nothing_gets_no_credit_from_the_truth() -> None:
    for played in idle().replicates:
        assert set(played.shapley.values()) == set(played.interactions.values()) == {0}
        assert len(set(played.worth.values())) == 1


def test_money_that_causes_nothing_gets_credit_from_every_rule() -> None:
    """The control: the same touches are there, and rules cannot tell."""
    for rule, shares in idle().rules.items():
        assert shares["know"] > 0.1 * CONSUMERS, rule
