"""What a brand's money in each moment was good for: every coalition of moments, lived."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Final

from sim.analysis.credit import Credit
from sim.results import Made
from sim.scenario import Scenario
from sim.study.asked import Feedback, asked_of, moments_asked
from sim.study.budgeted import LIVE, Budgeted
from sim.study.coalitions import Plans
from sim.study.compiling import compile_model
from sim.study.course import AT_ONCE, Course, Place
from sim.study.opportunities import opportunities_of
from sim.study.panel import panel, with_panel
from sim.study.single import LARGEST_SEED, now, whole
from sim.study.watch import Watch
from sim.study.worlds import Future, Worlds

KIND: Final = "credit"
USUAL: Final = ("idea", "know", "do", "go", "compare", "buy")
"""Moments asked about unless somebody says otherwise."""


def credit(
    scenario: Scenario | str | Path,
    *,
    brand: str | None = None,
    moments: Sequence[str] = USUAL,
    reps: int = 10,
    seed: int = 7,
    feedback: Feedback | None = None,
    with_absence: bool = False,
    workers: int | None = None,
    threads: int = 1,
    out: Place = None,
    new_people: bool = False,
    watch: Watch | None = None,
    command: Sequence[str] = (),
    assumed: tuple[int, int] | None = None,
) -> Credit:
    """The same people, with the same luck, meet a brand that pays for some moments and not others.

    Every coalition of moments is lived, from the same warm-up under the plan as it is; what money
    in a moment causes is its Shapley value in purchases. Beside it stands what attribution rules
    make of the touch log of the plan as it is.

    Parameters
    ----------
    scenario : Scenario, str or Path
        The world, its file, or the name of a shipped one.
    brand : str, optional
        Whose money; omitted = the focal brand's.
    moments : sequence of str
        Moments it may pay for or not; all else it pays for stays as it is.
    reps : int
        Replicates.
    seed : int
        Seed of people and luck.
    feedback : {"live", "off", "replay"}, optional
        Whether experiences reach other people; replay: everybody reads and hears what was made
        public under the plan as it is, and every coalition is lived live, too. Omitted = as the
        scenario says.
    with_absence : bool
        Also live the worlds in which rivals, or nobody, pay for a moment.
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
    Credit
        What was found. Replicates that failed are named in `made.failed`.

    Raises
    ------
    ScenarioError
        If there is no such world, brand or moment, or it does not fit into memory.
    ResultError
        If something else is kept in the folder.
    ValueError
        If a number is no whole number, or out of its range.
    Interrupted
        If somebody interrupts; what was finished is kept.
    """
    reps, threads = whole("reps", reps, 1), whole("threads", threads, 1)
    seed = whole("seed", seed, 0, LARGEST_SEED)
    workers = None if workers is None else whole("workers", workers, 1)
    spec, watch = asked_of(scenario, brand, feedback), watch or Watch()
    start = Credit(
        spec,
        moments_asked(spec, moments),
        seed,
        new_people,
        feedback or spec.feedback,
        (),
        assumed,
        Made(tuple(command), started=now()),
    )
    plans = Plans(
        spec, start.moments, with_absence=with_absence, with_live=start.feedback == "replay"
    )
    course = Course(KIND, start, out, watch)
    missing = course.missing([(n, name) for n in range(reps) for name in plans.worlds(n)])
    if missing:
        course.live(_pieces(start, plans, missing, threads, watch), workers)
    played = (plans.played(number, course.sold) for number in range(reps))
    found = replace(start, replicates=tuple(one for one in played if one is not None))
    return course.conclude(found, {"moments": found.moments, "absence": with_absence, "reps": reps})


def _pieces(
    start: Credit, plans: Plans, missing: Sequence[tuple[int, str]], threads: int, watch: Watch
) -> Iterator[Budgeted]:
    """Cut what is missing into pieces that are lived from one warm-up each."""
    compile_model(watch)
    opportunities = opportunities_of(start.spec, watch)
    silent, logged = (
        with_panel(start.spec, 0),
        with_panel(start.spec, panel(start.spec, opportunities)),
    )
    replay = start.feedback == "replay"
    pieces = count()
    for replicate in dict.fromkeys(number for number, _ in missing):
        names = [name for number, name in missing if number == replicate]
        specs = plans.worlds(replicate)
        worlds = Worlds((), start.seed, replicate, threads, start.new_people)
        if plans.planned in names:
            alone = worlds._replace(futures=(Future(logged, opportunities, logged),), needs=True)
            yield Budgeted(next(pieces), alone, (plans.planned,), start.moments)
        others = [name for name in names if name != plans.planned]
        first = [Future(silent, opportunities, silent)] if replay else []
        for place in range(0, len(others), AT_ONCE):
            some = tuple(others[place : place + AT_ONCE])
            futures = [
                Future(silent, opportunities, specs[name], replay and not name.startswith(LIVE))
                for name in some
            ]
            yield Budgeted(next(pieces), worlds._replace(futures=(*first, *futures)), some)
