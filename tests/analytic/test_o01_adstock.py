"""O1: what is left standing of money spent.

A_t = theta A_(t-1) + (1 - theta) x_t from A = 0. Constant x: A_t = x (1 - theta^(t+1)). An impulse
x on the first day: A_t = (1 - theta) theta^t x, which sums to x.
"""

import pytest

from sim.levers import LEVERS
from tests.markets import brand, market, world

BUDGET_LEVERS = [name for name, lever in LEVERS.items() if lever.is_budget]
EXACT = {"rel": 1e-12}
DAYS = 60


def spending(lever, euro_a_week, theta=None):
    constants = {} if theta is None else {"carry_over": theta}
    return world(
        {"acme": brand(levers={lever: euro_a_week}), "bolt": brand()},
        market={"days": DAYS, "warm_up_days": 5},
        levers={lever: constants},
    )


def stocks_by_day(opened, lever, days):
    for day in days:
        opened.open_day(day)
        yield opened.stocks[lever][0]


@pytest.mark.parametrize("lever", BUDGET_LEVERS)
def test_constant_spending_builds_a_stock_by_the_levers_own_carry_over(lever):
    """A_t = x (1 - theta^(t+1)), x a seventh of the week's budget."""
    theta = LEVERS[lever].carry_over
    stocks = list(stocks_by_day(market(spending(lever, 21.0)), lever, range(-5, 40)))
    assert stocks == pytest.approx([3.0 * (1 - theta ** (t + 1)) for t in range(45)], **EXACT)


@pytest.mark.parametrize("theta", [0.0, 0.3, 0.85, 0.99])
def test_an_impulse_fades_and_adds_up_to_what_was_spent(theta):
    """A_t = (1 - theta) theta^t x; the sum over all days is x."""
    opened = market(spending("ads", 14.0, theta))
    (first,) = stocks_by_day(opened, "ads", [-5])
    opened.plan(spending("ads", 0.0, theta))
    stocks = [first, *stocks_by_day(opened, "ads", range(-4, DAYS))]
    assert stocks == pytest.approx([(1 - theta) * theta**t * 2.0 for t in range(DAYS + 5)], **EXACT)
    tail = theta ** (DAYS + 5) * 2.0
    assert sum(stocks) + tail == pytest.approx(2.0, **EXACT)


def test_stocks_of_two_impulses_add_up():
    """The stock is linear in spending: x then y leaves what each leaves alone."""
    both, one, other = (market(spending("buy", x)) for x in (7.0, 7.0, 0.0))
    for opened in (both, one, other):
        opened.open_day(-5)
    for opened, euro in ((both, 21.0), (one, 0.0), (other, 21.0)):
        opened.plan(spending("buy", euro))
        opened.open_day(-4)
    added = one.stocks["buy"][0] + other.stocks["buy"][0]
    assert both.stocks["buy"][0] == pytest.approx(added, **EXACT)


def test_money_of_one_lever_builds_no_stock_of_another():
    opened = market(spending("shelf", 21.0))
    opened.open_day(-5)
    assert [name for name, stock in opened.stocks.items() if stock.any()] == ["shelf"]
    assert opened.stocks["shelf"][1] == 0.0


def test_the_formula_is_not_met_by_another_carry_over():
    theta = LEVERS["ads"].carry_over + 0.001
    stocks = list(stocks_by_day(market(spending("ads", 21.0)), "ads", range(-5, 20)))
    assert stocks != pytest.approx([3.0 * (1 - theta ** (t + 1)) for t in range(25)], rel=1e-6)
