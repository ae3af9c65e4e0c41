"""The section on everything that is measured of a brand, plan beside plan."""

from typing import Any, Final

from sim.analysis.costs import incremental_roas, more_spent, prices, spends_alike
from sim.analysis.measured import Measured, measured
from sim.report.figure import Table
from sim.report.spending import cell, in_cell
from sim.results import Comparison
from sim.results.differences import counted
from sim.results.written import NONE, number

BESIDE: Final = 3
"""Plans that stand beside each other in one table."""


def fill(found: Comparison) -> dict[str, Any]:
    """Tell all measures of the focal brand in the base and with each plan.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    dict
        `tables`, each of some plans.
    """
    names, told = list(found.runs), measured(found)
    groups = [names[first : first + BESIDE] for first in range(0, len(names), BESIDE)]
    return {"tables": [_table(found, told, group) for group in groups]}


def _table(found: Comparison, told: list[Measured], names: list[str]) -> Table:
    what = counted(found)
    heads = ["measure", found.base_name]
    for name in names:
        heads += [name, "more ± 95 %" if len(found.replicates) > 1 else "more"]
    rows = [[_named(it, what), number(it.base, it.form), *_cells(it, names)] for it in told]
    cost = f"cost per extra {what.removesuffix('s')}, €"
    costs = [[cost, NONE], ["revenue per euro more (iROAS)", NONE]]
    for name in names:
        costs[0] += [cell(found, name), NONE]
        costs[1] += [_returned(found, name), NONE]
    return Table("Measures, and the part of journeys that went on", heads, [*rows, *costs])


def _cells(told: Measured, names: list[str]) -> list[str]:
    cells = []
    for name in names:
        more = told.more[name]
        half = (
            "" if more.half_width is None else f"\u00a0±\u00a0{number(more.half_width, told.fine)}"
        )
        cells += [
            number(told.values[name], told.form),
            f"{number(more.mean, f'+{told.fine}')}{half}",
        ]
    return cells


def _named(told: Measured, what: str) -> str:
    name = told.name.replace("purchases", what)
    return f"{name}, {told.unit}" if told.unit else name


def _returned(found: Comparison, name: str) -> str:
    """Where it is certain that more is spent, and a price does not cost more than that."""
    returned = incremental_roas(found, name)
    known = returned.low is not None or len(found.replicates) == 1
    base, plan = prices(found, name)
    more = (more_spent(found, name).mean or 0.0) > 0.0 and not spends_alike(found, name)
    told = known and base == plan and more
    return in_cell(returned) if told else NONE
