"""Two worlds of the same people, need by need and person by person."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.results.needs import Needs, as_of, identity
from sim.results.pairs import CHANGES, Pair
from sim.tables.moments import BOUGHT, NOBODY

Ints = NDArray[np.int64]
ONLY_WITH, ONLY_WITHOUT, SOONER, LATER, OTHER_BRAND, UNCHANGED = range(len(CHANGES))
_NEVER_BOUGHT: Final = 32_767


def paired(
    number: int,
    base: Needs,
    other: Needs,
    *,
    focal: int,
    days: int,
    personas: NDArray[np.uint8],
    kinds: int,
    people: bool = False,
) -> Pair:
    """Compare what the same people made of their needs in two worlds.

    Parameters
    ----------
    number : int
        Which replicate.
    base, other : record array of `NEED`
        All needs of both worlds, from day 0 to some days after the measured ones.
    focal : int
        Index of the brand the question is about.
    days : int
        Measured days.
    personas : array of int
        Persona of each consumer.
    kinds : int
        Number of personas.
    people : bool
        Whether the difference is kept for each consumer.

    Returns
    -------
    Pair
        What changed.
    """
    size = len(personas)
    gained = _units(other, size, days, focal) - _units(base, size, days, focal)
    return Pair(
        number=number,
        changed=changed(as_of(base, days), as_of(other, days), focal, kinds),
        source=sources(base, other, focal=focal, days=days, consumers=size),
        consumers=size,
        gained=int(gained.sum()),
        squares=int((gained * gained).sum()),
        people=gained.astype(np.int16) if people else None,
        personas=personas if people else None,
    )


def changed(base: Needs, other: Needs, focal: int, personas: int) -> Ints:
    """Count what became of each need that was open in either world, under the same luck.

    Parameters
    ----------
    base, other : record array of `NEED`
        Needs as they stood at the end of the measured days, in the order of `identity`.
    focal : int
        Index of the brand the question is about.
    personas : int
        Number of personas.

    Returns
    -------
    array of int
        Needs, personas × `CHANGES`. Needs are the same if the same consumer had them from the same
        day on. Needs won by the focal brand only in the other world less those won only in the
        base are exactly the purchases more.
    """
    names = [identity(base), identity(other)]
    every = np.union1d(*names)
    then, now = (
        _outcome(needs, np.searchsorted(every, name), len(every))
        for needs, name in zip((base, other), names, strict=True)
    )
    won, wins = then[0] == focal, now[0] == focal
    both = won & wins
    kind = np.full(len(every), UNCHANGED)
    kind[~won & ~wins & (then[0] != now[0])] = OTHER_BRAND
    kind[both & (now[1] < then[1])] = SOONER
    kind[both & (now[1] > then[1])] = LATER
    kind[wins & ~won] = ONLY_WITH
    kind[won & ~wins] = ONLY_WITHOUT
    persona = np.zeros(len(every), np.int64)
    for needs, name in zip((base, other), names, strict=True):
        persona[np.searchsorted(every, name)] = needs["persona"]
    counts = np.bincount(persona * len(CHANGES) + kind, minlength=personas * len(CHANGES))
    return counts.reshape(-1, len(CHANGES)).astype(np.int64)


def sources(base: Needs, other: Needs, *, focal: int, days: int, consumers: int) -> Ints:
    """Tell where a brand's additional purchases come from.

    What rivals sell less comes *from rivals*. What the whole category sells more is *brought
    forward* as far as the same people, under the same luck, buy correspondingly less in the days
    after; the rest is *new to the category* (the decomposition of van Heerde, Leeflang & Wittink
    2004, from memory; person by person instead of by regression).

    Parameters
    ----------
    base, other : record array of `NEED`
        All needs of both worlds, from day 0 to some days after the measured ones.
    focal : int
        Index of the brand the question is about.
    days : int
        Measured days.
    consumers : int
        Number of consumers.

    Returns
    -------
    array of int
        Purchases by `SOURCES`; they add up to the purchases more.
    """
    more = _bought(other, consumers, days) - _bought(base, consumers, days)
    after = _bought(other, consumers, days, after=True) - _bought(base, consumers, days, after=True)
    own = int((_units(other, consumers, days, focal) - _units(base, consumers, days, focal)).sum())
    category = int(more.sum())
    # What is bought more now and less afterwards, or less now and more afterwards.
    returned = np.minimum(np.abs(more), np.maximum(0, -np.sign(more) * after))
    brought_forward = int((np.sign(more) * returned).sum())
    return np.array([own - category, category - brought_forward, brought_forward])


def _outcome(needs: Needs, places: Ints, count: int) -> tuple[Ints, Ints]:
    """Brand bought and day of it, by need; nobody and never where there was no such purchase."""
    brand, day = np.full(count, NOBODY), np.full(count, _NEVER_BOUGHT)
    bought = needs["end"] == BOUGHT
    brand[places[bought]] = needs["brand"][bought]
    day[places[bought]] = needs["day"][bought]
    return brand, day


def _units(needs: Needs, consumers: int, days: int, brand: int) -> Ints:
    """Purchases of a brand by each consumer in the measured days."""
    return _bought(needs[needs["brand"] == brand], consumers, days)


def _bought(needs: Needs, consumers: int, days: int, *, after: bool = False) -> Ints:
    """Purchases of each consumer in the measured days, or in those after."""
    bought = (needs["end"] == BOUGHT) & ((needs["day"] >= days) == after)
    return np.bincount(needs["consumer"][bought], minlength=consumers)
