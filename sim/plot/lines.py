"""Lines over time: shares and displayed ratings of brands."""

from collections.abc import Iterator, Sequence
from itertools import cycle
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes

from sim.plot.canvas import BLUE, DASHES, RIVALS, axes_of, means, nothing, spread, styled
from sim.plot.words import bought
from sim.results import Estimate, Run
from sim.results.shares import rating_over_time, share_over_time, windows

CLOSEST: Final = 0.062
"""Names at the ends of lines keep this distance, in parts of the height."""
SMALLEST: Final = 0.5
"""Stars an axis spans at least, so that nothing does not look like much."""


@styled
def share(run: Run, ax: Axes | None = None) -> Axes:
    """Each brand's part of what was bought, over time.

    Parameters
    ----------
    run : Run
        What was found.
    ax : Axes, optional
        Where to draw; omitted = a new figure.

    Returns
    -------
    Axes
        One line a brand, in percent of the purchases of each stretch of days. The focal brand's is
        thick, and a band shows its 95 % interval.
    """
    ax = axes_of(ax, 2.8)
    found = share_over_time(run.summary)
    if all(one.mean is None for line in found.values() for one in line):
        return nothing(ax, "Nobody bought anything.")
    _lines(ax, run, found, 100)
    ax.set_ylim(0, min(ax.get_ylim()[1], 102))
    ax.set_ylabel(f"% of all {bought(run.spec)[0]}")
    _name_ends(ax, run.spec.focal_brand, found, 100)
    return ax


@styled
def rating(run: Run, ax: Axes | None = None) -> Axes:
    """The mean each brand's board of reviews displays, over time.

    Parameters
    ----------
    run : Run
        What was found.
    ax : Axes, optional
        Where to draw; omitted = a new figure.

    Returns
    -------
    Axes
        One line a brand, in stars. The focal brand's is thick, and a band shows its 95 % interval.
    """
    ax = axes_of(ax, 2.8)
    found = rating_over_time(run.summary)
    _lines(ax, run, found, 1)
    ax.set_ylabel("stars displayed")
    low, high = ax.get_ylim()
    if high - low < SMALLEST:
        low, high = (low + high - SMALLEST) / 2, (low + high + SMALLEST) / 2
    ax.set_ylim(max(low, 1), min(high, 5.05))
    _name_ends(ax, run.spec.focal_brand, found, 1)
    return ax


def _lines(ax: Axes, run: Run, found: dict[str, list[Estimate]], factor: float) -> None:
    days = windows(run.spec.market.days)
    for (name, line), look in zip(found.items(), _looks(run), strict=True):
        middle, half = np.array(means(line, factor)), np.array(spread(line, factor))
        if name == run.spec.focal_brand and half.any():
            ax.fill_between(days, middle - half, middle + half, color=BLUE, alpha=0.18, linewidth=0)
        ax.plot(days, middle, label=name, marker="o" if len(days) == 1 else "", **look)
    ax.margins(x=0)
    ax.set_xlabel("day")
    ax.yaxis.grid(visible=True)
    ax.autoscale_view()


def _looks(run: Run) -> Iterator[dict[str, Any]]:
    """How each brand's line looks, in the order of their names."""
    colours, dashes = cycle(RIVALS), cycle(DASHES)
    for name in run.summary.names:
        if name == run.spec.focal_brand:
            yield {"color": BLUE, "linewidth": 2.2, "zorder": 3}
        else:
            yield {"color": next(colours), "linewidth": 1.3, "linestyle": next(dashes)}


def _last(values: Sequence[float]) -> float | None:
    known = [value for value in values if not np.isnan(value)]
    return known[-1] if known else None


def _name_ends(ax: Axes, focal: str, found: dict[str, list[Estimate]], factor: float) -> None:
    """Write each brand's name at the end of its line, none upon another."""
    low, high = ax.get_ylim()
    ends = {name: _last(means(line, factor)) for name, line in found.items()}
    ranked = sorted((end, name) for name, end in ends.items() if end is not None)
    closest = min(CLOSEST, 1 / len(ranked))
    previous = -np.inf
    for rank, (end, name) in enumerate(ranked):
        highest = 1 - closest * (len(ranked) - 1 - rank)
        previous = max(min((end - low) / (high - low), highest), previous + closest)
        ax.annotate(
            name, (1, previous), (4, 0), xycoords="axes fraction", textcoords="offset points",
            va="center", fontsize=8, weight="bold" if name == focal else "normal",
        )  # fmt: skip
