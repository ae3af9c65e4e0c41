"""Scenario files are found, read, and laid over the files they extend."""

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path as FilePath
from typing import Final

from sim.errors import Problem, ScenarioError
from sim.scenario_io.document import Document, Node, Place, read_text
from sim.scenario_io.words import nearest, show, text_problem

MAX_BYTES: Final = 1_000_000
MAX_EXTENDS: Final = 8

_BARE: Final = re.compile(r"[^./\\]+")


@dataclass(frozen=True, slots=True)
class Chain:
    """A scenario file and those it extends, from the one asked for upwards."""

    documents: tuple[Document, ...]

    @property
    def root(self) -> Node:
        """The settings of all files, the nearer laid over the farther."""
        merged = self.documents[-1].root
        for document in reversed(self.documents[:-1]):
            merged = laid_over(merged, document.root)
        return _on_its_own(merged, self.documents[0])

    @property
    def problems(self) -> list[Problem]:
        """What was found wrong while the files were read."""
        return [problem for document in self.documents for problem in _problems(document)]


def shipped() -> dict[str, FilePath]:
    """The scenarios that come with the package, by name.

    Returns
    -------
    dict of str to pathlib.Path
        Found inside the installed package, or beside it in a checkout.
    """
    package = FilePath(__file__).parents[1]
    folders = (package / "scenarios", package.parent / "scenarios")
    folder = next((folder for folder in folders if folder.is_dir()), folders[0])
    return {file.stem: file for file in sorted(folder.glob("*.yaml"))}


def read_chain(source: str | FilePath) -> Chain:
    """Read a scenario file and every file it extends.

    Parameters
    ----------
    source : str or pathlib.Path
        A path, or the bare name of a shipped scenario.

    Returns
    -------
    Chain
        The files, and what was found wrong with them so far.

    Raises
    ------
    ScenarioError
        If a file cannot be found or read, or builds on itself.
    """
    if not isinstance(source, str | FilePath):
        message = f"a scenario is the name of a shipped one, or a path (got {show(source)})"
        raise _stopped(Place("load", 0, 0), message, allowed=", ".join(shipped()))
    asked = Place(str(source) or "''", 0, 0)
    file = _found(source, asked, FilePath())
    documents = [_read(file, asked)]
    seen = {file.resolve()}
    while (above := _extends(documents[-1])) is not None:
        asked = above.place
        if not isinstance(above.value, str):
            raise _stopped(asked, f"must be a name or a path (got {show(above.value)})")
        file = _found(above.value, asked, file.parent)
        document = _read(file, asked)
        if file.resolve() in seen:
            raise _stopped(asked, f"the files extend each other in a circle (got {above.value!r})")
        if len(seen) > MAX_EXTENDS:
            raise _stopped(asked, f"a file may build on {MAX_EXTENDS} others at most")
        documents.append(document)
        seen.add(file.resolve())
    return Chain(tuple(documents))


def laid_over(lower: Node, upper: Node) -> Node:
    """Merge two trees: mappings name by name, everything else replaced by the upper one.

    Parameters
    ----------
    lower, upper : Node
        What is said first, and what is said later.

    Returns
    -------
    Node
        Both; every value keeps the place where it was set.
    """
    if not (isinstance(lower.value, dict) and isinstance(upper.value, dict)):
        return upper
    merged = dict(lower.value)
    for name, node in upper.value.items():
        merged[name] = laid_over(merged[name], node) if name in merged else node
    return Node(merged, upper.place, upper.last_line)


def _extends(document: Document) -> Node | None:
    settings = document.root.value
    above = settings.get("extends") if isinstance(settings, dict) else None
    return None if above is None or above.value is None else above


def _on_its_own(root: Node, document: Document) -> Node:
    """Merged settings need nobody else's, and bear the name of the file that was asked for.

    What extends `cafe` without saying a name of its own is not `cafe`.
    """
    own = document.root.value
    if not isinstance(root.value, dict) or not isinstance(own, dict):
        return root
    settings = {name: node for name, node in root.value.items() if name != "extends"}
    if "name" not in own:
        stem = FilePath(document.file).stem[:100]
        name = "unnamed" if text_problem(stem) else stem
        settings["name"] = Node(name, root.place, root.last_line)
    return Node(settings, root.place, root.last_line)


def _problems(document: Document) -> Iterator[Problem]:
    yield from document.problems
    root = document.root
    if not isinstance(root.value, dict):
        empty, other = "is empty", f"must be a mapping of settings (got {show(root.value)})"
        message = empty if root.value is None else other
        yield Problem(root.place.file, root.place.line, root.place.column, "", message)


def _stopped(
    asked: Place, message: str, near: str | None = None, allowed: str | None = None
) -> ScenarioError:
    """Without the file nothing else can be checked; what is wrong stands where it was asked for."""
    path = "extends" if asked.line else ""
    line, column = asked.line or None, asked.column or None
    return ScenarioError([Problem(asked.file, line, column, path, message, allowed, near)])


def _found(source: str | FilePath, asked: Place, folder: FilePath) -> FilePath:
    """The file of a bare name, or the one at a path seen from a folder."""
    if isinstance(source, FilePath) or not _BARE.fullmatch(source):
        return folder / source
    known = shipped()
    if source in known:
        return _from_here(known[source])
    beside = f"{source}.yaml"
    if _kind(folder / beside) == stat.S_IFREG:
        near: str | None = beside
    elif _kind(folder / source) == stat.S_IFDIR:
        raise _stopped(asked, _folder(folder / source))
    else:
        near = nearest(source, known)
    message = f"no scenario of this name comes with the package (got {show(source)})"
    raise _stopped(asked, message, near, ", ".join(known))


def _kind(path: FilePath) -> int:
    """What is at a path, in the words of `stat`; 0 for nothing, or nothing one may see."""
    try:
        return stat.S_IFMT(path.stat().st_mode)
    except (OSError, ValueError):
        return 0


def _folder(path: FilePath) -> str:
    return f"is a folder, and a scenario is a file in one (got {show(str(path))})"


def _from_here(file: FilePath) -> FilePath:
    """Shorten the path of a file below the working directory."""
    here = FilePath.cwd()
    return file.relative_to(here) if file.is_relative_to(here) else file


def _read(file: FilePath, asked: Place) -> Document:
    try:
        mode = file.stat().st_mode
        if stat.S_ISDIR(mode):
            raise _stopped(asked, _folder(file))
        # Opening a pipe nobody writes to would wait for ever.
        if not stat.S_ISREG(mode):
            raise _stopped(asked, f"must be an ordinary file (got {show(str(file))})")
        with file.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise _stopped(asked, f"cannot be read: {reason} (got {show(str(file))})") from error
    name = str(file)
    if len(content) > MAX_BYTES:
        message = f"a scenario file has {MAX_BYTES:,} bytes at most"
        raise ScenarioError([Problem(name, 1, 1, "", message)])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start].decode("utf-8-sig", "replace").split("\n")
        message = f"must be UTF-8 text (got byte {content[error.start]:#04x})"
        raise ScenarioError(
            [Problem(name, len(before), len(before[-1]) + 1, "", message)]
        ) from error
    return read_text(text, name)
