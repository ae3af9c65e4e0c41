"""What a plan costs: euro for each purchase more, a euro's return, what a lower price gives up."""

from typing import Any

from sim.analysis.intervals import ratio
from sim.results import Comparison, Estimate, estimate
from sim.results.comparison import same_budget
from sim.results.pairs import values


def cost_per_purchase(found: Comparison, name: str) -> Estimate:
    """What each purchase more costs, in euro.

    Parameters
    ----------
    found : Comparison
        What was found.
    name : str
        A world that was compared with the base.

    Returns
    -------
    Estimate
        Planned and induced spending more than in the base per purchase more; Fieller's interval.

    Raises
    ------
    ResultError
        If there is no such world.
    """
    return ratio(_more_spent(found, name), found.gains(name, "purchases"))


def incremental_roas(found: Comparison, name: str) -> Estimate:
    """What each euro more returns as revenue: iROAS, with induced spending in the denominator.

    Parameters
    ----------
    found, name
        As in `cost_per_purchase`.

    Returns
    -------
    Estimate
        Revenue more per euro more, and where less is spent, revenue less per euro less; Fieller's
        interval. None where exactly as much is spent.

    Raises
    ------
    ResultError
        If there is no such world.
    """
    return ratio(found.gains(name, "revenue"), _more_spent(found, name))


def profit_per_purchase(found: Comparison, name: str) -> Estimate:
    """What each purchase more earns or loses, in euro: the cost of a plan that changes prices.

    Parameters
    ----------
    found, name
        As in `cost_per_purchase`.

    Returns
    -------
    Estimate
        Profit more per purchase more, margin given up on all others included; Fieller's interval.

    Raises
    ------
    ResultError
        If there is no such world.
    """
    return ratio(found.gains(name, "profit"), found.gains(name, "purchases"))


def prices(found: Comparison, name: str) -> tuple[float, float]:
    """What the focal brand asks for a unit, in euro.

    Parameters
    ----------
    found, name
        As in `cost_per_purchase`.

    Returns
    -------
    (float, float)
        In the base, and with the plan. Where they differ, spending is not all that a plan costs.

    Raises
    ------
    ResultError
        If there is no such world.
    """
    specs = (found.base.spec, found.runs[found.named(name)].spec)
    base, plan = (
        it.price_eur * it.policies.price for it in (spec.brands[found.focal] for spec in specs)
    )
    return base, plan


def spends_alike(found: Comparison, name: str) -> bool:
    """Whether a plan spends what the base spends, what purchases and invitations cost included.

    Parameters
    ----------
    found, name
        As in `cost_per_purchase`.

    Returns
    -------
    bool
        Planned and induced spending together are equal within 0.1 %.

    Raises
    ------
    ResultError
        If there is no such world.
    """
    base = (values(found.base, "spend") + values(found.base, "induced_spend")).mean()
    return same_budget(float(base), float(base + _more_spent(found, name).mean()))


def more_spent(found: Comparison, name: str) -> Estimate:
    """What a plan spends more than the base, in euro, what purchases and invitations cost included.

    Parameters
    ----------
    found, name
        As in `cost_per_purchase`.

    Returns
    -------
    Estimate
        Mean and 95 % interval of luck.

    Raises
    ------
    ResultError
        If there is no such world.
    """
    return estimate(_more_spent(found, name).tolist())


def _more_spent(found: Comparison, name: str) -> Any:
    return found.gains(name, "spend") + found.gains(name, "induced_spend")
