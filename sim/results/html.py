"""A run as a notebook shows it: funnel, brands, provenance."""

from html import escape
from typing import TYPE_CHECKING, Final

from sim.results.estimate import Estimate
from sim.results.kpis import FUNNEL

if TYPE_CHECKING:
    from sim.results.run import Run

BRAND_COLUMNS: Final = (
    "purchases",
    "share",
    "rating",
    "reviews",
    "spend",
    "induced_spend",
    "profit",
)
SHARES: Final = (*FUNNEL, "share")


def page_part(run: "Run") -> str:
    """Show a run as a piece of a web page.

    Parameters
    ----------
    run : Run
        What was found.

    Returns
    -------
    str
        HTML without scripts or outside requests.
    """
    spec = run.spec
    focal = spec.focal_brand
    funnel = [
        [truth, *(_cell(row[measure], measure) for measure in FUNNEL)]
        for truth, row in run.summary.funnel(focal).items()
    ]
    brands = [
        [name, *(_cell(measured[column], column) for column in BRAND_COLUMNS)]
        for name, measured in run.summary.brands().items()
    ]
    facts = {
        "consumers": f"{spec.market.consumers:,}",
        "days": f"{spec.market.days:,}",
        "replicates": str(len(run.replicates)),
        "seed": str(run.seed),
        "feedback": spec.feedback,
        "new people": "yes" if run.new_people else "no",
    }
    origin = [
        " · ".join(f"{name} {value}" for name, value in (facts | run.made.versions).items()),
        "± is the 95 % interval of luck over replicates, and of luck alone",
    ]
    if run.assumed:
        origin.append(
            f"{run.assumed[0]} of {run.assumed[1]} numbers of this market are assumptions"
        )
    return (
        f"<h4>{escape(spec.name)}</h4>"
        + _table([f"{focal}, of journeys opened", *FUNNEL], funnel)
        + _table(["brand", *BRAND_COLUMNS], brands)
        + "".join(f"<p><small>{escape(line)}</small></p>" for line in origin)
    )


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = ["".join(f"<th>{escape(cell.replace('_', ' '))}</th>" for cell in head)]
    lines += ["".join(f"<td>{escape(cell)}</td>" for cell in row) for row in rows]
    return "<table>" + "".join(f"<tr>{line}</tr>" for line in lines) + "</table>"


def _cell(found: Estimate, measure: str) -> str:
    if found.mean is None:
        return "–"
    factor, form, unit = (100, ",.1f", " %") if measure in SHARES else (1, ",.0f", "")
    if measure == "rating":
        form = ".2f"
    half = found.half_width
    spread = "" if half is None else f" ± {half * factor:{form}}"
    return f"{found.mean * factor:{form}}{unit}{spread}"
