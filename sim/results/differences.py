"""What figures and tables of a comparison both show: purchases and needs that a plan changed."""

from typing import Any, Final

import numpy as np

from sim.results.comparison import Comparison
from sim.results.estimate import Estimate, estimate
from sim.results.pairs import CHANGES, SOURCES

WHENCE: Final = {
    "from_rivals": "from rivals",
    "new_to_category": "new to the category",
    "brought_forward": "brought forward",
}
"""Where additional purchases come from, in words."""


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


def _estimates(names: Any, counted: list[Any]) -> dict[str, Estimate]:
    """One estimate a column of counts by replicate."""
    columns = np.array(counted, np.float64).T.tolist()
    return {name: estimate(column) for name, column in zip(names, columns, strict=True)}
