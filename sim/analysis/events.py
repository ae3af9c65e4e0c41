"""What happened to one person on one day, event by event."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.lived import Day, Event, State, Story
from sim.tables.moments import (
    BUY,
    CHANNELS,
    CHECKOUT,
    CONTEXTS,
    DEVICES,
    ENDED_JOURNEY,
    ENDS,
    EXPLORE,
    FMOT,
    FRICTIONS,
    LEFT_CART,
    LOGGED_MOMENTS,
    LOST_REASONS,
    NO_MOMENT,
    NOBODY,
    OUTCOMES,
    PHASES,
    READY,
    SERVICE,
    SMOT,
    SOURCES,
    STIMULUS,
    STORE_CHANNEL,
    WAS_BOUGHT,
    WHOLE_DAY,
    ZMOT,
)

Names = Sequence[str]


def under_way(morning: State, names: Names) -> list[Event]:
    """Tell of a need that had opened before the first day.

    Parameters
    ----------
    morning : State
        The person on the first morning.
    names : sequence of str
        Names of the brands, in index order.

    Returns
    -------
    list of Event
        The need, on the day on which it opened and with what is considered by now; or nothing.
    """
    if not EXPLORE <= morning.screen["phase"] <= READY:
        return []
    need = _opened(int(morning.person["onset_day"]), morning, names)
    return [replace(need, facts={**need.facts, "under_way": True})]


def events(day: Day, names: Names) -> list[Event]:
    """Tell one day of one person.

    Parameters
    ----------
    day : Day
        As it was lived.
    names : sequence of str
        Names of the brands, in index order.

    Returns
    -------
    list of Event
        In the order in which they happened; reviews read stand after the day's moments.
    """
    return [
        *_adverts(day, names),
        *_use(day, names),
        *_idle(day, names),
        *_need(day, names),
        *_journey(day, names),
        *_end(day, names),
    ]


# --- the parts of a day ---------------------------------------------------------------------------


def _adverts(day: Day, names: Names) -> Iterator[Event]:
    for b in _which(day.brands["exposures"]):
        yield Event(day.day, WHOLE_DAY, "advert", {"brand": names[b]})


def _use(day: Day, names: Names) -> Iterator[Event]:
    for touch, rows in _by_moment(day, SMOT, SMOT):
        if touch["moment"] == SERVICE:
            served = {"brand": names[touch["brand"]], "polite": bool(touch["helpful"])}
            yield Event(day.day, WHOLE_DAY, "service", served)
        else:
            facts = _moment(day, touch, rows, names)
            yield Event(day.day, int(touch["slot"]), "how_to", facts)
    for b in _which(day.brands["onboarded"]):
        yield Event(day.day, WHOLE_DAY, "onboarded", {"brand": names[b]})
    if day.judging is not None:
        yield _judged(day.day, *day.judging, names)
    for kind, counter in (("told", "told"), ("thanked", "thanked"), ("renewed", "renewals")):
        for b in _which(day.brands[counter]):
            yield Event(day.day, WHOLE_DAY, kind, {"brand": names[b]})
    for b, star in np.argwhere(day.brands["reviews"]).tolist():
        yield Event(day.day, WHOLE_DAY, "review", {"brand": names[b], "stars": star + 1})
    for b in _which(day.brands["used"]) if day.contract else ():
        yield Event(day.day, WHOLE_DAY, "left", {"brand": names[b]})


def _judged(day: int, before: State, after: State, names: Names) -> Event:
    b = int(after.person["last_brand"])
    stars = float(after.person["last_satisfaction"])
    felt = {
        "stars": stars,
        "expected": float(before.memory["belief"][b]),
        "believed": float(after.memory["belief"][b]),
    }
    star = int(np.floor(min(max(stars, 1.0), 5.0) + 0.5))
    return Event(day, WHOLE_DAY, "judged", {"brand": names[b], "stars": star}, felt)


def _idle(day: Day, names: Names) -> Iterator[Event]:
    for b in _which(day.brands["reminders"]):
        yield Event(day.day, WHOLE_DAY, "reminder", {"brand": names[b]})
    for touch, rows in _by_moment(day, STIMULUS, STIMULUS):
        yield Event(day.day, int(touch["slot"]), "idle", _moment(day, touch, rows, names))
    for story in day.stories:
        if story.slot == WHOLE_DAY:
            yield _story(day.day, story, names)


def _story(day: int, story: Story, names: Names) -> Event:
    facts = {
        "brand": names[story.brand],
        "friend": story.friend,
        "expert": story.expert,
        "asked": story.slot != WHOLE_DAY,
    }
    return Event(day, story.slot, "story", facts, {"stars": story.stars})


def _need(day: Day, names: Names) -> Iterator[Event]:
    if day.opening is not None:
        yield _opened(day.day, day.opening, names)


def _opened(day: int, opening: State, names: Names) -> Event:
    person = opening.person
    facts = {
        "source": SOURCES[int(person["source"])],
        "phase": PHASES[int(opening.screen["phase"])],
        "in_mind": _brands(int(person["considered"]), names),
        "intended": _brand(int(person["intended"]), names),
        "under_way": False,
    }
    return Event(day, WHOLE_DAY, "need", facts, {"believed": _believed(opening.memory, names)})


def _journey(day: Day, names: Names) -> Iterator[Event]:
    """Micro-moments of a need; a cart stands after its own where that is known, else at no hour."""
    asked = {(story.slot, story.step): story for story in day.stories}
    carts = _carts(day, names)
    moments = list(_by_moment(day, ZMOT, FMOT))
    left = [place for place, (touch, _) in enumerate(moments) if _left_cart(day, touch)]
    for place, (touch, rows) in enumerate(moments):
        slot = int(touch["slot"])
        yield Event(day.day, slot, "moment", _moment(day, touch, rows, names))
        story = asked.get((slot, int(touch["step"])))
        if story is not None:
            yield _story(day.day, story, names)
        if carts and place in left and (len(left) == 1 or place == left[-1] or _alike(carts)):
            count = len(carts) if place == left[-1] else 1
            hour = slot if len(left) == 1 or _alike(carts) else WHOLE_DAY
            yield from (Event(day.day, hour, "cart", facts) for facts in carts[:count])
            carts = carts[count:]
    yield from _reviews(day, names)


def _reviews(day: Day, names: Names) -> Iterator[Event]:
    new = int(day.after.person["read"])
    if day.opening is None:
        new &= ~int(day.before.person["read"])
    if new:
        yield Event(day.day, WHOLE_DAY, "reviews", {"brands": _brands(new, names)})


def _carts(day: Day, names: Names) -> list[dict[str, str]]:
    unpaid = day.brands["unpaid"]
    return [
        {"brand": names[b], "friction": FRICTIONS[kind]}
        for b, kind in np.argwhere(unpaid).tolist()
        for _ in range(unpaid[b, kind])
    ]


def _left_cart(day: Day, touch: Any) -> bool:
    gave_up = touch["outcome"] == ENDED_JOURNEY and day.market["ended"][CHECKOUT].any()
    return bool(touch["moment"] == BUY and (touch["outcome"] == LEFT_CART or gave_up))


def _alike(carts: Sequence[dict[str, str]]) -> bool:
    return all(cart == carts[0] for cart in carts)


def _end(day: Day, names: Names) -> Iterator[Event]:
    if not day.market["ended"].any():
        return
    end = int(day.market["ended"].sum(axis=1).argmax())
    person = day.after.person
    touch: Any = day.touches[-1] if len(day.touches) else None
    felt = {"believed": _believed(day.after.memory, names)}
    facts: dict[str, Any] = {
        "end": ENDS[end],
        "moments": int(person["moments"]),
        "days": day.day - int(person["onset_day"]),
        "considered": _brands(int(person["considered"]), names),
        "own_shops": day.own_shops,
        **_lost(day),
    }
    bought = np.flatnonzero(day.brands["purchases"].sum(axis=1))
    if len(bought) and touch is not None:
        facts |= _purchase(day, int(bought[0]), touch, names)
    by_moment = touch is not None and touch["outcome"] in (ENDED_JOURNEY, WAS_BOUGHT)
    slot = int(touch["slot"]) if by_moment else WHOLE_DAY
    yield Event(day.day, slot, "bought" if len(bought) else "ended", facts, felt)


def _purchase(day: Day, b: int, touch: Any, names: Names) -> dict[str, Any]:
    persuaded = np.argwhere(day.brands["switched_to"])
    by = int(persuaded[0][1]) if len(persuaded) else NOBODY
    return {
        "brand": names[b],
        "channel": CHANNELS[int(touch["channel"])],
        "device": DEVICES[int(touch["device"])],
        "switched_from": _brand(int(day.after.person["intended"]), names) if by >= 0 else None,
        "persuaded_by": LOGGED_MOMENTS[by] if 0 <= by < NO_MOMENT else None,
    }


def _lost(day: Day) -> dict[str, Any]:
    """Why the focal brand did not win, as counted (docs/model.md, Why the focal brand was lost)."""
    lost = np.argwhere(day.market["lost"])
    if not len(lost):
        return {"lost": None, "lost_at": None}
    reason, moment = lost[0]
    at = None if moment == NO_MOMENT else LOGGED_MOMENTS[moment]
    return {"lost": LOST_REASONS[reason], "lost_at": at}


# --- words ----------------------------------------------------------------------------------------


def _by_moment(day: Day, first: int, last: int) -> Iterator[tuple[Any, Any]]:
    """Micro-moments of some moments of truth: the first row of each, and its rows."""
    rows = day.touches
    rows = rows[(rows["truth"] >= first) & (rows["truth"] <= last)]
    if not len(rows):
        return
    starts = np.flatnonzero((rows["brand"] == 0) | (rows["moment"] == SERVICE))
    for part in np.split(rows, starts[1:]):
        yield part[0], part


def _moment(day: Day, touch: Any, rows: Any, names: Names) -> dict[str, Any]:
    facts = {
        "moment": LOGGED_MOMENTS[int(touch["moment"])],
        "channel": CHANNELS[int(touch["channel"])],
        "context": CONTEXTS[int(touch["context"])],
        "device": DEVICES[int(touch["device"])],
        "noticed": [names[row["brand"]] for row in rows if row["present"]],
        "helped": [names[row["brand"]] for row in rows if row["helpful"]],
        "outcome": OUTCOMES[int(touch["outcome"])],
    }
    return facts | ({"own_shops": day.own_shops} if touch["channel"] == STORE_CHANNEL else {})


def _which(counts: NDArray[np.int64]) -> list[int]:
    """Brands of which something was counted."""
    found: list[int] = np.flatnonzero(counts).tolist()
    return found


def _brand(index: int, names: Names) -> str | None:
    return None if index < 0 else names[index]


def _brands(mask: int, names: Names) -> list[str]:
    return [name for b, name in enumerate(names) if (mask >> b) & 1]


def _believed(memory: Any, names: Names) -> dict[str, float]:
    return dict(zip(names, memory["belief"].astype(float).tolist(), strict=True))
