"""Two points a line: where people look, and where they buy."""

from typing import Any

from matplotlib.axes import Axes

from sim.plot.canvas import (
    BLUE,
    GRID,
    MUTED,
    PAPER,
    axes_of,
    legend_above,
    means,
    nothing,
    styled,
    whiskers,
)
from sim.plot.words import CHANNELS, DEVICES
from sim.results import Estimate, Run
from sim.results import shares as found_in

Ways = dict[str, dict[str, Estimate]]


@styled
def channels(run: Run, ax: Axes | None = None) -> Axes:
    """Where people look and where they buy: channels of micro-moments against those of purchases.

    Parameters
    ----------
    run : Run
        What was found.
    ax : Axes, optional
        Where to draw; omitted = a new figure.

    Returns
    -------
    Axes
        A row a channel: a ring for its part of all micro-moments, a diamond for its part of all
        brands' purchases, in percent, with 95 % intervals.
    """
    ways = found_in.channels(run.summary, run.spec.focal_brand)
    return _pairs(axes_of(ax, 3.2), ways, CHANNELS)


@styled
def devices(run: Run, ax: Axes | None = None) -> Axes:
    """On what people look and on what they buy: devices of micro-moments and of purchases.

    Parameters
    ----------
    run : Run
        What was found.
    ax : Axes, optional
        Where to draw; omitted = a new figure.

    Returns
    -------
    Axes
        A row a device, as in `channels`.
    """
    ways = found_in.devices(run.summary, run.spec.focal_brand)
    return _pairs(axes_of(ax, 1.8), ways, DEVICES)


def used(ways: Ways) -> list[str]:
    """Channels or devices that somebody used, the most frequent first.

    Parameters
    ----------
    ways : dict
        As `sim.results.shares.channels` gives them.

    Returns
    -------
    list of str
        Their names.
    """
    taken = [
        name
        for name, row in ways.items()
        if any(row[what].mean for what in ("moments", "purchases"))
    ]
    return sorted(taken, key=lambda name: -(ways[name]["moments"].mean or 0))


def _pairs(ax: Axes, ways: Ways, labels: dict[str, str]) -> Axes:
    names = used(ways)
    if not names:
        return nothing(ax, "No micro-moment occurred.")
    places = list(range(len(names)))
    looked = [ways[name]["moments"] for name in names]
    bought = [ways[name]["purchases"] for name in names]
    ax.hlines(places, means(looked, 100), means(bought, 100), color=GRID, linewidth=3, zorder=1)
    points: dict[str, tuple[list[Estimate], dict[str, Any]]] = {
        "of all micro-moments": (looked, {"marker": "o", "mfc": PAPER, "mew": 1.4, "color": MUTED}),
        "of all purchases": (bought, {"marker": "D", "color": BLUE}),
    }
    for label, (found, look) in points.items():
        ax.errorbar(
            means(found, 100), places, xerr=whiskers(found, 100), fmt="none", color=look["color"],
            capsize=2, elinewidth=0.9,
        )  # fmt: skip
        ax.plot(means(found, 100), places, linestyle="", markersize=5.5, label=label, **look)
    ax.set_yticks(places, [labels[name] for name in names])
    ax.set_ylim(len(names) - 0.5, -0.5)
    ax.set_xlim(left=-1)
    ax.set_xlabel("%")
    ax.xaxis.grid(visible=True)
    legend_above(ax)
    return ax
