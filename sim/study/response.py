"""How purchases answer to money: one brand spends more or less on one thing at a time."""

import math
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Final

from sim.analysis.curve import TODAY
from sim.analysis.response import Response
from sim.levers import LEVERS
from sim.results import Made
from sim.scenario import Scenario
from sim.study.asked import MOMENTS, Feedback, asked_of, moments_asked
from sim.study.compiling import compile_model
from sim.study.course import AT_ONCE, Course, Place
from sim.study.opportunities import opportunities_of
from sim.study.response_answer import answered
from sim.study.response_worlds import Question
from sim.study.single import LARGEST_SEED, now, whole
from sim.study.spending import Subject, paid
from sim.study.watch import Watch

KIND: Final = "response"
GRID: Final = (0.0, 0.5, 0.75, 1.0, 1.25, 1.5, 2.0)
"""Multiples of today's spend unless somebody says otherwise."""
LARGEST: Final = 100.0
"""Multiple beyond which nobody would ask for today's plan."""


def response(
    scenario: Scenario | str | Path,
    *,
    brand: str | None = None,
    moments: Sequence[str] = MOMENTS,
    multipliers: Sequence[float] = GRID,
    levers: bool = False,
    presence: bool = False,
    assumptions: int = 0,
    more: float | None = None,
    reps: int = 10,
    seed: int = 7,
    feedback: Feedback | None = None,
    workers: int | None = None,
    threads: int = 1,
    out: Place = None,
    new_people: bool = False,
    watch: Watch | None = None,
    command: Sequence[str] = (),
    assumed: tuple[int, int] | None = None,
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
    more : float, optional
        Euro in the measured days that the brand spends more on one moment, for all consumers of
        this world: each moment gets them in a world of its own. Omitted = nobody asks.
    reps : int
        Replicates.
    seed : int
        Seed of people and luck.
    feedback : {"live", "off", "replay"}, optional
        Whether experiences reach other people; replay: everybody reads and hears what was made
        public under the plan as it is, and around today's spend each moment is lived live, too.
        Omitted = as the scenario says.
    workers : int, optional
        Processes; omitted = as many as pay.
    threads : int
        Threads of each process; like `workers` it changes no number.
    out : str, Path or callable, optional
        Folder to keep worlds in, or what names it, given the key of the study. Worlds already kept
        there are not lived again.
    new_people : bool
        Draw other people in each replicate.
    watch : Watch, optional
        Is told what goes on.
    command : sequence of str
        The command line to be kept with the study.
    assumed : (int, int), optional
        Numbers of the market that are assumptions, and numbers in all, to be kept with the study.

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
        If a number is no whole number or out of its range, or there is no multiple but 1, or no
        money more.
    Interrupted
        If somebody interrupts; what was finished is kept.
    """
    reps, threads = whole("reps", reps, 1), whole("threads", threads, 1)
    seed = whole("seed", seed, 0, LARGEST_SEED)
    workers = None if workers is None else whole("workers", workers, 1)
    grid, draws = _grid(multipliers), whole("assumptions", assumptions, 0)
    spec, watch = asked_of(scenario, brand, feedback), watch or Watch()
    asked = moments_asked(spec, moments)
    named = [Subject("moment", moment) for moment in asked]
    if levers:
        named += [Subject("lever", it.name) for it in LEVERS.values() if it.moment in asked]
    subjects = paid(spec, named)
    unpaid = tuple(it.name for it in named if it.kind == "moment" and it not in subjects)
    start = Response(spec, grid, seed, new_people, feedback or spec.feedback, (), {},
                     unpaid=unpaid, assumed=assumed,
                     made=Made(tuple(command), started=now()))  # fmt: skip
    question = Question(start, tuple(subjects), reps, presence, draws, _sum(more), asked)
    course = Course(KIND, start, out, watch)
    compile_model(watch)
    question.look_around(opportunities_of(spec, watch))
    missing = set(course.missing(list(question.wanted())))
    course.live(question.work(missing, AT_ONCE, threads, count(), watch), workers)
    return course.conclude(answered(question, course.sold), question.told())


def _sum(more: float | None) -> float:
    if more is not None and not (math.isfinite(more) and more > 0):
        raise ValueError(f"more is a sum of money above 0 (got {more:g})")
    return float(more or 0.0)


def _grid(multipliers: Sequence[float]) -> tuple[float, ...]:
    wrong = [it for it in multipliers if not (math.isfinite(it) and 0 <= it <= LARGEST)]
    if wrong:
        raise ValueError(f"a multiple is a number from 0 to {LARGEST:g} (got {wrong[0]:g})")
    grid = tuple(sorted({TODAY, *map(float, multipliers)}))
    if grid == (TODAY,):
        raise ValueError("there is no multiple of today's spend but 1")
    return grid
