"""Plans compared: the answer, and what each of them changes."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from sim.analysis.uplift import alike
from sim.report.answer import vouched
from sim.report.changes import differing
from sim.report.figure import Table, beginning, isolated
from sim.report.spending import budgets, cell, each, paid
from sim.results import Comparison, Estimate
from sim.results.differences import counted, places
from sim.results.written import NONE, money, number

TOLD: Final = 4
"""Plans a sentence names."""
DRAWN: Final = 6
"""Plans that stand beside each other in every row of a figure."""


def answer(found: Comparison) -> dict[str, Any]:
    """Say which plan brings how much more, and what that costs.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    dict
        `sentences`, `doubts`, `cards` and the `table` of differences.
    """
    return {
        "sentences": [_best(found), *_others(found)],
        "doubts": [*budgets(found), *doubts(found)],
        "cards": [
            (name, more(found.difference(name)), _half(found.difference(name)))
            for name in ranked(found)[:TOLD]
        ],
        "table": _table(found),
    }


def compared(found: Comparison) -> dict[str, Any]:
    """Say what each plan changes.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    dict
        `abouts` of strategies that have one, and a `table` of settings.
    """
    own = found.base.spec.strategies
    worlds = {found.base_name: found.base.spec, **{n: run.spec for n, run in found.runs.items()}}
    return {
        "abouts": [(name, own[name].about) for name in found.runs if name in own],
        "table": Table(
            "Settings in which plans differ from the base; =: as in the base",
            ["setting", *worlds],
            differing(list(worlds.values())),
        ),
    }


def doubts(found: Comparison) -> list[str]:
    """Say what the numbers are worth: what ± means, and how much was assumed.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    list of str
        Sentences.
    """
    times, base = len(found.replicates), isolated(found.base_name)
    who = "Other people of the same kind in each pair" if found.base.new_people else "Same people"
    if times > 1:
        luck = (
            f"{who}, same luck: each plan was lived {times} times beside {base}. ± is the luck of "
            "their differences alone, a 95 % interval; it is not doubt about the assumptions."
        )
    else:
        luck = "Each plan was lived once, so that nothing tells luck from effect: there is no ±."
    heard = {
        "live": "",
        "off": "Feedback is off: nobody read or heard of others.",
        "replay": f"Everybody read and heard what was made public under {base}: what plans do "
        "through other people has a section of its own.",
    }[found.feedback]
    return [it for it in (luck, heard, vouched(found.base.assumed)) if it]


def ranked(found: Comparison) -> list[str]:
    """Name the plans, the one that brings the most first.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    list of str
        All worlds compared with the base.
    """
    return sorted(found.runs, key=lambda name: -(found.difference(name).mean or 0.0))


def largest(found: Comparison) -> str:
    """Name the plan that makes the largest difference, for better or worse."""
    return max(found.runs, key=lambda name: abs(found.difference(name).mean or 0.0))


def few(found: Comparison) -> tuple[Comparison, str]:
    """Keep the plans that a figure has room for: those of the largest differences.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    Comparison
        With at most `DRAWN` plans.
    str
        What is left out, in a sentence; empty if nothing is.
    """
    if len(found.runs) <= DRAWN:
        return found, ""
    far = {name: abs(found.difference(name).mean or 0.0) for name in found.runs}
    kept = sorted(far, key=lambda name: -far[name])[:DRAWN]
    fewer = replace(
        found,
        runs={name: run for name, run in found.runs.items() if name in kept},
        live={name: run for name, run in found.live.items() if name in kept},
        pairs={name: pairs for name, pairs in found.pairs.items() if name in kept},
    )
    return fewer, f" The {DRAWN} plans of the largest differences are drawn; the table has all."


def leading(found: Comparison) -> str:
    """Name the plan that brings the most of those that luck does not explain; else of all."""
    order = ranked(found)
    sure = [name for name in order if found.difference(name).decided is not False]
    return next((it for it in sure if (found.difference(it).mean or 0.0) > 0.0), order[0])


def more(difference: Estimate) -> str:
    """Write a difference in purchases: a few with a decimal, many without."""
    return number(difference.mean, f"+,.{places(difference.mean)}f")


def _half(difference: Estimate) -> str:
    return number(difference.half_width, f",.{places(difference.mean)}f")


def _best(found: Comparison) -> str:
    what = counted(found)
    base = found.base.summary.brands()[found.focal]["purchases"].mean or 0.0
    plain = f"{beginning(found.focal)} had {number(base)} {what} under {isolated(found.base_name)}."
    name = leading(found)
    difference = found.difference(name)
    count = f"{more(difference)}{_luck(difference)}"
    if difference.decided is False:
        return f"{plain} No plan certainly brings more; {isolated(name)} has the most, {count}."
    if (difference.mean or 0.0) <= 0.0:
        return f"{plain} No plan brings more; {isolated(name)} comes closest, {count}."
    part = f", or {number(100 * (difference.mean or 0.0) / base, '.1f')}\u00a0%" if base else ""
    profit = found.difference(name, "profit")
    lost = (profit.mean or 0.0) < 0
    earned = f"{money(abs(profit.mean or 0.0))}{_luck(profit)} {'less' if lost else 'more'}"
    level = any(name in pair for pair in alike(found))
    most = len(found.runs) > 1 and name == ranked(found)[0] and not level
    brings = "brings the most" if most else "brings more"
    return (
        f"{plain} {paid(found, name)}, {isolated(name)} {brings}: {count}{part}, and {earned} "
        f"profit.{each(found, name)}"
    )


def _luck(difference: Estimate) -> str:
    return "" if difference.half_width is None else f" (±\u00a0{_half(difference)})"


def _others(found: Comparison) -> Iterator[str]:
    named = [name for name in ranked(found) if name != leading(found)]
    sure: list[str] = []
    unsure: list[str] = []
    for name in named[:TOLD]:
        difference = found.difference(name)
        told = f"{isolated(name)} {more(difference)}{_luck(difference)}"
        (unsure if difference.decided is False else sure).append(told)
    if not named:
        return
    parts = [", ".join(sure)] if sure else []
    parts += [f"not told from luck: {', '.join(unsure)}"] if unsure else []
    parts += [f"and {len(named) - TOLD} more, below"] if len(named) > TOLD else []
    yield f"The other{'s' * (len(named) > 1)}: {'; '.join(parts)}."


def _table(found: Comparison) -> Table:
    what = counted(found)
    heads = ["plan", what, "more", "95 % from", "to", "share more, points", "planned, €",
             f"cost of each {what.removesuffix('s')} more, €", "profit more, €", "±"]  # fmt: skip
    base = found.base.summary.brands()[found.focal]
    rows = [[f"{found.base_name} (base)", number(base["purchases"].mean), *[NONE] * 4,
             number(base["spend"].mean), *[NONE] * 3]]  # fmt: skip
    for name in found.runs:
        own = found.runs[name].summary.brands()[found.focal]
        difference, share = found.difference(name), found.difference(name, "share")
        profit = found.difference(name, "profit")
        points = None if share.mean is None else 100 * share.mean
        rows.append(
            [name, number(own["purchases"].mean),
             *(number(it, "+,.1f") for it in difference), number(points, "+.2f"),
             number(own["spend"].mean), cell(found, name), number(profit.mean, "+,.0f"),
             number(profit.half_width)]
        )  # fmt: skip
    return Table("Paired differences to the base", heads, rows, marked=leading(found))
