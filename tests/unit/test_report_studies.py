"""The pages of credit and response say all that was asked, and nothing that was not."""

from dataclasses import replace

import pytest

from sim.analysis.absence import Absence
from sim.analysis.attribution import RULES
from sim.analysis.credit import Credit
from sim.analysis.curve import Curve
from sim.analysis.further import Further, Sum
from sim.analysis.played import Played
from sim.analysis.response import Response
from sim.analysis.rules import Said
from sim.analysis.shapley import coalitions
from sim.report import page
from tests.counts import small_cafe
from tests.pages import Page

pytestmark = pytest.mark.slow

MOMENTS = ("know", "buy")
ASSUMED = (403, 431)


def credit(**changes):
    """Know causes 30 to 34, buy 60 to 76, both together 5 beyond; trackers see less of buy."""
    replicates = []
    for number, (know, buy) in enumerate(((30, 60), (32, 70), (34, 76))):
        worth = {
            some: 100 + know * ("know" in some) + buy * ("buy" in some) + 5 * (len(some) == 2)
            for some in coalitions(MOMENTS)
        }
        rules = {key: {"know": 10.0, "buy": 30.0} for key in RULES}
        seen = {key: {"know": 10.0, "buy": 2.5} for key in RULES}
        said = Said(200.0, 120.0, 90.0, rules, seen, {"know": 4.0, "buy": 20.0})
        replicates.append(Played(number, worth, said))
    found = Credit(small_cafe(), MOMENTS, 7, False, "live", tuple(replicates), ASSUMED)
    return replace(found, **changes)


def response(**changes):
    """Know brings 50 or so for twice its 100 euro, buy nothing certain."""
    curves = {
        "know": Curve(100.0, {1.0: [500, 510, 520], 2.0: [550, 561, 572]}),
        "buy": Curve(100.0, {1.0: [500, 510, 520], 2.0: [503, 505, 520]}),
    }
    found = Response(small_cafe(), (1.0, 2.0), 7, False, "live", (0, 1, 2), curves, assumed=ASSUMED)
    return replace(found, **changes)


def heads(told):
    return told.text("h2")


def test_the_page_of_credit_tells_what_trackers_see_and_what_pairs_cause():
    told = Page(page(credit()))
    assert "What rules and trackers say" in heads(told)
    assert (
        "with every touch known, the linear rule hands know 25 %; with what trackers see, 80"
        in (told.text("p").replace("\u00a0", " "))
    )
    assert "20.0 %" in told.text("td").replace("\u00a0", " ")
    assert "buy and know +5.0" in told.text("p")
    assert "Noticed by never" in told.text("p")


def test_the_page_of_credit_counts_the_assumptions_and_says_so_where_nobody_did():
    assert "403 of 431 numbers of this market are assumptions" in Page(page(credit())).text("p")
    assert "Nobody counted" in Page(page(credit(assumed=None))).text("p")


def test_absence_stands_on_the_page_where_it_was_asked_and_only_there():
    asked = tuple(
        replace(one, absence={"know": Absence(40 + one.number, 20, 20 + one.number)})
        for one in credit().replicates
    )
    with_it, without = (Page(page(it)) for it in (credit(replicates=asked), credit()))
    assert "What leaving a moment costs" in heads(with_it)
    assert "Leaving know to its rivals costs acme 41.0" in with_it.text("p")
    assert "leaving" not in heads(without).lower()


@pytest.mark.parametrize(
    ("buy", "said"),
    [
        ([20, 21, 22], "Leaving know to its rivals costs acme the most, 41.0"),
        ([20, 61, 42], "By what leaving them to rivals costs, these moments cannot be ranked."),
    ],
)
def test_the_moment_it_costs_most_to_leave_is_named_only_if_told_from_the_others(buy, said):
    """Know costs 40 to 42; buy 21 ± 2, or 41 ± 51."""
    asked = tuple(
        replace(one, absence={"know": Absence(40 + one.number, 0, 0), "buy": Absence(lost, 0, 0)})
        for one, lost in zip(credit().replicates, buy, strict=True)
    )
    told = Page(page(credit(replicates=asked)))
    assert said in told.text("p")
    one = Page(page(credit(replicates=asked[:1])))
    assert "these moments cannot be ranked" in one.text("p")


def test_one_moment_has_no_neighbour_and_one_replicate_says_nothing_of_luck():
    """Of a single moment nothing is compared, however many replicates there are."""
    alone, once = credit(moments=("know",)), credit(replicates=credit().replicates[:1])
    pages = [Page(page(it)).text("p") for it in (alone, once, credit())]
    assert ["One replicate says nothing of luck" in it for it in pages] == [False, True, False]
    assert ["Neighbours not told apart" in it for it in pages] == [False, False, True]


def test_live_by_direct_stands_on_the_page_of_a_replay_and_only_there():
    twice = tuple(
        replace(one, live={some: 100 + 2 * (units - 100) for some, units in one.worth.items()})
        for one in credit().replicates
    )
    told = Page(page(credit(replicates=twice, feedback="replay")))
    assert "By itself and through others" in heads(told)
    assert "2.00" in told.text("td")
    assert "through others" not in heads(Page(page(credit())))


def test_the_page_of_response_opens_with_where_more_money_does_most():
    told = Page(page(response()))
    # 50, 51 and 52 more for 100 euro are 510 for 1,000.
    assert "A little more money does most for know: +510 ± 25 purchases per €1,000" in (
        told.text("p")
    )
    assert "403 of 431 numbers of this market are assumptions" in told.text("p")
    assert len(told.every("svg")) == 1
    assert heads(told).split("Where")[0].strip() == ""


@pytest.mark.parametrize(("units", "word"), [([-4, 5, 14], "may be nothing"), ([4, 5, 6], "best")])
def test_what_may_bring_nothing_is_not_called_the_best_in_the_table(units, word):
    """5 ± 22 purchases for 100 euro, and 5 ± 2."""
    curves = {
        "know": Curve(100.0, {1.0: [500] * 3, 2.0: [500 + it for it in units]}),
        "buy": Curve(100.0, {1.0: [500] * 3, 2.0: [500] * 3}),
    }
    found = response(moments=curves)
    for cells in (Page(page(found)).text("td"), Page(found._repr_html_()).text("td")):
        assert ("may be nothing" in cells, "best" in cells) == (
            word == "may be nothing",
            word == "best",
        )


def test_a_sum_of_money_more_stands_on_the_page_where_it_was_asked():
    sums = {
        "know": Sum(100.0, [80, 81, 82], [150.0, 151.0, 152.0]),
        "go": Sum(0.0, [10, 9, 11], [-40.0, -41.0, -42.0]),
    }
    more = Further(60.0, 200.0, [500, 510, 520], [9.0, 9.0, 9.0], sums)
    told = Page(page(response(further=more)))
    assert "A sum of money more" in heads(told)
    assert "The best use of €60 more is know: acme sells +81 ± 2" in told.text("p")
    assert "surely" in told.text("td")


@pytest.mark.parametrize("found", [credit(), response()])
def test_a_notebook_shows_a_study_as_a_table_of_its_moments(found):
    html = found._repr_html_()
    told = Page(html)
    assert "know" in told.text("td")
    assert "script" not in html
