"""What was missed, as people read it."""

from typing import TYPE_CHECKING

from sim.analysis.missed import Missed
from sim.analysis.missed_told import HOW, Rows, changes, own_shops, places, reasons, sums
from sim.cli.show import wide_console
from sim.cli.show_trace import table_of

if TYPE_CHECKING:
    from rich.table import Table


def show_missed(found: Missed) -> None:
    """Print why needs were lost and what would have won them.

    Parameters
    ----------
    found : Missed
        What was missed.
    """
    console = wide_console()
    plan = f", under {found.strategy}" if found.strategy else ""
    console.print(
        f"{found.spec.name}: {found.people:,} people, {found.spec.market.days} days, "
        f"seed {found.seed}, replicate {found.replicate}{plan}"
    )
    for sentence in sums(found):
        console.print(sentence)
    if not found.lost:
        return
    console.print(_table(changes(found)))
    console.print(_table(reasons(found), last_is_text=True))
    console.print(_table(places(found), last_is_text=True))
    for sentence in (*own_shops(found), *HOW):
        console.print(sentence)


def _table(told: Rows, *, last_is_text: bool = False) -> "Table":
    table = table_of(*told.heads)
    for row in told.rows:
        table.add_row(*row)
    for column in table.columns[1:]:
        column.justify = "right"
    if last_is_text:
        table.columns[-1].justify = "left"
    return table
