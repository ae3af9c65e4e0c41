"""How purchases answer to money: one brand spends more or less on one thing at a time."""

import math
import time
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Final, Literal

from sim.analysis.response import TODAY, Response
from sim.errors import Problem, ScenarioError
from sim.levers import LEVERS
from sim.results import Failure, Made
from sim.scenario import Scenario
from sim.scenario_io import check_memory
from sim.scenario_io.words import nearest
from sim.study.coalitions import MOMENTS
from sim.study.compiling import compile_model
from sim.study.credit import asked_of
from sim.study.credit_folder import CreditFolder, study_key
from sim.study.credit_job import Sold
from sim.study.opportunities import opportunities_of
from sim.study.replicates import one_by_one, side_by_side
from sim.study.response_answer import answered
from sim.study.response_folder import KIND, conclude
from sim.study.response_worlds import Question, Work
from sim.study.single import LARGEST_SEED, Interrupted, now, paying, told, whole
from sim.study.spending import Subject, paid
from sim.study.watch import Watch

GRID: Final = (0.0, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
"""Multiples of today's spend unless somebody says otherwise."""
LARGEST: Final = 100.0
"""Multiple beyond which nobody would ask for today's plan."""
AT_ONCE: Final = 16
"""Worlds lived from one warm-up before they are kept: more would be lost when somebody stops."""

Feedback = Literal["live", "off", "replay"]


def response(
    scenario: Scenario | str | Path,
    *,
    brand: str | None = None,
    moments: Sequence[str] = MOMENTS,
    multipliers: Sequence[float] = GRID,
    levers: bool = False,
    presence: bool = False,
    assumptions: int = 0,
    reps: int = 10,
    seed: int = 7,
    feedback: Feedback | None = None,
    workers: int | None = None,
    threads: int = 1,
    out: str | Path | None = None,
    new_people: bool = False,
    watch: Watch | None = None,
    command: Sequence[str] = (),
) -> Response:
    """The same people, with the same luck, meet a brand that pays more or less for one moment.

    Every world begins on day 0 from a warm-up under the plan as it is; the brand then spends a
    multiple of its money on one moment, in today's proportions of its levers, and all else stays.

    Parameters
    ----------
    scenario : Scenario, str or Path
        The world, its file, or the name of a shipped one.
    brand : str, optional
        Whose money; omitted = the focal brand's.
    moments : sequence of str
        Moments whose money is varied; those that get none have no multiple.
    multipliers : sequence of float
        Multiples of today's spend; 1 is always among them.
    levers : bool
        Also vary the money of each single lever of these moments.
    presence : bool
        Also shift how often the brand is noticed in each micro-moment on each channel.
    assumptions : int
        Markets drawn from the plausible ranges of their numbers, in which the ranking of moments is
        asked again; 0 = none.
    reps : int
        Replicates.
    seed : int
        Seed of people and luck.
    feedback : {"live", "off", "replay"}, optional
        Whether experiences reach other people; replay: everybody reads and hears what was made
        public under the plan as it is. Omitted = as the scenario says.
    workers : int, optional
        Processes; omitted = as many as pay.
    threads : int
        Threads of each process; like `workers` it changes no number.
    out : str or Path, optional
        Folder to keep worlds in. Those already kept there are not lived again.
    new_people : bool
        Draw other people in each replicate.
    watch : Watch, optional
        Is told what goes on.
    command : sequence of str
        The command line to be kept with the study.

    Returns
    -------
    Response
        What was found. Replicates that failed are named in `made.failed`.

    Raises
    ------
    ScenarioError
        If there is no such world, brand or moment, or it does not fit into memory.
    ResultError
        If something else is kept in the folder.
    ValueError
        If a number is no whole number or out of its range, or there is no multiple but 1.
    Interrupted
        If somebody interrupts; what was finished is kept.
    """
    reps, threads = whole("reps", reps, 1), whole("threads", threads, 1)
    seed = whole("seed", seed, 0, LARGEST_SEED)
    workers = None if workers is None else whole("workers", workers, 1)
    grid, draws = _grid(multipliers), whole("assumptions", assumptions, 0)
    spec = asked_of(scenario, brand, feedback)
    asked = _known(spec, moments)
    named = [Subject("moment", moment) for moment in asked]
    if levers:
        named += [Subject("lever", it.name) for it in LEVERS.values() if it.moment in asked]
    subjects = paid(spec, named)
    unpaid = tuple(it.name for it in named if it.kind == "moment" and it not in subjects)
    start = Response(spec, grid, seed, new_people, feedback or spec.feedback, (), {},
                     unpaid=unpaid, made=Made(tuple(command), started=now()))  # fmt: skip
    question = Question(start, tuple(subjects), reps, presence, draws)
    return _Study(question, watch or Watch()).run(
        workers, threads, None if out is None else Path(out)
    )


def _grid(multipliers: Sequence[float]) -> tuple[float, ...]:
    wrong = [it for it in multipliers if not (math.isfinite(it) and 0 <= it <= LARGEST)]
    if wrong:
        raise ValueError(f"a multiple is a number from 0 to {LARGEST:g} (got {wrong[0]:g})")
    grid = tuple(sorted({TODAY, *map(float, multipliers)}))
    if grid == (TODAY,):
        raise ValueError("there is no multiple of today's spend but 1")
    return grid


def _known(spec: Scenario, moments: Sequence[str]) -> tuple[str, ...]:
    allowed = ", ".join(MOMENTS)
    wrong = [
        Problem(spec.name, None, None, "moments", f"unknown moment (got {name})", allowed,
                nearest(name, MOMENTS))
        for name in moments
        if name not in MOMENTS
    ]  # fmt: skip
    if not moments:
        wrong = [Problem(spec.name, None, None, "moments", "none is named", allowed)]
    if wrong:
        raise ScenarioError(wrong)
    return tuple(dict.fromkeys(moments))


class _Study:
    """The course of one study: which worlds are there, which are missing, what came of them."""

    def __init__(self, question: Question, watch: Watch) -> None:
        self.question = question
        self.watch = watch
        self.clock = time.perf_counter()
        self.sold: dict[tuple[int, str], Sold] = {}
        self.errors: dict[int, Exception] = {}
        self.jobs: list[Work] = []
        self.folder: CreditFolder | None = None

    def run(self, workers: int | None, threads: int, out: Path | None) -> Response:
        """Live what is missing, and keep it as it comes."""
        start, question = self.question.start, self.question
        compile_model(self.watch)
        question.look_around(opportunities_of(start.spec, self.watch))
        if out is not None:
            key = study_key(
                KIND, start.spec, start.seed, start.feedback, new_people=start.new_people
            )
            self.folder = CreditFolder(out, key)
            self.sold = self.folder.kept(question.wanted())
        try:
            self._live(workers, threads)
        except KeyboardInterrupt:
            if out is not None:
                self.watch.say(f"{len(self.sold):,} worlds are kept in {out}")
            raise Interrupted(None) from None
        return self._conclude()

    def _live(self, workers: int | None, threads: int) -> None:
        spec, question = self.question.start.spec, self.question
        missing = {world for world in question.wanted() if world not in self.sold}
        self.jobs = list(question.work(missing, AT_ONCE, threads, count(), self.watch))
        if not self.jobs:
            return
        workers = min(workers or paying(spec, len(self.jobs), AT_ONCE), len(self.jobs))
        moments = float(question.opportunities.sum()) / 1000
        check_memory(question.silent, workers=workers, moments_a_day=moments)
        if workers == 1:
            one_by_one(self.jobs, self.watch, self._take)
        else:
            side_by_side(self.jobs, workers, self.watch, self._take)

    def _take(self, piece: int, outcome: list[Sold] | Exception) -> None:
        """Some worlds are over: they are kept at once, or their failure is remembered."""
        replicate = self.jobs[piece].worlds.number
        if isinstance(outcome, Exception):
            self.errors[replicate] = outcome
            self.watch.say(f"a world of replicate {replicate} failed: {told(outcome)}")
            return
        for sold in outcome:
            if self.folder is not None:
                self.folder.keep(sold)
            self.sold[sold.replicate, sold.world] = sold

    def _conclude(self) -> Response:
        found = answered(self.question, self.sold)
        if not found.numbers:
            raise next(iter(self.errors.values()))
        failed = tuple(Failure(n, told(error)) for n, error in sorted(self.errors.items()))
        elapsed = time.perf_counter() - self.clock
        made = replace(found.made, ended=now(), elapsed_s=elapsed, failed=failed,
                       lived=len(found.numbers))  # fmt: skip
        found = replace(found, made=made)
        if self.folder is None:
            return found
        found = replace(found, out=self.folder.path)
        conclude(self.folder.path, self.folder.key, found)
        return found
