"""Two lives of one person side by side: what is the same is written once."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Final, NamedTuple, TypeAlias

from sim.analysis.calendar import when
from sim.analysis.interesting import Choice
from sim.analysis.telling import story
from sim.analysis.trace import Life, Trace
from sim.analysis.wording import lines
from sim.results.written import NONE

Line: TypeAlias = tuple[str, str]
"""When, and what."""

MARK: Final = "▶"
SAME: Final = "="


class Row(NamedTuple):
    """One time of a year that was lived twice."""

    mark: str
    """Marks the fork."""
    when: str
    base: str
    other: str


def side_by_side(found: Trace, choice: Choice, *, forks_here: bool = True) -> list[Row]:
    """Put a need as it was lived in two worlds side by side.

    Parameters
    ----------
    found : Trace
        What was lived.
    choice : Choice
        Which need, and the day on which its story begins.
    forks_here : bool
        Whether the fork lies in this need, and is marked.

    Returns
    -------
    list of Row
        In the order of time; what is the same is written once.
    """
    lives = (found.base, found.other or found.base)
    left, right = (story(life, choice, found.focal) for life in lives)
    rows = list(aligned(left, right, _days(lives)))
    forked = _forked(found, lives)
    apart = [place for place, (_, _, differs) in enumerate(rows) if differs]
    # An advert shares a line with others, so that its own words are not found.
    at = next((place for place in apart if forked & {*rows[place][:2]}), next(iter(apart), None))
    return [
        Row(
            MARK if forks_here and place == at else "",
            one[0] or two[0],
            one[1] or NONE,
            two[1] or NONE if differs else SAME,
        )
        for place, (one, two, differs) in enumerate(rows)
    ]


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


def _forked(found: Trace, lives: Sequence[Life]) -> set[Line]:
    """The lines of the fork."""
    if found.fork is None:
        return set()
    place = found.fork.place
    events = [life.events[place] for life in lives if place < len(life.events)]
    return {line for event in events for line in lines([event], found.focal)}


def _days(lives: Sequence[Life]) -> dict[str, int]:
    """The day of each time that is named in a story."""
    told = [event for life in lives for event in life.events]
    return {name: it.day for it in told for name in (when(it.day), when(it.day, it.slot))}
