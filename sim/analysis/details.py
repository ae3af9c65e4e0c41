"""What else a comparison says, as JSON: returns, funnel, personas, effects, planning."""

from typing import Any

import numpy as np

from sim.analysis.costs import cost_per_purchase, incremental_roas, prices, profit_per_purchase
from sim.analysis.intervals import detectable
from sim.analysis.social import effects
from sim.analysis.steps import funnel_steps, moment_steps
from sim.analysis.uplift import per_consumer, undecided
from sim.results import Comparison, Estimate
from sim.results.differences import by_change, by_persona, by_source, per_hundred
from sim.results.pairs import CHANGES, MEASURES


def details(found: Comparison) -> dict[str, dict[str, Any]]:
    """Tell by strategy what `journey compare --json` leaves out.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    dict
        By strategy: `difference` of every measure; `price` asked in the base and with the plan;
        `cost_per_purchase` and `iroas`, of spending alone; `profit_per_purchase`, in which a lower
        price counts; `detectable`, the smallest difference in purchases that would be told from
        nothing, and `replicates_needed` where the interval does not decide; `per_consumer` where
        feedback is off; `source` and `changed` with intervals; `personas`, what became of their
        needs, and purchases more, with intervals, in all and per 100 of them; `funnel` and
        `moments`, step by step; `effects`, direct and social, with a replay.
    """
    funnel, moments = funnel_steps(found), moment_steps(found)
    told = {}
    for name in found.runs:
        single = per_consumer(found, name) if found.feedback == "off" else None
        told[name] = {
            "difference": {m: found.difference(name, m)._asdict() for m in MEASURES},
            "price": dict(zip(("base", "plan"), prices(found, name), strict=True)),
            "cost_per_purchase": cost_per_purchase(found, name)._asdict(),
            "iroas": incremental_roas(found, name)._asdict(),
            "profit_per_purchase": profit_per_purchase(found, name)._asdict(),
            "detectable": detectable(found.gains(name).tolist()),
            "replicates_needed": undecided(found, name),
            "per_consumer": None if single is None else single._asdict(),
            "source": _estimates(by_source(found, name)),
            "changed": _estimates(by_change(found, name)),
            "personas": _personas(found, name),
            "funnel": _rows(funnel, name),
            "moments": _rows(moments, name),
            "effects": _effects(found, name),
        }
    return told


def _personas(found: Comparison, name: str) -> dict[str, dict[str, Any]]:
    mean = np.mean([pair.changed for pair in found.pairs[name]], axis=0)
    more, each = by_persona(found, name), per_hundred(found, name)
    return {
        persona: {
            **dict(zip(CHANGES, mean[code].tolist(), strict=True)),
            "purchases_more": more[persona]._asdict(),
            "purchases_more_per_100": each[persona]._asdict(),
        }
        for code, persona in enumerate(sorted(found.base.spec.personas))
    }


def _estimates(table: dict[str, Estimate]) -> dict[str, dict[str, float | None]]:
    return {name: one._asdict() for name, one in table.items()}


def _rows(frame: Any, name: str) -> list[dict[str, Any]]:
    rows = frame[frame["strategy"] == name].drop(columns="strategy")
    return [
        {key: None if value != value else value for key, value in row.items()}
        for row in rows.astype(object).to_dict(orient="records")
    ]


def _effects(found: Comparison, name: str) -> dict[str, dict[str, float | None]] | None:
    if not found.live:
        return None
    return {part: it._asdict() for part, it in effects(found, name)._asdict().items()}
