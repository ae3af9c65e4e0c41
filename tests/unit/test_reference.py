"""Every word of the project has a meaning, and is found by whatever people call it."""

import re
from functools import cache
from pathlib import Path

import jsonschema
import pytest
from ruamel.yaml import YAML

import sim.tables.moments
from sim.levers import LEVERS
from sim.reference import editor_schema, entries, look_up, near, words_of
from sim.reference.markets import names_in
from sim.reference.natures import is_number, unit
from sim.reference.page import facts, facts_in, passages, said_of, standing
from sim.reference.readers import readers
from sim.reference.settings import settings
from sim.reference.stated import stated
from sim.reference.wording import said
from sim.reference.words import BUDGETS, KINDS, MEANINGS, WORDS
from sim.scenario.brands import MomentSpend
from sim.scenario.catalogue import parameters
from sim.scenario_io import load, resolved, shipped
from sim.scenario_io.shape import setting_at

PARAMETERS = tuple(parameters())
every_parameter = pytest.mark.parametrize("it", PARAMETERS, ids=lambda it: it.path)
every_market = pytest.mark.parametrize("name", sorted(shipped()))
SETTINGS = tuple(it for it in settings() if not it.inside)


def kinds(word):
    return {it.kind for it in look_up(word)}


def leaves(value, path=()):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from leaves(inner, (*path, name))
    else:
        yield ".".join(path)


# --- words ----------------------------------------------------------------------------------------


def test_every_closed_word_of_the_model_has_one_meaning():
    assert set(MEANINGS) == set(WORDS)
    assert {kind: tuple(told) for kind, told in MEANINGS.items()} == WORDS
    assert all(text.endswith(".") for told in MEANINGS.values() for text in told.values())


def test_no_tuple_of_words_is_forgotten():
    tuples = {
        name: value
        for name, value in vars(sim.tables.moments).items()
        if isinstance(value, tuple) and all(isinstance(it, str) for it in value)
    }
    assert len(tuples) > 12
    # Policies are levers; the log has the micro-moments and the service contact.
    assert {it for it, value in tuples.items() if value not in WORDS.values()} == {
        "POLICIES", "LOGGED_MOMENTS",
    }  # fmt: skip


def test_every_moment_with_a_budget_says_what_the_money_is_for():
    assert set(BUDGETS) == set(MomentSpend.model_fields)
    assert set(BUDGETS) == {lever.moment for lever in LEVERS.values() if lever.is_budget}


def test_every_entry_has_a_kind_that_is_told_and_a_meaning():
    assert {it.kind for it in entries()} == {*KINDS, "kind"}
    assert [it.name for it in entries() if not it.about.endswith((".", ")"))] == []
    assert len(entries()) > 600


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("know", {"lever", "micro-moment", "moment budget"}),
        ("habit", {"setting", "role"}),
        ("nps", {"measure of brands"}),
        ("FMOT", {"moment of truth"}),
        ("taste", {"lost reason", "random stream"}),
        ("recency", {"review rule"}),
        ("usefulness", {"dial"}),
        ("awareness", {"column"}),
        ("set_size", {"measure of the market", "counter"}),
        ("converted", {"measure of the funnel"}),
        ("thanks", {"setting", "lever", "dial"}),
        ("maps", {"channel"}),
        ("commute", {"context"}),
        ("speaker", {"device"}),
        ("ready", {"phase"}),
        ("unanswered", {"end of a journey", "outcome of a moment"}),
        ("cashless", {"setting", "trait", "column"}),
        ("M07", {"fact"}),
        ("choice.habit", {"setting"}),
        ("market.choice", {"section"}),
        ("brands.acme.spend.moments.know", {"setting"}),
        ("strategies.mine.policies.price", {"setting"}),
        ("moments.channels.know.maps", {"setting"}),
        ("moments.mix.ready", {"setting"}),
        ("market.needs.season.3", {"setting"}),
        ("lever", {"kind"}),
        ("I want to know", {"lever", "micro-moment", "moment budget"}),
    ],
)
def test_a_word_has_all_its_meanings(word, expected):
    assert kinds(word) == expected


@pytest.mark.parametrize(
    "word",
    [
        "",
        "knwo",
        "brands.acme.no_such",
        "brands.acme.spend.moments.knwo",
        "market.choice.no_such",
        "levers.owned.settings.no_such",
        "a.b",
    ],
)
def test_what_has_no_name_is_not_found(word):
    assert look_up(word) == []


@pytest.mark.parametrize(
    ("word", "nearest"),
    [
        ("knwo", "know"),
        ("habbit", "habit"),
        ("brands.acme.spend.moments.knwo", "brands.acme.spend.moments.know"),
        ("brands.acme.prize_eur", "brands.acme.price_eur"),
        ("market.choice.habbit", "market.choice.habit"),
        ("levers.knoww", "levers.know"),
        ("levers.owned.settings.reminder_dais", "levers.owned.settings.reminder_days"),
    ],
)
def test_what_is_misspelled_is_recognised(word, nearest):
    assert near(word)[0] == nearest
    assert look_up(nearest)


def test_what_resembles_nothing_is_not_guessed():
    assert near("qqqqqqqq") == []


def test_words_are_listed_by_kind():
    assert words_of("lever") == list(LEVERS)
    assert len(words_of("setting")) == len(SETTINGS) > 150


# --- settings -------------------------------------------------------------------------------------


@every_market
def test_every_setting_of_a_shipped_market_is_explained(name):
    paths = list(leaves(resolved(load(name))))
    assert len(paths) > 500
    # One word, `feedback`, is a setting and a role.
    assert [path for path in paths if "setting" not in kinds(path)] == []


@every_parameter
def test_a_number_is_told_as_it_is_declared(it):
    (found,) = look_up(it.path)
    details = found.details
    assert found.about == it.about
    assert (details["unit"], details["default"]) == (it.unit, it.default)
    assert (details["source"], details.get("plausible")) == (it.source, it.plausible)
    assert details["role"].startswith(f"{it.role}: ")
    assert details.get("does nothing at") == it.off


@pytest.mark.parametrize("it", SETTINGS, ids=lambda it: it.name)
def test_a_setting_says_what_it_is_and_a_number_in_what_unit(it):
    assert it.about
    # A seat in the random streams is a number by accident.
    if it.path[-1] != "id":
        assert bool(unit(it)) == is_number(it)


@pytest.mark.parametrize(
    ("path", "default"),
    [
        ("market.choice.habit", 0.5),
        ("moments.rate.evening", 0.38),
        ("reviews.read.compare", 0.6),
        ("personas.anybody.traits.cashless", 0.5),
        ("brands.acme.price_eur", "none: a file has to say it"),
        ("levers.know.carry_over", 0.7),
    ],
)
def test_the_default_of_one_place_of_a_table_is_told(path, default):
    (found,) = look_up(path)
    assert found.details["default"] == default


@pytest.mark.parametrize("word", ["levers.owned.settings.reminder_days", "reminder_days"])
def test_a_constant_of_a_lever_is_told_as_the_lever_declares_it(word):
    (found,) = look_up(word)
    assert found.name == "levers.owned.settings.reminder_days"
    assert found.about == "Days from a purchase to the reminder."
    details = found.details
    assert (details["unit"], details["default"], details["source"]) == ("days", 30, "assumption")
    assert details["allowed"] == "at least 1 and at most 3,650"


def test_every_constant_of_every_lever_is_found_by_its_name():
    paths = [
        (name, f"levers.{lever.name}.settings.{name}")
        for lever in LEVERS.values()
        for name in lever.settings
    ]
    assert paths
    assert [path for name, path in paths if path not in {it.name for it in look_up(name)}] == []


def test_money_of_levers_is_told_per_day_and_how_budgets_compare():
    (lever,) = (it for it in look_up("ar") if it.kind == "lever")
    (scale,) = look_up("levers.ar.scale_eur")
    for text in (lever.details["default spend"], lever.details["scale"], scale.details["unit"]):
        assert "day" in text
        assert text.endswith("(budgets are per week: times 7)")


def test_money_is_followed_to_the_levers_it_pays_for():
    (found,) = look_up("brands.acme.spend.moments.compare")
    assert found.details["acts through"] == ["compare → contacts", "personal → personalization"]


@every_parameter
def test_a_number_is_read_somewhere(it):
    assert readers(tuple(it.path.split(".")), it.kernel)


@pytest.mark.parametrize(
    ("path", "kernel", "file"),
    [
        ("market.choice.habit", "threshold", "sim/moments/journey.py"),
        ("market.choice.price", "no", "sim/population.py"),
        ("network.rewired", "threshold", "sim/network.py"),
        ("market.checkout.entry_phone", "no", "sim/market/tables.py"),
        ("personas.<persona>.traits.cashless", "no", "sim/moments/fmot.py"),
    ],
)
def test_a_reader_is_the_module_that_reads(path, kernel, file):
    assert readers(tuple(path.split(".")), kernel) == (file,)


@pytest.mark.parametrize(
    ("path", "files"),
    [
        ("market.days", {"sim/model.py", "sim/market/classes.py"}),
        ("market.panel_consumers", {"sim/ranges.py", "sim/market/market.py"}),
        ("levers.owned.settings.reminder_days", {"sim/market/market.py"}),
        ("levers.<lever>.settings.<constant>", {"sim/market/market.py"}),
    ],
)
def test_no_reader_is_forgotten(path, files):
    found = set(readers(tuple(path.split(".")), "no"))
    assert found - {"sim/results/money.py"} == files


def test_nobody_reads_what_there_is_not():
    assert readers(("market", "choice", "no_such_number"), "value") == ()
    assert readers(("market", "choice", "no_such_number"), "no") == ()


# --- pages ----------------------------------------------------------------------------------------


def test_the_page_of_the_model_is_taken_apart_by_headings_and_sentences():
    assert len({it.heading for it in passages()}) > 10
    assert len(passages()) > 150


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("market.choice.habit", "rules.habit"),
        ("moments.presence.clutter", "clutter * fsum"),
        ("market.choice.taste_spread", "taste_spread * normal"),
        ("moments.presence.ceiling", "(ceiling − floor)"),
    ],
)
def test_an_equation_is_quoted_from_the_page_in_words_and_exactly(path, words):
    said_there = said_of(tuple(path.split(".")), is_rule=words.startswith("rules."))
    in_words, exactly = (
        [it.text for it in said_there if it.is_exact == is_exact] for is_exact in (False, True)
    )
    assert any(".".join(path.split(".")[-2:]) in text for text in in_words)
    assert any(words in text for text in exactly)


def test_nothing_is_quoted_about_what_there_is_not():
    assert said_of(("market", "choice", "no_such_number"), is_rule=True) == ()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("assumption", "assumption"),
        ("assumption; Luo et al. 2019", "assumption"),
        ("Erdem & Keane 1996, from memory", "unverified"),
        ("assumption; Beatty & Ferrell 1998, from memory", "assumption, unverified"),
        ("Google (M07: 76 % visit within a day)", "cited"),
        ("Google 2011 (Z05)", "unverified"),
        ("", ""),
    ],
)
def test_a_source_is_no_better_than_what_somebody_has_seen(source, expected):
    assert standing(source) == expected


def test_facts_are_resolved_into_full_sources():
    assert len(facts()) > 30
    (fact,) = facts_in("calibrated (Z08)")
    assert fact.checked == "seen"
    assert "Google/Ipsos" in fact.source
    assert facts_in("as K99 says") == ()


# --- one market -----------------------------------------------------------------------------------


def test_a_value_of_a_market_comes_with_its_line():
    (found,) = stated("cafe", ("market", "choice", "habit"))
    file, _, line = found.place.rpartition(":")
    text = Path(file).read_text(encoding="utf-8").splitlines()[int(line) - 1]
    assert found.written == [text.strip()]
    assert re.match(rf"habit: {found.value}\b", found.written[0])


def test_a_comment_that_stands_elsewhere_is_found(tmp_path):
    file = tmp_path / "mine.yaml"
    file.write_text(
        "extends: base\n"
        "brands:\n"
        "  acme:\n"
        "    # last spring's prices\n"
        "    price_eur: 7\n"
        "    spend: # our own books\n"
        "      moments: {know: 3}\n"
    )
    (price,) = stated(file, ("brands", "acme", "price_eur"))
    assert (price.value, price.written) == (7, ["# last spring's prices", "price_eur: 7"])
    (know,) = stated(file, ("brands", "acme", "spend", "moments", "know"))
    assert (know.value, know.place) == (3, f"{file}:7")
    assert know.written == ["spend: # our own books", "moments: {know: 3}"]


def test_every_brand_is_told_where_none_is_named():
    found = stated("base", ("brands", "<brand>", "price_eur"))
    assert [it.path for it in found] == [
        f"brands.{name}.price_eur" for name in ("acme", "bolt", "crest", "dune")
    ]


def test_a_market_says_nothing_of_a_brand_it_does_not_have():
    assert stated("base", ("brands", "nobody", "price_eur")) == []


def test_names_that_a_market_gives_are_found_there():
    (brand,) = names_in("acme", "cafe")
    assert (brand.kind, brand.name) == ("brand", "brands.acme")
    assert brand.details["price_eur"] == load("cafe").brands["acme"].price_eur
    (strategy,) = names_in("be-there-to-know", "cafe")
    assert strategy.about.startswith("Six euro")
    assert "policies" not in strategy.details
    assert names_in("nobody", "cafe") == []


def test_names_of_shipped_markets_are_found_without_naming_the_market():
    assert "personas" in {it.details["market"] for it in names_in("pragmatist", None)}
    # The market of three personas has the brands of the neutral one, and no word about them.
    markets = {it.details["market"] for it in names_in("acme", None)}
    assert markets >= {"base", "cafe"}
    assert "personas" not in markets
    (cafe,) = [it for it in names_in("cafe", None) if it.kind == "market"]
    assert cafe.about.startswith("Coffee nearby")
    assert names_in("nobody", None) == []


# --- schema ---------------------------------------------------------------------------------------

HEAD = {"extends": "base"}
WRONG = {
    "unknown setting": {"market": {"choise": {}}},
    "out of range": {"market": {"choice": {"habit": 1.5}}},
    "no number": {"market": {"days": "many"}},
    "unknown word": {"market": {"outlet": "none"}},
    "unknown lever": {"levers": {"knwo": {"floor": 0.1}}},
    "unknown lever in a plan": {"brands": {"acme": {"spend": {"levers": {"knwo": 1}}}}},
    "unknown rule": {"reviews": {"rule": "median"}},
    "name of a brand": {"brands": {"My Brand": {"price_eur": 1}}},
}


@cache
def validator():
    found = editor_schema()
    jsonschema.Draft202012Validator.check_schema(found)
    return jsonschema.Draft202012Validator(found)


@every_market
def test_a_shipped_market_is_what_the_schema_says(name):
    content = YAML(typ="safe", pure=True).load(shipped()[name].read_text(encoding="utf-8"))
    assert [error.message for error in validator().iter_errors(content)] == []


@pytest.mark.parametrize("wrong", WRONG)
def test_the_schema_refuses_what_the_reader_refuses(wrong):
    assert list(validator().iter_errors({**HEAD, **WRONG[wrong]}))


def test_the_schema_says_what_a_number_means_in_what_unit_and_how_large():
    about = editor_schema()["$defs"]["Choice"]["properties"]["habit"]
    assert about["description"] == (
        "Chance that a satisfied buyer's next need starts ready to buy. Unit: probability. "
        "Default: 0.5. Plausible: 0.2 to 0.8. Source: Court et al. 2009 (loyalty loop), from "
        "memory."
    )
    assert (about["minimum"], about["maximum"], about["default"]) == (0, 1, 0.5)


def test_the_schema_for_editors_leaves_the_checks_own_alone():
    editor_schema()
    assert setting_at(("market", "choice", "habit")).allowed == "at least 0 and at most 1"


# --- wording --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "not given"),
        (True, "true"),
        (20_000, "20,000"),
        (0.5, "0.5"),
        ((0.2, 0.8), "0.2 to 0.8"),
        ([1.0] * 12, "1, 12 times"),
        (["a", "b"], "a, b"),
        (["a, b", "c"], "a, b; c"),
        ({"search": 1.0, "maps": 0.0, "social": 0.0, "video": 0.0}, "search 1, others 0"),
        ({"home": 1.0, "work": 1.0, "out": 1.0}, "all 1"),
        (
            {it: {"search": 1.0, "maps": 1.0, "site": 1.0} for it in ("home", "work", "out")},
            "all 1",
        ),
        (
            {"work": {"voice": 0}, "out": {"voice": 1, "maps": 2}},
            "work: voice 0; out: voice 1, maps 2",
        ),
        ({}, "nothing"),
    ],
)
def test_a_value_is_written_as_people_read_it(value, text):
    assert said(value) == text
