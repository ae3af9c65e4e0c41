"""The section on needs the focal brand did not win: why, and where."""

from functools import partial
from typing import Any

from sim import plot
from sim.plot.words import BEFORE_ANY, PLACES, REASONS
from sim.reference.words import LOST
from sim.report.figure import INTERVAL, Figure, Table, cells, drawn, listed, percent
from sim.results import Estimate, Run
from sim.results import shares as found_in
from sim.tables.moments import LOST_REASONS


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
    reasons = [LOST_REASONS[code] for code in order]
    return {
        "reasons": _reasons(run, order, found),
        "places": _places(run, order),
        "meanings": [(REASONS[name], LOST[name].format(brand=focal)) for name in reasons],
    }


def _reasons(run: Run, order: list[int], found: list[Estimate]) -> Figure:
    title = f"Needs {run.spec.focal_brand} did not win, by reason"
    rows = [[_name(code), *cells(found[code])] for code in order]
    return drawn(
        "lost",
        title,
        _reasons_finding(run.spec.focal_brand, order, found),
        "Each need lost has one reason: how far the brand came, or what alone would have won it.",
        Table(title, ["reason", "% of needs lost", *INTERVAL], rows),
        plot.Panel(partial(plot.lost, run), 0.7 + 0.24 * max(len(order), 4)),
    )


def _places(run: Run, order: list[int]) -> Figure:
    focal = run.spec.focal_brand
    table = found_in.lost_cells(run.summary)
    filled = [
        (code, place, one)
        for code in order
        for place, one in zip(PLACES, table[code], strict=True)
        if one.mean
    ]
    return drawn(
        "places",
        f"Where {focal} lost needs, and why",
        _places_finding(filled),
        "A row is a reason, a column the micro-moment in which it was decided; all cells add up to "
        "100 %.",
        Table(
            f"Needs {focal} did not win, by reason and micro-moment",
            ["reason", "micro-moment", "% of needs lost", *INTERVAL],
            [[_name(code), place, *cells(one)] for code, place, one in filled],
        ),
        plot.Panel(partial(plot.lost_where, run), 0.4 + 0.25 * max(len(order), 4)),
    )


def _reasons_finding(focal: str, order: list[int], found: list[Estimate]) -> str:
    if not order:
        return f"No need was lost by {focal}."
    told = [f"{_name(code)} {percent(found[code])}" for code in order[:4]]
    return f"Of the needs {focal} did not win, the largest parts were lost to {listed(told)}."


def _places_finding(filled: list[tuple[int, str, Estimate]]) -> str:
    if not filled:
        return "There is no place where needs were lost."
    largest = sorted(filled, key=lambda cell: -(cell[2].mean or 0))[:3]
    told = [
        f"{_name(code)} {place if place == BEFORE_ANY else f'at {place}'}, {percent(one)}"
        for code, place, one in largest
    ]
    return f"Most were lost here: {'; '.join(told)}."


def _name(code: int) -> str:
    return REASONS[LOST_REASONS[code]]
