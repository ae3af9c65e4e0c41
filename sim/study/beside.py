"""Single people live a day again beside their market: same draws, arrays of their own.

What a person lives depends on nothing but their own state, the market's day, and what friends had
told by the morning. So one life can be lived again, as it was or with something changed, while
everybody else lives as they did.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.analysis.lived import Day, State, Story
from sim.model import JourneyModel
from sim.moments.day import live_day
from sim.moments.journey import LAST_DAY
from sim.ranges import ROWS_PER_CONSUMER, Sheets
from sim.study.stories import Silence, as_stories, heard
from sim.tables.moments import EXPLORE, NEVER, NOBODY, READY
from sim.tables.records import TOUCH_ROW

OF_THE_MARKET: Final = (
    "brands", "cells", "reach", "wake", "need", "today", "rules", "mixes", "decay"
)  # fmt: skip
"""What kernels read of a market's day."""
OF_PEOPLE: Final = ("screen", "person", "memory")
CERTAIN: Final = 2**32
"""The threshold below which every random word lies."""


class Beside:
    """A place beside a market in which single people live its day.

    Parameters
    ----------
    model : JourneyModel
        The market; it is read, never changed.

    Attributes
    ----------
    world : World
        What the kernels see; whoever changes something in it calls `restore`.
    """

    def __init__(self, model: JourneyModel) -> None:
        self.model = model
        shared = model.crowd.parts[0].world
        made = {"log": np.empty(len(shared.brands) * ROWS_PER_CONSUMER, TOUCH_ROW)}
        made |= Sheets.of(len(shared.brands))._asdict()
        own = {name: getattr(shared, name).copy() for name in shared._fields if name not in made}
        own |= made
        self.world = type(shared)(**own)
        self._rows = [getattr(self.world, name) for name in own if name.endswith("_rows")]

    def morning(self) -> None:
        """Before the market's day: what friends have told so far is what is heard today."""
        _paste(self.model.population.voice, self.world.voice)
        _paste(self.model.population.told, self.world.told)

    def evening(self) -> None:
        """After the market's day: its presence, prices and boards are those lived with beside."""
        self.restore()

    def restore(self) -> None:
        """Undo what was changed of the market's day."""
        market = self.model.market
        for name in OF_THE_MARKET:
            _paste(getattr(market, name), getattr(self.world, name))
        self.world.today["panel"] = len(self.world.screen)

    def mornings(self, people: Sequence[int] | slice) -> list[State]:
        """Look at some people in the market, as they are now.

        Parameters
        ----------
        people : sequence of int, or slice
            Their numbers.

        Returns
        -------
        list of State
            Copies, in the same order.
        """
        everybody = self.model.population
        copies = [getattr(everybody, name)[people].copy() for name in OF_PEOPLE]
        return [State(*records) for records in zip(*copies, strict=True)]

    def live(self, number: int, morning: State) -> State:
        """Somebody lives the market's day from the state they were in.

        Parameters
        ----------
        number : int
            The consumer.
        morning : State
            Who they were.

        Returns
        -------
        State
            Who they are at night.
        """
        world = self.world
        for name, record in zip(OF_PEOPLE, morning, strict=True):
            getattr(world, name)[number] = record
        for rows in self._rows:
            rows[0] = 0
        live_day(world, number, number + 1, True)
        return State(*(getattr(world, name)[number].copy() for name in OF_PEOPLE))

    def watch(self, number: int, morning: State, *, stories: bool = False) -> Day:
        """Somebody lives the market's day, and all that happens to them is written down.

        Parameters
        ----------
        number : int
            The consumer.
        morning : State
            Who they were.
        stories : bool
            Find out whose stories they heard, too, which takes living the day some times more.

        Returns
        -------
        Day
            What happened.
        """
        world = self.world
        world.market_tally.view(np.int64)[:] = 0
        world.brand_tally.view(np.int64)[:] = 0
        night = self.live(number, morning)
        touches = world.log[: world.log_rows[0]].copy()
        market, brands = world.market_tally[0].copy(), world.brand_tally.copy()
        today = world.today[0]
        opening = self._opening(number, morning) if market["opened"].any() else None
        judging = self._judging(number, morning) if brands["judged"].any() else None
        told: tuple[Story, ...] = ()
        if stories and today["live"] == 1:
            told = self._stories(number, morning, night, opening, touches)
        return Day(
            consumer=number,
            day=int(today["day"]),
            contract=bool(today["subscription"]),
            own_shops=bool(today["own"]),
            before=morning,
            after=night,
            touches=touches,
            market=market,
            brands=brands,
            stories=told,
            opening=opening,
            judging=judging,
        )

    def _opening(self, number: int, morning: State) -> State:
        """The person as a need opened: the same morning, the need fading before any moment."""
        world = self.world
        world.rules["forget"] = CERTAIN
        world.market_tally["ended"] = 0
        opening = self.live(number, morning)
        world.rules["forget"] = self.model.market.rules["forget"]
        faded = world.market_tally[0]["ended"].sum(axis=0)
        if faded.any():
            opening.screen["phase"] = EXPLORE + int(faded.argmax())
        return opening

    def _judging(self, number: int, morning: State) -> tuple[State, State]:
        """The person just before and just after the product was judged: nothing else that day."""
        world, usual = self.world, self.model.market.rules
        unready = morning._replace(screen=morning.screen.copy())
        unready.screen["due_day"] = LAST_DAY
        before = self.live(number, unready)
        world.rules["forget"] = CERTAIN
        for chance in ("rate", "feed"):
            world.rules[chance] = 0
        after = self.live(number, morning)
        for chance in ("forget", "rate", "feed"):
            world.rules[chance] = usual[chance]
        return before, after

    def _stories(
        self,
        number: int,
        morning: State,
        night: State,
        opening: State | None,
        touches: NDArray[np.void],
    ) -> tuple[Story, ...]:
        """Whose stories were heard, and whose of them before a need opened today."""

        def lived_without(silent: Silence) -> bool:
            return same(self._without(silent, self.live, number, morning), night)

        def opened_without(silent: Silence) -> bool:
            return same(self._without(silent, self._opening, number, morning), opening or night)

        people = len(self.world.screen)
        friends = heard(people, lived_without)
        overheard = set() if in_journey(morning) else set(friends)
        if friends and opening is not None:
            overheard = set(heard(people, opened_without))
        return as_stories(self.world, friends, touches, overheard)

    def _without(
        self, silent: Silence, live: Callable[[int, State], State], number: int, morning: State
    ) -> State:
        """The day lived where some people have nothing to tell."""
        brands, days = self.world.voice["voice_brand"], self.world.told["voice_day"]
        brand, day = brands[silent], days[silent]
        brands[silent], days[silent] = NOBODY, NEVER
        night = live(number, morning)
        brands[silent], days[silent] = brand, day
        return night


def in_journey(state: State) -> bool:
    """Whether somebody is in a need.

    Parameters
    ----------
    state : State
        Who they are.

    Returns
    -------
    bool
        Whether their journey goes on.
    """
    return bool(EXPLORE <= state.screen["phase"] <= READY)


def same(one: State, other: State) -> bool:
    """Whether two people are alike in every bit.

    Parameters
    ----------
    one, other : State
        Who they are.

    Returns
    -------
    bool
        Whether nothing differs.
    """
    return all(bool(np.all(a == b)) for a, b in zip(one, other, strict=True))


def _paste(source: NDArray[Any], target: NDArray[Any]) -> None:
    """Copy bytes: NumPy copies records field by field, ten times as slowly."""
    target.view(np.uint8).reshape(-1)[:] = source.view(np.uint8).reshape(-1)
