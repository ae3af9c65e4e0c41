"""Pairs of worlds: the same people with the same luck, and what a plan made of it."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.errors import ResultError
from sim.results.kpis import BRAND_KPIS
from sim.results.run import Run

CHANGES: Final = (
    "only_with",
    "only_without",
    "sooner",
    "later",
    "other_brand",
    "unchanged",
)
"""What a plan made of a need: won by the focal brand only with it, only without it, in both worlds
but sooner or later; won in neither world, with another purchase; or as it was."""
SOURCES: Final = ("from_rivals", "new_to_category", "brought_forward")
"""Where a brand's additional purchases come from."""


class Wording(NamedTuple):
    """How people read a measure."""

    name: str
    unit: str
    """Of values; differences of percentages are points."""
    form: str
    """How values are written, as Python's formats go."""
    fine: str
    """How differences are written, without their sign."""


MEASURES: Final = {
    "purchases": Wording("purchases", "", ",.0f", ",.1f"),
    "share": Wording("share of purchases", "%", ".1f", ".2f"),
    "revenue": Wording("revenue", "€", ",.0f", ",.0f"),
    "margin": Wording("margin", "€", ",.0f", ",.0f"),
    "profit": Wording("profit", "€", ",.0f", ",.0f"),
    "spend": Wording("planned spend", "€", ",.0f", ",.0f"),
    "induced_spend": Wording("induced spend", "€", ",.0f", ",.0f"),
    "rating": Wording("rating displayed", "stars", ".2f", ".3f"),
    "satisfaction": Wording("satisfaction", "stars", ".2f", ".3f"),
    "nps": Wording("net promoter score", "points", "+.1f", ".2f"),
}
"""Measures whose difference a comparison tells."""
_KPI: Final = {kpi.name: kpi for kpi in BRAND_KPIS}


@dataclass(frozen=True, slots=True)
class Pair:
    """One replicate of a world beside the same replicate of its base."""

    number: int
    """Which replicate, from 0."""
    changed: NDArray[np.int64]
    """Needs, personas × `CHANGES`."""
    source: NDArray[np.int64]
    """Purchases of the focal brand more than in the base, by `SOURCES`."""
    consumers: int
    gained: int
    """Purchases of the focal brand more than in the base: the sum over consumers."""
    squares: int
    """The sum of the squares of each consumer's purchases more."""
    people: NDArray[np.int16] | None = None
    """Purchases of the focal brand more than in the base, by consumer, where asked for."""
    personas: NDArray[np.uint8] | None = None
    """Persona of each consumer, where asked for."""

    def told(self) -> dict[str, Any]:
        """Say everything but what was asked for by consumer.

        Returns
        -------
        dict
            Whole numbers, as JSON can hold them.
        """
        return {
            "number": self.number,
            "changed": self.changed.tolist(),
            "source": self.source.tolist(),
            "consumers": self.consumers,
            "gained": self.gained,
            "squares": self.squares,
        }


def values(run: Run, measure: str) -> NDArray[np.float64]:
    """Measure the focal brand in each replicate.

    Parameters
    ----------
    run : Run
        A world.
    measure : str
        One of `BRAND_KPIS`.

    Returns
    -------
    array of float
        One value a replicate; NaN where it is undefined.
    """
    index = run.summary.place(run.spec.focal_brand)
    kpi = _KPI[measure]
    found = [_value(kpi.value(run.spec, lived), index) for lived in run.replicates]
    return np.array(found, np.float64)


def gains(base: Run, other: Run, measure: str) -> NDArray[np.float64]:
    """How much more of a measure the focal brand has in one world than in another.

    Parameters
    ----------
    base, other : Run
        Worlds of the same people, with the same replicates.
    measure : str
        One of `BRAND_KPIS`.

    Returns
    -------
    array of float
        One difference a replicate, in the unit of the measure.
    """
    return values(other, measure) - values(base, measure)


def mean_sources(pairs: Sequence[Pair], gained: Sequence[float]) -> dict[str, float]:
    """Tell where the purchases more come from, as means over replicates.

    Parameters
    ----------
    pairs : sequence of Pair
        One a replicate, at least one.
    gained : sequence of float
        Purchases more, by replicate, as the worlds counted them.

    Returns
    -------
    dict of str to float
        By `SOURCES`. Added from left to right they are the mean of `gained`, to the last bit,
        unless more purchases are brought forward than gained: then floating-point numbers that
        large may be too coarse, and the sum is as near as they allow.

    Raises
    ------
    ResultError
        If the sources of a replicate do not add up to its purchases more.
    """
    for pair, more in zip(pairs, gained, strict=True):
        told = int(pair.source.sum())
        if not told == pair.gained == more:
            raise ResultError(
                f"replicate {pair.number}: sources of {told:+,} purchases were kept, people who "
                f"bought {pair.gained:+,}, and worlds that sold {more:+,.0f}"
            )
    total = math.fsum(gained) / len(gained)
    rivals, new, _ = np.mean([pair.source for pair in pairs], axis=0).tolist()
    return dict(zip(SOURCES, _adding_up(rivals, new, total), strict=True))


def _adding_up(rivals: float, new: float, total: float) -> tuple[float, float, float]:
    """Two parts and the third that makes them the total, when added in this order."""
    grain = math.ulp(total or 1.0)
    # Parts finer than the total may leave a rest that is rounded; parts as coarse do not.
    coarse = (round(rivals / grain) * grain, round(new / grain) * grain)
    for one, two in ((rivals, new), coarse):
        rest = total - (one + two)
        if one + two + rest == total:
            return one, two, rest
    return rivals, new, total - (rivals + new)


def _value(of_brands: Any, index: int) -> float:
    return float(np.asarray(of_brands)[index])
