"""What money in moments caused, against what attribution rules say."""

from typing import Any, Final

from matplotlib.axes import Axes

from sim.analysis.credit import Credit
from sim.plot.canvas import (
    BLUE,
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

RULES: Final[dict[str, dict[str, Any]]] = {
    "last_touch": {"label": "last touch", "marker": "o", "color": RIVALS[0]},
    "first_touch": {"label": "first touch", "marker": "s", "color": RIVALS[3]},
    "linear": {"label": "linear", "marker": "|", "color": INK, "mew": 1.6, "markersize": 9},
    "position": {"label": "position 40/20/40", "marker": "^", "color": RIVALS[1]},
    "time_decay": {"label": "time decay", "marker": "v", "color": RIVALS[2]},
    "markov": {"label": "Markov removal", "marker": "D", "color": PAPER, "mec": INK, "mew": 1.0},
    "path_shapley": {"label": "Shapley of paths", "marker": "x", "color": MUTED, "mew": 1.6},
}
"""How each rule is drawn: shape and colour."""


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
        for its part of the purchases each rule shares out, in percent.
    """
    ax = axes_of(ax, 1.6 + 0.42 * len(found.moments))
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
    for line, (name, look) in enumerate(RULES.items()):
        handed = found.rules[name]
        whole = sum(handed.values())
        if whole > 0:
            shares = [PERCENT * handed[moment] / whole for moment in order]
            # Each rule on a line of its own, so that marks do not hide each other.
            height = 0.1 * (line - (len(RULES) - 1) / 2)
            beside = [place + height for place in places]
            ax.plot(shares, beside, **{"linestyle": "", "markersize": 5, **look})
    ax.axvline(0, color=MUTED, linewidth=0.6)
    ax.set_yticks(places, [MOMENTS.get(moment, moment) for moment in order])
    ax.set_ylim(len(order) - 0.5, -0.5)
    ax.set_xlabel(f"% of {brand}'s purchases caused (bars), or shared out (marks)")
    ax.xaxis.grid(visible=True)
    legend_above(ax)
    return ax
