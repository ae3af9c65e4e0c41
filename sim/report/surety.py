"""The section on how sure differences of plans are."""

from collections.abc import Iterator
from math import comb
from typing import Any, Final

from sim.analysis.intervals import detectable
from sim.analysis.uplift import alike, idle, undecided
from sim.report.answer import vouched
from sim.report.figure import Table, isolated, listed, said
from sim.results import Comparison
from sim.results.differences import counted, places
from sim.results.written import NONE, number

NAMED: Final = 6
"""Pairs of plans a sentence names."""


def fill(found: Comparison) -> dict[str, Any]:
    """Say how sure differences are.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    dict
        `sentences` and a `table`.
    """
    what = counted(found)
    heads = ["plan", f"{what} more", "95 % from", "to", "seen with 80 % power from",
             "told from nothing", "replicates that would tell half of the time"]  # fmt: skip
    rows = []
    for name in found.runs:
        difference = found.difference(name)
        tells = {True: "yes", False: "no", None: NONE}[difference.decided]
        least = detectable(found.gains(name).tolist())
        rows.append(
            [name, *(number(it, "+,.1f") for it in difference), number(least, ",.1f"), tells,
             number(undecided(found, name))]
        )  # fmt: skip
    table = Table(f"How sure the differences in {what} are", heads, rows)
    return {"sentences": [*_seen(found), *_apart(found)], "table": table}


def _seen(found: Comparison) -> Iterator[str]:
    count = len(found.replicates)
    if count < 2:
        yield "One pair says nothing of luck: more replicates are needed before plans are ranked."
        return
    what, nothing = counted(found), idle(found)
    least = {name: detectable(found.gains(name).tolist()) for name in found.runs}
    told = [
        f"{number(least[name], f',.{places(least[name])}f')} ({isolated(name)})"
        for name in found.runs
        if name not in nothing
    ]
    if told:
        yield (
            f"{count} pairs would often miss a difference of less than about {listed(told)} "
            f"{what}; larger ones are seen with a chance of 80 %."
        )
    if nothing:
        named = listed([isolated(name) for name in nothing])
        yield f"In every pair there are as many {what} as in the base with {named}."
    for name in found.runs:
        needed = undecided(found, name)
        if needed is not None:
            difference = said(found.difference(name), "+,.1f")
            yield (
                f"With about {needed:,} replicates {isolated(name)} would be told from nothing "
                f"half of the time, if its true difference, {difference}, is the one found."
            )


def _apart(found: Comparison) -> Iterator[str]:
    if len(found.replicates) > 1 and len(found.runs) > 1:
        yield from _alike(alike(found), comb(len(found.runs) - len(idle(found)), 2))
    yield vouched(found.base.assumed)


def _alike(same: list[tuple[str, str]], every: int) -> Iterator[str]:
    if not every:
        return
    if not same:
        yield "All plans that change anything are told apart from each other."
        return
    if len(same) == every > 1:
        yield "No two of these plans are told apart by these pairs: they should not be ranked."
        return
    named = [f"{isolated(one)} and {isolated(other)}" for one, other in same[:NAMED]]
    rest = f"; and {len(same) - NAMED} more" if len(same) > NAMED else ""
    yield f"Not told apart from each other, and so not to be ranked: {'; '.join(named)}{rest}."
