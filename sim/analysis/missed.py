"""Needs that one change would have won."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from sim.scenario import Scenario
from sim.tables.moments import CHANNELS, STORE_CHANNEL

KINDS: Final = (
    "noticed", "helped", "payment", "privacy", "seam", "entry", "speed", "fit", "rating", "price"
)  # fmt: skip
"""Single changes, in the order in which they are called cheap: to be noticed in one moment, to be
helpful on one day, one friction less, half a star more on display, a lower price. The order is an
assumption; only contacts and the price have a price in the scenario."""
OF_ONE_DAY: Final = ("noticed", "helped")
"""Changes of a single day; the others last as long as the need."""


class Change(NamedTuple):
    """One thing of the focal brand that is otherwise for one person."""

    kind: str
    """One of `KINDS`."""
    moment: int
    """The micro-moment it acts in; `NOBODY` where it acts in all."""
    channel: int
    """Its channel, likewise."""
    day: int
    """The first day on which it acts."""


class Lost(NamedTuple):
    """A need the focal brand did not win, and what would have won it."""

    consumer: int
    onset: int
    end: str
    """How it ended."""
    brand: str | None
    """The rival that won it, if one did."""
    channel: str | None
    """Where it was bought, if it was."""
    reason: str
    """Why the focal brand did not, as the model counts it."""
    at: str | None
    """The micro-moment in which it fell; None where it did before any."""
    tried: tuple[Change, ...]
    """Changes with which the need was lived again."""
    winning: tuple[Change, ...]
    """Those that won it."""


@dataclass(frozen=True)
class Missed:
    """What the focal brand missed among some people in a year.

    Attributes
    ----------
    spec : Scenario
        The world, its focal brand as it acted.
    strategy : str or None
        What it followed.
    seed, replicate, people : int
        Which people and luck, and how many of them were followed.
    stars, cut : float
        Size of the changes of rating and price.
    needs, won : int
        Needs that ended in the year, and those the focal brand won.
    open : int
        Changes whose need had not ended with the year: neither won nor lost.
    lost : tuple of Lost
        The others.
    absent : mapping
        Days of needs with a moment of (moment, channel) in which the brand was not noticed and
        could have been.
    visits : int
        Days of needs with a visit to a rival's own shop, where the brand cannot be noticed.
    """

    spec: Scenario
    strategy: str | None
    seed: int
    replicate: int
    people: int
    stars: float
    cut: float
    needs: int
    won: int
    open: int
    lost: tuple[Lost, ...]
    absent: Mapping[tuple[int, int], int]
    visits: int = 0

    @property
    def winnable(self) -> list[Lost]:
        """Needs that at least one single change would have won."""
        return [need for need in self.lost if need.winning]

    @property
    def to_own_shops(self) -> list[Lost]:
        """Needs lost to rivals in shops of their own."""
        if self.spec.market.outlet != "own":
            return []
        return [need for need in self.lost if need.channel == CHANNELS[STORE_CHANNEL]]

    @property
    def eur_per_sale(self) -> float | None:
        """What the lower price costs per need it wins, as everybody who buys pays less."""
        flips = sum(any(it.kind == "price" for it in need.winning) for need in self.lost)
        if not flips:
            return None
        brand = self.spec.brands[self.spec.focal_brand]
        return self.cut * brand.price_eur * brand.policies.price * (self.won + flips) / flips
