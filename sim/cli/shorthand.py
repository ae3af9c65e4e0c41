"""Options that are short for a setting: one way to say a thing at a time, and blamed by name."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

from sim.cli.trouble import COMMAND_LINE
from sim.errors import Problem, ScenarioError


class Short(NamedTuple):
    """An option that was given, and what it is short for."""

    option: str
    path: str
    value: Any


def given(options: Mapping[str, tuple[str, Any]]) -> tuple[Short, ...]:
    """Take the options that somebody used.

    Parameters
    ----------
    options : mapping of str to (str, Any)
        Option to the path it is short for and its value, None where it was left out.

    Returns
    -------
    tuple of Short
        In their order.
    """
    every = (Short(option, path, value) for option, (path, value) in options.items())
    return tuple(short for short in every if short.value is not None)


@contextmanager
def changes(settings: Sequence[str], shorts: Sequence[Short]) -> Iterator[tuple[str, ...]]:
    """Change settings by `--set` and by options that are short for one.

    Parameters
    ----------
    settings : sequence of str
        What `--set` says, each `path=value`.
    shorts : sequence of Short
        What other options say.

    Yields
    ------
    tuple of str
        Every change as `path=value`.

    Raises
    ------
    ScenarioError
        If a setting is changed both ways; and within, what is wrong with a change by an option
        is said of that option.
    """
    paths = {setting.partition("=")[0]: number for number, setting in enumerate(settings, start=1)}
    twice = [
        Problem("--set", paths[short.path], 1, short.path, f"is said by {short.option}, too")
        for short in shorts
        if short.path in paths
    ]
    if twice:
        raise ScenarioError(twice)
    try:
        yield (*settings, *(f"{short.path}={short.value}" for short in shorts))
    except ScenarioError as error:
        raise ScenarioError(
            [_by_name(it, len(settings), shorts) for it in error.problems]
        ) from error


def _by_name(problem: Problem, settings: int, shorts: Sequence[Short]) -> Problem:
    """A problem with a change that no `--set` made is one with the option that made it."""
    number = (problem.line or 0) - settings - 1
    if problem.file != "--set" or not 0 <= number < len(shorts):
        return problem
    message, allowed = problem.message, problem.allowed
    return Problem(COMMAND_LINE, None, None, shorts[number].option, message, allowed)
