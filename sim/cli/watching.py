"""What a run tells on stderr: a bar on a terminal, elsewhere one line per tenth."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from sim.study import Watch

if TYPE_CHECKING:
    from rich.progress import Progress


class Lines(Watch):
    """Plain lines, for files and pipes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.tenths = 0

    def say(self, message: str) -> None:
        """Write a line; see `Watch.say`."""
        sys.stderr.write(f"{self.name}: {message}\n")
        sys.stderr.flush()

    def advance(self, lived: int, days: int) -> None:
        """Write a line for each tenth; see `Watch.advance`."""
        tenths = 10 * lived // days
        if tenths > self.tenths:
            self.tenths = tenths
            self.say(f"{10 * tenths} %")


class Bar(Watch):
    """A bar that grows, for people at a terminal."""

    def __init__(self, name: str, progress: "Progress") -> None:
        from rich.markup import escape

        self.progress = progress
        self.task = progress.add_task(escape(name), total=None)

    def say(self, message: str) -> None:
        """Write a line above the bar; see `Watch.say`."""
        self.progress.console.print(message, markup=False, highlight=False)

    def advance(self, lived: int, days: int) -> None:
        """Let the bar grow; see `Watch.advance`."""
        self.progress.update(self.task, completed=lived, total=days)


@contextmanager
def watching(name: str, *, quiet: bool) -> Iterator[Watch]:
    """Show how a run goes on while it does.

    Parameters
    ----------
    name : str
        What is run.
    quiet : bool
        Whether nothing is shown.

    Yields
    ------
    Watch
        To be told.
    """
    if quiet:
        yield Watch()
    elif not sys.stderr.isatty():
        yield Lines(name)
    else:
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True), transient=True) as progress:
            yield Bar(name, progress)
