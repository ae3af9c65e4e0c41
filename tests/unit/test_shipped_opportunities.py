"""The opportunities shipped with a market are those of its own reference run."""

import numpy as np
import pytest

from sim.market import stored_opportunities
from sim.scenario_io import load, shipped
from sim.study.opportunities import count


@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_shipped_market_needs_no_reference_run(name):
    assert stored_opportunities(load(name)) is not None


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(shipped()))
def test_what_is_shipped_is_what_the_reference_run_counts(name):
    spec = load(name)
    np.testing.assert_array_equal(stored_opportunities(spec), count(spec))


def test_no_plan_moves_the_opportunities():
    dear = load("cafe", ["brands.acme.price_eur=9", "brands.bolt.spend.moments.buy=99"])
    np.testing.assert_array_equal(stored_opportunities(dear), stored_opportunities(load("cafe")))


def test_another_market_has_opportunities_of_its_own():
    assert stored_opportunities(load("cafe", ["market.needs.mean_days=3"])) is None
