"""The page of a comparison: what it says is what was counted, and everybody can read it."""

import math
import re
import warnings
from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from sim.analysis.credit import Credit
from sim.analysis.played import Played
from sim.analysis.rules import Said
from sim.analysis.shapley import coalitions
from sim.analysis.uplift import alike
from sim.cli.show_compare import show_compare
from sim.report import COMPARED, page, write
from sim.report.changes import MOST, differing
from sim.results import Comparison, Estimate, Failure, Made, written
from sim.scenario_io import resolved
from tests.counts import small_cafe
from tests.crn.compared import busy, strategies_compared
from tests.pages import Page

pytestmark = pytest.mark.slow

NAME = 'קפה תל אביב <script>alert("x")</script>'
RULES = ("last_touch", "last_before_purchase", "first_touch", "linear", "position", "time_decay",
         "markov", "path_shapley")  # fmt: skip


@pytest.fixture(scope="module")
def found():
    """Nothing, a rebate, more money for know, invitations: three kinds of people, replayed."""
    return strategies_compared("replay")


@pytest.fixture(scope="module")
def told(found):
    return page(found)


@pytest.fixture(scope="module")
def told_of_one(found):
    return page(first_pair(found))


@pytest.fixture(scope="module")
def read(told):
    return Page(told)


def only(found, *names):
    """The same comparison with some of its plans."""
    return replace(
        found,
        runs={name: found.runs[name] for name in names},
        live={name: run for name, run in found.live.items() if name in names},
        pairs={name: found.pairs[name] for name in names},
    )


def first_pair(found):
    def first(run):
        return replace(run, replicates=run.replicates[:1])

    return replace(
        found,
        base=first(found.base),
        runs={name: first(run) for name, run in found.runs.items()},
        live={name: first(run) for name, run in found.live.items()},
        pairs={name: pairs[:1] for name, pairs in found.pairs.items()},
    )


def section(found, name):
    """One section of a page: the whole takes longer."""
    return Page(page(found, [it for it in COMPARED if it.name == name]))


def gaining(monkeypatch, **gains):
    """Let plans differ from the base by so much, pair by pair; gains are by plan, then measure."""

    def gained(_, name, measure="purchases"):
        return np.array(gains[name].get(measure, [0.0, 0.0]))

    monkeypatch.setattr(Comparison, "gains", gained)


def contracts(found):
    """The same comparison as one of subscriptions."""
    spec = found.base.spec
    market = spec.market.model_copy(update={"purchase": "subscription"})
    spec = spec.model_copy(update={"market": market})
    return replace(found, base=replace(found.base, spec=spec))


def units(run):
    """Units of the focal brand, by replicate."""
    daily = run.daily[run.daily["brand"] == run.spec.focal_brand]
    return daily.groupby("replicate")["purchases"].sum().to_numpy()


def interval(values):
    """Mean and half-width of Student's 95 % interval."""
    half = stats.t.ppf(0.975, len(values) - 1) * np.std(values, ddof=1) / math.sqrt(len(values))
    return np.mean(values), half


# --- what it says ---------------------------------------------------------------------------------


def test_the_first_sentence_is_which_plan_brings_the_most_and_how_sure_that_is(found):
    gained = units(found.runs["know"]) - units(found.base)
    mean, half = interval(gained)
    text = section(only(found, "know"), "answer").text("p")
    assert f"Beta had {units(found.base).mean():,.0f} purchases under {found.base_name}." in text
    form = ",.1f" if abs(mean) < 10 else ",.0f"
    assert f"{mean:+{form}} (± {half:{form}})" in text


def test_a_difference_that_may_be_luck_is_called_so(found):
    told = section(found, "answer").text("p")
    assert re.search(r"not told from luck: .*nothing \+0\.0 \(± 0\.0\)", told)
    assert "No plan certainly brings more" in section(only(found, "nothing"), "answer").text("p")


def test_a_sure_gain_is_told_before_a_larger_one_that_may_be_luck(found, monkeypatch):
    gains = {"know": (12.0, -5.0, 29.0), "cheaper": (8.0, 7.0, 9.0), "nothing": (-3.0, -4.0, -2.0)}

    def difference(_, name, measure="purchases"):
        return Estimate(*gains[name]) if measure == "purchases" else Estimate(0.0, -1.0, 1.0)

    monkeypatch.setattr(Comparison, "difference", difference)
    told = section(only(found, *gains), "answer").text("p")
    assert "cheaper brings more: +8.0 (± 1.0)" in told
    assert "The others: nothing -3.0 (± 1.0); not told from luck: know +12 (± 17)." in told


def test_a_plan_brings_the_most_only_where_it_is_told_apart_from_all_others(found, monkeypatch):
    """101 ± 25 and 100 ± 6, which differ by 0.5 ± 19; then 201 ± 13, which is 100 ± 6 more."""
    gaining(monkeypatch, know={"purchases": [100.0, 101.0]}, cheaper={"purchases": [99.0, 103.0]})
    two = only(found, "know", "cheaper")
    level = section(two, "answer").text("p")
    assert "cheaper brings more: +101 (± 25)" in level
    assert "brings the most" not in level
    gaining(monkeypatch, know={"purchases": [100.0, 101.0]}, cheaper={"purchases": [200.0, 202.0]})
    assert "cheaper brings the most: +201 (± 13)" in section(two, "answer").text("p")


def test_every_plan_stands_in_the_table_with_its_difference(found, read):
    cells = read.text("td").split()
    for run in found.runs.values():
        mean, half = interval(units(run) - units(found.base))
        shown = [f"{it + 0.0:+,.1f}".replace("-0.0", "+0.0") for it in (mean, mean - half)]
        assert [it for it in shown if it not in cells] == []


def test_budgets_that_differ_are_told_with_their_euros(found):
    # Euros a week and 1,000 consumers; 250 consumers, 60 days.
    planned = found.runs["know"].spec.brands["beta"].spend.total * 0.25 * 60 / 7
    told = section(found, "answer").text("p")
    assert f"Budgets differ: beta plans to spend €{104:,} under" in told
    assert f"with know €{planned:,.0f}." in told
    equal = section(only(found, "nothing", "cheaper"), "answer").text("p")
    assert "Budgets differ" not in equal
    assert "All plans have the budget of" in equal


@pytest.mark.parametrize(
    ("gained", "is_told"), [((40.0, 42.0), True), ((40.0, -20.0), False)], ids=["sure", "unsure"]
)
def test_what_a_unit_more_costs_counts_all_that_is_spent_more(found, monkeypatch, gained, is_told):
    """The budget is that of the frames; units more and what they bring about are given."""
    run, base, induced = found.runs["know"], found.base, (20.0, 26.0)
    planned = [
        it.kpis[(it.kpis["brand"] == "beta") & (it.kpis["measure"] == "spend")]["value"].mean()
        for it in (run, base)
    ]
    cost = (planned[0] - planned[1] + np.mean(induced)) / np.mean(gained)
    given, lived = {"purchases": gained, "induced_spend": induced}, Comparison.gains

    def gains(one, name, measure="purchases"):
        return np.array(given[measure]) if measure in given else lived(one, name, measure)

    monkeypatch.setattr(Comparison, "gains", gains)
    cells = section(only(found, "know"), "answer").text("td").split()
    assert (f"{cost:,.2f}" in cells) == is_told


def test_a_plan_that_saves_money_has_no_cost_of_a_unit_more(found, monkeypatch):
    """41 units more for 131 euro less are no units at -3.20 euro each."""
    saving = {"purchases": [40.0, 42.0], "spend": [-130.0, -132.0], "revenue": [90.0, 94.0]}
    gaining(monkeypatch, know=saving)
    told = section(only(found, "know"), "answer")
    assert "It spends €131 less." in told.text("p")
    assert "Each purchase more cost" not in told.text("p")
    assert "none" in told.text("td").split()
    paying = {**saving, "spend": [130.0, 132.0]}
    gaining(monkeypatch, know=paying)
    dear = section(only(found, "know"), "answer").text("p")
    assert "Each purchase more cost €3.20 (" in dear
    assert "less." not in dear


def test_what_a_euro_more_returns_is_told_only_where_more_is_spent(found, monkeypatch):
    """Of 260 euro and of 26, ten for one; of euros saved nothing is said in that row."""
    more = {"purchases": [40.0, 42.0], "spend": [26.0, 26.2], "revenue": [260.0, 262.0]}
    gaining(monkeypatch, know=more)
    assert "10.00 (" in section(only(found, "know"), "measures").text("td")
    less = {measure: [-it for it in values] for measure, values in more.items()}
    gaining(monkeypatch, know=less)
    assert "10.00 (" not in section(only(found, "know"), "measures").text("td")


def test_what_is_sold_for_good_is_called_a_contract_wherever_it_is_told(found, capsys):
    signed = contracts(only(found, "nothing", "know"))
    told = section(signed, "measures").text("th")
    for name in ("contracts", "share of contracts, %", "cost per extra contract, €"):
        assert name in told
    show_compare(signed)
    printed = capsys.readouterr().out
    assert re.search(r"Strategy +contracts .* cost per extra contract ", printed)
    assert "nothing: as many contracts as in the base" in printed
    assert "purchase" not in told + printed


def test_what_is_sold_once_is_called_a_purchase(found, capsys):
    assert "cost per extra purchase, €" in section(found, "measures").text("th")
    show_compare(found)
    printed = capsys.readouterr().out
    assert re.search(r"Strategy +purchases .* cost per extra purchase ", printed)
    assert "contract" not in printed


@pytest.mark.parametrize(("count", "told"), [(1, "1 pair failed"), (2, "2 pairs failed")])
def test_pairs_that_failed_are_counted(found, capsys, count, told):
    failed = tuple(Failure(number, "ValueError: no") for number in range(count))
    show_compare(
        replace(found, made=Made(("journey",), "2026-01-02T03:04:05+00:00", failed=failed))
    )
    assert told in capsys.readouterr().out.splitlines()


def test_what_plans_change_is_told_beside_the_base(found):
    told = section(found, "compared")
    base = resolved(found.base.spec)["brands"]["beta"]["spend"]["moments"]["know"]
    assert "brands.beta.spend.moments.know" in told.text("th")
    assert f"{base:g} = = 60 =" in told.text("td")
    same = section(only(found, "nothing"), "compared").text("p")
    assert same.endswith("The plans are the same as the base.")


def test_settings_beyond_the_first_are_counted():
    one, other = busy(), small_cafe()
    rows = differing([one, other])
    assert len(rows) == MOST + 1
    assert re.fullmatch(r"and \d+ more", rows[-1][0])
    assert all(len(row) == 3 for row in rows)
    assert differing([one, one]) == []


def test_purchases_more_are_told_by_source(found):
    cells = section(found, "sources").text("td")
    for pairs in found.pairs.values():
        for source in range(3):
            mean = np.mean([pair.source[source] for pair in pairs])
            assert f"{mean + 0.0:+,.1f}".replace("-0.0", "+0.0") in cells.split()


def test_needs_won_only_with_a_plan_are_told(found):
    needs = found.needs.groupby(["strategy", "change"])["needs"].sum() / 2
    cells = section(found, "changed").text("td").split()
    for name in found.runs:
        for change in ("only_with", "only_without", "other_brand"):
            assert f"{needs[name, change]:,.1f}" in cells


def test_kinds_of_people_are_compared_where_there_are_several(found):
    cells = section(found, "people").text("td").split()
    bought = [
        it.personas[it.personas["brand"] == "beta"].groupby("persona")["purchases"].sum() / 2
        for it in (found.runs["cheaper"], found.base)
    ]
    for persona, more in (bought[0] - bought[1]).items():
        assert f"{more:+,.1f}" in cells
        assert f"{bought[1][persona]:,.1f}" in cells


def test_one_kind_of_person_has_no_section_of_its_own(found):
    spec = found.base.spec
    one = spec.model_copy(update={"personas": {"all": next(iter(spec.personas.values()))}})
    alone = replace(found, base=replace(found.base, spec=one))
    assert Page(page(alone, [it for it in COMPARED if it.name == "people"])).every("section") == []


def test_direct_and_social_effect_are_told_only_where_stories_were_replayed(found):
    told = section(found, "social")
    live = (units(found.live["invite"]) - units(found.base)).mean()
    assert f"{live:+,.1f}" in told.text("td").split()
    assert section(replace(found, live={}), "social").every("section") == []
    assert 'href="#social"' not in page(replace(found, live={}), COMPARED[5:8])


def test_steps_of_the_funnel_are_told_in_points(found):
    cells = section(found, "steps").text("td").split()
    shares = [
        it.funnel[it.funnel["brand"] == "beta"].set_index(["moment", "measure"])["mean"]
        for it in (found.runs["know"], found.base)
    ]
    for step in (("zmot", "helped"), ("fmot", "present"), ("smot", "reached")):
        assert f"{100 * (shares[0] - shares[1])[step]:+.2f}" in cells


def test_the_smallest_difference_that_would_be_seen_is_told(found):
    """(t(.975) + t(.8)) standard errors of the paired differences."""
    gained = units(found.runs["cheaper"]) - units(found.base)
    error = np.std(gained, ddof=1) / math.sqrt(len(gained))
    least = (stats.t.ppf(0.975, 1) + stats.t.ppf(0.8, 1)) * error
    assert f"{least:,.1f}" in section(found, "surety").text("td").split()


def test_plans_that_are_the_same_are_not_ranked(found, monkeypatch):
    gained = {"nothing": [0.0, 1.0], "invite": [1.0, 0.0], "cheaper": [200.0, 202.0]}
    monkeypatch.setattr(Comparison, "gains", lambda _, name, *_measure: np.array(gained[name]))
    three = section(only(found, *gained), "surety").text("p")
    assert "Not told apart from each other, and so not to be ranked: nothing and invite." in three
    two = section(only(found, "nothing", "cheaper"), "surety").text("p")
    assert "All plans that change anything are told apart from each other." in two
    gained["cheaper"] = [0.5, 0.7]
    none = section(only(found, *gained), "surety").text("p")
    assert "No two of these plans are told apart by these pairs" in none


def test_replicates_that_would_tell_a_difference_would_do_so_half_of_the_time(found, monkeypatch):
    """An interval as wide as the difference leaves out nothing in one of two studies."""
    gaining(monkeypatch, know={"purchases": [10.0, -4.0]}, cheaper={"purchases": [200.0, 202.0]})
    told = section(only(found, "know", "cheaper"), "surety")
    least = next(
        n for n in range(2, 100)
        if stats.t.ppf(0.975, n - 1) * np.std([10, -4], ddof=1) / math.sqrt(n) <= 3
    )  # fmt: skip
    assert f"With about {least} replicates know would be told from nothing half of the time" in (
        told.text("p")
    )
    assert "replicates cheaper would be told" not in told.text("p")
    assert "replicates that would tell half of the time" in told.text("th")


def test_plans_that_change_nothing_are_told_so_and_told_apart_from_nobody(found):
    """Invitations only bring reviews, and here people read those of the base."""
    told = section(found, "surety").text("p")
    assert (
        "In every pair there are as many purchases as in the base with nothing and invite." in told
    )
    known = re.search(r"less than about (.+) purchases", told)[1]
    assert re.findall(r"\((\w+)\)", known) == ["cheaper", "know"]
    assert not {"nothing", "invite"} & {name for two in alike(found) for name in two}


def test_each_plan_has_the_smallest_difference_of_its_own(found):
    told = section(only(found, "cheaper", "know"), "surety").text("p")
    for name in ("cheaper", "know"):
        gained = units(found.runs[name]) - units(found.base)
        least = (stats.t.ppf(0.975, 1) + stats.t.ppf(0.8, 1)) * np.std(gained, ddof=1) / 2**0.5
        assert f"{least:,.{int(least < 10)}f} ({name})" in told


def test_every_measure_is_told_in_the_base_with_the_plan_and_as_a_difference(found):
    """Of net promoter score, satisfaction, revenue and the rest, as the frames have them."""
    told = section(only(found, "cheaper", "know"), "measures")
    cells = told.text("td").split()
    frame = found.frame.set_index(["strategy", "measure"])
    forms = {"revenue": ",.0f", "margin": ",.0f", "nps": "+.1f", "satisfaction": ".2f"}
    fine = {"revenue": ",.0f", "margin": ",.0f", "nps": ",.2f", "satisfaction": ",.3f"}
    for name in ("cheaper", "know"):
        for measure, form in forms.items():
            row = frame.loc[name, measure]
            assert f"{row['base']:{form}}" in cells
            assert f"{row['value']:{form}}" in cells
            assert written.number(row["difference"], f"+{fine[measure]}") in cells
            assert written.number((row["high"] - row["low"]) / 2, fine[measure]) in cells
    for head in ("rating displayed, stars", "induced spend, €", "revenue per euro more (iROAS)"):
        assert head in told.text("th")


def test_conversion_is_the_part_of_journeys_that_reached_two_moments_of_truth(found):
    cells = section(only(found, "cheaper"), "measures").text("td").split()
    shares = [
        it.funnel[it.funnel["brand"] == "beta"].set_index(["moment", "measure"])["mean"]
        for it in (found.runs["cheaper"], found.base)
    ]
    for truth in ("stimulus", "zmot", "fmot", "smot"):
        more = 100 * (shares[0] - shares[1])[truth, "converted"]
        assert written.number(more, "+.2f") in cells


def test_many_plans_stand_in_several_tables_of_measures(found):
    assert len(section(found, "measures").every("table")) == 2
    assert len(section(only(found, "know"), "measures").every("table")) == 1


def test_a_lower_price_is_told_as_one_that_costs_margin(found):
    """It is no spending, so that no cost per purchase is told."""
    told = section(only(found, "cheaper"), "answer")
    asked = found.base.spec.brands["beta"].price_eur
    text = told.text("p")
    assert f"Prices differ: beta asks €{asked:,.2f} under" in text
    assert f"with cheaper €{0.8 * asked:,.2f}. A price acts on the margin of every sale" in text
    assert "Each purchase more cost" not in text
    assert "Prices differ" not in section(only(found, "know"), "answer").text("p")


def test_another_budget_is_named_with_its_euros(found, monkeypatch):
    monkeypatch.setattr(Comparison, "difference", lambda *_: Estimate(12.0, 8.0, 16.0))
    told = section(only(found, "know"), "answer").text("p")
    budget = found.budget("know")
    assert f"For €{budget['planned']:,.0f} instead of €{budget['base_planned']:,.0f}, know" in told
    assert "For the same budget, nothing" in section(only(found, "nothing"), "answer").text("p")


def test_assumptions_are_counted_or_nobody_says_so(found):
    counted = replace(found, base=replace(found.base, assumed=(401, 429)))
    assert "401 of 429 numbers of this market are assumptions" in (
        section(counted, "answer").text("p")
    )
    assert "Nobody counted" in section(found, "surety").text("p")


def test_one_pair_tells_no_interval(told_of_one):
    assert "there is no ±" in told_of_one
    assert "One pair says nothing of luck" in told_of_one
    assert not re.search(r"±[\s\u00a0]*\d", told_of_one)


def test_where_the_numbers_come_from_is_told(found):
    made = Made(("journey", "compare", "my town.yaml"), "2026-01-02T03:04:05+00:00",
                failed=(Failure(3, "ValueError: <no>"),))  # fmt: skip
    told = section(replace(found, made=made), "origin").text("bdi")
    for fact in ("journey compare 'my town.yaml'", "2026-01-02T03:04:05+00:00", "replay",
                 "ValueError: <no>", "nothing, cheaper, know, invite"):  # fmt: skip
        assert fact in told


def test_of_many_plans_those_of_the_largest_differences_are_drawn_and_all_are_told(found):
    names = {f"{kind}-{copy}": kind for kind in ("nothing", "cheaper") for copy in range(5)}
    parts = {
        part: {name: getattr(found, part)[kind] for name, kind in names.items()}
        for part in ("runs", "pairs", "live")
    }
    told = section(replace(found, **parts), "people")
    drawn = [name for name in names if name in told.text("text")]
    assert [name for name in names if name.startswith("cheaper")] == drawn[-5:]
    assert len(drawn) == 6
    assert [name for name in names if name not in told.text("th")] == []
    assert "The 6 plans of the largest differences are drawn" in told.text("figcaption")
    assert "are drawn" not in section(found, "people").text("figcaption")


# --- everybody can read it ------------------------------------------------------------------------


def test_every_picture_is_told_in_words_with_its_figures_and_a_table(read):
    pictures = read.every("svg")
    assert len(pictures) == 7
    seen = read.text("p")
    for picture in pictures:
        name, finding = picture["aria-labelledby"].split()
        assert len(read.of_id(name)) > 10
        assert len(re.findall(r"\d", read.of_id(finding))) >= 3
        assert read.of_id(finding) in seen
    assert len(read.every("figcaption")) == len(read.every("details")) == len(pictures)


def test_ids_are_there_once_and_links_lead_to_them(read):
    ids = read.ids()
    assert len(set(ids)) == len(ids) > 20
    targets = [it["href"].removeprefix("#") for it in read.every("a") + read.every("use")]
    labels = [name for _, it in read.elements for name in it.get("aria-labelledby", "").split()]
    assert targets
    assert set(targets) | set(labels) <= set(ids)


def test_the_page_asks_the_network_for_nothing_and_runs_nothing(told, read):
    assert "http" not in told
    assert not re.search(r"@import|url\((?!#)|src=", told)
    assert read.every("script") == read.every("link") == read.every("img") == []


def test_a_comparison_that_is_kept_makes_the_same_bytes(found, told, tmp_path):
    found.save(tmp_path)
    write(Comparison.load(tmp_path), tmp_path / "page.html")
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == told


def test_another_comparison_makes_another_page(told_of_one, told):
    assert told_of_one != told


def test_names_in_any_script_stay_as_they_are_harmless_and_apart(found):
    other = "חנות & <b>"
    spec = found.base.spec.model_copy(update={"name": NAME})
    named = replace(
        only(found, "know"), base=replace(found.base, spec=spec), base_name=NAME,
        runs={other: found.runs["know"]}, pairs={other: found.pairs["know"]}, live={},
    )  # fmt: skip
    told = Page(page(named))
    assert told.every("script") == told.every("b") == []
    assert NAME in told.text("title")
    assert other in told.text("th")
    assert f"\u2068{NAME}\u2069" in told.text("p")
    assert f"\u2068{other}\u2069" in told.text("p")


def test_plain_names_carry_no_marks(told):
    assert "\u2068" not in told


def test_a_page_is_made_without_complaint_where_nothing_was_sold(found):
    empty = [replace(it, brands=np.zeros_like(it.brands), market=np.zeros_like(it.market))
             for it in found.base.replicates]  # fmt: skip
    run = replace(found.base, replicates=tuple(empty))
    pairs = tuple(
        replace(it, source=it.source * 0, changed=it.changed * 0) for it in found.pairs["nothing"]
    )
    still = replace(found, base=run, runs={"nothing": run}, pairs={"nothing": pairs}, live={})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        told = Page(page(still)).text("p")
    assert "Beta had 0 purchases" in told
    assert "nan" not in told.lower().split()


# --- credit ---------------------------------------------------------------------------------------


def credit():
    """Two replicates in which every moment adds its own, and rules hand out as they are told."""
    moments, replicates = ("know", "buy"), []
    for number, weights in enumerate(({"know": 30, "buy": 60}, {"know": 34, "buy": 76})):
        worth = {some: 100 + sum(weights[it] for it in some) for some in coalitions(moments)}
        rules = {rule: {"know": 10.0 + place, "buy": 30.0} for place, rule in enumerate(RULES)}
        replicates.append(Played(number, worth, Said(200.0, 120.0, 90.0, rules, rules)))
    return Credit(small_cafe(), moments, 7, False, "live", tuple(replicates))


def test_the_page_of_credit_says_what_money_caused_and_what_each_rule_says():
    told = Page(page(credit()))
    assert told.text("p").startswith("Consumer journeys, simulated: credit for purchases")
    # (90 + 110) / 2 caused, of them buy 68 and know 32, of 100 more.
    assert "Of 200 purchases of acme, its money in 2 moments caused 100.0 (±" in told.text("p")
    cells = told.text("td")
    assert "68.0 %" in cells
    for place in range(len(RULES)):
        assert f"{100 * 30 / (40 + place):.1f} %" in cells
    assert "path Shapley" in told.text("th")
    assert len(told.every("svg")) == 1


def test_credit_gets_a_section_on_the_page_of_a_comparison_and_its_own_lead_does_not(found):
    sections = [it for it in COMPARED if it.name in ("answer", "origin")]
    alone, beside = (Page(page(found, sections, credited=it)) for it in (None, credit()))
    names = [it["id"] for it in beside.every("section")]
    assert names == ["answer", "credit", "origin"]
    assert "credit" not in alone.ids()
    assert len([it for it in beside.every("p") if it.get("class") == "answer"]) == 1


def test_credit_of_one_replicate_is_no_ranking():
    one = replace(credit(), replicates=credit().replicates[:1])
    assert "this is no ranking" in Page(page(one)).text("p")
