"""What was missed, as people read it."""

from collections import Counter
from typing import TYPE_CHECKING, Final

from sim.analysis.missed import KINDS, Missed
from sim.analysis.missed_map import NOTHING, Cell, cells, columns, what_would_have_won, winners
from sim.cli.show_trace import console_of, table_of
from sim.results.written import NONE, number

if TYPE_CHECKING:
    from rich.table import Table

MOST_CELLS: Final = 8
MOST_REASONS: Final = 3
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
HOW: Final = """\
Each need was lived again with one change, all else as it was; everybody else lived as they did.
Order of size: an assumption. € per need won then and there: a contact for every day not there,
at least, for some go unseen; what people remember of it in later needs is not counted.
Contacts cost what the scenario says; the price is lower for whoever buys anyway, too."""
"""What the numbers rest on."""


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
    if found.visits:
        console.print(_own_shops(found))
    console.print(HOW)


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
        table.add_row(_plain(reason), f"{sum(row.values()):,}", f"{none:,}", ", ".join(others))
    _right(table)
    table.columns[-1].justify = "left"
    return table


def _cells(found: Missed) -> "Table":
    table = table_of(
        "Missed moment",
        "not there",
        "would have won",
        "€ a contact",
        "€ per need",
        "lost by reason",
    )
    for cell in cells(found)[:MOST_CELLS]:
        table.add_row(
            f"{cell.moment} on {cell.channel}",
            f"{cell.absent:,}",
            f"{cell.flips:,}",
            number(cell.eur_per_contact, ",.3f"),
            number(cell.eur_per_need, ",.2f"),
            _reasons_of(cell),
        )
    if found.eur_per_sale is not None:
        wins = winners(found.lost)["price"]
        name = CHANGED["price"].format(cut=found.cut)
        table.add_row(name, NONE, f"{wins:,}", NONE, number(found.eur_per_sale, ",.2f"), NONE)
    _right(table)
    table.columns[-1].justify = "left"
    return table


def _own_shops(found: Missed) -> str:
    focal, lost = found.spec.focal_brand.capitalize(), found.to_own_shops
    where = Counter((need.reason, need.at) for need in lost).most_common(MOST_REASONS)
    why = [
        f"{_plain(reason)}{f' at {moment}' if moment else ''} {needs:,}"
        for (reason, moment), needs in where
    ]
    told = (
        f"Not counted as not there: {found.visits:,} days of needs with a visit to a rival's own "
        f"shop, where {focal} cannot be noticed."
    )
    if not lost:
        return told
    return (
        f"{told}\nRivals sold to {len(lost):,} of the lost needs in shops of their own; "
        f"why {focal} lost them, most often: {', '.join(why)}."
    )


def _reasons_of(cell: Cell) -> str:
    """The most frequent reasons, and how many needs were lost for others."""
    first = list(cell.reasons.items())[:MOST_REASONS]
    told = [f"{_plain(reason)} {needs:,}" for reason, needs in first]
    others = cell.flips - sum(needs for _, needs in first)
    return ", ".join([*told, f"others {others:,}"] if others else told)


def _plain(reason: str) -> str:
    return reason.replace("_", " ")


def _right(table: "Table") -> None:
    for column in table.columns[1:]:
        column.justify = "right"
