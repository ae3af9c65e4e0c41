"""Where in the journey plans tell: steps of the funnel and micro-moments, plan beside base."""

from typing import Final

from matplotlib.axes import Axes

from sim.analysis.steps import Steps, funnel_differences, funnel_rows, moment_differences
from sim.plot.canvas import PERCENT, styled
from sim.plot.grids import Measure
from sim.plot.stems import Stems, shortened, stems
from sim.plot.words import MEASURES, MOMENTS, TRUTHS, steps
from sim.results import Comparison
from sim.results.summary import one_of

THOUSAND: Final = 1000


def funnel_step(truth: str, measure: str, brand: str) -> str:
    """Say which step of the funnel it is: ZMOT, acme noticed.

    Parameters
    ----------
    truth, measure : str
        Moment of truth and measure.
    brand : str
        The brand.

    Returns
    -------
    str
        A few words.
    """
    return f"{TRUTHS[truth][0]}, {steps(truth, brand)[measure]}"


@styled
def funnel_steps(found: Comparison, ax: Axes | None = None) -> Axes:
    """How far plans move the focal brand's funnel, step by step.

    Parameters
    ----------
    found : Comparison
        What was found.
    ax : Axes, optional
        Where to draw; omitted = a new figure.

    Returns
    -------
    Axes
        A row a step; for each plan the difference to the base in percentage points of the needs
        that opened a journey, with 95 % interval.
    """
    differences = funnel_differences(found)
    rows = funnel_rows(differences)
    return stems(
        [funnel_step(*row, found.focal) for row in rows], _series(differences, rows), ax,
        factor=PERCENT, label="percentage points more of the needs that opened a journey",
    )  # fmt: skip


@styled
def moment_steps(
    found: Comparison, ax: Axes | None = None, *, measure: Measure = "present"
) -> Axes:
    """In which micro-moments the focal brand is noticed, or helps, more often than in the base.

    Parameters
    ----------
    found : Comparison
        What was found.
    ax : Axes, optional
        Where to draw; omitted = a new figure.
    measure : {"events", "present", "helped"}
        Micro-moments; or those in which the focal brand was noticed, or helped.

    Returns
    -------
    Axes
        A row a micro-moment; for each plan the difference to the base per 1,000 people and day,
        with 95 % interval.

    Raises
    ------
    ResultError
        If there is no such measure.
    """
    one_of("measure", measure, list(MEASURES))
    differences = moment_differences(found)
    series = _series(differences, [(moment, measure) for moment in MOMENTS])
    what = {"events": "", "present": f" with {found.focal} noticed",
            "helped": f" with {found.focal} of help"}  # fmt: skip
    return stems(
        list(MOMENTS.values()), series, ax, factor=per_thousand(found),
        label=f"more micro-moments{what[measure]}, per 1,000 people and day",
    )  # fmt: skip


def per_thousand(found: Comparison) -> float:
    """What a count is multiplied with to be one per 1,000 people and day."""
    market = found.base.spec.market
    return THOUSAND / (market.consumers * market.days)


def _series(differences: Steps, rows: list[tuple[str, str]]) -> list[Stems]:
    return [
        Stems(shortened(name), [told[row] for row in rows]) for name, told in differences.items()
    ]
