"""Empirical generalizations of repeat buying, in a packaged good bought every other month.

Six brands alike but for their spending, from .15 to 2.5 times that of the shipped leader. Double
jeopardy: small brands have fewer buyers, who buy them a little less often, so that w (1 - b) is
about the same for all (w purchases per buyer, b penetration). Duplication of purchase: the share of
brand j's buyers who buy brand i too is b_i times about the same factor. Source: Ehrenberg,
Goodhardt & Barwise 1990, from memory; the market is calibrated to K03 and K04, not to these.
"""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.model import JourneyModel
from tests import worlds
from tests.patterns.futures import SEED, market, opportunities

pytestmark = pytest.mark.slow

SPENDING = {"acme": 0.15, "bolt": 0.4, "crest": 0.8, "dune": 1.2, "echo": 1.8, "finch": 2.5}
BAND = 0.15

Floats = NDArray[np.float64]


@cache
def units() -> Floats:
    """Units bought in a year, consumers × brands, the smallest brand first."""
    usual = market("grocery").brands["acme"]
    brands = [
        f"brands.{name}={{price_eur: {usual.price_eur}, quality_stars: {usual.quality_stars}, "
        "policies: {invite: 0.1}, spend: {levers: {"
        + ", ".join(f"{k}: {factor * v}" for k, v in usual.spend.by_lever.items())
        + "}}}"
        for name, factor in SPENDING.items()
    ]
    spec = market("grocery", "market.consumers=10000", "strategies={}", *brands)
    model = JourneyModel(spec, opportunities=opportunities(spec), seed=SEED, needs=True)
    return worlds.units(model.run()).astype(float)


def penetration() -> Floats:
    """Share of consumers who bought a brand at all."""
    shares: Floats = (units() > 0).mean(axis=0)
    return shares


def frequency() -> Floats:
    """Purchases per buyer."""
    per_buyer: Floats = units().sum(axis=0) / (units() > 0).sum(axis=0)
    return per_buyer


def is_constant(values: Floats) -> None:
    """All within 15 % of their mean."""
    off = float(np.abs(values / values.mean() - 1.0).max())
    assert off < BAND, f"up to {100 * off:.0f} % off"


def duplication() -> Floats:
    """Share of each brand's buyers who bought another too; rows that other, columns the brand."""
    bought = units() > 0
    both = (bought[:, :, None] & bought[:, None, :]).sum(axis=0)
    shares = both / bought.sum(axis=0)[None, :]
    others: Floats = shares[~np.eye(len(SPENDING), dtype=bool)].reshape(len(SPENDING), -1)
    return others


def test_brands_differ_in_size() -> None:
    """The largest has at least half as many buyers again as the smallest."""
    assert (np.diff(penetration()) > 0.0).all()
    assert penetration()[-1] > 1.5 * penetration()[0]


def test_small_brands_have_fewer_buyers_who_buy_less_often() -> None:
    """Correlation of penetration and frequency above .9 over six brands."""
    assert np.corrcoef(penetration(), frequency())[0, 1] > 0.9


def test_double_jeopardy_holds_in_its_exact_form() -> None:
    """W (1 - b) within 15 %. About 3,000 buyers a brand: an error of 2 %."""
    is_constant(frequency() * (1.0 - penetration()))


def test_an_equal_frequency_for_all_is_found_out() -> None:
    """The buyers of large brands do buy more often."""
    with pytest.raises(AssertionError, match="% off"):
        is_constant(frequency())


def test_brands_share_their_buyers_in_proportion_to_penetration() -> None:
    """D_ij / b_i within 15 % of its mean over all thirty pairs. An error of 3 %."""
    is_constant((duplication() / penetration()[:, None]).ravel())


def test_an_equal_duplication_for_all_is_found_out() -> None:
    """Nor do they share them alike."""
    with pytest.raises(AssertionError, match="% off"):
        is_constant(duplication().ravel())
