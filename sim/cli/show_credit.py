"""Credit as people read it: what money caused, what rules say, what cannot be told apart."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sim.analysis.credit import Credit
from sim.cli.show import (
    heading,
    luck_only,
    percent,
    plain_table,
    wide_console,
    with_spread,
)
from sim.results import Estimate
from sim.results.written import NONE, money, number

if TYPE_CHECKING:
    from rich.table import Table

RULES: Final = {
    "last_touch": "last",
    "last_before_purchase": "before",
    "first_touch": "first",
    "linear": "linear",
    "position": "position",
    "time_decay": "decay",
    "markov": "Markov",
    "path_shapley": "path Shapley",
}
RULES_NOTE: Final = (
    "(shares of what each hands out; last: last touch; before: last touch before the moment of "
    "purchase; position: 40/20/40)"
)
MOST: Final = 3
"""Pairs of moments named."""


def show_credit(found: Credit, assumed: tuple[int, int] | None) -> None:
    """Print what was found.

    Parameters
    ----------
    found : Credit
        What was found.
    assumed : (int, int) or None
        Numbers of the market that are assumptions, and numbers in all, if they were counted.
    """
    console = wide_console()
    brand, replicates = found.spec.focal_brand, len(found.replicates)
    console.print(f"{heading(found.spec, replicates, found.seed)}, feedback {found.feedback}")
    console.print(_caused(found))
    console.print(
        f"Of {number(found.purchases.mean)} purchases of {brand}, its money in these moments "
        f"caused {with_spread(found.total)}.   ({luck_only(replicates, assumed)})"
    )
    for line in (*_told_apart(found), *_together(found)):
        console.print(line)
    console.print(_rules(found))
    console.print(RULES_NOTE)
    console.print(_level(found))
    if found.absence:
        console.print(_absence(found))
    console.print(f"Results: {found.out}")


def _caused(found: Credit) -> "Table":
    heads = ("planned", "caused", "± 95 %", "of all", "€ a purchase", "left out", "only one")
    table = plain_table("Moment", *heads)
    leave, only, spend = found.leave_one_out, found.only_one, found.spend
    for moment in found.ranking:
        caused = found.shapley[moment]
        table.add_row(
            moment,
            money(spend[moment]),
            number(caused.mean),
            number(caused.half_width),
            percent(caused.mean, found.total.mean),
            _cost(spend[moment], caused),
            number(leave[moment].mean),
            number(only[moment].mean),
        )
    return table


def _cost(spend: float, caused: Estimate) -> str:
    """Euro for a purchase; none is told where it may be that nothing was caused."""
    if caused.mean is None or caused.low is None or caused.low <= 0:
        return NONE
    return number(spend / caused.mean, ",.2f")


def _told_apart(found: Credit) -> Iterator[str]:
    if found.detectable is None:
        yield "One replicate says nothing of luck: this is no ranking."
        return
    least = number(found.detectable)
    ties = ", ".join(f"{one} and {other}" for one, other in found.ties)
    yield (
        f"Not told apart: {ties or 'none'}; differences of {least} purchases or more between two "
        "moments are seen with a chance of 80 %."
    )


def _together(found: Credit) -> Iterator[str]:
    """Pairs worth more or less together than apart, as far as that is not luck."""
    told = found.together
    largest = sorted(told, key=lambda pair: -abs(told[pair].mean or 0))[:MOST]
    if largest:
        pairs = ", ".join(
            f"{one} and {other} {with_spread(told[one, other], '+,.1f')}" for one, other in largest
        )
        yield f"Together beyond each alone, in purchases: {pairs}"


def _rules(found: Credit) -> "Table":
    table = plain_table("Share of credit", "truth", *RULES.values())
    rules = found.rules
    handed = {name: sum(credit.values()) for name, credit in rules.items()}
    for moment in found.ranking:
        shares = [percent(rules[name][moment], handed[name]) for name in RULES]
        truth = percent(found.shapley[moment].mean, found.total.mean)
        table.add_row(moment, truth, *shares)
    table.add_row("purchases", number(found.total.mean), *(number(handed[name]) for name in RULES))
    return table


def _level(found: Credit) -> str:
    said = [played.said for played in found.replicates]
    touched = sum(one.touched for one in said) / len(said)
    seen = sum(one.seen for one in said) / len(said)
    return (
        f"Rules share out all {number(touched)} purchases that had a touch, caused or not; "
        f"trackers see a touch before {number(seen)} of them."
    )


def _absence(found: Credit) -> "Table":
    table = plain_table(
        "Lost by leaving", "to rivals", "± 95 %", "no rival there", "± 95 %", "more"
    )
    for moment, losses in found.absence.items():
        among, alone = losses["among_rivals"], losses["alone"]
        table.add_row(
            moment,
            number(among.mean),
            number(among.half_width),
            number(alone.mean),
            number(alone.half_width),
            with_spread(losses["rivalry"], "+,.0f"),
        )
    return table
