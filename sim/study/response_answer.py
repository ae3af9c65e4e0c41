"""What follows from what was bought in the worlds of a question about response."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import product
from typing import TypeAlias

from sim.analysis.curve import TODAY, Curve, Curves, around
from sim.analysis.further import Further, Sum
from sim.analysis.plausible import Drawn, Plausible
from sim.analysis.response import Response, elasticity
from sim.study.budgeted import LIVE
from sim.study.noticed import SHIFT
from sim.study.response_worlds import FACTORS, Market, Question, in_market
from sim.study.sold import Sold
from sim.study.spending import AS_TODAY, Subject, planned_euro

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
        live=_live(question, sold, whole),
        further=_further(question, sold, whole),
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
            names = {it: subject.world(it) for it in question.start.multipliers}
            found[subject.name] = Curve(
                planned_euro(question.start.spec, subject),
                {it: _bought(question, sold, name, whole) for it, name in names.items()},
                {it: _profits(sold, name, whole) for it, name in names.items()},
                {it: [sold[n, name].helped or {} for n in whole] for it, name in names.items()},
            )
    return found


def _profits(sold: Sales, name: str, numbers: Sequence[int]) -> list[float]:
    earned = (sold[number, name].profit for number in numbers)
    return [math.nan if profit is None else profit for profit in earned]


def _live(question: Question, sold: Sales, whole: Sequence[int]) -> Curves:
    """Around today's spend, where people hear one another; today is the same in both."""
    found: Curves = {}
    if question.start.feedback != "replay":
        return found
    for subject in question.subjects:
        if subject.kind == "moment":
            bought = {
                it: _bought(question, sold, f"{LIVE}{subject.world(it)}", whole)
                for it in around(question.start.multipliers)
                if it != TODAY
            }
            bought[TODAY] = _bought(question, sold, AS_TODAY, whole)
            found[subject.name] = Curve(planned_euro(question.start.spec, subject), bought)
    return found


def _further(question: Question, sold: Sales, whole: Sequence[int]) -> Further | None:
    if not question.further:
        return None
    spec, euro = question.start.spec, question.more
    today = _bought(question, sold, AS_TODAY, whole)
    profit = _profits(sold, AS_TODAY, whole)
    sums = {}
    for subject in question.further:
        name = subject.with_more(euro)
        bought, earned = _bought(question, sold, name, whole), _profits(sold, name, whole)
        sums[subject.name] = Sum(
            planned_euro(spec, subject),
            [more - few for more, few in zip(bought, today, strict=True)],
            [more - few for more, few in zip(earned, profit, strict=True)],
        )
    everything = [Subject("lever", lever) for lever in spec.brands[spec.focal_brand].spend.by_lever]
    planned = math.fsum(planned_euro(spec, it) for it in everything)
    return Further(euro, planned, today, profit, sums)


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
