"""Lives worth telling as a picture: each need moment by moment."""

from collections.abc import Mapping, Sequence
from typing import Any

from matplotlib.figure import Figure

from sim.analysis.interesting import KINDS, Choice
from sim.analysis.trace import Life, Trace
from sim.plot.canvas import axes_of, nothing, styled
from sim.plot.trace import UPRIGHT, WIDTH, need, need_height


@styled
def stories(found: Sequence[tuple[Choice, Trace]], names: Mapping[str, Any]) -> Figure:
    """The needs worth telling, below one another.

    Parameters
    ----------
    found : sequence of (Choice, Trace)
        Which need of whom, and the life around it.
    names : mapping
        What the words focal and strategy stand for.

    Returns
    -------
    Figure
        A chart a need, as of `sim.plot.trace.need`; where two worlds differ, one for each.
    """
    from matplotlib import pyplot

    shown = [(choice, it, life) for choice, it in found for life in worlds(choice, it)]
    if not shown:
        figure, ax = pyplot.subplots(figsize=(WIDTH, 1.0))
        nothing(axes_of(ax, 1.0), "Nothing of the kind was lived.")
        return figure
    heights = [need_height(it) + UPRIGHT for _, it, _ in shown]
    figure, axes = pyplot.subplots(
        len(shown), 1, figsize=(WIDTH, sum(heights)), squeeze=False, height_ratios=heights,
        layout="constrained",
    )  # fmt: skip
    for (choice, it, life), ax in zip(shown, axes[:, 0], strict=True):
        need(it, life, choice.onset, ax)
        if life is it.base:
            about = KINDS[choice.kind].format(**names)
            title = f"{about[:1].upper()}{about[1:]} (consumer {it.consumer})"
            ax.set_title(f"{title}\n{ax.get_title(loc='left')}")
    return figure


def worlds(choice: Choice, found: Trace) -> list[Life]:
    """Choose the worlds in which a need is shown: both, where it is about their difference."""
    other = found.other if choice.in_two_worlds else None
    return [life for life in (found.base, other) if life is not None]
