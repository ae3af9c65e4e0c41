"""Whoever reads the code is told in a sentence what each part is, and where each number is from."""

import ast
import inspect
import math
import re
from typing import get_args

import pytest

from sim.levers import LEVERS
from sim.results.kpis import BRAND_KPIS, MARKET_KPIS
from sim.scenario import Scenario
from sim.scenario.catalogue import off_preset, parameters
from sim.scenario.declare import KEPT, ROLES, Section
from sim.tables.dials import DIALS
from tests.sources import modules

PARAMETERS = tuple(parameters())
TABLES = "sim.scenario.tables"
PLANS = {"MomentSpend", "MomentSpendChange", "PolicyChange"}
"""Sections whose fields are named by the words of `sim.tables.moments` or of `Policies`."""
NEUTRAL = {
    "Needs.season": "1 in every month",
    "Moments.mix": "one moment a phase",
    "Moments.context_mix": "1 everywhere; comparing and buying in a store",
    "Moments.weekday": "at home",
    "Moments.weekend": "at home",
    "Moments.channels": "one channel a moment",
    "Moments.context_channels": "1 everywhere",
    "Moments.context_fit": "1 everywhere",
    "Moments.devices": "a phone",
    "Moments.opportunities": "counted by the program",
}
"""Tables that say nothing until a scenario fills them in."""


OF_LEVERS = {"owned"}
"""Roles whose numbers are settings of the lever of that name: without it nothing happens."""


def public(tree):
    """Modules, classes, functions and methods that others may use, with their docstrings."""
    yield "module", ast.get_docstring(tree)
    for node in tree.body:
        if isinstance(node, ast.ClassDef | ast.FunctionDef) and not node.name.startswith("_"):
            yield node.name, ast.get_docstring(node)
            if isinstance(node, ast.ClassDef):
                for method in node.body:
                    if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                        yield f"{node.name}.{method.name}", ast.get_docstring(method)


def is_sentence(docstring):
    """Whether a docstring begins with a sentence on a line of its own."""
    first, _, rest = (docstring or "").partition("\n")
    begins = bool(first) and (first[0].isupper() or not first[0].isalpha())
    return begins and first[-1] in ".?" and (not rest or rest.startswith("\n"))


def is_source(text):
    """Whether somebody may check: an author's year, the number of a fact, or an assumption."""
    return bool(re.search(r"\b(18|19|20)\d\d\b|\b[A-Z]\d\d\b|\bassumption\b", text, re.IGNORECASE))


def sections(section=Scenario):
    """Every part of a scenario, each once."""
    found = [section]
    for one in found:
        for field in one.model_fields.values():
            found += [it for it in parts_of(field.annotation) if it not in found]
    return found


def parts_of(annotation):
    """Sections an annotation speaks of."""
    if inspect.isclass(annotation):
        return [annotation] if issubclass(annotation, Section) else []
    return [it for argument in get_args(annotation) for it in parts_of(argument)]


def is_declared(field):
    return isinstance(field.json_schema_extra, dict) and "role" in field.json_schema_extra


def holds_numbers(field):
    """Whether a field is a number, a list of numbers, or a table of them."""
    default = field.default
    if isinstance(default, list):
        return all(isinstance(it, float | int) for it in default)
    tables = [it for it in parts_of(field.annotation) if it.__module__ == TABLES]
    is_number = isinstance(default, float | int) and not isinstance(default, bool)
    return is_number or bool(tables)


SECTIONS = sections()


@pytest.mark.parametrize("name", modules())
def test_everything_public_says_in_a_sentence_what_it_is(name):
    speechless = [it for it, docstring in public(modules()[name]) if not is_sentence(docstring)]
    assert speechless == []


def test_there_is_much_to_say():
    assert sum(len(list(public(tree))) for tree in modules().values()) > 300


# --- numbers --------------------------------------------------------------------------------------


def test_the_numbers_of_the_world_are_many_and_each_is_named_once():
    assert len(PARAMETERS) > 100
    assert len({it.path for it in PARAMETERS}) == len(PARAMETERS)


@pytest.mark.parametrize("it", PARAMETERS, ids=lambda it: it.path)
def test_a_number_says_what_it_is_in_what_unit_from_where_and_for_what(it):
    assert it.about.endswith(".")
    assert it.unit
    assert is_source(it.source)
    assert it.role in ROLES
    assert it.kernel in {"value", "threshold", "no"}


@pytest.mark.parametrize("it", PARAMETERS, ids=lambda it: it.path)
def test_a_numbers_default_is_plausible_by_its_own_account(it):
    low, high = it.plausible or (-math.inf, math.inf)
    assert low <= it.default <= high
    assert low < high


@pytest.mark.parametrize("role", ROLES)
def test_a_role_is_documented_and_played(role):
    assert is_sentence(ROLES[role])
    assert (role in {it.role for it in PARAMETERS}) != (role in OF_LEVERS)


@pytest.mark.parametrize("role", sorted(set(ROLES) - set(KEPT) - OF_LEVERS))
def test_a_mechanism_can_be_switched_off(role):
    assert off_preset(role)


@pytest.mark.parametrize("role", sorted(OF_LEVERS))
def test_a_mechanism_of_a_lever_is_off_without_the_lever(role):
    assert LEVERS[role].settings
    assert {dial.name: dial.neutral for dial in DIALS}[role] == 0.0


def test_everything_that_can_be_switched_off_is_in_the_preset_unless_it_is_kept():
    switched = {it.path for it in PARAMETERS if it.off is not None and it.role not in KEPT}
    assert set(off_preset()) == switched
    assert len(switched) > 50


@pytest.mark.parametrize("section", SECTIONS, ids=lambda it: it.__name__)
def test_a_part_of_a_scenario_is_documented_field_by_field(section):
    assert is_sentence(section.__doc__)
    if section.__module__ == TABLES or section.__name__ in PLANS:
        return
    assert [name for name, field in section.model_fields.items() if not field.description] == []


def unsourced(section):
    """Numbers and tables of a section that are neither declared, nor sourced, nor neutral."""
    for name, field in section.model_fields.items():
        if is_declared(field) or not holds_numbers(field):
            continue
        if f"{section.__name__}.{name}" not in NEUTRAL and not is_source(field.description or ""):
            yield name


@pytest.mark.parametrize("name", ["Needs", "Memory", "Choice", "Checkout", "Use", "Moments"])
def test_a_table_of_behaviour_says_where_it_is_from(name):
    section = next(it for it in SECTIONS if it.__name__ == name)
    assert list(unsourced(section)) == []


@pytest.mark.parametrize("name", ["Presence", "Help", "Idle", "Reviews", "Listen", "Network"])
def test_so_does_a_table_of_presence_and_of_what_people_share(name):
    section = next(it for it in SECTIONS if it.__name__ == name)
    assert list(unsourced(section)) == []


def test_the_neutral_tables_named_here_exist():
    fields = {f"{it.__name__}.{name}" for it in SECTIONS for name in it.model_fields}
    assert set(NEUTRAL) <= fields


# --- measures and levers --------------------------------------------------------------------------


@pytest.mark.parametrize("kpis", [BRAND_KPIS, MARKET_KPIS], ids=["brands", "market"])
def test_a_measure_is_defined_once_and_says_what_it_is_in_what_unit(kpis):
    names = [kpi.name for kpi in kpis]
    assert len(set(names)) == len(names) > 10
    assert all(is_sentence(kpi.doc) and kpi.unit for kpi in kpis)


def test_every_lever_says_what_it_is_and_what_it_cannot_say():
    assert LEVERS
    assert all(is_sentence(it.about) and is_sentence(it.cannot_say) for it in LEVERS.values())


# --- the checks see what they should --------------------------------------------------------------


@pytest.mark.parametrize(
    "docstring", [None, "", "no capital.", "No stop", "Two\nlines.", "One.\nTwo."]
)
def test_the_check_sees_what_is_no_sentence(docstring):
    assert not is_sentence(docstring)


@pytest.mark.parametrize(
    "docstring", ["One.", "Is it?", "`journey run`: a scenario in.", "One.\n\nTwo"]
)
def test_the_check_lets_sentences_be(docstring):
    assert is_sentence(docstring)


def test_the_check_sees_a_public_method_without_a_word():
    tree = ast.parse('class A:\n    """An A."""\n    def b(self): ...\n    def _c(self): ...')
    assert dict(public(tree)) == {"module": None, "A": "An A.", "A.b": None}


@pytest.mark.parametrize(
    ("text", "sourced"),
    [
        ("Erdem & Keane 1996, from memory", True),
        ("Google (M07: 76 % visit within a day)", True),
        ("assumption; surveys", True),
        ("Assumption.", True),
        ("well known", False),
        ("", False),
    ],
)
def test_the_check_of_sources_knows_one_when_it_sees_one(text, sourced):
    assert is_source(text) == sourced
