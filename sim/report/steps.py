"""The section on where in the journey plans tell."""

from functools import partial
from typing import Any

from sim import plot
from sim.analysis.measured import scaled
from sim.analysis.steps import Steps, funnel_differences, funnel_rows, moment_differences
from sim.plot.stems import height
from sim.plot.steps import funnel_step, per_thousand
from sim.plot.words import MOMENTS
from sim.report.figure import INTERVAL, Figure, Table, cells, drawn, isolated, said
from sim.report.gains import LEAST
from sim.report.plans import few, largest
from sim.results import Comparison, Estimate

COUNTED = {"events": "micro-moments", "present": "noticed", "helped": "helped"}


def fill(found: Comparison) -> dict[str, Any]:
    """Say which steps of the funnel and which micro-moments plans move.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    dict
        Two figures, `funnel` and `moments`.
    """
    return {"funnel": _funnel(found), "moments": _moments(found)}


def _funnel(found: Comparison) -> Figure:
    differences, (shown, left) = funnel_differences(found), few(found)
    rows = funnel_rows(differences)
    name = largest(found)
    told = [(row, differences[name][row]) for row in rows]
    steps = sorted(told, key=lambda it: -abs(it[1].mean or 0.0))[:2]
    most = [f"{funnel_step(*row, found.focal)}, {_points(one)}" for row, one in steps]
    table = [
        [plan, funnel_step(*row, found.focal), *cells(differences[plan][row], "+.2f")]
        for plan in found.runs
        for row in rows
    ]
    return drawn(
        "steps",
        f"The funnel of {found.focal}, plan less base",
        f"With {isolated(name)} these steps of the funnel move most: {'; '.join(most)}.",
        "A row is a step of the funnel. Marks show by how many percentage points of the needs that "
        f"opened a journey it is more, or less, than in the base.{left}",
        Table("Steps of the funnel, plan less base", ["plan", "step", "points more", *INTERVAL],
              table),
        plot.Panel(partial(plot.funnel_steps, shown), height(len(rows), len(shown.runs), 0.22)),
    )  # fmt: skip


def _points(one: Estimate) -> str:
    return said(one, "+.2f", factor=100, unit=" points")


def _moments(found: Comparison) -> Figure:
    differences, scale = moment_differences(found), per_thousand(found)
    shown, left = few(found)
    name = largest(found)
    where = {what: _most(differences, name, what) for what in ("present", "helped")}
    told = [
        f"{verb} in {MOMENTS[moment]} moments, {said(scaled(scale, one), '+,.2f')}"
        for verb, (moment, one) in zip(("noticed", "of help"), where.values(), strict=True)
    ]
    table = [
        [plan, MOMENTS[moment], words, *cells(differences[plan][moment, what], "+,.3f",
                                              factor=scale)]
        for plan in found.runs
        for moment in MOMENTS
        for what, words in COUNTED.items()
    ]  # fmt: skip
    size = height(len(MOMENTS), len(shown.runs), LEAST * 0.7)
    return drawn(
        "steps-moments",
        f"Micro-moments of {found.focal}, plan less base",
        f"With {isolated(name)}, these micro-moments change most, per 1,000 people and day: "
        f"{found.focal} {'; '.join(told)}.",
        "A row is what people want. Marks show in how many micro-moments more, or fewer, the brand "
        f"was noticed (above) and helped (below), per 1,000 people and day.{left}",
        Table("Micro-moments per 1,000 people and day, plan less base",
              ["plan", "micro-moment", "counted", "more", *INTERVAL], table),
        plot.Panel(partial(plot.moment_steps, shown, measure="present"), size),
        plot.Panel(partial(plot.moment_steps, shown, measure="helped"), size),
    )  # fmt: skip


def _most(differences: Steps, name: str, measure: str) -> tuple[str, Estimate]:
    """The micro-moment in which most changed."""
    moment = max(MOMENTS, key=lambda it: abs(differences[name][it, measure].mean or 0.0))
    return moment, differences[name][moment, measure]
