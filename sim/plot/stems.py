"""Differences as stems: how far each lies from nothing, several of them in a row."""

from collections.abc import Sequence
from itertools import cycle
from typing import Final, NamedTuple

from matplotlib.axes import Axes

from sim.plot.canvas import (
    BLUE,
    GRID,
    INK,
    RIVALS,
    axes_of,
    legend_above,
    means,
    nothing,
    whiskers,
)
from sim.results import Estimate
from sim.results.written import number

LONGEST: Final = 28
"""Characters of a name for which there is room beside a figure."""
FEW: Final = 10
"""Below this, numbers have a decimal."""
_COLOURS: Final = (BLUE, *RIVALS[:4], "#5b6470")
_MARKS: Final = ("o", "D", "s", "^", "v", "P", "X")


class Stems(NamedTuple):
    """What is drawn in one colour and shape."""

    label: str
    found: Sequence[Estimate]
    """One a row."""
    written: Sequence[str] = ()
    """What stands beside the marks, one a row; omitted = the means."""


def height(rows: int, series: int, least: float = 0.0) -> float:
    """How high a chart of stems has to be.

    Parameters
    ----------
    rows, series : int
        How many there are.
    least : float
        Inches that a row has at least.

    Returns
    -------
    float
        Inches, legend and axis included.
    """
    return 0.62 + 0.19 * ((series + 1) // 2) + rows * max(0.13 * series + 0.1, least)


def shortened(name: str) -> str:
    """Write a name so that it leaves room for the figure.

    Parameters
    ----------
    name : str
        A name of up to 100 characters.

    Returns
    -------
    str
        Its beginning, if it is long.
    """
    return name if len(name) <= LONGEST else f"{name[: LONGEST - 1]}…"


def stems(
    rows: Sequence[str],
    series: Sequence[Stems],
    ax: Axes | None,
    *,
    label: str,
    factor: float = 1,
    sign: str = "",
) -> Axes:
    """Draw differences beside a line at nothing.

    Parameters
    ----------
    rows : sequence of str
        What stands beside the rows, from the top.
    series : sequence of Stems
        What is drawn in each row, from the top.
    ax : Axes or None
        Where to draw; None = a new figure.
    label : str
        What stands below the axis.
    factor : float
        What differences are multiplied with to be shown.
    sign : {"", "+", "-"}
        Whether numbers beside the marks have a plus; empty: there are no numbers.

    Returns
    -------
    Axes
        A row of stems with 95 % intervals for each name, and a line where there is no difference.
    """
    ax = axes_of(ax, height(len(rows), len(series)))
    if not rows or all(one.mean is None for it in series for one in it.found):
        return nothing(ax, "No pair was lived.")
    step = 0.8 / len(series)
    for line, (it, colour, mark) in enumerate(zip(series, cycle(_COLOURS), cycle(_MARKS))):
        places = [row + step * (line - (len(series) - 1) / 2) for row in range(len(rows))]
        middle = means(it.found, factor)
        ax.hlines(places, 0, middle, color=colour, linewidth=1.6, alpha=0.45)
        ax.errorbar(middle, places, xerr=whiskers(it.found, factor), fmt="none", color=colour,
                    capsize=2, elinewidth=0.9)  # fmt: skip
        ax.plot(middle, places, mark, color=colour, markersize=4.5, label=it.label)
        if sign:
            texts = it.written or [_written(one, factor, sign) for one in it.found]
            _write(ax, places, it.found, texts, factor)
    ax.axvline(0, color=INK, linewidth=0.8, zorder=1.5)
    for row in range(1, len(rows)):
        ax.axhline(row - 0.5, color=GRID, linewidth=0.6, zorder=0.5)
    ax.set_yticks(range(len(rows)), [shortened(row) for row in rows])
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.margins(x=0.17 if sign else 0.05)
    if all(low >= 0 for it in series for low in _lows(it.found)):
        ax.set_xlim(left=-0.02 * ax.get_xlim()[1])
    ax.set_xlabel(label)
    ax.xaxis.grid(visible=True)
    if len(series) > 1:
        legend_above(ax)
    return ax


def _lows(found: Sequence[Estimate]) -> list[float]:
    return [(one.mean if one.low is None else one.low) or 0.0 for one in found]


def _written(one: Estimate, factor: float, sign: str) -> str:
    shown = None if one.mean is None else factor * one.mean
    return number(shown, f"{sign},.{int(shown is not None and abs(shown) < FEW)}f")


def _write(
    ax: Axes,
    places: Sequence[float],
    found: Sequence[Estimate],
    texts: Sequence[str],
    factor: float,
) -> None:
    """Numbers beyond the ends of intervals, away from the line at nothing."""
    for place, one, text in zip(places, found, texts, strict=True):
        if one.mean is None:
            continue
        away = -1 if one.mean < 0 else 1
        end = factor * (one.mean + away * (one.half_width or 0.0))
        ax.annotate(
            text, (end, place), (5 * away, 0),
            textcoords="offset points", va="center", ha="right" if away < 0 else "left",
            fontsize=7.5,
        )  # fmt: skip
