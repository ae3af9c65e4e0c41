"""The answer in a few sentences, and what it is worth."""

from typing import Any

from sim.plot.words import PLACES, bought
from sim.reference.words import LOST
from sim.report.figure import Table, beginning, percent, said, share
from sim.results import Estimate, Run
from sim.results.shares import lost_cells, lost_reasons
from sim.results.written import NONE, money, number
from sim.tables.moments import LOST_REASONS, NO_MOMENT


def fill(run: Run) -> dict[str, Any]:
    """Say what came of the run for the focal brand.

    Parameters
    ----------
    run : Run
        What was found.

    Returns
    -------
    dict
        `sentences`, `doubts`, `cards` and the `table` of all brands.
    """
    return {
        "sentences": [_sold(run), *_lost(run)],
        "doubts": doubts(run),
        "cards": _cards(run),
        "table": _brands(run),
    }


def doubts(run: Run) -> list[str]:
    """Say what the numbers are worth: what ± means, and how much was assumed.

    Parameters
    ----------
    run : Run
        What was found.

    Returns
    -------
    list of str
        Sentences.
    """
    times = len(run.replicates)
    who = "Other people of the same kind" if run.new_people else "The same people"
    if times > 1:
        luck = (
            f"± is luck alone: {who[0].lower()}{who[1:]} lived these days {times} times, each time "
            "with other luck, and the true mean lies within ± in 95 of 100 such runs. It is not "
            "doubt about the assumptions."
        )
    else:
        luck = "These days were lived once, so that nothing tells luck from effect: there is no ±."
    return [luck, vouched(run.assumed)]


def vouched(assumed: tuple[int, int] | None) -> str:
    """Say how much of a market was assumed.

    Parameters
    ----------
    assumed : (int, int) or None
        Numbers that are assumptions, and numbers in all; None: nobody counted.

    Returns
    -------
    str
        A sentence.
    """
    if assumed is None:
        return "Nobody counted how many numbers of this market are assumptions."
    count, numbers = assumed
    return (
        f"{count:,} of {numbers:,} numbers of this market are assumptions: what is shown here "
        "follows from them. It is no forecast."
    )


def _sold(run: Run) -> str:
    focal, (what, verb) = run.spec.focal_brand, bought(run.spec)
    found = run.summary.brands()[focal]
    if found["share"].mean is None:
        return f"{beginning(focal)} {verb} nothing, and neither did anybody else."
    sold = (
        f"{beginning(focal)} {verb} {said(found['purchases'])} {what}, {percent(found['share'])} "
        f"of all {what} {verb} in this market."
    )
    if run.spec.market.purchase == "subscription":
        sold += (
            f" Its customers paid for {said(found['renewals'])} further months; "
            f"{percent(found['churn'])} of the months ended with the customer leaving."
        )
    return sold


def _lost(run: Run) -> list[str]:
    focal, found = run.spec.focal_brand, lost_reasons(run.summary)
    known = [(one.mean or 0.0, code) for code, one in enumerate(found)]
    largest, code = max(known, key=lambda one: one[0])
    if largest == 0:
        return []
    reason = LOST_REASONS[code]
    where = lost_cells(run.summary)[code]
    place = max(range(len(where)), key=lambda one: where[one].mean or 0.0)
    most = (where[place].mean or 0.0) / largest > 0.5
    told = (
        f"Of the needs it did not win, {share(largest)} were lost to "
        f"{_name(reason)}{_at(place) if most else ''}: {LOST[reason].format(brand=focal)}."
    )
    absent = found[LOST_REASONS.index("absent")].mean
    return [told] if reason == "absent" else [told, f"Being absent cost it {share(absent)}."]


def _name(reason: str) -> str:
    return {
        "absent": "absence", "useless": "uselessness", "not_considered": "being overlooked",
        "no_decision": "no decision", "unavailable": "being unavailable",
    }.get(reason, reason)  # fmt: skip


def _at(place: int) -> str:
    if place == NO_MOMENT:
        return ", before any micro-moment occurred"
    return f", mostly in {PLACES[place]} moments"


def _cards(run: Run) -> list[tuple[str, str, str]]:
    """Name, number and ± of what is asked for first."""
    found = run.summary.brands()[run.spec.focal_brand]
    what, verb = bought(run.spec)
    shown = [
        ("share", share(found["share"].mean, ".1f"), _half(found["share"], ".1f", 100)),
        (f"{what} {verb}", number(found["purchases"].mean), _half(found["purchases"], ",.0f")),
        ("profit", money(found["profit"].mean), _half(found["profit"], ",.0f")),
        ("rating displayed", number(found["rating"].mean, ".2f"), _half(found["rating"], ".2f")),
        ("net promoter score", number(found["nps"].mean, "+.1f"), _half(found["nps"], ".1f")),
    ]
    if run.spec.market.purchase == "subscription":
        left = found["churn"]
        leaving = (share(left.mean, ".1f"), _half(left, ".1f", 100))
        shown[3] = ("customers leaving a month", *leaving)
    return shown


def _half(found: Estimate, form: str, factor: float = 1) -> str:
    half = found.half_width
    return NONE if half is None else f"{factor * half:{form}}"


def _brands(run: Run) -> Table:
    what, verb = bought(run.spec)
    lasting = run.spec.market.purchase == "subscription"
    heads = ["brand", f"{what} {verb}", "±", "share, %", "±"]
    heads += ["months renewed", "leave a month, %"] if lasting else []
    heads += ["rating", "reviews", "NPS", "spent, €", "profit, €", "±"]
    rows = []
    for name, found in run.summary.brands().items():
        spent = (found["spend"].mean or 0.0) + (found["induced_spend"].mean or 0.0)
        row = [name, number(found["purchases"].mean), _half(found["purchases"], ",.0f")]
        row += [number(_percent(found["share"]), ".1f"), _half(found["share"], ".1f", 100)]
        if lasting:
            row += [number(found["renewals"].mean), number(_percent(found["churn"]), ".1f")]
        row += [number(found["rating"].mean, ".2f"), number(found["reviews"].mean)]
        row += [number(found["nps"].mean, "+.0f"), number(spent)]
        row += [number(found["profit"].mean), _half(found["profit"], ",.0f")]
        rows.append(row)
    return Table("All brands", heads, rows, marked=run.spec.focal_brand)


def _percent(found: Estimate) -> float | None:
    return None if found.mean is None else 100 * found.mean
