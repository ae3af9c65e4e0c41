"""A comparison as people read it: purchases more, where they come from, how sure it is."""

import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from sim.analysis.intervals import detectable, replicates_needed
from sim.analysis.social import effects
from sim.analysis.uplift import alike, cost_per_purchase, incremental_roas, undecided
from sim.cli.show import plain_table, several, wide_console, with_spread
from sim.results import Comparison, Estimate
from sim.results.comparison import same_budget
from sim.results.differences import WHENCE, by_persona
from sim.results.written import NONE, money, number

if TYPE_CHECKING:
    from rich.table import Table

HEADS: Final = ("purchases", "more than base", "95 % interval", "cost per extra purchase")
FEW: Final = 10
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
    table = plain_table("Strategy", *HEADS, "profit more")
    bought = found.base.summary.brands()[found.focal]["purchases"].mean
    table.add_row(f"{found.base_name} (base)", number(bought), *[NONE] * len(HEADS))
    for name, run in found.runs.items():
        more = found.difference(name)
        table.add_row(
            name,
            number(run.summary.brands()[found.focal]["purchases"].mean),
            _more(more.mean),
            _between(more),
            _price(cost_per_purchase(found, name), more, found.budget(name)["equal"]),
            _signed(found.difference(name, "profit")),
        )
    return table


def _lines(found: Comparison, name: str) -> Iterator[str]:
    yield f"{name}: {_whence(found, name)}"
    changed = found.changed(name)
    yield (
        f"  Who changed, under the same luck: {number(changed['only_with'])} bought only because "
        f"of it · {number(changed['only_without'])} only without it · "
        f"{number(changed['sooner'])} sooner · {number(changed['later'])} later"
    )
    if len(found.base.spec.personas) > 1:
        yield f"  By persona: {_personas(found, name)}"
    returned = incremental_roas(found, name)
    if returned.mean is not None and not found.budget(name)["equal"]:
        yield f"  Each euro more returned {_euros(returned)} of revenue"
    if found.live:
        parts = effects(found, name)
        factor, places = parts.multiplier.mean, _places(parts.total.mean)
        yield (
            f"  Where people hear one another: {with_spread(parts.total, f'+,.{places}f')} = "
            + _sum([(parts.direct, "directly"), (parts.social, SOCIALLY)], places)
            + ("" if factor is None else f" (× {factor:.2f})")
        )
    needed = undecided(found, name)
    if needed is not None:
        yield (
            f"  Not decided: the interval holds 0. With about {needed:,} replicates, a true "
            f"{_more(found.difference(name).mean)} would be told from nothing half of the time"
        )


def _planned(found: Comparison, name: str, width: float | None) -> Iterator[str]:
    if width is None:
        return
    needed = replicates_needed(found.gains(name).tolist(), width)
    half = found.difference(name).half_width
    if needed is not None:
        yield f"  ± {width:g} purchases take about {needed:,} replicates (now ± {number(half)})"


def _last(found: Comparison) -> Iterator[str]:
    seen = [detectable(found.gains(name).tolist()) for name in found.runs]
    known = [it for it in seen if it is not None]
    if known:
        yield (
            f"Differences of less than about {max(known):,.0f} purchases would often be missed by "
            f"{len(found.replicates)} pairs"
        )
    luck = "± and intervals: luck only"
    if found.base.assumed:
        assumed, numbers = found.base.assumed
        luck += f"; {assumed} of {numbers} numbers of this market are assumptions"
    same = alike(found)
    if same and len(same) == math.comb(len(found.runs), 2) > 1:
        yield "No two of these plans are told apart by these pairs"
    elif same:
        yield f"Not told apart by these pairs: {'; '.join(' and '.join(two) for two in same)}"
    yield f"({luck}; counts are means over pairs)"
    if found.made.failed:
        yield f"{len(found.made.failed)} pairs failed"
    yield f"Results: {found.out}"


def _whence(found: Comparison, name: str) -> str:
    """The purchases more and their sources, rounded to numbers that add up."""
    more = found.difference(name).mean
    places = _places(more)
    parts = {source: count * 10**places for source, count in found.source(name).items()}
    whole = {source: round(count) for source, count in parts.items()}
    # What rounding leaves over goes where it was taken from.
    widest = max(parts, key=lambda source: abs(parts[source] - whole[source]))
    whole[widest] += round(round(more or 0.0, places) * 10**places) - sum(whole.values())
    counted = [
        (Estimate(count / 10**places, None, None), WHENCE[source])
        for source, count in whole.items()
    ]
    return f"{_more(more)} = {_sum(counted, places)}"


def _personas(found: Comparison, name: str) -> str:
    form = f"+,.{_places(found.difference(name).mean)}f"
    gained = by_persona(found, name)
    return " · ".join(f"{persona} {number(one.mean, form)}" for persona, one in gained.items())


def _sum(parts: Sequence[tuple[Estimate, str]], places: int) -> str:
    """Write a sum as people do: 71 from rivals + 39 new to the category - 8 brought forward."""
    text = ""
    for found, what in parts:
        mean = round(found.mean or 0.0, places)
        half = found.half_width
        spread = "" if half is None else f" ± {number(half, f',.{places}f')}"
        sign = "-" if mean < 0 else "+"
        before = f" {sign} " if text else sign.replace("+", "")
        text += f"{before}{abs(mean):,.{places}f}{spread} {what}"
    return text


def _more(count: float | None) -> str:
    """A few purchases more with a decimal, many without."""
    return number(count, f"+,.{_places(count)}f")


def _places(count: float | None) -> int:
    """Decimals with which so many purchases are told."""
    return 1 if count is not None and abs(count) < FEW else 0


def _between(found: Estimate) -> str:
    if found.low is None or found.high is None:
        return NONE
    return f"{_more(found.low)} to {_more(found.high)}"


def _price(cost: Estimate, more: Estimate, equal: bool) -> str:
    """A cost per extra purchase, where there certainly are any; no interval of what is induced."""
    if cost.mean is None or more.low is None or more.low <= 0.0:
        return NONE
    return f"€{number(cost.mean, ',.2f')}" if equal else _euros(cost)


def _euros(found: Estimate) -> str:
    between = ""
    if found.low is not None and found.high is not None:
        between = f" (€{number(found.low, ',.2f')} to €{number(found.high, ',.2f')})"
    return f"€{number(found.mean, ',.2f')}{between}"


def _signed(found: Estimate) -> str:
    text = money(found.mean)
    half = found.half_width
    spread = "" if half is None else f" ± {number(half)}"
    return f"{'' if text.startswith('-') else '+'}{text}{spread}"
