"""The map of missed moments: by reason, by change, by place, with counts and costs."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, NamedTuple

from sim.analysis.missed import KINDS, Change, Lost, Missed
from sim.levers import LEVERS
from sim.levers.base import cost_on
from sim.scenario import Scenario
from sim.scenario.brands import LeverSettings
from sim.tables.moments import CHANNELS, MOMENTS

NOTHING: Final = "nothing"
"""Where no single change wins."""


class Cell(NamedTuple):
    """Micro-moments of one kind on one channel in which the focal brand was not noticed."""

    moment: str
    channel: str
    absent: int
    """Days of somebody's need with such a moment in which it could have been noticed, whether the
    need was won or lost."""
    flips: int
    """Needs that being noticed there and then would have won."""
    reasons: Mapping[str, int]
    """Why those needs were lost, the most frequent reason first."""
    eur_per_contact: float | None
    """The cheapest contact a lever buys there; None where none does."""

    @property
    def eur_per_need(self) -> float | None:
        """A contact for each of them, per need won: more are needed, as some go unseen."""
        if self.eur_per_contact is None or not self.flips:
            return None
        return self.eur_per_contact * self.absent / self.flips


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
    found = [
        Cell(MOMENTS[place[0]], CHANNELS[place[1]], missed.absent[place], sum(why.values()),
             dict(why.most_common()), costs.get(place))
        for place, why in _reasons_by_place(missed.lost).items()
    ]  # fmt: skip
    return sorted(found, key=lambda cell: (-cell.flips, cell.moment, cell.channel))


def eur_by_change(missed: Missed) -> dict[str, float]:
    """Say what each change costs per need it wins, where the scenario has a price for it.

    Parameters
    ----------
    missed : Missed
        What was missed.

    Returns
    -------
    dict of str to float
        Euro by the name of the change. To be noticed in a micro-moment is paid for on all channels
        on which it wins a need: a contact for each day of a need with such a moment and without
        the brand. Changes without a price, or that win nothing, are left out.
    """
    spent: dict[str, float] = {}
    won: dict[str, set[tuple[int, int]]] = {}
    costs = contact_costs(missed.spec)
    for cell in cells(missed):
        if cell.eur_per_contact is not None:
            name = f"noticed at {cell.moment}"
            spent[name] = spent.get(name, 0.0) + cell.eur_per_contact * cell.absent
    for need in missed.lost:
        for it in need.winning:
            if it.kind == "noticed" and (it.moment, it.channel) in costs:
                won.setdefault(name_of(it), set()).add((need.consumer, need.onset))
    found = {name: spent[name] / len(needs) for name, needs in won.items()}
    price = {} if missed.eur_per_sale is None else {"price": missed.eur_per_sale}
    return found | price


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


def _reasons_by_place(lost: Iterable[Lost]) -> dict[tuple[int, int], Counter[str]]:
    """Needs that being noticed would have won, by where and by why they were lost."""
    found: dict[tuple[int, int], Counter[str]] = {}
    for need in lost:
        for place in {(it.moment, it.channel) for it in need.winning if it.kind == "noticed"}:
            found.setdefault(place, Counter())[need.reason] += 1
    return found
