"""O2: from contacts to being noticed.

pi = pi0 + (pimax - pi0) (1 - exp(-E~)), E~ = E / (1 + psi * sum of the rivals' E). So pi(0) = pi0,
pi lies between pi0 and pimax, rises in the own stock ever more slowly, falls in the rivals', does
not know them where psi = 0, and depends on money per consumer, not on their number.
"""

import math

import numpy as np
import pytest

from sim.tables.moments import BUY, KNOW, SEARCH, SITE, STORE_CHANNEL
from tests.markets import bits, brand, lived, market, world

FLOOR, CEILING, CLUTTER = 0.05, 0.7, 0.4
PRICE, OPPORTUNITIES = 0.05, 8.0
SPENDS = [0.0, 0.35, 0.7, 1.05, 1.4, 1.75, 70.0, 7e6]


def noticed(own, *rivals, clutter=CLUTTER, lever="know", **sections):
    names = ("acme", "bolt", "crest", "dune")
    spends = (own, *rivals)
    spec = world(
        {names[i]: brand(levers={lever: euro}) for i, euro in enumerate(spends)},
        levers={lever: {"carry_over": 0.0}},
        moments={"presence": {"floor": FLOOR, "ceiling": CEILING, "clutter": clutter}},
        **sections,
    )
    return lived(spec, days=1).noticed_probability


def contacts(euro_a_week):
    """Know x search, know x site, half of future x search: the search cell's E per opportunity."""
    return euro_a_week / 7 / (PRICE * OPPORTUNITIES * 2.5)


def test_without_money_a_brand_is_noticed_by_the_floor():
    assert noticed(0.0)[0, KNOW, SEARCH] == FLOOR
    assert noticed(0.0, 50.0)[0, KNOW, SEARCH] == FLOOR


@pytest.mark.parametrize("own", SPENDS)
@pytest.mark.parametrize("rivals", [(), (0.7,), (0.7, 2.1, 0.35)])
def test_presence_follows_the_formula(own, rivals):
    """pi = pi0 + (pimax - pi0) (1 - exp(-E / (1 + psi sum of rivals' E)))."""
    felt = contacts(own) / (1 + CLUTTER * sum(contacts(euro) for euro in rivals))
    expected = FLOOR + (CEILING - FLOOR) * (1 - math.exp(-felt))
    assert noticed(own, *rivals)[0, KNOW, SEARCH] == pytest.approx(expected, rel=1e-12)


def test_presence_stays_between_floor_and_ceiling():
    found = [noticed(euro)[0, KNOW, SEARCH] for euro in SPENDS]
    assert all(FLOOR <= p <= CEILING for p in found)
    assert found[-1] == pytest.approx(CEILING, rel=1e-12)


def test_presence_rises_with_money_ever_more_slowly():
    found = [noticed(euro, 1.0)[0, KNOW, SITE] for euro in (0.0, 0.35, 0.7, 1.05, 1.4, 1.75)]
    gains = np.diff(found)
    assert (gains > 0).all()
    assert (np.diff(gains) < 0).all()


def test_presence_falls_with_the_money_of_rivals():
    found = [noticed(0.7, euro)[0, KNOW, SEARCH] for euro in (0.0, 0.35, 0.7, 7.0, 70.0)]
    assert (np.diff(found) < 0).all()


def test_rivals_who_spend_elsewhere_take_nothing():
    spec = world({"acme": brand(levers={"know": 0.7}), "bolt": brand(levers={"howto": 70.0})})
    alone = world({"acme": brand(levers={"know": 0.7}), "bolt": brand()})
    cells = [lived(s, days=1).noticed_probability[0, KNOW] for s in (spec, alone)]
    assert cells[0].tolist() == cells[1].tolist()


def test_without_clutter_presence_knows_no_rivals():
    alone, crowded = (noticed(0.7, euro, clutter=0.0)[0] for euro in (0.0, 700.0))
    assert alone.tolist() == crowded.tolist()


def test_with_clutter_it_does():
    alone, crowded = (noticed(0.7, euro)[0] for euro in (0.0, 700.0))
    assert alone.tolist() != crowded.tolist()


def test_twice_the_people_for_twice_the_money_leave_presence_as_it_was():
    """Budgets are per 1,000 consumers, so twice the people are twice the money."""
    few, many = (noticed(0.7, 2.1, market={"consumers": size}) for size in (500, 1000))
    assert few.tobytes() == many.tobytes()


def test_the_shelf_has_its_own_floor_and_ceiling():
    shelves = {"floor_shelf": 0.3, "ceiling_shelf": 0.8, "clutter": 0.0}
    spec = world(
        {"acme": brand(levers={"shelf": 2.8}), "bolt": brand(levers={"shelf": 7e6})},
        levers={"shelf": {"carry_over": 0.0}},
        moments={"presence": shelves},
    )
    found = lived(spec, days=1).noticed_probability[:, BUY, STORE_CHANNEL]
    first = 0.3 + 0.5 * (1 - math.exp(-0.4 / (PRICE * OPPORTUNITIES)))
    assert found == pytest.approx([first, 0.8], rel=1e-12)


def test_a_day_opened_twice_from_the_same_state_is_the_same_day():
    opened, again = (market(world({"acme": brand(levers={"know": 1.0})})) for _ in range(2))
    state = opened.state()
    opened.open_day(-5)
    again.restore(state)
    again.open_day(-5)
    assert bits(opened) == bits(again)
