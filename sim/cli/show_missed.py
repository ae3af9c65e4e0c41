"""What was missed, as people read it."""

from typing import TYPE_CHECKING, Final

from sim.analysis.missed import KINDS, NOTHING, Missed, cells, columns, what_would_have_won, winners
from sim.cli.show_trace import console_of, table_of
from sim.results.written import NONE, number

if TYPE_CHECKING:
    from rich.table import Table

MOST_CELLS: Final = 8
CHANGED: Final = {
    "noticed": "noticed in one moment",
    "helped": "helpful on one day",
    "payment": "every means of payment",
    "privacy": "data safe",
    "seam": "devices joined up",
    "entry": "nothing to type in (for any brand)",
    "speed": "site at full speed",
    "fit": "fit known from afar",
    "rating": "{stars:+.1f} stars on display",
    "price": "price {cut:.0%} lower",
}
"""Single changes as people say them."""


def show_missed(found: Missed) -> None:
    """Print why needs were lost and what would have won them.

    Parameters
    ----------
    found : Missed
        What was missed.
    """
    console = console_of()
    focal, lost = found.spec.focal_brand, len(found.lost)
    plan = f", under {found.strategy}" if found.strategy else ""
    console.print(
        f"{found.spec.name}: {found.people:,} people, {found.spec.market.days} days, "
        f"seed {found.seed}, replicate {found.replicate}{plan}"
    )
    if not lost:
        console.print(f"{focal.capitalize()} lost no need.")
        return
    share = len(found.winnable) / lost
    console.print(
        f"{focal.capitalize()} did not win {lost:,} of {found.needs:,} needs; "
        f"a single change would have won {len(found.winnable):,} of them ({share:.0%}), "
        "under the same luck."
    )
    console.print(_changes(found))
    console.print(_reasons(found))
    console.print(_cells(found))
    console.print(
        "Each need was lived again with one change, all else as it was; everybody else lived as "
        "they did.\nOrder of size: an assumption. € per need: a contact for every such moment of a "
        "need, none of them unseen:\na lower bound. Contacts cost what the scenario says; "
        "the price is lower for whoever buys anyway, too."
    )


def _changes(found: Missed) -> "Table":
    alone = winners(found.lost)
    table = table_of("Single change", "needs it wins", "of lost")
    for kind in KINDS:
        name = CHANGED[kind].format(stars=found.stars, cut=found.cut)
        table.add_row(name, f"{alone[kind]:,}", f"{alone[kind] / len(found.lost):.1%}")
    _right(table)
    return table


def _reasons(found: Missed) -> "Table":
    wins = what_would_have_won(found)
    order = columns(wins)
    table = table_of("Lost by reason", "needs", "none wins", "smallest change that wins the others")
    for reason, row in wins.items():
        others = [
            f"{name.replace('noticed at', 'there at')} {row[name]:,}"
            for name in order
            if name in row and name != NOTHING
        ]
        none = row.get(NOTHING, 0)
        table.add_row(
            reason.replace("_", " "), f"{sum(row.values()):,}", f"{none:,}", ", ".join(others)
        )
    _right(table)
    table.columns[-1].justify = "left"
    return table


def _cells(found: Missed) -> "Table":
    table = table_of("Missed moment", "not there", "would have won", "€ a contact", "€ per need")
    for cell in cells(found)[:MOST_CELLS]:
        table.add_row(
            f"{cell.moment} on {cell.channel}",
            f"{cell.absent:,}",
            f"{cell.flips:,}",
            number(cell.eur_per_contact, ",.3f"),
            number(cell.eur_per_need, ",.2f"),
        )
    if found.eur_per_sale is not None:
        wins = winners(found.lost)["price"]
        name = CHANGED["price"].format(cut=found.cut)
        table.add_row(name, NONE, f"{wins:,}", NONE, number(found.eur_per_sale, ",.2f"))
    _right(table)
    return table


def _right(table: "Table") -> None:
    for column in table.columns[1:]:
        column.justify = "right"
