"""The section on what money in moments caused, beside what attribution rules say."""

from functools import partial
from typing import Any, Final

from sim import plot
from sim.analysis.credit import Credit
from sim.analysis.credit_frame import each
from sim.plot.credit import height
from sim.plot.words import MOMENTS, bought
from sim.report.answer import vouched
from sim.report.figure import Table, drawn, isolated, listed, said
from sim.results.written import NONE, number

RULE_NAMES: Final = {
    "last_touch": "last touch",
    "last_before_purchase": "last before buy",
    "first_touch": "first touch",
    "linear": "linear",
    "position": "position",
    "time_decay": "time decay",
    "markov": "Markov",
    "path_shapley": "path Shapley",
}
SEEN: Final = ("touched", "seen")


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
        "sentences": [_caused(found), level(found)],
        "figure": drawn(
            "credit",
            f"What {found.spec.focal_brand}'s money caused, and what rules say",
            _finding(found),
            "A bar is the part of the purchases caused that is due to the money in that moment "
            "(its Shapley value), with its 95 % interval. Marks are the parts that attribution "
            "rules hand to it, of the purchases they share out; a thread leads from each to what "
            "the same rule says of what trackers see.",
            table_of("Shares of credit", found, found.rules),
            plot.Panel(partial(plot.credit, found), height(found)),
        ),
        "table": _truth(found),
        "doubts": _doubts(found),
    }


def _caused(found: Credit) -> str:
    what = bought(found.spec)[0]
    told = [
        f"{name_of(moment)} {said(found.shapley[moment], ',.1f')}" for moment in found.ranking[:3]
    ]
    return (
        f"Of {number(found.purchases.mean)} {what} of {found.spec.focal_brand}, its money in "
        f"{len(found.moments)} moments caused {said(found.total, ',.1f')}. "
        f"The largest parts are due to {listed(told)}."
    )


def level(found: Credit) -> str:
    """Say how many purchases rules share out, and how many of them trackers see."""
    lived = [played.said for played in found.replicates]
    touched, seen = (sum(getattr(one, it) for one in lived) / len(lived) for it in SEEN)
    return (
        f"Rules share out all {number(touched)} that had a touch, whether money caused them or "
        f"not; trackers see a touch before {number(seen)} of them, and none in a shop."
    )


def _finding(found: Credit) -> str:
    moment = found.ranking[0]
    truth = share(found.shapley[moment].mean, found.total.mean)
    handed = {rule: share(it[moment], sum(it.values())) for rule, it in found.rules.items()}
    named = ("last_touch", "first_touch", "linear")
    told = [f"{handed[rule]} ({RULE_NAMES[rule]})" for rule in named]
    return (
        f"Money in {name_of(moment)} moments caused {truth} of the purchases that "
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


def table_of(title: str, found: Credit, rules: dict[str, dict[str, float]]) -> Table:
    """Lay out what each rule hands to each moment, in percent of all it hands out.

    Parameters
    ----------
    title : str
        Of the table.
    found : Credit
        What was found.
    rules : dict of str to dict of str to float
        Purchases by rule and moment.

    Returns
    -------
    Table
        A row a moment.
    """
    rows = [
        [name_of(moment), share(found.shapley[moment].mean, found.total.mean),
         *(share(rules[name][moment], sum(rules[name].values())) for name in RULE_NAMES)]
        for moment in found.ranking
    ]  # fmt: skip
    return Table(title, ["moment", "truth", *RULE_NAMES.values()], rows)


def _truth(found: Credit) -> Table:
    what = bought(found.spec)[0]
    heads = ["moment", "planned, €", f"{what} caused", "95 % from", "to", "€ each", "left out",
             "only one"]  # fmt: skip
    spend, leave, only = found.spend, found.leave_one_out, found.only_one
    rows = [
        [name_of(moment), number(spend[moment]),
         *(number(it, ",.1f") for it in found.shapley[moment]),
         number(each(spend[moment], found.shapley[moment]), ",.2f"),
         number(leave[moment].mean, ",.1f"),
         number(only[moment].mean, ",.1f")]
        for moment in found.ranking
    ]  # fmt: skip
    return Table(f"{what} that money in each moment caused".capitalize(), heads, rows)


def _doubts(found: Credit) -> list[str]:
    market, count = found.spec.market, len(found.replicates)
    lived = (
        f"Lived in {isolated(found.spec.name)}: {market.consumers:,} people, {market.days:,} days, "
        f"{count} replicate{'s' * (count != 1)}, seed {found.seed}, feedback {found.feedback}. "
        "± is luck alone. Left out: what is lost where this moment alone gets no money. Only one: "
        "what is gained where it alone gets money. Last before buy: the last touch before the "
        "moment of purchase itself."
    )
    known = vouched(found.assumed)
    if count < 2:
        return ["One replicate says nothing of luck: this is no ranking.", lived, known]
    if found.detectable is None:
        return [lived, known]
    ties = ", ".join(f"{name_of(one)} and {name_of(other)}" for one, other in found.ties)
    apart = (
        f"Neighbours not told apart: {ties or 'none'}; a difference of less than about "
        f"{number(found.detectable)} between two moments is often missed."
    )
    return [apart, lived, known]


def name_of(moment: str) -> str:
    """Name a moment; adverts are no micro-moment, but a brand may pay for them."""
    return MOMENTS.get(moment, moment)
