"""Settings are changed one by one, on the command line and in notebooks."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sim.errors import Problem, ScenarioError
from sim.scenario import Scenario
from sim.scenario.declare import Section
from sim.scenario_io.check import problem_at
from sim.scenario_io.document import MAX_DEPTH, Document, Node, Place, read_text
from sim.scenario_io.files import laid_over
from sim.scenario_io.shape import setting_at
from sim.scenario_io.words import LARGEST_WHOLE, Path, nearest, show, spell, text_problem


def overridden(root: Node, overrides: Sequence[str]) -> tuple[Node, list[Problem]]:
    """Apply overrides of the form `a.b.c=value`, one after the other.

    Parameters
    ----------
    root : Node
        The settings so far.
    overrides : sequence of str
        Dotted path, `=`, and a value in YAML. Problems name the file `--set`, the number of the
        override as the line, and the column in it.

    Returns
    -------
    Node
        The settings, changed.
    list of Problem
        What is wrong with the overrides themselves.
    """
    problems: list[Problem] = []
    if isinstance(overrides, str) or not isinstance(overrides, Sequence):
        message = f"changes are a list of texts a.b.c=value (got {show(overrides)})"
        return root, [problem_at(Place("--set", 0, 0), (), message)]
    for line, override in enumerate(overrides, start=1):
        start = Place("--set", line, 1)
        if not isinstance(override, str) or "=" not in override:
            message = f"must look like a.b.c=value (got {show(override)})"
            problems.append(problem_at(start, (), message))
            continue
        dotted, _, text = override.partition("=")
        path = tuple(dotted.split("."))
        try:
            value = _value(text, path, line)
            problems += value.problems
            root = put(_with_rows(root, path, start), path, value.root, start)
        except ScenarioError as error:
            problems += error.problems
    return root, problems


def put(root: Node, path: Path, value: Node, start: Place) -> Node:
    """Change one setting of a tree; a mapping is laid over what is there.

    Parameters
    ----------
    root, path, value : Node, tuple of str, Node
        The settings so far, the one to change, and what it shall be.
    start : Place
        Where the path begins.

    Returns
    -------
    Node
        The settings, changed.

    Raises
    ------
    ScenarioError
        If the path cannot be one, or passes through a brand, persona or strategy nobody knows.
    """
    if not all(path) or len(path) > MAX_DEPTH or any(text_problem(name) for name in path):
        raise ScenarioError([problem_at(start, (), f"is no setting (got {show('.'.join(path))})")])
    if path[0] == "extends":
        raise ScenarioError([problem_at(start, path, "can be said in a file alone")])
    node: Node | None = root
    walked: list[tuple[Node | None, Place]] = []
    for depth, name in enumerate(path):
        column = start.column + sum(len(above) + 1 for above in path[:depth])
        place = replace(start, column=column if start.line else 0)
        _must_be_known(node, path, depth, place)
        walked.append((node, place))
        node = None if node is None else node.inside(name)
    changed = replace(value, place=walked[-1][1])
    changed = changed if node is None else laid_over(node, changed)
    for name, (node, place) in zip(reversed(path), reversed(walked), strict=True):
        changed = _changed(node, name, changed, place)
    return changed


def tree_of(value: Any, place: Place, path: Path) -> Node:
    """Turn a Python value into a tree, as if it had been read from a file.

    Parameters
    ----------
    value : Any
        Plain values, mappings and sequences of them; NumPy's scalars and arrays.
    place : Place
        The place of everything in it.
    path : tuple of str
        The setting it is for.

    Returns
    -------
    Node
        The same settings.

    Raises
    ------
    ScenarioError
        If it is no such value.
    """
    if len(path) > MAX_DEPTH:
        message = f"settings may be nested {MAX_DEPTH} deep at most"
        raise ScenarioError([problem_at(place, path[:1], message)])
    value = value.tolist() if hasattr(value, "tolist") else value
    if isinstance(value, dict):
        return Node(
            {str(name): tree_of(inner, place, (*path, str(name))) for name, inner in value.items()},
            place,
            place.line,
        )
    if isinstance(value, list | tuple):
        items = [tree_of(inner, place, (*path, str(i))) for i, inner in enumerate(value)]
        return Node(items, place, place.line)
    if problem := _value_problem(value):
        raise ScenarioError([problem_at(place, path, problem)])
    return Node(value, place, place.line)


def _with_rows(root: Node, path: Path, start: Place) -> Node:
    """Write out the default rows a path leads through, for one change is to change one number.

    A row such as `reviews.read` that no file gives stands as a whole for its default; naming one
    of its entries alone would set all others to nothing. So does a list such as `reviews.write`.
    """
    for depth in range(2, len(path) + 1):
        above = path[:depth]
        row = _default(above)
        is_row = isinstance(row, Section) and row != type(row)()
        is_list = isinstance(row, list) and depth < len(path)
        if (is_row or is_list) and _at(root, above) is None:
            plain = row.model_dump(mode="json") if isinstance(row, Section) else row
            return put(root, above, tree_of(plain, start, above), start)
    return root


def _default(path: Path) -> Any:
    """What stands at a path where no file says anything; None below a list or a number."""
    field = Scenario.model_fields.get(path[0])
    value = None if field is None else field.default
    for name in path[1:]:
        is_setting = isinstance(value, Section) and name in type(value).model_fields
        value = getattr(value, name) if is_setting else None
    return value


def _at(root: Node, path: Path) -> Node | None:
    node: Node | None = root
    for name in path:
        node = None if node is None else node.inside(name)
    return node


def _value_problem(value: object) -> str | None:
    if isinstance(value, str):
        return text_problem(value)
    if value is None or isinstance(value, bool):
        return None
    if not isinstance(value, int | float):
        return f"must be a number, a text, a list or a mapping (got {show(value)})"
    if isinstance(value, float):
        return None if math.isfinite(value) else f"must be a finite number (got {value})"
    return None if abs(value) < LARGEST_WHOLE else f"is too large a number (got {show(value)})"


def _must_be_known(node: Node | None, path: Path, depth: int, place: Place) -> None:
    """Refuse to make a brand out of a misspelling, or an entry beyond the end of a list."""
    name = path[depth]
    if node is None or node.inside(name) is not None:
        return
    here = path[: depth + 1]
    if isinstance(node.value, list):
        message = f"must be an entry of the list (got {show(name)})"
        last = len(node.value) - 1
        raise ScenarioError([problem_at(place, here, message, allowed=f"0 to {last}")])
    above = setting_at(path[:depth])
    if isinstance(node.value, dict) and depth + 1 < len(path) and above and above.is_open:
        known = tuple(node.value)
        how = "" if nearest(name, known) else _how_to_add(here)
        message = f"unknown name (got {show(name)}){how}"
        raise ScenarioError([problem_at(place, here, message, given=name, choices=known)])


def _how_to_add(path: Path) -> str:
    """A new entry is made whole or not at all."""
    within = setting_at(path)
    needs = ", ".join(f"{name}: …" for name in within.needed) if within else ""
    return f"; a new one is added whole: {spell(path)}={{{needs}}}"


def _changed(node: Node | None, name: str, inner: Node, place: Place) -> Node:
    """A copy of a section with one setting changed."""
    if node is not None and isinstance(node.value, list):
        items = list(node.value)
        items[int(name)] = inner
        return replace(node, value=items)
    if node is not None and isinstance(node.value, dict):
        return replace(node, value={**node.value, name: inner})
    return Node({name: inner}, place, place.line)


def _value(text: str, path: Path, line: int) -> Document:
    """Read the value of an override; its problems are told from the top of the scenario."""
    above = spell(path)
    column = sum(len(name) + 1 for name in path) + 1
    try:
        value = read_text(text, "--set", line, column)
    except ScenarioError as error:
        raise ScenarioError(_below(above, error.problems)) from error
    return replace(value, problems=_below(above, value.problems))


def _below(above: str, problems: Sequence[Problem]) -> list[Problem]:
    return [replace(p, path=f"{above}.{p.path}" if p.path else above) for p in problems]
