"""What a brand's money in each moment was good for: every coalition of moments, lived."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Final, Literal

from sim.analysis.credit import Credit
from sim.errors import Problem, ScenarioError
from sim.results import Failure, Made
from sim.scenario import Scenario
from sim.scenario_io import check_memory, load
from sim.scenario_io.words import nearest
from sim.study.coalitions import MOMENTS, Plans
from sim.study.compiling import compile_model
from sim.study.credit_folder import KIND, CreditFolder, study_key
from sim.study.credit_job import Coalitions, Sold, panel
from sim.study.opportunities import opportunities_of
from sim.study.replicates import one_by_one, side_by_side
from sim.study.single import LARGEST_SEED, Interrupted, now, paying, told, whole
from sim.study.watch import Watch
from sim.study.worlds import Floats, Future, Worlds

USUAL: Final = ("idea", "know", "do", "go", "compare", "buy")
"""Moments asked about unless somebody says otherwise."""
AT_ONCE: Final = 16
"""Worlds lived from one warm-up before they are kept: more would be lost when somebody stops."""

Feedback = Literal["live", "off", "replay"]


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
    out: str | Path | None = None,
    new_people: bool = False,
    watch: Watch | None = None,
    command: Sequence[str] = (),
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
        public under the plan as it is. Omitted = as the scenario says.
    with_absence : bool
        Also live the worlds in which rivals, or nobody, pay for a moment.
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
    spec = asked_of(scenario, brand, feedback)
    start = Credit(
        spec,
        _known(spec, moments),
        seed,
        new_people,
        feedback or spec.feedback,
        (),
        Made(tuple(command), started=now()),
    )
    plans = Plans(spec, start.moments, with_absence=with_absence)
    study = _Study(start, reps, plans, watch or Watch())
    return study.run(workers, threads, None if out is None else Path(out))


def asked_of(scenario: Scenario | str | Path, brand: str | None, feedback: str | None) -> Scenario:
    """Make a brand the one that questions are about.

    Parameters
    ----------
    scenario : Scenario, str or Path
        The world, its file, or the name of a shipped one.
    brand : str or None
        The brand; None = the focal one.
    feedback : str or None
        Live, off or replay; None = as the scenario says.

    Returns
    -------
    Scenario
        The same world without strategies, which are another brand's.

    Raises
    ------
    ScenarioError
        If there is no such world or brand, or nothing to replay.
    """
    spec = scenario if isinstance(scenario, Scenario) else load(scenario)
    focal = spec.focal_brand if brand is None else brand
    if focal not in spec.brands:
        raise ScenarioError([_unknown(spec, "brand", focal, sorted(spec.brands))])
    if feedback == "replay" and spec.feedback != "live":
        message = "must be live in the base: without feedback there is nothing to replay"
        raise ScenarioError([Problem(spec.name, None, None, "feedback", message, "live")])
    lived = {None: spec.feedback, "replay": "live"}.get(feedback, feedback)
    return spec.model_copy(update={"focal": focal, "strategies": {}, "feedback": lived})


def _known(spec: Scenario, moments: Sequence[str]) -> tuple[str, ...]:
    wrong = [_unknown(spec, "moment", name, MOMENTS) for name in moments if name not in MOMENTS]
    if wrong or not moments:
        nothing = Problem(spec.name, None, None, "moments", "none is named", ", ".join(MOMENTS))
        raise ScenarioError(wrong or [nothing])
    return tuple(dict.fromkeys(moments))


def _unknown(spec: Scenario, what: str, given: str, known: Sequence[str]) -> Problem:
    message, allowed = f"unknown {what} (got {given})", ", ".join(known)
    path = "brand" if what == "brand" else "moments"
    return Problem(spec.name, None, None, path, message, allowed, nearest(given, known))


class _Study:
    """The course of one study: which worlds are there, which are missing, what came of them."""

    def __init__(self, start: Credit, reps: int, plans: Plans, watch: Watch) -> None:
        self.start = start
        self.reps = reps
        self.plans = plans
        self.watch = watch
        self.clock = time.perf_counter()
        self.sold: dict[tuple[int, str], Sold] = {}
        self.errors: dict[int, Exception] = {}
        self.jobs: list[Coalitions] = []
        self.folder: CreditFolder | None = None

    def run(self, workers: int | None, threads: int, out: Path | None) -> Credit:
        """Live what is missing, and keep it as it comes."""
        start = self.start
        names = {number: list(self.plans.worlds(number)) for number in range(self.reps)}
        every = [(number, name) for number, worlds in names.items() for name in worlds]
        if out is not None:
            key = study_key(
                KIND, start.spec, start.seed, start.feedback, new_people=start.new_people
            )
            self.folder = CreditFolder(out, key)
            self.sold = self.folder.kept(every)
        missing = {
            number: [name for name in worlds if (number, name) not in self.sold]
            for number, worlds in names.items()
        }
        if any(missing.values()):
            try:
                self._live(missing, workers, threads)
            except KeyboardInterrupt:
                kept = sum(world in self.sold for world in every)
                if out is not None:
                    self.watch.say(f"{kept:,} of {len(every):,} worlds are kept in {out}")
                raise Interrupted(None) from None
        return self._conclude()

    def _live(self, missing: dict[int, list[str]], workers: int | None, threads: int) -> None:
        spec = self.start.spec
        compile_model(self.watch)
        opportunities = opportunities_of(spec, self.watch)
        self.jobs = list(self._pieces(missing, opportunities, threads))
        workers = min(workers or paying(spec, len(self.jobs), AT_ONCE), len(self.jobs))
        largest = self.jobs[0].worlds.futures[0].start
        moments = float(opportunities.sum()) / 1000
        check_memory(largest, workers=workers, moments_a_day=moments)
        if workers == 1:
            one_by_one(self.jobs, self.watch, self._take)
            return
        side_by_side(self.jobs, workers, self.watch, self._take)

    def _pieces(
        self, missing: dict[int, list[str]], opportunities: Floats, threads: int
    ) -> Iterator[Coalitions]:
        """Cut what is missing into pieces that are lived from one warm-up each."""
        silent, logged = self._logging(0), self._logging(panel(self.start.spec, opportunities))
        replay = self.start.feedback == "replay"
        pieces = count()
        for replicate, names in missing.items():
            plans = self.plans.worlds(replicate)
            worlds = Worlds((), self.start.seed, replicate, threads, self.start.new_people)
            if self.plans.planned in names:
                alone = (Future(logged, opportunities, logged),)
                planned = worlds._replace(futures=alone, needs=True)
                yield Coalitions(next(pieces), planned, (self.plans.planned,), self.start.moments)
            others = [name for name in names if name != self.plans.planned]
            first = [Future(silent, opportunities, silent)] if replay else []
            for place in range(0, len(others), AT_ONCE):
                some = tuple(others[place : place + AT_ONCE])
                futures = [Future(silent, opportunities, plans[name], replay) for name in some]
                piece = worlds._replace(futures=(*first, *futures))
                yield Coalitions(next(pieces), piece, some)

    def _logging(self, people: int) -> Scenario:
        """The same world with a touch log of so many people, which changes nobody's life."""
        market = self.start.spec.market.model_copy(update={"panel_consumers": people})
        return self.start.spec.model_copy(update={"market": market})

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

    def _conclude(self) -> Credit:
        played = [self.plans.played(number, self.sold) for number in range(self.reps)]
        whole_ones = tuple(one for one in played if one is not None)
        if not whole_ones:
            raise next(iter(self.errors.values()))
        failed = tuple(Failure(n, told(error)) for n, error in sorted(self.errors.items()))
        elapsed = time.perf_counter() - self.clock
        made = replace(self.start.made, ended=now(), elapsed_s=elapsed, failed=failed,
                       lived=len(whole_ones))  # fmt: skip
        found = replace(self.start, replicates=whole_ones, made=made)
        if self.folder is None:
            return found
        found = replace(found, out=self.folder.path)
        self.folder.conclude(found)
        return found
