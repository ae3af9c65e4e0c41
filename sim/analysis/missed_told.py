"""What was missed, in sentences and rows."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, NamedTuple

from sim.analysis.missed import KINDS, Missed
from sim.analysis.missed_map import NOTHING, Cell, cells, columns, what_would_have_won, winners
from sim.results.written import NONE, number

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
HOW: Final = (
    "Each need was lived again with one change, all else as it was; all others lived as before.",
    "Order of size: an assumption. Only contacts and the price have a price in a scenario.",
    "€ per need won then and there: a contact for every day on which it was not noticed, at least,",
    "for some go unseen; what people remember of it in later needs is not counted.",
    "Contacts cost what the scenario says; the price is lower for whoever buys anyway, too.",
    "Where a need was lost is not where money wins it best: a lever may act in other moments",
    "than the one that pays for it. What money brings in each: journey response.",
)
"""What the numbers rest on, line by line."""


class Rows(NamedTuple):
    """A table."""

    heads: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


def sums(found: Missed) -> list[str]:
    """Say how many needs were lost, and how many one change would have won.

    Parameters
    ----------
    found : Missed
        What was missed.

    Returns
    -------
    list of str
        Sentences.
    """
    focal, lost = found.spec.focal_brand.capitalize(), len(found.lost)
    if not lost:
        return [f"{focal} lost no need."]
    winnable = len(found.winnable)
    told = [
        (
            f"{focal} did not win {lost:,} of {found.needs:,} needs; a single change would have "
            f"won {winnable:,} of them ({winnable / lost:.0%}), under the same luck."
        )
    ]
    taste = what_would_have_won(found).get("taste", {})
    if NOTHING in taste:
        told.append(
            f"None of the single changes tried wins {taste[NOTHING]:,} of the "
            f"{sum(taste.values()):,} needs lost to taste: it is what remains where neither price, "
            "rating nor friction alone decided."
        )
    return told


def changes(found: Missed) -> Rows:
    """Count the needs that each single change would have won by itself.

    Parameters
    ----------
    found : Missed
        What was missed.

    Returns
    -------
    Rows
        A row a change.
    """
    alone = winners(found.lost)
    rows = [
        (
            CHANGED[kind].format(stars=found.stars, cut=found.cut),
            f"{alone[kind]:,}",
            f"{alone[kind] / len(found.lost):.1%}",
        )
        for kind in KINDS
    ]
    return Rows(("Single change", "needs it wins", "of lost"), rows)


def reasons(found: Missed) -> Rows:
    """Say for each reason what would have won needs lost for it.

    Parameters
    ----------
    found : Missed
        What was missed.

    Returns
    -------
    Rows
        A row a reason, the most frequent first.
    """
    wins = what_would_have_won(found)
    order = columns(wins)
    rows = []
    for reason, row in wins.items():
        others = [f"{name} {row[name]:,}" for name in order if name in row and name != NOTHING]
        none = f"{row.get(NOTHING, 0):,}"
        rows.append((_plain(reason), f"{sum(row.values()):,}", none, ", ".join(others)))
    heads = ("Lost by reason", "needs", "none wins", "smallest change that wins the others")
    return Rows(heads, rows)


def places(found: Missed) -> Rows:
    """Say where the brand was not noticed, and what contacts there cost.

    Parameters
    ----------
    found : Missed
        What was missed.

    Returns
    -------
    Rows
        A row a micro-moment and channel, those that would have won most needs first.
    """
    rows = [
        (
            f"{cell.moment} on {cell.channel}",
            f"{cell.absent:,}",
            f"{cell.flips:,}",
            number(cell.eur_per_contact, ",.3f"),
            number(cell.eur_per_need, ",.2f"),
            _reasons_of(cell),
        )
        for cell in cells(found)[:MOST_CELLS]
    ]
    if found.eur_per_sale is not None:
        wins = winners(found.lost)["price"]
        name = CHANGED["price"].format(cut=found.cut)
        rows.append((name, NONE, f"{wins:,}", NONE, number(found.eur_per_sale, ",.2f"), NONE))
    heads = ("Missed moment", "days unnoticed", "would have won", "€ a contact", "€ per need",
             "lost by reason")  # fmt: skip
    return Rows(heads, rows)


def own_shops(found: Missed) -> list[str]:
    """Say what rivals sold in shops of their own.

    Parameters
    ----------
    found : Missed
        What was missed.

    Returns
    -------
    list of str
        Sentences; none where no rival's shop was visited.
    """
    if not found.visits:
        return []
    focal, lost = found.spec.focal_brand.capitalize(), found.to_own_shops
    told = [
        (
            f"Not counted as unnoticed: {found.visits:,} days of needs with a visit to a rival's "
            f"own shop, where {focal} cannot be noticed."
        )
    ]
    if lost:
        where = Counter((need.reason, need.at) for need in lost).most_common(MOST_REASONS)
        why = [
            f"{_plain(reason)}{f' at {moment}' if moment else ''} {needs:,}"
            for (reason, moment), needs in where
        ]
        told.append(
            f"Rivals sold to {len(lost):,} of the lost needs in shops of their own; "
            f"why {focal} lost them, most often: {', '.join(why)}."
        )
    return told


def _reasons_of(cell: Cell) -> str:
    """The most frequent reasons, and how many needs were lost for others."""
    first = list(cell.reasons.items())[:MOST_REASONS]
    told = [f"{_plain(reason)} {needs:,}" for reason, needs in first]
    others = cell.flips - sum(needs for _, needs in first)
    return ", ".join([*told, f"others {others:,}"] if others else told)


def _plain(reason: str) -> str:
    return reason.replace("_", " ")
