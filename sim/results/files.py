"""Files that are there in full or not at all."""

import os
from collections.abc import Callable
from pathlib import Path


def write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """A file appears under its name only once everything in it has been written.

    Parameters
    ----------
    path : Path
        The file; its folder is made if need be.
    write : callable
        Writes a file at the path it is given.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        write(unfinished)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a text as a whole, in UTF-8.

    Parameters
    ----------
    path : Path
        The file.
    text : str
        What it says.
    """
    write_whole(path, lambda unfinished: unfinished.write_text(text, encoding="utf-8"))
