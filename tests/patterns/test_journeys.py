"""How long people look, on what, and how seldom a moment ends in a purchase.

The neutral market, and two of its daughters; errors from consumers in blocks of 100.
"""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.model import JourneyModel
from sim.tables.moments import COMPUTER, PHONE, SPEAKER, STORE_CHANNEL
from tests.patterns.bands import Estimate, is_positive, lies_in, ratio_of
from tests.patterns.futures import SEED, market, opportunities

pytestmark = pytest.mark.slow

BLOCK = 100
HASTY = ("base", "market.consumers=3000", "moments.advance=1")
EASY_PHONE = ("base", "market.choice.device_phone=0", "market.checkout.entry_phone=0.5")

Counts = dict[str, NDArray[np.float64]]


def tallies(model: JourneyModel) -> Counts:
    """What has happened so far, by block of people."""
    people = np.concatenate([part.world.market_tally for part in model.crowd.parts])
    brands = np.array([part.world.brand_tally for part in model.crowd.parts])
    purchases = brands["purchases"].sum(axis=(1, 2))
    in_shops = brands["purchases_by_channel"][:, :, STORE_CHANNEL].sum(axis=1)
    others = brands["purchases_by_device"][:, :, [COMPUTER, SPEAKER]].sum(axis=(1, 2))
    found = {
        "purchases": purchases,
        "purchases online": purchases - in_shops,
        # A phone consulted at the shelf is looked at, not bought with.
        "purchases on the phone": purchases - in_shops - others,
        "moments": people["moments"].sum(axis=(1, 2)),
        "moments online": people["moments"][:, :, :STORE_CHANNEL].sum(axis=(1, 2)),
        "moments on the phone": people["by_device"][:, PHONE] - people["consults"],
        "moments of journeys": people["journey_moments"],
        "carts": people["carts"],
    }
    return {name: values.astype(float) for name, values in found.items()}


@cache
def counts(name: str = "base", *settings: str) -> Counts:
    """What happened in a year of a shipped market, perhaps with some settings changed."""
    spec = market(name, f"market.consumers={10_000 if name == 'base' else 5_000}", *settings)
    model = JourneyModel(spec, opportunities=opportunities(spec), seed=SEED, chunk=BLOCK)
    before = tallies(model.run(until=0))
    return {name: after - before[name] for name, after in tallies(model.run()).items()}


def rate(above: str, below: str, *world: str) -> Estimate:
    """One count per another."""
    found = counts(*world)
    return ratio_of(found[above], found[below])


@pytest.mark.parametrize(("name", "low", "high"), [("base", 8, 13), ("camera", 8, 20)])
def test_a_purchase_takes_about_ten_moments(name: str, low: float, high: float) -> None:
    """Z01: 10.4 sources; a camera 14 lookups (J01). Intervals of ± .15 and ± .8 moments."""
    lies_in(rate("moments of journeys", "purchases", name), low, high)


def test_a_camera_takes_longer_than_what_costs_less() -> None:
    """Sources rise with involvement (Z05). Power: 1.6 moments."""
    camera = rate("moments of journeys", "purchases", "camera")
    is_positive(camera - rate("moments of journeys", "purchases", "base"))


def test_hasty_journeys_are_found_out() -> None:
    """Where each answer moves a journey on, half as many moments do."""
    with pytest.raises(AssertionError, match="does not lie in"):
        lies_in(rate("moments of journeys", "purchases", *HASTY), 8.0, 13.0)


def test_two_to_six_moments_in_a_hundred_end_in_a_purchase() -> None:
    """The order of conversion in e-commerce (Monetate 2014: 2.8 % of sessions)."""
    lies_in(rate("purchases", "moments"), 0.02, 0.06)


def test_purchases_of_hasty_journeys_are_found_out() -> None:
    with pytest.raises(AssertionError, match="does not lie in"):
        lies_in(rate("purchases", "moments", *HASTY), 0.02, 0.06)


def test_seven_of_ten_carts_are_not_paid() -> None:
    """.6 to .8 of them (M20). Interval of ± .01."""
    paid = rate("purchases online", "carts")
    lies_in(Estimate(1.0 - paid.value, paid.error), 0.6, 0.8)


def test_people_look_on_the_phone_and_buy_elsewhere() -> None:
    """60 to 75 % of moments (Z16), and less than half of purchases: shops and computers."""
    lies_in(rate("moments on the phone", "moments"), 0.60, 0.75)
    lies_in(rate("purchases on the phone", "purchases"), 0.10, 0.50)


def phone_is_for_looking(*world: str) -> None:
    """Online, the phone has a smaller part in purchases than in moments."""
    moments = rate("moments on the phone", "moments online", *world)
    purchases = rate("purchases on the phone", "purchases online", *world)
    is_positive(moments - purchases)


def test_online_too_the_phone_is_for_looking() -> None:
    """De Haan et al. 2018. Power: .03 of purchases."""
    phone_is_for_looking()


def test_a_phone_as_easy_as_a_computer_is_found_out() -> None:
    """Without its frictions the phone has as large a part in purchases."""
    with pytest.raises(AssertionError, match="z = "):
        phone_is_for_looking(*EASY_PHONE)
