"""What the recipes tell one to write still is what the project takes."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.levers import LEVERS, Lever
from sim.results import measure
from sim.results.kpis import BRAND_KPIS
from sim.reviews import RULES, Board, ReviewRule
from sim.scenario.catalogue import parameters
from sim.scenario.declare import number
from sim.scenario_io import load, shipped
from sim.tables.dials import DIALS

ROOT = Path(__file__).parents[2]
FILE = re.compile(r"file\s+`([^`]+)`:\s+^```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
RECIPES = [
    "A lever",
    "A review rule",
    "A persona",
    "A market",
    "A measure (KPI)",
    "A number of the world",
    "A channel",
]


@cache
def page() -> str:
    return (ROOT / "docs/extending.md").read_text(encoding="utf-8")


@cache
def written() -> dict[str, str]:
    """Files that a recipe writes whole."""
    return dict(FILE.findall(page()))


def recipe(name: str) -> str:
    return page().partition(f"\n## {name}\n")[2].partition("\n## ")[0]


def made(path: str) -> dict[str, Any]:
    """What a module of a recipe holds."""
    names: dict[str, Any] = {"__name__": Path(path).stem}
    exec(compile(written()[path], path, "exec"), names)
    return names


def test_there_is_a_recipe_for_everything_that_is_added() -> None:
    assert re.findall(r"^## (.+)$", page(), re.MULTILINE) == RECIPES
    kinds = [Path(path).parent.as_posix() for path in written()]
    assert sorted(kinds) == ["scenarios", "scenarios", "sim/levers", "sim/reviews"]


def test_what_a_recipe_adds_is_not_there_yet() -> None:
    assert [path for path in written() if (ROOT / path).exists()] == []


def test_the_lever_of_the_recipe_is_a_lever_that_turns_a_dial_there_is() -> None:
    lever = made("sim/levers/loyalty_card.py")["LEVER"]
    assert isinstance(lever, Lever)
    assert lever.name == "loyalty_card"
    assert lever.name not in LEVERS
    assert lever.moment in {it.moment for it in LEVERS.values()}
    assert set(lever.dials) <= {dial.name for dial in DIALS}


def test_the_rule_of_the_recipe_keeps_the_newest_ten_reviews() -> None:
    rule = made("sim/reviews/newest.py")["Newest"]
    assert issubclass(rule, ReviewRule)
    assert rule.name == "newest"
    assert rule.name not in RULES
    newest, board = rule(0.5, 2.0, 3.7), Board(np.zeros(1), np.zeros(1))
    for day in ([0, 0, 0, 0, 8], [4, 0, 0, 0, 0]):
        board = newest.update(board, np.array([day]))
    assert (board.weight.tolist(), board.stars.tolist()) == ([10.0], [34.0])
    assert "leaves ten reviews and 34 stars" in " ".join(recipe("A review rule").split())


@pytest.mark.parametrize("name", ["hurried", "newsstand"])
def test_a_market_of_a_recipe_loads(name: str, tmp_path: Path) -> None:
    assert name not in shipped()
    file = tmp_path / f"{name}.yaml"
    file.write_text(written()[f"scenarios/{name}.yaml"], encoding="utf-8")
    spec = load(file)
    assert spec.name == name
    people, brands = {"hurried": (2, 4), "newsstand": (1, 2)}[name]
    assert (len(spec.personas), len(spec.brands)) == (people, brands)


def test_the_measure_of_the_recipe_is_a_measure() -> None:
    lines = re.findall(r"^\+(.*)$", recipe("A measure (KPI)"), re.MULTILINE)
    (kpi,) = eval("(" + "".join(lines) + ")", vars(measure))
    assert isinstance(kpi, measure.Kpi)
    assert kpi.name not in {it.name for it in BRAND_KPIS}


def test_the_number_of_the_recipe_does_nothing_by_default() -> None:
    (snippet,) = re.findall(r"= (number\(.*?^    \))", recipe("A number of the world"), re.M | re.S)
    field = eval(snippet, {"number": number})
    assert field.json_schema_extra["off"] == field.default
    assert "bad_news" not in {it.name for it in parameters()}


def test_files_and_tests_named_are_there() -> None:
    named = set(re.findall(r"`((?:sim|tests|scenarios|docs)/[\w./-]+\.\w+)`", page()))
    assert len(named) > 10
    recipes = set(written()) | {"sim/levers/newsletter.py"}
    assert [path for path in named - recipes if not (ROOT / path).is_file()] == []
    tests = {name for path in (ROOT / "tests").rglob("test_*.py") for name in _tests(path)}
    asked = set(re.findall(r"\btest_\w+(?!\w*\.py)\b(?=[`\[\n])", page())) - {"test_twin"}
    assert len(asked) > 3
    assert asked - tests == set()


def _tests(path: Path) -> list[str]:
    return re.findall(r"^def (test_\w+)", path.read_text(encoding="utf-8"), re.MULTILINE)
