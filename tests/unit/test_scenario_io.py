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
from sim.scenario_io import (
    assumptions,
    available_bytes,
    check_memory,
    load,
    memory,
    resolved,
    scenario_hash,
    schema,
    set_value,
    shipped,
    unsourced,
)

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


def test_a_folder_is_no_scenario(tmp_path):
    assert "must be an ordinary file" in only_problem_of(load, tmp_path).message


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
        ((3, 3, "brands.acme.quality_stars"), "required setting is missing", None),
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


def test_a_population_that_cannot_fit_is_refused_with_the_estimate(write):
    scenario = load(write(MARKET), ["market.consumers=1000"])
    problem = only_problem_of(check_memory, scenario, 1e12)
    assert place(problem) == ("corner", None, None, "market.consumers")
    assert problem.message.startswith("1,000 consumers need about 1 PB of memory, and ")
    assert problem.allowed == "at most 0"


def test_a_population_that_fits_is_not_refused(write):
    check_memory(load(write(MARKET)), 300.0)


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
