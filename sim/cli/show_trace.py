"""Traces as people read them."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from sim.analysis.calendar import when
from sim.analysis.interesting import KINDS, Choice
from sim.analysis.phrases import PARTS
from sim.analysis.trace import Fork, Life, Need, Trace
from sim.analysis.wording import lines, listed
from sim.results.written import NONE
from sim.tables.moments import TRAITS

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

Line: TypeAlias = tuple[str, str]
"""When, and what."""

WIDTH: Final = 120
MARK: Final = "▶"
SAME: Final = "="
HIGH: Final = 0.7
LOW: Final = 0.3
"""Traits from and to which somebody is said to be high or low in them."""


def show_trace(found: Trace) -> None:
    """Print one consumer's year, in one world or in two.

    Parameters
    ----------
    found : Trace
        What was lived.
    """
    console = console_of()
    console.print(_who(found))
    if found.other is None:
        console.print(_told(lines(found.base.events, found.focal)))
    elif found.fork is None:
        console.print(f"Under {found.other.strategy} this year is the same, event by event.")
    else:
        _tell_fork(console, found, found.other, found.fork)
    for life in (found.base, *([found.other] if found.other else [])):
        console.print(_sum(life, found))


def show_stories(found: Sequence[tuple[Choice, Trace]], names: Mapping[str, Any]) -> None:
    """Print the lives worth telling.

    Parameters
    ----------
    found : sequence of (Choice, Trace)
        Which need of whom, and the life around it.
    names : mapping
        What the words focal and strategy stand for.
    """
    console = console_of()
    for choice, it in found:
        title = KINDS[choice.kind].format(**names)
        console.print(f"\n{title[:1].upper()}{title[1:]}", style="bold")
        console.print(_who(it))
        both = it.other is not None and choice.kind.startswith("only")
        sides = [_story(life, choice, it.focal) for life in (it.base, it.other) if life]
        here = it.fork is not None and it.fork.day >= choice.onset
        pair = _side_by_side(it, *sides[:2], forks_here=here) if both else _told(sides[0])
        console.print(pair)
        if both and it.fork is not None:
            if it.fork.day < choice.onset:
                console.print(
                    f"The lives had parted before, on {when(it.fork.day)}, and what differs here "
                    "may follow from that. Of that day:"
                )
            console.print(_why(it, it.fork))
        again = f" --versus {names['strategy']}" if names["strategy"] else ""
        console.print(f"More of this year: --consumer {it.consumer}{again}")
    if not found:
        console.print("Nothing of the kind was lived by these people; more people help: --people")


# --- lives ----------------------------------------------------------------------------------------


def _tell_fork(console: "Console", found: Trace, other: Life, fork: Fork) -> None:
    first = max(0, fork.place - 1)
    slot = found.base.events[min(fork.place, len(found.base.events) - 1)].slot
    console.print(f"Up to {when(fork.day, slot)}, event {fork.place + 1}, both years are the same.")
    needs = [_around(life, fork.day) for life in (found.base, other)]
    onset = min((need.onset for need in needs if need), default=fork.day)
    choice = Choice("fork", found.consumer, onset, min(onset, found.base.events[first].day))
    sides = [_story(life, choice, found.focal) for life in (found.base, other)]
    console.print(_side_by_side(found, sides[0], sides[1]))
    console.print(_why(found, fork))
    otherwise = list(_otherwise(found.base, other))
    console.print(f"Needs that ended otherwise: {len(otherwise)}")
    for line in otherwise:
        console.print(f"  {line}")


def _around(life: Life, day: int) -> Need | None:
    """The need under way on a day, or the next one."""
    for need in life.needs:
        last = need.events[-1].day if need.end else day
        if last >= day:
            return need
    return None


def _story(life: Life, choice: Choice, focal: str) -> list[tuple[str, str]]:
    """What was lived from a day to the end of a need."""
    need = next((it for it in life.needs if it.onset >= choice.onset), None)
    last = need.events[-1].day if need else choice.onset + 1
    chosen = [event for event in life.events if choice.day <= event.day <= last]
    return lines(chosen, focal)


def _why(found: Trace, fork: Fork) -> str:
    strategy = found.other.strategy if found.other else None
    start = f"Why: {strategy} changes"
    parts = [PARTS[part].format(focal=found.focal) for part in fork.why if part != "past"]
    if parts:
        text = f"{start} {' (or just as well) '.join(parts)}; that alone makes the difference."
    elif fork.why:
        felt = [PARTS[part].format(focal=found.focal) for part in fork.felt_why]
        since = f"since {when(fork.felt_day)}"
        through = listed(felt or ["several things"])
        text = f"Why: {since} this is not quite the same person, through {through}."
    else:
        text = "Why: several things together; none alone makes the difference."
    if "past" not in fork.why and fork.felt_day < fork.day:
        text += f" (Unseen, beliefs had differed since {when(fork.felt_day)}.)"
    return text


def _otherwise(base: Life, other: Life) -> list[str]:
    here, there = ({need.onset: need for need in life.needs} for life in (base, other))
    found = []
    for onset in sorted({*here, *there}):
        mine, theirs = here.get(onset), there.get(onset)
        ends = _ending(mine), _ending(theirs)
        if ends[0] != ends[1]:
            found.append(f"{when(onset)}: {ends[0]} | {ends[1]}")
    return found


def _ending(need: Need | None) -> str:
    if need is None:
        return "no need"
    if need.end is None:
        return "not over"
    return f"buys {need.bought}" if need.bought else need.end.facts["end"].replace("_", " ")


def _sum(life: Life, found: Trace) -> str:
    needs = life.needs
    bought = [need.bought for need in needs if need.bought]
    mine = bought.count(found.focal)
    plan = life.strategy or "base plan"
    return (
        f"{plan}: {len(needs)} needs, {sum(len(need.moments) for need in needs)} moments, "
        f"{len(bought)} purchases, {mine} of them {found.focal}"
    )


def _who(found: Trace) -> str:
    who = found.who
    high = [name.replace("_", " ") for name in TRAITS if who[name] >= HIGH]
    low = [name.replace("_", " ") for name in TRAITS if who[name] <= LOW]
    parts = [f"high in {listed(high)}"] if high else []
    parts += [f"low in {listed(low)}"] if low else []
    parts += ["an expert among friends"] if who["expert"] else []
    return (
        f"Consumer {found.consumer} of {found.scenario} (seed {found.seed}, replicate "
        f"{found.replicate}), {who['persona']}{': ' if parts else ''}{', '.join(parts)}"
    )


def _told(said: Sequence[tuple[str, str]]) -> "Table":
    table = table_of("When", "What")
    for day, text in said:
        table.add_row(day, text)
    return table


def _side_by_side(
    found: Trace,
    left: Sequence[tuple[str, str]],
    right: Sequence[tuple[str, str]],
    *,
    forks_here: bool = True,
) -> "Table":
    """Two stories in two columns; what is the same is written once, the fork is marked."""
    strategy = found.other.strategy if found.other else ""
    table = table_of("", "When", "base plan", strategy or "")
    rows = list(aligned(left, right, _days(found)))
    forked = _forked(found)
    apart = [place for place, (_, _, differs) in enumerate(rows) if differs]
    # An advert shares a line with others, so that its own words are not found.
    at = next((place for place in apart if forked & {*rows[place][:2]}), next(iter(apart), None))
    for place, (one, two, differs) in enumerate(rows):
        mark = MARK if forks_here and place == at else ""
        there = two[1] or NONE if differs else SAME
        table.add_row(mark, one[0] or two[0], one[1] or NONE, there)
    return table


def _days(found: Trace) -> dict[str, int]:
    """The day of each time that is named in a story."""
    lives = [life for life in (found.base, found.other) if life is not None]
    told = [event for life in lives for event in life.events]
    return {name: it.day for it in told for name in (when(it.day), when(it.day, it.slot))}


def aligned(
    left: Sequence[Line], right: Sequence[Line], days: Mapping[str, int]
) -> Iterator[tuple[Line, Line, bool]]:
    """Lay two stories side by side; what happened at one time may share a row, and nothing else.

    Parameters
    ----------
    left, right : sequence of (str, str)
        When, and what, in order.
    days : mapping
        The day of each time that is named.

    Yields
    ------
    tuple
        A line of each, either empty, and whether they differ.
    """
    nothing = ("", "")
    for kind, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        mine, theirs = left[a:b], right[c:d]
        if kind == "equal":
            yield from ((line, line, False) for line in mine)
            continue
        here, there = [time for time, _ in mine], [time for time, _ in theirs]
        for same, e, f, g, h in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
            if same == "equal":
                pairs = zip(mine[e:f], theirs[g:h], strict=True)
                yield from ((one, two, True) for one, two in pairs)
                continue
            alone = [(line, nothing, True) for line in mine[e:f]]
            alone += [(nothing, line, True) for line in theirs[g:h]]
            # Adverts that share a line begin with the first of them.
            yield from sorted(alone, key=lambda it: days[(it[0][0] or it[1][0]).split(" to ")[0]])


def _forked(found: Trace) -> set[tuple[str, str]]:
    """The lines of the fork."""
    if found.fork is None:
        return set()
    place = found.fork.place
    lives = [life for life in (found.base, found.other) if life is not None]
    events = [life.events[place] for life in lives if place < len(life.events)]
    return {line for event in events for line in lines([event], found.focal)}


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


def console_of() -> "Console":
    """Open the output, wide enough for two lives side by side.

    Returns
    -------
    rich.console.Console
        To print on.
    """
    from rich.console import Console

    console = Console(highlight=False, markup=False)
    console.width = max(console.width, WIDTH)
    return console
