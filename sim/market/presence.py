"""From contacts bought to being noticed: clutter, saturation, and the click a rival takes."""

import math
from functools import lru_cache
from itertools import combinations

import numpy as np

from sim.market.tables import Floats, growth
from sim.scenario.moments import Presence
from sim.tables.moments import BUY, CHANNELS, MOMENTS, STORE_CHANNEL


def rivals(values: Floats) -> Floats:
    """What all the others do, for each brand.

    Parameters
    ----------
    values : numpy.ndarray
        Something by brand and any further axes.

    Returns
    -------
    numpy.ndarray
        Its sum over the other brands, exactly rounded, so that their order changes no bit.
    """
    columns = zip(*values.reshape(len(values), -1).tolist(), strict=True)
    return np.array(list(zip(*map(_others, columns), strict=True))).reshape(values.shape)


@lru_cache(maxsize=1024)
def _others(column: tuple[float, ...]) -> tuple[float, ...]:
    """Sums that leave one out; most are asked for again, on other channels or tomorrow."""
    # Combinations leave the last out first, and the first last.
    return tuple(map(math.fsum, combinations(column, len(column) - 1)))[::-1]


def felt(contacts: Floats, clutter: float) -> Floats:
    """Rivals' contacts thin a brand's own (Danaher, Bonfrer & Dhar 2008).

    Parameters
    ----------
    contacts : numpy.ndarray
        Contacts bought, by brand and any further axes.
    clutter : float
        How much one rival contact thins.

    Returns
    -------
    numpy.ndarray
        Contacts felt, of the same shape.
    """
    return contacts / (1.0 + clutter * rivals(contacts))


def limits(presence: Presence) -> tuple[Floats, Floats]:
    """The least and the most likely a brand is noticed in a micro-moment on a channel.

    Parameters
    ----------
    presence : Presence
        Floors and ceilings of a scenario.

    Returns
    -------
    floor, ceiling : numpy.ndarray
        By moment and channel.
    """
    floor = np.full((len(MOMENTS), len(CHANNELS)), presence.floor)
    ceiling = np.full_like(floor, presence.ceiling)
    floor[BUY] = presence.floor_buy
    floor[:, STORE_CHANNEL] = presence.floor_shelf
    ceiling[:, STORE_CHANNEL] = presence.ceiling_shelf
    return floor, ceiling


def noticed(missed: Floats, floor: Floats, ceiling: Floats) -> Floats:
    """At least one of a Poisson number of contacts is noticed.

    Parameters
    ----------
    missed : numpy.ndarray
        Probability that there is no contact, by brand, moment and channel.
    floor, ceiling : numpy.ndarray
        By moment and channel.

    Returns
    -------
    numpy.ndarray
        Probability of being noticed.
    """
    return floor + (ceiling - floor) * (1.0 - missed)


def poached(contacts: Floats, missed: Floats, poaching: float) -> Floats:
    """Rivals take the click of somebody who looks for a brand by name, unless it guards its name.

    Parameters
    ----------
    contacts : numpy.ndarray
        Contacts felt, by brand, moment and channel.
    missed : numpy.ndarray
        Probability that there is none of a brand's own.
    poaching : float
        Chance that rivals in full presence take the click of an unguarded brand.

    Returns
    -------
    numpy.ndarray
        Probability that the search is lost.
    """
    return poaching * (1.0 - growth(-rivals(contacts))) * missed


def reached(contacts: Floats, ceiling: float, weights: Floats) -> Floats:
    """An advert reaches heavy users of media first.

    Parameters
    ----------
    contacts : numpy.ndarray
        Contacts felt per consumer and day, by brand.
    ceiling : float
        Highest daily chance.
    weights : numpy.ndarray
        Media weight by class.

    Returns
    -------
    numpy.ndarray
        Probability that a brand's advert reaches a person today, brands × classes.
    """
    return ceiling * (1.0 - growth(-(contacts[:, None] * weights)))
