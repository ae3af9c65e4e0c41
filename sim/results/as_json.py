"""A run as the JSON object that `journey run --json` prints: no number in it is rounded."""

from collections.abc import Sequence
from typing import Any, Final

from sim.results.estimate import Estimate
from sim.results.kpis import FUNNEL
from sim.results.replicate import Replicate
from sim.results.summary import Summary
from sim.tables.moments import CHANNELS, ENDS, MOMENTS, STIMULUS, TRUTHS, UMOT

BRAND_FIELDS: Final = (
    "purchases", "share", "spend", "induced_spend", "revenue", "margin", "profit", "rating",
    "reviews", "satisfaction", "nps",
)  # fmt: skip
# What is no question at a moment of truth has no estimate there.
_NOT_ASKED: Final = {
    (TRUTHS[STIMULUS], "helped"),
    (TRUTHS[UMOT], "present"),
    (TRUTHS[UMOT], "helped"),
    (TRUTHS[UMOT], "converted"),
}


def as_json(summary: Summary) -> dict[str, Any]:
    """Say what was found, apart from how it was run.

    Parameters
    ----------
    summary : Summary
        The world and its replicates.

    Returns
    -------
    dict
        `brands`, `counts`, `funnel`, `moments`, `personas` and `lost` of `journey run --json`.
        Present and helped moments, personas and lost journeys are those of the focal brand.
    """
    focal = summary.spec.focal_brand
    measured = summary.brands()
    return {
        "brands": {
            name: {field: _estimate(measured[name][field]) for field in BRAND_FIELDS}
            for name in summary.names
        },
        "counts": counts(summary.replicates),
        "funnel": _funnel(summary, focal),
        "moments": _moments(summary, focal),
        "personas": {
            name: {field: _estimate(found) for field, found in row.items()}
            for name, row in summary.personas(focal).items()
        },
        "lost": {reason: _estimate(found) for reason, found in summary.lost().items()},
    }


def counts(replicates: Sequence[Replicate]) -> dict[str, Any]:
    """Add up what happened to journeys, use and reviews over all replicates.

    Parameters
    ----------
    replicates : sequence of Replicate
        What was counted.

    Returns
    -------
    dict
        Whole numbers; `live_start + opened` are the six ends and `live_end`, and
        `using_start + bought` are `used + using_end`.
    """
    ended = [sum(int(r.market["ended"][code].sum()) for r in replicates) for code, _ in _ends()]
    stars = [sum(int(r.brands["reviews"][:, star].sum()) for r in replicates) for star in range(5)]
    return {
        "live_start": _stock(replicates, "live_start"),
        "opened": sum(r.sum("opened") for r in replicates),
        **{name: ended[code] for code, name in _ends()},
        "live_end": _stock(replicates, "live_end"),
        "using_start": _stock(replicates, "using_start"),
        "used": sum(int(r.total("used").sum()) for r in replicates),
        "using_end": _stock(replicates, "using_end"),
        "reviews": sum(stars),
        "stars": stars,
    }


def _ends() -> list[tuple[int, str]]:
    return list(enumerate(ENDS))


def _stock(replicates: Sequence[Replicate], name: str) -> int:
    return sum(r.stocks[name] for r in replicates)


def _estimate(found: Estimate) -> dict[str, float | None]:
    return found._asdict()


def _funnel(summary: Summary, brand: str) -> list[dict[str, Any]]:
    return [
        {
            "moment": truth,
            **{
                measure: None if (truth, measure) in _NOT_ASKED else _estimate(row[measure])
                for measure in FUNNEL
            },
        }
        for truth, row in summary.funnel(brand).items()
    ]


def _moments(summary: Summary, brand: str) -> list[dict[str, Any]]:
    cells = summary.moments(brand)
    return [
        {
            "moment": moment,
            "channel": channel,
            "google": summary.google[moment],
            **{measure: _estimate(table[m][c]) for measure, table in cells.items()},
        }
        for m, moment in enumerate(MOMENTS)
        for c, channel in enumerate(CHANNELS)
    ]
