"""Needs that one change would have won: the smallest of each, and the map they make up."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from sim.levers import LEVERS
from sim.levers.base import cost_on
from sim.scenario import Scenario
from sim.scenario.brands import LeverSettings
from sim.tables.moments import CHANNELS, MOMENTS

KINDS: Final = (
    "noticed", "helped", "payment", "privacy", "seam", "entry", "speed", "fit", "rating", "price"
)  # fmt: skip
"""Single changes, in the order in which they are called cheap: to be noticed in one moment, to be
helpful on one day, one friction less, half a star more on display, a lower price. The order is an
assumption; only contacts and the price have a price in the scenario."""
NOTHING: Final = "nothing"
"""Where no single change wins."""
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
    reason: str
    """Why the focal brand did not, as the model counts it."""
    at: str | None
    """The micro-moment in which it fell; None where it did before any."""
    tried: tuple[Change, ...]
    """Changes with which the need was lived again."""
    winning: tuple[Change, ...]
    """Those that won it."""


class Cell(NamedTuple):
    """Micro-moments of one kind on one channel in which the focal brand was not noticed."""

    moment: str
    channel: str
    absent: int
    """Days of somebody's need with such a moment, whether the need was won or lost."""
    flips: int
    """Needs that being noticed there and then would have won."""
    eur_per_contact: float | None
    """The cheapest contact a lever buys there; None where none does."""

    @property
    def eur_per_need(self) -> float | None:
        """A contact for each of them, per need won: less than it would cost, as some go unseen."""
        if self.eur_per_contact is None or not self.flips:
            return None
        return self.eur_per_contact * self.absent / self.flips


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
        Days of needs with a moment of (moment, channel) and without the brand.
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

    @property
    def winnable(self) -> list[Lost]:
        """Needs that at least one single change would have won."""
        return [need for need in self.lost if need.winning]

    @property
    def eur_per_sale(self) -> float | None:
        """What the lower price costs per need it wins, as everybody who buys pays less."""
        flips = sum(any(it.kind == "price" for it in need.winning) for need in self.lost)
        if not flips:
            return None
        brand = self.spec.brands[self.spec.focal_brand]
        return self.cut * brand.price_eur * brand.policies.price * (self.won + flips) / flips


def contact_costs(spec: Scenario) -> dict[tuple[int, int], float]:
    """Look up what a contact costs in each kind of micro-moment.

    Parameters
    ----------
    spec : Scenario
        The world.

    Returns
    -------
    dict
        Euro of the cheapest lever by (moment, channel); cells that no lever reaches are left out.
    """
    costs: dict[tuple[int, int], float] = {}
    for name, lever in LEVERS.items():
        unit = spec.levers.get(name, LeverSettings()).unit_cost_eur
        prices = {str(channel): euro for channel, euro in unit.items()}
        for cell in lever.cells:
            euro = cost_on(CHANNELS[cell[1]], prices)
            if math.isfinite(euro):
                costs[cell] = min(euro, costs.get(cell, math.inf))
    return costs


def smallest(need: Lost, costs: Mapping[tuple[int, int], float]) -> Change | None:
    """Choose the smallest change that would have won a need.

    Parameters
    ----------
    need : Lost
        The need.
    costs : mapping
        Euro per contact by (moment, channel).

    Returns
    -------
    Change or None
        The first in the order of `KINDS`; of contacts the cheapest, of equals the earliest.
    """

    def size(change: Change) -> tuple[Any, ...]:
        euro = costs.get((change.moment, change.channel), math.inf)
        return KINDS.index(change.kind), euro, change.day, change.moment, change.channel

    return min(need.winning, key=size, default=None)


def what_would_have_won(missed: Missed) -> dict[str, dict[str, int]]:
    """Count lost needs by their reason and by the smallest change that would have won them.

    Parameters
    ----------
    missed : Missed
        What was missed.

    Returns
    -------
    dict of dict
        Reason to change to needs, the most frequent reason first. To be noticed is named with its
        micro-moment: `noticed at go`; `nothing` where no single change wins.
    """
    costs = contact_costs(missed.spec)
    table: dict[str, dict[str, int]] = {}
    for need in missed.lost:
        row = table.setdefault(need.reason, {})
        name = name_of(smallest(need, costs))
        row[name] = row.get(name, 0) + 1
    return dict(sorted(table.items(), key=lambda it: -sum(it[1].values())))


def name_of(change: Change | None) -> str:
    """Name a change as tables do.

    Parameters
    ----------
    change : Change or None
        The change.

    Returns
    -------
    str
        Its kind; where the brand is noticed, with the micro-moment.
    """
    if change is None:
        return NOTHING
    if change.kind == "noticed":
        return f"noticed at {MOMENTS[change.moment]}"
    return change.kind


def columns(table: Mapping[str, Mapping[str, int]]) -> list[str]:
    """Order the changes of a table.

    Parameters
    ----------
    table : mapping
        As of `what_would_have_won`.

    Returns
    -------
    list of str
        Changes that occur, in the order in which they are called cheap.
    """
    order = [*(f"noticed at {moment}" for moment in MOMENTS), *KINDS, NOTHING]
    return [name for name in order if any(name in row for row in table.values())]


def cells(missed: Missed) -> list[Cell]:
    """Say where the brand was missed, and what being there costs.

    Parameters
    ----------
    missed : Missed
        What was missed.

    Returns
    -------
    list of Cell
        Cells in which being noticed would have won a need, the most needs first.
    """
    costs = contact_costs(missed.spec)
    flips = _needs_by_cell(missed.lost)
    found = [
        Cell(MOMENTS[moment], CHANNELS[channel], missed.absent[moment, channel], count,
             costs.get((moment, channel)))
        for (moment, channel), count in flips.items()
    ]  # fmt: skip
    return sorted(found, key=lambda cell: (-cell.flips, cell.moment, cell.channel))


def winners(lost: Sequence[Lost]) -> dict[str, int]:
    """Count the needs each kind of change would have won by itself.

    Parameters
    ----------
    lost : sequence of Lost
        Needs lost.

    Returns
    -------
    dict of str to int
        By kind, in the order of `KINDS`; a need may be won by several.
    """
    kinds = [{change.kind for change in need.winning} for need in lost]
    return {kind: sum(kind in mine for mine in kinds) for kind in KINDS}


def _needs_by_cell(lost: Iterable[Lost]) -> dict[tuple[int, int], int]:
    flips: dict[tuple[int, int], int] = {}
    for need in lost:
        places = {(it.moment, it.channel) for it in need.winning if it.kind == "noticed"}
        for place in places:
            flips[place] = flips.get(place, 0) + 1
    return flips
