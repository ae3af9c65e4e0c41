"""Shapley values from some of the orders in which players may join, where there are too many."""

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from sim.analysis.shapley import Coalition, Player, Worth, worth_of


class Sampled(NamedTuple):
    """A Shapley value estimated from some of the orders in which players may join.

    Attributes
    ----------
    value : Fraction
        Mean contribution over the orders drawn.
    standard_error : float
        Of that mean, over independent pairs of orders; NaN with a single pair.
    """

    value: Fraction
    standard_error: float


def antithetic_orders(
    players: Sequence[Player], pairs: int, seed: int
) -> tuple[tuple[Player, ...], ...]:
    """Draw orders in which players may join, each followed by its reverse.

    Who joins early in one order joins late in the other, so that their mean mostly varies less than
    that of two orders drawn by themselves (Mitchell et al. 2022).

    Parameters
    ----------
    players : sequence of str
        The players.
    pairs : int
        Pairs of orders.
    seed : int
        Seed of the draw.

    Returns
    -------
    tuple of tuple of str
        Twice as many orders as pairs, each beside its reverse.

    Raises
    ------
    ValueError
        If there is no pair to draw.
    """
    if pairs < 1:
        raise ValueError(f"at least one pair of orders is needed (got {pairs})")
    generator = np.random.Generator(np.random.PCG64(seed))
    drawn = (generator.permutation(len(players)) for _ in range(pairs))
    orders = (tuple(players[place] for place in order) for order in drawn)
    return tuple(one for order in orders for one in (order, order[::-1]))


def joined(orders: Iterable[Sequence[Player]]) -> tuple[Coalition, ...]:
    """The coalitions that come about while players join in some orders.

    Parameters
    ----------
    orders : iterable of sequence of str
        The orders.

    Returns
    -------
    tuple of frozenset
        Each once, in the order in which they come about first.
    """
    stages = (frozenset(order[:size]) for order in orders for size in range(len(order) + 1))
    return tuple(dict.fromkeys(stages))


def sampled(worth: Worth, orders: Sequence[Sequence[Player]]) -> dict[Player, Sampled]:
    """What each player adds, averaged over some orders (Castro, Gómez & Tejada 2009).

    Parameters
    ----------
    worth : mapping of frozenset to number
        At least of the coalitions that come about: see `joined`.
    orders : sequence of sequence of str
        Orders beside their reverses: see `antithetic_orders`.

    Returns
    -------
    dict of str to Sampled
        One estimate a player; the values add up to what all are worth beyond nobody, exactly.

    Raises
    ------
    ValueError
        If a coalition needed has no worth, or orders come without their reverses.
    """
    if not orders or [tuple(order)[::-1] for order in orders[::2]] != [*map(tuple, orders[1::2])]:
        raise ValueError("orders come in pairs, each beside its reverse")
    gains = [_gains(worth, order) for order in orders]
    found = {}
    for name in sorted(gains[0]):
        means = [(a[name] + b[name]) / 2 for a, b in zip(gains[::2], gains[1::2], strict=True)]
        found[name] = Sampled(sum(means, Fraction()) / len(means), _standard_error(means))
    return found


def _gains(worth: Worth, order: Sequence[Player]) -> dict[Player, Fraction]:
    values = [worth_of(worth, frozenset(order[:size])) for size in range(len(order) + 1)]
    return {name: values[place + 1] - values[place] for place, name in enumerate(order)}


def _standard_error(means: Sequence[Fraction]) -> float:
    if len(means) < 2:
        return math.nan
    centre = sum(means, Fraction()) / len(means)
    spread = sum(((mean - centre) ** 2 for mean in means), Fraction()) / (len(means) - 1)
    return math.sqrt(spread / len(means))
