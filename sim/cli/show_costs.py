"""What plans cost, as people read it: euro for a purchase more, a euro's return, a lower price."""

from collections.abc import Iterator

from sim.analysis.costs import (
    cost_per_purchase,
    incremental_roas,
    more_spent,
    prices,
    profit_per_purchase,
    spends_alike,
)
from sim.results import Comparison, Estimate
from sim.results.differences import euros, euros_between
from sim.results.written import NONE, money, number


def cost(found: Comparison, name: str) -> str:
    """Write what a purchase more costs, where there certainly are any.

    Parameters
    ----------
    found : Comparison
        What was found.
    name : str
        A world that was compared with the base.

    Returns
    -------
    str
        Euro with their interval; none where no more is spent; a dash where there are no purchases
        more, or where a price changes: what that costs is no spending.
    """
    base, plan = prices(found, name)
    if base != plan or not found.difference(name).above_zero:
        return NONE
    if spends_alike(found, name):
        return "none (equal budget)" if found.budget(name)["equal"] else "none"
    if (more_spent(found, name).mean or 0.0) < 0.0:
        return "none"
    return euros_between(cost_per_purchase(found, name))


def costs(found: Comparison, name: str) -> Iterator[str]:
    """Say what each euro more returned, and what another price gives up.

    Parameters
    ----------
    found, name
        As in `cost`.

    Yields
    ------
    str
        Lines for people; none where neither spending nor price differ.
    """
    base, plan = prices(found, name)
    if base == plan:
        yield from _returned(found, name)
    else:
        yield (
            f"  Its price is {euros(plan)}, not {euros(base)}: of all sales together margin "
            f"{signed(found.difference(name, 'margin'))}, profit "
            f"{signed(found.difference(name, 'profit'))}{_each(found, name)}"
        )


def signed(found: Estimate) -> str:
    """Write a difference in whole euros: +€1,275 ± 93.

    Parameters
    ----------
    found : Estimate
        The difference.

    Returns
    -------
    str
        Without ± where there is no interval.
    """
    text = money(found.mean)
    half = found.half_width
    spread = "" if half is None else f" ± {number(half)}"
    return f"{'' if text.startswith('-') else '+'}{text}{spread}"


def _returned(found: Comparison, name: str) -> Iterator[str]:
    if spends_alike(found, name):
        return
    returned, spent = incremental_roas(found, name), more_spent(found, name).mean
    # Several pairs without an interval: nobody knows whether it was a euro more or less.
    known = returned.low is not None or len(found.replicates) == 1
    if not known or returned.mean is None or spent is None:
        return
    all_of_it = f"induced spending included, {{}} {euros_between(returned)} of revenue"
    if spent > 0:
        yield f"  Each euro more, {all_of_it.format('returned')}"
    elif returned.mean > 0:
        yield f"  Each euro saved, {all_of_it.format('cost')}"


def _each(found: Comparison, name: str) -> str:
    """Profit for each purchase more, where there certainly are any."""
    each = profit_per_purchase(found, name)
    if each.mean is None or not found.difference(name).above_zero:
        return ""
    return f"; profit for each purchase more: {euros_between(each)}"
