"""Shapley values from some of the orders in which players may join, where there are too many."""

from collections.abc import Iterable, Sequence
from fractions import Fraction

import numpy as np

from sim.analysis.shapley import Coalition, Player, Worth, worth_of


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


def sampled(worth: Worth, orders: Sequence[Sequence[Player]]) -> dict[Player, Fraction]:
    """What each player adds, averaged over some orders (Castro, Gómez & Tejada 2009).

    Parameters
    ----------
    worth : mapping of frozenset to number
        At least of the coalitions that come about: see `joined`.
    orders : sequence of sequence of str
        At least one, as those of `antithetic_orders`.

    Returns
    -------
    dict of str to Fraction
        One value a player; they add up to what all are worth beyond nobody, exactly.

    Raises
    ------
    ValueError
        If a coalition needed has no worth.
    """
    gains = [_gains(worth, order) for order in orders]
    return {
        name: sum((one[name] for one in gains), Fraction()) / len(gains)
        for name in sorted(gains[0])
    }


def _gains(worth: Worth, order: Sequence[Player]) -> dict[Player, Fraction]:
    values = [worth_of(worth, frozenset(order[:size])) for size in range(len(order) + 1)]
    return {name: values[place + 1] - values[place] for place, name in enumerate(order)}
