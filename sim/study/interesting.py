"""Looking through the lives of some people for those worth telling."""

import numpy as np

from sim.analysis.events import events, under_way
from sim.analysis.interesting import Case, Choice, Judged, Seen, candidates, case_of, settle
from sim.analysis.lived import Event, State
from sim.analysis.trace import Trace, needs
from sim.checkpoint import Checkpoint
from sim.model import JourneyModel
from sim.study.beside import Beside
from sim.study.replicates import tidy
from sim.study.trace import check_room, evenings, trace
from sim.study.watch import Watch
from sim.tables.moments import USING


def interesting(
    start: Checkpoint,
    people: int,
    *,
    strategy: str | None = None,
    watch: Watch | None = None,
) -> list[tuple[Choice, Trace]]:
    """Look through the needs of some people, choose one of each kind, and follow those people.

    Parameters
    ----------
    start : Checkpoint
        The world on the morning of day 0.
    people : int
        How many, beginning with consumer 0.
    strategy : str, optional
        A second world, for needs that end otherwise there.
    watch : Watch, optional
        Is told of every day.

    Returns
    -------
    list of (Choice, Trace)
        At most one of each kind.

    Raises
    ------
    ScenarioError
        If the worlds do not fit into memory.
    ValueError
        If there is no such strategy.
    """
    plans = (None,) if strategy is None else (None, strategy)
    check_room(start.spec, worlds=len(plans))
    worlds = [Beside(JourneyModel.resume(start, strategy=plan)) for plan in plans]
    looks = [_Look(world, people) for world in worlds]
    for day in evenings(worlds, watch or Watch(), before=[look.wake for look in looks]):
        for look in looks:
            look.live(day)
    seen = [look.seen() for look in looks]
    # They would otherwise stay beside the worlds in which the chosen are followed.
    del worlds, looks
    tidy(start.spec)
    focal = start.spec.focal_brand
    found = candidates(seen[0], seen[1] if len(seen) > 1 else None, focal)
    numbers = sorted({choice.consumer for kind in found.values() for choice in kind})
    traces = {it.consumer: it for it in trace(start, numbers, strategy=strategy, watch=watch)}
    chosen = [settle(kind, traces) for kind in found.values()]
    return [(choice, traces[choice.consumer]) for choice in chosen]


class _Look:
    """What some people live in one world, in short."""

    def __init__(self, beside: Beside, people: int) -> None:
        self.beside = beside
        self.names = beside.model.names
        self.people = min(people, len(beside.world.screen))
        self.wake()
        self.open: dict[int, list[Event]] = {}
        for number, morning in enumerate(self.mornings):
            begun = under_way(morning, self.names)
            if begun:
                self.open[number] = begun
        self.cases: list[Case] = []
        self.judged: list[Judged] = []

    def wake(self) -> None:
        """Everybody, as they are this morning."""
        self.mornings: list[State] = self.beside.mornings(slice(self.people))

    def live(self, day: int) -> None:
        """Whoever is in a need, or judges a product today, lives the day again."""
        onsets = self.beside.model.population.person["onset_day"][: self.people]
        opened = set(np.flatnonzero(onsets == day).tolist())
        judging = {
            number
            for number, morning in enumerate(self.mornings)
            if morning.screen["phase"] == USING and morning.screen["due_day"] <= day
        }
        for number in sorted(opened | judging | set(self.open)):
            told = events(self.beside.watch(number, self.mornings[number]), self.names)
            self._take(number, told)

    def _take(self, number: int, told: list[Event]) -> None:
        for event in told:
            if event.kind == "judged":
                felt = event.felt
                self.judged.append(
                    Judged(number, event.day, event.facts["brand"], felt["stars"], felt["expected"])
                )
            if event.kind == "need":
                self.open[number] = []
            if number in self.open:
                self.open[number].append(event)
            if event.kind in ("bought", "ended"):
                self._close(number)

    def _close(self, number: int) -> None:
        for need in needs(self.open.pop(number)):
            case = case_of(number, need)
            if case is not None:
                self.cases.append(case)

    def seen(self) -> Seen:
        """All of it."""
        return Seen(tuple(self.cases), tuple(self.judged))
