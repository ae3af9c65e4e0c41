"""Sections on brands and people: reviews and ratings, shares over time, personas."""

from functools import partial
from typing import Any

from sim import plot
from sim.plot.words import bought
from sim.report.figure import (
    INTERVAL,
    Table,
    beginning,
    cells,
    drawn,
    listed,
    percent,
    said,
)
from sim.results import Estimate, Run
from sim.results import shares as found_in
from sim.results.written import number


def reviews(run: Run) -> dict[str, Any]:
    """Say what reviews said, and what readers saw of them.

    Parameters
    ----------
    run : Run
        What was found.

    Returns
    -------
    dict
        Two figures, `stars` and `rating`, and the table `lived` of what users went through.
    """
    focal = run.spec.focal_brand
    found = found_in.stars(run.summary, focal)
    heads = ["stars", f"% of {focal}'s reviews", *INTERVAL, "% of all rivals' reviews", *INTERVAL]
    rows = [
        [str(star), *cells(own), *cells(rivals)]
        for star, own, rivals in zip(range(1, 6), found["own"], found["rivals"], strict=True)
        if own.mean is not None
    ]
    return {
        "lived": _lived(run),
        "stars": drawn(
            "stars",
            f"Stars given in reviews of {focal}",
            _stars_finding(run, found["own"]),
            "A bar for each number of stars; the diamond is what the reviews of all rivals "
            "together gave.",
            Table(f"Stars given in reviews of {focal}", heads, rows),
            plot.Panel(partial(plot.review_stars, run), 2.4),
        ),
        "rating": drawn(
            "rating",
            "Rating displayed, over time",
            _rating_finding(run),
            f"The mean each board shows on the day.{_band(run)} The axis does not begin at one "
            "star.",
            _over_time(run, "Rating displayed", found_in.rating_over_time(run.summary), ".2f", 1),
            plot.Panel(partial(plot.rating, run), 2.7),
        ),
    }


def _lived(run: Run) -> Table:
    """What users of each brand went through, which is what reviews are about."""
    heads = ["brand", "satisfaction", "NPS", "% of service contacts rude", "% of those made good"]
    measures = [("satisfaction", ".2f", 1), ("nps", "+.0f", 1), ("rude", ".1f", 100)]
    measures.append(("recovered", ".1f", 100))
    if run.spec.market.purchase == "subscription":
        heads.append("% of months left after")
        measures.append(("churn", ".2f", 100))
    rows = [
        [
            name,
            *(number(_times(found[measure], factor), form) for measure, form, factor in measures),
        ]
        for name, found in run.summary.brands().items()
    ]
    return Table("What users went through", heads, rows, run.spec.focal_brand)


def _times(found: Estimate, factor: float) -> float | None:
    return None if found.mean is None else found.mean * factor


def _stars_finding(run: Run, own: list[Estimate]) -> str:
    focal = run.spec.focal_brand
    found = run.summary.brands()[focal]
    if own[0].mean is None:
        return f"Nobody reviewed {focal} in the measured days."
    many = (found["reviews"].mean or 0) >= found_in.FEW
    reviews = said(found["reviews"], ",.0f" if many else ".1f")
    told = (
        f"{beginning(focal)} had {reviews} reviews; {percent(own[4])} of them gave "
        f"five stars, {percent(own[0])} one. They average "
        f"{said(found['review_mean'], '.2f')} stars, the satisfaction of all its users is "
        f"{said(found['satisfaction'], '.2f')}."
    )
    if not many:
        told += f" Below {found_in.FEW} reviews a rating is a lottery."
    return told


def _rating_finding(run: Run) -> str:
    focal = run.spec.focal_brand
    lines = found_in.rating_over_time(run.summary)
    ends = {name: line[-1].mean or 0 for name, line in lines.items()}
    told = (
        f"{beginning(focal)} displayed {number(lines[focal][0].mean, '.2f')} stars at first and "
        f"{said(lines[focal][-1], '.2f')} at the end."
    )
    told += _rivals(focal, {name: f"{end:.2f}" for name, end in ends.items()}, ends)
    if run.spec.feedback == "off":
        told += " Nobody read reviews in this run: feedback is off."
    return told


def shares(run: Run) -> dict[str, Any]:
    """Say how the shares of brands went over time.

    Parameters
    ----------
    run : Run
        What was found.

    Returns
    -------
    dict
        A `figure`.
    """
    what = bought(run.spec)[0]
    lines = found_in.share_over_time(run.summary)
    return {
        "figure": drawn(
            "share",
            f"Shares of the {what}, over time",
            _share_finding(run, lines),
            f"One line a brand, {_stretch(run)}.{_band(run)}",
            _over_time(run, f"Share of the {what}, %", lines, ".1f", 100),
            plot.Panel(partial(plot.share, run), 2.7),
        )
    }


def _share_finding(run: Run, lines: dict[str, list[Estimate]]) -> str:
    focal, (what, verb) = run.spec.focal_brand, bought(run.spec)
    known = [one.mean for one in lines[focal] if one.mean is not None]
    if not known:
        return "Nobody bought anything in the measured days."
    overall = {name: found["share"] for name, found in run.summary.brands().items()}
    return (
        f"{beginning(focal)} had {percent(overall[focal])} of all {what} {verb}; "
        f"{_stretch(run)} between {100 * min(known):.1f} and {100 * max(known):.1f}\u00a0%."
        + _rivals(
            focal,
            {name: percent(one) for name, one in overall.items()},
            {name: one.mean or 0 for name, one in overall.items()},
        )
    )


def _rivals(focal: str, told: dict[str, str], values: dict[str, float]) -> str:
    others = sorted((name for name in values if name != focal), key=lambda name: -values[name])
    if not others:
        return ""
    if len(others) > 4:
        others = [others[0], others[-1]]
        return f" Rivals: from {others[0]} {told[others[0]]} to {others[1]} {told[others[1]]}."
    return f" Rivals: {listed([f'{name} {told[name]}' for name in others])}."


def _band(run: Run) -> str:
    if len(run.replicates) == 1:
        return ""
    return f" The band is ± of {run.spec.focal_brand}: a wiggle that stays inside may be luck."


def _stretch(run: Run) -> str:
    length = found_in.windows(run.spec.market.days)[0]
    return "day by day" if length == 1 else f"by stretches of {length} days"


def _over_time(
    run: Run, caption: str, lines: dict[str, list[Estimate]], form: str, factor: float
) -> Table:
    """One row a stretch of days; the interval is the focal brand's."""
    focal = run.spec.focal_brand
    rivals = [name for name in lines if name != focal]
    rows = [
        [
            str(day),
            *cells(lines[focal][at], form, factor=factor),
            *(cells(lines[name][at], form, factor=factor)[0] for name in rivals),
        ]
        for at, day in enumerate(found_in.windows(run.spec.market.days))
        if any(line[at].mean is not None for line in lines.values())
    ]
    return Table(caption, ["up to day", focal, *INTERVAL, *rivals], rows)


def personas(run: Run) -> dict[str, Any]:
    """Say what each kind of person bought.

    Parameters
    ----------
    run : Run
        What was found.

    Returns
    -------
    dict
        A `figure`, or None where all people are of one kind; who they are; their `table`.
    """
    focal, what = run.spec.focal_brand, bought(run.spec)[0]
    found = found_in.personas(run.summary, focal)
    heads = ["persona", "people", f"{what} of {focal}", *INTERVAL, "per 100 people", *INTERVAL]
    heads += [f"{focal}'s share, %", *INTERVAL]
    rows = [
        [
            name,
            number(row["consumers"].mean),
            *cells(row["purchases"], ",.0f", factor=1),
            *cells(row["per_100"], ",.1f", factor=1),
            *cells(row["share"]),
        ]
        for name, row in found.items()
    ]
    table = Table("What each kind of person bought", heads, rows)
    people = [(name, run.spec.personas[name].about) for name in found]
    if len(found) == 1:
        return {"figure": None, "people": people, "table": table}
    height = 0.8 + 0.33 * len(found)
    told = [
        f"{name}: {said(row['per_100'], ',.1f')} {what} of {focal} per 100 people, "
        f"{percent(row['share'])} of all theirs"
        for name, row in found.items()
    ]
    figure = drawn(
        "personas",
        f"What each kind of person bought of {focal}",
        beginning("; ".join(told)) + ".",
        "Above: the brand's part of what these people bought, and a line at the part of everybody. "
        "Below: how much of it a hundred of them bought.",
        table,
        plot.Panel(partial(plot.persona_share, run), height + 0.2),
        plot.Panel(partial(plot.persona_purchases, run), height),
    )
    return {"figure": figure, "people": people, "table": table}
