"""What can be wrong with what people hand in, said so that they can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing is wrong in one place of a scenario."""

    file: str
    """The file as the user named it, or `--set`."""
    line: int | None
    """Counted from 1; None where the place is no line of a file."""
    column: int | None
    """Of the key, counted from 1."""
    path: str
    """Where in the scenario, dotted: `brands.acme.price_eur`; empty for the scenario as a whole."""
    message: str
    """What is wrong, and what was found: `must be greater than 0 (got -4.9)`."""
    allowed: str | None = None
    """What would be right: `greater than 0`, `own, shared`."""
    nearest: str | None = None
    """The valid name that looks most like the one given."""

    @property
    def place(self) -> str:
        """Editors and terminals jump to a place written `cafe.yaml:8:36`."""
        return ":".join(str(part) for part in (self.file, self.line, self.column) if part)

    @property
    def sentence(self) -> str:
        """What is wrong and what would be right, in one line."""
        where = f"{self.path}: " if self.path else ""
        if self.nearest:
            return f"{where}{self.message}; did you mean '{self.nearest}'?"
        if self.allowed and self.allowed not in self.message:
            return f"{where}{self.message}; allowed: {self.allowed}"
        return where + self.message


class ScenarioError(Exception):
    """A scenario describes no possible world; everything wrong with it is told at once.

    Parameters
    ----------
    problems : sequence of Problem
        At least one, in the order in which a reader should mend them.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__(problems)
        self.problems = list(problems)

    def __str__(self) -> str:
        width = max((len(problem.place) for problem in self.problems), default=0)
        return "\n".join(f"{p.place:<{width}}  {p.sentence}" for p in self.problems)


class ResultError(Exception):
    """A folder holds no results to go on with, or results lack what is asked for."""
