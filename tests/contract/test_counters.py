"""Every counter is emitted where the table says and used; every number of the world is read."""

import ast
import re
from collections import defaultdict
from functools import cache

import pytest

from sim.scenario.catalogue import parameters
from sim.tables.events import BRAND_COUNTS, MARKET_COUNTS
from sim.tables.moments import DEVICES
from tests.sources import accesses, every_kernel, modules

COUNTERS = {
    **{("market_tally", count.name): count for count in MARKET_COUNTS},
    **{("brand_tally", count.name): count for count in BRAND_COUNTS},
}
RAW = {
    ("market_tally", "by_context"): "micro-moments by place",
    ("brand_tally", "reminders"): "reminders that reached somebody",
    ("brand_tally", "onboarded"): "buyers shown how to begin",
}
"""Counters that no measure is made of; the frame `Run.counters` holds them as they are."""
PARAMETERS = tuple(parameters())
TALLY = re.compile(r"(tally|market|world\.(market|brand)_tally\[.+\])\.")

every_counter = pytest.mark.parametrize("key", COUNTERS, ids=".".join)


# --- counters -------------------------------------------------------------------------------------


@cache
def emitters():
    """Modules that add to each counter."""
    found = defaultdict(set)
    for where, kernel in every_kernel().items():
        for layout, field, written in accesses(kernel)[0]:
            if written and layout.endswith("_tally"):
                found[layout, field].add(where.split(".")[-2])
    return found


@cache
def strings(*within):
    """Strings written out anywhere in some parts of the package."""
    return {
        node.value
        for tree in modules(*within).values()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }


def axes_of(count):
    return [axis for axis in count.axes.split(", ") if axis]


def test_there_are_counters_of_the_market_and_of_brands():
    assert len(COUNTERS) == len(MARKET_COUNTS) + len(BRAND_COUNTS) > 50


@every_counter
def test_a_counter_is_documented_and_names_its_axes(key):
    count = COUNTERS[key]
    assert count.doc.endswith(".")
    assert len(axes_of(count)) == len(count.shape)


@every_counter
def test_a_counter_is_emitted_by_the_modules_it_names(key):
    assert emitters()[key] == set(COUNTERS[key].emitter.split(", "))


@every_counter
def test_a_counter_is_part_of_a_measure_or_said_to_be_raw(key):
    assert (key[1] in strings("results")) != (key in RAW)


def test_kernels_only_ever_add_to_counters():
    wrong = [
        ast.unparse(node)
        for where, kernel in every_kernel().items()
        for node in ast.walk(kernel)
        if isinstance(node, ast.Assign | ast.AugAssign) and not only_adds(node)
    ]
    assert wrong == []


def only_adds(node):
    """Whether an assignment leaves counters alone or grows one."""
    targets = node.targets if isinstance(node, ast.Assign) else [node.target]
    if not any(TALLY.match(ast.unparse(target)) for target in targets):
        return True
    return isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add)


# --- numbers of the world -------------------------------------------------------------------------


@cache
def read_as_rules():
    """Fields of `rules` that kernels read."""
    return {
        access.field
        for kernel in every_kernel().values()
        for access in accesses(kernel)[0]
        if access.layout == "rules"
    }


@cache
def read_as_settings():
    """Settings read above the kernels as (section, name): `spec.market.needs.shape` and others."""
    trees = modules("market", "population", "levers", "study").values()
    return {pair for tree in trees for pair in settings_read(tree)}


def settings_read(tree):
    """Pairs of section and name that a module reads."""
    sections = _sections(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            section = _last(node.value)
            yield sections.get(section, section), node.attr
        elif isinstance(node, ast.Call) and ast.unparse(node.func) == "getattr":
            section = _last(node.args[0])
            for name in _names(node.args[1]):
                yield sections.get(section, section), name


def _sections(tree):
    """Local names of sections, as in `choice, use = spec.market.choice, spec.market.use`."""
    known = {}
    for node in ast.walk(tree):
        if not isinstance(node, ast.Assign):
            continue
        pairs = [(node.targets[0], node.value)]
        if isinstance(node.targets[0], ast.Tuple) and isinstance(node.value, ast.Tuple):
            pairs = zip(node.targets[0].elts, node.value.elts, strict=True)
        for target, value in pairs:
            if isinstance(value, ast.Attribute):
                known[_last(target)] = _last(value)
            elif isinstance(value, ast.Name):
                known[_last(target)] = known.get(value.id, value.id)
    return known


def _last(node):
    """The last name of a dotted path, without the underscore of private ones."""
    return ast.unparse(node).rpartition(".")[2].lstrip("_")


def _names(node):
    """What `getattr` may be asked for: a string, or a string that ends in a device."""
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
        return [node.values[0].value + device for device in DEVICES]
    return []


def test_there_are_numbers_that_kernels_read_and_numbers_they_do_not():
    of_kernels = [it for it in PARAMETERS if it.kernel != "no"]
    assert len(of_kernels) > 50
    assert len(PARAMETERS) - len(of_kernels) > 30


def test_numbers_that_kernels_read_have_names_of_their_own():
    names = [it.name for it in PARAMETERS if it.kernel != "no"]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("it", PARAMETERS, ids=lambda it: it.path)
def test_a_number_of_the_world_is_read(it):
    if it.kernel == "no":
        assert tuple(it.path.split(".")[-2:]) in read_as_settings()
    else:
        assert it.name in read_as_rules()


def test_kernels_read_no_number_that_is_not_declared():
    assert read_as_rules() == {it.name for it in PARAMETERS if it.kernel != "no"}


# --- the checks see what they should --------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "fine"),
    [
        ("tally.won += 1", True),
        ("tally.won -= 1", False),
        ("tally.won = 1", False),
        ("world.market_tally[0].moments[m, c] += 2", True),
        ("world.brand_tally[b].stars[s] = 2", False),
        ("person.visit = 1", True),
    ],
)
def test_the_check_sees_a_counter_that_is_set_or_falls(statement, fine):
    assert only_adds(ast.parse(statement).body[0]) == fine


@pytest.mark.parametrize(
    ("source", "pairs"),
    [
        ("a = spec.market.needs\nb = a.shape", {("needs", "shape")}),
        ("a, b = spec.x.listen, spec.y\nc = a.lag_days", {("listen", "lag_days")}),
        ("self._use = use\nself._use.churn", {("use", "churn")}),
        ("getattr(choice, f'device_{name}')", {("choice", "device_phone")}),
        ("getattr(choice, 'price')", {("choice", "price")}),
    ],
)
def test_the_check_sees_settings_however_they_are_read(source, pairs):
    assert pairs <= set(settings_read(ast.parse(source)))


def test_the_check_of_settings_tells_sections_apart():
    found = set(settings_read(ast.parse("listen = spec.reviews.listen\nx = listen.quality")))
    assert ("choice", "quality") not in found


def test_the_check_of_measures_does_not_find_what_is_not_there():
    assert "no such counter" not in strings("results")
