"""Response as programs read it: the object that `journey response --json` prints."""

from typing import Any

from sim.analysis.curve import Curve, Curves, margins_of
from sim.analysis.further import against_json
from sim.analysis.plausible import Plausible
from sim.analysis.ranking import against_best, ordered
from sim.analysis.response import Response


def as_json(found: Response, *, per_replicate: bool = False) -> dict[str, Any]:
    """Say everything a program may want to know of how purchases answer to money.

    Parameters
    ----------
    found : Response
        What was found.
    per_replicate : bool
        Whether every replicate is told beside the estimates.

    Returns
    -------
    dict
        What JSON can hold; no number is rounded.
    """
    market = found.spec.market
    answer: dict[str, Any] = {
        "scenario": found.spec.name,
        "brand": found.spec.focal_brand,
        "multipliers": list(found.multipliers),
        "seed": found.seed,
        "replicates": len(found.numbers),
        "consumers": market.consumers,
        "days": market.days,
        "feedback": found.feedback,
        "elapsed_s": found.made.elapsed_s,
        "out": None if found.out is None else str(found.out),
        "moments": {name: _points(curve) for name, curve in found.moments.items()},
        "ranking": _ranking(found.moments, "moment"),
        "against_best": against_json(found.against),
        "saturation": {name: curve.saturation for name, curve in found.moments.items()},
        "detectable_per_1000": found.detectable,
        "next": {"best": list(found.best)},
        "profit": {name: _profit(curve) for name, curve in found.moments.items()},
        "helps_in": {
            name: {where: one._asdict() for where, one in curve.help_more.items()}
            for name, curve in found.moments.items()
        },
        "unpaid": list(found.unpaid),
    }
    if found.levers:
        answer["levers"] = {name: _points(curve) for name, curve in found.levers.items()}
        answer["lever_ranking"] = _ranking(found.levers, "lever")
        answer["levers_against_best"] = against_json(against_best(margins_of(found.levers)))
    if found.further is not None:
        answer["more"] = found.further.as_json()
    if found.live:
        answer["live"] = {name: _points(curve) for name, curve in found.live.items()}
        answer["multiplier"] = {name: one._asdict() for name, one in found.multiplier.items()}
    if found.presence:
        answer["elasticity"] = [
            {"moment": moment, "channel": channel, **one._asdict()}
            for (moment, channel), one in found.elasticity.items()
        ]
    if found.plausible is not None:
        answer["assumptions"] = _assumptions(found.plausible)
    if per_replicate:
        answer["per_replicate"] = [
            _replicate(found, place, number) for place, number in enumerate(found.numbers)
        ]
    return answer


def _points(curve: Curve) -> list[dict[str, Any]]:
    return [
        {
            "multiplier": multiplier,
            "spend": curve.spend * multiplier,
            "purchases": curve.purchases(multiplier)._asdict(),
            "difference": curve.difference(multiplier)._asdict(),
        }
        for multiplier in curve.multipliers
    ]


def _profit(curve: Curve) -> list[dict[str, Any]]:
    return [
        {"multiplier": multiplier, "difference": curve.profit_difference(multiplier)._asdict()}
        for multiplier in curve.multipliers
    ]


def _ranking(curves: Curves, kind: str) -> list[dict[str, Any]]:
    return [
        {kind: name, "marginal_purchases_per_1000": curves[name].marginal._asdict()}
        for name in ordered(margins_of(curves))
    ]


def _assumptions(found: Plausible) -> dict[str, Any]:
    return {
        "markets": len(found.markets),
        "lives": found.lives,
        "firsts": found.firsts,
        "agreed": found.agreed,
        "correlation_by_luck": found.by_luck,
        "deciding": [
            {
                "path": split.path,
                "correlation": split.correlation,
                "median": split.median,
                "first_below": {"markets": split.below[1], "first": split.below[0]},
                "first_above": {"markets": split.above[1], "first": split.above[0]},
                "turns_at": split.turns_at,
            }
            for split in found.deciding
        ],
        "drawn": [
            {"first": it.first, "agreed": it.is_agreed, "assumed": dict(it.assumed)}
            for it in found.markets
        ],
    }


def _replicate(found: Response, place: int, number: int) -> dict[str, Any]:
    bought = {
        kind: {
            name: {str(multiplier): units[place] for multiplier, units in curve.bought.items()}
            for name, curve in curves.items()
        }
        for kind, curves in (("moments", found.moments), ("levers", found.levers))
    }
    return {"replicate": number, **bought}
