"""Which lives are worth telling: one of each kind, chosen by rule and never by taste."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from sim.analysis.trace import Need, Trace

MOST: Final = 12
"""Candidates of one kind that are looked at closely."""
ROUNDABOUT: Final = {"friends", "past", "reviews", "use"}
"""Ways on which a strategy reaches people through other people."""


class Case(NamedTuple):
    """One need of somebody, in short."""

    consumer: int
    onset: int
    source: str
    """What opened it."""
    brand: str | None
    """What was bought."""
    lost: str | None
    """Why the focal brand did not win."""
    moments: int
    devices: int
    """How many of the devices were used; in person counts."""
    days: int


class Judged(NamedTuple):
    """One experience of somebody."""

    consumer: int
    day: int
    brand: str
    stars: float
    expected: float


class Seen(NamedTuple):
    """What some people lived in one world."""

    cases: tuple[Case, ...]
    judged: tuple[Judged, ...]


class Choice(NamedTuple):
    """A need worth telling."""

    kind: str
    """Which kind of story it is: one of `KINDS`."""
    consumer: int
    onset: int
    day: int
    """Where the story begins: the onset, or the disappointment before it."""

    @property
    def in_two_worlds(self) -> bool:
        """Whether it is a story of what differs between two worlds."""
        return self.kind.startswith("only")


KINDS: Final = {
    "only_with": "{focal} won this need only because of {strategy}, under the same luck",
    "only_without": "{focal} lost this need only because of {strategy}, under the same luck",
    "fragmented": "the longest way to a purchase",
    "cross_device": "a purchase across many devices",
    "disappointed": "disappointed, and bought another brand next",
    "friend": "woken by a friend's story, and bought",
    "checkout": "{focal} was chosen and not paid",
}
"""Kinds of stories, and what each is about."""


def case_of(consumer: int, need: Need) -> Case | None:
    """Sum a need up.

    Parameters
    ----------
    consumer : int
        Whose.
    need : Need
        The need.

    Returns
    -------
    Case or None
        In short; None where it had not ended with the year.
    """
    if need.end is None:
        return None
    start, end = need.events[0].facts, need.end.facts
    devices = {moment.facts["device"] for moment in need.moments}
    return Case(
        consumer=consumer,
        onset=need.onset,
        source=start["source"],
        brand=need.bought,
        lost=end["lost"],
        moments=end["moments"],
        devices=len(devices),
        days=end["days"],
    )


def candidates(base: Seen, other: Seen | None, focal: str) -> dict[str, list[Choice]]:
    """Find needs of each kind.

    Parameters
    ----------
    base, other : Seen
        What the same people lived under the base plan and, perhaps, under a strategy.
    focal : str
        The brand whose strategy it is.

    Returns
    -------
    dict
        Kind to needs, the best first and of equals the earliest; kinds not found are left out.
    """
    by_friend = (it for it in _sold(base) if it.source == "peer")
    unpaid = (it for it in base.cases if it.lost == "checkout")
    fragmented = _largest("fragmented", _sold(base), lambda it: it.moments)
    # The longest way often is the one across most devices, too: nobody reads it twice.
    told = {(it.consumer, it.onset) for it in fragmented}
    across = (it for it in _sold(base) if it.devices > 1 and it[:2] not in told)
    found = {
        **_only(base, other, focal),
        "fragmented": fragmented,
        "cross_device": _largest("cross_device", across, lambda it: 1000 * it.devices + it.moments),
        "disappointed": _disappointed(base),
        "friend": _largest("friend", by_friend, lambda it: it.moments),
        "checkout": _largest("checkout", unpaid, lambda it: it.moments),
    }
    return {kind: choices for kind, choices in found.items() if choices}


def settle(found: Sequence[Choice], traces: Mapping[int, Trace]) -> Choice:
    """Prefer a need in which the lives part, and part because of the strategy itself.

    Most lives part through friends and boards long before: under the same luck, but hardly a story
    about the strategy.

    Parameters
    ----------
    found : sequence of Choice
        Candidates of one kind, the best first.
    traces : mapping
        Their lives, by consumer.

    Returns
    -------
    Choice
        The first that is so; else the first.
    """
    for choice in found:
        fork = traces[choice.consumer].fork
        here = parts_here(choice, traces[choice.consumer])
        if fork is not None and here and set(fork.why) - ROUNDABOUT:
            return choice
    return found[0]


def parts_here(choice: Choice, found: Trace) -> bool:
    """Say whether two lives part in a need, rather than before it.

    Parameters
    ----------
    choice : Choice
        The need.
    found : Trace
        The lives.

    Returns
    -------
    bool
        Whether their fork lies on its onset or later.
    """
    return found.fork is not None and found.fork.day >= choice.onset


def _sold(seen: Seen) -> Iterable[Case]:
    return (it for it in seen.cases if it.brand is not None)


def _largest(kind: str, cases: Iterable[Case], size: Callable[[Case], int]) -> list[Choice]:
    it = min(cases, key=lambda it: (-size(it), it.onset, it.consumer), default=None)
    return [] if it is None else [Choice(kind, it.consumer, it.onset, it.onset)]


def _only(base: Seen, other: Seen | None, focal: str) -> dict[str, list[Choice]]:
    """Needs born in both worlds and won by the focal brand in one; from or to a rival first."""
    if other is None:
        return {}
    there = {(it.consumer, it.onset): it for it in other.cases}
    pairs = [(it, there[it[:2]]) for it in base.cases if it[:2] in there]
    won = [(b, a) for a, b in pairs if a.brand != focal == b.brand]
    lost = [(a, b) for a, b in pairs if b.brand != focal == a.brand]
    return {
        "only_with": _earliest("only_with", won),
        "only_without": _earliest("only_without", lost),
    }


def _earliest(kind: str, pairs: Sequence[tuple[Case, Case]]) -> list[Choice]:
    order = sorted(pairs, key=lambda it: (it[1].brand is None, it[0].onset, it[0].consumer))
    firsts = {it.consumer: it for it, _ in reversed(order)}
    chosen = [it for it, _ in order if firsts[it.consumer] is it]
    return [Choice(kind, it.consumer, it.onset, it.onset) for it in chosen[:MOST]]


def _disappointed(seen: Seen) -> list[Choice]:
    """The experience that fell furthest short and was followed by a purchase of another brand."""
    sold: dict[int, list[Case]] = {}
    for it in sorted(_sold(seen), key=lambda it: it.onset):
        sold.setdefault(it.consumer, []).append(it)
    found = []
    for bad in seen.judged:
        after = (it for it in sold.get(bad.consumer, ()) if it.onset >= bad.day)
        following = next(after, None)
        if bad.stars < bad.expected and following is not None and following.brand != bad.brand:
            found.append((bad.stars - bad.expected, bad.day, bad.consumer, following.onset))
    return [Choice("disappointed", it[2], it[3], it[1]) for it in sorted(found)[:1]]
