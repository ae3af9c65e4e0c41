"""The course of a study: worlds that are kept are read, others lived and kept as they come."""

import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final, TypeAlias, TypeVar

from sim.analysis.credit import Credit
from sim.analysis.response import Response
from sim.results import Failure
from sim.scenario_io import check_memory
from sim.study.budgeted import Budgeted
from sim.study.noticed import Noticed
from sim.study.replicates import one_by_one, side_by_side
from sim.study.single import Interrupted, now, paying, told
from sim.study.sold import Sold
from sim.study.study_folder import StudyFolder, study_key
from sim.study.watch import Watch

AT_ONCE: Final = 16
"""Worlds lived from one warm-up before they are kept: more would be lost when somebody stops."""

Piece: TypeAlias = Budgeted | Noticed
"""Some worlds of one replicate that are lived together."""
Place: TypeAlias = str | Path | Callable[[str], Path] | None
"""The folder of a study; or what names it, given the key of the study; None: it is not kept."""
Found = TypeVar("Found", Credit, Response)


class Course:
    """Which worlds of a study are there, which are missing, and which could not be lived.

    Parameters
    ----------
    kind : str
        The question, as in `credit`.
    start : Credit or Response
        Everything but the answer.
    out : str, Path, callable or None
        Where worlds are kept.
    watch : Watch
        Is told what goes on.

    Attributes
    ----------
    sold : dict of (int, str) to Sold
        What was bought, by replicate and name of the world.

    Raises
    ------
    ResultError
        If something else is kept there.
    """

    def __init__(self, kind: str, start: Credit | Response, out: Place, watch: Watch) -> None:
        self.start = start
        self.watch = watch
        self.sold: dict[tuple[int, str], Sold] = {}
        self._clock = time.perf_counter()
        self._wanted = 0
        self._lived: set[int] = set()
        self._errors: dict[tuple[int, str], Exception] = {}
        self._folder: StudyFolder | None = None
        if out is not None:
            key = study_key(
                kind, start.spec, start.seed, start.feedback, new_people=start.new_people
            )
            path = out(key) if callable(out) else Path(out)
            self._folder = StudyFolder(path, kind, key)

    def missing(self, wanted: Collection[tuple[int, str]]) -> list[tuple[int, str]]:
        """Read what is kept, and say what is not.

        Parameters
        ----------
        wanted : collection of (int, str)
            Replicates and names of all worlds asked for.

        Returns
        -------
        list of (int, str)
            Those that have to be lived.
        """
        self._wanted = len(wanted)
        if self._folder is not None:
            self.sold = self._folder.kept(wanted)
        return [world for world in wanted if world not in self.sold]

    def live(self, pieces: Iterable[Piece], workers: int | None) -> None:
        """Live worlds, and keep each piece of them as soon as it is over.

        Parameters
        ----------
        pieces : iterable of Budgeted or Noticed
            The worlds, numbered from 0.
        workers : int or None
            Processes; None = as many as pay.

        Raises
        ------
        ScenarioError
            If people do not fit into memory.
        Interrupted
            If somebody interrupts; what was finished is kept.
        """
        try:
            jobs = list(pieces)
            if jobs:
                self._live(jobs, workers)
        except KeyboardInterrupt:
            if self._folder is not None:
                self.watch.say(
                    f"{len(self.sold):,} of {self._wanted:,} worlds are kept in {self._folder.path}"
                )
            raise Interrupted(None) from None

    def conclude(self, found: Found, asked: Mapping[str, object]) -> Found:
        """Say how the study came about, and keep what follows from its worlds.

        Parameters
        ----------
        found : Credit or Response
            The answer, of all replicates that are whole.
        asked : mapping of str to object
            What was asked of these worlds, in words of its kind.

        Returns
        -------
        Credit or Response
            The same, which knows how it was made, and its folder.

        Raises
        ------
        Exception
            What went wrong first, if no replicate is whole.
        """
        if not found.numbers:
            raise next(iter(self._errors.values()))
        failed = tuple(
            Failure(number, f"in {market}: {told(error)}" if market else told(error))
            for (number, market), error in sorted(self._errors.items(), key=lambda it: it[0])
        )
        elapsed = time.perf_counter() - self._clock
        made = replace(found.made, ended=now(), elapsed_s=elapsed, failed=failed,
                       lived=len(self._lived))  # fmt: skip
        found = replace(found, made=made)
        if self._folder is None:
            return found
        found = replace(found, out=self._folder.path)
        # What was complete already keeps its history.
        before = None if self._lived or failed else self._folder.made()
        self._folder.conclude(replace(found, made=before or made), asked)
        return found

    def _live(self, jobs: Sequence[Piece], workers: int | None) -> None:
        def take(piece: int, outcome: list[Sold] | Exception) -> None:
            self._take(jobs[piece], outcome)

        workers = min(workers or paying(self.start.spec, len(jobs), AT_ONCE), len(jobs))
        first = jobs[0].worlds.futures[0]
        moments = float(first.opportunities.sum()) / 1000
        check_memory(first.start, workers=workers, moments_a_day=moments)
        if workers == 1:
            one_by_one(jobs, self.watch, take)
        else:
            side_by_side(jobs, workers, self.watch, take)

    def _take(self, piece: Piece, outcome: list[Sold] | Exception) -> None:
        """Some worlds are over: they are kept at once, or their failure is remembered."""
        replicate = piece.worlds.number
        if isinstance(outcome, Exception):
            market = piece.market if isinstance(piece, Budgeted) else ""
            self._errors.setdefault((replicate, market), outcome)
            where = f" in {market}" if market else ""
            self.watch.say(f"a world of replicate {replicate}{where} failed: {told(outcome)}")
            return
        self._lived.add(replicate)
        for sold in outcome:
            if self._folder is not None:
                self._folder.keep(sold)
            self.sold[sold.replicate, sold.world] = sold
