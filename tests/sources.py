"""The model's own source, as contract tests read it: syntax trees, kernels, records, draws."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

import sim
from sim.market import rules_dtype
from sim.moments.world import World
from sim.tables.events import BRAND_COUNTS, MARKET_COUNTS, TOUCH
from sim.tables.market import BRAND, CELL, MIXES, TODAY
from sim.tables.state import COLUMNS

SIM = Path(sim.__file__).parent
KERNEL_MAKERS = {"kernel", "entry", "inner", "subroutine", "inlined"}

LAYOUTS = {
    **{
        layout: {column.name for column in COLUMNS if column.layout == layout}
        for layout in ("screen", "person", "memory", "voice", "told")
    },
    "rules": set(rules_dtype().names),
    "mixes": {given.name for given in MIXES},
    "brands": {given.name for given in BRAND},
    "cells": {given.name for given in CELL},
    "today": {given.name for given in TODAY},
    "market_tally": {count.name for count in MARKET_COUNTS},
    "brand_tally": {count.name for count in BRAND_COUNTS},
    "log": {name for name, _, _ in TOUCH},
}
"""Which names the records of each array of the world have."""


# --- modules --------------------------------------------------------------------------------------


@cache
def modules(*within: str) -> dict[str, ast.Module]:
    """Syntax trees of the package by dotted name, all of them or those of some parts of it."""
    trees = {}
    for path in sorted(SIM.rglob("*.py")):
        parts = path.relative_to(SIM).with_suffix("").parts
        name = ".".join(parts)
        if not within or parts[0] in within:
            trees[name] = ast.parse(path.read_text(encoding="utf-8"))
    return trees


def functions(module: ast.Module) -> Iterator[ast.FunctionDef]:
    """Every function of a module, methods included."""
    return (node for node in ast.walk(module) if isinstance(node, ast.FunctionDef))


def kernels(module: ast.Module) -> Iterator[ast.FunctionDef]:
    """Every kernel of a module."""
    for function in functions(module):
        names = {node.id for node in function.decorator_list if isinstance(node, ast.Name)}
        if names & KERNEL_MAKERS:
            yield function


@cache
def every_kernel() -> dict[str, ast.FunctionDef]:
    """All kernels that see people or the market, as `module.function`."""
    return {
        f"{module}.{kernel.name}": kernel
        for module, tree in modules("moments", "network", "population").items()
        for kernel in kernels(tree)
    }


def assigned(tree: ast.AST) -> Iterator[ast.expr]:
    """Whatever is assigned to anywhere in a tree."""
    for node in ast.walk(tree):
        targets = []
        if isinstance(node, ast.Assign):
            targets = node.targets
        elif isinstance(node, ast.AugAssign | ast.AnnAssign):
            targets = [node.target]
        for target in targets:
            yield from target.elts if isinstance(target, ast.Tuple) else [target]


# --- records --------------------------------------------------------------------------------------


class Access(NamedTuple):
    """One field of one record, read or written by a kernel."""

    layout: str
    field: str
    written: bool


def accesses(kernel: ast.FunctionDef) -> tuple[list[Access], list[str]]:
    """Fields of records a kernel reads and writes, and attributes of nobody knows what."""
    held = _aliases(kernel)
    written = _targets(kernel)
    found, strays = [], []
    for node in ast.walk(kernel):
        if not isinstance(node, ast.Attribute):
            continue
        layout = _layout(node.value, kernel, held)
        if layout is not None:
            found.append(Access(layout, node.attr, node in written))
        elif not _is_ordinary(node, kernel):
            strays.append(ast.unparse(node))
    return found, strays


def _targets(kernel: ast.FunctionDef) -> set[ast.expr]:
    """Attributes assigned to, as `screen.phase = …` or `tally.noticed[…] += 1`."""
    written = set()
    for target in assigned(kernel):
        inside = target.value if isinstance(target, ast.Subscript) else target
        if isinstance(inside, ast.Attribute):
            written.add(inside)
    return written


def _aliases(kernel: ast.FunctionDef) -> dict[str, str]:
    """Local names that stand for a record, such as `person = world.person[i]`."""
    held: dict[str, str] = {}
    for node in ast.walk(kernel):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            layout = _layout(node.value, kernel, held)
            name = node.targets[0].id
            if layout is not None:
                assert held.setdefault(name, layout) == layout, (
                    f"{kernel.name}: {name} is two things"
                )
    return held


def _layout(node: ast.expr, kernel: ast.FunctionDef, held: dict[str, str]) -> str | None:
    """Which array of the world an expression takes a record from."""
    if isinstance(node, ast.Name):
        return held.get(node.id)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "row":
        return "log"
    if isinstance(node, ast.Subscript):
        array = node.value
        if isinstance(array, ast.Attribute) and ast.unparse(array.value) == "world":
            return array.attr if array.attr in LAYOUTS else None
        if isinstance(array, ast.Name) and array.id in _parameters(kernel):
            return array.id if array.id in LAYOUTS else None
    return None


def _is_ordinary(node: ast.Attribute, kernel: ast.FunctionDef) -> bool:
    """NumPy's names, arrays of the world, and the shape of an array."""
    owner = ast.unparse(node.value)
    if owner == "np":
        return True
    if owner == "world":
        return node.attr in World._fields
    arrays = {f"world.{name}" for name in World._fields} | _parameters(kernel)
    return node.attr == "shape" and owner in arrays


def _parameters(kernel: ast.FunctionDef) -> set[str]:
    return {argument.arg for argument in kernel.args.args}


# --- draws ----------------------------------------------------------------------------------------

DRAWERS = {"draw_row": (None, 1, 2), "draw_listed": (2, 3, 4), "draw_block": (1, 2, 3)}
"""Kernels that draw for a list of people onto a row: where they are told the key (None: today's
luck), the row, and the stream; the last counter word comes last."""


class Draw(NamedTuple):
    """One call of `draw`."""

    where: str
    stream: str | None
    """Name of the constant; None where the stream is no name."""
    key: str | None
    """`person` or `luck`; None where it cannot be told."""
    b: int | None
    """The last counter word where it is a plain number."""
    row: str | None = None
    """Name of the row on which words for a list of people are put."""


class Word(NamedTuple):
    """One word of a draw that decides something."""

    where: str
    stream: str
    b: int | None
    index: int | None
    """Which of the four; None where a loop tells."""


def draws_in(where: str, function: ast.FunctionDef) -> list[tuple[ast.Call, Draw]]:
    """Every draw of a function; those who draw what they are told are none themselves."""
    if function.name in DRAWERS:
        return []
    held = _aliases(function)
    found = []
    for node in calls(function):
        if ast.unparse(node.func) == "draw":
            key = _key(node.args[0], function, held)
            found.append((node, Draw(where, _constant(node.args[1]), key, _plain(node.args[4]))))
        elif ast.unparse(node.func) in DRAWERS:
            found.append((node, _draw_on_a_row(where, node, function, held)))
    return found


def calls(function: ast.FunctionDef) -> Iterator[ast.Call]:
    """Every call a function makes."""
    return (node for node in ast.walk(function) if isinstance(node, ast.Call))


def _draw_on_a_row(
    where: str, call: ast.Call, function: ast.FunctionDef, held: dict[str, str]
) -> Draw:
    key_at, row_at, stream_at = DRAWERS[ast.unparse(call.func)]
    key = "luck" if key_at is None else _key(call.args[key_at], function, held)
    # Of people listed with a step of their own, the last counter word is different for each.
    steps = ast.unparse(call.func) != "draw_block" and _plain(call.args[-2]) != 0
    b = None if steps else _plain(call.args[-1])
    row = _row(call.args[row_at], function)
    return Draw(where, _constant(call.args[stream_at]), key, b, row)


def _row(node: ast.expr, function: ast.FunctionDef) -> str | None:
    """The constant that names a row, or the first of several rows."""
    if isinstance(node, ast.BinOp):
        return _row(node.left, function)
    if not isinstance(node, ast.Name) or node.id.isupper():
        return _constant(node)
    for other in ast.walk(function):
        if isinstance(other, ast.Assign) and ast.unparse(other.targets[0]) == node.id:
            return _row(other.value, function)
    return None


Source = tuple[str | None, int | None]
"""Stream and last counter word of a draw."""


def words_read(kernels: dict[str, ast.FunctionDef]) -> list[Word]:
    """Words kernels look at, in the kernel that draws them or in one they are handed to."""
    readers = {where.rpartition(".")[2]: Reader(where, node) for where, node in kernels.items()}
    while any(reader.hands_over(readers) for reader in readers.values()):
        pass
    return [word for reader in readers.values() for word in reader.words()]


class Reader:
    """A kernel, the draws it makes, and the draws of others it is handed."""

    def __init__(self, where: str, kernel: ast.FunctionDef) -> None:
        self.where = where
        self.kernel = kernel
        self.parameters = [argument.arg for argument in kernel.args.args]
        self.given: dict[str, set[Source]] = {name: set() for name in self.parameters}
        self.left: dict[str, set[Source]] = {}
        self.rows: dict[str, dict[int, set[Source]]] = {}
        draws = draws_in(where, kernel)
        self.calls = {id(call): (it.stream, it.b) for call, it in draws if it.row is None}
        for call, it in draws:
            if it.row is not None:
                self.rows.setdefault(it.row, {})[call.lineno] = {(it.stream, it.b)}
        self.drawn = [
            (node.lineno, ast.unparse(node.targets[0]), node.value)
            for node in ast.walk(kernel)
            if isinstance(node, ast.Assign)
            and (id(node.value) in self.calls or _is_drawn(node.value))
        ]

    def held(self, row: str | None, line: int) -> set[Source]:
        """Which draws a row may hold on a line: the last made here, or what callers left there."""
        if row is None:
            return set()
        before = [at for at in self.rows.get(row, {}) if at <= line]
        return self.rows[row][max(before)] if before else self.left.get(row, set())

    def sources(self, node: ast.expr) -> set[Source]:
        """Which draws an expression may hold where it stands."""
        if id(node) in self.calls:
            return {self.calls[id(node)]}
        if isinstance(node, ast.Call) and _is_drawn(node):
            return self.held(_row(node.args[1], self.kernel), node.lineno)
        if not isinstance(node, ast.Name):
            return set()
        before = [it for it in self.drawn if it[1] == node.id and it[0] <= node.lineno]
        if not before:
            return self.given.get(node.id, set())
        return self.sources(max(before, key=lambda it: it[0])[2])

    def words(self) -> Iterator[Word]:
        """Words looked at here."""
        for node in ast.walk(self.kernel):
            if not isinstance(node, ast.Subscript):
                continue
            found, index = self.sources(node.value), node.slice
            if ast.unparse(node.value) in ("words", "world.words") and isinstance(index, ast.Tuple):
                found = self.held(_row(index.elts[0], self.kernel), node.lineno)
                index = index.elts[1]
            for stream, b in found:
                yield Word(self.where, str(stream), b, _plain(index))

    def hands_over(self, readers: dict[str, "Reader"]) -> bool:
        """Whether a kernel called here has got a draw it did not know it would be given."""
        news = False
        for node in calls(self.kernel):
            if ast.unparse(node.func) not in readers:
                continue
            callee = readers[ast.unparse(node.func)]
            news |= self._shares_rows(callee, node.lineno)
            for parameter, argument in zip(callee.parameters, node.args, strict=False):
                given = self.sources(argument)
                news |= not given <= callee.given[parameter]
                callee.given[parameter] |= given
        return news

    def _shares_rows(self, callee: "Reader", line: int) -> bool:
        """A kernel called finds what rows hold, and leaves there what it draws."""
        news = False
        for row in {*self.rows, *self.left}:
            held = self.held(row, line - 1)
            news |= not held <= callee.left.setdefault(row, set())
            callee.left[row] |= held
        for row, by_line in callee.rows.items():
            drawn = set().union(*by_line.values())
            here = self.rows.setdefault(row, {}).setdefault(line, set())
            news |= not drawn <= here
            here |= drawn
        return news


def _is_drawn(node: ast.expr) -> bool:
    return isinstance(node, ast.Call) and ast.unparse(node.func) == "drawn"


def _constant(node: ast.expr) -> str | None:
    return node.id if isinstance(node, ast.Name) else None


def _key(node: ast.expr, function: ast.FunctionDef, held: dict[str, str]) -> str | None:
    if isinstance(node, ast.Attribute) and _layout(node.value, function, held) == "today":
        return node.attr
    if isinstance(node, ast.Name) and node.id in _parameters(function):
        return {"person_key": "person", "luck_key": "luck"}.get(node.id)
    for assigned in ast.walk(function):
        if isinstance(assigned, ast.Assign) and ast.unparse(assigned.targets[0]) == ast.unparse(
            node
        ):
            return _key(assigned.value, function, held)
    return None


def _plain(node: ast.expr) -> int | None:
    return node.value if isinstance(node, ast.Constant) else None
