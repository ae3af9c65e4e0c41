"""O24: attribution rules hand out what they claim to hand out, on graphs solved by hand.

Removal effects: with c(P) the chance to come from the start to the purchase and c(P - j) the same
with all who come to j sent to nothing, j loses 1 - c(P - j) / c(P). Worked examples: the graph of
Anderl et al. 2016 as commonly taught (C1 > C2 > C3 buys, C1 and C2 > C3 do not: c = 1/3, losses
1/2, 1, 1), and two whose answers others have printed (see each test). Rules that look at one path
at a time agree where it has one touch, and hand out exactly the purchases there were. Source: O24.
"""

from collections import Counter
from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.analysis.attribution import RULES, attribute
from sim.analysis.paths import Path, paths, purchases
from sim.analysis.shapley import coalitions, shapley

MOMENTS = ("buy", "compare", "go", "idea", "know")
ONE_BY_ONE = ("last_touch", "first_touch", "linear", "position", "time_decay", "path_shapley")


def path(*touches, bought=True, ages=None, last_sold=False):
    ages = tuple(range(len(touches) - 1, -1, -1)) if ages is None else tuple(ages)
    return Path(touches, ages, bought, last_sold)


def gone(*walked):
    return Counter(walked)


@st.composite
def towns(draw, least=0, same_age=False):
    """Paths of any touches, some with a purchase."""
    walked = []
    for _ in range(draw(st.integers(1, 8))):
        touches = draw(st.lists(st.sampled_from(MOMENTS), min_size=least, max_size=5))
        ages = [0 if same_age else draw(st.integers(0, 40)) for _ in touches]
        ages.sort(reverse=True)
        walked.append(path(*touches, bought=draw(st.booleans()), ages=ages))
    return gone(*walked)


# --- the removal effect, by hand ------------------------------------------------------------------


def test_removal_effects_are_those_of_the_textbook_graph():
    """1/2 : 1 : 1 of one purchase."""
    town = gone(path("C1", "C2", "C3"), path("C1", bought=False), path("C2", "C3", bought=False))
    credit = RULES["markov"](town)
    assert credit == pytest.approx({"C1": 0.2, "C2": 0.4, "C3": 0.4})


def test_removal_effects_are_those_of_adverts_and_mailings():
    """Two of G, one of M, one of G > M, and one G that did not buy: losses 3/4 and 1/2."""
    town = gone(path("G"), path("G"), path("M"), path("G", "M"), path("G", bought=False))
    assert RULES["markov"](town) == pytest.approx({"G": 4 * 0.6, "M": 4 * 0.4})


def test_moments_that_follow_themselves_lose_what_a_published_package_says():
    """ChannelAttribution's example: 1.99 and 1.01 of three purchases by simulation; 2 and 1."""
    town = gone(path(*"ABABBA"), path(*"ABBAA"), path(*"AA"))
    assert RULES["markov"](town) == pytest.approx({"A": 2.0, "B": 1.0})


def test_a_moment_that_only_leads_nowhere_has_no_removal_effect():
    town = gone(path("know"), path("know", "idea", bought=False))
    assert RULES["markov"](town) == pytest.approx({"idea": 0.0, "know": 1.0})


def test_needs_without_a_touch_change_no_removal_effect():
    town = gone(path("know", "buy"), path("buy", bought=False), path("know", bought=False))
    more = town + gone(path(), path(), path(bought=False))
    assert RULES["markov"](more) == pytest.approx(RULES["markov"](town))


def test_removal_effects_see_paths_that_did_not_buy():
    """The control: the same purchases, other failures, another credit."""
    bought = [path("know", "buy"), path("buy")]
    some, others = (gone(*bought, path(failed, bought=False)) for failed in ("know", "buy"))
    assert RULES["markov"](some) != pytest.approx(RULES["markov"](others))
    for name in ONE_BY_ONE:
        assert RULES[name](some) == RULES[name](others)


# --- rules that look at one path, by hand ---------------------------------------------------------


def test_four_touches_are_shared_as_each_rule_says():
    """Touches 14, 7, 7 and 0 days before the purchase: decay weights 1/4, 1/2, 1/2, 1."""
    town = gone(path("idea", "know", "go", "buy", ages=(14, 7, 7, 0), last_sold=True))
    tenth, fourth = Fraction(1, 10), Fraction(1, 4)
    said = attribute(town)
    del said["markov"]
    decay = said.pop("time_decay")
    assert decay == pytest.approx({"buy": 4 / 9, "go": 2 / 9, "idea": 1 / 9, "know": 2 / 9})
    assert said == {
        "last_touch": {"buy": 1, "go": 0, "idea": 0, "know": 0},
        "last_before_purchase": {"buy": 0, "go": 1, "idea": 0, "know": 0},
        "first_touch": {"buy": 0, "go": 0, "idea": 1, "know": 0},
        "linear": {"buy": fourth, "go": fourth, "idea": fourth, "know": fourth},
        "position": {"buy": 4 * tenth, "go": tenth, "idea": 4 * tenth, "know": tenth},
        "path_shapley": {"buy": fourth, "go": fourth, "idea": fourth, "know": fourth},
    }


def test_of_two_touches_position_gives_half_each():
    assert RULES["position"](gone(path("idea", "buy"))) == {
        "idea": Fraction(1, 2),
        "buy": Fraction(1, 2),
    }


def test_a_moment_met_twice_counts_twice_on_the_way_and_once_in_a_coalition():
    town = gone(path("know", "know", "buy"))
    assert RULES["linear"](town) == {"know": Fraction(2, 3), "buy": Fraction(1, 3)}
    assert RULES["path_shapley"](town) == {"know": Fraction(1, 2), "buy": Fraction(1, 2)}


def test_a_purchase_without_an_earlier_touch_is_handed_to_none_before_it():
    town = gone(path("buy", last_sold=True), path("know", last_sold=False))
    assert RULES["last_before_purchase"](town) == {"know": 1}
    assert RULES["last_touch"](town) == {"buy": 1, "know": 1}


# --- always ---------------------------------------------------------------------------------------


@given(towns())
def test_every_rule_hands_out_exactly_the_purchases_that_had_a_touch(town):
    there = sum(n for walked, n in town.items() if walked.bought and walked.touches)
    assert purchases(town, touched=True) == there
    assert purchases(town) == sum(n for walked, n in town.items() if walked.bought)
    for name, credit in attribute(town).items():
        if name != "last_before_purchase":
            assert sum(credit.values(), Fraction()) == there, name


def test_a_rule_that_forgets_a_touch_does_not_add_up():
    """The control: credit of all but the first touch falls short of the purchases."""
    town = gone(path("know"), path("idea", "buy"))
    credit = RULES["linear"](town)
    del credit["know"]
    assert sum(credit.values()) != purchases(town, touched=True)


@given(st.lists(st.tuples(st.sampled_from(MOMENTS), st.booleans()), min_size=1, max_size=12))
def test_where_every_path_has_one_touch_all_rules_agree_and_so_does_markov(walked):
    town = gone(*(path(moment, bought=bought) for moment, bought in walked))
    said = attribute(town)
    expected = {moment: sum(b for m, b in walked if m == moment) for moment, _ in walked}
    for name in ONE_BY_ONE:
        assert said[name] == expected
    assert {m: float(credit) for m, credit in said["markov"].items()} == pytest.approx(expected)


def test_rules_disagree_where_paths_have_two_touches():
    """The control: agreement is not a matter of course."""
    said = attribute(gone(path("idea", "buy"), path("idea", "know")))
    assert said["last_touch"] != said["first_touch"] != said["linear"]


def swapped(walked):
    twin = {"know": "go", "go": "know"}
    return walked._replace(touches=tuple(twin.get(moment, moment) for moment in walked.touches))


@given(towns(least=1))
def test_moments_met_alike_get_the_same_credit(town):
    """A town beside its mirror image, in which two moments have changed places."""
    both = town + Counter({swapped(walked): count for walked, count in town.items()})
    for credit in attribute(both).values():
        assert float(credit.get("know", 0)) == pytest.approx(float(credit.get("go", 0)))


@given(towns(same_age=True))
def test_without_any_time_between_decay_is_linear(town):
    decayed, equal = RULES["time_decay"](town), RULES["linear"](town)
    assert {moment: float(it) for moment, it in decayed.items()} == pytest.approx(equal)


@given(towns())
def test_path_shapley_is_the_shapley_value_of_purchases_that_met_no_other_moment(town):
    """Zhao, Mahboobi & Bagheri 2018: their short formula is the long one."""
    moments = sorted({moment for walked in town for moment in walked.touches})
    game = {
        some: sum(
            count
            for walked, count in town.items()
            if walked.bought and walked.touches and set(walked.touches) <= some
        )
        for some in coalitions(moments)
    }
    assert attribute(town)["path_shapley"] == shapley(game)


@given(towns())
def test_paths_that_did_not_buy_get_nothing(town):
    failed = Counter({walked._replace(bought=False): n for walked, n in town.items()})
    assert all(not any(credit.values()) for credit in attribute(failed).values())


# --- from the touch log ---------------------------------------------------------------------------


def row(consumer, day, step, moment, *, acme=True, outcome="answered", truth="zmot", seen=True):
    """A moment of the need that consumer opened on day 1, as the log has it: a row a brand."""
    common = {
        "replicate": 0, "consumer": consumer, "journey": 1, "day": day, "step": step,
        "moment": moment, "truth": truth, "observed": seen, "outcome": outcome,
    }  # fmt: skip
    return [
        {**common, "brand": "acme", "present": acme},
        {**common, "brand": "bolt", "present": True},
    ]


def town_log():
    """Five needs: acme bought twice (once unseen), bolt once, nothing twice."""
    sold = {"outcome": "bought", "truth": "fmot"}
    rows = [
        *row(1, 1, 0, "idea"), *row(1, 1, 1, "know", acme=False), *row(1, 9, 0, "buy", **sold),
        *row(1, 12, 0, "do", truth="smot"),
        *row(2, 3, 0, "compare", seen=False), *row(2, 4, 0, "buy", acme=False, **sold),
        *row(3, 2, 0, "know"), *row(3, 2, 1, "buy", **sold),
        *row(4, 2, 0, "know", outcome="ended"),
        *row(5, 2, 0, "know", acme=False, outcome="ended"),
    ]  # fmt: skip
    idle = [line | {"journey": pd.NA, "truth": "stimulus"} for line in row(1, 0, 0, "future")]
    bought = [(1, "acme"), (2, "acme"), (3, "bolt")]
    sales = [{"replicate": 0, "consumer": c, "journey": 1, "brand": brand} for c, brand in bought]
    return pd.DataFrame(idle + rows), pd.DataFrame(sales)


def test_paths_hold_what_a_need_met_of_one_brand_up_to_its_end():
    assert paths(*town_log(), "acme") == gone(
        Path(("idea", "buy"), (8, 0), bought=True, last_sold=True),
        Path(("compare",), (1,), bought=True),
        Path(("know", "buy"), (0, 0), bought=False),
        Path(("know",), (0,), bought=False),
        Path((), (), bought=False),
    )


def test_paths_of_another_brand_are_its_own():
    walked = paths(*town_log(), "bolt")
    assert walked[Path(("know", "buy"), (0, 0), bought=True, last_sold=True)] == 1
    assert purchases(walked) == 1


def test_what_no_tracker_sees_is_on_no_path():
    walked = paths(*town_log(), "acme", observed=True)
    assert walked[Path((), (), bought=True)] == 1
    assert purchases(walked) == 2
    assert purchases(walked, touched=True) == 1


def test_moments_that_do_not_count_are_on_no_path():
    walked = paths(*town_log(), "acme", moments=["know"])
    assert walked == gone(
        Path((), (), bought=True), Path((), (), bought=True),
        Path(("know",), (0,), bought=False), Path(("know",), (0,), bought=False),
        Path((), (), bought=False),
    )  # fmt: skip


def test_a_log_in_which_nobody_buys_hands_out_nothing():
    log, sales = town_log()
    said = attribute(paths(log, sales[:0], "acme"))
    assert {credit for rule in said.values() for credit in rule.values()} == {0}
