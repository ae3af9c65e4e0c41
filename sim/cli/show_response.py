"""Response as people read it: curves and margins, a sum of money more, other assumptions."""

import shlex
from typing import TYPE_CHECKING

from sim.analysis.curve import TODAY, Curves, margins_of
from sim.analysis.further import Further, best_of
from sim.analysis.ranking import against_best, ordered
from sim.analysis.response import Response
from sim.analysis.response_told import (
    less_than_best,
    more_money,
    of_a_little,
    of_a_sum,
    of_being_noticed,
    of_other_markets,
    of_the_loop,
)
from sim.cli.show import heading, luck_only, plain_table, wide_console
from sim.results.written import NONE, money, number

if TYPE_CHECKING:
    from rich.table import Table


def show_response(found: Response) -> None:
    """Print what was found.

    Parameters
    ----------
    found : Response
        What was found.
    """
    console = wide_console()
    brand, replicates = found.spec.focal_brand, len(found.numbers)
    console.print(f"{heading(found.spec, replicates, found.seed)}, feedback {found.feedback}")
    luck = luck_only(replicates, found.assumed)
    console.print(f"Purchases of {brand} more than today, by multiple of today's spend   ({luck})")
    for head, curves in (("Moment", found.moments), ("Lever", found.levers)):
        if curves:
            console.print(_curves(head, curves, found.multipliers))
    for line in (*of_a_little(found), *of_the_loop(found)):
        console.print(line)
    if found.further is not None:
        asked, *answer = of_a_sum(found)
        for part in (asked, _further(found.further), *answer):
            console.print(part)
    for line in of_being_noticed(found):
        console.print(line)
    if found.plausible is not None:
        for line in of_other_markets(found.plausible):
            console.print(line)
    console.print(f"Results: {found.out}  (journey report {shlex.quote(str(found.out))})")


def _curves(head: str, curves: Curves, grid: tuple[float, ...]) -> "Table":
    columns = [f"× {multiplier:g}" for multiplier in grid if multiplier != TODAY]
    heads = ("today", *columns, "saturates", "per €1,000 more", "± 95 %", "less than the best")
    table = plain_table(head, *heads)
    margins = margins_of(curves)
    against = against_best(margins)
    best = best_of(against, margins)
    for name in ordered(margins):
        curve = curves[name]
        table.add_row(
            name,
            money(curve.spend),
            *(number(curve.difference(m).mean, "+,.0f") for m in grid if m != TODAY),
            NONE if curve.saturation is None else f"× {curve.saturation:g}",
            number(curve.marginal.mean, "+,.0f"),
            number(curve.marginal.half_width, ",.0f"),
            less_than_best(against, best, name),
        )
    return table


def _further(further: Further) -> "Table":
    table = plain_table(
        "Moment", "today", "purchases more", "± 95 %", "profit more", "± 95 %", "less than the best"
    )
    for name, gained in further.purchases.items():
        earned = further.profit[name]
        table.add_row(
            name, money(further.sums[name].planned), number(gained.mean, "+,.0f"),
            number(gained.half_width), more_money(earned.mean), number(earned.half_width),
            less_than_best(further.against, further.best, name),
        )  # fmt: skip
    return table
