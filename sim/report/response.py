"""The page of a study of response: where more money does most, and how sure that is."""

from collections.abc import Iterable
from functools import partial
from typing import Any, Final

from sim import plot
from sim.analysis.curve import TODAY, Curves, margins_of
from sim.analysis.further import best_of
from sim.analysis.ranking import against_best, ordered
from sim.analysis.response import TEN, Response
from sim.analysis.response_told import (
    less_than_best,
    of_a_little,
    of_a_sum,
    of_being_noticed,
    of_other_markets,
    of_the_loop,
)
from sim.plot.words import CHANNELS, MOMENTS
from sim.report.answer import vouched
from sim.report.credit_parts import TWICE
from sim.report.figure import INTERVAL, Table, cells, drawn, isolated
from sim.report.sheet import section
from sim.results.written import NONE, number

INCHES: Final = 3.4


def fill(found: Response) -> dict[str, Any]:
    """Say where a little more money does most, and draw every curve.

    Parameters
    ----------
    found : Response
        What was found.

    Returns
    -------
    dict
        What the page shows: `sentences`, `figures`, `tables`, `doubts`.
    """
    brand, lines = found.spec.focal_brand, _sentences(of_a_little(found))
    return section(
        sentences=lines[:1],
        figures=[
            drawn(
                "response",
                f"Purchases of {brand} by money for one moment",
                " ".join(lines[1:]) or lines[0],
                "A line is a moment that gets a multiple of today's money while all else stays as "
                "it is. The steepest line through 0 is the best next euro. Bands: 95 % intervals.",
                _points(found),
                plot.Panel(partial(plot.response, found), INCHES),
            )
        ],
        tables=[_margins("moment", found.moments)],
        doubts=[_lived(found), vouched(found.assumed)],
    )


def levers(found: Response) -> dict[str, Any] | None:
    """Tell what money for single levers does, if somebody asked."""
    if not found.levers:
        return None
    return section(
        tables=[_margins("lever", found.levers)],
        doubts=["Surely less: all comparisons with the best lever considered together."],
    )


def further(found: Response) -> dict[str, Any] | None:
    """Tell where a sum of money more is best spent, if somebody asked."""
    more = found.further
    if more is None:
        return None
    asked, *answer = _sentences(of_a_sum(found))
    rows = [
        [name, number(more.sums[name].planned), *cells(gained, "+,.1f", factor=1),
         *cells(more.profit[name], "+,.0f", factor=1),
         less_than_best(more.against, more.best, name)]
        for name, gained in more.purchases.items()
    ]  # fmt: skip
    heads = ["moment", "today, €", "purchases more", *INTERVAL, "profit more, €", *INTERVAL,
             "less than the best"]  # fmt: skip
    table = Table(asked, heads, rows, marked=more.best[0] if more.best else "")
    return section(
        sentences=answer,
        tables=[table],
        doubts=["Purchases and profit are those of the measured days; the sum itself is paid."],
    )


def loop(found: Response) -> dict[str, Any] | None:
    """Tell what the review loop makes of a purchase, if everything was lived twice."""
    if not found.live:
        return None
    rows = [
        [name, *cells(found.moments[name].marginal, "+,.0f", factor=1),
         *cells(curve.marginal, "+,.0f", factor=1),
         *(cells(found.multiplier[name], ".2f", factor=1) if name in found.multiplier
           else [NONE] * 3)]
        for name, curve in found.live.items()
    ]  # fmt: skip
    heads = ["moment", "direct, per €1,000", *INTERVAL, "live, per €1,000", *INTERVAL,
             "live by direct", *INTERVAL]  # fmt: skip
    return section(
        sentences=_sentences(of_the_loop(found)),
        tables=[Table("Purchases more for more money, directly and through others", heads, rows)],
        doubts=[TWICE],
    )


def noticed(found: Response) -> dict[str, Any] | None:
    """Tell what being noticed is worth, if somebody asked."""
    if not found.presence:
        return None
    brand = found.spec.focal_brand
    rows = [
        [MOMENTS[moment], CHANNELS[channel], *cells(one, "+.3f", factor=TEN)]
        for (moment, channel), one in found.elasticity.items()
    ]
    return section(
        figures=[
            drawn(
                "presence",
                f"What being noticed is worth to {brand}",
                " ".join(_sentences(of_being_noticed(found))),
                "A row is what people want, a column where they look. In brackets: may be luck "
                "alone. A dot: there are no such micro-moments.",
                Table(
                    f"Purchases of {brand} more, in %, where it is noticed {TEN} % more often",
                    ["micro-moment", "channel", "% more", *INTERVAL],
                    rows,
                ),
                plot.Panel(partial(plot.presence, found), 3.0),
            )
        ]
    )


def assumed(found: Response) -> dict[str, Any] | None:
    """Tell whether it would be so in other plausible markets, if somebody asked."""
    other = found.plausible
    if other is None:
        return None
    firsts = [[name, f"{count:,}"] for name, count in other.firsts.items()]
    tables = [Table("Where a further euro does most", ["moment", "plausible markets"], firsts)]
    if other.deciding:
        rows = [
            [it.path, number(it.correlation, "+.2f"), f"{it.median:.4g}",
             f"{it.below[0]} of {it.below[1]}", f"{it.above[0]} of {it.above[1]}",
             NONE if it.turns_at is None else f"{it.turns_at:.3g}"]
            for it in other.deciding
        ]  # fmt: skip
        heads = ["setting", "rank correlation", "median", f"{other.winner} first below it",
                 "above it", "lead turns at"]  # fmt: skip
        tables.append(Table("Assumptions that the answer hangs on", heads, rows))
    return section(sentences=_sentences(of_other_markets(other)), tables=tables)


def _sentences(lines: Iterable[str]) -> list[str]:
    """Lines of a terminal as sentences of a paragraph."""
    told = [line.strip() for line in lines]
    return [f"{line.rstrip('.')}." for line in told]


def _margins(head: str, curves: Curves) -> Table:
    margins = margins_of(curves)
    against = against_best(margins)
    best = best_of(against, margins)
    rows = [
        [name, number(curves[name].spend), *cells(curves[name].marginal, "+,.1f", factor=1),
         NONE if curves[name].saturation is None else f"× {curves[name].saturation:g}",
         less_than_best(against, best, name)]
        for name in ordered(margins)
    ]  # fmt: skip
    heads = [head, "today, €", "purchases per €1,000 more", *INTERVAL, "saturates",
             "less than the best"]  # fmt: skip
    caption = f"What a further euro does at today's margin, by {head}"
    return Table(caption, heads, rows, marked=best[0] if best else "")


def _points(found: Response) -> Table:
    rows = [
        [name, f"× {multiplier:g}", number(curve.spend * multiplier),
         *cells(curve.difference(multiplier), "+,.1f", factor=1),
         *cells(curve.profit_difference(multiplier), "+,.0f", factor=1)]
        for name, curve in found.moments.items()
        for multiplier in found.multipliers
        if multiplier != TODAY
    ]  # fmt: skip
    heads = ["moment", "of today's money", "spent, €", "purchases more", *INTERVAL,
             "profit more, €", *INTERVAL]  # fmt: skip
    return Table("Purchases and profit more than today, by moment and money", heads, rows)


def _lived(found: Response) -> str:
    market, count = found.spec.market, len(found.numbers)
    return (
        f"Lived in {isolated(found.spec.name)}: {market.consumers:,} people, {market.days:,} days, "
        f"{count} replicate{'s' * (count != 1)}, seed {found.seed}, feedback {found.feedback}. "
        "± is luck alone. Saturates: the smallest multiple from which a step adds nothing that may "
        "not be luck."
    )
