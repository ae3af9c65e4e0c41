"""A scenario file describes one world, or every reason why it does not, each with its place."""

import json
import math
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from sim import scenario_io
from sim.errors import ScenarioError
from sim.scenario import Scenario
from sim.scenario.brands import BUDGET_LEVERS
from sim.scenario_io import (
    assumptions,
    available_bytes,
    check_memory,
    load,
    memory,
    needed_memory,
    resolved,
    scenario_hash,
    schema,
    set_value,
    shipped,
    unsourced,
)
from sim.scenario_io.words import nearest as nearest_name
from sim.tables.moments import CHANNELS

MARKET = """\
format: 1
name: corner
market: {consumers: 100, days: 10, outlet: own}
brands:
  acme:
    price_eur: 4.9
    quality_stars: 4.4
    spend:
      moments: {umot: 7, smot: 2}
  rival: {price_eur: 5, quality_stars: 4}
focal: acme
strategies:
  be-there-to-serve:
    spend: {moments: {smot: 4}}
levers:
  ads: {unit_cost_eur: {all: 0.005}}
  know: {unit_cost_eur: {search: 0.4, site: 0.4}}
  chatbot: {unit_cost_eur: {chat: 0.4}}
  voice: {unit_cost_eur: {voice: 0.4}}
  shelf: {unit_cost_eur: {store: 0.4}}
"""
BRANDS_NEED = "each entry of brands needs price_eur and quality_stars"


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Files are written into an empty folder and named as seen from there."""
    monkeypatch.chdir(tmp_path)

    def writer(text, name="corner.yaml"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
        return name

    return writer


def problems_of(call, *arguments):
    with pytest.raises(ScenarioError) as caught:
        call(*arguments)
    return caught.value.problems


def only_problem_of(call, *arguments):
    problems = problems_of(call, *arguments)
    assert len(problems) == 1, problems
    return problems[0]


def place(problem):
    return problem.file, problem.line, problem.column, problem.path


# --- what is said later counts --------------------------------------------------------------------


def test_a_file_says_what_it_says_and_defaults_say_the_rest(write):
    scenario = load(write(MARKET))
    assert scenario.brands["acme"].price_eur == 4.9
    assert scenario.brands["acme"].spend.moments.smot == 2
    assert scenario.network.contacts == Scenario.model_fields["network"].default.contacts


def test_a_file_is_laid_over_the_one_it_extends_and_a_change_over_both(write):
    write(MARKET, "low.yaml")
    high = write("extends: low.yaml\nbrands: {acme: {spend: {moments: {smot: 3}}}}\n", "high.yaml")
    assert load(high).brands["acme"].spend.moments.model_dump(exclude_defaults=True) == {
        "umot": 7,
        "smot": 3,
    }
    changed = load(high, ["brands.acme.spend.moments.smot=9"])
    assert changed.brands["acme"].spend.moments.smot == 9
    assert changed.brands["acme"].spend.moments.umot == 7


def test_lists_are_replaced_as_a_whole(write):
    write(MARKET + "reviews: {write: [0.1, 0.1, 0.1, 0.1, 0.1]}\n", "low.yaml")
    high = write("extends: low.yaml\nreviews: {write: [0, 0, 0, 0, 0.2]}\n", "high.yaml")
    assert load(high).reviews.write == [0, 0, 0, 0, 0.2]


def test_a_path_of_extends_is_seen_from_the_file_that_says_it(write):
    write(MARKET, "above/low.yaml")
    write("extends: low.yaml\n", "above/middle.yaml")
    assert load(write("extends: above/middle.yaml\n", "high.yaml")).focal == "acme"


def test_what_extends_a_market_without_a_name_of_its_own_is_named_after_its_file(write):
    write(MARKET, "low.yaml")
    assert load(write("extends: low.yaml\n", "high.yaml")).name == "high"
    assert load("low.yaml").name == "corner"


def test_a_world_read_from_files_no_longer_depends_on_them(write):
    write(MARKET, "low.yaml")
    assert load(write("extends: low.yaml\n", "high.yaml")).extends is None


def test_a_later_change_wins_over_an_earlier_one(write):
    assert load(write(MARKET), ["market.days=20", "market.days=30"]).market.days == 30


def test_changes_reach_sections_and_entries_of_lists(write):
    file = write(MARKET + "reviews: {write: [0.1, 0.1, 0.1, 0.1, 0.1]}\n")
    changes = ["brands.acme.spend={levers: {service: 2}}", "reviews.write.4=0.5"]
    scenario = load(file, changes)
    assert scenario.brands["acme"].spend.levers == {"service": 2}
    assert scenario.brands["acme"].spend.moments.smot == 2
    assert scenario.reviews.write == [0.1, 0.1, 0.1, 0.1, 0.5]


@pytest.mark.parametrize(
    ("change", "path", "name"),
    [
        ("reviews.read.know=0.3", ("reviews", "read"), "know"),
        ("moments.idle.wake.idea=0.5", ("moments", "idle", "wake"), "idea"),
        ("moments.idle.wake={idea: 0.5}", ("moments", "idle", "wake"), "idea"),
        ("moments.device_link.phone=0.1", ("moments", "device_link"), "phone"),
    ],
)
def test_a_change_of_one_entry_of_a_default_row_leaves_the_others(write, change, path, name):
    def row(scenario):
        for part in path:
            scenario = getattr(scenario, part)
        return scenario.model_dump()

    before, after = row(load(write(MARKET))), row(load(write(MARKET), [change]))
    assert after.pop(name) != before.pop(name)
    assert after == before
    assert any(before.values())


def test_a_change_of_one_entry_of_a_default_list_leaves_the_others(write):
    changes = ["market.needs.season.3=2", "reviews.write.0=0.5", "reviews.write.4=0.1"]
    before, after = load(write(MARKET)), load(write(MARKET), changes)
    assert before.market.needs.season == [1.0] * 12
    assert after.market.needs.season == [1, 1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1]
    assert after.reviews.write == [0.5, *before.reviews.write[1:4], 0.1]


@pytest.mark.parametrize("entry", ["5", "-1", "x"])
def test_a_change_beyond_the_end_of_a_default_list_is_refused(write, entry):
    problem = only_problem_of(load, write(MARKET), [f"reviews.write.{entry}=0"])
    assert (problem.path, problem.allowed) == (f"reviews.write.{entry}", "0 to 4")
    assert problem.message == f"must be an entry of the list (got '{entry}')"


def test_a_row_a_file_gives_is_that_row(write):
    file = write(MARKET + "reviews: {read: {know: 0.3}}\n")
    assert load(file).reviews.read.model_dump(exclude_defaults=True) == {"know": 0.3}
    changed = load(file, ["reviews.read.buy=0.1"]).reviews.read
    assert changed.model_dump(exclude_defaults=True) == {"know": 0.3, "buy": 0.1}


def test_a_whole_brand_can_be_added_by_a_change(write):
    added = load(write(MARKET), ["brands.newcomer={price_eur: 3, quality_stars: 4}"])
    assert sorted(added.brands) == ["acme", "newcomer", "rival"]


def test_words_are_those_of_yaml_1_2(write):
    file = write(MARKET)
    assert load(file, ["name=no"]).name == "no"
    assert load(file, ["name=12:30"]).name == "12:30"
    assert load(file, ["market.days=0x10"]).market.days == 16
    assert load(file, ["network.annealed=true"]).network.annealed is True
    assert load(file, ["brands.acme.price_eur=1e1"]).brands["acme"].price_eur == 10
    assert load(file, ["brands.acme.claim_stars=~"]).brands["acme"].claim_stars is None


def test_numbers_keep_every_bit_on_their_way_from_the_file(write):
    for text in ("0.1", "0.30000000000000004", "4.35", "123456.789012345"):
        read = load(write(MARKET), [f"brands.acme.price_eur={text}"])
        assert read.brands["acme"].price_eur == float(text)


# --- finding files --------------------------------------------------------------------------------


def test_reference_markets_are_shipped_and_load_by_bare_name():
    assert {"base", "cafe"} <= set(shipped())
    for name in shipped():
        assert load(name).brands


def test_a_file_extends_a_shipped_market_by_bare_name(write):
    scenario = load(write("extends: cafe\nmarket: {days: 30}\n"))
    assert scenario.market.days == 30
    assert set(scenario.brands) == set(load("cafe").brands)


def test_a_misspelt_name_of_a_shipped_market_finds_its_nearest():
    problem = only_problem_of(load, "caffe")
    assert problem.nearest == "cafe"
    assert problem.message == "no scenario of this name comes with the package (got 'caffe')"


def test_a_name_without_its_ending_finds_the_file_beside(write):
    write(MARKET, "mine.yaml")
    assert only_problem_of(load, "mine").nearest == "mine.yaml"


def test_a_missing_file_is_reported_where_it_was_asked_for(write):
    asked = only_problem_of(load, "nowhere.yaml")
    assert place(asked) == ("nowhere.yaml", None, None, "")
    assert "No such file" in asked.message
    extended = only_problem_of(load, write("format: 1\nextends: nowhere.yaml\n"))
    assert place(extended) == ("corner.yaml", 2, 1, "extends")


@pytest.mark.parametrize("source", ["markets", "markets/", "./markets", Path("markets")])
def test_a_folder_is_no_scenario_and_is_called_a_folder(tmp_path, monkeypatch, source):
    monkeypatch.chdir(tmp_path)
    Path("markets").mkdir()
    message = only_problem_of(load, source).message
    assert message.startswith("is a folder, and a scenario is a file in one (got ")


@pytest.mark.parametrize(("source", "got"), [(None, "nothing"), (3, "3"), (b"cafe", "b'cafe'")])
def test_what_is_no_name_and_no_path_is_refused_with_the_names_there_are(source, got):
    problem = only_problem_of(load, source)
    assert place(problem) == ("load", None, None, "")
    assert problem.message == f"a scenario is the name of a shipped one, or a path (got {got})"
    assert "cafe" in problem.allowed.split(", ")


@pytest.mark.parametrize("source", ["x" * 5_000, "", "a\0b"])
def test_a_name_no_file_can_have_is_refused(source):
    assert only_problem_of(load, source).message


def test_files_that_extend_each_other_in_a_circle_are_refused(write):
    write("extends: b.yaml\n", "a.yaml")
    write("\nextends: a.yaml\n", "b.yaml")
    problem = only_problem_of(load, "a.yaml")
    assert place(problem) == ("b.yaml", 2, 1, "extends")
    assert "in a circle" in problem.message


def test_a_file_builds_on_eight_others_at_most(write):
    write(MARKET, "0.yaml")
    for number in range(1, 10):
        write(f"extends: {number - 1}.yaml\n", f"{number}.yaml")
    assert load("8.yaml").focal == "acme"
    assert "8 others at most" in only_problem_of(load, "9.yaml").message


def test_extends_takes_one_name(write):
    problem = only_problem_of(load, write("extends: [cafe, base]\n"))
    assert problem.message == "must be a name or a path (got a list)"


# --- everything wrong, at once, with its place ----------------------------------------------------


def test_all_problems_are_told_at_once_in_the_order_of_the_file(write):
    file = write(
        "market: {outlet: owned}\n"
        "brands:\n"
        "  acme:\n"
        "    price_eur: -4.9\n"
        "    spend:\n"
        "      moments: {stimulus: 7, knwo: 0.2}\n"
        "  rival: {price_eur: abc, quality_stars: .nan, quality_stars: 4}\n"
    )
    with pytest.raises(ScenarioError) as caught:
        load(file)
    assert [(place(p)[1:], p.message, p.nearest) for p in caught.value.problems] == [
        ((1, 10, "market.outlet"), "must be one of shared, own (got 'owned')", "own"),
        ((3, 3, "brands.acme.quality_stars"), f"required setting is missing: {BRANDS_NEED}", None),
        ((4, 5, "brands.acme.price_eur"), "must be greater than 0 (got -4.9)", None),
        ((6, 30, "brands.acme.spend.moments.knwo"), "unknown setting (got 0.2)", "know"),
        ((7, 11, "brands.rival.price_eur"), "must be a number (got 'abc')", None),
        ((7, 27, "brands.rival.quality_stars"), "must be a finite number (got .nan)", None),
        ((7, 48, "brands.rival.quality_stars"), "is set twice (first on line 7)", None),
    ]
    assert "corner.yaml:6:30  brands.acme.spend.moments.knwo: unknown setting" in str(caught.value)


@pytest.mark.parametrize(
    ("change", "path", "message", "allowed"),
    [
        ("market.days=0", "market.days", "must be at least 1 (got 0)", "at least 1 and at most"),
        ("market.days=5.5", "market.days", "must be a whole number (got 5.5)", "at least 1"),
        ("market.days=true", "market.days", "must be a whole number (got true)", "at least 1"),
        ("market.days='5'", "market.days", "must be a whole number (got '5')", "at least 1"),
        ("market=5", "market", "must be a mapping of settings (got 5)", None),
        ("brands.acme=", "brands.acme", "must be a mapping of settings (got nothing)", None),
        ("brands.acme.margin=1.5", "brands.acme.margin", "must be at most 1 (got 1.5)", "at least"),
        ("brands.acme.price_eur=[1]", "brands.acme.price_eur", "must be a number", "greater than"),
        ("network.annealed=yes", "network.annealed", "must be true or false (got 'yes')", None),
        ("name=7", "name", "must be text (got 7)", None),
        ("name=" + "x" * 200, "name", "must have at most 100 characters", None),
        ("feedback=replay", "feedback", "must be one of live, off (got 'replay')", "live, off"),
        ("format=2", "format", "must be 1 (got 2)", "1"),
        ("reviews.write=[1]", "reviews.write", "must have 5 or more entries (got 1)", None),
        ("reviews.write=x", "reviews.write", "must be a list (got 'x')", None),
        ("reviews.rule=recenty", "reviews.rule", "(got 'recenty')", "recency"),
        ("brands.acme.price_eur=1e-300", "brands.acme.price_eur", "at least 0.01", "0.01 to 10,0"),
        ("levers.ads.scale_eur=1e-9", "levers.ads.scale_eur", "must be at least 1e-06", "1e-06 to"),
        ("moments.rate.night=1e-10", "moments.rate.night", "0 or at least 1e-09 (got", "0, 1e-09"),
        ("market.unit_costs.thanks_eur=1e-99", "market.unit_costs.thanks_eur", "0 or at", "0, 1e"),
        ("reviews.listen.lag_days=0.3", "reviews.listen.lag_days", "at least 1 (got", "at least 1"),
        ("focal=acne", "focal", "must be the name of a brand (got 'acne')", "acme, rival"),
        ("levers.shelff.floor=0", "levers.shelff", "unknown lever (got 'shelff')", "shelf"),
    ],
)
def test_each_way_to_be_wrong_has_its_sentence(write, change, path, message, allowed):
    problem = only_problem_of(load, write(MARKET), [change])
    assert problem.path == path
    assert message in problem.message
    assert (problem.allowed is None) if allowed is None else (allowed in problem.allowed)


@pytest.mark.parametrize("section", ["brands", "personas", "strategies"])
@pytest.mark.parametrize("name", ["Acme", "1st", "two words", "under_score", "-dash", "ö"])
def test_names_are_lower_case_words(write, section, name):
    inner = {"brands": "{price_eur: 1, quality_stars: 4}", "personas": "{}", "strategies": "{}"}
    text = MARKET.replace("strategies:\n", f'strategies:\n  "{name}": {{}}\n')
    if section != "strategies":
        entry = f'  "{name}": {inner[section]}\n'
        known = "brands:\n" if section == "brands" else f"{section}:\n"
        text = MARKET.replace("brands:\n", f"brands:\n{entry}")
        text = text if section == "brands" else f"{MARKET}{known}{entry}"
    problem = only_problem_of(load, write(text))
    assert problem.path.startswith(f"{section}.")
    assert "must be lower-case letters, digits and hyphens after a letter" in problem.message


def test_a_new_brand_is_told_everything_it_needs(write):
    text = MARKET.replace("focal: acme\n", "  newcomer: {margin: 0.5}\nfocal: acme\n")
    found = problems_of(load, write(text))
    needs = f"required setting is missing: {BRANDS_NEED}"
    assert [(p.path, p.message) for p in found] == [
        ("brands.newcomer.price_eur", needs),
        ("brands.newcomer.quality_stars", needs),
    ]


@pytest.mark.parametrize(
    ("change", "nearest"),
    [
        ("levers.know.unit_cost_eur.serch=1", "search"),
        ("levers.ads.unit_cost_eur.al=1", "all"),
        ("levers.know.unit_cost_eur.maps=1", None),
        ("brands.acme.spend.levers.shelves=1", "shelf"),
        ("brands.acme.spend.levers.chat=1", "chatbot"),
        ("brands.acme.spend.levers.infl=1", "influencer"),
        ("brands.acme.spend.levers.search=1", None),
    ],
)
def test_a_misspelt_lever_or_price_finds_its_nearest_or_all_there_are(write, change, nearest):
    problem = only_problem_of(load, write(MARKET), [change])
    assert problem.path == change.partition("=")[0]
    assert problem.nearest == nearest
    assert problem.allowed


def test_one_slip_in_any_lever_or_channel_leads_back_to_it():
    for names in (BUDGET_LEVERS, [*CHANNELS, "all"]):
        slips = {
            slip: name
            for name in names
            for i in range(len(name))
            for slip in (
                name[:i] + name[i + 1 :],
                f"{name[:i]}x{name[i:]}",
                f"{name[:i]}x{name[i + 1 :]}",
                f"{name}s",
            )
            if len(name) > 3 and slip not in names
        }
        assert len(slips) > 100
        assert {slip: nearest_name(slip, names) for slip in slips} == slips


def test_a_policy_is_no_budget_and_is_told_so(write):
    problem = only_problem_of(load, write(MARKET), ["brands.acme.spend.levers.invite=1"])
    assert problem.message == "is a policy, not a budget (got 'invite')"


def test_more_brands_than_the_model_knows_are_refused(write):
    many = "".join(f"  b{i}: {{price_eur: 1, quality_stars: 4}}\n" for i in range(40))
    problem = only_problem_of(load, write(MARKET.replace("brands:\n", "brands:\n" + many)))
    assert place(problem)[1:] == (4, 1, "brands")
    assert "or fewer entries (got 42)" in problem.message


def test_a_problem_of_merged_files_stands_where_the_value_was_set(write):
    write(MARKET.replace("price_eur: 4.9", "price_eur: -1"), "low.yaml")
    high = write("extends: low.yaml\nmarket:\n  days: 0\n", "high.yaml")
    assert [place(problem) for problem in problems_of(load, high)] == [
        ("high.yaml", 3, 3, "market.days"),
        ("low.yaml", 6, 5, "brands.acme.price_eur"),
    ]


def test_problems_of_changes_name_them_their_number_and_the_column_of_the_name(write):
    changes = ["market.days=1", "brands.acme.spend.moments.knwo=0.2"]
    problem = only_problem_of(load, write(MARKET), changes)
    assert place(problem) == ("--set", 2, 27, "brands.acme.spend.moments.knwo")
    assert problem.nearest == "know"


def test_problems_inside_the_value_of_a_change_have_their_own_column(write):
    change = "brands.acme.spend={moments: {know: .inf, knwo: 1}}"
    found = problems_of(load, write(MARKET), [change])
    assert [(problem.column, problem.path) for problem in found] == [
        (change.index("know") + 1, "brands.acme.spend.moments.know"),
        (change.index("knwo") + 1, "brands.acme.spend.moments.knwo"),
    ]


@pytest.mark.parametrize("changes", ["market.days=3", None, 3, {"market.days": 3}])
def test_changes_that_are_no_list_are_refused(write, changes):
    problem = only_problem_of(load, write(MARKET), changes)
    assert place(problem) == ("--set", None, None, "")
    assert problem.message.startswith("changes are a list of texts a.b.c=value (got ")


def test_a_change_that_is_no_text_is_refused(write):
    problem = only_problem_of(load, write(MARKET), ["market.days=3", 3])
    assert place(problem) == ("--set", 2, 1, "")
    assert problem.message == "must look like a.b.c=value (got 3)"


def test_a_change_without_an_equals_sign_is_refused(write):
    problem = only_problem_of(load, write(MARKET), ["market.days"])
    assert problem.message == "must look like a.b.c=value (got 'market.days')"


def test_a_change_of_no_setting_is_refused(write):
    for change in ("=1", ".days=1", "market..days=1", "a." * 40 + "a=1", "a\x1b=1"):
        assert "is no setting" in only_problem_of(load, write(MARKET), [change]).message


def test_a_change_cannot_extend_another_file(write):
    assert only_problem_of(load, write(MARKET), ["extends=cafe"]).path == "extends"


def test_a_change_that_is_no_yaml_is_refused_at_its_column(write):
    problem = only_problem_of(load, write(MARKET), ["market.days=[1"])
    assert place(problem)[:2] == ("--set", 1)
    assert "is not valid YAML" in problem.message


def test_a_change_of_an_unknown_brand_does_not_found_one(write):
    problem = only_problem_of(load, write(MARKET), ["brands.acne.price_eur=3"])
    assert place(problem) == ("--set", 1, 8, "brands.acne")
    assert problem.nearest == "acme"


def test_a_change_of_a_brand_unlike_any_other_says_how_to_found_one(write):
    problem = only_problem_of(load, write(MARKET), ["brands.newcomer.price_eur=3"])
    assert problem.message == (
        "unknown name (got 'newcomer'); a new one is added whole: "
        "brands.newcomer={price_eur: …, quality_stars: …}"
    )
    assert problem.allowed == "acme, rival"


def test_a_change_beyond_the_end_of_a_list_is_refused(write):
    file = write(MARKET + "reviews: {write: [0.1, 0.1, 0.1, 0.1, 0.1]}\n")
    problem = only_problem_of(load, file, ["reviews.write.5=0"])
    assert (problem.path, problem.allowed) == ("reviews.write.5", "0 to 4")


# --- worlds as values -----------------------------------------------------------------------------


def test_a_world_written_out_is_the_same_world_when_read_again(write):
    scenario = load(write(MARKET))
    again = load(write(json.dumps(resolved(scenario)), "again.yaml"))
    assert again == scenario
    assert scenario_hash(again) == scenario_hash(scenario)


def test_the_hash_is_that_of_the_world_not_of_its_spelling(write):
    spelt = MARKET.replace("price_eur: 4.9", "price_eur: 4.90  # on the menu").replace("7,", "7.0,")
    assert scenario_hash(load(write(spelt, "b.yaml"))) == scenario_hash(load(write(MARKET)))


def test_the_hash_changes_with_every_setting(write):
    file = write(MARKET)
    changes = ["brands.acme.price_eur=4.91", "network.contacts=10", "feedback=off", "name=other"]
    hashes = {scenario_hash(load(file, [change])) for change in changes}
    assert len(hashes | {scenario_hash(load(file))}) == 5


def test_a_notebook_changes_one_setting_and_keeps_the_old_world(write):
    scenario = load(write(MARKET))
    changed = set_value(scenario, "brands.acme.spend.moments.smot", 4)
    assert changed.brands["acme"].spend.moments.smot == 4
    assert scenario.brands["acme"].spend.moments.smot == 2
    assert changed == load("corner.yaml", ["brands.acme.spend.moments.smot=4"])


@pytest.mark.parametrize("value", [np.float64(3.5), np.float32(3.5), np.array(3.5), 3.5])
def test_a_notebook_may_hand_in_numbers_of_numpy(write, value):
    changed = set_value(load(write(MARKET)), "brands.acme.price_eur", value)
    assert changed.brands["acme"].price_eur == 3.5


def test_a_notebook_may_hand_in_mappings_and_arrays(write):
    scenario = load(write(MARKET))
    changed = set_value(scenario, "brands.acme.spend", {"moments": {"smot": 4}})
    assert changed.brands["acme"].spend.moments.smot == 4
    changed = set_value(scenario, "reviews.write", np.full(5, 0.25))
    assert changed.reviews.write == [0.25] * 5
    assert set_value(scenario, "reviews.write.4", 0.5).reviews.write[4] == 0.5


def test_a_value_set_is_checked_like_a_file(write):
    problem = only_problem_of(set_value, load(write(MARKET)), "brands.acme.spend.moments.knwo", 1)
    assert place(problem) == ("set", None, None, "brands.acme.spend.moments.knwo")
    assert problem.nearest == "know"


@pytest.mark.parametrize("value", [math.nan, math.inf, 10**400, object(), 1j, "\x1b[31m", "\ud800"])
def test_a_value_no_file_could_hold_is_refused(write, value):
    assert only_problem_of(set_value, load(write(MARKET)), "name", value).path == "name"


def test_a_setting_named_by_no_text_is_refused(write):
    problem = only_problem_of(set_value, load(write(MARKET)), 3, 1)
    assert (problem.file, problem.message) == ("set", "is no setting (got 3)")


def test_a_value_that_contains_itself_is_refused(write):
    endless = []
    endless.append(endless)
    problem = only_problem_of(set_value, load(write(MARKET)), "reviews.write", endless)
    assert "nested 32 deep at most" in problem.message


def test_the_schema_knows_every_top_level_setting_and_requires_none():
    exported = schema()
    assert set(exported["properties"]) == set(Scenario.model_fields)
    assert exported["additionalProperties"] is False
    assert "required" not in json.dumps(exported)
    assert exported["$defs"]["Brand"]["properties"]["price_eur"]["exclusiveMinimum"] == 0


# --- who vouches for the numbers ------------------------------------------------------------------


def market_saying(acme, more=""):
    """A market whose numbers are sourced from a menu, but for those of acme."""
    return (
        "# yaml-language-server: $schema=an-assumption-about-editors.json\n"
        "format: 1\n"
        "market: {consumers: 100, days: 10, panel_consumers: 10}\n"
        "brands:\n"
        f"{acme}"
        "  rival: {id: 1, price_eur: 5, quality_stars: 4}  # menu\n"
        f"{more}"
    )


ALL_SOURCED = "  acme: {price_eur: 5, quality_stars: 4}  # menu\n"


@pytest.mark.parametrize(
    ("acme", "assumed"),
    [
        ("  acme: {price_eur: 5, quality_stars: 4}  # an Assumption\n", 2),
        ("  # Assumption: nobody\n  # has asked\n  acme: {price_eur: 5, quality_stars: 4}\n", 2),
        ("  acme: {price_eur: 5, # menu\n    quality_stars: 4}  # assumption\n", 1),
        ("  acme: {price_eur: 5,\n    quality_stars: 4}  # assumption\n", 2),
        ("  acme:  # assumption\n    price_eur: 5\n    quality_stars: 4  # menu\n", 1),
        ("  acme:\n    # menu\n    price_eur: 5  # assumption\n    quality_stars: 4  # menu\n", 1),
        ("  acme:\n    # assumption\n    price_eur: 5  # menu\n    quality_stars: 4  # menu\n", 0),
        ("  acme:\n    # assumption\n\n    price_eur: 5\n    quality_stars: 4  # menu\n", 0),
        ("  acme:\n    price_eur: 5  #\n    quality_stars: 4  # menu # assumption\n", 1),
        ("  acme: &a {price_eur: 5, quality_stars: 4}  # menu\n", 0),
    ],
)
def test_a_number_is_an_assumption_when_the_comment_that_speaks_of_it_says_so(write, acme, assumed):
    without, total = assumptions(write(market_saying(ALL_SOURCED)))
    assert assumptions(write(market_saying(acme))) == (without + assumed, total)


def test_a_hash_inside_a_text_is_no_comment(write):
    text = "strategies:\n  a: {price_eur: 3, about: 'a # assumption'}\n"
    also = "strategies:\n  a: {price_eur: 3, about: a}  # menu\n"
    assert (
        assumptions(write(market_saying(ALL_SOURCED, text)))[0]
        == assumptions(write(market_saying(ALL_SOURCED, also)))[0]
    )
    assert unsourced(write(market_saying(ALL_SOURCED, text))) == [
        "strategies.a.price_eur (corner.yaml:8)"
    ]


def test_what_a_file_leaves_out_counts_by_what_its_default_declares(write):
    assumed, total = assumptions(write(market_saying(ALL_SOURCED)))
    asked = market_saying(ALL_SOURCED, "moments: {store_visit: 0.3}  # assumption\n")
    assert assumptions(write(asked)) == (assumed + 1, total)
    measured = market_saying(ALL_SOURCED, "market: {needs: {mean_days: 100}}  # survey\n")
    measured = measured.replace("market: {consumers: 100, days: 10, panel_consumers: 10}\n", "")
    assert assumptions(write(measured)) == (assumed - 1, total)


def test_comments_count_in_the_file_that_set_the_number(write):
    write(market_saying(ALL_SOURCED), "low.yaml")
    high = "extends: low.yaml\nbrands: {acme: {price_eur: 6}}  # assumption\n"
    assumed, total = assumptions("low.yaml")
    assert assumptions(write(high)) == (assumed + 1, total)


def test_numbers_without_any_comment_are_listed_but_identifiers_and_sizes_are_not(write):
    acme = "  acme:\n    id: 0\n    price_eur: 5\n    quality_stars: 4  # menu\n"
    assert unsourced(write(market_saying(acme))) == ["brands.acme.price_eur (corner.yaml:7)"]


def test_who_vouches_for_an_impossible_market_is_not_asked(write):
    impossible = write(market_saying("  acme: {price_eur: -5, quality_stars: 4}\n"))
    assert only_problem_of(assumptions, impossible).path == "brands.acme.price_eur"
    assert only_problem_of(unsourced, impossible).path == "brands.acme.price_eur"


def test_every_number_of_a_shipped_market_has_a_source_or_is_called_an_assumption():
    assert {name: unsourced(name) for name in shipped()} == {name: [] for name in shipped()}
    assumed, total = assumptions("cafe")
    assert 0 < assumed < total


# --- memory ---------------------------------------------------------------------------------------


GIGABYTE = 10**9


def sized(write, **sizes):
    changes = [f"market.{name}={value}" for name, value in sizes.items()]
    return load(write(MARKET), changes)


def gigabytes(scenario, **how):
    return needed_memory(scenario, **how).total / GIGABYTE


def test_a_population_that_cannot_fit_is_refused_with_the_estimate(write, monkeypatch):
    monkeypatch.setattr(memory, "available_bytes", lambda: 2 * GIGABYTE)
    problem = only_problem_of(check_memory, sized(write, consumers=90_000_000))
    assert place(problem) == ("corner", None, None, "market.consumers")
    assert problem.message.startswith("90,000,000 consumers need about 1")
    assert problem.message.endswith(" GB of memory, and 2 GB are available")
    most = int(problem.allowed.removeprefix("at most ").replace(",", ""))
    check_memory(sized(write, consumers=most))
    assert only_problem_of(check_memory, sized(write, consumers=most + 1000))


def test_a_log_that_cannot_fit_is_refused_by_its_panel(write, monkeypatch):
    monkeypatch.setattr(memory, "available_bytes", lambda: 2 * GIGABYTE)
    large = sized(write, consumers=1_000_000, panel_consumers=1_000_000, days=3650)
    problem = only_problem_of(check_memory, large)
    assert problem.path == "market.panel_consumers"
    assert "1,000,000 consumers who keep a log of 3,650 days need about" in problem.message
    most = int(problem.allowed.removeprefix("at most ").replace(",", ""))
    assert 0 < most < 1_000_000


def test_a_population_that_fits_is_not_refused(write):
    assert check_memory(load(write(MARKET))).total < GIGABYTE


def test_each_process_needs_room_for_its_people(write):
    large = sized(write, consumers=10_000_000, panel_consumers=0)
    assert gigabytes(large) < 4
    assert gigabytes(large, reps=10) == gigabytes(large)
    assert gigabytes(large, reps=4, workers=4) > 3.9 * (gigabytes(large) - 0.4)


def test_the_log_grows_with_panel_days_brands_moments_and_replicates(write):
    def log(reps=1, moments_a_day=0.4, **sizes):
        sizes = {"consumers": 10_000, "panel_consumers": 1_000, "days": 300} | sizes
        return needed_memory(sized(write, **sizes), reps=reps, moments_a_day=moments_a_day).log

    assert log() > 0
    assert log(panel_consumers=2_000) == pytest.approx(2 * log())
    assert log(days=600) == pytest.approx(2 * log())
    assert log(moments_a_day=0.8) == pytest.approx(2 * log())
    assert log(reps=10) > 5 * log()
    assert log(panel_consumers=0) == 0
    assert log(panel_consumers=100_000) == log(panel_consumers=10_000)


@pytest.mark.parametrize(
    ("sizes", "reps", "measured"),
    [
        ({"consumers": 1, "days": 1, "panel_consumers": 0}, 1, 0.309),
        ({"consumers": 100_000, "days": 5, "panel_consumers": 0}, 1, 0.324),
        ({"consumers": 1_000_000, "days": 2, "panel_consumers": 0}, 1, 0.540),
        ({"consumers": 10_000, "days": 100, "panel_consumers": 10_000}, 1, 0.480),
        ({"consumers": 10_000, "days": 100, "panel_consumers": 10_000}, 3, 0.622),
        ({"consumers": 2_000, "days": 365, "panel_consumers": 1_000}, 5, 0.490),
    ],
)
def test_the_estimate_is_within_a_fifth_of_what_a_run_of_the_cafe_took(sizes, reps, measured):
    """Peak resident memory, measured once by `getrusage` on Linux with Python 3.11."""
    spec = load("cafe", [f"market.{n}={v}" for n, v in {**sizes, "warm_up_days": 0}.items()])
    estimate = gigabytes(spec, reps=reps, moments_a_day=0.43)
    assert estimate == pytest.approx(measured, rel=0.2)


def test_without_counted_moments_the_log_is_guessed_from_the_needs(write):
    often = load(write(MARKET), ["market.needs.mean_days=2", "market.panel_consumers=100"])
    seldom = load(write(MARKET), ["market.needs.mean_days=200", "market.panel_consumers=100"])
    assert needed_memory(often).log > 5 * needed_memory(seldom).log > 0
    counted = {"search": 400}
    stored = set_value(often, "moments.opportunities", {"know": counted})
    assert needed_memory(stored) == needed_memory(often, moments_a_day=0.4)


def test_available_memory_is_less_than_all_of_it():
    assert 0 < available_bytes() <= os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def test_where_the_system_does_not_say_what_is_available_all_memory_counts(monkeypatch, tmp_path):
    monkeypatch.setattr(memory, "_MEMINFO", tmp_path / "none")
    assert available_bytes() == os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    monkeypatch.delattr(os, "sysconf")
    assert available_bytes() == sys.maxsize


# --- cost -----------------------------------------------------------------------------------------


def test_validating_waits_for_no_heavy_library(write):
    code = f"""
import sys
from sim.scenario_io import load
load({write(MARKET)!r}, ["market.days=3"])
print(*{{name.split(".")[0] for name in sys.modules}})
"""
    path = {**os.environ, "PYTHONPATH": str(Path(scenario_io.__file__).parents[2])}
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=path
    )
    heavy = {"matplotlib", "mesa", "numba", "pandas", "pyarrow", "scipy"}
    assert heavy & set(done.stdout.split()) == set()
