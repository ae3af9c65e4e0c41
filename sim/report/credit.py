"""The section on what money in moments caused, beside what attribution rules say."""

from functools import partial
from typing import Any, Final

from sim import plot
from sim.analysis.credit import Credit
from sim.plot.words import MOMENTS, bought
from sim.report.figure import Table, drawn, isolated, listed, said
from sim.results import Estimate
from sim.results.written import NONE, number

RULES: Final = {
    "last_touch": "last touch",
    "last_before_purchase": "before",
    "first_touch": "first touch",
    "linear": "linear",
    "position": "position",
    "time_decay": "time decay",
    "markov": "Markov",
    "path_shapley": "path Shapley",
}


def fill(found: Credit) -> dict[str, Any]:
    """Say what money in each moment caused, and how far each rule is from that.

    Parameters
    ----------
    found : Credit
        What was found.

    Returns
    -------
    dict
        `sentences`, a `figure`, the `table` of what was caused, and the `doubts`.
    """
    return {
        "sentences": [_caused(found), _level(found)],
        "figure": drawn(
            "credit",
            f"What {found.spec.focal_brand}'s money caused, and what rules say",
            _finding(found),
            "A bar is the part of the purchases caused that is due to the money in that moment "
            "(its Shapley value), with its 95 % interval. Marks are the parts that attribution "
            "rules hand to it, of the purchases they share out.",
            _rules(found),
            plot.Panel(partial(plot.credit, found), 1.5 + 0.5 * len(found.moments)),
        ),
        "table": _truth(found),
        "doubts": _doubts(found),
    }


def _caused(found: Credit) -> str:
    what = bought(found.spec)[0]
    told = [
        f"{_name(moment)} {said(found.shapley[moment], ',.1f')}" for moment in found.ranking[:3]
    ]
    return (
        f"Of {number(found.purchases.mean)} {what} of {found.spec.focal_brand}, its money in "
        f"{len(found.moments)} moments caused {said(found.total, ',.1f')}. "
        f"The largest parts are due to {listed(told)}."
    )


def _level(found: Credit) -> str:
    lived = [played.said for played in found.replicates]
    touched = sum(one.touched for one in lived) / len(lived)
    return (
        f"Rules share out all {number(touched)} that had a touch, whether money caused them or not."
    )


def _finding(found: Credit) -> str:
    moment = found.ranking[0]
    truth = share(found.shapley[moment].mean, found.total.mean)
    handed = {rule: share(it[moment], sum(it.values())) for rule, it in found.rules.items()}
    told = [f"{handed[rule]} ({RULES[rule]})" for rule in ("last_touch", "first_touch", "linear")]
    return (
        f"Money in {_name(moment)} moments caused {truth} of the purchases that "
        f"money caused; rules hand it {listed(told)}."
    )


def share(part: float | None, whole: float | None) -> str:
    """Write a part of a whole in percent.

    Parameters
    ----------
    part, whole : float or None
        Purchases.

    Returns
    -------
    str
        A dash where there is no whole.
    """
    if part is None or not whole or whole < 0:
        return NONE
    return f"{number(100 * part / whole, '.1f')}\u00a0%"


def _rules(found: Credit) -> Table:
    """In percent of what is caused, or shared out."""
    rules = found.rules
    rows = [
        [_name(moment), share(found.shapley[moment].mean, found.total.mean),
         *(share(rules[name][moment], sum(rules[name].values())) for name in RULES)]
        for moment in found.ranking
    ]  # fmt: skip
    return Table("Shares of credit", ["moment", "truth", *RULES.values()], rows)


def _truth(found: Credit) -> Table:
    what = bought(found.spec)[0]
    heads = ["moment", "planned, €", f"{what} caused", "95 % from", "to", "€ each", "left out",
             "only one"]  # fmt: skip
    spend, leave, only = found.spend, found.leave_one_out, found.only_one
    rows = [
        [_name(moment), number(spend[moment]),
         *(number(it, ",.1f") for it in found.shapley[moment]),
         _each(spend[moment], found.shapley[moment]), number(leave[moment].mean, ",.1f"),
         number(only[moment].mean, ",.1f")]
        for moment in found.ranking
    ]  # fmt: skip
    return Table(f"{what} that money in each moment caused".capitalize(), heads, rows)


def _each(spend: float, caused: Estimate) -> str:
    """Euro for a purchase; none is told where it may be that nothing was caused."""
    certain = caused.mean is not None and caused.low is not None and caused.low > 0
    return number(spend / caused.mean, ",.2f") if certain and caused.mean else NONE


def _doubts(found: Credit) -> list[str]:
    market, count = found.spec.market, len(found.replicates)
    lived = (
        f"Lived in {isolated(found.spec.name)}: {market.consumers:,} people, {market.days:,} days, "
        f"{count} replicate{'s' * (count != 1)}, seed {found.seed}, feedback {found.feedback}. "
        "± is luck alone. Left out: what is lost where this moment alone gets no money. Only one: "
        "what is gained where it alone gets money. Before: the last touch before the moment of "
        "purchase itself."
    )
    if found.detectable is None:
        return ["One replicate says nothing of luck: this is no ranking.", lived]
    ties = ", ".join(f"{_name(one)} and {_name(other)}" for one, other in found.ties)
    apart = (
        f"Not told apart: {ties or 'none'}; differences of {number(found.detectable)} or more "
        "between two moments are seen with a chance of 80 %."
    )
    return [apart, lived]


def _name(moment: str) -> str:
    """Adverts are no micro-moment, but a brand may pay for them."""
    return MOMENTS.get(moment, moment)
