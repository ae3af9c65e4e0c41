"""A map of missed moments: what would have won the needs a brand lost."""

from typing import Final

import numpy as np
from matplotlib.axes import Axes

from sim.analysis.missed import Missed
from sim.analysis.missed_map import NOTHING, columns, eur_by_change, what_would_have_won
from sim.plot.canvas import axes_of, nothing, styled
from sim.plot.grids import ROOT, grid
from sim.plot.words import REASONS

WIDTH: Final = 8.5
"""Inches: a column for each change."""
SHORT: Final = {
    "helped": "of\nhelp",
    "payment": "pay-\nment",
    "privacy": "pri-\nvacy",
    NOTHING: "none of\nthese",
}
"""Heads of narrow columns."""


@styled
def missed_map(found: Missed, ax: Axes | None = None) -> Axes:
    """Why needs were lost, and the smallest single change that would have won each.

    Parameters
    ----------
    found : Missed
        What was missed.
    ax : Axes, optional
        Where to draw; omitted = a new figure.

    Returns
    -------
    Axes
        A row a reason, the most frequent on top, a column a change, in needs; in brackets those
        that no single change wins. Below, what a change costs per need it wins by itself, where
        the scenario has a price for it.
    """
    if ax is None:
        from matplotlib import pyplot

        _, ax = pyplot.subplots(figsize=(WIDTH, 3.8), layout="constrained")
    ax = axes_of(ax, 0)
    table = what_would_have_won(found)
    if not table:
        return nothing(ax, "No need was lost.")
    names = columns(table)
    values = np.array([[row.get(name, np.nan) for name in names] for row in table.values()])
    none = np.zeros(values.shape, np.bool_)
    none[:, [name == NOTHING for name in names]] = True
    grid(ax, values.astype(np.float64), ROOT, ",.0f", none)
    ax.set_xticks(np.arange(len(names)) + 0.5, _heads(found, names))
    ax.tick_params(axis="x", labelsize=6)
    ax.set_xlabel(
        "€ per need that the change wins by itself; without €: it has no price here.\n"
        "In brackets: needs that no single change wins."
    )
    ax.set_yticks(np.arange(len(table)) + 0.5, [REASONS[reason] for reason in table])
    share = len(found.winnable) / len(found.lost)
    ax.set_title(
        f"{found.spec.focal_brand}: smallest change that wins a lost need "
        f"({len(found.winnable):,} of {len(found.lost):,}, {share:.0%})"
    )
    return ax


def _heads(found: Missed, names: list[str]) -> list[str]:
    euro = eur_by_change(found)
    heads = [name.replace("noticed at ", "noticed\nat\n") for name in names]
    heads = [SHORT.get(name, name) for name in heads]
    costs = [f"\n€{euro[name]:,.2f}" if name in euro else "" for name in names]
    return [f"{head}{cost}" for head, cost in zip(heads, costs, strict=True)]
