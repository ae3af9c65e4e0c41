"""The page of frames says what their columns are, and no more."""

import re
from functools import cache

import pandas as pd
import pytest

import sim
from sim.analysis.credit import Credit
from sim.analysis.response import Response
from sim.cli.pages import frames
from sim.results.columns import FRAMES, USUAL, columns
from sim.results.kpis import BRAND_KPIS, MARKET_KPIS
from tests.counts import small_cafe

OWNERS = {owner.__name__: owner for owner in (sim.Run, sim.Comparison, Credit, Response)}


@cache
def found():
    spec = small_cafe(consumers=60, days=20, warm_up_days=5)
    alike = {"reps": 2, "workers": 1}
    return {
        "Run": sim.run(spec, **alike),
        "Comparison": sim.compare(spec, **alike),
        "Credit": sim.credit(spec, moments=["know", "buy"], **alike),
        "Response": sim.response(spec, moments=["know"], **alike),
    }


def made(name):
    owner, _, frame = name.partition(".")
    return getattr(found()[owner], frame)


@pytest.mark.parametrize("name", sorted(FRAMES))
def test_a_frame_has_the_columns_that_are_told_in_their_order(name):
    frame = made(name)
    assert list(frame.columns) == [it.name for it in columns(name)]
    assert len(frame)


def test_every_frame_of_every_result_is_told():
    real = {
        f"{name}.{attribute}"
        for name, owner in OWNERS.items()
        for attribute in dir(owner)
        if not attribute.startswith("_")
        and isinstance(getattr(found()[name], attribute, None), pd.DataFrame)
    }
    assert real == set(FRAMES)


def test_no_column_is_told_that_no_frame_has():
    assert {it.name for name in FRAMES for it in columns(name)} == set(USUAL)


@pytest.mark.parametrize("name", sorted(FRAMES))
def test_a_column_of_units_holds_them_and_a_column_without_unit_holds_no_quantity(name):
    """Counts, euro and stars are numbers; what has no unit names or numbers things."""
    frame = made(name)
    units = {kpi.unit for kpi in (*BRAND_KPIS, *MARKET_KPIS)}
    for column in columns(name):
        if column.name == "unit":
            assert set(frame["unit"]) <= units
        elif column.unit:
            assert pd.api.types.is_numeric_dtype(frame[column.name])
        else:
            assert not pd.api.types.is_float_dtype(frame[column.name])


@pytest.mark.parametrize("name", sorted(FRAMES))
def test_help_names_each_column_and_its_unit(name):
    owner, _, frame = name.partition(".")
    text = getattr(OWNERS[owner], frame).__doc__
    for column in columns(name):
        assert f"    {column.name}: {column.meaning}" in text
        assert column.unit in text


def test_the_page_has_a_table_for_every_frame():
    page = frames()
    assert re.findall(r"^### `([^`]+)`$", page, re.MULTILINE) == list(FRAMES)
    assert page.count("| `brand` |") == sum("brand" in it[0].split() for it in FRAMES.values())
