"""Response as people read it: curves, margins and ranks, the next euro, other assumptions."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sim.analysis.plausible import Plausible, Split
from sim.analysis.ranking import ordered, ranks
from sim.analysis.response import NEXT_EURO, TODAY, Curves, Response, margins_of
from sim.cli.show import heading, luck_only, plain_table, wide_console, with_spread
from sim.results.written import NONE, money, number

if TYPE_CHECKING:
    from rich.table import Table

MOST: Final = 3
"""Assumptions named."""
CELLS: Final = 5
"""Cells named of the heat map."""


def show_response(found: Response, assumed: tuple[int, int] | None) -> None:
    """Print what was found.

    Parameters
    ----------
    found : Response
        What was found.
    assumed : (int, int) or None
        Numbers of the market that are assumptions, and numbers in all, if they were counted.
    """
    console = wide_console()
    brand, replicates = found.spec.focal_brand, len(found.numbers)
    console.print(f"{heading(found.spec, replicates, found.seed)}, feedback {found.feedback}")
    luck = luck_only(replicates, assumed)
    console.print(f"Purchases of {brand} more than today, by multiple of today's spend   ({luck})")
    for head, curves in (("Moment", found.moments), ("Lever", found.levers)):
        if curves:
            console.print(_curves(head, curves, found.multipliers))
    for line in (*_next(found), *_noticed(found)):
        console.print(line)
    if found.plausible is not None:
        for line in _otherwise(found.plausible):
            console.print(line)
    console.print(f"Results: {found.out}")


def _curves(head: str, curves: Curves, grid: tuple[float, ...]) -> "Table":
    columns = [f"× {multiplier:g}" for multiplier in grid if multiplier != TODAY]
    heads = ("today", *columns, "saturates", "per €1,000 more", "± 95 %", "rank")
    table = plain_table(head, *heads)
    margins = margins_of(curves)
    ranked = ranks(margins)
    for name in ordered(margins):
        curve = curves[name]
        table.add_row(
            name,
            money(curve.spend),
            *(number(curve.difference(m).mean, "+,.0f") for m in grid if m != TODAY),
            NONE if curve.saturation is None else f"× {curve.saturation:g}",
            number(curve.marginal.mean, "+,.0f"),
            number(curve.marginal.half_width, ",.0f"),
            _rank(ranked, name, replicates=len(margins[name])),
        )
    return table


def _rank(ranked: dict[str, int], name: str, *, replicates: int) -> str:
    if replicates < 2:
        return NONE
    shared = sum(rank == ranked[name] for rank in ranked.values()) > 1
    return f"{'=' * shared}{ranked[name]}"


def _next(found: Response) -> Iterator[str]:
    if not found.moments:
        yield f"{found.spec.focal_brand} spends nothing for these moments: there is no curve."
        return
    if len(found.numbers) < 2:
        yield "One replicate says nothing of luck: this is no ranking."
        return
    best, next_euro = found.best, money(NEXT_EURO)
    if not best:
        yield f"It may be that the next {next_euro} bring nothing, whatever they are spent on."
    elif len(best) == 1:
        curve = found.moments[best[0]]
        brings = with_spread(curve.marginal, "+,.0f")
        yield (
            f"The next {next_euro} are best spent on {best[0]}: {brings} purchases per €1,000 at "
            "today's margin."
        )
        reach = curve.spend * (found.multipliers[-1] - TODAY)
        if reach < NEXT_EURO:
            yield (
                f"Its curve goes only {money(reach)} further than today: beyond that nobody has "
                "looked, and a next euro mostly does less."
            )
    else:
        names = " or ".join(best)
        yield f"The next {next_euro} are best spent on {names}, which cannot be told apart."
    if found.detectable is not None:
        least = number(found.detectable, ",.0f")
        yield (
            f"= shares a rank. Of any two moments, a difference of {least} purchases per €1,000 is "
            "seen with a chance of 80 %."
        )


def _noticed(found: Response) -> Iterator[str]:
    """The cells in which being noticed tells most, as far as that is not luck."""
    told = {
        cell: one
        for cell, one in found.elasticity.items()
        if one.low is not None and one.low > 0 and one.mean is not None
    }
    largest = sorted(told, key=lambda cell: -(told[cell].mean or 0))[:CELLS]
    if largest:
        cells = ", ".join(
            f"{moment} on {channel} {number(told[moment, channel].mean, '.3f')}"
            for moment, channel in largest
        )
        yield f"Purchases more, in %, where it is noticed 1 % more often: {cells}"
    elif found.presence:
        yield "Nowhere can the effect of being noticed more often be told from luck."


def _otherwise(found: Plausible) -> Iterator[str]:
    markets = len(found.markets)
    firsts = ", ".join(f"{name} in {count}" for name, count in found.firsts.items() if count)
    yield f"In {markets} plausible markets a further euro does most for: {firsts}."
    if found.lives > 1:
        yield f"Two lives of a market agree on the first in {found.agreed} of {markets}."
    deciding = found.deciding[:MOST]
    for split in deciding:
        (low, below), (high, above) = split.below, split.above
        yield (
            f"  {found.winner} is first in {low} of {below} where {split.path} is at most "
            f"{split.median:.4g}, and in {high} of {above} where it is more{_turn(split)}"
        )
    if not deciding:
        yield (
            "  No single assumption goes with the answer more closely than luck would have it "
            f"(rank correlation {found.by_luck:.2f})."
        )


def _turn(split: Split) -> str:
    place = "nowhere" if split.turns_at is None else f"at about {split.turns_at:.3g}"
    return f"; the lead turns {place}"
