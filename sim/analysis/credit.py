"""What a brand's money in each moment was good for, beside what attribution rules say."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from itertools import combinations, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from sim.analysis.absence import Absence
from sim.analysis.intervals import beyond_luck, detectable, ratio
from sim.analysis.played import Played, Values
from sim.analysis.ranking import told_apart
from sim.analysis.shapley import MOST_EXACT, leave_one_out, only_one, total
from sim.levers import LEVERS
from sim.results import Estimate, Made, estimate
from sim.results.columns import with_columns
from sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd

DAYS_A_WEEK: Final = 7


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
    assumed: tuple[int, int] | None = None
    """Numbers of the market that are assumptions, and numbers in all; None: nobody counted."""
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

    @property
    def live(self) -> dict[str, Estimate]:
        """Purchases each moment's money causes where people hear one another; only with replay."""
        asked = bool(self.replicates[0].live)
        return self._by_moment(lambda played: played.live_shapley) if asked else {}

    @property
    def multiplier(self) -> dict[str, Estimate]:
        """Caused where people hear one another, by caused where they do not; Fieller's interval.

        By moment: what the review loop makes of one purchase. Where a moment's own effect may be
        luck, nothing can be divided by it.
        """
        return {
            name: ratio(
                [float(one.live_shapley.get(name, 0)) for one in self.replicates],
                [float(one.shapley.get(name, 0)) for one in self.replicates],
            )
            for name in self.live
            if self.shapley[name].decided
        }

    @property
    def exposure(self) -> dict[str, Estimate]:
        """How often noticed needs buy, by how often needs do that noticed nothing (see `Said`)."""
        said = [played.said.exposure or {} for played in self.replicates]
        return {
            name: estimate([math.nan if (it := one.get(name)) is None else it for one in said])
            for name in self.moments
        }

    @property
    def causal(self) -> dict[str, Estimate]:
        """Purchases with a moment's money, by purchases where it alone gets none."""
        return {
            name: estimate([one.with_and_without.get(name, 1.0) for one in self.replicates])
            for name in self.moments
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

    def _repr_html_(self) -> str:
        from sim.analysis.shown import credit_part

        return credit_part(self)

    @property
    @with_columns
    def frame(self) -> "pd.DataFrame":
        """One row per moment and measure: unit, mean and 95 % interval.

        Measures are `planned` (euro), `shapley`, `share` (of all that is caused), `leave_one_out`,
        `only_one`, `eur_per_purchase`, and purchases by rule, `tracked_` where rules know only what
        a tracker sees. Rows of the moment `all` are `total`, `purchases` and `planned`.
        """
        from sim.analysis.credit_frame import credit_frame

        return credit_frame(self)

    def _over(self, value: Callable[[Played], Fraction | float]) -> Estimate:
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
