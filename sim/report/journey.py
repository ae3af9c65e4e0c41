"""Sections on the way to a purchase: funnel, micro-moments, channels and devices."""

from functools import partial
from typing import Any, Final, NamedTuple

from sim import plot
from sim.plot.grids import Measure
from sim.plot.pairs import Ways, used
from sim.plot.words import CHANNELS, DEVICES, MOMENTS, bought
from sim.report.figure import (
    INTERVAL,
    Table,
    beginning,
    cells,
    drawn,
    percent,
)
from sim.results import Estimate, Run
from sim.results import shares as found_in
from sim.results.written import number
from sim.tables import moments as words

SHOWN: Final[tuple[Measure, ...]] = ("events", "present", "helped")


class Cell(NamedTuple):
    """One kind of micro-moment on one channel."""

    moment: str
    channel: str
    events: Estimate
    present: Estimate
    helped: Estimate


def funnel(run: Run) -> dict[str, Any]:
    """Say how far needs came, and where the focal brand was and helped.

    Parameters
    ----------
    run : Run
        What was found.

    Returns
    -------
    dict
        A `figure`.
    """
    focal = run.spec.focal_brand
    rows = run.summary.funnel(focal)
    heads = ["moment of truth", "measure", "% of needs", *INTERVAL]
    names = {
        "reached": "reached",
        "present": f"{focal} noticed",
        "helped": f"{focal} helped",
        "converted": "and the next one too",
    }
    table = [
        [truth.upper() if truth != "stimulus" else truth, names[measure], *cells(found)]
        for truth, row in rows.items()
        for measure, found in row.items()
        if found.mean is not None
    ]
    reading = (
        "One group of bars for each moment of truth; a need counts once in each bar it reaches. "
        "A need may skip a moment: habit goes straight to the shop."
    )
    return {
        "figure": drawn(
            "funnel",
            f"Needs by moment of truth, {focal}",
            _funnel_finding(focal, rows),
            reading,
            Table("Needs by moment of truth", heads, table),
            plot.Panel(partial(plot.funnel, run), 4.0),
        )
    }


def _funnel_finding(focal: str, rows: dict[str, dict[str, Estimate]]) -> str:
    if rows["stimulus"]["reached"].mean is None:
        return "No need was born in the measured days."

    def of(truth: str, measure: str) -> str:
        return f"{100 * (rows[truth][measure].mean or 0):.1f}"

    return (
        f"Of 100 needs, {of('stimulus', 'reached')} followed a stimulus, {of('zmot', 'reached')} "
        f"led to a search (ZMOT) and {of('fmot', 'reached')} to an offer (FMOT); "
        f"{of('smot', 'reached')} ended with {focal} bought and {of('umot', 'reached')} with a "
        f"review of it or a story about it. {beginning(focal)} was noticed in "
        f"{of('stimulus', 'present')}, {of('zmot', 'present')} and {of('fmot', 'present')} of "
        f"them at the first three, and helped in {of('zmot', 'helped')} searches."
    )


def moments(run: Run) -> dict[str, Any]:
    """Say where people look, and where the focal brand is noticed and helps.

    Parameters
    ----------
    run : Run
        What was found.

    Returns
    -------
    dict
        A `figure`.
    """
    focal = run.spec.focal_brand
    found = found_in.cells(run.summary, focal)
    grid = [
        Cell(moment, channel, *(found[what][m][c] for what in SHOWN))
        for m, moment in enumerate(words.MOMENTS)
        for c, channel in enumerate(words.CHANNELS)
        if found["events"][m][c].mean
    ]
    heads = ["micro-moment", "channel", "per 1,000 people and day", "noticed, %", "helped, %"]
    rows = [
        [MOMENTS[moment], CHANNELS[channel], number(events.mean, ".2f"),
         cells(present)[0], cells(helped)[0]]
        for moment, channel, events, present, helped in grid
    ]  # fmt: skip
    panels = [plot.Panel(partial(plot.moments, run, measure=what), 2.15) for what in SHOWN]
    reading = (
        "A row is what people want, a column where they look. The number counts; the darker, the "
        "more. A dot: it did not happen. In brackets: fewer than 30 cases. In a store people look "
        "at the offer itself, so that help is not asked."
    )
    return {
        "figure": drawn(
            "moments",
            f"Micro-moments by channel, and {focal} in them",
            _moments_finding(run, grid),
            reading,
            Table("Micro-moments by channel", heads, rows),
            *panels,
        )
    }


def _moments_finding(run: Run, grid: list[Cell]) -> str:
    if not grid:
        return "No micro-moment occurred."
    focal = run.spec.focal_brand
    measured = run.summary.brands()[focal]

    def name(cell: Cell) -> str:
        return f"{MOMENTS[cell.moment]} on {CHANNELS[cell.channel]}"

    total = sum(cell.events.mean or 0 for cell in grid)
    busiest = max(grid, key=lambda cell: cell.events.mean or 0)
    gap = max(grid, key=lambda cell: (cell.events.mean or 0) * (1 - (cell.present.mean or 0)))
    return (
        f"A thousand people had {total:,.0f} micro-moments a day, most often {name(busiest)} "
        f"({number(busiest.events.mean, '.1f')}). {beginning(focal)} was noticed in "
        f"{percent(measured['presence'])} of all and helped in {percent(measured['help'])} of "
        f"those. Its largest gap is {name(gap)}: noticed in {percent(gap.present)} of "
        f"{number(gap.events.mean, '.1f')}."
    )


def ways(run: Run) -> dict[str, Any]:
    """Say where people look and where they buy.

    Parameters
    ----------
    run : Run
        What was found.

    Returns
    -------
    dict
        Two figures, `channels` and `devices`.
    """
    focal = run.spec.focal_brand
    by_channel = found_in.channels(run.summary, focal)
    by_device = found_in.devices(run.summary, focal)
    what = bought(run.spec)[0]
    reading = (
        "The ring is the part of all micro-moments, the diamond the part of all purchases (all "
        "brands). Far apart: people look in one place and buy in another."
    )
    return {
        "channels": drawn(
            "channels",
            "Channels of micro-moments and of purchases",
            _ways_finding(by_channel, CHANNELS, what),
            reading,
            _ways_table("Channels", "channel", by_channel, CHANNELS, focal),
            plot.Panel(partial(plot.channels, run), 0.7 + 0.22 * max(len(used(by_channel)), 4)),
        ),
        "devices": drawn(
            "devices",
            "Devices of micro-moments and of purchases",
            _ways_finding(by_device, DEVICES, what),
            "As above, by device. In person: in a shop, without looking at a phone.",
            _ways_table("Devices", "device", by_device, DEVICES, focal),
            plot.Panel(partial(plot.devices, run), 1.6),
        ),
    }


def _ways_finding(found: Ways, labels: dict[str, str], what: str) -> str:
    names = used(found)
    if not names:
        return "No micro-moment occurred."

    def both(name: str) -> str:
        row = found[name]
        return (
            f"{labels[name]}: {percent(row['moments'])} of all micro-moments, "
            f"{percent(row['purchases'])} of the {what}"
        )

    looked = names[0]
    paid = max(names, key=lambda name: found[name]["purchases"].mean or 0)
    if found[paid]["purchases"].mean is None:
        return (
            f"Most micro-moments, {percent(found[looked]['moments'])}, were on {labels[looked]}; "
            "nothing was bought."
        )
    told = [both(name) for name in dict.fromkeys((looked, paid))]
    return beginning("; ".join(told)) + "."


def _ways_table(caption: str, head: str, found: Ways, labels: dict[str, str], focal: str) -> Table:
    heads = [head, "% of micro-moments", *INTERVAL, "% of purchases", *INTERVAL, f"% of {focal}'s"]
    rows = [
        [labels[name], *cells(found[name]["moments"]), *cells(found[name]["purchases"]),
         cells(found[name]["own"])[0]]
        for name in used(found)
    ]  # fmt: skip
    return Table(f"{caption} of micro-moments and of purchases", heads, rows)
