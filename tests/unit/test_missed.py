"""What would have won a need wins it, too, where the whole market lives it so."""

from collections import Counter
from functools import cache
from itertools import count

import numpy as np
import pytest

from sim.analysis.missed import KINDS, Change, Lost, Missed
from sim.analysis.missed_map import (
    cells,
    columns,
    contact_costs,
    eur_by_change,
    smallest,
    what_would_have_won,
    winners,
)
from sim.model import JourneyModel
from sim.study.missed import CHANGES, missed
from sim.study.trace import first_day
from sim.study.watch import Watch
from sim.tables.moments import (
    CHANNELS,
    GO,
    KNOW,
    LOGGED_MOMENTS,
    LOST_REASONS,
    MAPS,
    MOMENTS,
    NO_MOMENT,
    NOBODY,
    SEARCH,
)
from tests.counts import small_cafe
from tests.flips import FOCAL, is_won

pytestmark = pytest.mark.slow

PEOPLE = 60
DAYS = 40
ROUGH = (
    "moments.store_visit=0",
    "market.choice.fit_online=1",
    "market.choice.slowness=1.5",
    "market.checkout.seam=1.5",
    "market.checkout.payment=0.6",
)
"""So much is bought online, with so much friction, that each of its kinds decides somewhere."""
FELT = tuple(kind for kind in KINDS if kind != "rating")
"""Without feedback nobody reads what a board shows."""
SAMPLE = 3
"""Changes of each kind lived again by the whole market."""


@cache
def start():
    """Nobody hears of another, so that a change for everybody is a change for each alone."""
    spec = small_cafe("feedback=off", *ROUGH, consumers=PEOPLE, days=DAYS, warm_up_days=0)
    return first_day(spec, seed=7, replicate=0, watch=Watch())


@cache
def found(**sizes):
    return missed(start(), PEOPLE, **sizes)


def sampled(kind, winning):
    tried = [
        (need, change)
        for need in found().lost
        for change in need.tried
        if change.kind == kind and (change in need.winning) == winning
    ]
    return tried[:: max(1, len(tried) // SAMPLE)][:SAMPLE]


@pytest.mark.parametrize("kind", FELT)
def test_what_would_have_won_wins_where_the_whole_market_lives_with_it(kind):
    assert all(
        is_won(start(), need, change, found()) for need, change in sampled(kind, winning=True)
    )


@pytest.mark.parametrize("kind", FELT)
def test_what_would_not_have_won_does_not_win_there(kind):
    losing = sampled(kind, winning=False)
    assert len(losing) == SAMPLE
    assert not any(is_won(start(), *it, found()) for it in losing)


def test_every_kind_of_change_that_is_felt_would_have_won_something():
    wins = winners(found().lost)
    assert [kind for kind in KINDS if wins[kind]] == list(FELT)
    assert sum(wins.values()) > 20


def test_changes_of_no_size_win_nothing():
    nothing = found(stars=0.0, cut=0.0)
    tried = Counter(change.kind for need in nothing.lost for change in need.tried)
    assert tried["price"] == tried["rating"] == len(nothing.lost)
    wins = winners(nothing.lost)
    assert wins["price"] == wins["rating"] == 0


def test_large_changes_of_price_win_more_than_small_ones():
    assert 0 < winners(found().lost)["price"] < winners(found(cut=0.5).lost)["price"]


def test_all_needs_lost_and_their_reasons_are_those_the_market_counted():
    model = JourneyModel.resume(start()).run()
    counted = model.gained_market()["lost"]
    told = Counter((need.reason, need.at) for need in found().lost)
    for reason, moment in np.ndindex(counted.shape):
        at = None if moment == NO_MOMENT else LOGGED_MOMENTS[moment]
        assert told[LOST_REASONS[reason], at] == counted[reason, moment]
    assert found().won == model.gained_brands()["won"][FOCAL]
    assert found().needs == model.gained_market()["ended"].sum()


def test_every_change_is_lived_and_called_cheap_in_one_order():
    assert tuple(CHANGES) == KINDS


# --- the map --------------------------------------------------------------------------------------


def change(kind, moment=NOBODY, channel=NOBODY, day=0):
    return Change(kind, moment, channel, day)


def lost(reason, *winning):
    return Lost(next(NUMBERS), 0, "forgot", None, None, reason, None, winning, winning)


NUMBERS = count()
PRICE = change("price")
THERE = change("noticed", GO, MAPS, 3)
DEARER = change("noticed", KNOW, SEARCH, 1)
HELP = change("helped", GO, MAPS, 2)
COSTS = {(GO, MAPS): 0.02, (KNOW, SEARCH): 0.025}


@pytest.mark.parametrize(
    ("winning", "expected"),
    [
        ((), None),
        ((PRICE,), PRICE),
        ((PRICE, HELP), HELP),
        ((PRICE, HELP, DEARER), DEARER),
        ((PRICE, HELP, DEARER, THERE), THERE),
        ((THERE, THERE._replace(day=1)), THERE._replace(day=1)),
    ],
)
def test_the_smallest_change_is_the_cheapest_contact_before_help_before_the_price(
    winning, expected
):
    assert smallest(lost("taste", *winning), COSTS) == expected


def planted():
    needs = [lost("absent", THERE), lost("absent", THERE, DEARER), lost("absent"),
             lost("taste", PRICE), lost("taste"), lost("price", PRICE, HELP)]  # fmt: skip
    absent = {(GO, MAPS): 50, (KNOW, SEARCH): 12}
    spec = small_cafe()
    return Missed(spec, None, 7, 0, 10, 0.5, 0.1, 10, 4, 0, tuple(needs), absent)


def test_the_map_counts_each_need_once_by_reason_and_smallest_change():
    table = what_would_have_won(planted())
    assert table == {
        "absent": {"noticed at go": 2, "nothing": 1},
        "taste": {"price": 1, "nothing": 1},
        "price": {"helped": 1},
    }
    assert columns(table) == ["noticed at go", "helped", "price", "nothing"]


def test_a_missed_moment_costs_a_contact_for_each_time_the_brand_was_not_there():
    first, second = cells(planted())
    assert (first.moment, first.channel, first.absent, first.flips) == ("go", "maps", 50, 2)
    assert first.eur_per_contact == 0.02
    assert first.eur_per_need == pytest.approx(50 * 0.02 / 2)
    assert (second.moment, second.flips) == ("know", 1)
    assert (first.reasons, second.reasons) == ({"absent": 2}, {"absent": 1})


def test_a_change_costs_what_its_contacts_or_the_lower_price_do_for_each_need_it_wins_alone():
    know = contact_costs(planted().spec)[KNOW, SEARCH]
    assert eur_by_change(planted()) == {
        "noticed at go": pytest.approx(50 * 0.02 / 2),
        "noticed at know": pytest.approx(12 * know / 1),
        "price": planted().eur_per_sale,
    }


def test_a_lower_price_is_paid_for_by_everybody_who_buys():
    assert planted().eur_per_sale == pytest.approx(0.1 * 4.5 * (4 + 2) / 2)


def test_contacts_cost_what_the_scenario_says_at_the_cheapest_lever():
    spec = small_cafe("levers.know.unit_cost_eur={search: 0.5, site: 0.25}")
    costs = contact_costs(spec)
    assert costs[KNOW, SEARCH] == 0.5
    # Influencers and films are no way to be on a site.
    assert costs[KNOW, CHANNELS.index("site")] == 0.25
    assert (MOMENTS.index("future"), CHANNELS.index("store")) not in costs
