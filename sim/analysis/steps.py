"""Where in the journey a plan tells: the focal brand's funnel and moments, world beside base."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.results import Comparison, Estimate, Run, estimate
from sim.results.kpis import FUNNEL, funnel
from sim.results.replicate import Replicate
from sim.tables.moments import MOMENTS, TRUTHS

if TYPE_CHECKING:
    import pandas as pd

COUNTED: Final = ("events", "present", "helped")
SHOWN: Final = ("reached", "present", "helped")
"""Measures of the funnel that make rows of their own; conversion is between two of them."""
Steps = dict[str, dict[tuple[str, str], Estimate]]
"""By world, then by moment and measure: the difference to the base."""


def funnel_steps(found: Comparison) -> "pd.DataFrame":
    """How a plan moves the focal brand's funnel, step by step.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    pandas.DataFrame
        By strategy, moment of truth and measure: the share of journeys opened in the base and with
        the plan, and the difference of paired replicates with its 95 % interval.
    """
    place = found.base.summary.place(found.focal)
    axes = [(truth, measure) for truth in TRUTHS for measure in FUNNEL]
    return _frame(found, axes, lambda lived: funnel(lived, place).ravel())


def moment_steps(found: Comparison) -> "pd.DataFrame":
    """How a plan moves micro-moments, and the focal brand's presence and help in them.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    pandas.DataFrame
        By strategy, micro-moment and what is counted: moments in the base and with the plan, and
        the difference of paired replicates with its 95 % interval.
    """
    place = found.base.summary.place(found.focal)

    def counted(lived: Replicate) -> Any:
        brand = lived.brands[place]
        tables = (lived.market["moments"], brand["noticed"], brand["helped"])
        return np.stack([table.sum(axis=1) for table in tables], axis=1).ravel()

    axes = [(moment, measure) for moment in MOMENTS for measure in COUNTED]
    return _frame(found, axes, counted)


def funnel_differences(found: Comparison) -> Steps:
    """Estimate how far plans move each step of the focal brand's funnel.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    dict
        Difference in the share of journeys opened, by world, moment of truth and measure.
    """
    return _estimates(found, funnel_steps(found))


def moment_differences(found: Comparison) -> Steps:
    """Estimate how many micro-moments more there are with plans than in the base.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    dict
        Micro-moments more, by world, micro-moment and measure.
    """
    return _estimates(found, moment_steps(found))


def funnel_rows(differences: Steps) -> list[tuple[str, str]]:
    """Name the steps of the funnel that are shown, from the first moment of truth on.

    Parameters
    ----------
    differences : dict
        As `funnel_differences` gives them.

    Returns
    -------
    list of (str, str)
        Moments of truth and measures that some world asks for.
    """
    asked = list(dict.fromkeys(row for told in differences.values() for row in told))
    return [row for row in asked if row[1] in SHOWN]


def _frame(
    found: Comparison, axes: list[tuple[str, str]], count: Callable[[Replicate], Any]
) -> "pd.DataFrame":
    import pandas as pd

    def of(run: Run) -> Any:
        return np.array([count(lived) for lived in run.replicates], np.float64)

    base = of(found.base)
    rows = []
    for name, run in found.runs.items():
        values = of(run)
        for column, (moment, measure) in enumerate(axes):
            difference: Estimate = estimate((values - base)[:, column].tolist())
            rows.append(
                {
                    "strategy": name,
                    "moment": moment,
                    "measure": measure,
                    "base": estimate(base[:, column].tolist()).mean,
                    "value": estimate(values[:, column].tolist()).mean,
                    "difference": difference.mean,
                    "low": difference.low,
                    "high": difference.high,
                }
            )
    return pd.DataFrame(rows).dropna(subset=["base", "value"], how="all", ignore_index=True)


def _estimates(found: Comparison, table: "pd.DataFrame") -> Steps:
    """Make estimates of a frame again; what it does not know is None."""
    told: Steps = {name: {} for name in found.runs}
    for row in table.to_dict("records"):
        told[row["strategy"]][row["moment"], row["measure"]] = Estimate(
            *(_known(row[name]) for name in ("difference", "low", "high"))
        )
    return told


def _known(value: Any) -> float | None:
    return None if value is None or value != value else float(value)
