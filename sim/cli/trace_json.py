"""Traces as programs read them."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from sim.analysis.lived import Event
from sim.analysis.missed import Change, Missed
from sim.analysis.missed_map import (
    cells,
    contact_costs,
    eur_by_change,
    smallest,
    what_would_have_won,
    winners,
)
from sim.analysis.trace import Fork, Life, Trace
from sim.tables.moments import CHANNELS, DAY_PARTS, MOMENTS


def of_trace(found: Trace) -> dict[str, Any]:
    """Write a trace for programs.

    Parameters
    ----------
    found : Trace
        What was lived.

    Returns
    -------
    dict
        What JSON can hold.
    """
    return {
        "scenario": found.scenario,
        "focal": found.focal,
        "seed": found.seed,
        "replicate": found.replicate,
        "consumer": found.consumer,
        "who": dict(found.who),
        "strategy": None if found.other is None else found.other.strategy,
        "fork": None if found.fork is None else _fork(found, found.fork),
        "base": _life(found.base, found.names),
        "other": None if found.other is None else _life(found.other, found.names),
    }


def of_missed(found: Missed) -> dict[str, Any]:
    """Write what was missed for programs.

    Parameters
    ----------
    found : Missed
        What was missed.

    Returns
    -------
    dict
        What JSON can hold.
    """
    costs = contact_costs(found.spec)
    return {
        "scenario": found.spec.name,
        "focal": found.spec.focal_brand,
        "strategy": found.strategy,
        "seed": found.seed,
        "replicate": found.replicate,
        "people": found.people,
        "needs": found.needs,
        "won": found.won,
        "lost": len(found.lost),
        "winnable": len(found.winnable),
        "unfinished_tries": found.open,
        "sizes": {"rating_stars": found.stars, "price_cut": found.cut},
        "would_have_won": what_would_have_won(found),
        "won_by_each_change_alone": winners(found.lost),
        "eur_per_need_by_price": found.eur_per_sale,
        "eur_per_need_by_change": eur_by_change(found),
        "visits_to_rivals_own_shops": found.visits,
        "lost_to_rivals_own_shops": _in_own_shops(found),
        "moments": [{**cell._asdict(), "eur_per_need": cell.eur_per_need} for cell in cells(found)],
        "needs_lost": [
            {
                **need._replace(tried=(), winning=())._asdict(),
                "tried": [_change(it) for it in need.tried],
                "winning": [_change(it) for it in need.winning],
                "smallest": _change(smallest(need, costs)),
            }
            for need in found.lost
        ],
    }


def _in_own_shops(found: Missed) -> list[dict[str, Any]]:
    counts = Counter((need.reason, need.at) for need in found.to_own_shops)
    return [
        {"reason": reason, "at": at, "needs": needs} for (reason, at), needs in counts.most_common()
    ]


def _fork(found: Trace, fork: Fork) -> dict[str, Any]:
    return {
        **fork._asdict(),
        "base": _at(found.base.events, fork.place),
        "other": None if found.other is None else _at(found.other.events, fork.place),
    }


def _at(events: Sequence[Event], place: int) -> dict[str, Any] | None:
    return _event(events[place]) if place < len(events) else None


def _life(life: Life, names: Sequence[str]) -> dict[str, Any]:
    return {
        "strategy": life.strategy,
        "events": [_event(event) for event in life.events],
        "needs": [
            {
                "onset": need.onset,
                "bought": need.bought,
                **({} if need.end is None else {k: need.end.facts[k] for k in OF_AN_END}),
            }
            for need in life.needs
        ],
        "believed": dict(zip(names, life.beliefs.T.tolist(), strict=True)),
    }


OF_AN_END = ("end", "moments", "days", "lost", "lost_at")


def _event(event: Event) -> dict[str, Any]:
    slot = DAY_PARTS[event.slot] if event.slot < len(DAY_PARTS) else "day"
    told = {"day": event.day, "slot": slot, "kind": event.kind}
    return {**told, "facts": dict(event.facts), "felt": dict(event.felt)}


def _change(change: Change | None) -> dict[str, Any] | None:
    if change is None:
        return None
    somewhere = change.moment >= 0
    return {
        "kind": change.kind,
        "moment": MOMENTS[change.moment] if somewhere else None,
        "channel": CHANNELS[change.channel] if somewhere else None,
        "day": change.day,
    }
