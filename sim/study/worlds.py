"""Several worlds of the same people with the same luck, lived from one warm-up."""

from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.public import Evenings
from sim.results import Replicate, counted
from sim.results.needs import Needs
from sim.scenario import Scenario
from sim.study.replicates import Tick, tidy

Floats: TypeAlias = NDArray[np.float64]


class Future(NamedTuple):
    """One world: how it begins, and what brands do from day 0 on."""

    start: Scenario
    """The world as it is warmed up. Futures that share this very object share the warm-up."""
    opportunities: Floats
    """Micro-moments per 1,000 consumers and day of its reference run."""
    plan: Scenario
    """The same world; only what its brands plan may differ."""
    replay: bool = False
    """Whether people read and hear what those of the first world made public."""
    needs: bool = True
    """Whether somebody reads its needs, where the worlds keep them."""


class Life(NamedTuple):
    """What was found in one world."""

    replicate: Replicate
    needs: Needs | None
    """Every need of the measured days and of those after, where asked for."""
    personas: NDArray[np.uint8]
    """Persona of each consumer."""


class Worlds(NamedTuple):
    """One replicate of several worlds of the same people with the same luck."""

    futures: tuple[Future, ...]
    """The first is what others are compared with."""
    seed: int
    number: int
    """Which replicate."""
    threads: int = 1
    new_people: bool = False
    """Whether each replicate draws people of its own."""
    needs: bool = False
    """Whether every need is kept."""
    after: int = 0
    """Days lived on after the measured ones, for what only then is settled."""

    @property
    def days(self) -> int:
        """Days to be lived: each warm-up once, and each future."""
        starts = {id(future.start): future.start for future in self.futures}.values()
        warm_ups = sum(start.market.warm_up_days for start in starts)
        return warm_ups + sum(f.plan.market.days + self.after * f.needs for f in self.futures)

    def live(self, tick: Tick) -> list[Life]:
        """Live them, as `live_worlds` does."""
        return live_worlds(self, tick)


def live_worlds(worlds: Worlds, tick: Tick) -> list[Life]:
    """The same people live through several futures, each warm-up once.

    Parameters
    ----------
    worlds : Worlds
        What is to be lived.
    tick : callable
        Called with the number of each day lived.

    Returns
    -------
    list of Life
        In the order of the futures.
    """
    from sim.checkpoint import Checkpoint

    warmed: dict[int, Checkpoint] = {}
    # Warm-ups are lived while their futures still need them and forgotten with the last.
    remaining = [id(future.start) for future in worlds.futures]
    replayed = any(future.replay for future in worlds.futures)
    evenings: Evenings | None = None
    lives: list[Life] = []
    for place, future in enumerate(worlds.futures):
        start = remaining.pop(0)
        checkpoint = warmed.pop(start, None) or _warm_up(worlds, future, tick)
        if start in remaining:
            warmed[start] = checkpoint
        life, own = _live_on(
            worlds,
            checkpoint,
            future,
            progress=tick,
            record=replayed and place == 0,
            replay=evenings if future.replay else None,
        )
        evenings = own if place == 0 else evenings
        lives.append(life)
        # A world refers to itself: its people would otherwise stay beside those of the next.
        tidy(future.start)
    return lives


def _warm_up(worlds: Worlds, future: Future, tick: Tick) -> Any:
    from sim.model import JourneyModel

    model = JourneyModel(
        future.start,
        seed=worlds.seed,
        replicate=worlds.number,
        opportunities=future.opportunities,
        threads=worlds.threads,
        new_people=worlds.new_people,
        progress=tick,
    )
    return model.run(until=0).checkpoint()


def _live_on(
    worlds: Worlds, checkpoint: Any, future: Future, **options: Any
) -> tuple[Life, Evenings | None]:
    from sim.model import JourneyModel

    keep = worlds.needs and future.needs
    model = JourneyModel.resume(
        checkpoint,
        plan=None if future.plan is future.start else future.plan,
        threads=worlds.threads,
        needs=keep,
        after=worlds.after,
        **options,
    ).run()
    replicate = counted(worlds.number, model)
    needs = None
    if keep:
        model.run(until=future.plan.market.days + worlds.after)
        needs = model.needs()
    return Life(replicate, needs, model.personas.copy()), model.evenings
