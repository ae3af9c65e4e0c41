"""What money in moments caused, against what attribution rules say."""

from typing import Any, Final

from matplotlib.axes import Axes

from sim.analysis.credit import Credit
from sim.plot.canvas import (
    BLUE,
    GRID,
    INK,
    MUTED,
    PAPER,
    PERCENT,
    RIVALS,
    SKY,
    axes_of,
    legend_above,
    means,
    nothing,
    styled,
    whiskers,
)
from sim.plot.words import MOMENTS

RULE_LOOKS: Final[dict[str, dict[str, Any]]] = {
    "last_touch": {"label": "last touch", "marker": "o", "color": RIVALS[0]},
    "last_before_purchase": {"label": "last before buy", "marker": "P", "color": INK},
    "first_touch": {"label": "first touch", "marker": "s", "color": RIVALS[3]},
    "linear": {"label": "linear", "marker": "|", "color": INK, "mew": 1.6, "markersize": 9},
    "position": {"label": "position 40/20/40", "marker": "^", "color": RIVALS[1]},
    "time_decay": {"label": "time decay", "marker": "v", "color": RIVALS[2]},
    "markov": {"label": "Markov removal", "marker": "D", "color": PAPER, "mec": INK, "mew": 1.0},
    "path_shapley": {"label": "path Shapley", "marker": "x", "color": MUTED, "mew": 1.6},
}
"""How each rule is drawn: shape and colour."""
ROW: Final = 0.85
"""Inches of a moment: a line for each rule."""


def height(found: Credit) -> float:
    """Find how high the figure has to be.

    Parameters
    ----------
    found : Credit
        What was found.

    Returns
    -------
    float
        Inches.
    """
    return 1.9 + ROW * len(found.moments)


@styled
def credit(found: Credit, ax: Axes | None = None) -> Axes:
    """What a brand's money in each moment caused, beside the share that each rule hands to it.

    Parameters
    ----------
    found : Credit
        What was found.
    ax : Axes, optional
        Where to draw; omitted = a new figure.

    Returns
    -------
    Axes
        A row a moment: a bar for its part of the purchases caused, with 95 % interval, and a mark
        for its part of the purchases each rule shares out, in percent; a thread leads from it to
        what the same rule says of what trackers see.
    """
    ax = axes_of(ax, height(found))
    brand, caused = found.spec.focal_brand, found.total.mean
    if not caused or caused < 0:
        return nothing(ax, f"{brand}'s money in these moments caused no purchase.")
    order = found.ranking
    places = list(range(len(order)))
    bars = [found.shapley[moment] for moment in order]
    ax.barh(
        places, means(bars, PERCENT / caused), 0.8, color=SKY,
        label=f"truth: {caused:,.0f} caused", xerr=whiskers(bars, PERCENT / caused),
        error_kw={"ecolor": BLUE, "elinewidth": 1.2, "capsize": 3},
    )  # fmt: skip
    for line, (name, look) in enumerate(RULE_LOOKS.items()):
        shares, seen = (_shares(it[name], order) for it in (found.rules, found.tracked))
        # Each rule on a line of its own, so that marks do not hide each other.
        beside = [place + 0.1 * (line - (len(RULE_LOOKS) - 1) / 2) for place in places]
        if shares and seen:
            ax.hlines(beside, shares, seen, color=MUTED, linewidth=0.5)
            ax.plot(seen, beside, ls="", marker=".", markersize=3, color=MUTED)
        if shares:
            ax.plot(shares, beside, **{"linestyle": "", "markersize": 5, **look})
    ax.plot([], [], color=MUTED, lw=0.5, marker=".", markersize=3, label="to what trackers see")
    ax.axvline(0, color=MUTED, linewidth=0.6)
    ax.set_yticks(places, [MOMENTS.get(moment, moment) for moment in order])
    for place in places[1:]:
        ax.axhline(place - 0.5, color=GRID, linewidth=0.6)
    ax.set_ylim(len(order) - 0.5, -0.5)
    ax.set_xlabel(f"% of {brand}'s purchases caused (bars), or shared out (marks)")
    ax.xaxis.grid(visible=True)
    legend_above(ax)
    return ax


def _shares(handed: dict[str, float], order: list[str]) -> list[float]:
    """Percent of what a rule hands out, by moment; nothing where it hands out nothing."""
    whole = sum(handed.values())
    return [PERCENT * handed[moment] / whole for moment in order] if whole > 0 else []
