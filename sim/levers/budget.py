"""From budgets for moments to money for levers."""

from collections.abc import Mapping

from sim.levers import LEVERS


def planned_spend(moments: Mapping[str, float], levers: Mapping[str, float]) -> dict[str, float]:
    """A moment's budget pays for its levers: the fixed ones first, then the others by their size.

    Parameters
    ----------
    moments : mapping of str to float
        Budget of each moment, in any unit of money.
    levers : mapping of str to float
        What single levers get whatever the budget of their moment.

    Returns
    -------
    dict of str to float
        Money of every budget lever, in the unit given. What the fixed levers leave of a moment's
        budget is split over its other levers in proportion to their default spends; where they
        take more than the budget, they get it all the same and the others nothing.
    """
    budget_levers = [lever for lever in LEVERS.values() if lever.is_budget]
    fixed = dict.fromkeys(moments, 0.0)
    weight = dict.fromkeys(moments, 0.0)
    for lever in budget_levers:
        if lever.name in levers:
            fixed[lever.moment] = fixed.get(lever.moment, 0.0) + levers[lever.name]
        else:
            weight[lever.moment] = weight.get(lever.moment, 0.0) + lever.default_spend
    plan = {}
    for lever in budget_levers:
        left = max(moments.get(lever.moment, 0.0) - fixed.get(lever.moment, 0.0), 0.0)
        if lever.name in levers:
            plan[lever.name] = levers[lever.name]
        elif left > 0.0:
            plan[lever.name] = left * lever.default_spend / weight[lever.moment]
        else:
            plan[lever.name] = 0.0
    return plan
