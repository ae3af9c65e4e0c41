"""Credit as programs read it: the object that `journey credit --json` prints."""

from collections.abc import Mapping
from typing import Any

from sim.analysis.credit import Credit
from sim.analysis.played import Played
from sim.analysis.shapley import total
from sim.results import Estimate


def as_json(found: Credit, *, per_replicate: bool = False) -> dict[str, Any]:
    """Say everything a program may want to know of where purchases come from.

    Parameters
    ----------
    found : Credit
        What was found.
    per_replicate : bool
        Whether every replicate is told beside the estimates.

    Returns
    -------
    dict
        What JSON can hold; no number is rounded.
    """
    said = [played.said for played in found.replicates]
    market = found.spec.market
    together = found.together
    answer: dict[str, Any] = {
        "scenario": found.spec.name,
        "brand": found.spec.focal_brand,
        "moments": list(found.moments),
        "seed": found.seed,
        "replicates": len(found.replicates),
        "consumers": market.consumers,
        "days": market.days,
        "feedback": found.feedback,
        "elapsed_s": found.made.elapsed_s,
        "out": None if found.out is None else str(found.out),
        "spend": found.spend,
        "purchases": found.purchases._asdict(),
        "total": found.total._asdict(),
        "shapley": _estimates(found.shapley),
        "leave_one_out": _estimates(found.leave_one_out),
        "only_one": _estimates(found.only_one),
        "interactions": [
            {"moments": list(pair), **one._asdict(), "beyond_luck": pair in together}
            for pair, one in found.interactions.items()
        ],
        "exposure_ratio": _estimates(found.exposure),
        "with_and_without": _estimates(found.causal),
        "rules": found.rules,
        "rules_tracked": found.tracked,
        "rules_hand_out": {
            name: sum(getattr(one, name) for one in said) / len(said)
            for name in ("purchases", "touched", "seen")
        },
    }
    if found.absence:
        answer["absence"] = {moment: _estimates(losses) for moment, losses in found.absence.items()}
    if found.live:
        answer["live"] = {"shapley": _estimates(found.live)}
        answer["multiplier"] = _estimates(found.multiplier)
    if per_replicate:
        answer["per_replicate"] = [_replicate(found, played) for played in found.replicates]
    return answer


def _estimates(table: Mapping[str, Estimate]) -> dict[str, Any]:
    return {name: found._asdict() for name, found in table.items()}


def _replicate(found: Credit, played: Played) -> dict[str, Any]:
    return {
        "replicate": played.number,
        "total": float(total(played.worth)),
        "shapley": {name: float(played.shapley.get(name, 0)) for name in found.moments},
        "worlds": [
            {"funded": sorted(coalition), "purchases": worth}
            for coalition, worth in played.worth.items()
        ],
    }
