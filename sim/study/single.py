"""One world, lived as many times as it takes to tell what is luck."""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from numbers import Integral
from pathlib import Path
from typing import Final

from sim.errors import ScenarioError
from sim.results import Comparison, Failure, Folder, Made, Replicate, Run
from sim.results.provenance import stamp_of
from sim.scenario import Scenario
from sim.scenario_io import assumptions, check_memory, load
from sim.scenario_io.words import show
from sim.study.compiling import compile_model
from sim.study.cores import paying as paying
from sim.study.cores import spread
from sim.study.opportunities import opportunities_of
from sim.study.replicates import Job, Outcome, one_by_one, side_by_side
from sim.study.watch import Watch

LARGE: Final = 500_000_000
"""Bytes of people and their log from which a run says what it will take."""
LARGEST_SEED: Final = 2**64 - 1


class Interrupted(KeyboardInterrupt):
    """Somebody stopped a run; what was finished is in `run`, or nothing was."""

    def __init__(self, run: Run | Comparison | None) -> None:
        super().__init__()
        self.run = run


def run(
    scenario: Scenario | str | Path,
    *,
    reps: int = 10,
    seed: int = 7,
    workers: int | None = None,
    threads: int | None = None,
    out: str | Path | None = None,
    new_people: bool = False,
    watch: Watch | None = None,
    command: Sequence[str] = (),
    assumed: tuple[int, int] | None = None,
) -> Run:
    """The same people live through the same days again and again, each time with other luck.

    Parameters
    ----------
    scenario : Scenario, str or Path
        The world, its file, or the name of a shipped one.
    reps : int
        Replicates.
    seed : int
        Seed of people and luck.
    workers : int, optional
        Processes; omitted = as many as pay.
    threads : int, optional
        Threads of each process; omitted = as many as pay. Like `workers` it changes no number.
    out : str or Path, optional
        Folder to keep the run in. Replicates already kept there are not lived again.
    new_people : bool
        Draw other people in each replicate.
    watch : Watch, optional
        Is told what goes on.
    command : sequence of str
        The command line to be kept with the run.
    assumed : (int, int), optional
        Numbers of the market that are assumptions, and numbers in all, if they were counted.

    Returns
    -------
    Run
        What was found. Replicates that failed are named in `made.failed`.

    Raises
    ------
    ScenarioError
        If there is no such world, or it does not fit into memory.
    ResultError
        If another run is kept in the folder.
    ValueError
        If a number is no whole number, or out of its range.
    Interrupted
        If somebody interrupts; what was finished is kept.
    """
    reps, seed = whole("reps", reps, 1), whole("seed", seed, 0, LARGEST_SEED)
    workers = None if workers is None else whole("workers", workers, 1)
    threads = None if threads is None else whole("threads", threads, 1)
    if not isinstance(scenario, Scenario):
        with suppress(ScenarioError):
            assumed = assumptions(scenario)
        scenario = load(scenario)
    start = Run(scenario, seed, new_people, (), assumed, Made(tuple(command), started=now()))
    return _Study(start, reps, out, watch or Watch()).run(workers, threads)


class _Study:
    """The course of one run: what is there, what is missing, what came of it."""

    def __init__(self, start: Run, reps: int, out: str | Path | None, watch: Watch) -> None:
        self.start = start
        self.reps = reps
        self.watch = watch
        self.clock = time.perf_counter()
        self.stamp = stamp_of(start.spec, start.seed, new_people=start.new_people)
        self.folder = None if out is None else Folder(Path(out), self.stamp)
        self.there: dict[int, Replicate] = {}
        self.errors: dict[int, Exception] = {}
        self.lived = 0

    def run(self, workers: int | None, threads: int | None) -> Run:
        """Live what is missing, and keep it as it comes."""
        missing = self._missing()
        if missing:
            try:
                self._live(missing, workers, threads)
            except KeyboardInterrupt:
                raise Interrupted(self._conclude() if self.there else None) from None
        if all(number in self.errors for number in range(self.reps)):
            raise self.errors[0]
        return self._conclude()

    def _missing(self) -> list[int]:
        if self.folder is not None:
            self.there, problems = self.folder.kept(range(self.reps))
            for problem in problems:
                self.watch.say(f"{problem}; it is lived again")
        return [number for number in range(self.reps) if number not in self.there]

    def _live(self, missing: list[int], workers: int | None, threads: int | None) -> None:
        spec = self.start.spec
        workers, threads = spread(spec, len(missing), workers=workers, threads=threads)
        check_memory(spec, reps=self.reps, workers=workers)
        if self.folder is not None:
            self.folder.describe(self._so_far())
        compile_model(self.watch)
        opportunities = opportunities_of(spec, self.watch)
        moments = float(opportunities.sum()) / 1000
        need = check_memory(spec, reps=self.reps, workers=workers, moments_a_day=moments)
        if need.people + need.log > LARGE:
            self.watch.say(f"this takes about {need.total / 1e9:,.1f} GB of memory")
        seed, new_people = self.start.seed, self.start.new_people
        jobs = [Job(spec, seed, n, opportunities, threads, new_people) for n in missing]
        if workers == 1:
            one_by_one(jobs, self.watch, self._take)
        else:
            side_by_side(jobs, workers, self.watch, self._take)

    def _take(self, number: int, outcome: Outcome) -> None:
        """A replicate is over: it is kept at once, or its failure is remembered."""
        if isinstance(outcome, Exception):
            self.errors[number] = outcome
            self.watch.say(f"replicate {number} failed: {told(outcome)}")
            return
        if self.folder is not None:
            self.folder.keep(outcome)
        self.there[number] = outcome
        self.lived += 1

    def _so_far(self, ended: str = "") -> Run:
        """Everything there is: replicates asked for, and others kept from before."""
        failed = tuple(Failure(n, told(error)) for n, error in sorted(self.errors.items()))
        elapsed = time.perf_counter() - self.clock
        made = replace(
            self.start.made, ended=ended, elapsed_s=elapsed, lived=self.lived, failed=failed
        )
        everything = tuple(self.there[number] for number in sorted(self.there))
        return replace(self.start, replicates=everything, made=made)

    def _conclude(self) -> Run:
        everything = self._so_far(now())
        asked = tuple(lived for lived in everything.replicates if lived.number < self.reps)
        if self.folder is None:
            return replace(everything, replicates=asked)
        # What was complete already keeps its history.
        if self.lived or self.errors or not self.folder.complete:
            self.folder.conclude(everything)
        return replace(everything, replicates=asked, out=self.folder.path)


def whole(name: str, value: object, low: int, high: int | None = None) -> int:
    """Take a whole number within its range, NumPy's included.

    Parameters
    ----------
    name : str
        What it is.
    value : object
        The number somebody gave.
    low, high : int
        Its range, both included; no `high` = no limit.

    Returns
    -------
    int
        The number.

    Raises
    ------
    ValueError
        If it is none, or out of its range.
    """
    if isinstance(value, Integral) and not isinstance(value, bool):
        number = int(value)
        if low <= number and (high is None or number <= high):
            return number
    allowed = f"of at least {low}" if high is None else f"from {low} to {high:,}"
    raise ValueError(f"{name} must be a whole number {allowed} (got {show(value)})")


def told(error: Exception) -> str:
    """Say in a line what went wrong.

    Parameters
    ----------
    error : Exception
        What was raised.

    Returns
    -------
    str
        Its kind, and what it says.
    """
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def now() -> str:
    """Tell the time.

    Returns
    -------
    str
        In UTC, to the second.
    """
    return datetime.now(UTC).isoformat(timespec="seconds")
