"""Sections on what plans made of purchases: how many more, from whom, who changed, through whom."""

from functools import partial
from typing import Any, Final

from sim import plot
from sim.analysis.social import effects
from sim.plot.gained import CHANGES, EFFECTS
from sim.plot.paired import ROW
from sim.plot.stems import height
from sim.report.figure import INTERVAL, Table, beginning, cells, drawn, isolated, listed, said
from sim.report.plans import TOLD, few, largest, ranked
from sim.results import Comparison
from sim.results.differences import (
    WHENCE,
    adding_up,
    by_change,
    by_persona,
    by_source,
    counted,
    per_hundred,
)

LEAST: Final = 0.34
"""Inches of a row with one mark."""


def pairs(found: Comparison) -> dict[str, Any]:
    """Say how much more each plan brings, pair by pair.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    dict
        A `figure`.
    """
    what, base = counted(found), isolated(found.base_name)
    named = ranked(found)[:TOLD]
    told = [f"{isolated(name)} {said(found.difference(name), '+,.1f')}" for name in named]
    rows = [
        [name, *cells(found.difference(name), "+,.1f", factor=1),
         *cells(found.difference(name, "profit"), "+,.0f", factor=1)]
        for name in found.runs
    ]  # fmt: skip
    size = 0.8 + ROW * len(found.runs)
    return {
        "figure": drawn(
            "pairs",
            f"{beginning(what)} and profit more than under {base}",
            f"{beginning(what)} of {found.focal} more than under {base}: {'; '.join(told)}.",
            "A pale point is one pair: the same people with the same luck, with the plan less "
            "without it. The diamond is their mean. Where its interval touches the line at 0, the "
            "difference may be luck.",
            Table(f"{beginning(what)} and profit more", ["plan", f"{what} more", *INTERVAL,
                  "profit more, €", *INTERVAL], rows),
            plot.Panel(partial(plot.paired, found), size),
            plot.Panel(partial(plot.paired, found, measure="profit"), size),
        )
    }  # fmt: skip


def sources(found: Comparison) -> dict[str, Any]:
    """Say whom purchases come from.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    dict
        A `figure`.
    """
    name, what = largest(found), counted(found)
    parts = by_source(found, name)
    whole = adding_up(
        found.difference(name).mean, {source: one.mean for source, one in parts.items()}, 1
    )
    told = [
        f"{said(one._replace(mean=whole[source]), '+,.1f')} {WHENCE[source]}"
        for source, one in parts.items()
    ]
    return {
        "figure": drawn(
            "sources",
            f"Whom {what} more come from",
            f"With {isolated(name)}, {said(found.difference(name), '+,.1f')} {what}: "
            f"{listed(told)}.",
            "From rivals: what all rivals together sell less. Brought forward: people buy more now "
            "and, under the same luck, less in the days after. New to the category: the rest. The "
            "three add up to the difference.",
            _counts(found, f"{what} more by source", WHENCE, by_source, "+,.1f"),
            plot.Panel(partial(plot.gain_sources, found), height(len(found.runs), 3)),
        )
    }


def changed(found: Comparison) -> dict[str, Any]:
    """Say which needs ended otherwise.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    dict
        A `figure`.
    """
    name = largest(found)
    parts = by_change(found, name)
    return {
        "figure": drawn(
            "changed",
            "Needs that ended otherwise",
            f"With {isolated(name)}, {found.focal} won {said(parts['only_with'], ',.1f')} needs "
            f"only because of it, and {said(parts['only_without'], ',.1f')} only without it; "
            f"{said(parts['sooner'], ',.1f')} were won sooner and {said(parts['later'], ',.1f')} "
            "later.",
            "The same need of the same person on the same day, in both worlds, under the same "
            "luck. Won only with the plan less won only without it is the difference in "
            "purchases. The last: lost in both worlds, and not to the same end.",
            _counts(found, "Needs by what became of them", CHANGES, by_change, ",.1f"),
            plot.Panel(partial(plot.changed_needs, found), height(len(found.runs), 5)),
        )
    }


def people(found: Comparison) -> dict[str, Any] | None:
    """Say what kinds of people buy more.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    dict or None
        A `figure`; None where all people are of one kind.
    """
    personas = sorted(found.base.spec.personas)
    if len(personas) == 1:
        return None
    name, what = largest(found), counted(found)
    gained, (shown, left) = by_persona(found, name), few(found)
    order = sorted(gained, key=lambda persona: -abs(gained[persona].mean or 0.0))[:TOLD]
    told = [f"{persona} {said(gained[persona], '+,.1f')}" for persona in order]
    had = found.base.summary.personas(found.focal)
    rows = [
        [
            name,
            persona,
            cells(had[persona]["purchases"], ",.1f", factor=1)[0],
            *cells(one, "+,.1f", factor=1),
            *cells(per_hundred(found, name)[persona], "+,.2f", factor=1),
        ]
        for name in found.runs
        for persona, one in by_persona(found, name).items()
    ]
    heads = ["plan", "people", f"{what} in the base", "more", *INTERVAL]
    heads += ["more per 100 people", *INTERVAL]
    return {
        "figure": drawn(
            "people",
            f"{beginning(what)} more by kind of person",
            f"With {isolated(name)}, {what} more by kind of person: {', '.join(told)}.",
            "Counts, not shares: a kind of many people weighs more. They add up to the difference."
            + left,
            Table(f"{beginning(what)} more by kind of person", heads, rows),
            plot.Panel(
                partial(plot.persona_gains, shown), height(len(personas), len(shown.runs), LEAST)
            ),
        ),
    }


def social(found: Comparison) -> dict[str, Any] | None:
    """Say what plans do by themselves, and what through the people they move.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    dict or None
        A `figure`; None where nothing was replayed.
    """
    if not found.live:
        return None
    name, what = largest(found), counted(found)
    parts = effects(found, name)
    heads = ["plan", "effect", f"{what} more", *INTERVAL]
    rows = [
        [one, label, *cells(getattr(effects(found, one), part), "+,.1f", factor=1)]
        for one in found.runs
        for part, label in EFFECTS.items()
    ]
    factor = parts.multiplier
    times = (
        ""
        if factor.low is None or factor.high is None
        else f", × {factor.mean:,.2f} ({factor.low:,.2f} to {factor.high:,.2f})"
    )
    return {
        "figure": drawn(
            "social",
            "Direct and social effect",
            f"With {isolated(name)}, where people hear one another: {said(parts.total, '+,.1f')} "
            f"{what} in all, {said(parts.direct, '+,.1f')} by itself and "
            f"{said(parts.social, '+,.1f')} through others' reviews and stories{times}.",
            "By itself: people read and hear what was made public in the base. The rest reaches "
            "them through what the plan made others write and tell. The other sections tell the "
            "first.",
            Table("Direct and social effect", heads, rows),
            plot.Panel(partial(plot.social_effect, found), height(len(found.runs), 3)),
        )
    }


def _counts(
    found: Comparison, caption: str, labels: dict[str, str], count: Any, form: str
) -> Table:
    """One row a plan and kind, with the mean over pairs and its interval."""
    rows = [
        [name, label, *cells(count(found, name)[kind], form, factor=1)]
        for name in found.runs
        for kind, label in labels.items()
    ]
    return Table(beginning(caption), ["plan", "kind", "mean over pairs", *INTERVAL], rows)
