"""One consumer's year as a picture: what was believed, needed, met and bought; where lives part."""

from collections.abc import Iterable
from pathlib import Path
from textwrap import fill
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from sim.analysis.calendar import when
from sim.analysis.lived import Event
from sim.analysis.phrases import ENDS
from sim.analysis.telling import BASE_PLAN, why
from sim.analysis.trace import Life, Need, Trace
from sim.plot.canvas import (
    BLUE,
    DASHES,
    GRID,
    MUTED,
    PAPER,
    RIVALS,
    axes_of,
    nothing,
    styled,
)
from sim.plot.words import CHANNELS, MOMENTS

WIDTH: Final = 9.0
"""Inches: a year is wider than a count."""
MONTHS: Final = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
MONTH_DAYS: Final = 365 / 12
LANES: Final = {"needs": 0.35, "moments": -0.25, "stories": -0.85, "adverts": -1.45}
"""Height of what is shown below the stars."""
LEVEL: Final = 1.6
"""Moments an inch whose names have room beside one another; those of more stand upright."""
WORDS: Final = 130
"""Letters of a line below a picture."""
UPRIGHT: Final = 0.6
"""Inches that such names take."""
YEAR_HEIGHT: Final = 2.8
"""Inches of a year."""
FORK: Final = "#b00020"
MARKS: Final = "■ in mind   ○ noticed   ● helped   ✖ chosen, not paid   ★ bought"
YEAR_MARKS: Final = (
    "● purchase   ◇ experience   | moment, story, advert   "
    "▬ need: colour of the brand bought, grey where none was"
)
STARS: Final = (1.0, 5.0)
"""Fewest and most that people give; what is felt beyond them is drawn there."""


@styled
def timeline(found: Trace) -> Figure:
    """One consumer's year, in one world or in two, and the need in which the worlds part.

    Parameters
    ----------
    found : Trace
        What was lived.

    Returns
    -------
    Figure
        For each world the year; below, for each world, the need at the fork, or else the one of
        most moments.
    """
    from matplotlib import pyplot

    lives = [life for life in (found.base, found.other) if life is not None]
    near = need_to_show(found)
    shown = [it for life in lives for it in life.needs if it.onset == near]
    upright = any(len(it.moments) > LEVEL * WIDTH for it in shown)
    heights = [YEAR_HEIGHT] * len(lives)
    heights += [need_height(found) + UPRIGHT * upright] * len(lives)
    figure, axes = pyplot.subplots(
        len(heights), 1, figsize=(WIDTH, sum(heights) + 0.6), squeeze=False,
        height_ratios=heights, layout="constrained",
    )  # fmt: skip
    for place, life in enumerate(lives):
        year(found, life, axes[place, 0])
        need(found, life, near, axes[len(lives) + place, 0])
    if found.fork is not None:
        figure.supxlabel(fill(why(found, found.fork), WORDS), x=0.01, ha="left", fontsize=8)
    return figure


@styled
def year(found: Trace, life: Life, ax: Axes | None = None) -> Axes:
    """What somebody believed of the brands over a year, and what happened below it.

    Parameters
    ----------
    found : Trace
        What was lived.
    life : Life
        In which of its worlds.
    ax : Axes, optional
        Where to draw; omitted = a new figure.

    Returns
    -------
    Axes
        A line a brand, a dot a purchase, a diamond an experience, within the five stars that
        people give; below, needs in the colour of the brand bought (grey: none), moments, friends'
        stories, adverts.
    """
    ax = axes_of(ax, YEAR_HEIGHT)
    looks = _looks(found)
    days = range(len(life.beliefs))
    for b, name in enumerate(found.names):
        ax.plot(days, np.clip(life.beliefs[:, b], *STARS), label=name, **looks[name])
    for event in life.events:
        _mark(ax, event, looks)
    for one in life.needs:
        _bar(ax, one, len(life.beliefs), looks)
    if found.fork is not None:
        ax.axvline(found.fork.day, color=FORK, linewidth=1, linestyle=(0, (2, 2)))
        ax.text(found.fork.day + 2, 1.0, "fork", color=FORK, fontsize=8)
    ax.set_yticks([5, 4, 3, 2, 1, *LANES.values()], ["5 stars", *"4321", *LANES])
    ax.set_ylim(-1.8, STARS[1] + 0.2)
    ax.set_xlabel(YEAR_MARKS, loc="left", fontsize=7)
    ax.set_xlim(-3, len(life.beliefs) + 2)
    months = [month for month in range(12) if month * MONTH_DAYS < len(life.beliefs)]
    ax.set_xticks([month * MONTH_DAYS for month in months], [MONTHS[it] for it in months])
    ax.axhline(0.75, color=GRID, linewidth=0.6)
    plan = life.strategy or BASE_PLAN
    ax.set_title(f"Consumer {found.consumer}, {plan}: stars believed", pad=17)
    ax.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=len(found.names), borderaxespad=0.2)
    return ax


@styled
def need(found: Trace, life: Life, onset: int | None, ax: Axes | None = None) -> Axes:
    """One need, moment by moment: who came to mind, was noticed, helped, and was bought.

    Parameters
    ----------
    found : Trace
        What was lived.
    life : Life
        In which of its worlds.
    onset : int or None
        The day on which the need opened.
    ax : Axes, optional
        Where to draw; omitted = a new figure.

    Returns
    -------
    Axes
        A column a moment, a row a brand, the focal brand on top: rings were noticed, dots helped,
        a star was bought, a cross was chosen and not paid.
    """
    ax = axes_of(ax, need_height(found))
    one = next((it for it in life.needs if it.onset == onset), None)
    plan = life.strategy or BASE_PLAN
    if one is None:
        return nothing(ax, f"No such need under {plan}.")
    names = [found.focal, *(name for name in found.names if name != found.focal)]
    looks = _looks(found)
    columns = ["in\nmind"]
    _dots(ax, 0, one.events[0].facts["in_mind"], names, looks, {"marker": "s"})
    for event in one.events[1:]:
        if event.kind == "moment":
            columns.append(_label(event))
            here = len(columns) - 1
            if event is _at_fork(found, life):
                ax.axvline(here, color=FORK, linewidth=1, linestyle=(0, (2, 2)), zorder=0)
            _dots(ax, here, event.facts["noticed"], names, looks, {"mfc": PAPER})
            _dots(ax, here, event.facts["helped"], names, looks, {})
        elif event.kind in ("bought", "cart"):
            look = {"marker": "*", "markersize": 11} if event.kind == "bought" else {"marker": "X"}
            _dots(ax, len(columns) - 1, [event.facts["brand"]], names, looks, look)
    figure = ax.get_figure(root=True)
    upright = figure is not None and len(one.moments) > LEVEL * figure.get_figwidth()
    if upright:
        columns = [label.replace("\n", " ") for label in columns]
    ax.set_xticks(range(len(columns)), columns, fontsize=6.5, rotation=90 if upright else 0)
    ax.set_yticks(range(len(names)), names)
    ax.set_ylim(len(names) - 0.4, -0.6)
    ax.set_xlim(-0.6, max(len(columns), 6) - 0.4)
    ax.yaxis.grid(visible=True)
    ax.set_title(f"{plan}: need of {when(one.onset)}, {_ending(one)}")
    ax.set_xlabel(MARKS, loc="left", fontsize=7)
    return ax


def need_height(found: Trace) -> float:
    """Inches of a need: a row a brand."""
    return 1.0 + 0.22 * len(found.names)


def save(drawn: Figure | Axes, path: Path) -> None:
    """Write a picture to a file.

    Parameters
    ----------
    drawn : Figure or Axes
        The picture; it is closed.
    path : Path
        The file; its ending says the format.
    """
    from matplotlib import pyplot

    figure = drawn.get_figure(root=True)
    if figure is not None:
        figure.savefig(path, dpi=150)
        pyplot.close(figure)


def _looks(found: Trace) -> dict[str, dict[str, Any]]:
    """The focal brand solid and blue, each rival with a colour and a dash of its own."""
    rivals = [name for name in found.names if name != found.focal]
    looks: dict[str, dict[str, Any]] = {found.focal: {"color": BLUE, "linewidth": 1.8}}
    for place, name in enumerate(rivals):
        colour, dash = RIVALS[place % len(RIVALS)], DASHES[place % len(DASHES)]
        looks[name] = {"color": colour, "linestyle": dash, "linewidth": 1.1}
    return looks


def _mark(ax: Axes, event: Event, looks: dict[str, dict[str, Any]]) -> None:
    """One event where it belongs: on the stars, or in its lane."""
    day = event.day + event.slot / 8
    lane = {"moment": "moments", "how_to": "moments", "idle": "moments", "story": "stories",
            "advert": "adverts"}.get(event.kind)  # fmt: skip
    colour = looks[event.facts["brand"]]["color"] if "brand" in event.facts else MUTED
    if lane is not None:
        ax.plot(day, LANES[lane], "|", color=colour, markersize=6, mew=0.8)
    elif event.kind == "bought":
        stars = np.clip(event.felt["believed"][event.facts["brand"]], *STARS)
        ax.plot(event.day, stars, "o", color=colour, markersize=3.5)
    elif event.kind == "judged":
        stars = np.clip(event.felt["stars"], *STARS)
        ax.plot(event.day, stars, "D", color=colour, markersize=3.5, mfc=PAPER, mew=0.9)


def _bar(ax: Axes, one: Need, days: int, looks: dict[str, dict[str, Any]]) -> None:
    last = one.events[-1].day if one.end else days
    colour = looks[one.bought]["color"] if one.bought else MUTED
    ax.barh(LANES["needs"], last - one.onset + 1, 0.36, left=one.onset, color=colour,
            alpha=1.0 if one.bought else 0.45, linewidth=0)  # fmt: skip


def _dots(
    ax: Axes,
    column: int,
    brands: Iterable[str],
    names: list[str],
    looks: dict[str, dict[str, Any]],
    look: dict[str, Any],
) -> None:
    for name in brands:
        colour = looks[name]["color"]
        usual = {"marker": "o", "markersize": 6, "color": colour, "mew": 1.2, "linestyle": ""}
        ax.plot(column, names.index(name), **{**usual, **look})


def _label(event: Event) -> str:
    facts = event.facts
    channel = CHANNELS[facts["channel"]].replace(", ", ",\n")
    return f"{MOMENTS[facts['moment']]}\n{channel}"


def _at_fork(found: Trace, life: Life) -> Event | None:
    fork = found.fork
    return life.events[fork.place] if fork is not None and fork.place < len(life.events) else None


def _ending(one: Need) -> str:
    if one.end is None:
        return "not over with the year"
    return f"buys {one.bought}" if one.bought else f"{ENDS[one.end.facts['end']]}"


def need_to_show(found: Trace) -> int | None:
    """Day on which the need at the fork opened; without a fork, that of most moments."""
    needs = [*found.base.needs, *(found.other.needs if found.other else [])]
    if found.fork is not None:
        day = found.fork.day
        near = [it.onset for it in needs if it.end is None or it.events[-1].day >= day]
        return min(near, default=None)
    longest = max(needs, key=lambda it: (len(it.moments), -it.onset), default=None)
    return None if longest is None else longest.onset
