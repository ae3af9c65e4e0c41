"""Bars: the funnel, why needs were lost, stars given, what kinds of people bought."""

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes

from sim.plot.canvas import (
    BLUE,
    INK,
    MUTED,
    PALE,
    PAPER,
    PERCENT,
    RIVALS,
    SKY,
    axes_of,
    by_size,
    ends,
    legend_above,
    means,
    nothing,
    styled,
    whiskers,
)
from sim.plot.words import REASONS, TRUTHS, bought, steps, whose
from sim.results import Estimate, Run
from sim.results.shares import lost_reasons, personas, stars
from sim.tables.moments import LOST_REASONS

_WHISKER: Final = {"ecolor": INK, "elinewidth": 0.9, "capsize": 2, "capthick": 0.9}
_FUNNEL: Final = {"reached": PALE, "present": SKY, "helped": BLUE}


@styled
def funnel(run: Run, ax: Axes | None = None, *, brand: str | None = None) -> Axes:
    """How far needs came: which moments of truth they reached, and where a brand was and helped.

    Parameters
    ----------
    run : Run
        What was found.
    ax : Axes, optional
        Where to draw; omitted = a new figure.
    brand : str, optional
        Whose funnel; omitted = the focal brand's.

    Returns
    -------
    Axes
        Three bars a moment of truth, in percent of the journeys opened, with 95 % intervals.

    Raises
    ------
    ResultError
        If the market has no such brand.
    """
    brand = whose(run, brand)
    ax = axes_of(ax, 4.4)
    rows = run.summary.funnel(brand)
    if all(row["reached"].mean is None for row in rows.values()):
        return nothing(ax, "No need was born in the measured days.")
    for place, (truth, row) in enumerate(rows.items()):
        names = steps(truth, brand)
        asked = [measure for measure in names if row[measure].mean is not None]
        for step, measure in enumerate(asked):
            y = place + 0.27 * (step - (len(asked) - 1) / 2)
            says = f" {names[measure]}"
            _bars(ax, [y], [row[measure]], _FUNNEL[measure], height=0.24, says=says)
    # Two texts instead of one of two lines: whatever font a page has, both end at the axis.
    ax.set_yticks(
        [place - 0.11 for place in range(len(rows))], [TRUTHS[truth][0] for truth in rows]
    )
    for place, truth in enumerate(rows):
        ax.annotate(
            TRUTHS[truth][1], (0, place + 0.17), (-3.5, 0), textcoords="offset points", ha="right",
            va="center", color=MUTED, fontsize=7.5,
        )  # fmt: skip
    _finish(ax, "% of the needs that opened a journey", PERCENT)
    return ax


@styled
def lost(run: Run, ax: Axes | None = None) -> Axes:
    """Why the focal brand did not win needs, by decisive reason.

    Parameters
    ----------
    run : Run
        What was found.
    ax : Axes, optional
        Where to draw; omitted = a new figure.

    Returns
    -------
    Axes
        One bar a reason, the largest on top, in percent of the needs not won, with 95 % intervals.
    """
    ax = axes_of(ax, 3.2)
    found = lost_reasons(run.summary)
    if found[0].mean is None:
        return nothing(ax, "No need was lost.")
    order = by_size(found)
    _bars(ax, list(range(len(order))), [found[code] for code in order], BLUE, height=0.66)
    ax.set_yticks(range(len(order)), [REASONS[LOST_REASONS[code]] for code in order])
    _finish(ax, f"% of the needs {run.spec.focal_brand} did not win", max(ends(found)))
    return ax


@styled
def review_stars(run: Run, ax: Axes | None = None, *, brand: str | None = None) -> Axes:
    """How many stars the reviews of a brand give, beside those of all its rivals.

    Parameters
    ----------
    run : Run
        What was found.
    ax : Axes, optional
        Where to draw; omitted = a new figure.
    brand : str, optional
        Whose reviews; omitted = the focal brand's.

    Returns
    -------
    Axes
        One bar a number of stars and one marker for the rivals, in percent of the reviews.

    Raises
    ------
    ResultError
        If the market has no such brand.
    """
    brand = whose(run, brand)
    ax = axes_of(ax, 2.6)
    found = stars(run.summary, brand)
    if found["own"][0].mean is None:
        return nothing(ax, f"Nobody reviewed {brand}.")
    places = list(range(1, 6))
    heights = means(found["own"], PERCENT)
    ax.bar(
        places,
        heights,
        0.6,
        color=BLUE,
        label=brand,
        yerr=whiskers(found["own"], PERCENT),
        error_kw=_WHISKER,
    )
    for place, height, end in zip(places, heights, ends(found["own"]), strict=True):
        ax.text(place, end, f"{height:.0f} %", ha="center", va="bottom")
    if found["rivals"][0].mean is not None:
        beside = [place + 0.4 for place in places]
        rivals = means(found["rivals"], PERCENT)
        ax.plot(beside, rivals, "D", color=RIVALS[0], markersize=4.5, label="all rivals")
        ax.errorbar(
            beside, rivals, whiskers(found["rivals"], PERCENT), fmt="none", color=RIVALS[0],
            capsize=2, linewidth=0.9,
        )  # fmt: skip
    ax.set_xticks(places, [f"{star} star{'' if star == 1 else 's'}" for star in places])
    ax.set_yticks([])
    ax.set_ylim(0, 1.14 * max(ends(found["own"]) + ends(found["rivals"])))
    legend_above(ax)
    return ax


@styled
def persona_share(run: Run, ax: Axes | None = None, *, brand: str | None = None) -> Axes:
    """A brand's part of what each kind of person bought.

    Parameters
    ----------
    run : Run
        What was found.
    ax : Axes, optional
        Where to draw; omitted = a new figure.
    brand : str, optional
        Whose share; omitted = the focal brand's.

    Returns
    -------
    Axes
        One bar a persona, in percent, with 95 % intervals, and a line at the share of everybody.

    Raises
    ------
    ResultError
        If the market has no such brand.
    """
    brand = whose(run, brand)
    ax = axes_of(ax, 0.9 + 0.4 * len(run.spec.personas))
    found = personas(run.summary, brand)
    overall = run.summary.brands()[brand]["share"].mean
    if overall is None:
        return nothing(ax, "Nobody bought anything.")
    rows = [row["share"] for row in found.values()]
    _bars(ax, list(range(len(rows))), rows, BLUE, height=0.6)
    ax.axvline(PERCENT * overall, color=MUTED, linewidth=0.9, linestyle="--", zorder=0.5)
    ax.annotate(
        f"everybody {PERCENT * overall:.1f} %", (PERCENT * overall, -0.62), (4, 0),
        textcoords="offset points", va="center", color=MUTED, fontsize=8,
    )  # fmt: skip
    ax.set_yticks(range(len(rows)), list(found))
    label = f"{brand}: % of all {bought(run.spec)[0]} of these people"
    _finish(ax, label, max(ends(rows)), top=-0.95)
    return ax


@styled
def persona_purchases(run: Run, ax: Axes | None = None, *, brand: str | None = None) -> Axes:
    """How much of a brand a hundred people of each kind bought.

    Parameters
    ----------
    run : Run
        What was found.
    ax : Axes, optional
        Where to draw; omitted = a new figure.
    brand : str, optional
        Whose purchases; omitted = the focal brand's.

    Returns
    -------
    Axes
        One bar a persona, in purchases per 100 people, with 95 % intervals.

    Raises
    ------
    ResultError
        If the market has no such brand.
    """
    brand = whose(run, brand)
    ax = axes_of(ax, 0.7 + 0.4 * len(run.spec.personas))
    found = personas(run.summary, brand)
    rows = [row["per_100"] for row in found.values()]
    _bars(ax, list(range(len(rows))), rows, SKY, height=0.6, factor=1, form=",.1f")
    ax.set_yticks(range(len(rows)), list(found))
    label = f"{brand}: {bought(run.spec)[0]} per 100 people in the measured days"
    _finish(ax, label, max(ends(rows, 1)))
    return ax


def _bars(
    ax: Axes,
    places: list[Any],
    found: Sequence[Estimate],
    colour: str,
    *,
    height: float,
    says: str = "",
    factor: float = PERCENT,
    form: str = ".1f",
) -> None:
    """Lying bars, each with its number behind the end of its interval."""
    widths = means(found, factor)
    ax.barh(
        places, widths, height, color=colour, edgecolor=PAPER, linewidth=0.4,
        xerr=whiskers(found, factor), error_kw=_WHISKER,
    )  # fmt: skip
    unit = " %" if factor == PERCENT else ""
    for place, width, end in zip(places, widths, ends(found, factor), strict=True):
        if not np.isnan(width):
            ax.annotate(
                f"{width:{form}}{unit}{says}", (end, place), (4, 0),
                textcoords="offset points", va="center", fontsize=8,
            )  # fmt: skip


def _finish(ax: Axes, label: str, reach: float, *, top: float = -0.6) -> None:
    """Grid, label, and room for the numbers behind bars that reach so far."""
    reach = reach or 1.0
    ax.set_xlabel(label)
    ax.xaxis.grid(visible=True)
    ax.set_xlim(0, 1.18 * reach)
    ax.set_xticks([tick for tick in ax.get_xticks() if 0 <= tick <= 1.02 * reach])
    ax.set_ylim(len(ax.get_yticks()) - 0.4, top)
