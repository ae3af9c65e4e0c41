"""Some consumers' year, under the base plan and beside it under a strategy, with the same luck."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

import numpy as np

from sim.analysis.events import events, under_way
from sim.analysis.lived import Day, Event, State
from sim.analysis.trace import Fork, Life, Trace, first_difference
from sim.checkpoint import Checkpoint
from sim.errors import Problem, ScenarioError
from sim.jit import is_compiled
from sim.model import JourneyModel
from sim.scenario import Scenario
from sim.scenario_io import available_bytes, check_memory, needed_memory
from sim.study.beside import Beside, same
from sim.study.causes import causes
from sim.study.opportunities import opportunities_of
from sim.study.replicates import tidy
from sim.study.watch import Watch
from sim.tables.moments import TRAITS

WHO: Final = (*TRAITS, "price_sensitivity", "quality_sensitivity", "expert", "consents")
"""Columns that say who somebody is."""


def first_day(spec: Scenario, *, seed: int, replicate: int, watch: Watch) -> Checkpoint:
    """Live the warm-up, from which all worlds of a scenario begin.

    Parameters
    ----------
    spec : Scenario
        The world.
    seed, replicate : int
        Which people, and which luck.
    watch : Watch
        Is told what takes time.

    Returns
    -------
    Checkpoint
        The world on the morning of day 0.

    Raises
    ------
    ScenarioError
        If it does not fit into memory.
    """
    need = check_memory(spec)
    check_room(spec, worlds=1, taken=need.program + need.people)
    if not is_compiled():
        watch.say("compiling the model, once per machine")
    opportunities = opportunities_of(spec, watch)
    model = JourneyModel(spec, seed=seed, replicate=replicate, opportunities=opportunities)
    start = model.run(until=0).checkpoint()
    del model
    tidy(spec)
    return start


def check_room(spec: Scenario, *, worlds: int, taken: float = 0.0) -> None:
    """Refuse to follow people through more worlds than fit into memory.

    Each world holds its people twice: as they live, and beside the market, where days are lived
    again.

    Parameters
    ----------
    spec : Scenario
        The world.
    worlds : int
        How many are lived side by side.
    taken : float
        Bytes that something else will have taken by then.

    Raises
    ------
    ScenarioError
        If they do not fit.
    """
    need, available = needed_memory(spec), available_bytes()
    wanted = taken + worlds * (2 * need.people + need.log)
    if wanted <= available:
        return
    consumers = spec.market.consumers
    several = "1 world" if worlds == 1 else f"{worlds} worlds"
    message = (
        f"following people among {consumers:,} consumers in {several} takes about "
        f"{wanted / 1e9:.3g} GB of memory, and {available / 1e9:.3g} GB are available"
    )
    fitting = f"at most about {int(consumers * available / wanted):,}"
    raise ScenarioError([Problem(spec.name, None, None, "market.consumers", message, fitting)])


def trace(
    start: Checkpoint,
    consumers: Sequence[int],
    *,
    strategy: str | None = None,
    watch: Watch | None = None,
) -> list[Trace]:
    """Follow some consumers through the measured days.

    Parameters
    ----------
    start : Checkpoint
        The world on the morning of day 0.
    consumers : sequence of int
        Their numbers.
    strategy : str, optional
        Follow them in a second world, too, in which the focal brand acts under this strategy.
    watch : Watch, optional
        Is told of every day.

    Returns
    -------
    list of Trace
        One a consumer.

    Raises
    ------
    IndexError
        If there is no such consumer.
    ScenarioError
        If the worlds do not fit into memory.
    ValueError
        If there is no such strategy.
    """
    for number in consumers:
        if not 0 <= number < start.spec.market.consumers:
            raise IndexError(
                f"there is no consumer {number}: numbers go from 0 to "
                f"{start.spec.market.consumers - 1}"
            )
    plans = (None,) if strategy is None else (None, strategy)
    check_room(start.spec, worlds=len(plans))
    worlds = [Beside(JourneyModel.resume(start, strategy=plan)) for plan in plans]
    followed = [_Followed(worlds, number, plans) for number in consumers]
    for _ in evenings(worlds, watch or Watch(), before=[it.wake for it in followed]):
        for it in followed:
            it.live()
    return [it.told() for it in followed]


def evenings(
    worlds: Sequence[Beside], watch: Watch, *, before: Sequence[Callable[[], None]]
) -> Iterator[int]:
    """Live the measured days of some worlds side by side.

    Parameters
    ----------
    worlds : sequence of Beside
        The worlds, on the same morning.
    watch : Watch
        Is told of every day.
    before : sequence of callable
        Are called on every morning.

    Yields
    ------
    int
        Each day, when it has been lived in all worlds and their markets are still of that day.
    """
    days = worlds[0].model.spec.market.days
    for day in range(worlds[0].model.day, days):
        for wake in before:
            wake()
        for world in worlds:
            world.morning()
            world.model.step()
            world.evening()
        watch.advance(day + 1, days)
        yield day


class _Followed:
    """One consumer in all worlds, day after day."""

    def __init__(self, worlds: Sequence[Beside], number: int, plans: Sequence[str | None]) -> None:
        self.worlds = worlds
        self.number = number
        self.plans = plans
        self.names = worlds[0].model.names
        self.mornings: list[State] = []
        self.wake()
        self.lives = [under_way(morning, self.names) for morning in self.mornings]
        self.beliefs: list[list[Any]] = [[] for _ in worlds]
        self.felt: tuple[int, tuple[str, ...]] | None = None
        self.fork: Fork | None = None

    def wake(self) -> None:
        """The person as they are this morning."""
        self.mornings = [world.mornings([self.number])[0] for world in self.worlds]

    def live(self) -> None:
        """The day is lived again in each world, and told."""
        pairs = zip(self.worlds, self.mornings, strict=True)
        days = [world.watch(self.number, morning, stories=True) for world, morning in pairs]
        told = [events(day, self.names) for day in days]
        if len(days) > 1 and self.fork is None:
            self._part(days, told)
        for life, beliefs, new, day in zip(self.lives, self.beliefs, told, days, strict=True):
            life += new
            beliefs.append(day.after.memory["belief"].astype(np.float64))

    def _part(self, days: Sequence[Day], told: Sequence[list[Event]]) -> None:
        """Whether the lives part today, seen or unseen, and why."""
        here, there = days
        if self.felt is None and not same(here.after, there.after):
            alike = self._causes(lambda day: same(day.after, there.after))
            moved = alike or self._causes(lambda day: not same(day.after, here.after))
            self.felt = (here.day, moved)
        at = first_difference(*told)
        if at is None:
            return
        wanted = told[1][: at + 1]
        why = self._causes(lambda day: events(day, self.names)[: len(wanted)] == wanted)
        if len(wanted) == at:
            why = self._causes(lambda day: events(day, self.names) == wanted)
        felt_day, felt_why = self.felt or (here.day, why)
        self.fork = Fork(len(self.lives[0]) + at, here.day, why, felt_day, felt_why)

    def _causes(self, makes_it: Callable[[Day], bool]) -> tuple[str, ...]:
        here, there = self.worlds
        mornings = (self.mornings[0], self.mornings[1])
        return causes(here, there, mornings, self.number, makes_it)

    def told(self) -> Trace:
        """All of it."""
        model = self.worlds[0].model
        lives = [
            Life(plan, tuple(life), np.array(beliefs).reshape(-1, len(self.names)))
            for plan, life, beliefs in zip(self.plans, self.lives, self.beliefs, strict=True)
        ]
        row = model.consumer(self.number)
        persona = sorted(model.spec.personas)[row["persona"]]
        return Trace(
            scenario=model.spec.name,
            focal=model.spec.focal_brand,
            names=tuple(self.names),
            seed=model.seed,
            replicate=model.replicate,
            consumer=self.number,
            who={"persona": persona, **{name: row[name] for name in WHO}},
            base=lives[0],
            other=lives[1] if len(lives) > 1 else None,
            fork=self.fork,
        )
