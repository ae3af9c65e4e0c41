"""Pages of single people: a year, lives worth telling, and what was missed among some of them."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

from sim import plot
from sim.analysis.alignment import MARK, side_by_side
from sim.analysis.calendar import when
from sim.analysis.interesting import KINDS, Choice, parts_here
from sim.analysis.missed import Missed
from sim.analysis.missed_told import HOW, changes, own_shops, places, reasons, sums
from sim.analysis.telling import at_fork, otherwise, person, plans, story, total, until, why
from sim.analysis.trace import Life, Trace
from sim.analysis.wording import lines
from sim.plot.stories import worlds
from sim.plot.trace import MARKS, UPRIGHT, YEAR_HEIGHT, need, need_height, need_to_show, year
from sim.report.figure import Table, beginning
from sim.report.sheet import sheet

READING: Final = (
    "A line a brand: the stars believed of it. Needs have the colour of the brand bought, grey "
    f"where none was. In a need, a column is a micro-moment: {MARKS}."
)
ONE_LUCK: Final = (
    "One person, one luck: true in this world, and no typical effect. What a strategy does on "
    "average is the subject of journey compare."
)


class Part(NamedTuple):
    """A section of a page of people."""

    name: str
    """Its template is `<name>.html`."""
    title: str
    """Its heading; empty for the one that opens the page."""


class Told(NamedTuple):
    """One life, or a need of it."""

    title: str
    sentences: Sequence[str]
    table: Table
    svg: str
    after: Sequence[str]


def year_page(found: Trace) -> str:
    """Tell one consumer's year on a page that prints, in one world or in two.

    Parameters
    ----------
    found : Trace
        What was lived.

    Returns
    -------
    str
        HTML.
    """
    lives = [life for life in (found.base, found.other) if life is not None]
    sums_up = [f"{total(life, found.focal)}." for life in lives]
    told = Told("", [f"{person(found)}.", *_fork(found)], _year(found), _timeline(found), sums_up)
    what = {"lives": [told], "reading": READING, "doubts": [ONE_LUCK]}
    return sheet(_head(found, f"consumer {found.consumer}"), [(Part("lives", ""), what)])


def stories_page(
    found: Sequence[tuple[Choice, Trace]], names: Mapping[str, Any], scenario: str
) -> str:
    """Tell the lives worth telling on a page that prints.

    Parameters
    ----------
    found : sequence of (Choice, Trace)
        Which need of whom, and the life around it.
    names : mapping
        What the words focal and strategy stand for.
    scenario : str
        The market.

    Returns
    -------
    str
        HTML.
    """
    lives = [_chosen(number, *it, names) for number, it in enumerate(found)]
    what = {"lives": lives, "reading": f"A column is a micro-moment: {MARKS}.",
            "doubts": [ONE_LUCK]}  # fmt: skip
    head = {
        "kind": "Consumer journeys, simulated: lives worth telling",
        "name": scenario,
        "focal": names["focal"],
        "facts": [f"seed {it.seed}, replicate {it.replicate}" for _, it in found[:1]],
    }
    return sheet(head, [(Part("lives", ""), what)])


def missed_page(found: Missed) -> str:
    """Draw the map of missed moments on a page that prints, with its numbers.

    Parameters
    ----------
    found : Missed
        What was missed.

    Returns
    -------
    str
        HTML.
    """
    market, sentences = found.spec.market, sums(found)
    what: dict[str, Any] = {"sentences": sentences, "figure": None, "tables": [], "after": []}
    if found.lost:
        what["figure"] = _map(found, sentences[0])
        what["tables"] = [
            Table(title, told.heads, told.rows)
            for title, told in (
                ("What would have won them", reasons(found)),
                ("Single changes", changes(found)),
                ("Missed moments", places(found)),
            )
        ]
        what["after"] = [*own_shops(found), " ".join(HOW)]
    head = {
        "kind": "Consumer journeys, simulated: missed moments",
        "name": found.spec.name,
        "focal": found.spec.focal_brand,
        "facts": [
            *([f"under {found.strategy}"] if found.strategy else []),
            f"{found.people:,} people",
            f"{market.days:,} days",
            f"seed {found.seed}, replicate {found.replicate}",
        ],
    }
    return sheet(head, [(Part("missed", ""), what)])


def _head(found: Trace, *facts: str) -> dict[str, Any]:
    return {
        "kind": "Consumer journeys, simulated: one consumer's year",
        "name": found.scenario,
        "focal": found.focal,
        "facts": [*facts, *plans(found)[1:], f"seed {found.seed}, replicate {found.replicate}"],
    }


def _fork(found: Trace) -> list[str]:
    if found.other is None:
        return []
    if found.fork is None:
        return [f"Under {found.other.strategy} this year is the same, event by event."]
    ends = otherwise(found.base, found.other)
    count = f"Needs that ended otherwise: {len(ends)}{': ' if ends else '.'}"
    listed = f"{'; '.join(ends)}." if ends else ""
    return [until(found, found.fork), why(found, found.fork), f"{count}{listed}"]


def _year(found: Trace) -> Table:
    """The whole year of one world; of two, the need in which they part."""
    if found.fork is None:
        return Table("The year", ("When", "What"), lines(found.base.events, found.focal))
    return _pair(found, at_fork(found, found.fork), forks_here=True)


def _pair(found: Trace, choice: Choice, *, forks_here: bool) -> Table:
    rows = [
        (f"{row.mark} {row.when}".strip(), row.base, row.other)
        for row in side_by_side(found, choice, forks_here=forks_here)
    ]
    marked = next((row[0] for row in rows if row[0].startswith(MARK)), "")
    caption = f"Side by side; = is the same, {MARK} the fork"
    return Table(caption, ("When", *plans(found)), rows, marked)


def _chosen(number: int, choice: Choice, found: Trace, names: Mapping[str, Any]) -> Told:
    title = beginning(KINDS[choice.kind].format(**names))
    shown = worlds(choice, found)
    after = []
    if len(shown) == 1:
        rows = story(found.base, choice, found.focal)
        table = Table(title, ("When", "What"), rows)
    else:
        here = parts_here(choice, found)
        table = _pair(found, choice, forks_here=here)
        if found.fork is not None:
            before = f"The lives had parted before, on {when(found.fork.day)}. Of that day: "
            after = [f"{'' if here else before}{why(found, found.fork)}"]
    panels = [_panel(found, life, choice.onset) for life in shown]
    svg = plot.svg(f"life-{number}", title, person(found), *panels)
    return Told(title, [f"{person(found)}."], table, svg, after)


def _timeline(found: Trace) -> str:
    lives = [life for life in (found.base, found.other) if life is not None]
    near = need_to_show(found)
    panels = [plot.Panel(partial(year, found, life), YEAR_HEIGHT) for life in lives]
    panels += [_panel(found, life, near) for life in lives]
    finding = why(found, found.fork) if found.fork is not None else total(found.base, found.focal)
    return plot.svg("life", person(found), finding, *panels)


def _panel(found: Trace, life: Life, onset: int | None) -> plot.Panel:
    return plot.Panel(partial(need, found, life, onset), need_height(found) + UPRIGHT)


def _map(found: Missed, finding: str) -> dict[str, str]:
    title = f"Why {found.spec.focal_brand} lost needs, and what would have won them"
    svg = plot.svg("missed-map", title, finding, plot.Panel(partial(plot.missed_map, found), 3.8))
    reading = (
        "A row is a reason, a column the smallest change that wins needs lost for it. In brackets "
        "those that none of these changes wins. Euro: what the change costs per need it wins by "
        "itself, where the scenario has a price for it."
    )
    return {"title": title, "svg": svg, "reading": reading}
