"""What is measured of the focal brand, in the base and under each plan, as people read it."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Final, NamedTuple

from sim.analysis.steps import funnel_differences
from sim.results import Comparison, Estimate, estimate
from sim.results.pairs import MEASURES, values
from sim.tables.moments import TRUTHS

PERCENT: Final = 100


class Measured(NamedTuple):
    """One measure of the focal brand."""

    name: str
    unit: str
    """Of values; differences of percentages are points."""
    base: float | None
    values: dict[str, float | None]
    """By plan."""
    more: dict[str, Estimate]
    """By plan: its paired difference to the base."""
    form: str
    """How values are written, as Python's formats go."""
    fine: str
    """How differences are written, without their sign."""


def measured(found: Comparison) -> list[Measured]:
    """Measure the focal brand in all worlds, and how far its journeys come from step to step.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    list of Measured
        Measures of brands, and for each moment of truth the part of the journeys opened that
        reached it and the next one: conversion.
    """
    return [*_brand(found), *_conversion(found)]


def _brand(found: Comparison) -> Iterator[Measured]:
    for measure, (name, unit, form, fine) in MEASURES.items():
        factor = PERCENT if unit == "%" else 1
        yield Measured(
            name,
            unit,
            _times(factor, estimate(values(found.base, measure).tolist()).mean),
            {
                plan: _times(factor, estimate(values(run, measure).tolist()).mean)
                for plan, run in found.runs.items()
            },
            {plan: scaled(factor, found.difference(plan, measure)) for plan in found.runs},
            form,
            fine,
        )


def _conversion(found: Comparison) -> Iterator[Measured]:
    base = found.base.summary.funnel(found.focal)
    plans = {plan: run.summary.funnel(found.focal) for plan, run in found.runs.items()}
    differences = funnel_differences(found)
    for truth, following in pairwise(TRUTHS):
        step = (truth, "converted")
        yield Measured(
            f"{_short(truth)} → {_short(following)}",
            "%",
            _times(PERCENT, base[truth]["converted"].mean),
            {plan: _times(PERCENT, it[truth]["converted"].mean) for plan, it in plans.items()},
            {
                plan: scaled(PERCENT, differences[plan].get(step, Estimate(None, None, None)))
                for plan in plans
            },
            ".1f",
            ".2f",
        )


def scaled(factor: float, one: Estimate) -> Estimate:
    """Multiply an estimate.

    Parameters
    ----------
    factor : float
        With what; above 0.
    one : Estimate
        The estimate.

    Returns
    -------
    Estimate
        Mean and interval.
    """
    return Estimate(*(_times(factor, it) for it in one))


def _times(factor: float, value: float | None) -> float | None:
    return None if value is None else factor * value


def _short(truth: str) -> str:
    """As marketers write it: the moments of truth are acronyms, the stimulus is none."""
    return truth if truth == TRUTHS[0] else truth.upper()
