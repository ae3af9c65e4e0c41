"""A person's year: events, the needs they make up, and where two such years part."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.analysis.lived import Event

OF_A_NEED: Final = ("need", "moment", "reviews", "cart", "bought", "ended")


class Need(NamedTuple):
    """One need of one person, from its birth to its end.

    Attributes
    ----------
    onset : int
        Day on which it opened; nobody has two on one day.
    events : tuple of Event
        From `need` to `bought` or `ended`; the year may be over before either.
    """

    onset: int
    events: tuple[Event, ...]

    @property
    def moments(self) -> list[Event]:
        """Its micro-moments in measured days."""
        return [event for event in self.events if event.kind == "moment"]

    @property
    def end(self) -> Event | None:
        """How it ended; None where it lasted to the end of the year."""
        last = self.events[-1]
        return last if last.kind in ("bought", "ended") else None

    @property
    def bought(self) -> str | None:
        """The brand bought, if any."""
        return None if self.end is None else self.end.facts.get("brand")


@dataclass(frozen=True)
class Life:
    """One person's year in one world.

    Attributes
    ----------
    strategy : str or None
        What the focal brand followed; None = its base plan.
    events : tuple of Event
        All that happened, in order.
    beliefs : numpy.ndarray
        Believed quality in stars at the end of each measured day, days × brands.
    """

    strategy: str | None
    events: tuple[Event, ...]
    beliefs: NDArray[np.float64]

    @property
    def needs(self) -> list[Need]:
        """Its needs, in order."""
        return needs(self.events)


class Fork(NamedTuple):
    """Where two lives of one person part, and why.

    Attributes
    ----------
    place : int
        Place among the events of both lives; all before it are the same.
    day : int
        The day of the first event that differs.
    why : tuple of str
        What of the other world, put alone into this day, makes the same difference; empty where
        nothing alone does.
    felt_day : int
        First day at whose end the person is not the same, seen or unseen.
    felt_why : tuple of str
        The same of that day.
    """

    place: int
    day: int
    why: tuple[str, ...]
    felt_day: int
    felt_why: tuple[str, ...]


@dataclass(frozen=True)
class Trace:
    """One person's year, in one world or in two.

    Attributes
    ----------
    scenario, focal : str
        The market, and the brand whose strategy is followed.
    names : tuple of str
        Its brands, in index order.
    seed, replicate : int
        Which people, and which luck.
    consumer : int
        Who.
    who : mapping
        Persona and traits.
    base : Life
        The year under the base plan.
    other : Life or None
        The year under the strategy.
    fork : Fork or None
        Where they part; None where they do not, or there is but one.
    """

    scenario: str
    focal: str
    names: tuple[str, ...]
    seed: int
    replicate: int
    consumer: int
    who: Mapping[str, Any]
    base: Life
    other: Life | None
    fork: Fork | None


def needs(told: Iterable[Event]) -> list[Need]:
    """Gather the needs of a year.

    Parameters
    ----------
    told : iterable of Event
        All events of one person, in order.

    Returns
    -------
    list of Need
        In order; what happens in no need belongs to none.
    """
    found: list[list[Event]] = []
    is_open = False
    for event in told:
        if event.kind == "need":
            found.append([])
            is_open = True
        asked = event.kind == "story" and event.facts["asked"]
        if is_open and (event.kind in OF_A_NEED or asked):
            found[-1].append(event)
        is_open = is_open and event.kind not in ("bought", "ended")
    return [Need(mine[0].day, tuple(mine)) for mine in found]


def first_difference(one: Sequence[Event], other: Sequence[Event]) -> int | None:
    """Find where two lives part.

    Parameters
    ----------
    one, other : sequence of Event
        Two lives of the same person.

    Returns
    -------
    int or None
        Place of the first event that differs; None where none does.
    """
    for place, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return place
    return None if len(one) == len(other) else min(len(one), len(other))
