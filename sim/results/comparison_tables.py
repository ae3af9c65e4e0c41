"""A comparison as tidy pandas frames, and as the JSON object of `journey compare --json`."""

from html import escape
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.results.estimate import Estimate, estimate
from sim.results.kpis import BRAND_KPIS
from sim.results.pairs import CHANGES, MEASURES, SOURCES, values
from sim.results.written import number, with_spread

if TYPE_CHECKING:
    import pandas as pd

    from sim.results.comparison import Comparison

DIFFERENCES: Final = ("purchases", "share", "revenue", "spend", "induced_spend", "profit")
"""What the JSON object tells as a difference."""


def measures(found: "Comparison") -> "pd.DataFrame":
    """One row per world and measure of the focal brand: base, world, paired difference."""
    import pandas as pd

    units = {kpi.name: kpi.unit for kpi in BRAND_KPIS}
    rows = []
    for name, run in found.runs.items():
        for measure in MEASURES:
            difference = found.difference(name, measure)
            rows.append(
                {
                    "strategy": name,
                    "measure": measure,
                    "unit": units[measure],
                    "base": estimate(values(found.base, measure).tolist()).mean,
                    "value": estimate(values(run, measure).tolist()).mean,
                    "difference": difference.mean,
                    "low": difference.low,
                    "high": difference.high,
                }
            )
    return pd.DataFrame(rows)


def per_replicate(found: "Comparison") -> "pd.DataFrame":
    """One row per world, replicate and measure: the difference to the base."""
    import pandas as pd

    rows = [
        {"strategy": name, "replicate": number, "measure": measure, "difference": gained}
        for name in found.runs
        for measure in MEASURES
        for number, gained in zip(found.replicates, found.gains(name, measure), strict=True)
    ]
    return pd.DataFrame(rows)


def needs(found: "Comparison") -> "pd.DataFrame":
    """Needs by world, replicate, persona and what became of them."""
    import pandas as pd

    personas = sorted(found.base.spec.personas)
    rows = [
        {
            "strategy": name,
            "replicate": pair.number,
            "persona": persona,
            "change": change,
            "needs": int(pair.changed[code, kind]),
        }
        for name, pairs in found.pairs.items()
        for pair in pairs
        for code, persona in enumerate(personas)
        for kind, change in enumerate(CHANGES)
    ]
    return pd.DataFrame(rows)


def as_json(found: "Comparison", *, per_replicate: bool) -> dict[str, Any]:
    """Say everything a program may want to know, as `Comparison.to_json` does."""
    return {
        "base": found.base_name,
        "base_result": found.base.to_json(),
        "focal": found.focal,
        "replicates": len(found.replicates),
        "strategies": {name: _told(found, name, per_replicate) for name in found.runs},
        "out": None if found.out is None else str(found.out),
    }


def page_part(found: "Comparison") -> str:
    """Show a comparison as a notebook does: what each plan has more than the base, and of whom."""
    import pandas as pd

    rows = []
    for name in found.runs:
        source = found.source(name)
        rows.append(
            {
                "strategy": name,
                **{m.replace("_", " "): _more(found.difference(name, m)) for m in DIFFERENCES},
                **{key.replace("_", " "): number(mean, "+,.0f") for key, mean in source.items()},
            }
        )
    table: str = pd.DataFrame(rows).to_html(index=False, border=0)
    note = (
        f"{found.focal}, more than {found.base_name} · {len(found.replicates)} pairs · feedback "
        f"{found.feedback} · ± is the 95 % interval of luck over pairs, and of luck alone"
    )
    return f"<h4>{escape(found.base.spec.name)}</h4>{table}<p><small>{escape(note)}</small></p>"


def _more(found: Estimate) -> str:
    largest = max(abs(found.mean or 0.0), found.half_width or 0.0)
    return with_spread(found, "+,.4f" if largest < 1.0 else "+,.0f")


def _told(found: "Comparison", name: str, per_replicate: bool) -> dict[str, Any]:
    told = {
        **found.runs[name].to_json(),
        "budget": found.budget(name),
        "difference": {m: found.difference(name, m)._asdict() for m in DIFFERENCES},
        "source": found.source(name),
        "changed": found.changed(name),
    }
    if per_replicate:
        gained = {measure: found.gains(name, measure) for measure in DIFFERENCES}
        told["per_replicate"] = [
            {
                "replicate": pair.number,
                "difference": {m: _number(more[row]) for m, more in gained.items()},
                "source": dict(zip(SOURCES, pair.source.tolist(), strict=True)),
                "changed": dict(zip(CHANGES, pair.changed.sum(axis=0).tolist(), strict=True)),
            }
            for row, pair in enumerate(found.pairs[name])
        ]
    return told


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)
