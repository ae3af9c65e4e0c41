"""Response as a table: one row a world and measure."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from sim.analysis.curve import TODAY, Curve
from sim.analysis.further import Further
from sim.results import Estimate, estimate

if TYPE_CHECKING:
    import pandas as pd

    from sim.analysis.response import Response

COLUMNS: Final = (
    "kind", "name", "multiplier", "spend", "measure", "unit", "base", "value", "difference", "low",
    "high",
)  # fmt: skip


def response_frame(found: "Response") -> "pd.DataFrame":
    """One row per moment or lever, multiplier and measure: today, value, paired difference.

    Parameters
    ----------
    found : Response
        What was found.

    Returns
    -------
    pandas.DataFrame
        Columns as in `Response.frame`.
    """
    import pandas as pd

    rows = [
        row
        for kind, curves in (("moment", found.moments), ("lever", found.levers))
        for name, curve in curves.items()
        for row in _points(kind, name, curve)
    ]
    if found.further is not None:
        rows += _sums(found.further)
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _points(kind: str, name: str, curve: Curve) -> Iterator[dict[str, Any]]:
    for multiplier in curve.multipliers:
        start = {"kind": kind, "name": name, "multiplier": multiplier,
                 "spend": curve.spend * multiplier}  # fmt: skip
        today, more = curve.purchases(TODAY), curve.difference(multiplier)
        yield start | _row("purchases", "purchases", today, more)
        if curve.profit:
            today, more = estimate(curve.profit[TODAY]), curve.profit_difference(multiplier)
            yield start | _row("profit", "euro", today, more)


def _sums(found: Further) -> Iterator[dict[str, Any]]:
    for name, one in found.sums.items():
        start = {"kind": "further", "name": name, "spend": one.planned + found.euro}
        yield start | _row("purchases", "purchases", estimate(found.today), found.purchases[name])
        yield start | _row("profit", "euro", estimate(found.profit_today), found.profit[name])


def _row(measure: str, unit: str, today: Estimate, more: Estimate) -> dict[str, Any]:
    known = today.mean is not None and more.mean is not None
    return {
        "measure": measure,
        "unit": unit,
        "base": today.mean,
        "value": (today.mean or 0.0) + (more.mean or 0.0) if known else None,
        "difference": more.mean,
        "low": more.low,
        "high": more.high,
    }
