"""Sections on credit: what trackers see, what moments cause together, what leaving one costs."""

from typing import Any, Final

from sim.analysis.credit import Credit
from sim.analysis.ranking import against_best
from sim.plot.words import bought
from sim.report.credit import level, name_of, table_of
from sim.report.figure import INTERVAL, Table, cells, listed, said
from sim.report.sheet import section
from sim.results.written import NONE

EXPOSURE: Final = (
    "Noticed by never: how often needs end with {brand} where it was noticed in that moment, by "
    "how often where it never was. Needs that meet a brand are others than those that do not, so "
    "this is no effect. With by without: purchases with the money of that moment, by those without "
    "it; this is its effect."
)
ALONE: Final = (
    "To rivals: they pay for the moment as planned. Where no rival is: none of them pays for it "
    "either."
)
TWICE: Final = (
    "Direct: everybody reads and hears what was made public under today's plan. Live: people hear "
    "those whom the money moves. No ratio is told where the direct effect may be luck."
)
"""What a study that replays lives twice."""


def rules(found: Credit) -> dict[str, Any]:
    """Say what rules make of what trackers see, and what being noticed goes with.

    Parameters
    ----------
    found : Credit
        What was found.

    Returns
    -------
    dict
        `sentences`, `figures`, `tables` and `doubts`.
    """
    brand = found.spec.focal_brand
    ratios = [
        [name_of(moment), *cells(found.exposure[moment], ".2f", factor=1),
         *cells(found.causal[moment], ".3f", factor=1)]
        for moment in found.ranking
    ]  # fmt: skip
    heads = ["moment", "noticed by never", *INTERVAL, "with by without", *INTERVAL]
    return section(
        sentences=[level(found), _blind(found)],
        tables=[
            table_of("Shares of credit, of what trackers see", found, found.tracked),
            Table("Ratios of purchases", heads, ratios),
        ],
        doubts=[EXPOSURE.format(brand=brand)],
    )


def together(found: Credit) -> dict[str, Any] | None:
    """Say what pairs of moments cause together beyond each alone."""
    if not found.interactions:
        return None
    sure = found.together
    pairs = sorted(found.interactions.items(), key=lambda it: -abs(it[1].mean or 0.0))
    rows = [
        [f"{name_of(one)} and {name_of(other)}", *cells(both, "+,.1f", factor=1),
         "yes" if (one, other) in sure else "no"]
        for (one, other), both in pairs
    ]  # fmt: skip
    told = [f"{name_of(one)} and {name_of(other)} {said(it, '+,.1f')}" for (one, other), it in
            sure.items()]  # fmt: skip
    what = bought(found.spec)[0]
    return section(
        sentences=[
            f"Beyond each alone, in {what}: {listed(told)}." if told
            else "No two moments surely cause more, or less, together than each alone."
        ],
        tables=[
            Table(f"{what} that pairs cause together beyond each alone".capitalize(),
                  ["pair", "more", *INTERVAL, "beyond luck, all pairs considered"], rows)
        ],
        doubts=["Below 0 the two can stand in for each other, above 0 they need each other."],
    )  # fmt: skip


def absence(found: Credit) -> dict[str, Any] | None:
    """Say what leaving a moment costs, if somebody asked."""
    losses = found.absence
    if not losses:
        return None
    rows = [
        [name_of(moment), *cells(it["among_rivals"], ",.1f", factor=1),
         *cells(it["alone"], ",.1f", factor=1), *cells(it["rivalry"], "+,.1f", factor=1)]
        for moment, it in losses.items()
    ]  # fmt: skip
    heads = ["moment", "lost to rivals", *INTERVAL, "lost where no rival is", *INTERVAL,
             "to rivals less none", *INTERVAL]  # fmt: skip
    what = bought(found.spec)[0]
    return section(
        sentences=[_costliest(found)],
        tables=[Table(f"{what} lost by paying nothing for a moment".capitalize(), heads, rows)],
        doubts=[ALONE],
    )


def _costliest(found: Credit) -> str:
    losses, what = found.absence, bought(found.spec)[0]
    lost = {it: [float(one.absence[it].among_rivals) for one in found.replicates] for it in losses}
    against = against_best(lost)
    if len(losses) > 1 and (against is None or against.level):
        return "By what leaving them to rivals costs, these moments cannot be ranked."
    moment = against.best if against else next(iter(losses))
    most = " the most," if len(losses) > 1 else ""
    return (
        f"Leaving {name_of(moment)} to its rivals costs {found.spec.focal_brand}{most} "
        f"{said(losses[moment]['among_rivals'], ',.1f')} {what}."
    )


def loop(found: Credit) -> dict[str, Any] | None:
    """Say what the review loop makes of a purchase, if everything was lived twice."""
    if not found.live:
        return None
    rows = [
        [name_of(moment), *cells(found.shapley[moment], ",.1f", factor=1),
         *cells(found.live[moment], ",.1f", factor=1),
         *(cells(found.multiplier[moment], ".2f", factor=1) if moment in found.multiplier
           else [NONE] * 3)]
        for moment in found.ranking
    ]  # fmt: skip
    heads = ["moment", "caused directly", *INTERVAL, "caused live", *INTERVAL, "live by direct",
             *INTERVAL]  # fmt: skip
    return section(
        tables=[Table("Purchases caused, directly and through others", heads, rows)],
        doubts=[TWICE],
    )


def _blind(found: Credit) -> str:
    """The moment that trackers make the most or least of, compared with all touches."""

    def part(table: dict[str, dict[str, float]], moment: str) -> float:
        whole = sum(table["linear"].values())
        return 100 * table["linear"][moment] / whole if whole > 0 else 0.0

    gap = {it: part(found.tracked, it) - part(found.rules, it) for it in found.moments}
    most = max(gap, key=lambda it: abs(gap[it]))
    return (
        f"Blind spot: with every touch known, the linear rule hands {name_of(most)} "
        f"{part(found.rules, most):.0f}\u00a0%; with what trackers see, "
        f"{part(found.tracked, most):.0f}\u00a0%."
    )
