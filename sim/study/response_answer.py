"""What follows from what was bought in the worlds of a question about response."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import TypeAlias

from sim.analysis.plausible import Drawn, Plausible
from sim.analysis.response import TODAY, Curve, Curves, Response, around, elasticity
from sim.study.credit_job import Sold
from sim.study.noticed import SHIFT
from sim.study.response_worlds import FACTORS, Market, Question, in_market
from sim.study.spending import AS_TODAY, planned_euro

Sales: TypeAlias = Mapping[tuple[int, str], Sold]
"""What was bought, by replicate and name of the world."""


def answered(question: Question, sold: Sales) -> Response:
    """Put together what was found.

    Parameters
    ----------
    question : Question
        What is asked.
    sold : mapping of (int, str) to Sold
        What was bought, by replicate and name of the world.

    Returns
    -------
    Response
        Of the replicates that are whole; plausible markets that are not are left out.
    """
    first, *others = question.markets
    shifted = [cell.world(factor) for cell, factor in product(question.cells, FACTORS)]
    names = [*first.plans, *shifted]
    whole = tuple(n for n in range(question.reps) if all((n, name) in sold for name in names))
    markets = tuple(
        _drawn(question, place, market, sold)
        for place, market in enumerate(others)
        if all(it in sold for it in product(range(market.lives), market.plans))
    )
    return replace(
        question.start,
        numbers=whole,
        moments=_curves(question, "moment", sold, whole),
        levers=_curves(question, "lever", sold, whole),
        presence=_presence(question, sold, whole),
        plausible=Plausible(markets, others[0].lives) if markets else None,
    )


def _bought(question: Question, sold: Sales, name: str, numbers: Sequence[int]) -> list[int]:
    brand = question.start.spec.focal_brand
    return [sold[number, name].purchases[brand] for number in numbers]


def _curves(question: Question, kind: str, sold: Sales, whole: Sequence[int]) -> Curves:
    found = {}
    for subject in question.subjects:
        if subject.kind == kind:
            bought = {
                multiplier: _bought(question, sold, subject.world(multiplier), whole)
                for multiplier in question.start.multipliers
            }
            found[subject.name] = Curve(planned_euro(question.start.spec, subject), bought)
    return found


def _presence(
    question: Question, sold: Sales, whole: Sequence[int]
) -> dict[tuple[str, str], list[float]]:
    today = _bought(question, sold, AS_TODAY, whole)
    found = {}
    for cell in question.cells:
        less, more = (_bought(question, sold, cell.world(factor), whole) for factor in FACTORS)
        found[cell.moment, cell.channel] = [
            elasticity(*units, SHIFT) for units in zip(less, today, more, strict=True)
        ]
    return found


def _drawn(question: Question, place: int, market: Market, sold: Sales) -> Drawn:
    grid = {TODAY, *around(question.start.multipliers)}
    margins = {}
    for subject in question.subjects:
        if subject.kind == "moment":
            bought = {
                it: _bought(
                    question, sold, in_market(place, subject.world(it)), range(market.lives)
                )
                for it in grid
            }
            margins[subject.name] = Curve(planned_euro(market.spec, subject), bought).margins
    return Drawn(market.assumed, margins)
