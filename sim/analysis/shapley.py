"""What each of several things done together is worth: Shapley values of a game.

A *game* maps coalitions, sets of players, to what they are worth: players are micro-moments that
are funded, say, and a coalition is worth what a brand sells with only those funded. All arithmetic
is in fractions, so that what adds up on paper adds up here.
"""

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from itertools import chain, combinations
from typing import Final

Player = str
Coalition = frozenset[str]
Worth = Mapping[Coalition, int | float | Fraction]

MOST_EXACT: Final = 8
"""Players up to which every coalition is valued: 256 of them; twice as many with each further."""


def coalitions(players: Iterable[Player]) -> tuple[Coalition, ...]:
    """Every set of players, the empty one first and all of them last.

    Parameters
    ----------
    players : iterable of str
        The players.

    Returns
    -------
    tuple of frozenset
        All 2^n of them, by size, in the order of the players.

    Raises
    ------
    ValueError
        If there are too many players to value every coalition.
    """
    names = tuple(players)
    if len(names) > MOST_EXACT:
        raise ValueError(
            f"{len(names)} players have {2 ** len(names):,} coalitions; "
            f"every one is valued for at most {MOST_EXACT}"
        )
    sets = chain.from_iterable(combinations(names, size) for size in range(len(names) + 1))
    return tuple(map(frozenset, sets))


def shapley(worth: Worth) -> dict[Player, Fraction]:
    """What each player adds, averaged over all orders in which players may join (Shapley 1953).

    Parameters
    ----------
    worth : mapping of frozenset to number
        What every coalition is worth, in any unit; floats are taken at their exact value.

    Returns
    -------
    dict of str to Fraction
        One value a player, in the unit of the worth; they add up to what all together are worth
        beyond nobody, exactly.

    Raises
    ------
    ValueError
        If a coalition has no worth, or there are too many players.
    """
    game, players = _complete(worth)
    count = len(players)
    orders = math.factorial(count)
    values = {}
    for player in players:
        others = [name for name in players if name != player]
        gains = (
            _joins(len(rest), count) * (game[rest | {player}] - game[rest])
            for rest in coalitions(others)
        )
        values[player] = sum(gains, Fraction()) / orders
    return values


def interactions(worth: Worth) -> dict[tuple[Player, Player], Fraction]:
    """What two players are worth together beyond each alone (Grabisch & Roubens 1999).

    The Shapley interaction index: the mean over coalitions of the others, weighted as the pair
    were one player, of v(both) - v(one) - v(other) + v(neither).

    Parameters
    ----------
    worth : mapping of frozenset to number
        As for `shapley`.

    Returns
    -------
    dict of (str, str) to Fraction
        One index a pair: above 0 where the two are complements, below where they are substitutes.

    Raises
    ------
    ValueError
        As for `shapley`.
    """
    game, players = _complete(worth)
    count = len(players) - 1
    orders = math.factorial(max(count, 0))
    found = {}
    for one, other in combinations(players, 2):
        rest = [name for name in players if name not in (one, other)]
        beyond = (
            _joins(len(some), count)
            * (game[some | {one, other}] - game[some | {one}] - game[some | {other}] + game[some])
            for some in coalitions(rest)
        )
        found[one, other] = sum(beyond, Fraction()) / orders
    return found


def leave_one_out(worth: Worth) -> dict[Player, Fraction]:
    """What is lost where one player leaves and all others stay.

    Parameters
    ----------
    worth : mapping of frozenset to number
        At least of all players and of all but one.

    Returns
    -------
    dict of str to Fraction
        One loss a player, in the unit of the worth.

    Raises
    ------
    ValueError
        If a coalition needed has no worth.
    """
    everybody = _everybody(worth)
    together = worth_of(worth, everybody)
    return {name: together - worth_of(worth, everybody - {name}) for name in _ordered(worth)}


def only_one(worth: Worth) -> dict[Player, Fraction]:
    """What one player adds where nobody else is there.

    Parameters
    ----------
    worth : mapping of frozenset to number
        At least of nobody and of each player alone.

    Returns
    -------
    dict of str to Fraction
        One gain a player, in the unit of the worth.

    Raises
    ------
    ValueError
        If a coalition needed has no worth.
    """
    alone = worth_of(worth, frozenset())
    return {name: worth_of(worth, frozenset({name})) - alone for name in _ordered(worth)}


def total(worth: Worth) -> Fraction:
    """What all players together are worth beyond nobody.

    Parameters
    ----------
    worth : mapping of frozenset to number
        At least of all players and of nobody.

    Returns
    -------
    Fraction
        The sum of the Shapley values.

    Raises
    ------
    ValueError
        If a coalition needed has no worth.
    """
    return worth_of(worth, _everybody(worth)) - worth_of(worth, frozenset())


# --- the game -----------------------------------------------------------------------------------


def _joins(before: int, count: int) -> int:
    """In how many orders of all players a player comes right after a certain set of others."""
    return math.factorial(before) * math.factorial(count - before - 1)


def _complete(worth: Worth) -> tuple[dict[Coalition, Fraction], tuple[Player, ...]]:
    players = _ordered(worth)
    return {every: worth_of(worth, every) for every in coalitions(players)}, players


def _everybody(worth: Worth) -> Coalition:
    return frozenset().union(*worth)


def _ordered(worth: Worth) -> tuple[Player, ...]:
    return tuple(sorted(_everybody(worth)))


def worth_of(worth: Worth, coalition: Coalition) -> Fraction:
    """Look up what a coalition is worth, as it is and without rounding.

    Parameters
    ----------
    worth : mapping of frozenset to number
        What coalitions are worth.
    coalition : frozenset of str
        The one.

    Returns
    -------
    Fraction
        Its worth.

    Raises
    ------
    ValueError
        If it has none.
    """
    try:
        return Fraction(worth[coalition])
    except KeyError:
        names = ", ".join(sorted(coalition)) or "nobody"
        raise ValueError(f"the coalition of {names} has no worth") from None
