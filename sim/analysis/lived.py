"""One person's day as it was lived, and the events it is told in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray


class State(NamedTuple):
    """Everything the model remembers of one person at one time.

    Attributes
    ----------
    screen, person : numpy.void
        Records of `sim.tables.state`.
    memory : numpy.ndarray
        One record per brand.
    """

    screen: Any
    person: Any
    memory: NDArray[np.void]


class Story(NamedTuple):
    """A friend's experience, overheard or asked for."""

    slot: int
    """Day-part, or the whole day where it was overheard."""
    step: int
    """Step of the session, -1 where it was overheard."""
    friend: int
    """Number of the friend."""
    expert: bool
    """Whether the friend's word counts more."""
    brand: int
    """Index of the brand it was about."""
    stars: float
    """How it had been."""


class Day(NamedTuple):
    """One day of one person.

    Attributes
    ----------
    consumer, day : int
        Who, and when.
    contract : bool
        Whether a purchase is a contract here.
    own_shops : bool
        Whether each brand has shops of its own here.
    before, after : State
        In the morning and at night.
    touches : numpy.ndarray
        What was logged, rows of `sim.tables.events.TOUCH`.
    market : numpy.void
        What was counted of this person on this day, of `sim.tables.events.MARKET_COUNTS`.
    brands : numpy.ndarray
        The same of each brand.
    stories : tuple of Story
        What friends told.
    opening : State, optional
        The person as a need opened, before any micro-moment; None where none did.
    judging : tuple of State, optional
        The person just before and just after a product was judged; None where none was.
    """

    consumer: int
    day: int
    contract: bool
    own_shops: bool
    before: State
    after: State
    touches: NDArray[np.void]
    market: Any
    brands: NDArray[np.void]
    stories: tuple[Story, ...]
    opening: State | None
    judging: tuple[State, State] | None


@dataclass(frozen=True)
class Event:
    """One thing that happened to one person.

    Attributes
    ----------
    day, slot : int
        When: the day, and its day-part (7: some time that day).
    kind : str
        What: advert, story, idle, reminder, need, moment, reviews, cart, bought, ended, how_to,
        service, judged, review, told, thanked, onboarded, renewed, left.
    facts : mapping
        What there is to say of it, in the words of the model; two events are equal where these are.
    felt : mapping
        What the person believed; it differs long before anything happens otherwise, and does not
        count when two lives are compared.
    """

    day: int
    slot: int
    kind: str
    facts: Mapping[str, Any]
    felt: Mapping[str, Any] = field(default_factory=dict, compare=False)
