"""What a plan made of purchases and needs: whom they come from, who changed, through whom."""

from typing import Final

from matplotlib.axes import Axes

from sim.analysis.social import effects
from sim.plot.canvas import styled
from sim.plot.stems import Stems, shortened, stems
from sim.results import Comparison
from sim.results.differences import (
    WHENCE,
    adding_up,
    by_change,
    by_persona,
    by_source,
    counted,
    places,
)
from sim.results.written import number

CHANGES: Final = {
    "only_with": "won only with the plan",
    "only_without": "won only without it",
    "sooner": "won sooner",
    "later": "won later",
    "other_brand": "lost either way; another brand, or none, bought",
}
"""What became of a need; those that went as they did before are left out."""
EFFECTS: Final = {
    "total": "in all",
    "direct": "by itself",
    "social": "through others' reviews and stories",
}


@styled
def gain_sources(found: Comparison, ax: Axes | None = None) -> Axes:
    """Whom each plan's purchases come from: rivals, people new to the category, or later days.

    Parameters
    ----------
    found : Comparison
        What was found.
    ax : Axes, optional
        Where to draw; omitted = a new figure.

    Returns
    -------
    Axes
        A row a plan; for each source the purchases more, with 95 % interval.
    """
    sourced = [by_source(found, name) for name in found.runs]
    totals = [found.difference(name).mean for name in found.runs]
    # What stands beside the marks adds up, as it does wherever it is written.
    written = [
        adding_up(total, {source: it.mean for source, it in one.items()}, places(total))
        for total, one in zip(totals, sourced, strict=True)
    ]
    series = [
        Stems(
            label,
            [one[source] for one in sourced],
            [number(one[source], f"+,.{places(total)}f")
             for total, one in zip(totals, written, strict=True)],
        )
        for source, label in WHENCE.items()
    ]  # fmt: skip
    return stems(list(found.runs), series, ax, label=_more(found), sign="+")


@styled
def changed_needs(found: Comparison, ax: Axes | None = None) -> Axes:
    """Who changed under the same luck: needs that ended otherwise than in the base.

    Parameters
    ----------
    found : Comparison
        What was found.
    ax : Axes, optional
        Where to draw; omitted = a new figure.

    Returns
    -------
    Axes
        A row a plan; for each change the number of needs, with 95 % interval.
    """
    ended = [by_change(found, name) for name in found.runs]
    series = [Stems(label, [one[change] for one in ended]) for change, label in CHANGES.items()]
    return stems(list(found.runs), series, ax, label="needs", sign="-")


@styled
def persona_gains(found: Comparison, ax: Axes | None = None) -> Axes:
    """Who buys more: purchases more of the focal brand, by kind of person.

    Parameters
    ----------
    found : Comparison
        What was found.
    ax : Axes, optional
        Where to draw; omitted = a new figure.

    Returns
    -------
    Axes
        A row a persona; for each plan the purchases more, with 95 % interval.
    """
    people = sorted(found.base.spec.personas)
    gained = {name: by_persona(found, name) for name in found.runs}
    series = [
        Stems(shortened(name), [one[persona] for persona in people]) for name, one in gained.items()
    ]
    return stems(people, series, ax, label=_more(found), sign="+")


@styled
def social_effect(found: Comparison, ax: Axes | None = None) -> Axes:
    """What each plan does by itself, and what through the people it moves.

    Parameters
    ----------
    found : Comparison
        Made with `feedback="replay"`.
    ax : Axes, optional
        Where to draw; omitted = a new figure.

    Returns
    -------
    Axes
        A row a plan; purchases more in all, by itself and through others, with 95 % intervals.

    Raises
    ------
    ResultError
        If the comparison replays nothing.
    """
    parts = [effects(found, name) for name in found.runs]
    series = [Stems(it, [getattr(one, part) for one in parts]) for part, it in EFFECTS.items()]
    return stems(list(found.runs), series, ax, label=_more(found), sign="+")


def _more(found: Comparison) -> str:
    return f"{counted(found)} of {found.focal} more than in the base"
