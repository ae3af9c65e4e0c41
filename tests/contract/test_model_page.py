"""The page of the model says everything there is to set, and where it is from."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from sim.levers import LEVERS
from sim.scenario import Scenario
from sim.scenario.brands import LeverSettings, MomentSpend
from sim.scenario.catalogue import Parameter, parameters
from sim.scenario.declare import Section
from sim.tables.moments import TRAITS

ROOT = Path(__file__).parents[2]
PARAMETERS = list(parameters())
PARTS = [
    "1 Purpose and patterns",
    "2 Entities, state variables and scales",
    "3 Process overview and scheduling",
    "4 Design concepts",
    "5 Initialisation",
    "6 Input data",
    "7 Submodels",
]
CONCEPTS = [
    "Basic principles",
    "Emergence",
    "Adaptation",
    "Objectives",
    "Learning",
    "Prediction",
    "Sensing",
    "Interaction",
    "Stochasticity",
    "Collectives",
    "Observation",
]
"""The parts of the ODD protocol, and its design concepts (Grimm et al. 2020)."""
TABLES = ["settings", "levers", "dials", "review-rules", "moments", "kpis", "state", "streams"]

_NAME = r"(?:van |de |van de )?[A-Z][\w'-]+(?: (?:Research Center|Institute))?"
CITATION = re.compile(
    rf"({_NAME}(?:(?:, | & ){_NAME})*(?: et al\.)?) ((?:19|20)\d\d)(?:, (\d{{4}}))?"
)
OPERATOR_FIRST = re.compile(r"^\s*(?:[+=-]|>+) ", re.MULTILINE)


@cache
def page() -> tuple[str, str]:
    """The page before its references, and those."""
    text = (ROOT / "docs/model.md").read_text(encoding="utf-8")
    body, _, references = text.partition("\n## References\n")
    return body, references


@cache
def code_spans() -> frozenset[str]:
    return frozenset(re.findall(r"`([^`]+)`", page()[0]))


def headings(level: int) -> list[str]:
    return re.findall(rf"^{'#' * level} (.+)$", page()[0], re.MULTILINE)


def citations(text: str) -> set[str]:
    """Authors and year of everything cited, as `Anderson & Sullivan 1993`."""
    found = CITATION.findall(" ".join(text.split()))
    return {f"{who} {year}" for who, *years in found for year in years if year}


def entries() -> dict[str, str]:
    """Each entry of the references by authors and year."""
    items = [" ".join(item.split()) for item in re.split(r"^\* ", page()[1], flags=re.MULTILINE)]
    return {
        item.partition(".")[0] if "et al." not in item else _et_al(item): item for item in items[1:]
    }


def _et_al(item: str) -> str:
    found = CITATION.match(item)
    assert found is not None
    return " ".join(found.groups()[:2])


def settings(section: type[Section] = Scenario) -> Iterator[str]:
    """Name of every setting, down to the tables that a scenario fills in."""
    for name, field in section.model_fields.items():
        yield name
        for kind in _sections(field.annotation):
            if kind.__module__ != "sim.scenario.tables":
                yield from settings(kind)


def _sections(annotation: Any) -> Iterator[type[Section]]:
    if isinstance(annotation, type) and issubclass(annotation, Section):
        yield annotation
    for part in get_args(annotation):
        yield from _sections(part)


# --- arrangement ----------------------------------------------------------------------------------


def test_the_page_is_an_odd_protocol() -> None:
    assert [heading for heading in headings(2) if heading[0].isdigit()] == PARTS
    concepts = page()[0].partition("## 4 Design concepts")[2].partition("\n## ")[0]
    assert re.findall(r"^\*\*([^*]+)\.\*\*", concepts, re.MULTILINE) == CONCEPTS


def test_the_twin_refers_to_headings_of_the_page() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "tests").glob("reference*.py")]
    asked = {
        name
        for text in texts
        for names in re.findall(r"docs/model\.md \(([^)]+(?:\)[^)\n]*)?)\)\.", text)
        for name in re.findall(r'"([^"]+)"', names)
    }
    assert len(asked) > 8
    named = [*headings(3), *re.findall(r"^\*\*([^*]+)\*\*", page()[0], re.MULTILINE)]
    assert [name for name in asked if not any(it.startswith(name) for it in named)] == []


def test_tables_are_linked_and_not_copied() -> None:
    links = set(re.findall(r"\]\(reference/([\w-]+)\.md\)", page()[0]))
    assert links == set(TABLES)


def test_no_formula_is_broken_where_a_line_begins_with_an_operator() -> None:
    assert OPERATOR_FIRST.findall(page()[0]) == []
    assert OPERATOR_FIRST.findall("V = a\n+ b") != []


def test_equations_stand_on_lines_of_their_own_and_read_as_text() -> None:
    equations = re.findall(r"^\$\$ (.+) \$\$$", page()[0], re.MULTILINE)
    assert len(equations) > 15
    # An underscore after a brace would begin emphasis before it is a subscript.
    assert [it for it in equations if "}_" in it] == []


# --- what it must say -----------------------------------------------------------------------------


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda it: it.path)
def test_a_number_of_the_world_is_spoken_of_by_its_section_and_name(parameter: Parameter) -> None:
    assert ".".join(parameter.path.split(".")[-2:]) in code_spans()


def test_every_setting_is_spoken_of() -> None:
    names = set(settings()) - {it.name for it in PARAMETERS}
    assert len(names) > 60
    words = {word for span in code_spans() for word in re.findall(r"\w+", span)}
    # Budgets are spoken of together, as `spend.moments`.
    assert sorted(names - words - set(MomentSpend.model_fields)) == []


def test_every_constant_of_levers_is_spoken_of() -> None:
    own = {name for lever in LEVERS.values() for name in lever.settings}
    assert {"reminder_days", "wake"} <= own
    assert {*LeverSettings.model_fields, *own, *TRAITS} - {"settings"} <= code_spans()


# --- sources --------------------------------------------------------------------------------------


def test_everything_cited_is_in_the_references_and_nothing_else_is() -> None:
    cited = citations(page()[0])
    assert len(cited) > 40
    assert cited == set(entries())


def test_references_are_sorted() -> None:
    names = list(entries())
    assert names == sorted(names, key=str.lower)


def test_what_a_number_has_from_memory_is_marked_so() -> None:
    unchecked = {
        cite
        for it in PARAMETERS
        for part in it.source.split(";")
        if "from memory" in part
        for cite in citations(part)
    }
    assert len(unchecked) > 10
    known = entries()
    assert [cite for cite in unchecked if cite in known and "From memory" not in known[cite]] == []


def test_a_mark_in_the_text_is_a_mark_in_the_references() -> None:
    text = " ".join(page()[0].split())
    for name, entry in entries().items():
        is_marked = "From memory" in entry
        assert (f"{name}†" in text) == is_marked, name
        assert re.search(rf"{re.escape(name)}(?!†)", text) is None or not is_marked, name


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("needs (Bass 1969†), or", {"Bass 1969"}),
        ("(Bijmolt,\nvan Heerde & Pieters 2005)", {"Bijmolt, van Heerde & Pieters 2005"}),
        ("Luo et al. 2019; PwC 2018", {"Luo et al. 2019", "PwC 2018"}),
        (
            "Restivo & van de Rijt 2012, 2014",
            {"Restivo & van de Rijt 2012", "Restivo & van de Rijt 2014"},
        ),
        ("in 2020 nobody", set()),
    ],
)
def test_the_check_sees_what_is_cited(text: str, found: set[str]) -> None:
    assert citations(text) == found
