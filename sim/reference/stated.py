"""What one market says for a setting: the value, the line it stands in, and who vouches for it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final, NamedTuple

from sim.scenario_io import load, resolved
from sim.scenario_io.document import Node
from sim.scenario_io.files import Chain, read_chain

_NAMED: Final = ("<brand>", "<persona>", "<strategy>", "<lever>")


class Stated(NamedTuple):
    """A setting as one market has it.

    Attributes
    ----------
    path : str
        With the names of that market.
    value : Any
        A number, a word, or a table of them.
    place : str
        File and line, such as `cafe.yaml:31`; empty where no file says anything.
    written : list of str
        That line and, where the comment that speaks of it stands elsewhere, that comment.
    """

    path: str
    value: Any
    place: str
    written: list[str]


def stated(source: str | Path, path: tuple[str, ...]) -> list[Stated]:
    """Look up what a market says for a setting.

    Parameters
    ----------
    source : str or pathlib.Path
        A file, or the name of a shipped scenario.
    path : tuple of str
        Path of the setting; `<brand>` asks for every brand of that market, and a table is told
        as a whole where its words are left in angle brackets.

    Returns
    -------
    list of Stated
        Empty where that market has nothing of the kind.

    Raises
    ------
    ScenarioError
        If it is no valid scenario.
    """
    chain = read_chain(source)
    world = resolved(load(source))
    return [_told(chain, found, value) for found, value in _values(world, path, ())]


def _values(
    value: Any, path: tuple[str, ...], done: tuple[str, ...]
) -> Iterator[tuple[tuple[str, ...], Any]]:
    if not path or (path[0].startswith("<") and path[0] not in _NAMED):
        yield done, value
    elif isinstance(value, dict):
        names = value if path[0] in _NAMED else [path[0]] if path[0] in value else []
        for name in names:
            yield from _values(value[name], path[1:], (*done, name))


def _told(chain: Chain, path: tuple[str, ...], value: Any) -> Stated:
    around: list[Node] = [chain.root]
    for name in path:
        inner = around[-1].inside(name)
        if inner is None:
            return Stated(".".join(path), value, "", [])
        around.append(inner)
    place = around[-1].place
    return Stated(".".join(path), value, f"{place.file}:{place.line}", _written(chain, around))


def _written(chain: Chain, around: list[Node]) -> list[str]:
    """The line of a setting, and above it the nearest line with a comment if it has none."""
    lines = {document.file: document.lines for document in chain.documents}
    own = around[-1].place
    found = [lines[own.file][own.line - 1].strip()]
    for node in reversed(around[1:]):
        here = lines[node.place.file]
        said = here[node.place.line - 1].strip()
        above = _above(here, node.place.line - 1)
        if "#" in said:
            return found if said == found[0] else [said, *found]
        if above:
            return [*above, *found]
    return found


def _above(lines: list[str], line: int) -> list[str]:
    """The block of comments right above a line."""
    block: list[str] = []
    while line > 0 and lines[line - 1].lstrip().startswith("#"):
        line -= 1
        block.insert(0, lines[line].strip())
    return block
