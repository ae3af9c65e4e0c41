"""Credit as people read it: what money caused, what rules say, what cannot be told apart."""

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sim.analysis.credit import Credit
from sim.analysis.credit_frame import each
from sim.analysis.response_told import of_the_loop
from sim.cli.show import (
    heading,
    luck_only,
    percent,
    plain_table,
    wide_console,
)
from sim.results.written import money, number, with_spread

if TYPE_CHECKING:
    from rich.table import Table

RULE_HEADS: Final = {
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
EXPOSURE_NOTE: Final = (
    "(noticed by never: how often needs end with {brand} where it was noticed there, by how often "
    "where it never was, which is no effect of it; with by without: purchases with this money, by "
    "those without)"
)
MOST: Final = 3
"""Pairs of moments named."""


def show_credit(found: Credit) -> None:
    """Print what was found.

    Parameters
    ----------
    found : Credit
        What was found.
    """
    console = wide_console()
    brand, replicates = found.spec.focal_brand, len(found.replicates)
    console.print(f"{heading(found.spec, replicates, found.seed)}, feedback {found.feedback}")
    console.print(_caused(found))
    console.print(
        f"Of {number(found.purchases.mean)} purchases of {brand}, its money in these moments "
        f"caused {with_spread(found.total)}.   ({luck_only(replicates, found.assumed)})"
    )
    loop = of_the_loop(found, "a purchase caused", ("causes", "cause"))
    for line in (*_told_apart(found), *_together(found), *loop):
        console.print(line)
    console.print(_rules("Share of credit", found, found.rules))
    console.print(RULES_NOTE)
    console.print(_rules("As trackers see it", found, found.tracked))
    console.print(_level(found))
    console.print(_exposure(found))
    console.print(EXPOSURE_NOTE.format(brand=brand))
    if found.absence:
        console.print(_absence(found))
    console.print(f"Results: {found.out}  (journey report {shlex.quote(str(found.out))})")


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
            number(each(spend[moment], caused), ",.2f"),
            number(leave[moment].mean),
            number(only[moment].mean),
        )
    return table


def _told_apart(found: Credit) -> Iterator[str]:
    if len(found.replicates) < 2:
        yield "One replicate says nothing of luck: this is no ranking."
        return
    if found.detectable is None:
        return
    least = number(found.detectable)
    ties = ", ".join(f"{one} and {other}" for one, other in found.ties)
    yield (
        f"Neighbours not told apart: {ties or 'none'}; a difference of less than about {least} "
        "purchases between two moments is often missed."
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


def _rules(title: str, found: Credit, rules: dict[str, dict[str, float]]) -> "Table":
    table = plain_table(title, "truth", *RULE_HEADS.values())
    # Sums of parts of purchases: what is as good as equal is told as equal.
    handed = {name: round(sum(credit.values()), 6) for name, credit in rules.items()}
    for moment in found.ranking:
        shares = [percent(rules[name][moment], handed[name]) for name in RULE_HEADS]
        truth = percent(found.shapley[moment].mean, found.total.mean)
        table.add_row(moment, truth, *shares)
    sums = (number(handed[name]) for name in RULE_HEADS)
    table.add_row("purchases", number(found.total.mean), *sums)
    return table


def _level(found: Credit) -> str:
    said = [played.said for played in found.replicates]
    touched = sum(one.touched for one in said) / len(said)
    seen = sum(one.seen for one in said) / len(said)
    return (
        f"Rules share out all {number(touched)} purchases that had a touch, caused or not; "
        f"trackers see a touch before {number(seen)} of them, and none in a shop."
    )


def _exposure(found: Credit) -> "Table":
    table = plain_table(
        "Ratios of purchases", "noticed by never", "± 95 %", "with by without", "± 95 %"
    )
    for moment in found.ranking:
        naive, causal = found.exposure[moment], found.causal[moment]
        table.add_row(
            moment,
            number(naive.mean, ".2f"),
            number(naive.half_width, ".2f"),
            number(causal.mean, ".3f"),
            number(causal.half_width, ".3f"),
        )
    return table


def _absence(found: Credit) -> "Table":
    table = plain_table(
        "Lost by leaving", "to rivals", "± 95 %", "no rival there", "± 95 %", "to rivals less none"
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
