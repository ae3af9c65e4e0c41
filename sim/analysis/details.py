"""What else a comparison says, as JSON: returns, funnel, personas, effects, planning."""

from typing import Any

import numpy as np

from sim.analysis.intervals import detectable
from sim.analysis.social import effects
from sim.analysis.steps import funnel_steps, moment_steps
from sim.analysis.uplift import cost_per_purchase, incremental_roas, per_consumer, undecided
from sim.results import Comparison
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
        By strategy: `difference` of every measure; `cost_per_purchase` and `iroas`; `detectable`,
        the smallest difference in purchases that would be told from nothing, and
        `replicates_needed` where the interval does not decide; `per_consumer` where feedback is
        off; `personas`, what became of their needs; `funnel` and `moments`, step by step;
        `effects`, direct and social, with a replay.
    """
    funnel, moments = funnel_steps(found), moment_steps(found)
    told = {}
    for name in found.runs:
        single = per_consumer(found, name)
        told[name] = {
            "difference": {m: found.difference(name, m)._asdict() for m in MEASURES},
            "cost_per_purchase": cost_per_purchase(found, name)._asdict(),
            "iroas": incremental_roas(found, name)._asdict(),
            "detectable": detectable(found.gains(name).tolist()),
            "replicates_needed": undecided(found, name),
            "per_consumer": None if single is None else single._asdict(),
            "personas": _personas(found, name),
            "funnel": _rows(funnel, name),
            "moments": _rows(moments, name),
            "effects": _effects(found, name),
        }
    return told


def _personas(found: Comparison, name: str) -> dict[str, dict[str, float]]:
    mean = np.mean([pair.changed for pair in found.pairs[name]], axis=0)
    return {
        persona: dict(zip(CHANGES, mean[code].tolist(), strict=True))
        for code, persona in enumerate(sorted(found.base.spec.personas))
    }


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
