"""A1: money buys contacts, and contacts are shared out over opportunities.

E[m, c] = sum over levers of share[m, c] * A / (u[c] * O[m, c]), the shares of a lever proportional
to declared weight times O and adding up to 1. Hence money spent = contacts x unit cost; halving
every O of a lever doubles E; with one unit cost E = w A / (u * sum of w O); without opportunities
E = 0.
"""

import math

import numpy as np
import pytest

from sim.levers import LEVERS
from sim.tables.moments import CHANNELS, GO, KNOW, MAPS, SEARCH, SITE
from tests.markets import brand, lived, market, world

CONTACT_LEVERS = {name: lever for name, lever in LEVERS.items() if lever.cells}
OPPORTUNITIES = 0.3 + np.arange(70.0).reshape(7, 10) ** 1.5 / 20
PRICES = {channel: 0.01 + 0.007 * code for code, channel in enumerate(CHANNELS)}
# Wide open presence and no rivals: the contacts bought can be read off the chance to be noticed.
OPEN = {"floor": 0.0, "floor_buy": 0.0, "floor_shelf": 0.0, "ceiling": 0.9, "ceiling_shelf": 0.9}

every_contact_lever = pytest.mark.parametrize("name", CONTACT_LEVERS)


def costs_of(name):
    return {channel: PRICES[channel] for channel in LEVERS[name].priced}


def bought(name, euro, opportunities=OPPORTUNITIES):
    """Contacts per opportunity of a brand that spends so much a day on one lever."""
    spec = world(
        {"acme": brand(levers={name: 7 * euro}), "bolt": brand()},
        levers={name: {"carry_over": 0.0, "unit_cost_eur": {"all": 1.0} | costs_of(name)}},
        moments={"presence": OPEN},
    )
    p = lived(spec, days=1, opportunities=opportunities).noticed_probability[0]
    return -np.log1p(-p / 0.9)


def cells_of(name):
    moments, channels = zip(*LEVERS[name].cells, strict=True)
    return np.array(moments), np.array(channels)


@every_contact_lever
def test_money_spent_is_contacts_times_unit_cost(name):
    """Sum over cells of E * O * u = A, in euro per 1,000 consumers and day."""
    contacts = bought(name, 0.5)
    unit_cost = np.array([PRICES[channel] for channel in CHANNELS])
    assert (contacts * OPPORTUNITIES * unit_cost).sum() == pytest.approx(0.5, rel=1e-9)


@every_contact_lever
def test_each_cell_gets_its_share_by_weight_and_opportunities(name):
    """E = (w O / sum of w O) * A / (u O)."""
    cells = LEVERS[name].cells
    total = sum(weight * OPPORTUNITIES[cell] for cell, weight in cells.items())
    contacts = bought(name, 0.5)
    for (m, c), weight in cells.items():
        there = OPPORTUNITIES[m, c]
        share = weight * there / total
        expected = share * 0.5 / (PRICES[CHANNELS[c]] * there)
        assert contacts[m, c] == pytest.approx(expected, rel=1e-9)
    elsewhere = np.ones_like(contacts, dtype=bool)
    elsewhere[cells_of(name)] = False
    assert not contacts[elsewhere].any()


@every_contact_lever
def test_half_the_opportunities_double_the_contacts_of_each(name):
    fewer = OPPORTUNITIES.copy()
    fewer[cells_of(name)] /= 2
    assert bought(name, 0.25, fewer) == pytest.approx(2 * bought(name, 0.25), rel=1e-9)


@every_contact_lever
def test_without_opportunities_nothing_can_be_bought(name):
    none = OPPORTUNITIES.copy()
    none[cells_of(name)] = 0.0
    assert not bought(name, 5.0, none).any()


@every_contact_lever
def test_twice_the_price_halves_the_contacts(name):
    lever = LEVERS[name]
    cheap = lever.contacts_per_euro({"all": 0.02}, OPPORTUNITIES)
    dear = lever.contacts_per_euro({"all": 0.04}, OPPORTUNITIES)
    assert (dear * 2).tolist() == cheap.tolist()


@every_contact_lever
def test_with_one_price_every_cell_gets_contacts_by_its_weight_alone(name):
    """E = w A / (u * sum of w O): moments that occur often cost more and are no better served."""
    lever = LEVERS[name]
    rates = lever.contacts_per_euro({"all": 0.02}, OPPORTUNITIES)
    total = sum(weight * OPPORTUNITIES[cell] for cell, weight in lever.cells.items())
    for cell, weight in lever.cells.items():
        assert rates[cell] == pytest.approx(weight / (0.02 * total), rel=1e-12)


def test_a_cell_that_never_occurs_leaves_its_money_to_the_others():
    nowhere = OPPORTUNITIES.copy()
    nowhere[GO, MAPS] = 0.0
    contacts = bought("local", 0.5, nowhere)
    unit_cost = np.array([PRICES[channel] for channel in CHANNELS])
    assert contacts[GO, MAPS] == 0.0
    assert (contacts * nowhere * unit_cost).sum() == pytest.approx(0.5, rel=1e-9)


def test_contacts_of_several_levers_add_up_in_a_cell():
    """Know x social is served by influencer and by social."""
    spec = world(
        {"acme": brand(levers={"influencer": 0.7, "social": 1.4}), "bolt": brand()},
        levers={name: {"carry_over": 0.0} for name in ("influencer", "social")},
        moments={"presence": OPEN},
    )
    together = lived(spec, days=1, opportunities=OPPORTUNITIES).noticed_probability[0]
    rates = [
        LEVERS[name].contacts_per_euro({"all": 0.05}, OPPORTUNITIES)
        for name in ("influencer", "social")
    ]
    cell = KNOW, CHANNELS.index("social")
    expected = 0.9 * (1 - math.exp(-(0.1 * rates[0][cell] + 0.2 * rates[1][cell])))
    assert together[cell] == pytest.approx(expected, rel=1e-12)


def test_money_on_one_moment_buys_none_in_another():
    contacts = bought("know", 0.5)
    assert contacts[KNOW, SEARCH] > 0
    assert contacts[KNOW, SITE] > 0
    assert not contacts[GO].any()


def test_adverts_buy_contacts_per_consumer_and_day():
    """E = A / (1000 u); reach of a person of media weight w is Rmax (1 - exp(-E w))."""
    spec = world(
        {"acme": brand(levers={"ads": 7 * 6.0}), "bolt": brand()},
        levers={"ads": {"carry_over": 0.0, "unit_cost_eur": {"all": 0.02}}},
        moments={"presence": {"reach_ceiling": 0.5, "media_shape": 1e6}},
    )
    opened = market(spec)
    opened.open_day(-5)
    expected = 0.5 * (1 - math.exp(-6.0 / (1000 * 0.02)))
    assert opened.reach[0] / 2**32 == pytest.approx(expected, abs=1e-9)
    assert set(opened.reach[0].tolist()) == {int(opened.reach[0, 0])}
