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
        for layout in ("screen", "person", "memory", "voice")
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


class Draw(NamedTuple):
    """One call of `draw`."""

    where: str
    stream: str | None
    """Name of the constant; None where the stream is no name."""
    key: str | None
    """`person` or `luck`; None where it cannot be told."""
    b: int | None
    """The last counter word where it is a plain number."""


class Word(NamedTuple):
    """One word of a draw that decides something."""

    where: str
    stream: str
    b: int | None
    index: int | None
    """Which of the four; None where a loop tells."""


def draws_in(where: str, function: ast.FunctionDef) -> list[tuple[ast.Call, Draw]]:
    """Every draw of a function."""
    held = _aliases(function)
    return [
        (node, Draw(where, _constant(node.args[1]), _key(node.args[0], function, held), _b(node)))
        for node in ast.walk(function)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "draw"
    ]


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
        self.calls = {id(call): (it.stream, it.b) for call, it in draws_in(where, kernel)}
        self.drawn = [
            (node.lineno, ast.unparse(node.targets[0]), self.calls[id(node.value)])
            for node in ast.walk(kernel)
            if isinstance(node, ast.Assign) and id(node.value) in self.calls
        ]

    def sources(self, node: ast.expr) -> set[Source]:
        """Which draws an expression may hold where it stands."""
        if id(node) in self.calls:
            return {self.calls[id(node)]}
        if not isinstance(node, ast.Name):
            return set()
        before = [it for it in self.drawn if it[1] == node.id and it[0] <= node.lineno]
        return {max(before)[2]} if before else self.given.get(node.id, set())

    def words(self) -> Iterator[Word]:
        """Words looked at here."""
        for node in ast.walk(self.kernel):
            if isinstance(node, ast.Subscript):
                for stream, b in self.sources(node.value):
                    yield Word(self.where, str(stream), b, _plain(node.slice))

    def hands_over(self, readers: dict[str, "Reader"]) -> bool:
        """Whether a kernel called here has got a draw it did not know it would be given."""
        news = False
        for node in ast.walk(self.kernel):
            if not isinstance(node, ast.Call) or ast.unparse(node.func) not in readers:
                continue
            callee = readers[ast.unparse(node.func)]
            for parameter, argument in zip(callee.parameters, node.args, strict=False):
                given = self.sources(argument)
                news |= not given <= callee.given[parameter]
                callee.given[parameter] |= given
        return news


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


def _b(call: ast.Call) -> int | None:
    return _plain(call.args[4])


def _plain(node: ast.expr) -> int | None:
    return node.value if isinstance(node, ast.Constant) else None
