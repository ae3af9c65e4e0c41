"""`journey explain`: what a word means, in what unit, from where, and where it acts."""

import shutil
import sys
import textwrap
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, Final

from sim.cli.trouble import COMMAND_LINE, DONE, print_json
from sim.errors import Problem, ScenarioError
from sim.reference import Entry, editor_schema, look_up, near, words_of
from sim.reference.entry import KIND, SETTING
from sim.reference.markets import names_in
from sim.reference.stated import Stated, stated
from sim.reference.wording import said
from sim.reference.words import KINDS

WIDEST: Final = 100
INDENT: Final = 2
LABEL: Final = 16
OVERVIEW: Final = (
    "journey explain habit                           any word, or the end of a path",
    "journey explain brands.acme.spend.moments.know  a setting, by its path in a file",
    "journey explain habit --scenario cafe           and its value in a market",
    "journey explain lever                           all words of a kind",
    "journey explain --schema > scenario.schema.json a schema for your editor, which finds it by",
    "  the first line of a file: # yaml-language-server: $schema=scenario.schema.json",
)
"""How to ask."""


def explain(word: str, scenario: str | None, *, as_json: bool) -> int:
    """Say everything that is known of a word, in all its meanings.

    Parameters
    ----------
    word : str
        A word, a path of a setting, or the end of one.
    scenario : str or None
        The market whose values are shown too.
    as_json : bool
        Whether a program is reading.

    Returns
    -------
    int
        How it went.

    Raises
    ------
    ScenarioError
        If nothing has this name, or the scenario is none.
    """
    found = look_up(word) or names_in(word, scenario)
    if not found:
        raise ScenarioError([_unknown(word, near(word))])
    values = {} if scenario is None else _values(found, scenario)
    if as_json:
        meanings = [_as_json(entry, values.get(id(entry))) for entry in found]
        print_json({"word": word, "meanings": meanings})
        return DONE
    for number, entry in enumerate(found):
        sys.stdout.write("\n" * bool(number))
        sys.stdout.writelines(f"{line}\n" for line in _lines(entry, values.get(id(entry), [])))
    return DONE


def overview(*, as_json: bool) -> int:
    """Say what can be asked for.

    Parameters
    ----------
    as_json : bool
        Whether a program is reading.

    Returns
    -------
    int
        How it went.
    """
    words = {kind: words_of(kind) for kind in KINDS}
    if as_json:
        kinds = [{"kind": it, "about": KINDS[it], "words": words[it]} for it in KINDS]
        print_json({"kinds": kinds})
        return DONE
    sys.stdout.writelines(f"{line}\n" for line in (*OVERVIEW, ""))
    for kind, names in words.items():
        sys.stdout.write(f"{kind:24}{len(names):4}  {KINDS[kind]}\n")
    return DONE


def schema() -> int:
    """Print the JSON Schema of scenario files.

    Returns
    -------
    int
        How it went.
    """
    print_json(editor_schema())
    return DONE


def _unknown(word: str, names: list[str]) -> Problem:
    message = "nothing has this name"
    if not names:
        message = f"{message}; journey explain lists what can be asked for"
    elif len(names) > 1:
        message = f"{message} (near it: {', '.join(names)})"
    allowed, nearest = ", ".join(names) or None, names[0] if names else None
    return Problem(COMMAND_LINE, None, None, word[:80], message, allowed, nearest)


def _values(found: list[Entry], scenario: str) -> dict[int, list[Stated]]:
    """What a market says for each of the settings found; a name it does not have is a mistake."""
    values = {}
    for entry in found:
        path = entry.name if entry.kind == SETTING else str(entry.details.get("setting", ""))
        if path:
            said_there = stated(scenario, tuple(path.split("."))) or _of_lever(entry)
            if not said_there and "<" not in path:
                raise ScenarioError([_not_there(entry, scenario)])
            values[id(entry)] = said_there
    return values


def _of_lever(entry: Entry) -> list[Stated]:
    """What a lever declares holds in a market that says nothing of it."""
    if entry.words[0] != "levers" or "default" not in entry.details:
        return []
    return [Stated(entry.name, entry.details["default"], "", [])]


def _not_there(entry: Entry, scenario: str) -> Problem:
    """The name of a brand, persona, strategy or lever that this market does not have."""
    kind = {"brands": "<brand>", "personas": "<persona>", "strategies": "<strategy>"}
    owner, name = entry.words[:2]
    pattern = (owner, kind.get(owner, "<lever>"), *entry.words[2:])
    names = [it.path.split(".")[1] for it in stated(scenario, pattern)]
    close = get_close_matches(name, names, n=1)
    nearest = ".".join((owner, close[0], *entry.words[2:])) if close else None
    message = f"{scenario} says nothing of {name}"
    return Problem(COMMAND_LINE, None, None, entry.name, message, ", ".join(names), nearest)


def _as_json(entry: Entry, values: list[Stated] | None) -> dict[str, Any]:
    found = {"kind": entry.kind, "name": entry.name, "about": entry.about}
    answer = {**found, "details": dict(entry.details)}
    return answer if values is None else {**answer, "values": [it._asdict() for it in values]}


def _lines(entry: Entry, values: list[Stated]) -> Iterator[str]:
    if entry.kind == KIND:
        yield f"{entry.name} (a kind of words): {entry.about}"
    else:
        yield f"{entry.name} ({entry.kind})"
        yield from _wrapped(entry.about, INDENT)
    for label, value in entry.details.items():
        yield from _row(label, value)
    for it in values:
        place = it.place or "no file says it: the default"
        yield from _row("in this market", f"{it.path} = {said(it.value)}   ({place})")
        yield from (f"{' ' * (INDENT + LABEL + 2)}{line}" for line in it.written)


def _row(label: str, value: Any) -> Iterator[str]:
    """A label, and beside it what is said; quotations stand on lines of their own."""
    is_long = isinstance(value, list) and any(len(item) > WIDEST // 2 for item in value)
    parts = value if is_long else [said(value)]
    for number, part in enumerate(parts):
        start = f"{' ' * INDENT}{label if number == 0 else '':{LABEL}}  "
        yield from _wrapped(part, INDENT + LABEL + 2, start)


def _wrapped(text: str, indent: int, start: str | None = None) -> list[str]:
    width = min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)
    return textwrap.wrap(
        text,
        width=max(width, 60),
        initial_indent=" " * indent if start is None else start,
        subsequent_indent=" " * indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
