"""Replicates are lived one after the other, or side by side in processes of their own."""

import gc
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, wait
from multiprocessing import get_context
from typing import Any, Final, NamedTuple, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

from sim.results import Replicate, counted
from sim.scenario import Scenario
from sim.scenario_io import needed_memory
from sim.study.watch import Watch

GLANCE_S: Final = 0.2
"""How often somebody looks how far the processes are."""
WORTH_TIDYING: Final = 10_000_000
"""Bytes of people and their log from which clearing them away is worth a tenth of a second."""


Tick = Callable[[int], None]
"""Called with the number of each day lived."""
T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")


class Task(Protocol[T_co]):
    """Days to be lived, in this process or in another."""

    @property
    def number(self) -> int:
        """Which replicate."""

    @property
    def days(self) -> int:
        """Days to be lived, warm-ups included."""

    def live(self, tick: Tick) -> T_co:
        """Live them, and return what there is to keep."""


class Job(NamedTuple):
    """One replicate to be lived."""

    spec: Scenario
    seed: int
    number: int
    opportunities: NDArray[np.float64]
    threads: int
    new_people: bool

    @property
    def days(self) -> int:
        """Days to be lived, the warm-up included."""
        return self.spec.market.days + self.spec.market.warm_up_days

    def live(self, tick: Tick) -> Replicate:
        """Live the replicate.

        Parameters
        ----------
        tick : callable
            Is told of every day.

        Returns
        -------
        Replicate
            What was counted.
        """
        from sim.model import JourneyModel

        model = JourneyModel(
            self.spec,
            seed=self.seed,
            replicate=self.number,
            opportunities=self.opportunities,
            threads=self.threads,
            new_people=self.new_people,
            progress=tick,
        )
        lived = counted(self.number, model.run())
        # A world refers to itself: its people would otherwise stay beside those of the next.
        del model
        tidy(self.spec)
        return lived


Outcome = Replicate | Exception
Report = Callable[[int, T | Exception], None]
"""Called with the number of each replicate and what came of it, as soon as it is over."""


def one_by_one(jobs: Sequence[Task[T]], watch: Watch, report: Report[T]) -> None:
    """Live replicates one after the other, here.

    Parameters
    ----------
    jobs : sequence of Job
        The replicates.
    watch : Watch
        Is told of every day.
    report : callable
        Is told of every replicate.
    """
    days = sum(job.days for job in jobs)
    lived = 0

    def tick(_: int) -> None:
        nonlocal lived
        lived += 1
        watch.advance(lived, days)

    for done, job in enumerate(jobs):
        try:
            outcome: T | Exception = _live(job, tick)
        except Exception as error:
            outcome = error
        report(job.number, outcome)
        lived = sum(job.days for job in jobs[: done + 1])


def side_by_side(jobs: Sequence[Task[T]], workers: int, watch: Watch, report: Report[T]) -> None:
    """Live replicates in several processes; what is found is the same.

    Parameters
    ----------
    jobs : sequence of Job
        The replicates.
    workers : int
        Number of processes.
    watch : Watch
        Is told how many days have gone by, now and then.
    report : callable
        Is told of every replicate.
    """
    days = sum(job.days for job in jobs)
    # Forking a process that has started threads can deadlock; spawning works everywhere.
    context = get_context("spawn")
    lived, stop = context.Value("q", 0), context.Event()
    with ProcessPoolExecutor(
        workers, mp_context=context, initializer=_begin, initargs=(lived, stop)
    ) as pool:
        futures = {pool.submit(_live_elsewhere, job): job.number for job in jobs}
        try:
            while futures:
                done, _ = wait(futures, timeout=GLANCE_S, return_when=FIRST_COMPLETED)
                watch.advance(lived.value, days)
                for future in done:
                    error = future.exception()
                    report(futures.pop(future), _failure(error) if error else future.result())
        except BaseException:
            stop.set()
            pool.shutdown(cancel_futures=True)
            for future, number in futures.items():
                if not future.cancelled() and future.exception() is None:
                    report(number, future.result())
            raise


def tidy(spec: Scenario) -> None:
    """Clear away a world that nobody holds any more, where its people take much room.

    Parameters
    ----------
    spec : Scenario
        The world.
    """
    need = needed_memory(spec)
    if need.people + need.log > WORTH_TIDYING:
        gc.collect()


def _live(job: Task[T], tick: Tick) -> T:
    return job.live(tick)


def _failure(error: BaseException) -> Exception:
    return error if isinstance(error, Exception) else RuntimeError(repr(error))


# --- in the processes ---------------------------------------------------------------------------

_shared: dict[str, Any] = {}


def _begin(lived: Any, stop: Any) -> None:
    """A process begins its work; interrupting it is left to the process that started it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _shared.update(lived=lived, stop=stop)


def _live_elsewhere(job: Task[T]) -> T:
    return _live(job, _tick)


def _tick(_: int) -> None:
    if _shared["stop"].is_set():
        raise InterruptedError("somebody interrupted the run")
    with _shared["lived"].get_lock():
        _shared["lived"].value += 1
