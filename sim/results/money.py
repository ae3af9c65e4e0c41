"""What brands planned to spend, what moments made them spend, and what they earned.

Money is counted in whole millionths of a euro, so that it adds up exactly: a budget per week is
seldom a whole number of cents a day. Euro appear only where results are read.
"""

from typing import Any, Final, NamedTuple

from sim.results.replicate import Replicate
from sim.scenario import Brand, Scenario
from sim.tables.moments import CHANNELS

EURO: Final = 1_000_000


class Ledger(NamedTuple):
    """The money of one brand in the measured days of one replicate, in millionths of a euro."""

    spend: int
    """Planned budgets."""
    induced_spend: int
    """Invitations, paid reviews, thanks, commissions, clicks and personal touches."""
    revenue: int
    """Purchases and renewals at the price asked."""
    margin: int
    """What is left of the revenue after the cost of the units."""
    profit: int
    """Margin less both kinds of spending."""


def ledgers(spec: Scenario, lived: Replicate) -> list[Ledger]:
    """Settle the accounts of every brand.

    Parameters
    ----------
    spec : Scenario
        The world.
    lived : Replicate
        What was counted in it.

    Returns
    -------
    list of Ledger
        One a brand, in the order of their names.
    """
    return [
        _ledger(spec, spec.brands[name], lived, index)
        for index, name in enumerate(sorted(spec.brands))
    ]


def _ledger(spec: Scenario, brand: Brand, lived: Replicate, index: int) -> Ledger:
    counts = lived.brands[index]
    price = brand.price_eur * brand.policies.price
    listed, asked = _exact(brand.price_eur), _exact(price)
    days_of_thousands = spec.market.days * spec.market.consumers / 1000
    spend = _exact(brand.spend.total / 7 * days_of_thousands)
    units = int(counts["purchases"].sum()) + int(counts["renewals"])
    revenue = units * asked
    # A unit costs the same at any price asked: what is asked below the list is given up in full.
    margin = round(units * listed * brand.margin) + units * (asked - listed)
    induced = _induced(spec, counts, price)
    return Ledger(spend, induced, revenue, margin, margin - spend - induced)


def _induced(spec: Scenario, counts: Any, price: float) -> int:
    costs = spec.market.unit_costs
    total = (
        int(counts["invitations"]) * _exact(costs.invite_eur)
        + int(counts["paid_reviews"]) * _exact(costs.paid_invite_eur)
        + int(counts["thanked"]) * _exact(costs.thanks_eur)
        + int(counts["personal_touches"]) * _exact(costs.personal_touch_eur)
    )
    for channel, share in costs.commission.items():
        units = int(counts["purchases_by_channel"][CHANNELS.index(channel)])
        total += units * _exact(price * share)
    for channel, click in costs.click_eur.items():
        moments = int(counts["helped"][:, CHANNELS.index(channel)].sum())
        total += moments * _exact(click)
    return total


def _exact(euro: float) -> int:
    return round(euro * EURO)
