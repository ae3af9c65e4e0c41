"""What a consumer is, is declared once; each column is documented, read, and written by its own."""

import ast
from collections import defaultdict
from functools import cache

import numpy as np
import pytest

from sim.tables import records
from sim.tables.events import TOUCH
from sim.tables.market import BRAND, CELL, MIXES, TODAY
from sim.tables.state import COLUMNS
from tests.sources import LAYOUTS, accesses, assigned, every_kernel, functions, modules

OF_CONSUMERS = ("screen", "person", "memory", "voice", "told")
DRAWN_BY = {"population", "people"}
"""Modules that make people what they are before the first day."""
ON_COPIES = {"study.beside"}
"""Modules that change a copy of one person, who lives a day beside the market."""
FOR_PEOPLE = {
    "source": "what opened the need",
}
"""Columns that decide nothing: they are there for whoever looks at one consumer."""

every_column = pytest.mark.parametrize("column", COLUMNS, ids=lambda column: column.name)


@cache
def by_kernels():
    """Modules that read and that write each field of each record."""
    reading, writing = defaultdict(set), defaultdict(set)
    for where, kernel in every_kernel().items():
        for layout, field, written in accesses(kernel)[0]:
            (writing if written else reading)[layout, field].add(where.split(".")[-2])
    return reading, writing


def columns_assigned(tree):
    """Columns that whole arrays are given, as in `population.memory["belief"] = 0`."""
    for target in assigned(tree):
        for node in ast.walk(target):
            if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
                layout = ast.unparse(node.value).rpartition(".")[2]
                if layout in OF_CONSUMERS:
                    yield layout, node.slice.value


@cache
def all_writers():
    """Modules that write each column once the population is drawn."""
    writers = defaultdict(set)
    for (layout, field), by in by_kernels()[1].items():
        writers[layout, field] |= by - DRAWN_BY
    for name, tree in modules().items():
        for layout, field in columns_assigned(tree):
            if name not in DRAWN_BY | ON_COPIES:
                writers[layout, field].add(name)
    return writers


def kernel_of(source):
    return next(functions(ast.parse(source)))


def test_a_consumer_has_columns_in_every_layout_and_no_name_twice():
    assert {column.layout for column in COLUMNS} == set(OF_CONSUMERS)
    names = [column.name for column in COLUMNS]
    assert len(set(names)) == len(names) > 40


@every_column
def test_a_column_is_documented_with_its_unit(column):
    assert column.unit
    assert column.doc.endswith(".")
    assert column.doc[0].isupper()


@every_column
def test_a_column_holds_the_value_it_begins_with(column):
    assert np.dtype(column.dtype).type(column.initial) == column.initial


@every_column
def test_a_column_decides_something_or_is_there_for_people_to_look_at(column):
    readers = by_kernels()[0][column.layout, column.name]
    assert bool(readers) != (column.name in FOR_PEOPLE)


@every_column
def test_a_column_is_written_by_its_writers_and_nobody_else(column):
    assert all_writers()[column.layout, column.name] == set(column.writers)


def test_who_somebody_is_never_changes_once_drawn():
    constant = {(column.layout, column.name) for column in COLUMNS if not column.writers}
    assert len(constant) > 10
    assert {by for key in constant for by in by_kernels()[1][key]} == {"people"}


@pytest.mark.parametrize("where", every_kernel())
def test_a_kernel_names_only_what_is_declared(where):
    found, strays = accesses(every_kernel()[where])
    assert strays == []
    assert [access for access in found if access.field not in LAYOUTS[access.layout]] == []


def test_kernels_change_people_counters_and_the_log_and_nothing_else():
    written = {layout for layout, _ in by_kernels()[1]}
    assert written == {"screen", "person", "memory", "market_tally", "brand_tally", "log"}


@pytest.mark.parametrize(
    ("layout", "rows"), [("brands", BRAND), ("cells", CELL), ("mixes", MIXES), ("today", TODAY)]
)
def test_all_that_the_market_hands_over_is_documented_and_read(layout, rows):
    assert rows
    unread = {row.name for row in rows if not by_kernels()[0][layout, row.name]}
    assert unread == set()
    assert all(row.doc.endswith((".", "?")) for row in rows)


def test_every_field_of_the_touch_log_is_documented_and_filled_in():
    assert {field for layout, field in by_kernels()[1] if layout == "log"} == {
        it[0] for it in TOUCH
    }
    assert all(doc.endswith(".") for _, _, doc in TOUCH)


@pytest.mark.parametrize("layout", OF_CONSUMERS)
def test_records_are_laid_out_from_the_table(layout):
    assert set(getattr(records, layout.upper()).names) == LAYOUTS[layout]


# --- the checks see what they should --------------------------------------------------------------


def test_the_check_sees_a_name_that_is_no_column():
    kernel = kernel_of(
        "def k(world, i):\n"
        "    person = world.person[i]\n"
        "    person.mood = world.memory[i, 0].awareness\n"
        "    person.trust.depth = i.weight"
    )
    found, strays = accesses(kernel)
    assert [it for it in found if it.field not in LAYOUTS[it.layout]] == [
        ("person", "mood", True),
        ("person", "trust", False),
    ]
    assert strays == ["person.trust.depth", "i.weight"]


@pytest.mark.parametrize(
    "statement",
    [
        "person.visit = 1",
        "person.visit += 1",
        "world.person[i].visit = 1",
        "x, person.visit = f()",
        "person.visit[2] += 1",
    ],
)
def test_the_check_sees_every_way_of_writing(statement):
    kernel = kernel_of(f"def k(world, i):\n    person = world.person[i]\n    {statement}")
    assert ("person", "visit", True) in accesses(kernel)[0]


def test_the_check_sees_a_whole_column_written():
    tree = ast.parse("a.told['voice_day'][who] = 3\nmemory['belief'] = 0\nrow['belief'][1] = 2")
    assert set(columns_assigned(tree)) == {("told", "voice_day"), ("memory", "belief")}
