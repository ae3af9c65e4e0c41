"""Plans compared: the same people with the same luck live under each of them."""

import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Literal

from sim.errors import ScenarioError
from sim.results import Comparison, Failure, Made
from sim.results.compared import Compared, assembled
from sim.results.comparison_folder import ComparisonFolder, key_of
from sim.scenario import Scenario
from sim.scenario_io import assumptions, check_memory, load
from sim.study.comparable import prepared
from sim.study.compiling import compile_model
from sim.study.cores import spread
from sim.study.opportunities import opportunities_of
from sim.study.paired import Pairing, days_after
from sim.study.panel import with_panel
from sim.study.replicates import one_by_one, side_by_side
from sim.study.single import LARGEST_SEED, Interrupted, now, told, whole
from sim.study.watch import Watch
from sim.study.worlds import Future, Worlds

Feedback = Literal["live", "replay", "off"]
Source = Scenario | str | Path


def compare(
    scenario: Source,
    *others: Source,
    strategies: Sequence[str] | None = None,
    reps: int = 10,
    seed: int = 7,
    feedback: Feedback | None = None,
    people: bool = False,
    workers: int | None = None,
    threads: int | None = None,
    out: str | Path | Callable[[str], Path] | None = None,
    new_people: bool = False,
    watch: Watch | None = None,
    command: Sequence[str] = (),
    assumed: tuple[int, int] | None = None,
) -> Comparison:
    """The same people with the same luck live under several plans, replicate by replicate.

    Strategies of one scenario begin on day 0 from a warm-up under the base plan, lived once a
    replicate. Other scenarios are warmed up each under its own plan. What differs between two
    worlds is then due to the plans, and the interval of a difference that of paired replicates
    (common random numbers). No touch log is kept.

    Parameters
    ----------
    scenario : Scenario, str or Path
        The base: a world, its file, or the name of a shipped one.
    *others : Scenario, str or Path
        Worlds of the same consumers, compared with the base.
    strategies : sequence of str, optional
        Strategies of the base's scenario, compared with its base plan; omitted = all it has, if
        there are no other worlds.
    reps : int
        Replicates, each a pair of worlds.
    seed : int
        Seed of people and luck.
    feedback : {"live", "replay", "off"}, optional
        Whether people read and hear one another; `replay` = in other worlds they read and hear
        what was made public in the base, which leaves the direct effect of a plan; omitted = as
        the scenario says.
    people : bool
        Keep the difference of each consumer.
    workers, threads, new_people, watch, command, assumed
        As in `run`.
    out : str, Path or callable, optional
        Folder to keep the comparison in, or what names it, given the comparison's key. Replicates
        already kept there are not lived again.

    Returns
    -------
    Comparison
        What was found. Replicates that failed are named in `made.failed`.

    Raises
    ------
    ScenarioError
        If a world is impossible, the worlds do not have the same consumers, or there is nothing to
        compare.
    ResultError
        If something else is kept in the folder.
    ValueError
        If a number is no whole number, or out of its range.
    Interrupted
        If somebody interrupts; what was finished is kept.
    """
    reps, seed = whole("reps", reps, 1), whole("seed", seed, 0, LARGEST_SEED)
    threads = None if threads is None else whole("threads", threads, 1)
    workers = None if workers is None else whole("workers", workers, 1)
    if not isinstance(scenario, Scenario):
        with suppress(ScenarioError):
            assumed = assumptions(scenario)
    specs = [spec if isinstance(spec, Scenario) else load(spec) for spec in (scenario, *others)]
    if feedback in ("live", "off"):
        specs = [spec.set("feedback", feedback) for spec in specs]
    start = prepared(specs, strategies, replay=feedback == "replay")
    run = partial(replace, seed=seed, new_people=new_people, assumed=assumed)
    start = replace(
        start,
        base=run(start.base),
        runs={name: run(it) for name, it in start.runs.items()},
        live={name: run(it) for name, it in start.live.items()},
        made=Made(tuple(command), started=now()),
    )
    return _Course(start, reps, people, out, watch or Watch()).run(workers, threads)


class _Course:
    """The course of one comparison: what is there, what is missing, what came of it."""

    def __init__(
        self,
        start: Comparison,
        reps: int,
        people: bool,
        out: str | Path | Callable[[str], Path] | None,
        watch: Watch,
    ) -> None:
        self.start, self.reps, self.people, self.watch = start, reps, people, watch
        self.clock = time.perf_counter()
        self.folder = None
        if out is not None:
            path = out(key_of(start, people=people)) if callable(out) else Path(out)
            self.folder = ComparisonFolder(path, start, people=people)
        self.there: dict[int, Compared] = {}
        self.errors: dict[int, Exception] = {}
        self.lived = 0

    def run(self, workers: int | None, threads: int | None) -> Comparison:
        """Live what is missing, and keep it as it comes."""
        if self.folder is not None:
            self.there, problems = self.folder.kept(range(self.reps))
            for problem in problems:
                self.watch.say(f"{problem}; it is lived again")
        missing = [number for number in range(self.reps) if number not in self.there]
        if missing:
            try:
                self._live(missing, workers, threads)
            except KeyboardInterrupt:
                raise Interrupted(self._conclude() if self.there else None) from None
        if all(number in self.errors for number in range(self.reps)):
            raise self.errors[0]
        return self._conclude()

    def _live(self, missing: list[int], workers: int | None, threads: int | None) -> None:
        spec = with_panel(self.start.base.spec, 0)
        worlds = 1 + len(self.start.runs) + len(self.start.live)
        workers, threads = spread(
            spec, len(missing), workers=workers, threads=threads, worlds=worlds
        )
        # Each process holds people twice: as they were on day 0, and as they live on.
        check_memory(spec, workers=2 * workers)
        if self.folder is not None:
            self.folder.describe(self._so_far())
        compile_model(self.watch)
        futures = self._futures()
        new_people, seed = self.start.base.new_people, self.start.base.seed
        # As long in every world, so that the order of worlds turns signs and nothing else.
        after = max(days_after(future.start) for future in futures)
        jobs = [
            Pairing(
                Worlds(futures, seed, number, threads, new_people, needs=True, after=after),
                tuple(self.start.runs),
                self.people,
            )
            for number in missing
        ]
        if workers == 1:
            one_by_one(jobs, self.watch, self._take)
        else:
            side_by_side(jobs, workers, self.watch, self._take)

    def _futures(self) -> tuple[Future, ...]:
        start = self.start
        base = with_panel(start.base.spec, 0)
        own = opportunities_of(base, self.watch)
        specs = [with_panel(run.spec, 0) for run in start.runs.values()]
        if start.shared:
            replay = start.feedback == "replay"
            others = [Future(base, own, spec, replay) for spec in specs]
            if replay:
                others += [Future(base, own, spec, needs=False) for spec in specs]
        else:
            others = [Future(spec, opportunities_of(spec, self.watch), spec) for spec in specs]
        return (Future(base, own, base), *others)

    def _take(self, number: int, outcome: Compared | Exception) -> None:
        """A replicate is over: it is kept at once, or its failure is remembered."""
        if isinstance(outcome, Exception):
            self.errors[number] = outcome
            self.watch.say(f"replicate {number} failed: {told(outcome)}")
            return
        if self.folder is not None:
            self.folder.keep(outcome)
        self.there[number] = outcome
        self.lived += 1

    def _so_far(self, *, asked: bool = False, ended: str = "") -> Comparison:
        """What there is: all replicates, or those asked for."""
        failed = tuple(Failure(n, told(error)) for n, error in sorted(self.errors.items()))
        elapsed = time.perf_counter() - self.clock
        made = replace(
            self.start.made, ended=ended, elapsed_s=elapsed, lived=self.lived, failed=failed
        )
        numbers = [n for n in self.there if n < self.reps or not asked]
        found = assembled(self.start, [self.there[number] for number in numbers])
        # A world's part of the time, so that the speed of each is that of all.
        share = elapsed / (1 + len(found.runs) + len(found.live))
        of_each = replace(made, elapsed_s=share)
        return replace(
            found,
            base=replace(found.base, made=of_each),
            runs={name: replace(run, made=of_each) for name, run in found.runs.items()},
            live={name: replace(run, made=of_each) for name, run in found.live.items()},
            made=made,
        )

    def _conclude(self) -> Comparison:
        ended = now()
        asked = self._so_far(asked=True, ended=ended)
        if self.folder is None:
            return asked
        if self.lived or self.errors or not self.folder.complete:
            self.folder.conclude(self._so_far(ended=ended))
        return replace(asked, out=self.folder.path)
