"""Why needs were lost and what would have won them: the same draws, one change at a time."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import numpy as np

from sim.analysis.events import events
from sim.analysis.lived import Day, Event, State
from sim.analysis.missed import OF_ONE_DAY, Change, Lost, Missed
from sim.checkpoint import Checkpoint
from sim.model import JourneyModel
from sim.rng import log_array
from sim.study.beside import CERTAIN, Beside, in_journey
from sim.study.trace import check_room, evenings
from sim.study.watch import Watch
from sim.tables.moments import BUY, CHANNELS, MOMENTS, NOBODY, STORE_CHANNEL

HALF_A_STAR: Final = 0.5
TENTH: Final = 0.1
LARGE: Final = 1e9
"""A usefulness that no place, bot or hour makes less than certain help."""
AT_CHECKOUT: Final = ("payment", "seam", "entry", "speed", "fit")
"""Changes that nobody feels before their first buy moment."""
FROM_THE_START: Final = ("privacy", "rating", "price")


def missed(
    start: Checkpoint,
    people: int,
    *,
    strategy: str | None = None,
    stars: float = HALF_A_STAR,
    cut: float = TENTH,
    watch: Watch | None = None,
) -> Missed:
    """Follow the needs of some people, and live each lost one again with one change at a time.

    Everybody else lives as they did, and what this person would have told others is not heard.

    Parameters
    ----------
    start : Checkpoint
        The world on the morning of day 0.
    people : int
        How many, beginning with consumer 0.
    strategy : str, optional
        What the focal brand follows; None = its base plan.
    stars : float
        How many stars more the focal brand's board shows.
    cut : float
        Share by which its price is lower.
    watch : Watch, optional
        Is told of every day.

    Returns
    -------
    Missed
        The needs it did not win, and what would have won them.

    Raises
    ------
    ScenarioError
        If the worlds do not fit into memory.
    ValueError
        If there is no such strategy.
    """
    check_room(start.spec, worlds=1)
    search = _Search(Beside(JourneyModel.resume(start, strategy=strategy)), people, stars, cut)
    for day in evenings([search.beside], watch or Watch(), before=[search.wake]):
        search.live(day)
    return search.found()


@dataclass
class _Try:
    """A need lived again with one change, as far as it has come; over, it needs no state."""

    change: Change
    state: State | None
    won: bool | None = None


@dataclass
class _Live:
    """A need under way, and the tries of it."""

    onset: int
    tries: list[_Try] = field(default_factory=list)
    at_checkout: bool = False


class _Search:
    """The needs of some people, day after day."""

    def __init__(self, beside: Beside, people: int, stars: float, cut: float) -> None:
        self.beside = beside
        self.people = min(people, len(beside.world.screen))
        self.stars = stars
        self.cut = cut
        model = beside.model
        self.names = model.names
        self.focal = model.names.index(model.spec.focal_brand)
        self.mornings: list[State] = []
        self.needs: dict[int, _Live] = {}
        self.trying: list[tuple[int, _Live]] = []
        self.lost: list[tuple[Lost, _Live]] = []
        self.won = 0
        self.absent: Counter[tuple[int, int]] = Counter()
        self.visits = 0

    # --- the day --------------------------------------------------------------------------------

    def wake(self) -> None:
        """Everybody followed, as they are this morning."""
        self.mornings = self.beside.mornings(slice(self.people))

    def live(self, day: int) -> None:
        """Whoever is in a need lives the day again; so do all that try to win it otherwise."""
        for number in self._busy(day):
            lived = self.beside.watch(number, self.mornings[number])
            told = events(lived, self.names)
            if lived.opening is not None:
                self.needs[number] = _Live(day)
            need = self.needs.get(number)
            if need is not None:
                self._begin_tries(need, lived, told)
                self._end(number, need, told)
        self.trying = list(self._going_on(day))

    def _busy(self, day: int) -> list[int]:
        """People with a need today that opened in the measured days."""
        people = self.beside.model.population
        opened = people.person["onset_day"][: self.people] == day
        return sorted({*np.flatnonzero(opened).tolist(), *self.needs})

    def _going_on(self, day: int) -> Iterator[tuple[int, _Live]]:
        for number, need in self.trying:
            for it in need.tries:
                if it.state is not None:
                    self._live_on(number, need, it, it.state, day)
            if any(it.won is None for it in need.tries) or self.needs.get(number) is need:
                yield number, need

    def _live_on(self, number: int, need: _Live, it: _Try, morning: State, day: int) -> None:
        acts = it.change.kind not in OF_ONE_DAY or it.change.day == day
        if acts:
            CHANGES[it.change.kind](self.beside.world, self.focal, it.change, self)
        night = self.beside.live(number, morning)
        if acts:
            self._undo()
        it.state = night
        if not in_journey(night) or night.person["onset_day"] != need.onset:
            it.won = self._is_won(night, need.onset)
            it.state = None

    def _is_won(self, state: State, onset: int) -> bool:
        person = state.person
        return bool(person["purchase_onset"] == onset and person["using_brand"] == self.focal)

    # --- needs ----------------------------------------------------------------------------------

    def _begin_tries(self, need: _Live, lived: Day, told: list[Event]) -> None:
        """Today's moments without the brand, or without its help, are tried with it."""
        focal = self.names[self.focal]
        moments = [event.facts for event in told if event.kind == "moment"]
        new = [Change(kind, NOBODY, NOBODY, lived.day) for kind in FROM_THE_START]
        new = new if lived.opening is not None else []
        for place in dict.fromkeys(_place(it) for it in moments if focal not in it["noticed"]):
            change = Change("noticed", *place, lived.day)
            if self._could_be_noticed(lived, change):
                new.append(change)
                self.absent[place] += 1
            else:
                self.visits += 1
        useless = [
            _place(it) for it in moments if focal in it["noticed"] and focal not in it["helped"]
        ]
        useless = [place for place in useless if place != (BUY, STORE_CHANNEL)]
        new += [Change("helped", *useless[0], lived.day)] if useless else []
        if not need.at_checkout and any(it["moment"] == MOMENTS[BUY] for it in moments):
            need.at_checkout = True
            new += [Change(kind, NOBODY, NOBODY, lived.day) for kind in AT_CHECKOUT]
        morning = self.mornings[lived.consumer]
        if not need.tries:
            self.trying.append((lived.consumer, need))
        need.tries += [_Try(change, morning) for change in new]

    def _could_be_noticed(self, lived: Day, change: Change) -> bool:
        """Whether a contact can be bought there: not in a rival's own shop, which sells one brand.

        Whoever passes shops may notice another; whoever has gone to one may not.
        """
        if not lived.own_shops or (change.moment, change.channel) != (BUY, STORE_CHANNEL):
            return True
        world = self.beside.world
        CHANGES[change.kind](world, self.focal, change, self)
        self.beside.live(lived.consumer, self.mornings[lived.consumer])
        self._undo()
        return not np.array_equal(world.log[: world.log_rows[0]], lived.touches)

    def _end(self, number: int, need: _Live, told: list[Event]) -> None:
        end = next((event for event in told if event.kind in ("bought", "ended")), None)
        if end is None:
            return
        del self.needs[number]
        brand = end.facts.get("brand")
        if brand == self.names[self.focal]:
            self.won += 1
            need.tries.clear()
            return
        reason, at = end.facts["lost"], end.facts["lost_at"]
        channel = end.facts.get("channel")
        base = Lost(number, need.onset, end.facts["end"], brand, channel, reason, at, (), ())
        self.lost.append((base, need))

    # --- changes --------------------------------------------------------------------------------

    def _undo(self) -> None:
        world, market, b = self.beside.world, self.beside.model.market, self.focal
        world.brands[b] = market.brands[b]
        world.cells[b] = market.cells[b].reshape(-1)
        world.mixes["entry_friction"] = market.mixes["entry_friction"]

    def found(self) -> Missed:
        """What was missed."""
        model = self.beside.model
        every = [it for _, need in self.lost for it in need.tries]
        return Missed(
            spec=model.spec.under(model.strategy),
            strategy=model.strategy,
            seed=model.seed,
            replicate=model.replicate,
            people=self.people,
            stars=self.stars,
            cut=self.cut,
            needs=self.won + len(self.lost),
            won=self.won,
            open=sum(it.won is None for it in every),
            lost=tuple(_with_tries(base, need) for base, need in self.lost),
            absent=dict(self.absent),
            visits=self.visits,
        )


def _with_tries(base: Lost, need: _Live) -> Lost:
    tried = tuple(it.change for it in need.tries)
    return base._replace(tried=tried, winning=tuple(it.change for it in need.tries if it.won))


def _place(moment: Any) -> tuple[int, int]:
    return MOMENTS.index(moment["moment"]), CHANNELS.index(moment["channel"])


def _set(column: str, value: float) -> Callable[..., None]:
    def change(world: Any, focal: int, *_: Any) -> None:
        world.brands[column][focal] = value

    return change


def _notice(world: Any, focal: int, change: Change, _: _Search) -> None:
    world.cells["noticed"][focal, change.moment * len(CHANNELS) + change.channel] = CERTAIN


def _rate(world: Any, focal: int, _: Change, search: _Search) -> None:
    world.brands["rating"][focal] += search.stars


def _cut(world: Any, focal: int, _: Change, search: _Search) -> None:
    world.brands["ln_price"][focal] += log_array(np.array([1.0 - search.cut]))[0]


def _enter(world: Any, *_: Any) -> None:
    world.mixes["entry_friction"] = 0.0


CHANGES: Final[dict[str, Callable[..., None]]] = {
    "noticed": _notice,
    "helped": _set("usefulness", LARGE),
    "payment": _set("payment", 1.0),
    "privacy": _set("privacy", 1.0),
    "seam": _set("omni", 1.0),
    "entry": _enter,
    "speed": _set("speed", 1.0),
    "fit": _set("ar", 1.0),
    "rating": _rate,
    "price": _cut,
}
"""What each change does to the market's day; `entry` spares people typing for every brand."""
