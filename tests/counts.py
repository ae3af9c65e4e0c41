"""Counters written by hand and small worlds, for tests of what is made of them."""

import numpy as np

from sim.market import opportunities_hash
from sim.results import Replicate
from sim.results.tidy import BRAND_DAILY, LEVELS, MARKET_DAILY, STOCKS
from sim.scenario.tables import ByChannel
from sim.scenario_io import load
from sim.tables.moments import MOMENTS
from sim.tables.records import BRAND_TALLY, MARKET_TALLY, TOUCH_ROW


def nothing(number=0, brands=2, days=3, personas=1, touches=0):
    """A replicate in which nothing has happened."""
    whole = {name: np.zeros((days, brands), np.int64) for name in BRAND_DAILY if name not in LEVELS}
    return Replicate(
        number=number,
        market=np.zeros(1, MARKET_TALLY)[0],
        brands=np.zeros(brands, BRAND_TALLY),
        stocks=dict.fromkeys(STOCKS, 0),
        persona_sizes=np.zeros(personas, np.int64),
        daily={
            **whole,
            **{name: np.zeros((days, brands)) for name in LEVELS},
            **{name: np.zeros(days, np.int64) for name in MARKET_DAILY},
        },
        touches=np.zeros(touches, TOUCH_ROW),
        touch_personas=np.zeros(touches, np.int8),
    )


def anything(number=0, seed=1, brands=2, days=3, personas=1, touches=20):
    """A replicate of random counts, each of them another."""
    chance = np.random.default_rng([seed, number])
    lived = nothing(number, brands, days, personas, touches)
    for counts in (lived.market, lived.brands):
        for name in counts.dtype.names:
            counts[name] = chance.integers(1, 1000, counts[name].shape)
    lived.stocks.update({name: int(chance.integers(1, 1000)) for name in STOCKS})
    lived.persona_sizes[:] = chance.integers(1, 1000, personas)
    for values in lived.daily.values():
        values[:] = chance.integers(1, 1000, values.shape)
    lived.daily["rating"] /= 200
    for name in lived.touches.dtype.names:
        lived.touches[name] = chance.integers(0, 2, touches)
    lived.touch_personas[:] = chance.integers(0, personas, touches)
    return lived


def settled(spec):
    """The same world with opportunities stored, so that no reference run is needed."""
    moments = spec.moments.model_copy(
        update={
            "opportunities": {name: ByChannel(search=9, social=4, store=5) for name in MOMENTS},
            "opportunities_of": opportunities_hash(spec),
        }
    )
    return spec.model_copy(update={"moments": moments})


def small_cafe(*changes, consumers=200, days=30, warm_up_days=10):
    """The shipped cafe, made small enough for a test."""
    sizes = {"consumers": consumers, "days": days, "warm_up_days": warm_up_days}
    sizes["panel_consumers"] = 20
    return settled(load("cafe", [*(f"market.{k}={v}" for k, v in sizes.items()), *changes]))
