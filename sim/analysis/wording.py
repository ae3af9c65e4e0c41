"""Events in sentences."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final

from sim.analysis.calendar import when
from sim.analysis.lived import Event
from sim.analysis.phrases import (
    CHANNELS,
    CONTEXTS,
    DEVICES,
    ENDS,
    FRICTIONS,
    LOST_IN_OWN_SHOPS,
    MOMENTS,
    OUTCOMES,
    PHASES,
    SOURCES,
)
from sim.reference.words import LOST


def sentence(event: Event, focal: str) -> str:
    """Say what happened.

    Parameters
    ----------
    event : Event
        What happened.
    focal : str
        The brand the questions are about.

    Returns
    -------
    str
        A sentence without subject and full stop.
    """
    return SENTENCES[event.kind](event, focal)


def lines(told: Iterable[Event], focal: str) -> list[tuple[str, str]]:
    """Tell events line by line.

    Parameters
    ----------
    told : iterable of Event
        What happened, in order.
    focal : str
        The brand the questions are about.

    Returns
    -------
    list of (str, str)
        When, and what; adverts that follow one another share a line.
    """
    found: list[tuple[str, str]] = []
    adverts: list[Event] = []
    for event in told:
        if event.kind == "advert":
            adverts.append(event)
            continue
        found += _adverts(adverts)
        adverts = []
        found.append((when(event.day, event.slot), sentence(event, focal)))
    return found + _adverts(adverts)


def listed(names: Sequence[str], none: str = "nobody") -> str:
    """Join names as people do.

    Parameters
    ----------
    names : sequence of str
        Any number of them.
    none : str
        What to say where there is none.

    Returns
    -------
    str
        Such as `a, b and c`.
    """
    if not names:
        return none
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _adverts(seen: Sequence[Event]) -> list[tuple[str, str]]:
    if not seen:
        return []
    counts = Counter(event.facts["brand"] for event in seen).most_common()
    brands = [name if count == 1 else f"{name} ({count} times)" for name, count in counts]
    first, last = when(seen[0].day), when(seen[-1].day)
    return [(first if first == last else f"{first} to {last}", f"adverts of {listed(brands)}")]


def _moment(event: Event, _: str) -> str:
    facts = event.facts
    parts = [f"{MOMENTS[facts['moment']]} {_where(facts)}", _there(facts)]
    outcome = OUTCOMES[facts["outcome"]]
    if facts["outcome"] == "answered" and not facts["helped"]:
        outcome = f"{outcome} elsewhere"
    return "; ".join([*parts, outcome] if outcome else parts)


def _where(facts: Any) -> str:
    if facts["channel"] != "store":
        place = CHANNELS[facts["channel"]]
        return f"{place}, {CONTEXTS[facts['context']]}, {DEVICES[facts['device']]}"
    place = "in town" if facts["own_shops"] else CHANNELS["store"]
    return f"{place}, {'phone in hand' if facts['device'] == 'phone' else 'in person'}"


def _there(facts: Any) -> str:
    noticed, helped = facts["noticed"], facts["helped"]
    if facts["channel"] == "store":
        return _shops(noticed) if facts["own_shops"] else f"finds {listed(noticed, 'no brand')}"
    if not noticed:
        return "notices nobody"
    text = f"notices {listed(noticed)}"
    return f"{text}, helped by {listed(helped)}" if helped else f"{text}, helped by none"


def _shops(noticed: Sequence[str]) -> str:
    """Whoever has gone to a shop meets that brand alone; whoever passes shops may meet several."""
    if len(noticed) == 1:
        return f"is at the shop of {noticed[0]}"
    return f"passes the shops of {listed(noticed)}" if noticed else "passes no brand's shop"


def _story(event: Event, _: str) -> str:
    facts = event.facts
    friend = f"consumer {facts['friend']}{', who knows' if facts['expert'] else ''}"
    heard = "asks a friend" if facts["asked"] else "hears a friend's story"
    return f"{heard} ({friend}): {facts['brand']} was worth {_stars(event.felt['stars'])}"


def _need(event: Event, _: str) -> str:
    facts, believed = event.facts, event.felt["believed"]
    names = [f"{name} ({_stars(believed[name])})" for name in facts["in_mind"]]
    since = f"NEED, {SOURCES[facts['source']]}"
    if facts["under_way"]:
        since += f", still open on {when(0)}"
    text = f"{since}, {PHASES[facts['phase']]}; in mind: {listed(names)}"
    return f"{text}; would take {facts['intended']}" if facts["intended"] and names[1:] else text


def _bought(event: Event, focal: str) -> str:
    facts = event.facts
    brand = facts["brand"]
    worth = _stars(event.felt["believed"][brand])
    in_own = facts["own_shops"] and facts["channel"] == "store"
    place = "in its own shop" if in_own else CHANNELS[facts["channel"]]
    text = f"BUYS {brand} {place}, after {_after(facts)}, believed worth {worth}"
    if facts["switched_from"]:
        by = facts["persuaded_by"]
        text += f"; had meant to take {facts['switched_from']}"
        text += f", persuaded at {by}" if by else ""
    return text + _lost(facts, focal)


def _ended(event: Event, focal: str) -> str:
    facts = event.facts
    return f"END: {ENDS[facts['end']]}, after {_after(facts)}{_lost(facts, focal)}"


def _after(facts: Any) -> str:
    moments, days = facts["moments"], facts["days"]
    return f"{_several(moments, 'moment')} in {_several(days + 1, 'day')}"


def _several(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def _lost(facts: Any, focal: str) -> str:
    if facts["lost"] is None:
        return ""
    reason, moment = facts["lost"], facts["lost_at"]
    at = f", at {moment}" if moment else ""
    why = LOST[reason]
    if facts["own_shops"]:
        why = LOST_IN_OWN_SHOPS.get((reason, moment), why)
    return f". Why not {focal}{at}: {why.format(brand=focal)}"


def _judged(event: Event, _: str) -> str:
    felt = event.felt
    lived, expected = _stars(felt["stars"]), _stars(felt["expected"])
    better = "better than" if felt["stars"] > felt["expected"] else "worse than"
    # What cannot be told apart in stars is not said to be better.
    beside = "as expected" if lived == expected else f"{better} the {expected} expected"
    return (
        f"has lived with {event.facts['brand']}: worth {lived}, {beside}; "
        f"believes {_stars(felt['believed'])} now"
    )


def _stars(stars: float) -> str:
    """Stars as people give them: what is felt beyond them is not told."""
    return f"{min(max(stars, 1.0), 5.0):.1f} stars"


def _said(text: str) -> Callable[[Event, str], str]:
    return lambda event, _: text.format(**event.facts)


SENTENCES: Final[dict[str, Callable[[Event, str], str]]] = {
    "advert": _said("sees an advert of {brand}"),
    "story": _story,
    "idle": lambda event, focal: f"in no need, {_moment(event, focal)}",
    "reminder": _said("is reminded by {brand}"),
    "need": _need,
    "moment": _moment,
    "reviews": lambda event, _: (
        f"reads, this day, what others wrote of {listed(event.facts['brands'])}"
    ),
    "cart": lambda event, _: (
        f"chooses {event.facts['brand']} and does not pay: {FRICTIONS[event.facts['friction']]}"
    ),
    "bought": _bought,
    "ended": _ended,
    "how_to": lambda event, focal: f"in use, {_moment(event, focal)}",
    "service": lambda event, _: (
        f"is served {'politely' if event.facts['polite'] else 'rudely'} by {event.facts['brand']}"
    ),
    "onboarded": _said("is shown by {brand} how to use it"),
    "judged": _judged,
    "review": _said("writes a review of {brand}: {stars} of 5"),
    "told": _said("tells friends about {brand}"),
    "thanked": _said("is thanked by {brand} for the review"),
    "renewed": _said("renews with {brand}"),
    "left": _said("leaves {brand}"),
}
"""How each kind of event is said."""
