"""Grids of cells with a number each: where people look, where needs were lost."""

from typing import Final, Literal

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm
from numpy.typing import NDArray

from sim.plot.canvas import GRID, INK, MUTED, PAPER, RAMP, axes_of, by_size, means, nothing, styled
from sim.plot.words import CHANNELS, MEASURES, MOMENTS, PLACES, REASONS, whose
from sim.results import Run
from sim.results.shares import Cells, cells, lost_cells, lost_reasons, thin_cells
from sim.results.summary import one_of
from sim.tables import moments as words

Measure = Literal["events", "present", "helped"]
DARK: Final = 0.6
"""Part of the ramp from which white can be read better than black."""
ROOT: Final = 0.5
"""Colours follow the root of a count, so that small ones differ too."""


@styled
def moments(
    run: Run,
    ax: Axes | None = None,
    *,
    measure: Measure = "events",
    brand: str | None = None,
) -> Axes:
    """Where people look, and where a brand is noticed and helps: micro-moment by channel.

    Parameters
    ----------
    run : Run
        What was found.
    ax : Axes, optional
        Where to draw; omitted = a new figure.
    measure : {"events", "present", "helped"}
        Micro-moments per 1,000 people and day; or the percentage of them in which the brand was
        noticed, or helped.
    brand : str, optional
        Whose; omitted = the focal brand.

    Returns
    -------
    Axes
        A row a micro-moment, a column a channel; a cell in which nothing happened is empty, and
        shares of fewer than 30 micro-moments stand in brackets.

    Raises
    ------
    ResultError
        If the market has no such brand, or there is no such measure.
    """
    brand = whose(run, brand)
    one_of("measure", measure, list(MEASURES))
    ax = axes_of(ax, 2.4)
    factor = 1 if measure == "events" else 100
    values = _values(cells(run.summary, brand)[measure], factor)
    if measure == "events":
        values[values == 0] = np.nan
        grid(ax, values, ROOT)
    else:
        grid(ax, values, 1, ".0f", thin_cells(run.summary))
    ax.set_xticks(np.arange(len(CHANNELS)) + 0.5, [CHANNELS[name] for name in words.CHANNELS])
    ax.set_yticks(np.arange(len(words.MOMENTS)) + 0.5, [MOMENTS[name] for name in words.MOMENTS])
    ax.set_title(MEASURES[measure].format(brand=brand))
    return ax


@styled
def lost_where(run: Run, ax: Axes | None = None) -> Axes:
    """Where and why the focal brand did not win needs: decisive reason by micro-moment.

    Parameters
    ----------
    run : Run
        What was found.
    ax : Axes, optional
        Where to draw; omitted = a new figure.

    Returns
    -------
    Axes
        A row a reason, the largest on top, a column a micro-moment, in percent of all needs the
        brand did not win.
    """
    ax = axes_of(ax, 3.0)
    found = lost_reasons(run.summary)
    if found[0].mean is None:
        return nothing(ax, "No need was lost.")
    order = by_size(found)
    columns = [words.NO_MOMENT, *range(len(words.MOMENTS))]
    values = _values(lost_cells(run.summary), 100)[order][:, columns]
    seen = [at for at in range(len(columns)) if values[:, at].any()]
    values = values[:, seen]
    values[values == 0] = np.nan
    grid(ax, values, ROOT)
    ax.set_xticks(np.arange(len(seen)) + 0.5, [PLACES[columns[at]] for at in seen])
    ax.set_yticks(
        np.arange(len(order)) + 0.5, [REASONS[words.LOST_REASONS[code]] for code in order]
    )
    return ax


def _values(table: Cells, factor: float) -> NDArray[np.float64]:
    return np.array([means(row, factor) for row in table])


def grid(
    ax: Axes,
    values: NDArray[np.float64],
    power: float,
    form: str = "",
    thin: NDArray[np.bool_] | None = None,
) -> None:
    """Draw cells from pale to dark; the number in each says what the colour only hints at.

    Parameters
    ----------
    ax : Axes
        Where to draw.
    values : array of float
        Rows × columns; NaN where there is nothing.
    power : float
        Power of a value that its colour follows.
    form : str
        How numbers are written; empty: with as many digits as there is room for.
    thin : array of bool, optional
        Cells that stand in brackets and without colour.
    """
    coloured = np.isfinite(values) if thin is None else np.isfinite(values) & ~thin
    norm = PowerNorm(power, vmin=0, vmax=values[coloured].max(initial=0) or 1)
    ax.pcolormesh(
        np.ma.array(values, mask=~coloured), cmap=RAMP, norm=norm, edgecolors=PAPER, linewidth=1.2
    )
    for row, line in enumerate(values):
        for column, value in enumerate(line):
            at = (column + 0.5, row + 0.5)
            if np.isnan(value):
                ax.text(*at, "·", ha="center", va="center", color=GRID)
                continue
            shown = f"{value:{form}}" if form else _short(value)
            colour = "#fefefe" if norm(value) > DARK else "#000000"
            if not coloured[row, column]:
                shown, colour = f"({shown})", MUTED
            ax.text(*at, shown, ha="center", va="center", color=colour, fontsize=7)
    ax.set_ylim(len(values), 0)
    ax.spines["bottom"].set_visible(False)
    ax.tick_params(axis="x", labelcolor=INK, labelsize=7)


def _short(value: float) -> str:
    """As many digits as there is room for."""
    if value >= 9.95:
        return f"{value:,.0f}"
    if value >= 0.095:
        return f"{value:.1f}"
    return f"{value:.2f}" if value >= 0.0095 else "<.01"
