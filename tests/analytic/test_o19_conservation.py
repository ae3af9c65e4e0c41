"""O19: nothing is lost and nothing comes from nowhere; exact integers, every mechanism at work.

* live at the start + onsets = purchases + FORGOT + UNANSWERED + NOT_NOW + CHECKOUT + EMPTY + live
* in use at the start + purchases = use ended + in use
* the phases add up to the people, every day; sums over brands are the totals
* reviews = the sum of the histogram; money spent = the sum of the plans
Source: O19, A3 (NOT_NOW, and carts that end nothing).
"""

from fractions import Fraction
from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.model import JourneyModel
from sim.results.money import EURO, ledgers
from sim.results.replicate import counted
from sim.scenario import Scenario
from sim.tables.moments import (
    BOUGHT,
    BUY,
    CHECKOUT,
    FMOT,
    IDLE,
    MOMENTS,
    PHASES,
    READY,
    SERVICE,
    SMOT,
    STIMULUS,
    UMOT,
    USING,
    ZMOT,
)
from tests.reference_worlds import opportunities, world
from tests.worlds import born, units

CONSUMERS = 300
SIZE: dict[str, Any] = {"consumers": CONSUMERS, "warm_up_days": 40, "days": 80}
WORLDS: dict[str, Any] = {
    "one purchase, shared shelf": {},
    "one purchase, own outlets": {"market": {"outlet": "own"}},
    "subscription, shared shelf": {
        "market": {"purchase": "subscription", "needs": {"mean_days": 15}}
    },
    "subscription, own outlets": {
        "market": {"purchase": "subscription", "outlet": "own", "needs": {"mean_days": 15}}
    },
}

worlds = pytest.mark.parametrize("name", WORLDS)


def spec_of(name: str) -> Scenario:
    """A world in which every mechanism is at work, and everybody keeps a log."""
    busy = world(**SIZE, **WORLDS[name])
    panel = busy.market.model_copy(update={"panel_consumers": CONSUMERS})
    return busy.model_copy(update={"market": panel})


@cache
def lived(name: str) -> tuple[JourneyModel, np.ndarray]:
    """The world, and how many people were in each phase on each evening."""
    spec = spec_of(name)
    model = born(spec, opportunities=opportunities(), needs=True)
    model.run(until=0)
    evenings = []
    for _ in range(spec.market.days):
        model.step()
        evenings.append(np.bincount(model.population.screen["phase"], minlength=len(PHASES)))
    return model.run(), np.array(evenings)


@worlds
def test_every_journey_opened_ended_or_is_alive(name: str) -> None:
    """Live + onsets = all ends + live."""
    model, _ = lived(name)
    market = model.gained_market()
    opened, ended = int(market["opened"].sum()), int(market["ended"].sum())
    assert model.stocks["live_start"] + opened == ended + model.stocks["live_end"]
    assert market["ended"].sum(axis=1).all()
    assert market["opened"].sum() == model.daily["opened"].sum()


@worlds
def test_without_one_kind_of_end_the_sum_is_wrong(name: str) -> None:
    model, _ = lived(name)
    market = model.gained_market()
    for end in range(len(market["ended"])):
        others = int(np.delete(market["ended"], end, axis=0).sum())
        opened = model.stocks["live_start"] + int(market["opened"].sum())
        assert opened != others + model.stocks["live_end"]


@worlds
def test_every_purchase_is_in_use_or_used(name: str) -> None:
    """In use + purchases = used + in use."""
    model, _ = lived(name)
    bought, used = (int(model.gained_brands()[n].sum()) for n in ("purchases", "used"))
    assert model.stocks["using_start"] + bought == used + model.stocks["using_end"]
    assert bought == model.gained_market()["ended"][BOUGHT].sum() > 0


@worlds
def test_everybody_is_in_one_phase_every_evening(name: str) -> None:
    """Sum over phases = N every day, and the daily stocks are those of the phases."""
    model, evenings = lived(name)
    assert (evenings.sum(axis=1) == CONSUMERS).all()
    assert evenings[:, IDLE + 1 : READY + 1].sum(axis=1).tolist() == model.daily["live"].tolist()
    assert evenings[:, USING].tolist() == model.daily["using"].tolist()
    assert model.persona_sizes.sum() == CONSUMERS


@worlds
def test_purchases_are_the_same_from_every_side(name: str) -> None:
    """By persona, channel, device, day and person."""
    model, _ = lived(name)
    brands = model.gained_brands()
    bought = brands["purchases"].sum(axis=1)
    for side in ("purchases_by_channel", "purchases_by_device"):
        assert brands[side].sum(axis=1).tolist() == bought.tolist()
    assert model.daily["purchases"].sum(axis=0).tolist() == bought.tolist()
    assert units(model).sum(axis=0).tolist() == bought.tolist()
    assert (brands["won"] <= bought).all()


@worlds
def test_who_chose_paid_or_left_a_cart(name: str) -> None:
    """Chosen = purchases + unpaid; an abandoned cart ends the journey or does not."""
    model, _ = lived(name)
    brands, market = model.gained_brands(), model.gained_market()
    assert (
        brands["chosen"] == brands["purchases"].sum(axis=1) + brands["unpaid"].sum(axis=1)
    ).all()
    assert 0 < market["ended"][CHECKOUT].sum() < brands["unpaid"].sum()
    assert market["carts"] <= brands["chosen"].sum()


@worlds
def test_journeys_the_focal_brand_did_not_win_have_a_reason(name: str) -> None:
    """Ends = the focal brand's purchases + all reasons for losing."""
    model, _ = lived(name)
    focal = model.names.index(model.spec.focal_brand)
    won = int(model.gained_brands()["purchases"][focal].sum())
    market = model.gained_market()
    assert market["ended"].sum() == won + market["lost"].sum()


@worlds
def test_micro_moments_are_the_same_from_every_side(name: str) -> None:
    """By moment and channel, truth, device, context; help presupposes presence."""
    model, _ = lived(name)
    market, brands = model.gained_market(), model.gained_brands()
    total = market["moments"].sum()
    assert {int(market[f"by_{side}"].sum()) for side in ("truth", "device", "context")} == {total}
    assert market["by_truth"][FMOT] == market["moments"][BUY].sum()
    assert market["by_truth"][UMOT] == 0 < market["by_truth"][[STIMULUS, ZMOT, SMOT]].min()
    assert (brands["helped"] <= brands["noticed"]).all()
    assert (brands["noticed"] <= market["moments"]).all()
    assert (brands["poached"] <= brands["named"]).all()
    in_journeys = market["by_truth"][[ZMOT, FMOT]].sum()
    assert market["sessions"] <= in_journeys
    assert brands["how_to"].sum() == market["by_truth"][SMOT]


@worlds
def test_the_log_of_everybody_holds_every_micro_moment_counted(name: str) -> None:
    """Rows = moments x brands + service contacts; present and helpful rows = the counters."""
    model, _ = lived(name)
    market, brands, rows = model.gained_market(), model.gained_brands(), model.touches()
    served = rows["moment"] == SERVICE
    count = len(model.names)
    assert np.count_nonzero(~served) == count * market["moments"].sum()
    assert np.count_nonzero(served) == brands["service_contacts"].sum() > 0
    for m in range(len(MOMENTS)):
        for b in range(count):
            mine = rows[(rows["moment"] == m) & (rows["brand"] == b)]
            assert mine["present"].sum() == brands["noticed"][b, m].sum()
            assert mine["helpful"].sum() == brands["helped"][b, m].sum()


@worlds
def test_reviews_are_the_sum_of_their_stars(name: str) -> None:
    """Histogram = board + paid, by day and in all; each has a writer who judged."""
    model, _ = lived(name)
    brands = model.gained_brands()
    written = brands["reviews"].sum(axis=1)
    only_paid = written - brands["board"].sum(axis=1)
    assert (only_paid >= 0).all()
    assert (only_paid <= brands["paid_reviews"]).all()
    assert model.daily["reviews"].sum(axis=0).tolist() == written.tolist()
    assert (brands["board"] <= brands["reviews"]).all()
    assert (written <= brands["judged"]).all()
    assert (brands["thanked"] <= written).all()
    assert written.sum() > 0


@worlds
def test_judgements_have_a_use_period_each(name: str) -> None:
    """Parts never exceed their whole: service, satisfaction, subscription."""
    brands = lived(name)[0].gained_brands()
    assert (brands["service_recovered"] <= brands["service_failures"]).all()
    assert (brands["service_failures"] <= brands["service_contacts"]).all()
    assert (brands["promoters"] <= brands["satisfied"]).all()
    assert (brands["satisfied"] + brands["detractors"] <= brands["judged"]).all()
    periods = brands["used"] + brands["renewals"]
    assert (brands["judged"] <= periods).all()
    if name.startswith("one purchase"):
        assert (brands["judged"] == brands["used"]).all()
        assert not brands["renewals"].any()
    else:
        assert brands["renewals"].all()


@worlds
def test_money_spent_is_the_sum_of_the_plans(name: str) -> None:
    """Euro a week per 1,000 consumers over the levers x weeks x thousands, to a millionth."""
    model, _ = lived(name)
    spec = model.spec
    booked = ledgers(spec, counted(0, model))
    for name_of, ledger in zip(model.names, booked, strict=True):
        weekly = sum(map(Fraction, spec.brands[name_of].spend.by_lever.values()))
        exact = weekly * spec.market.days * CONSUMERS * EURO / 7000
        assert abs(ledger.spend - exact) <= 1
