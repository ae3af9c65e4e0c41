"""What figures and tables of a comparison both show: purchases and needs that a plan changed."""

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from sim.results.comparison import Comparison
from sim.results.estimate import Estimate, estimate
from sim.results.pairs import CHANGES, SOURCES
from sim.results.shares import personas
from sim.results.written import number

WHENCE: Final = {
    "from_rivals": "from rivals",
    "new_to_category": "new to the category",
    "brought_forward": "brought forward",
}
"""Where additional purchases come from, in words."""
FEW: Final = 10
"""Below so many purchases a decimal is told."""


def by_source(found: Comparison, name: str) -> dict[str, Estimate]:
    """Whom the purchases more come from.

    Parameters
    ----------
    found : Comparison
        What was found.
    name : str
        A world that was compared with the base.

    Returns
    -------
    dict of str to Estimate
        Purchases more of the focal brand, by `SOURCES`; their means add up to the difference.

    Raises
    ------
    ResultError
        If there is no such world.
    """
    return _estimates(SOURCES, [pair.source for pair in found.pairs[found.named(name)]])


def by_change(found: Comparison, name: str) -> dict[str, Estimate]:
    """What became of needs.

    Parameters
    ----------
    found, name
        As in `by_source`.

    Returns
    -------
    dict of str to Estimate
        Needs open in either world, by `CHANGES`.

    Raises
    ------
    ResultError
        If there is no such world.
    """
    pairs = found.pairs[found.named(name)]
    return _estimates(CHANGES, [pair.changed.sum(axis=0) for pair in pairs])


def by_persona(found: Comparison, name: str) -> dict[str, Estimate]:
    """Who buys more: each kind of person.

    Parameters
    ----------
    found, name
        As in `by_source`.

    Returns
    -------
    dict of str to Estimate
        Purchases more of the focal brand, by persona: needs won only with the plan less those won
        only without it. Their means add up to the difference.

    Raises
    ------
    ResultError
        If there is no such world.
    """
    only_with, only_without = (CHANGES.index(it) for it in ("only_with", "only_without"))
    gained = [
        pair.changed[:, only_with] - pair.changed[:, only_without]
        for pair in found.pairs[found.named(name)]
    ]
    return _estimates(sorted(found.base.spec.personas), gained)


def per_hundred(found: Comparison, name: str) -> dict[str, Estimate]:
    """Who buys more, however many there are of them: purchases more per 100 people of a kind.

    Parameters
    ----------
    found, name
        As in `by_source`.

    Returns
    -------
    dict of str to Estimate
        Purchases more of the focal brand per 100 people, by persona; None where there is nobody.

    Raises
    ------
    ResultError
        If there is no such world.
    """
    people = personas(found.base.summary, found.focal)
    told = {}
    for persona, one in by_persona(found, name).items():
        count = people[persona]["consumers"].mean
        told[persona] = Estimate(*(100 * it / count if count and it is not None else None
                                   for it in one))  # fmt: skip
    return told


def adding_up(
    total: float | None, parts: Mapping[str, float | None], places: int = 0
) -> dict[str, float]:
    """Round the parts of a sum so that what is read adds up (largest remainders, Hamilton 1792).

    Parameters
    ----------
    total : float or None
        Their sum, which is rounded by itself; None where there is nothing.
    parts : mapping of str to float or None
        The parts.
    places : int
        Decimals that are kept.

    Returns
    -------
    dict of str to float
        Each part rounded down or up; of equal remainders the first is rounded up.
    """
    unit = 10**places
    scaled = {name: (part or 0.0) * unit for name, part in parts.items()}
    whole = {name: math.floor(it) for name, it in scaled.items()}
    left = round(round(total or 0.0, places) * unit) - sum(whole.values())
    order = sorted(scaled, key=lambda name: whole[name] - scaled[name])
    up = set(order[: max(left, 0)])
    return {name: (it + (name in up)) / unit for name, it in whole.items()}


def places(count: float | None) -> int:
    """Decimals with which so many purchases are told: a few with one, many without.

    Parameters
    ----------
    count : float or None
        How many.

    Returns
    -------
    int
        One below ten.
    """
    return int(count is not None and abs(count) < FEW)


def euros(amount: float | None) -> str:
    """Write euros and cents, the sign in front.

    Parameters
    ----------
    amount : float or None
        Euro.

    Returns
    -------
    str
        As in -€0.41.
    """
    text = number(amount, ",.2f")
    return f"-€{text[1:]}" if text.startswith("-") else f"€{text}"


def euros_between(found: Estimate) -> str:
    """Write euros and cents with their interval.

    Parameters
    ----------
    found : Estimate
        Euro.

    Returns
    -------
    str
        As in €0.41 (€0.34 to €0.49); without an interval where there is none.
    """
    if found.low is None or found.high is None:
        return euros(found.mean)
    return f"{euros(found.mean)} ({euros(found.low)} to {euros(found.high)})"


def counted(found: Comparison) -> str:
    """Say what is counted where people read of purchases.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    str
        Purchases, or the contracts of a subscription.
    """
    lasting = found.base.spec.market.purchase == "subscription"
    return "contracts" if lasting else "purchases"


def _estimates(names: Any, counted: list[Any]) -> dict[str, Estimate]:
    """One estimate a column of counts by replicate."""
    columns = np.array(counted, np.float64).T.tolist()
    return {name: estimate(column) for name, column in zip(names, columns, strict=True)}
