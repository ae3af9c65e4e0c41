"""Where each brand has shops of its own, nobody is missed in a rival's."""

from functools import cache

import numpy as np
import pytest

from sim.analysis.missed import Change
from sim.analysis.missed_map import cells
from sim.model import JourneyModel
from sim.study.missed import missed
from sim.study.trace import first_day
from sim.study.watch import Watch
from sim.tables.moments import BUY, STORE_CHANNEL
from tests.counts import small_cafe
from tests.flips import FOCAL, ends_won, is_won, with_change

pytestmark = pytest.mark.slow

PEOPLE = 250
DAYS = 40
SHOP = (BUY, STORE_CHANNEL)
CONTACTS = (1.0, 2.0)
"""So many more contacts for each moment in town are bought below."""


@cache
def start(outlet="own"):
    """Nobody hears of another, so that a change for everybody is a change for each alone."""
    few = (f"market.panel_consumers={PEOPLE}", "feedback=off", f"market.outlet={outlet}")
    return first_day(
        small_cafe(*few, consumers=PEOPLE, days=DAYS, warm_up_days=0),
        seed=7, replicate=0, watch=Watch(),
    )  # fmt: skip


@cache
def found(outlet="own"):
    return missed(start(outlet), PEOPLE)


def in_shops(model):
    """Moments of needs in shops, as (day, consumer, slot, step): without the brand, and with it."""
    rows = model.touches()
    rows = rows[(rows["moment"] == BUY) & (rows["channel"] == STORE_CHANNEL)]
    rows = rows[(rows["brand"] == FOCAL) & (rows["journey"] >= 0)]
    names = ("day", "consumer", "slot", "step")
    told = [(bool(it["present"]), tuple(int(it[name]) for name in names)) for it in rows]
    return ({it for present, it in told if not present}, {it for present, it in told if present})


@cache
def absent(outlet="own"):
    """Days and people of needs in shops without the brand, from the touch log."""
    return {it[:2] for it in in_shops(JourneyModel.resume(start(outlet)).run())[0]}


@cache
def could_be_there(outlet="own"):
    """Days and people where more presence in shops lets the brand be noticed once more."""
    model = JourneyModel.resume(start(outlet))
    found = set()
    for day in range(DAYS):
        there = with_change(model.checkpoint(), Change("noticed", *SHOP, day), None)
        model.step()
        more = in_shops(there.run(until=day + 1))[1] - in_shops(model)[1]
        found |= {it[:2] for it in more if it[0] == day}
    return found


def tried(outlet="own"):
    return {
        (it.day, need.consumer)
        for need in found(outlet).lost
        for it in need.tried
        if it.kind == "noticed" and (it.moment, it.channel) == SHOP
    }


def test_not_there_in_town_is_counted_where_a_contact_would_have_been_noticed():
    """The whole market is lived again once a day with the brand seen by whoever passes its shop."""
    assert found().absent[SHOP] == len(could_be_there()) > 20
    assert tried() <= could_be_there()


def test_visits_to_a_rivals_own_shop_are_the_other_days_without_the_brand():
    assert found().visits == len(absent() - could_be_there()) > 5 * found().absent[SHOP]


def test_on_a_shared_shelf_every_day_without_the_brand_is_one_on_which_it_could_be_noticed():
    assert found("shared").visits == 0
    assert (
        found("shared").absent[SHOP] == len(absent("shared")) == len(could_be_there("shared")) > 20
    )
    assert found("shared").to_own_shops == []


def changes(kind, *, winning):
    return [
        (need, it)
        for need in found().lost
        for it in need.tried
        if it.kind == kind and (it in need.winning) == winning
    ]


def test_every_need_that_being_noticed_would_have_won_is_won_where_the_market_lives_so():
    claimed = changes("noticed", winning=True)
    in_town = [it for it in claimed if it[1][1:3] == SHOP]
    elsewhere = [it for it in claimed if it[1][1:3] != SHOP][::5]
    assert len(in_town) > 10
    assert len(elsewhere) > 10
    assert all(is_won(start(), *it, found()) for it in in_town + elsewhere)


def test_needs_that_being_noticed_would_not_have_won_are_not_won_there():
    losing = changes("noticed", winning=False)
    sample = losing[:: len(losing) // 15]
    assert not any(is_won(start(), *it, found()) for it in sample)


def test_nobody_who_has_gone_to_a_rivals_shop_is_won_there_however_present_the_brand_is():
    gone = [
        (need, Change("noticed", *SHOP, day))
        for need in found().to_own_shops
        for day in range(need.onset, DAYS)
        if (day, need.consumer) in absent() - could_be_there()
    ]
    assert len(gone) > 100
    assert not any(is_won(start(), *it, found()) for it in gone[:: len(gone) // 20])


def crowded(contacts, since=0):
    """A market in which, from a day on, everybody in town gets more contacts with the shop."""
    model = JourneyModel.resume(start()).run(until=since)
    opens = model.market.open_day

    def open_day(day):
        opens(day)
        noticed = model.market.cells["noticed"]
        unseen = 1.0 - noticed[FOCAL, *SHOP] / 2**32
        noticed[FOCAL, *SHOP] = np.floor((1.0 - unseen * np.exp(-contacts)) * 2**32)

    model.market.open_day = open_day
    return model


def euro_for_each_need_won_by(contacts):
    """Each need by itself: contacts are bought while it lasts, where the brand could be noticed."""
    (cell,) = [it for it in cells(found()) if (it.moment, it.channel) == ("buy", "store")]
    lost = {(need.consumer, need.onset): need for need in found().lost}
    missed_there = {
        key: need
        for key, need in lost.items()
        if any(it.kind == "noticed" and (it.moment, it.channel) == SHOP for it in need.tried)
    }
    won = sum(ends_won(crowded(contacts, need.onset), need) for need in missed_there.values())
    return contacts * len(could_be_there()) * cell.eur_per_contact / won, cell


@pytest.mark.parametrize("contacts", CONTACTS)
def test_a_need_costs_at_least_the_euro_told_where_contacts_are_bought(contacts):
    euro, cell = euro_for_each_need_won_by(contacts)
    assert euro >= cell.eur_per_need
    assert euro < 5 * cell.eur_per_need


def test_with_visits_to_rivals_shops_counted_the_euro_would_be_no_lower_bound():
    euro, cell = euro_for_each_need_won_by(1.0)
    visits = cell._replace(absent=cell.absent + found().visits)
    assert euro < visits.eur_per_need


def test_contacts_that_last_win_more_than_the_needs_told_because_people_remember_them():
    """So the euro told is no price of a plan."""
    (cell,) = [it for it in cells(found()) if (it.moment, it.channel) == ("buy", "store")]
    won = [crowded(it).run().gained_brands()["won"][FOCAL].sum() for it in (0.0, 5.0)]
    assert won[1] - won[0] > cell.flips


def test_needs_sold_in_a_rivals_own_shop_are_those_the_market_counted():
    sold = JourneyModel.resume(start()).run().gained_brands()["purchases_by_channel"]
    rivals = [b for b in range(len(sold)) if b != FOCAL]
    assert len(found().to_own_shops) == sold[rivals, STORE_CHANNEL].sum() > 100
    assert all(need.brand is not None for need in found().to_own_shops)
