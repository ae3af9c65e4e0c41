"""Credit as a table: one row a moment and measure."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from sim.results import Estimate

if TYPE_CHECKING:
    import pandas as pd

    from sim.analysis.credit import Credit

COLUMNS: Final = ("moment", "measure", "unit", "mean", "low", "high")
ALL: Final = "all"
"""Stands for the moments together."""


def credit_frame(found: "Credit") -> "pd.DataFrame":
    """One row per moment and measure: unit, mean and 95 % interval.

    Parameters
    ----------
    found : Credit
        What was found.

    Returns
    -------
    pandas.DataFrame
        Measures as in `Credit.frame`; what is planned, and what rules hand out, has no interval.
    """
    import pandas as pd

    rows = [row for moment in found.moments for row in _of(found, moment)]
    spend = sum(found.spend.values())
    rows += [
        {"moment": ALL, "measure": "planned", "unit": "euro", "mean": spend},
        {"moment": ALL, "measure": "total", "unit": "purchases", **found.total._asdict()},
        {"moment": ALL, "measure": "purchases", "unit": "purchases", **found.purchases._asdict()},
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _of(found: "Credit", moment: str) -> Iterator[dict[str, Any]]:
    purchases = {"moment": moment, "unit": "purchases"}
    spend, caused = found.spend[moment], found.shapley[moment]
    yield {"moment": moment, "measure": "planned", "unit": "euro", "mean": spend}
    for measure in ("shapley", "leave_one_out", "only_one"):
        yield {**purchases, "measure": measure, **getattr(found, measure)[moment]._asdict()}
    whole = found.total.mean
    share = None if caused.mean is None or not whole else caused.mean / whole
    yield {"moment": moment, "measure": "share", "unit": "share", "mean": share}
    yield {"moment": moment, "measure": "eur_per_purchase", "unit": "euro",
           "mean": each(spend, caused)}  # fmt: skip
    for name, credit in found.rules.items():
        yield {**purchases, "measure": name, "mean": credit[moment]}
    for name, credit in found.tracked.items():
        yield {**purchases, "measure": f"tracked_{name}", "mean": credit[moment]}


def each(spend: float, caused: Estimate) -> float | None:
    """Euro for a purchase.

    Parameters
    ----------
    spend : float
        Planned euro.
    caused : Estimate
        Purchases they caused.

    Returns
    -------
    float or None
        None where it may be that nothing was caused.
    """
    if caused.mean is None or not caused.above_zero:
        return None
    return spend / caused.mean
