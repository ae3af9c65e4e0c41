"""A tree of settings becomes a Scenario, or a list of everything that is wrong with it."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pydantic import ValidationError

from sim.errors import Problem, ScenarioError
from sim.scenario import Scenario
from sim.scenario_io.document import MAX_PROBLEMS, Node, Place
from sim.scenario_io.shape import setting_at
from sim.scenario_io.words import Path, nearest, show, spell

# One sentence for each way in which a value can be impossible; a few have no value to quote.
_SENTENCES: Final[dict[str, str]] = {
    "missing": "required setting is missing",
    "extra_forbidden": "unknown setting",
    "greater_than": "must be greater than {gt:,.12g}",
    "greater_than_equal": "must be at least {ge:,.12g}",
    "less_than": "must be less than {lt:,.12g}",
    "less_than_equal": "must be at most {le:,.12g}",
    "literal_error": "must be {choices}",
    "string_pattern_mismatch": "must be lower-case letters, digits and hyphens after a letter",
    "string_too_long": "must have at most {max_length:,} characters",
    "too_short": "must have {min_length:,} or more entries",
    "too_long": "must have {max_length:,} or fewer entries",
    "string_type": "must be text",
    "list_type": "must be a list",
    "dict_type": "must be a mapping of settings",
    "model_type": "must be a mapping of settings",
    "bool_type": "must be true or false",
    "int_type": "must be a whole number",
    "float_type": "must be a number",
}


def scenario_from(root: Node, known: Sequence[Problem] = ()) -> Scenario:
    """Check a tree of settings and freeze it.

    Parameters
    ----------
    root : Node
        The settings, files and overrides merged.
    known : sequence of Problem
        What was found wrong while they were read.

    Returns
    -------
    Scenario
        The world they describe.

    Raises
    ------
    ScenarioError
        If anything is wrong, with all of it.
    """
    found: list[Problem] = []
    try:
        # Strict JSON: numbers are numbers, and neither "5" nor true is one.
        scenario = Scenario.model_validate_json(json.dumps(plain(root)), strict=True)
    except ValidationError as error:
        told = {_spot(problem) for problem in known}
        errors = error.errors(include_url=False)[:MAX_PROBLEMS]
        every = (problem for item in errors for problem in _translated(item, root))
        found = [problem for problem in every if _spot(problem) not in told]
    if known or found:
        raise ScenarioError(in_order([*known, *found]))
    return scenario


def in_order(problems: Sequence[Problem]) -> list[Problem]:
    """Sort problems as a reader meets them, and stop where nobody reads on.

    Parameters
    ----------
    problems : sequence of Problem
        Any number.

    Returns
    -------
    list of Problem
        At most `MAX_PROBLEMS`, file by file from top to bottom.
    """
    unique = dict.fromkeys(problems)
    return sorted(unique, key=lambda p: (p.file, p.line or 0, p.column or 0))[:MAX_PROBLEMS]


def plain(node: Node) -> Any:
    """Strip a tree of its places.

    Parameters
    ----------
    node : Node
        A tree of settings.

    Returns
    -------
    Any
        Dictionaries, lists and scalars.
    """
    if isinstance(node.value, dict):
        return {name: plain(inner) for name, inner in node.value.items()}
    if isinstance(node.value, list):
        return [plain(inner) for inner in node.value]
    return node.value


def _spot(problem: Problem) -> tuple[str | int | None, ...]:
    """An alias brings one bad value to several paths; it needs mending in one spot."""
    return problem.file, problem.line, problem.column, problem.path.rpartition(".")[2]


def problem_at(
    place: Place,
    path: Path,
    message: str,
    *,
    given: str | None = None,
    choices: Sequence[str] = (),
    allowed: str | None = None,
) -> Problem:
    """State a problem, with the valid name that looks most like the one given.

    Parameters
    ----------
    place, path, message : Place, tuple of str, str
        Where it stands, what it is about, what is wrong.
    given : str, optional
        The name or word that is not valid.
    choices : sequence of str
        The valid ones.
    allowed : str, optional
        What would be right, where that is no list of choices.

    Returns
    -------
    Problem
        Ready to be told.
    """
    return Problem(
        place.file,
        place.line or None,
        place.column or None,
        spell(path),
        message,
        ", ".join(choices) or allowed,
        None if given is None else nearest(given, choices),
    )


def _translated(error: Mapping[str, Any], root: Node) -> Iterator[Problem]:
    """Say one finding of pydantic in the words of this project."""
    kind, context = error["type"], error.get("ctx", {})
    path, node = _follow(root, error["loc"], missing=kind == "missing")
    if kind == "inconsistent":
        for item in context["problems"]:
            inner, at = _follow(root, item["path"].split("."), missing=True)
            yield _named(at.place, inner, item["message"], item)
    elif "allowed" in context:
        yield _named(node.place, path, error["msg"], context)
    elif kind == "extra_forbidden" or ("[key]" in error["loc"] and kind == "literal_error"):
        above = setting_at(path[:-1])
        yield problem_at(
            node.place,
            path,
            f"unknown setting (got {show(plain(node))})",
            given=path[-1],
            choices=above.names if above else (),
        )
    else:
        yield _impossible(error, path, node.place)


def _named(place: Place, path: Path, message: str, about: Mapping[str, Any]) -> Problem:
    """A finding of the scenario's own checks: what was got, and the names allowed if any."""
    got = about.get("got")
    quoted = "" if got is None else f" (got {show(got)})"
    given = got if isinstance(got, str) else None
    choices = [str(choice) for choice in about.get("allowed", ())]
    return problem_at(place, path, message + quoted, given=given, choices=choices)


def _impossible(error: Mapping[str, Any], path: Path, place: Place) -> Problem:
    """A value out of its range or of the wrong kind."""
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    setting = setting_at(path)
    choices = setting.choices if setting and kind == "literal_error" else ()
    words = ("one of " if len(choices) > 1 else "") + ", ".join(choices)
    sentence = _SENTENCES.get(kind)
    message = error["msg"] if sentence is None else sentence.format(**context, choices=words)
    if kind == "missing":
        message += _everything_needed(path)
    else:
        got = str(len(value)) if kind in ("too_short", "too_long") else show(value)
        message += f" (got {got})"
    return problem_at(
        place,
        path,
        message,
        given=value if isinstance(value, str) else None,
        choices=choices,
        allowed=setting.allowed if setting else None,
    )


def _everything_needed(path: Path) -> str:
    """Whoever left one setting out of a new brand may not know of the others."""
    above = setting_at(path[:-1])
    if above is None or len(above.needed) < 2:
        return ""
    return f": each entry of {spell(path[:-2])} needs {' and '.join(above.needed)}"


def _follow(root: Node, steps: Sequence[str | int], missing: bool) -> tuple[Path, Node]:
    """Walk down as far as somebody wrote; steps that are no settings of a file are left out.

    Pydantic names the alternatives of a union and "[key]" among the steps, and a missing setting
    as the last.
    """
    path: list[str] = []
    node = root
    for step in steps:
        inner = node.inside(str(step))
        if inner is not None:
            node = inner
            path.append(str(step))
        elif missing:
            path.append(str(step))
    return tuple(path), node
