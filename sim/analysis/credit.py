"""What a brand's money in each moment was good for, beside what attribution rules say."""

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.analysis.absence import Absence
from sim.analysis.intervals import beyond_luck, detectable
from sim.analysis.orders import antithetic_orders, joined, sampled
from sim.analysis.ranking import told_apart
from sim.analysis.rules import Said
from sim.analysis.shapley import (
    MOST_EXACT,
    Coalition,
    coalitions,
    interactions,
    leave_one_out,
    only_one,
    shapley,
    total,
)
from sim.levers import LEVERS
from sim.results import Estimate, Made, estimate
from sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

PAIRS_OF_ORDERS: Final = 8
"""Orders drawn in each replicate beside their reverses, where there are too many coalitions."""
DAYS_A_WEEK: Final = 7

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

    @cached_property
    def players(self) -> tuple[str, ...]:
        """Moments that get money."""
        return tuple(sorted(frozenset().union(*self.worth)))

    @cached_property
    def shapley(self) -> Values:
        """Purchases each moment's money caused, shared out fairly."""
        if len(self.players) <= MOST_EXACT:
            return shapley(self.worth)
        return sampled(self.worth, _orders(self.players, self.number))

    @property
    def interactions(self) -> dict[tuple[str, str], Fraction]:
        """What pairs of moments cause together beyond each alone; empty where orders are drawn."""
        return interactions(self.worth) if len(self.players) <= MOST_EXACT else {}


@dataclass(frozen=True)
class Credit:
    """What a brand's money in each moment caused in the measured days, and what rules say."""

    spec: Scenario
    """The world; its focal brand is the brand asked about."""
    moments: tuple[str, ...]
    """The moments asked about."""
    seed: int
    """Seed of people and luck."""
    new_people: bool
    """Whether each replicate drew people of its own."""
    feedback: str
    """Whether experiences reach other people: live, off, or replayed from the base plan."""
    replicates: tuple[Played, ...]
    """What was counted, in the order of their numbers; at least one."""
    made: Made = field(default_factory=Made)
    """How it came about."""
    out: Path | None = None
    """The folder in which it is kept."""

    def __repr__(self) -> str:
        count = len(self.replicates)
        asked = f"{self.spec.focal_brand} in {self.spec.name}"
        return f"<Credit of {asked}: {count} replicate{'s' * (count > 1)}, seed {self.seed}>"

    @property
    def numbers(self) -> tuple[int, ...]:
        """Which replicates."""
        return tuple(played.number for played in self.replicates)

    @property
    def spend(self) -> dict[str, float]:
        """Planned euro for each moment in the measured days."""
        market = self.spec.market
        weeks_of_thousands = market.days / DAYS_A_WEEK * market.consumers / 1000
        paid = self.spec.brands[self.spec.focal_brand].spend.by_lever
        return {
            moment: weeks_of_thousands
            * math.fsum(euro for lever, euro in paid.items() if LEVERS[lever].moment == moment)
            for moment in self.moments
        }

    # --- estimates --------------------------------------------------------------------------------

    @property
    def total(self) -> Estimate:
        """Purchases all these budgets cause together."""
        return self._over(lambda played: total(played.worth))

    @property
    def purchases(self) -> Estimate:
        """Purchases under the plan as it is."""
        return self._over(lambda played: played.worth[frozenset(played.players)])

    @cached_property
    def shapley(self) -> dict[str, Estimate]:
        """Purchases each moment's money causes; they add up to the total in every replicate."""
        return self._by_moment(lambda played: played.shapley)

    @property
    def leave_one_out(self) -> dict[str, Estimate]:
        """Purchases lost where one moment gets no money and the others keep theirs."""
        return self._by_moment(lambda played: leave_one_out(played.worth))

    @property
    def only_one(self) -> dict[str, Estimate]:
        """Purchases gained where one moment alone gets its money."""
        return self._by_moment(lambda played: only_one(played.worth))

    @property
    def interactions(self) -> dict[tuple[str, str], Estimate]:
        """Purchases two moments cause together beyond each alone; none where orders are drawn."""
        return {pair: estimate(values) for pair, values in self._pairs.items()}

    @property
    def together(self) -> dict[tuple[str, str], Estimate]:
        """Interactions that are more than luck, all pairs considered together (`beyond_luck`)."""
        return {pair: estimate(self._pairs[pair]) for pair in beyond_luck(self._pairs)}

    @property
    def _pairs(self) -> dict[tuple[str, str], list[float]]:
        found = [played.interactions for played in self.replicates]
        exact = len(self.replicates[0].players) <= MOST_EXACT
        pairs = combinations(sorted(self.moments), 2) if exact else ()
        return {pair: [float(one.get(pair, 0)) for one in found] for pair in pairs}

    @property
    def rules(self) -> dict[str, dict[str, float]]:
        """Purchases each rule hands to each moment, mean over replicates."""
        return _means(played.said.rules for played in self.replicates)

    @property
    def tracked(self) -> dict[str, dict[str, float]]:
        """The same of rules that know only what a tracker sees."""
        return _means(played.said.tracked for played in self.replicates)

    @property
    def absence(self) -> dict[str, dict[str, Estimate]]:
        """Purchases lost by leaving a moment, by moment and who else is in it."""
        asked = [moment for moment in self.moments if moment in self.replicates[0].absence]
        return {
            moment: {
                name: estimate([getattr(one.absence[moment], name) for one in self.replicates])
                for name in Absence._fields
            }
            for moment in asked
        }

    # --- what can be told -------------------------------------------------------------------------

    @property
    def ranking(self) -> list[str]:
        """Moments by what their money causes, the most first."""
        return sorted(self.moments, key=lambda moment: -(self.shapley[moment].mean or 0))

    @property
    def ties(self) -> list[tuple[str, str]]:
        """Neighbours in the ranking that so many replicates cannot tell apart."""
        every = [played.shapley for played in self.replicates]
        values = {name: [float(one.get(name, 0)) for one in every] for name in self.ranking}
        return [(a, b) for a, b in pairwise(self.ranking) if not told_apart(values[a], values[b])]

    @property
    def detectable(self) -> float | None:
        """Smallest difference of two moments, in purchases, seen with a chance of 80 %."""
        seen = [detectable(self._apart(*pair)) for pair in combinations(self.moments, 2)]
        return max((least for least in seen if least is not None), default=None)

    def _apart(self, one: str, other: str) -> list[float]:
        every = [played.shapley for played in self.replicates]
        return [float(values.get(one, 0) - values.get(other, 0)) for values in every]

    # --- as a whole -------------------------------------------------------------------------------

    @property
    def frame(self) -> "pd.DataFrame":
        """One row per moment and measure: mean and 95 % interval, in purchases."""
        import pandas as pd

        estimates = {
            "shapley": self.shapley,
            "leave_one_out": self.leave_one_out,
            "only_one": self.only_one,
        }
        rows = [
            {"moment": moment, "measure": measure, **found._asdict()}
            for measure, table in estimates.items()
            for moment, found in table.items()
        ]
        rows += [
            {"moment": moment, "measure": name, "mean": mean}
            for name, credit in self.rules.items()
            for moment, mean in credit.items()
        ]
        return pd.DataFrame(rows, columns=["moment", "measure", "mean", "low", "high"])

    def _over(self, value: Callable[[Played], Fraction | int]) -> Estimate:
        return estimate([float(value(played)) for played in self.replicates])

    def _by_moment(self, values: Callable[[Played], Values]) -> dict[str, Estimate]:
        found = [values(played) for played in self.replicates]
        # Money that is not spent causes nothing, in every replicate.
        return {name: estimate([float(one.get(name, 0)) for one in found]) for name in self.moments}


def _means(tables: Iterable[dict[str, dict[str, float]]]) -> dict[str, dict[str, float]]:
    every = list(tables)
    return {
        rule: {
            moment: math.fsum(table[rule][moment] for table in every) / len(every)
            for moment in credit
        }
        for rule, credit in every[0].items()
    }
