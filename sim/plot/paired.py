"""Plans beside their base: each pair a point, and what they say together."""

from typing import Final

from matplotlib.axes import Axes

from sim.plot.canvas import (
    BLUE,
    INK,
    MUTED,
    PALE,
    axes_of,
    legend_above,
    means,
    nothing,
    styled,
    whiskers,
)
from sim.plot.stems import shortened
from sim.results import Comparison
from sim.results.differences import counted
from sim.results.kpis import BRAND_KPIS

ROW: Final = 0.45
"""Inches of height for each plan."""
_KPI: Final = {kpi.name: kpi for kpi in BRAND_KPIS}


@styled
def paired(found: Comparison, ax: Axes | None = None, *, measure: str = "purchases") -> Axes:
    """How much more each plan brings than its base, pair by pair.

    Parameters
    ----------
    found : Comparison
        What was found.
    ax : Axes, optional
        Where to draw; omitted = a new figure.
    measure : str
        A measure of brands.

    Returns
    -------
    Axes
        A row a plan: a pale point for the difference of each pair, a diamond for their mean with
        its 95 % interval, and a line where there is no difference.

    Raises
    ------
    ResultError
        If there is no such measure.
    """
    names = list(found.runs)
    gained = [found.gains(name, measure) for name in names]
    ax = axes_of(ax, 0.8 + ROW * len(names))
    if not found.replicates:
        return nothing(ax, "No pair was lived.")
    places = list(range(len(names)))
    for place, values in zip(places, gained, strict=True):
        label = "each pair" if place == 0 else None
        ax.plot(values, [place] * len(values), "o", color=PALE, markersize=4, label=label)
    together = [found.difference(name, measure) for name in names]
    ax.errorbar(
        means(together), places, xerr=whiskers(together), fmt="D", color=BLUE, markersize=5.5,
        capsize=2.5, elinewidth=1.2, label="mean and 95 % interval of luck",
    )  # fmt: skip
    ax.axvline(0, color=INK, linewidth=0.8, zorder=1.5)
    ax.set_yticks(places, [shortened(name) for name in names])
    ax.set_ylim(len(names) - 0.5, -0.5)
    kpi = _KPI[measure]
    what = counted(found) if measure == "purchases" else measure.replace("_", " ")
    unit = "" if kpi.unit == "purchases" else f", {kpi.unit}"
    ax.set_xlabel(
        f"{what} of {found.focal} more than {shortened(found.base_name)}{unit}", color=MUTED
    )
    ax.xaxis.grid(visible=True)
    legend_above(ax)
    return ax
