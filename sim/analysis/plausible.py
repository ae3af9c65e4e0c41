"""What would be answered under other assumptions, and which of them the answer hangs on."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

SHUFFLES: Final = 999
"""How often the answer is shuffled over the markets, to see what rank correlation luck brings."""
LUCK: Final = 0.95
"""A correlation must be larger than the largest of all parameters in so many of the shuffles."""
SHUFFLE_SEED: Final = 7

Floats = NDArray[np.float64]


class Drawn(NamedTuple):
    """One plausible market: what was assumed, and what a further 1,000 euro brought in it."""

    assumed: Mapping[str, float]
    """Value drawn, by path of the setting."""
    margins: Mapping[str, Sequence[float]]
    """Purchases per further 1,000 euro in each life of it, by moment."""

    @property
    def first(self) -> str:
        """The moment in which a further euro did most, on average over the lives."""
        return max(self.margins, key=lambda name: float(np.mean(self.margins[name])))

    @property
    def is_agreed(self) -> bool:
        """Whether that moment came first in every life: luck did not decide."""
        lives = zip(*self.margins.values(), strict=True)
        names = list(self.margins)
        return all(names[int(np.argmax(life))] == self.first for life in lives)


class Split(NamedTuple):
    """An assumption, and how often a moment came first on either side of its median."""

    path: str
    correlation: float
    """Spearman's, with the lead of the moment over the best other one."""
    median: float
    """Of the values drawn, in the unit of the setting."""
    below: tuple[int, int]
    """Markets in which the moment came first, and markets, below the median."""
    above: tuple[int, int]
    """The same above it."""
    turns_at: float | None
    """Value at which the lead turns: where a straight line through the leads crosses 0 (Theil 1950,
    Sen 1968, from memory); None where that is none of the values drawn."""


@dataclass(frozen=True)
class Plausible:
    """Markets drawn from the plausible ranges of their numbers, lived with the same luck."""

    markets: tuple[Drawn, ...]
    """At least one."""
    lives: int
    """Replicates of each."""

    @property
    def firsts(self) -> dict[str, int]:
        """In how many markets each moment came first; moments that never did are told, too."""
        counted = Counter(market.first for market in self.markets)
        names = sorted(self.markets[0].margins, key=lambda name: -counted[name])
        return {name: counted[name] for name in names}

    @property
    def agreed(self) -> int:
        """Markets in which every life said the same."""
        return sum(market.is_agreed for market in self.markets)

    @property
    def winner(self) -> str:
        """The moment that came first most often."""
        return next(iter(self.firsts))

    @property
    def lead(self) -> Floats:
        """By how much the winner was ahead of the best other moment, by market; below 0 behind."""
        name = self.winner
        means = [{m: float(np.mean(v)) for m, v in it.margins.items()} for it in self.markets]
        others = [
            max((mean for other, mean in one.items() if other != name), default=0.0)
            for one in means
        ]
        return np.array([one[name] for one in means], np.float64) - np.array(others, np.float64)

    @property
    def correlations(self) -> dict[str, float]:
        """Spearman's rank correlation of each assumption with the lead, the strongest first."""
        paths, values = self._values()
        found = _ranked(self.lead[:, None])[:, 0] @ _ranked(values)
        order = np.argsort(-np.abs(found), kind="stable")
        return {paths[place]: float(found[place]) for place in order}

    @property
    def by_luck(self) -> float:
        """Absolute correlation that the best of so many assumptions reaches by luck, 1 in 20."""
        values, lead = _ranked(self._values()[1]), _ranked(self.lead[:, None])[:, 0]
        generator = np.random.Generator(np.random.PCG64(SHUFFLE_SEED))
        shuffled = generator.permuted(np.tile(lead, (SHUFFLES, 1)), axis=1)
        return float(np.quantile(np.abs(shuffled @ values).max(axis=1), LUCK))

    @property
    def deciding(self) -> list[Split]:
        """Assumptions the lead goes with more closely than luck would have it, strongest first."""
        bound = self.by_luck
        return [
            self._split(path, found)
            for path, found in self.correlations.items()
            if abs(found) > bound
        ]

    def _split(self, path: str, correlation: float) -> Split:
        values = np.array([market.assumed[path] for market in self.markets])
        median = float(np.median(values))
        ahead = self.lead > 0
        low = values <= median
        return Split(
            path,
            correlation,
            median,
            (int(ahead[low].sum()), int(low.sum())),
            (int(ahead[~low].sum()), int((~low).sum())),
            _turns_at(values, self.lead),
        )

    def _values(self) -> tuple[list[str], Floats]:
        paths = list(self.markets[0].assumed)
        return paths, np.array([[it.assumed[path] for path in paths] for it in self.markets])


def _turns_at(values: Floats, lead: Floats) -> float | None:
    from scipy.stats import theilslopes

    slope, intercept, *_ = theilslopes(lead, values)
    place = -intercept / slope if slope else math.nan
    return float(place) if values.min() <= place <= values.max() else None


def _ranked(values: Floats) -> Floats:
    """Ranks of each column around 0 and of length 1, or 0 where a column does not vary.

    Sums of products of such columns are Spearman's correlations.
    """
    from scipy.stats import rankdata

    ranks = rankdata(values, axis=0) - (len(values) + 1) / 2
    length = np.sqrt((ranks**2).sum(axis=0))
    found: Floats = np.divide(ranks, length, out=np.zeros_like(ranks), where=length > 0)
    return found
