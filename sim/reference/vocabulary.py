"""What every word outside scenario files means: levers, moments, measures, counters, streams."""

import ast
import inspect
import math
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from sim.levers import LEVERS, CapabilityLever, Lever
from sim.reference.entry import Entry
from sim.reference.page import facts, facts_in, standing
from sim.reference.words import BUDGETS, MEANINGS, WORDS
from sim.results import kpis, measure
from sim.results.kpis import BRAND_KPIS, FUNNEL, MARKET_KPIS
from sim.reviews import RULES
from sim.scenario.catalogue import parameters
from sim.scenario.declare import ROLES
from sim.tables.dials import DIALS
from sim.tables.events import BRAND_COUNTS, MARKET_COUNTS, TOUCH, Count
from sim.tables.moments import CHANNELS, GOOGLE_MOMENTS, MOMENTS
from sim.tables.state import COLUMNS
from sim.tables.streams import STREAMS

FUNNEL_MEANINGS: Final = {
    "reached": "Journeys in which this moment of truth occurred.",
    "present": "Journeys in which the brand was noticed at it.",
    "helped": "Journeys in which the brand was of use at it.",
    "converted": "Journeys that reached this moment of truth and the next one.",
}
"""The columns of the funnel, each a share of the journeys opened."""


def vocabulary() -> Iterator[Entry]:
    """Every word that is no setting.

    Yields
    ------
    Entry
        Kind by kind, in the order of the tables.
    """
    yield from (_lever(lever) for lever in LEVERS.values())
    yield from _dials()
    yield from _words()
    for name, about in BUDGETS.items():
        paid = [it.name for it in LEVERS.values() if it.moment == name]
        setting = f"brands.<brand>.spend.moments.{name}"
        yield Entry("moment budget", name, about, {"pays for": paid, "setting": setting})
    for rule in RULES.values():
        found = {**source_of(rule.source), "setting": "reviews.rule", "defined in": _file(rule)}
        yield Entry("review rule", rule.name, rule.about, found)
    yield from _measures()
    yield from _memory()
    for role, about in ROLES.items():
        numbers = [it.path for it in parameters() if it.role == role]
        yield Entry("role", role, about, {"settings": numbers})
    for fact in facts().values():
        found = {"figure": fact.figure, "source": fact.source, "checked": fact.checked}
        yield Entry("fact", fact.code, f"{fact.fact.rstrip('.')}.", found)


def source_of(source: str) -> dict[str, Any]:
    """Write a source out, with the published figures it refers to by code.

    Parameters
    ----------
    source : str
        What a declaration says of itself.

    Returns
    -------
    dict of str to Any
        The source, how far it can be relied on, and the facts in full.
    """
    found: dict[str, Any] = {"source": source, "standing": standing(source)}
    told = [f"{it.code} ({it.checked}): {it.fact}; {it.source}" for it in facts_in(source)]
    return {**found, "facts": told} if told else found


def _lever(lever: Lever) -> Entry:
    found: dict[str, Any] = {
        "paid by": f"moment budget {lever.moment}" if lever.is_budget else "a policy of the brand",
        "dials": [f"{name} ({_dial_unit(name)})" for name in lever.dials],
        "cells": _cells(lever),
        "unit costs": list(lever.priced),
    }
    if lever.is_budget:
        found["default spend"] = f"{lever.default_spend:g} {_DAILY}"
        found["carry-over"] = lever.carry_over
    if isinstance(lever, CapabilityLever):
        found["ceiling"] = lever.ceiling
        found["scale"] = f"{lever.scale:g} {_DAILY}"
    for name, it in lever.settings.items():
        found[f"constant {name}"] = (
            f"{it.about} {it.default:g} {it.unit}, {it.low:g} to {it.high:g}; {it.source}"
        )
    path = f"brands.<brand>.spend.levers.{lever.name}"
    found["setting"] = path if lever.is_budget else f"brands.<brand>.policies.{lever.name}"
    found |= source_of(lever.source)
    found["cannot say"] = lever.cannot_say
    found["defined in"] = f"sim/levers/{lever.name}.py"
    return Entry("lever", lever.name, lever.about, {k: v for k, v in found.items() if v != []})


def _cells(lever: Lever) -> list[str]:
    by_moment: dict[str, list[str]] = {}
    for (moment, channel), weight in lever.cells.items():
        shown = CHANNELS[channel] if weight == 1.0 else f"{CHANNELS[channel]} × {weight:g}"
        by_moment.setdefault(MOMENTS[moment], []).append(shown)
    return [f"{moment}: {', '.join(channels)}" for moment, channels in by_moment.items()]


def _dial_unit(name: str) -> str:
    return next(dial.unit for dial in DIALS if dial.name == name)


def _range(low: float, high: float) -> Any:
    return f"{low:g} and more" if math.isinf(high) else (low, high)


def _dials() -> Iterator[Entry]:
    for dial in DIALS:
        turned = [lever.name for lever in LEVERS.values() if dial.name in lever.dials]
        found = {
            "unit": dial.unit,
            "neutral": dial.neutral,
            "range": _range(dial.low, dial.high),
            "levers": f"{dial.combine}: {', '.join(turned)}",
            "one for each": ", ".join(dial.axes),
        }
        yield Entry("dial", dial.name, dial.doc, found)


def _words() -> Iterator[Entry]:
    for kind, names in WORDS.items():
        for code, name in enumerate(names):
            found: dict[str, Any] = {"code in logs": code}
            if kind == "micro-moment":
                found["Google's word"] = GOOGLE_MOMENTS[name]
                found["levers"] = [
                    it.name for it in LEVERS.values() if any(m == code for m, _ in it.cells)
                ]
            elif kind == "channel":
                found["levers"] = [
                    it.name for it in LEVERS.values() if any(c == code for _, c in it.cells)
                ]
            yield Entry(kind, name, MEANINGS[kind][name], found)


def _measures() -> Iterator[Entry]:
    for kind, rows in (("measure of brands", BRAND_KPIS), ("measure of the market", MARKET_KPIS)):
        for kpi in rows:
            formula = _formulas().get((kpi.name, kpi.doc))
            found = {"unit": kpi.unit, "computed": formula, "defined in": _KPIS}
            shown = {label: value for label, value in found.items() if value}
            yield Entry(kind, kpi.name, kpi.doc, shown)
    for name in FUNNEL:
        found = {"unit": "share of journeys opened", "defined in": _KPIS}
        yield Entry("measure of the funnel", name, FUNNEL_MEANINGS[name], found)


@cache
def _formulas() -> dict[tuple[str, str], str]:
    """How measures are computed, as their own source says: by name and meaning."""
    return {
        (str(row.args[0].value), str(row.args[2].value)): _formula(row.args[3])
        for row in ast.walk(ast.parse(inspect.getsource(kpis)))
        if isinstance(row, ast.Call)
        and isinstance(row.func, ast.Name)
        and row.func.id == "Kpi"
        and isinstance(row.args[0], ast.Constant)
        and isinstance(row.args[2], ast.Constant)
    }


def _formula(node: ast.expr) -> str:
    """An expression as it is written; of a function by name, what it says of itself."""
    text = ast.unparse(node)
    function = getattr(measure, text, None) if isinstance(node, ast.Name) else None
    return (function.__doc__ or text).splitlines()[0] if function else text


def _memory() -> Iterator[Entry]:
    for column in COLUMNS:
        found = {
            "of each": "consumer and brand" if column.layout == "memory" else "consumer",
            "array": column.layout,
            "unit": column.unit,
            "initial": column.initial,
            "type": column.dtype,
            "written by": list(column.writers) or "nothing: it is constant",
        }
        yield Entry("column", column.name, column.doc, found)
    yield from (_count(count, "the market") for count in MARKET_COUNTS)
    yield from (_count(count, "each brand") for count in BRAND_COUNTS)
    for name, dtype, doc in TOUCH:
        yield Entry("column of the touch log", name, doc, {"type": dtype})
    for it in STREAMS:
        words = {f"word {number}": words for number, words in enumerate(it.words)}
        found = {"id": it.id, "key": it.key, "counter a": it.a, "counter b": it.b, **words}
        about = "Random words, the same in all replicates." if it.key == "person" else _LUCK
        yield Entry("random stream", it.name, about, found)


_DAILY: Final = "euro per 1,000 consumers and day (budgets are per week: times 7)"
_LUCK: Final = "Random words, others in each replicate."
_KPIS: Final = "sim/results/kpis.py"


def _count(count: Count, owner: str) -> Entry:
    found = {
        "of": owner,
        "one for each": count.axes or "nothing: one number",
        "added by": f"sim/moments: {count.emitter}",
    }
    return Entry("counter", count.name, count.doc, found)


def _file(rule: type) -> str:
    return f"{rule.__module__.replace('.', '/')}.py"
