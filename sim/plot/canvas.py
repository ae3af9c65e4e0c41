"""How figures look."""

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, Final, ParamSpec, TypeVar

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap

from sim.results import Estimate

INK: Final = "#1b1f24"
MUTED: Final = "#5b6470"
GRID: Final = "#d9dee4"
PALE: Final = "#aeb7c1"
PAPER: Final = "#ffffff"
BLUE: Final = "#0072b2"
SKY: Final = "#56b4e9"
RIVALS: Final = ("#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#5b6470")
"""Colours that colour-blind people tell apart (Okabe & Ito 2008); blue is the focal brand's."""
DASHES: Final = ("--", ":", "-.", (0, (6, 1, 1, 1, 1, 1)))
"""Colour is never the only difference."""
RAMP: Final = LinearSegmentedColormap.from_list("counts", ["#f1f6fa", "#9fc9e3", BLUE, "#00385a"])
"""From pale to dark, so that it can be read in grey too."""
PERCENT: Final = 100
"""What shares are multiplied with to be shown."""
WIDTH: Final = 5.6
"""Inches."""
STYLE: Final[dict[Any, Any]] = {
    "font.family": "DejaVu Sans",
    "font.size": 8.5,
    "text.color": INK,
    "axes.edgecolor": MUTED,
    "axes.labelcolor": MUTED,
    "axes.labelsize": 8,
    "axes.linewidth": 0.6,
    "axes.titlelocation": "left",
    "axes.titlesize": 8.5,
    "axes.titleweight": "bold",
    "axes.axisbelow": True,
    "axes.unicode_minus": True,
    "xtick.color": MUTED,
    "ytick.color": MUTED,
    "ytick.labelcolor": INK,
    "xtick.labelsize": 8,
    "ytick.labelsize": 8.5,
    "grid.color": GRID,
    "grid.linewidth": 0.6,
    "legend.frameon": False,
    "legend.fontsize": 8,
    "svg.fonttype": "none",
    "text.parse_math": False,
    "text.usetex": False,
}

P = ParamSpec("P")
T = TypeVar("T")


def styled(chart: Callable[P, T]) -> Callable[P, T]:
    """Let a chart look like the others, whatever else a notebook has set.

    Parameters
    ----------
    chart : callable
        Draws.

    Returns
    -------
    callable
        The same, drawing in our style.
    """

    @wraps(chart)
    def drawing(*args: P.args, **kwargs: P.kwargs) -> T:
        # Matplotlib's own context would also undo what a notebook sets up while the first figure
        # opens, and show no second one.
        before = {name: mpl.rcParams[name] for name in STYLE}
        mpl.rcParams.update(STYLE)
        try:
            return chart(*args, **kwargs)
        finally:
            mpl.rcParams.update(before)

    return drawing


def axes_of(ax: Axes | None, height: float) -> Axes:
    """Take the axes given, or open a figure of our own.

    Parameters
    ----------
    ax : Axes or None
        Where to draw.
    height : float
        Height of a new figure in inches.

    Returns
    -------
    Axes
        Without a frame.
    """
    if ax is None:
        from matplotlib import pyplot

        _, ax = pyplot.subplots(figsize=(WIDTH, height), layout="constrained")
    for side in ("top", "right", "left"):
        ax.spines[side].set_visible(False)
    ax.tick_params(length=0)
    return ax


def legend_above(ax: Axes) -> None:
    """Say what the marks mean where no mark can be in the way."""
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0.2)


def nothing(ax: Axes, message: str) -> Axes:
    """Say that there is nothing to show.

    Parameters
    ----------
    ax : Axes
        Where it would have been.
    message : str
        Why not.

    Returns
    -------
    Axes
        The same.
    """
    ax.set(xticks=[], yticks=[])
    ax.spines["bottom"].set_visible(False)
    ax.text(0.5, 0.5, message, transform=ax.transAxes, ha="center", va="center", color=MUTED)
    return ax


def spread(found: Sequence[Estimate], factor: float = 1) -> list[float]:
    """Half-widths of the intervals, 0 where there is none.

    Parameters
    ----------
    found : sequence of Estimate
        The estimates.
    factor : float
        What they are multiplied with to be shown.

    Returns
    -------
    list of float
        One an estimate.
    """
    return [factor * (one.half_width or 0.0) for one in found]


def whiskers(found: Sequence[Estimate], factor: float = 1) -> list[float] | None:
    """Half-widths to be drawn; None where one replicate says nothing of luck."""
    return spread(found, factor) if any(one.half_width is not None for one in found) else None


def means(found: Sequence[Estimate], factor: float = 1) -> list[float]:
    """Means to be drawn; not a number, and so not drawn, where there is none."""
    return [float("nan") if one.mean is None else factor * one.mean for one in found]


def by_size(found: Sequence[Estimate]) -> list[int]:
    """Places of estimates, the largest mean first; places that hold nothing are left out.

    Parameters
    ----------
    found : sequence of Estimate
        The estimates.

    Returns
    -------
    list of int
        Their places; of equals the first comes first.
    """
    sized = [(-(one.mean or 0.0), code) for code, one in enumerate(found)]
    return [code for size, code in sorted(sized) if size < 0] or [0]


def ends(found: Sequence[Estimate], factor: float = PERCENT) -> list[float]:
    """Where the intervals of estimates end, as far as they are drawn.

    Parameters
    ----------
    found : sequence of Estimate
        The estimates.
    factor : float
        What they are multiplied with to be shown; of shares, nothing is drawn beyond 100 %.

    Returns
    -------
    list of float
        One an estimate; 0 where there is nothing.
    """
    far = [factor * ((one.mean or 0.0) + (one.half_width or 0.0)) for one in found]
    return [min(end, PERCENT) for end in far] if factor == PERCENT else far
