"""Scenario text becomes a tree of values, each of which knows where somebody wrote it.

Files may come from anywhere, so size, depth and the expansion of aliases are bounded while the text
is read, and only plain values exist: nothing in a file can name a Python object.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    CollectionEndEvent,
    MappingStartEvent,
    ScalarEvent,
    StreamEndEvent,
)

from sim.errors import Problem, ScenarioError
from sim.scenario_io.words import Path, Scalar, scalar, show, spell, text_problem

MAX_LINE: Final = 200_000
MAX_DEPTH: Final = 32
MAX_NODES: Final = 50_000
MAX_PROBLEMS: Final = 200

Span = tuple[tuple[int, int], tuple[int, int]]

_BREAK: Final = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody wrote a value: a file, and line and column counted from 1."""

    file: str
    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a scenario: a scalar, a list or a mapping of further nodes.

    `place` is the spot of its name (in a list, of the value itself). `last_line` is the line whose
    end is still beside it, where a comment speaks of it. `size` and `height` count the values and
    levels in it, aliases expanded.
    """

    value: "Scalar | list[Node] | dict[str, Node]"
    place: Place
    last_line: int
    size: int = 1
    height: int = 0

    def inside(self, name: str) -> "Node | None":
        """The setting of this name, or the entry of this number in a list, if there is one."""
        if isinstance(self.value, dict):
            return self.value.get(name)
        if isinstance(self.value, list) and re.fullmatch("[0-9]{1,6}", name):
            return next(iter(self.value[int(name) :]), None)
        return None


@dataclass(frozen=True, slots=True)
class Document:
    """One scenario file, read: its tree, its lines, and the texts in them that hold a `#`.

    Texts are spans from (line, column) to (line, column), counted from 0.
    """

    file: str
    root: Node
    lines: list[str]
    quoted: list[Span]
    problems: list[Problem]


# A command reads a file to check it, and once more to see who vouches for its numbers.
@lru_cache(maxsize=16)
def read_text(text: str, file: str, line: int = 1, column: int = 1) -> Document:
    """Read one YAML document.

    Parameters
    ----------
    text : str
        What the file holds.
    file : str
        Name of the file in messages.
    line, column : int
        Where the text begins in that file.

    Returns
    -------
    Document
        The tree, and the problems that did not stop the reading.

    Raises
    ------
    ScenarioError
        If the text is no YAML, or is built to exhaust the reader.
    """
    reader = _Reader(text, file, line, column)
    lines = _BREAK.split(text)
    for number, content in enumerate(lines):
        if len(content) > MAX_LINE:
            reader.stop(number, 0, f"lines must have at most {MAX_LINE:,} characters")
        if found := _CONTROL.search(content):
            what = ascii(found.group())
            reader.stop(number, found.start(), f"control characters are not allowed (got {what})")
    root = reader.document()
    return Document(file, root, lines, reader.quoted, reader.problems)


@dataclass
class _Reader:
    """Walks the events of a YAML parser, with bounds on everything a file can make large."""

    text: str
    file: str
    line: int
    column: int
    problems: list[Problem] = field(default_factory=list)
    quoted: list[Span] = field(default_factory=list)
    anchors: dict[str, Node | None] = field(default_factory=dict)
    nodes: int = 0

    def document(self) -> Node:
        """Read the only document of the text."""
        self.events: Iterator[Any] = iter(YAML(typ="safe", pure=True).parse(self.text))
        try:
            next(self.events)
            start = next(self.events)
            if isinstance(start, StreamEndEvent):
                return Node(None, self._place(start), self.line)
            if start.version not in (None, (1, 2)):
                self._note(self._place(start), (), "must be YAML 1.2")
            event = next(self.events)
            root = self._node(event, self._place(event), ())
            next(self.events)
            end = next(self.events)
        except MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            self.stop(mark.line, mark.column, f"is not valid YAML: {error.problem}")
        except (YAMLError, ValueError, OverflowError):
            # Escapes beyond Unicode and endless version numbers leave the parser like this.
            self.stop(0, 0, "is not valid YAML: an escape or a number in it is out of range")
        if not isinstance(end, StreamEndEvent):
            self._note(self._place(end), (), "a scenario file holds one document")
        return root

    def stop(self, line: int, column: int, message: str) -> NoReturn:
        """Give up reading, with everything found so far; line and column count from 0."""
        spot = self._spot(line, column)
        raise ScenarioError(
            [*self.problems, Problem(self.file, spot.line, spot.column, "", message)]
        )

    def _spot(self, line: int, column: int) -> Place:
        return Place(self.file, line + self.line, column + (self.column if line == 0 else 1))

    def _place(self, event: Any) -> Place:
        return self._spot(event.start_mark.line, event.start_mark.column)

    def _note(self, place: Place, path: Path, message: str) -> None:
        if len(self.problems) < MAX_PROBLEMS:
            problem = Problem(place.file, place.line, place.column, spell(path), message)
            self.problems.append(problem)

    def _count(self, event: Any, depth: int, size: int = 1) -> None:
        self.nodes += size
        mark = event.start_mark
        if self.nodes > MAX_NODES:
            self.stop(mark.line, mark.column, f"a file may hold {MAX_NODES:,} values at most")
        if depth > MAX_DEPTH:
            self.stop(mark.line, mark.column, f"settings may be nested {MAX_DEPTH} deep at most")

    def _node(self, event: Any, place: Place, path: Path) -> Node:
        if isinstance(event, AliasEvent):
            return self._alias(event, place, path)
        self._count(event, len(path))
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._note(place, path, f"tags are not allowed (got {show(tag)})")
        if event.anchor is not None:
            self.anchors[event.anchor] = None
        if isinstance(event, ScalarEvent):
            node = self._scalar(event, place, path)
        elif isinstance(event, MappingStartEvent):
            node = self._mapping(event, place, path)
        else:
            node = self._list(event, place, path)
        if event.anchor is not None:
            self.anchors[event.anchor] = node
        return node

    def _alias(self, event: Any, place: Place, path: Path) -> Node:
        target = self.anchors.get(event.anchor)
        if target is None:
            inside = event.anchor in self.anchors
            why = "something it is part of" if inside else "nothing before it"
            self._note(place, path, f"alias {show('*' + event.anchor)} stands for {why}")
            return Node(None, place, place.line)
        self._count(event, len(path) + target.height, target.size)
        return Node(target.value, place, place.line, target.size, target.height)

    def _scalar(self, event: Any, place: Place, path: Path) -> Node:
        self._remember_hash(event)
        value: Scalar = event.value
        if problem := text_problem(event.value):
            self._note(place, path, problem)
            value = None
        elif not event.style and event.tag is None:
            try:
                value = scalar(event.value)
            except ValueError as error:
                self._note(place, path, str(error))
                value = None
        # The end of a block text is the beginning of what follows it.
        ends = event.start_mark if event.style in ("|", ">") else event.end_mark
        return Node(value, place, ends.line + self.line)

    def _mapping(self, start: Any, place: Place, path: Path) -> Node:
        entries: dict[str, Node] = {}
        while not isinstance(event := next(self.events), CollectionEndEvent):
            spot = self._place(event)
            name = self._name(event, spot, path)
            inner = (*path, "?" if name is None else name)
            node = self._node(next(self.events), spot, inner)
            if name in entries:
                first = entries[name].place.line
                self._note(spot, inner, f"is set twice (first on line {first})")
            elif name is not None:
                entries[name] = node
        last_line = self._last_line(place, start, event)
        return _collection(entries, list(entries.values()), place, last_line)

    def _list(self, start: Any, place: Place, path: Path) -> Node:
        items: list[Node] = []
        while not isinstance(event := next(self.events), CollectionEndEvent):
            items.append(self._node(event, self._place(event), (*path, str(len(items)))))
        return _collection(items, items, place, self._last_line(place, start, event))

    def _name(self, event: Any, place: Place, path: Path) -> str | None:
        """Read the name of a setting; None, with a problem noted, for what cannot be one."""
        if not isinstance(event, ScalarEvent) or event.tag is not None:
            self._node(event, place, (*path, "?"))
            self._note(place, path, "names of settings must be plain words")
            return None
        self._count(event, len(path))
        self._remember_hash(event)
        name: str = event.value
        problem = text_problem(name)
        if problem is None and not event.style:
            problem = _plain_name_problem(name)
        if problem is not None:
            self._note(place, path, f"a name of a setting {problem}")
            return None
        return name

    def _last_line(self, place: Place, start: Any, end: Any) -> int:
        """A comment behind the closing bracket speaks of what is in the brackets."""
        return int(end.end_mark.line) + self.line if start.flow_style else place.line

    def _remember_hash(self, event: Any) -> None:
        if "#" in event.value:
            start, end = event.start_mark, event.end_mark
            self.quoted.append(((start.line, start.column), (end.line, end.column)))


def _collection(
    value: list[Node] | dict[str, Node], inside: list[Node], place: Place, last_line: int
) -> Node:
    size = 1 + sum(node.size for node in inside)
    height = 1 + max((node.height for node in inside), default=0)
    return Node(value, place, last_line, size, height)


def _plain_name_problem(name: str) -> str | None:
    if name == "<<":
        return "cannot be a merge key (<<); use extends"
    try:
        is_text = isinstance(scalar(name), str)
    except ValueError:
        is_text = False
    return None if is_text else f"must be text (got {show(name)[1:-1] or 'nothing'})"
