"""What a run says, as estimates: the measures of brands and market, the funnel, what was lost."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from sim.errors import ResultError
from sim.results.estimate import Estimate, estimate
from sim.results.kpis import BRAND_KPIS, FUNNEL, MARKET_KPIS, funnel
from sim.results.measure import Kpi, ratio
from sim.results.replicate import Replicate
from sim.scenario import Scenario
from sim.scenario_io.words import nearest, show
from sim.tables.moments import GOOGLE_MOMENTS, LOST_REASONS, TRUTHS


def one_of(what: str, given: str, known: Sequence[str]) -> str:
    """Take a name that somebody asked results for, if there is such a name.

    Parameters
    ----------
    what : str
        What it names: `brand`.
    given : str
        The name.
    known : sequence of str
        All there are.

    Returns
    -------
    str
        The same name.

    Raises
    ------
    ResultError
        If there is none; says which there are, and which was probably meant.
    """
    if given in known:
        return given
    near = nearest(str(given), known)
    meant = f"; did you mean '{near}'?" if near else ""
    raise ResultError(f"no {what} {show(given)}; there are: {', '.join(known)}{meant}")


class Summary:
    """Means over replicates and their intervals.

    Parameters
    ----------
    spec : Scenario
        The world.
    replicates : sequence of Replicate
        What was counted in it, at least one.

    Attributes
    ----------
    names : list of str
        Names of the brands, in the order of their indices.
    google : dict of str to str
        The one of Google's four micro-moments that each of ours is reported under.
    """

    def __init__(self, spec: Scenario, replicates: Sequence[Replicate]) -> None:
        self.spec = spec
        self.replicates = replicates
        self.names = sorted(spec.brands)
        self.google = {**GOOGLE_MOMENTS, "compare": spec.moments.compare_counts_as}

    def place(self, brand: str) -> int:
        """Find a brand's place in what was counted.

        Parameters
        ----------
        brand : str
            Its name.

        Returns
        -------
        int
            Its index.

        Raises
        ------
        ResultError
            If the market has no such brand.
        """
        return self.names.index(one_of("brand", brand, self.names))

    def over(self, count: Callable[[Replicate], Any]) -> Any:
        """Estimate one number, or each number of an array.

        Parameters
        ----------
        count : callable
            The number or the array of one replicate.

        Returns
        -------
        Estimate, or list of (list of) Estimate
            In the shape of the array.
        """
        return _estimates(np.array([count(lived) for lived in self.replicates], np.float64))

    def brands(self) -> dict[str, dict[str, Estimate]]:
        """Measures by brand and name."""
        table = {kpi.name: self._measured(kpi) for kpi in BRAND_KPIS}
        return {
            name: {measure: values[index] for measure, values in table.items()}
            for index, name in enumerate(self.names)
        }

    def market(self) -> dict[str, Estimate]:
        """Measures of the market by name."""
        return {kpi.name: self._measured(kpi) for kpi in MARKET_KPIS}

    def funnel(self, brand: str) -> dict[str, dict[str, Estimate]]:
        """One brand's funnel: by moment of truth and measure."""
        index = self.place(brand)
        rows = self.over(lambda lived: funnel(lived, index))
        return {
            truth: dict(zip(FUNNEL, row, strict=True))
            for truth, row in zip(TRUTHS, rows, strict=True)
        }

    def moments(self, brand: str) -> dict[str, list[list[Estimate]]]:
        """Micro-moments, and those in which a brand was present and helped: moment × channel."""
        index = self.place(brand)
        return {
            "events": self.over(lambda lived: lived.market["moments"]),
            "present": self.over(lambda lived: lived.brands[index]["noticed"]),
            "helped": self.over(lambda lived: lived.brands[index]["helped"]),
        }

    def personas(self, brand: str) -> dict[str, dict[str, Estimate]]:
        """What each persona bought of a brand, and the brand's share of all it bought."""
        index = self.place(brand)
        bought = self.over(lambda lived: lived.brands[index]["purchases"])
        share = self.over(
            lambda lived: ratio(lived.brands[index]["purchases"], lived.brands["purchases"].sum(0))
        )
        return {
            name: {"purchases": bought[code], "share": share[code]}
            for code, name in enumerate(sorted(self.spec.personas))
        }

    def lost(self) -> dict[str, Estimate]:
        """Journeys the focal brand did not win, by reason."""
        rows = self.over(lambda lived: lived.market["lost"].sum(axis=1))
        return dict(zip(LOST_REASONS, rows, strict=True))

    def _measured(self, kpi: Kpi) -> Any:
        return self.over(lambda lived: kpi.value(self.spec, lived))


def _estimates(values: Any) -> Any:
    if values.ndim == 1:
        return estimate(values.tolist())
    return [_estimates(values[:, index]) for index in range(values.shape[1])]
