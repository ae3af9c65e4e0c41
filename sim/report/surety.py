"""The section on how sure differences of plans are."""

from collections.abc import Iterator
from math import comb
from typing import Any, Final

from sim.analysis.intervals import detectable
from sim.analysis.uplift import alike, undecided
from sim.plot.words import bought
from sim.report.answer import vouched
from sim.report.figure import Table, isolated, said
from sim.report.plans import decided
from sim.results import Comparison
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
    what = bought(found.base.spec)[0]
    heads = ["plan", f"{what} more", "95 % from", "to", "seen with 80 % power from",
             "told from nothing", "replicates that would tell"]  # fmt: skip
    rows = []
    for name in found.runs:
        difference = found.difference(name)
        tells = {True: "yes", False: "no", None: NONE}[decided(difference)]
        least = detectable(found.gains(name).tolist())
        rows.append(
            [name, *(number(it, "+,.1f") for it in difference), number(least, ",.1f"), tells,
             number(undecided(found, name))]
        )  # fmt: skip
    table = Table(f"How sure the differences in {what} are", heads, rows)
    return {"sentences": [*_seen(found), *_apart(found)], "table": table}


def _seen(found: Comparison) -> Iterator[str]:
    count = len(found.replicates)
    least = [detectable(found.gains(name).tolist()) for name in found.runs]
    known = [it for it in least if it is not None]
    what = bought(found.base.spec)[0]
    if not known:
        yield "One pair says nothing of luck: more replicates are needed before plans are ranked."
        return
    yield (
        f"Differences of less than about {max(known):,.0f} {what} would often be missed by "
        f"{count} pairs; larger ones are seen with a chance of 80 %."
    )
    for name in found.runs:
        needed = undecided(found, name)
        if needed is not None:
            difference = said(found.difference(name), "+,.1f")
            yield (
                f"To tell {isolated(name)}, {difference}, from nothing takes about {needed:,} "
                "replicates, if its true difference is the one found."
            )


def _apart(found: Comparison) -> Iterator[str]:
    if len(found.replicates) > 1 and len(found.runs) > 1:
        yield _alike(alike(found), comb(len(found.runs), 2))
    yield vouched(found.base.assumed)


def _alike(same: list[tuple[str, str]], every: int) -> str:
    if not same:
        return "All plans are told apart from each other."
    if len(same) == every > 1:
        return "No two of these plans are told apart by these pairs: they should not be ranked."
    named = [f"{isolated(one)} and {isolated(other)}" for one, other in same[:NAMED]]
    rest = f"; and {len(same) - NAMED} more" if len(same) > NAMED else ""
    return f"Not told apart from each other, and so not to be ranked: {'; '.join(named)}{rest}."
