"""One replicate of a study of credit: what the brand sold in each world, and who caused it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from typing import Final

from sim.analysis.absence import Absence
from sim.analysis.orders import antithetic_orders, joined, sampled
from sim.analysis.rules import Said
from sim.analysis.shapley import MOST_EXACT, Coalition, coalitions, interactions, shapley

PAIRS_OF_ORDERS: Final = 8
"""Orders drawn in each replicate beside their reverses, where there are too many coalitions."""

Values = dict[str, Fraction]


def wanted(players: tuple[str, ...], replicate: int) -> tuple[Coalition, ...]:
    """The coalitions whose worth Shapley values are computed from.

    Parameters
    ----------
    players : tuple of str
        Moments that get money.
    replicate : int
        Which replicate: where orders are drawn, each replicate draws its own, so that the spread
        over replicates is that of luck and of the draw.

    Returns
    -------
    tuple of frozenset
        Every coalition of up to eight players, else those of the orders drawn, of all but one, and
        of one.
    """
    if len(players) <= MOST_EXACT:
        return coalitions(players)
    everybody = frozenset(players)
    corners = [everybody - {name} for name in players] + [frozenset({name}) for name in players]
    return tuple(dict.fromkeys([*joined(_orders(players, replicate)), *corners]))


def _orders(players: tuple[str, ...], replicate: int) -> tuple[tuple[str, ...], ...]:
    return antithetic_orders(sorted(players), PAIRS_OF_ORDERS, seed=replicate)


@dataclass(frozen=True)
class Played:
    """One replicate: what the brand sold in each of its worlds, and what rules said."""

    number: int
    """Which replicate."""
    worth: Mapping[Coalition, int]
    """Purchases of the brand by the moments it paid for, of those that get money at all."""
    said: Said
    """What rules say of the world as planned."""
    absence: Mapping[str, Absence] = field(default_factory=dict)
    """What absence from each moment costs, where that was asked."""
    live: Mapping[Coalition, int] = field(default_factory=dict)
    """Purchases as in `worth` where people hear one another, if `worth` is of a replay."""

    @cached_property
    def players(self) -> tuple[str, ...]:
        """Moments that get money."""
        return tuple(sorted(frozenset().union(*self.worth)))

    @cached_property
    def shapley(self) -> Values:
        """Purchases each moment's money caused, shared out fairly."""
        return self._shared(self.worth)

    @cached_property
    def live_shapley(self) -> Values:
        """The same where people hear one another; empty unless `worth` is of a replay."""
        return self._shared(self.live) if self.live else {}

    def _shared(self, worth: Mapping[Coalition, int]) -> Values:
        if len(self.players) <= MOST_EXACT:
            return shapley(worth)
        return sampled(worth, _orders(self.players, self.number))

    @property
    def interactions(self) -> dict[tuple[str, str], Fraction]:
        """What pairs of moments cause together beyond each alone; empty where orders are drawn."""
        return interactions(self.worth) if len(self.players) <= MOST_EXACT else {}

    @property
    def with_and_without(self) -> dict[str, float]:
        """Purchases of the brand, by those where one moment alone gets no money."""
        whole = self.worth[frozenset(self.players)]
        less = {name: self.worth[frozenset(self.players) - {name}] for name in self.players}
        return {name: whole / few if few else math.nan for name, few in less.items()}
