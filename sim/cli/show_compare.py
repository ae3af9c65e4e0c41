"""A comparison as people read it: purchases more, where they come from, how sure it is."""

import math
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Final

from sim.analysis.intervals import detectable, replicates_needed
from sim.analysis.measured import measured
from sim.analysis.social import effects
from sim.analysis.uplift import alike, idle, undecided
from sim.cli.show import plain_table, several, wide_console
from sim.cli.show_costs import cost, costs, signed
from sim.results import Comparison, Estimate
from sim.results.comparison import same_budget
from sim.results.differences import WHENCE, adding_up, by_persona, counted, per_hundred, places
from sim.results.written import NONE, number

if TYPE_CHECKING:
    from rich.table import Table

SHOWN: Final = ("purchases", "profit", "planned spend")
"""Measures that the first table and the first line tell."""
BESIDE: Final = 4
"""Plans that stand beside each other."""
SOCIALLY: Final = "through others' reviews and stories"


def show_compare(found: Comparison, width: float | None = None) -> None:
    """Print a comparison.

    Parameters
    ----------
    found : Comparison
        What was found.
    width : float, optional
        What somebody wants to stand behind the ± of purchases.
    """
    console = wide_console()
    console.print(_headline(found))
    console.print(_table(found))
    for name in found.runs:
        for line in (*_lines(found, name), *_planned(found, name, width)):
            console.print(line)
    names = list(found.runs)
    for first in range(0, len(names), BESIDE):
        console.print(_measures(found, names[first : first + BESIDE]))
    for line in _last(found):
        console.print(line)


def unequal(found: Comparison) -> Iterator[str]:
    """Warn of plans that do not cost the same.

    Parameters
    ----------
    found : Comparison
        The worlds; replicates do not matter.

    Yields
    ------
    str
        A line for each such plan.
    """
    base = found.base.spec
    for name, run in found.runs.items():
        week, other = (it.brands[found.focal].spend.total for it in (base, run.spec))
        if not same_budget(week, other):
            yield (
                f"{name} plans to spend €{other:,.2f} a week per 1,000 consumers, "
                f"{found.base_name} €{week:,.2f}: not the same budget"
            )


def _headline(found: Comparison) -> str:
    equal = all(found.budget(name)["equal"] for name in found.runs)
    pairs = several(len(found.replicates), "pair")
    others = " (other consumers in each pair)" if found.base.new_people else ""
    heard = {
        "live": "",
        "off": " Feedback off.",
        "replay": f" People read and hear what was made public in {found.base_name}.",
    }
    return (
        f"Same consumers, same luck, {pairs}{others}. Brand {found.focal}, "
        f"{'equal budget' if equal else 'budgets differ'}.{heard[found.feedback]}"
    )


def _table(found: Comparison) -> "Table":
    what = counted(found)
    heads = (what, "more than base", "95 % interval", f"cost per extra {what.removesuffix('s')}")
    table = plain_table("Strategy", *heads, "profit more")
    bought = found.base.summary.brands()[found.focal]["purchases"].mean
    table.add_row(f"{found.base_name} (base)", number(bought), *[NONE] * len(heads))
    for name, run in found.runs.items():
        more = found.difference(name)
        table.add_row(
            name,
            number(run.summary.brands()[found.focal]["purchases"].mean),
            _more(more.mean),
            _between(more),
            cost(found, name),
            signed(found.difference(name, "profit")),
        )
    return table


def _measures(found: Comparison, names: list[str]) -> "Table":
    """What else is measured, and how far journeys come, plan beside plan."""
    pairs = ", ± 95 %" if len(found.replicates) > 1 else ""
    table = plain_table(f"More than base{pairs}", *names)
    for it in measured(found):
        if it.name not in SHOWN:
            unit = "points" if it.unit == "%" else it.unit
            told = (_spread(it.more[name], it.fine) for name in names)
            table.add_row(f"{it.name.replace('purchases', counted(found))}, {unit}", *told)
    return table


def _lines(found: Comparison, name: str) -> Iterator[str]:
    as_before = f"as many {counted(found)} as in the base, in every pair"
    yield f"{name}: {as_before if name in idle(found) else _whence(found, name)}"
    changed = found.changed(name)
    yield (
        f"  Who changed, under the same luck: {number(changed['only_with'])} bought only because "
        f"of it · {number(changed['only_without'])} only without it · "
        f"{number(changed['sooner'])} sooner · {number(changed['later'])} later"
    )
    if len(found.base.spec.personas) > 1:
        yield f"  By persona: {_personas(found, name)}"
    yield from costs(found, name)
    if found.live:
        yield _socially(found, name)
    needed = undecided(found, name)
    if needed is not None:
        yield (
            f"  Not decided: the interval holds 0. With about {needed:,} replicates, a true "
            f"{_more(found.difference(name).mean)} would be told from nothing half of the time"
        )


def _socially(found: Comparison, name: str) -> str:
    parts = effects(found, name)
    total, factor = parts.total, parts.multiplier
    decimals = places(total.mean)
    # The direct effect is the difference told above; what rounding leaves goes to the rest.
    rest = round(total.mean or 0.0, decimals) - round(parts.direct.mean or 0.0, decimals)
    told = {"directly": parts.direct, SOCIALLY: parts.social._replace(mean=rest)}
    # A factor on what may be nothing says nothing.
    times = (
        ""
        if factor.low is None or factor.high is None
        else f" (× {factor.mean:.2f}, {factor.low:.2f} to {factor.high:.2f})"
    )
    return (
        f"  Where people hear one another: {_spread(total, f',.{decimals}f')} = "
        + _sum(told, decimals)
        + times
    )


def _planned(found: Comparison, name: str, width: float | None) -> Iterator[str]:
    if width is None:
        return
    needed = replicates_needed(found.gains(name).tolist(), width)
    half = found.difference(name).half_width
    if needed is not None:
        what = counted(found)
        yield f"  ± {width:g} {what} take about {needed:,} replicates (now ± {number(half)})"


def _last(found: Comparison) -> Iterator[str]:
    moved = [name for name in found.runs if name not in idle(found)]
    seen = {name: detectable(found.gains(name).tolist()) for name in moved}
    least = [f"{_count(it)} ({name})" for name, it in seen.items() if it is not None]
    if least:
        yield (
            f"{len(found.replicates)} pairs would often miss a difference of less than about "
            f"{', '.join(least)} {counted(found)}"
        )
    same = alike(found)
    if same and len(same) == math.comb(len(moved), 2) > 1:
        yield f"No two of these plans are told apart by these pairs: {', '.join(moved)}"
    elif same:
        yield f"Not told apart by these pairs: {'; '.join(' and '.join(two) for two in same)}"
    luck = "± and intervals: luck only"
    if found.base.assumed:
        assumed, numbers = found.base.assumed
        luck += f"; {assumed} of {numbers} numbers of this market are assumptions"
    yield f"({luck}; counts are means over pairs)"
    if found.made.failed:
        yield f"{several(len(found.made.failed), 'pair')} failed"
    yield f"Results: {found.out}"


def _whence(found: Comparison, name: str) -> str:
    """The purchases more and their sources, rounded to numbers that add up."""
    more = found.difference(name).mean
    whole = adding_up(more, found.source(name), places(more))
    parts = {WHENCE[source]: Estimate(it, None, None) for source, it in whole.items()}
    return f"{_more(more)} = {_sum(parts, places(more))}"


def _personas(found: Comparison, name: str) -> str:
    gained, each = by_persona(found, name), per_hundred(found, name)
    decimals = places(found.difference(name).mean)
    whole = adding_up(
        found.difference(name).mean, {it: one.mean for it, one in gained.items()}, decimals
    )
    told = (
        f"{it} {_spread(one._replace(mean=whole[it]), f',.{decimals}f')} "
        f"({number(each[it].mean, '+,.1f')} per 100 people)"
        for it, one in gained.items()
    )
    return " · ".join(told)


def _sum(parts: Mapping[str, Estimate], decimals: int) -> str:
    """Write a sum as people do: 71 from rivals + 39 new to the category - 8 brought forward."""
    text, form = "", f",.{decimals}f"
    for what, found in parts.items():
        mean, half = found.mean or 0.0, found.half_width
        spread = "" if half is None else f" ± {number(half, form)}"
        sign = "-" if mean < 0 else "+"
        before = f" {sign} " if text else sign.replace("+", "")
        text += f"{before}{number(abs(mean), form)}{spread} {what}"
    return text


def _spread(found: Estimate, form: str) -> str:
    """A difference with its sign, and half its interval."""
    half = found.half_width
    return number(found.mean, f"+{form}") + ("" if half is None else f" ± {number(half, form)}")


def _more(count: float | None) -> str:
    """A few purchases more with a decimal, many without."""
    return number(count, f"+,.{places(count)}f")


def _count(count: float) -> str:
    return number(count, f",.{places(count)}f")


def _between(found: Estimate) -> str:
    if found.low is None or found.high is None:
        return NONE
    return f"{_more(found.low)} to {_more(found.high)}"
