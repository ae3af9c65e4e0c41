"""The shipped markets are what their pages say: complete, annotated, and measured in earnest."""

import re
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from sim import load, run
from sim.cli.validate import counted_assumptions
from sim.results.kpis import BRAND_KPIS, MARKET_KPIS
from sim.scenario_io import shipped, unsourced

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs/markets"
MARKETS = ["base", "cafe", "camera", "grocery", "personas", "sneakers", "telecom"]
REFERENCE = ["cafe", "camera", "grocery", "sneakers", "telecom"]
HEADINGS = [
    "What it teaches",
    "What happens in it",
    "Strategies worth comparing",
    "Assumptions",
    "What it cannot say",
    "Try",
]
COUNTED = re.compile(r"^`(\d+)` of `(\d+)` numbers of this market are assumptions\.$", re.MULTILINE)
# | Needs that end in a purchase (`conversion`) | 51.9 % ± 0.2 | ...
ROW = re.compile(r"^\|[^|`]*\(`(\w+)`\)[^|`]*\| *([+-]?[\d.,]+)( %)? ± ([\d.,]+)", re.MULTILINE)
FACT = re.compile(r"\b[AJKMRZ]\d\d\b")
SAME_MONEY = 0.001
# A page shows means of ten replicates with the half-width of their 95 % interval, t = 2.26: the
# first replicate lies sqrt(10) / 2.26 = 1.4 of them off in one of three cases. Four times that, and
# half of the last digit shown, is what it may be off: a tenth is found in every market.
MAY_BE_OFF = 4 * 1.4


def page(name: str) -> str:
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


def headings(text: str) -> list[str]:
    return re.findall(r"^## (.+)$", text, re.MULTILINE)


def claimed_assumptions(text: str) -> list[tuple[int, int]]:
    return [(int(assumed), int(all_)) for assumed, all_ in COUNTED.findall(text)]


def unequal_plans(spec) -> list[str]:
    """Strategies that plan to spend more or less than the base plan does."""
    planned = spec.brands[spec.focal_brand].spend.total
    totals = {
        name: spec.under(name).brands[spec.focal_brand].spend.total for name in spec.strategies
    }
    return [name for name, total in totals.items() if abs(total / planned - 1) > SAME_MONEY]


def claimed_figures(text: str) -> dict[str, tuple[float, float]]:
    """Measure to mean and the most by which one replicate may be off it, in the measure's unit."""
    found = {}
    for measure, mean, percent, half in ROW.findall(text):
        unit = 0.01 if percent else 1.0
        last_digit = 10.0 ** -len(half.partition(".")[2])
        room = MAY_BE_OFF * float(half.replace(",", "")) + last_digit
        found[measure] = (unit * float(mean.replace(",", "")), unit * room)
    return found


@cache
def lived(name: str) -> dict[str, float]:
    """Every measure of the first replicate; of measures of brands, the focal one's."""
    year = run(load(name, ["market.panel_consumers=0"]), reps=1, seed=7)
    frame = year.kpis
    ours = frame[frame["brand"].isna() | (frame["brand"] == year.spec.focal_brand)]
    values = dict(zip(ours["measure"], ours["value"], strict=True))
    market = frame[frame["brand"].isna()]  # both know `in_store`; a page means the market's
    return values | dict(zip(market["measure"], market["value"], strict=True))


def untrue(text: str, true: dict[str, float]) -> list[str]:
    return [
        measure
        for measure, (mean, room) in claimed_figures(text).items()
        if not abs(true[measure] - mean) <= room
    ]


# --- the catalogue --------------------------------------------------------------------------------


def test_the_shipped_markets_are_the_seven_of_the_catalogue() -> None:
    assert sorted(shipped()) == MARKETS


def test_every_market_has_a_page_and_no_page_lacks_a_market() -> None:
    assert sorted(path.stem for path in PAGES.glob("*.md")) == sorted([*MARKETS, "README"])


@pytest.mark.parametrize("folder", ["docs/markets", "scenarios"])
def test_both_lists_of_markets_name_every_market(folder: str) -> None:
    text = (ROOT / folder / "README.md").read_text(encoding="utf-8")
    end = ".md" if folder == "docs/markets" else ".yaml"
    assert [name for name in MARKETS if f"{name}{end}" not in text] == []


@pytest.mark.parametrize("name", MARKETS)
def test_the_list_of_pages_links_the_page(name: str) -> None:
    assert f"({name}.md)" in (PAGES / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", MARKETS)
def test_a_market_bears_the_name_of_its_file(name: str) -> None:
    assert load(name).name == name


# --- the pages ------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", MARKETS)
def test_a_page_has_all_headings_in_their_order(name: str) -> None:
    assert headings(page(name)) == HEADINGS


@pytest.mark.parametrize("name", MARKETS)
def test_a_page_counts_assumptions_as_validate_does(name: str) -> None:
    assert claimed_assumptions(page(name)) == [counted_assumptions(name)]


def test_a_stale_count_of_assumptions_would_be_found() -> None:
    assumed, numbers = counted_assumptions("cafe") or (0, 0)
    stale = page("cafe").replace(f"`{assumed}` of", f"`{assumed - 1}` of")
    assert claimed_assumptions(stale) == [(assumed - 1, numbers)]


@pytest.mark.parametrize("name", MARKETS)
def test_every_number_of_a_market_has_a_comment(name: str) -> None:
    assert unsourced(shipped()[name]) == []


@pytest.mark.parametrize("name", MARKETS)
def test_every_fact_a_page_compares_with_can_be_looked_up(name: str) -> None:
    facts = (ROOT / "docs/facts.md").read_text(encoding="utf-8")
    assert [code for code in FACT.findall(page(name)) if f"| {code} |" not in facts] == []


@pytest.mark.parametrize("name", MARKETS)
def test_a_page_names_every_strategy_of_its_market(name: str) -> None:
    text = page(name)
    assert [plan for plan in load(name).strategies if f"`{plan}`" not in text] == []


@pytest.mark.parametrize("name", MARKETS)
def test_a_page_shows_measures_that_exist(name: str) -> None:
    known = {kpi.name for kpi in (*MARKET_KPIS, *BRAND_KPIS)}
    figures = claimed_figures(page(name))
    assert len(figures) >= 4
    assert set(figures) <= known


@pytest.mark.slow
@pytest.mark.parametrize("name", MARKETS)
def test_the_figures_of_a_page_are_those_of_the_market(name: str) -> None:
    assert untrue(page(name), lived(name)) == []


@pytest.mark.slow
def test_a_figure_a_tenth_too_high_would_be_found() -> None:
    lower = {measure: value / 1.1 for measure, value in lived("base").items()}
    assert set(untrue(page("base"), lower)) >= {"conversion", "journey_moments", "journey_days"}


# --- the strategies -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", REFERENCE)
def test_a_reference_market_has_three_plans_or_more_each_with_a_sentence(name: str) -> None:
    plans = load(name).strategies
    assert len(plans) >= 3
    assert [plan for plan, strategy in plans.items() if not strategy.about.endswith(".")] == []


@pytest.mark.parametrize("name", REFERENCE)
def test_every_plan_costs_as_much_as_the_base_plan(name: str) -> None:
    assert unequal_plans(load(name)) == []


def test_a_plan_that_costs_a_hundredth_more_would_be_found() -> None:
    spec = load("cafe")
    stimulus = spec.brands[spec.focal_brand].spend.moments.stimulus
    total = spec.brands[spec.focal_brand].spend.total
    dear = {"dear": {"spend": {"moments": {"stimulus": stimulus + 0.01 * total}}}}
    both = load("cafe", [f"strategies={dear | {'free': {'policies': {'invite': 0.5}}}}"])
    assert unequal_plans(both) == ["dear"]


@pytest.mark.parametrize("name", REFERENCE)
def test_no_two_brands_are_alike_and_all_four_are_there(name: str) -> None:
    brands = load(name).brands
    assert sorted(brands) == ["acme", "bolt", "crest", "dune"]
    traits = [(brand.price_eur, brand.quality_stars) for brand in brands.values()]
    assert len(np.unique(traits, axis=0)) == len(traits)
