"""How purchases answer to money, and to being noticed."""

from itertools import count
from typing import Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, TwoSlopeNorm
from matplotlib.figure import Figure
from matplotlib.ticker import StrMethodFormatter

from sim.analysis.curve import TODAY
from sim.analysis.response import TEN, Response
from sim.plot.canvas import (
    BLUE,
    DASHES,
    GRID,
    INK,
    MUTED,
    PAPER,
    RIVALS,
    WIDTH,
    axes_of,
    means,
    nothing,
    spread,
    styled,
)
from sim.plot.words import CHANNELS, MOMENTS
from sim.tables import moments as words

MOST: Final = 4
"""Curves with a band: those of the largest margins."""
LOOKS: Final = tuple(
    zip(
        (BLUE, *RIVALS[:3], "#b07d00", "#2f7fb5", INK, MUTED, "#8a3b00"),
        ("-", *DASHES, "-", *DASHES[:3]),
        strict=True,
    )
)
"""How lines look: no two moments alike, in colour or in grey."""
CLOSEST: Final = 0.055
"""Names keep this distance, in parts of the height, …"""
WIDE: Final = 0.12
"""… where they are nearer than this, in parts of the width."""
EITHER_WAY: Final = LinearSegmentedColormap.from_list(
    "either way", ["#a8501f", "#f0b48a", "#fafafa", "#7fb8da", "#00385a"]
)
"""Less is brown, more is blue; pale is nothing."""
DARK: Final = 0.55
"""Part of the largest elasticity from which white can be read better than black."""


@styled
def both(found: Response) -> Figure:
    """Draw the curves and, if presence was shifted, what being noticed is worth below them.

    Parameters
    ----------
    found : Response
        What was found.

    Returns
    -------
    Figure
        Of one or two charts.
    """
    from matplotlib import pyplot

    heights = [3.4, 2.8] if found.presence else [3.4]
    figure, axes = pyplot.subplots(
        len(heights), figsize=(WIDTH, sum(heights)), height_ratios=heights, layout="constrained",
        squeeze=False,
    )  # fmt: skip
    for chart, ax in zip((response, presence), axes[:, 0], strict=False):
        chart(found, ax)
    return figure


@styled
def response(found: Response, ax: Axes | None = None) -> Axes:
    """What a brand would sell more or less if it spent a multiple of today's money on one moment.

    Parameters
    ----------
    found : Response
        What was found.
    ax : Axes, optional
        Where to draw; omitted = a new figure.

    Returns
    -------
    Axes
        A line a moment, with a 95 % band around the steepest: purchases more than today by euro
        more than today in the measured days.
    """
    ax = axes_of(ax, 3.4)
    if not found.moments:
        return nothing(ax, f"{found.spec.focal_brand} spends nothing for these moments.")
    ends = {}
    for place, name in enumerate(found.ranking):
        curve = found.moments[name]
        more = [curve.difference(multiplier) for multiplier in curve.multipliers]
        euro = np.array([curve.spend * (multiplier - TODAY) for multiplier in curve.multipliers])
        middle, half = np.array(means(more)), np.array(spread(more))
        colour, style = LOOKS[place % len(LOOKS)]
        if place < MOST and half.any():
            ax.fill_between(euro, middle - half, middle + half, color=colour, alpha=0.14, lw=0)
        ax.plot(euro, middle, color=colour, lw=2 if place == 0 else 1.3, ls=style, marker=".", ms=4)
        ends[name] = (euro[-1], middle[-1], colour)
    ax.axhline(0, color=MUTED, linewidth=0.6)
    ax.axvline(0, color=MUTED, linewidth=0.6)
    ax.set_xlabel("euro more than today for this moment alone, in the measured days")
    ax.set_ylabel(f"purchases of {found.spec.focal_brand} more than today")
    ax.yaxis.grid(visible=True)
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(StrMethodFormatter("{x:,.0f}"))
    _name_ends(ax, ends)
    return ax


def _name_ends(ax: Axes, ends: dict[str, tuple[float, float, str]]) -> None:
    """Write each moment's name beside the end of its line, none upon another."""
    left, right = ax.get_xlim()
    right += 0.1 * (right - left)
    low, high = ax.set_ylim(ax.get_ylim())
    ax.set_xlim(left, right)
    taken: list[tuple[float, float]] = []
    for name, (x, y, colour) in ends.items():
        across, wished = (x - left) / (right - left), (y - low) / (high - low)
        beside = [height for place, height in taken if abs(across - place) < WIDE]
        # The free place that is nearest to the end of the line, above or below it.
        steps = (wished + sign * step * CLOSEST / 4 for step in count() for sign in (1, -1))
        height = next(
            it for it in steps if 0 <= it <= 1 and all(abs(it - one) > CLOSEST for one in beside)
        )
        taken.append((across, height))
        ax.annotate(
            MOMENTS.get(name, name), (x, y), (across + 0.012, height), xycoords="data",
            textcoords="axes fraction", va="center", fontsize=8, color=colour,
        )  # fmt: skip


@styled
def presence(found: Response, ax: Axes | None = None) -> Axes:
    """What being noticed is worth: percent of purchases per percent of presence, by cell.

    Parameters
    ----------
    found : Response
        What was found.
    ax : Axes, optional
        Where to draw; omitted = a new figure.

    Returns
    -------
    Axes
        A row a micro-moment, a column a channel; brackets where the effect may be luck, a dot
        where there are no micro-moments. What 10 % more presence would do, at today's slope.
    """
    ax = axes_of(ax, 2.8)
    if not found.presence:
        return nothing(ax, "Presence was not shifted.")
    table = found.elasticity
    largest = max((abs(one.mean or 0) for one in table.values()), default=0) or 1.0
    values = np.full((len(words.MOMENTS), len(words.CHANNELS)), np.nan)
    for (moment, channel), one in table.items():
        if one.mean is not None:
            values[words.MOMENTS.index(moment), words.CHANNELS.index(channel)] = one.mean
    norm = TwoSlopeNorm(0, -largest, largest)
    ax.pcolormesh(
        np.ma.masked_invalid(values), cmap=EITHER_WAY, norm=norm, edgecolors=PAPER, linewidth=1.2
    )
    for row, moment in enumerate(words.MOMENTS):
        for column, channel in enumerate(words.CHANNELS):
            value = values[row, column]
            if np.isnan(value):
                text, colour = "·", GRID
            else:
                one = table[moment, channel]
                shown = f"{TEN * value:z.2f}"
                text = shown if one.decided else f"({shown})"
                colour = "#fefefe" if abs(value) > DARK * largest else INK
            ax.text(
                column + 0.5, row + 0.5, text, ha="center", va="center", color=colour, fontsize=7
            )
    ax.set_ylim(len(words.MOMENTS), 0)
    ax.spines["bottom"].set_visible(False)
    channels = [CHANNELS[it].replace(", ", ",\n") for it in words.CHANNELS]
    ax.set_xticks(np.arange(len(words.CHANNELS)) + 0.5, channels)
    ax.set_yticks(np.arange(len(words.MOMENTS)) + 0.5, [MOMENTS[it] for it in words.MOMENTS])
    ax.tick_params(axis="x", labelcolor=INK, labelsize=6.5)
    brand = found.spec.focal_brand
    ax.set_title(f"Purchases of {brand} more, in %, where it is noticed {TEN} % more often")
    ax.set_xlabel("(in brackets): may be luck alone · a dot: there are no such micro-moments")
    return ax
