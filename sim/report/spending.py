"""What plans cost, in sentences: budgets, each purchase more, what a lower price gives up."""

from sim.analysis.costs import cost_per_purchase, more_spent, prices, spends_alike
from sim.report.figure import isolated, listed
from sim.results import Comparison, Estimate
from sim.results.differences import counted, euros, euros_between
from sim.results.written import NONE, money, number


def paid(found: Comparison, name: str) -> str:
    """Begin a sentence on a plan with what it costs.

    Parameters
    ----------
    found : Comparison
        What was found.
    name : str
        A world that was compared with the base.

    Returns
    -------
    str
        Its budget, and its price where that is another one.
    """
    budget, (base, plan) = found.budget(name), prices(found, name)
    told = (
        "For the same budget"
        if budget["equal"]
        else f"For {money(budget['planned'])} instead of {money(budget['base_planned'])}"
    )
    return told if base == plan else f"{told} and at {euros(plan)} instead of {euros(base)} each"


def each(found: Comparison, name: str) -> str:
    """Say what each purchase more costs, where there certainly are any.

    Parameters
    ----------
    found, name
        As in `paid`.

    Returns
    -------
    str
        A sentence with a space before it; empty where nothing can be said.
    """
    base, plan = prices(found, name)
    if base != plan:
        return " What the price costs is margin, not spending: that profit counts it."
    if not found.difference(name).above_zero:
        return ""
    if spends_alike(found, name):
        return " Nothing more is spent on them."
    spent = more_spent(found, name).mean or 0.0
    if spent < 0.0:
        return f" It spends {money(-spent)} less."
    more = f" Each {counted(found).removesuffix('s')} more cost"
    told = f"{more} {euros_between(cost_per_purchase(found, name))}"
    if found.budget(name)["equal"]:
        return f"{told}: commissions, invitations and other spending that comes with them."
    return f"{told}."


def cell(found: Comparison, name: str) -> str:
    """Write what each purchase more costs into a table.

    Parameters
    ----------
    found, name
        As in `paid`.

    Returns
    -------
    str
        Euro; none where no more is spent; a dash where there certainly are no purchases more, or
        where a price changes: what that costs is no spending.
    """
    base, plan = prices(found, name)
    if base != plan or not found.difference(name).above_zero:
        return NONE
    if spends_alike(found, name) or (more_spent(found, name).mean or 0.0) < 0.0:
        return "none"
    return in_cell(cost_per_purchase(found, name))


def budgets(found: Comparison) -> list[str]:
    """Say whether plans have the same budget, and the same price.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    list of str
        Sentences.
    """
    asked = {name: prices(found, name) for name in found.runs}
    other = [f"{isolated(name)} {euros(it[1])}" for name, it in asked.items() if it[0] != it[1]]
    told = [_budgets(found)]
    if other:
        base = next(iter(asked.values()))[0]
        told.append(
            f"Prices differ: {found.focal} asks {euros(base)} under {isolated(found.base_name)}, "
            f"with {listed(other)}. A price acts on the margin of every sale; no spending "
            "shows it, so compare profits."
        )
    return told


def _budgets(found: Comparison) -> str:
    every = {name: found.budget(name) for name in found.runs}
    base = next(iter(every.values()))["base_planned"]
    unequal = [
        f"{isolated(name)} {money(it['planned'])}" for name, it in every.items() if not it["equal"]
    ]
    if unequal:
        return (
            f"Budgets differ: {found.focal} plans to spend {money(base)} under "
            f"{isolated(found.base_name)}, with {listed(unequal)}. Compare what each more "
            "costs, not how many more there are."
        )
    one = len(every) == 1
    return (
        f"{'The plan has' if one else 'All plans have'} the budget of "
        f"{isolated(found.base_name)}, {money(base)} in the measured days."
    )


def in_cell(found: Estimate) -> str:
    """Write euros below a head that says so: 0.41 (0.34 to 0.49)."""
    mean, low, high = (number(it, ",.2f") for it in found)
    return mean if found.low is None else f"{mean} ({low} to {high})"
