"""What is read adds up: parts of a sum are rounded together, wherever they are written."""

import re
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.figure import Figure

from sim import plot
from sim.cli.show_compare import show_compare
from sim.report import COMPARED, page
from sim.results import Estimate
from sim.results.differences import (
    adding_up,
    by_persona,
    euros,
    euros_between,
    per_hundred,
    places,
)
from tests.crn.compared import strategies_compared
from tests.pages import Page

PARTS = {"from rivals": 697.5, "new": 159.5, "forward": 3.5}
COUNTS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6)


@given(COUNTS, st.integers(0, 1))
def test_rounded_parts_add_up_to_the_rounded_sum_and_none_is_off_by_one(parts, decimals):
    names = [str(at) for at in range(len(parts))]
    told = adding_up(sum(parts), dict(zip(names, parts, strict=True)), decimals)
    unit = 10**decimals
    whole = [round(it * unit) for it in told.values()]
    assert sum(whole) == round(round(sum(parts), decimals) * unit)
    for shown, part in zip(whole, parts, strict=True):
        assert abs(shown - part * unit) < 1 + 1e-3


def test_the_largest_remainders_are_rounded_up_and_of_equals_the_first():
    assert list(adding_up(860.5, PARTS).values()) == [698, 159, 3]
    assert list(adding_up(-2.0, {"a": -1.3, "b": -0.7}).values()) == [-1, -1]
    assert list(adding_up(8.96, {"a": 5.04, "b": 3.92}, 1).values()) == [5.1, 3.9]
    assert adding_up(None, {"a": None}) == {"a": 0}


def test_each_part_rounded_by_itself_would_not_add_up():
    """The control."""
    assert sum(round(it) for it in PARTS.values()) != round(sum(PARTS.values()))


@pytest.mark.parametrize(("count", "decimals"), [(9.99, 1), (-3.0, 1), (10.0, 0), (None, 0)])
def test_a_few_are_told_with_a_decimal(count, decimals):
    assert places(count) == decimals


def test_euros_have_their_sign_in_front_and_an_interval_where_there_is_one():
    assert euros(-0.414) == "-€0.41"
    assert euros_between(Estimate(1234.5, -2.0, 2471.0)) == "€1,234.50 (-€2.00 to €2,471.00)"
    assert euros_between(Estimate(0.5, None, None)) == "€0.50"


def test_terminal_and_figure_write_the_same_sources(capsys):
    found = strategies_compared()
    show_compare(found)
    text = capsys.readouterr().out
    lines = dict(re.findall(r"^(\w+): \S+ = (.+) brought forward$", text, re.MULTILINE))
    ax = plot.gain_sources(found, Figure().subplots())
    beside = [Decimal(text.get_text().replace(",", "")) for text in ax.texts]
    for row, name in enumerate(found.runs):
        drawn = beside[row :: len(found.runs)]
        mean = found.difference(name).mean
        assert sum(drawn) == Decimal(f"{mean:.{places(mean)}f}")
        if name in lines:
            told = re.findall(r"([+-]? ?[\d,.]+)(?: from| new|$)", lines[name])
            assert [Decimal(re.sub(r"[ +,]", "", it)) for it in told] == drawn
    assert "cheaper" in lines


def test_sources_on_the_page_add_up():
    found = strategies_compared()
    text = Page(page(found, [it for it in COMPARED if it.name == "sources"])).text("p")
    numbers = [Decimal(it.replace(",", "")) for it in re.findall(r"([+-][\d,.]+) \(", text)]
    assert len(numbers) == 4
    assert numbers[0] == sum(numbers[1:])


def test_purchases_per_hundred_people_are_those_of_all_of_them():
    found = strategies_compared()
    sizes = np.mean([lived.persona_sizes for lived in found.base.replicates], axis=0)
    each, gained = per_hundred(found, "cheaper"), by_persona(found, "cheaper")
    for size, persona in zip(sizes, sorted(found.base.spec.personas), strict=True):
        for one, all_of_them in zip(each[persona], gained[persona], strict=True):
            assert one == pytest.approx(100 * all_of_them / size)
