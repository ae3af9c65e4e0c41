"""The section on needs the focal brand did not win: why, and where."""

from functools import partial
from typing import Any, Final

from sim import plot
from sim.plot.words import MOMENTS, REASONS
from sim.report.answer import MEANING
from sim.report.figure import INTERVAL, Table, cells, drawn, listed, percent
from sim.results import Estimate, Run
from sim.results import shares as found_in
from sim.tables import moments as words

PLACES: Final = (*words.MOMENTS, "none")
"""Where a need may be lost, in the order of the counter."""


def fill(run: Run) -> dict[str, Any]:
    """Say why and where needs were lost.

    Parameters
    ----------
    run : Run
        What was found.

    Returns
    -------
    dict
        Two figures, `reasons` and `places`, and what each reason means.
    """
    focal = run.spec.focal_brand
    found = found_in.lost_reasons(run.summary)
    order = plot.by_size(found) if found[0].mean is not None else []
    names = {code: REASONS[words.LOST_REASONS[code]] for code in order}
    reasons = Table(
        f"Needs {focal} did not win, by reason",
        ["reason", "% of needs lost", *INTERVAL],
        [[names[code], *cells(found[code])] for code in order],
    )
    table = found_in.lost_cells(run.summary)
    filled = [
        (code, place, table[code][place])
        for code in order
        for place in range(len(PLACES))
        if table[code][place].mean
    ]
    places = Table(
        f"Needs {focal} did not win, by reason and micro-moment",
        ["reason", "micro-moment", "% of needs lost", *INTERVAL],
        [[names[code], MOMENTS[PLACES[place]], *cells(one)] for code, place, one in filled],
    )
    return {
        "reasons": drawn(
            "lost",
            f"Needs {focal} did not win, by reason",
            _reasons_finding(focal, order, found),
            "Each need lost has one reason: how far the brand came, or what alone would have won "
            "it.",
            reasons,
            plot.Panel(partial(plot.lost, run), 0.7 + 0.24 * max(len(order), 4)),
        ),
        "places": drawn(
            "places",
            f"Where {focal} lost needs, and why",
            _places_finding(filled, names),
            "A row is a reason, a column the micro-moment in which it was decided; all cells add "
            "up to 100 %.",
            places,
            plot.Panel(partial(plot.lost_where, run), 0.4 + 0.25 * max(len(order), 4)),
        ),
        "meanings": [
            (names[code], MEANING[words.LOST_REASONS[code]].format(brand=focal)) for code in order
        ],
    }


def _reasons_finding(focal: str, order: list[int], found: list[Estimate]) -> str:
    if not order:
        return f"No need was lost by {focal}."
    told = [f"{REASONS[words.LOST_REASONS[code]]} {percent(found[code])}" for code in order[:4]]
    return f"Of the needs {focal} did not win, the largest parts were lost to {listed(told)}."


def _places_finding(filled: list[tuple[int, int, Estimate]], names: dict[int, str]) -> str:
    if not filled:
        return "There is no place where needs were lost."
    largest = sorted(filled, key=lambda cell: -(cell[2].mean or 0))[:3]
    told = [
        f"{names[code]} at {MOMENTS[PLACES[place]]}, {percent(one)}" for code, place, one in largest
    ]
    return f"Most were lost here: {'; '.join(told)}."
