"""Which numbers of a market somebody vouches for, and which are assumptions.

Beside or above a number stands a comment that says where it comes from; what a file leaves out has
its source declared with its default.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Any, Final, get_args, get_origin

from pydantic.fields import FieldInfo

from sim.scenario import Scenario
from sim.scenario.declare import Section
from sim.scenario_io.check import scenario_from
from sim.scenario_io.document import Document, Node, Span
from sim.scenario_io.files import Chain, read_chain
from sim.scenario_io.words import Path, spell

_COMMENT: Final = re.compile(r"(?:^|(?<=\s))#")
_FOR_EDITORS: Final = "yaml-language-server"
# Identifiers, and the size of the experiment: nobody asks where these come from.
_NO_CLAIMS: Final = {
    ("format",),
    ("market", "consumers"),
    ("market", "days"),
    ("market", "warm_up_days"),
    ("market", "panel_consumers"),
}
# Counted in a run of the market itself.
_COUNTED: Final = ("moments", "opportunities")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number of a market, and the settings around it as somebody wrote them, nearest first."""

    path: Path
    written: list[Node] | None


def assumptions(source: str | FilePath) -> tuple[int, int]:
    """Count the numbers of a market that are assumptions.

    A number written in a file is one when the comment that speaks of it has the word
    "assumption"; any other counts by what its default declares, if it declares anything.

    Parameters
    ----------
    source : str or pathlib.Path
        A path, or the bare name of a shipped scenario.

    Returns
    -------
    int
        Numbers that are assumptions.
    int
        Numbers in all.

    Raises
    ------
    ScenarioError
        If it is no valid scenario.
    """
    chain = read_chain(source)
    margins = {document.file: _Margin(document) for document in chain.documents}
    claims = [
        _default_source(number.path)
        if number.written is None
        else _comment(number.written, margins) or "none"
        for number in _numbers(chain)
    ]
    assumed = [claim for claim in claims if "assumption" in claim.lower()]
    return len(assumed), sum(1 for claim in claims if claim)


def unsourced(source: str | FilePath) -> list[str]:
    """List the numbers of a market that no comment speaks of.

    Parameters
    ----------
    source : str or pathlib.Path
        A path, or the bare name of a shipped scenario.

    Returns
    -------
    list of str
        Dotted paths, each with file and line.

    Raises
    ------
    ScenarioError
        If it is no valid scenario.
    """
    chain = read_chain(source)
    margins = {document.file: _Margin(document) for document in chain.documents}
    return [
        f"{spell(number.path)} ({number.written[0].place.file}:{number.written[0].place.line})"
        for number in _numbers(chain)
        if number.written is not None and not _comment(number.written, margins)
    ]


def _numbers(chain: Chain) -> Iterator[_Number]:
    """Every number of the world the files describe that says something about the market."""
    root = chain.root
    scenario = scenario_from(root, chain.problems)
    for path in _paths(scenario.model_dump(mode="json"), ()):
        if path in _NO_CLAIMS or path[:2] == _COUNTED or path[-1] == "id":
            continue
        around = [root]
        for name in path:
            inner = around[-1].inside(name)
            if inner is None:
                yield _Number(path, None)
                break
            around.append(inner)
        else:
            yield _Number(path, around[:0:-1])


def _paths(value: Any, path: Path) -> Iterator[Path]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _paths(inner, (*path, name))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _paths(inner, (*path, str(number)))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path


def _default_source(path: Path) -> str:
    """What the default of a number says of itself; a list speaks for its entries."""
    fields, about, is_own_name = Scenario.model_fields, "", False
    for name in path:
        if not is_own_name and name in fields:
            field = fields[name]
            about = _claimed(field)
            fields = _fields_of(field.annotation)
            is_own_name = get_origin(field.annotation) is dict
        else:
            is_own_name = False
    return about


def _claimed(field: FieldInfo) -> str:
    """Where a default comes from, empty where nobody claims it."""
    extra = field.json_schema_extra
    if isinstance(extra, dict) and "source" in extra:
        return str(extra["source"])
    about = field.description or ""
    return about if "assumption" in about.lower() else ""


def _fields_of(annotation: Any) -> dict[str, FieldInfo]:
    """Settings of the section, or of each of the sections, that a field holds."""
    if isinstance(annotation, type) and issubclass(annotation, Section):
        return annotation.model_fields
    inner = (_fields_of(part) for part in get_args(annotation))
    return next((found for found in inner if found), {})


def _comment(written: list[Node], margins: dict[str, "_Margin"]) -> str:
    """The comment that speaks of a number: beside it, above it, or by the sections around it."""
    found = (margins[node.place.file].beside(node) for node in written)
    return next((comment for comment in found if comment), "")


class _Margin:
    """The comments of a file, by line."""

    def __init__(self, document: Document) -> None:
        texts: dict[int, list[Span]] = {}
        for start, end in document.quoted:
            for number in range(start[0], end[0] + 1):
                texts.setdefault(number, []).append((start, end))
        self._lines = document.lines
        self._comments = [
            _comment_of(line, number, texts.get(number, []))
            for number, line in enumerate(document.lines)
        ]

    def beside(self, node: Node) -> str:
        """The comment at the end of a setting's line, or else the block right above it."""
        first, last = node.place.line - 1, node.last_line - 1
        return self._comments[first] or self._comments[last] or self._above(first)

    def _above(self, line: int) -> str:
        block: list[str] = []
        while line > 0 and self._lines[line - 1].lstrip().startswith("#"):
            line -= 1
            block.insert(0, self._comments[line])
        return " ".join(filter(None, block))


def _comment_of(line: str, number: int, texts: list[Span]) -> str:
    """What stands behind the first `#` that is not part of a text."""
    for found in _COMMENT.finditer(line):
        spot = (number, found.start())
        if not any(start <= spot < end for start, end in texts):
            comment = line[found.end() :].strip()
            return "" if comment.startswith(_FOR_EDITORS) else comment
    return ""
