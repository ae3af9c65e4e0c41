"""Traces as people read them."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from sim.analysis.alignment import side_by_side
from sim.analysis.calendar import when
from sim.analysis.interesting import KINDS, Choice, parts_here
from sim.analysis.telling import at_fork, otherwise, person, plans, story, total, until, why
from sim.analysis.trace import Fork, Life, Trace
from sim.analysis.wording import lines
from sim.cli.show import wide_console

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table


def show_trace(found: Trace) -> None:
    """Print one consumer's year, in one world or in two.

    Parameters
    ----------
    found : Trace
        What was lived.
    """
    console = wide_console()
    console.print(person(found))
    if found.other is None:
        console.print(_told(lines(found.base.events, found.focal)))
    elif found.fork is None:
        console.print(f"Under {found.other.strategy} this year is the same, event by event.")
    else:
        _tell_fork(console, found, found.other, found.fork)
    for life in (found.base, *([found.other] if found.other else [])):
        console.print(total(life, found.focal))


def show_stories(found: Sequence[tuple[Choice, Trace]], names: Mapping[str, Any]) -> None:
    """Print the lives worth telling.

    Parameters
    ----------
    found : sequence of (Choice, Trace)
        Which need of whom, and the life around it.
    names : mapping
        What the words focal and strategy stand for.
    """
    console = wide_console()
    for choice, it in found:
        title = KINDS[choice.kind].format(**names)
        console.print(f"\n{title[:1].upper()}{title[1:]}", style="bold")
        console.print(person(it))
        _tell_choice(console, choice, it)
        again = f" --versus {names['strategy']}" if names["strategy"] else ""
        console.print(f"More of this year: --consumer {it.consumer}{again}")
    if not found:
        console.print("Nothing of the kind was lived by these people; more people help: --people")


def _tell_choice(console: "Console", choice: Choice, it: Trace) -> None:
    if it.other is None or not choice.in_two_worlds:
        console.print(_told(story(it.base, choice, it.focal)))
        return
    console.print(_pair(it, choice, forks_here=parts_here(choice, it)))
    if it.fork is None:
        return
    if not parts_here(choice, it):
        console.print(
            f"The lives had parted before, on {when(it.fork.day)}, and what differs here "
            "may follow from that. Of that day:"
        )
    console.print(why(it, it.fork))


def _tell_fork(console: "Console", found: Trace, other: Life, fork: Fork) -> None:
    console.print(until(found, fork))
    console.print(_pair(found, at_fork(found, fork)))
    console.print(why(found, fork))
    ends = otherwise(found.base, other)
    console.print(f"Needs that ended otherwise: {len(ends)}")
    for line in ends:
        console.print(f"  {line}")


def _pair(found: Trace, choice: Choice, *, forks_here: bool = True) -> "Table":
    table = table_of("", "When", *plans(found))
    for row in side_by_side(found, choice, forks_here=forks_here):
        table.add_row(*row)
    return table


def _told(said: Sequence[tuple[str, str]]) -> "Table":
    table = table_of("When", "What")
    for row in said:
        table.add_row(*row)
    return table


def table_of(*heads: str) -> "Table":
    """Begin a table.

    Parameters
    ----------
    *heads : str
        Its columns.

    Returns
    -------
    rich.table.Table
        Without rows.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    for head in heads:
        table.add_column(head, no_wrap=head == "When", overflow="fold")
    return table
