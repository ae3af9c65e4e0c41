"""A shipped market on the eve of day 0, and what comes of it under one plan or another."""

from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim import load
from sim.checkpoint import Checkpoint
from sim.model import JourneyModel
from sim.scenario import Scenario
from sim.tables.moments import CHANNELS, MOMENTS
from tests.worlds import units

SEED = 7
DAYS = 365

Units = NDArray[np.float64]


def market(name: str, *settings: str) -> Scenario:
    """A shipped market with some settings changed, without a log."""
    return load(name, ["market.panel_consumers=0", *settings])


def opportunities(spec: Scenario) -> NDArray[np.float64]:
    """The moments counted for the shipped market; what is changed here hardly moves them."""
    stored = spec.moments.opportunities
    assert stored is not None
    return np.array([[getattr(stored[m], c) for c in CHANNELS] for m in MOMENTS])


class Year(NamedTuple):
    """A market after its last day, and what each consumer had bought by some days."""

    model: JourneyModel
    by_day: dict[int, Units]

    def units(self, first: int = 0, last: int = DAYS) -> Units:
        """Units of the focal brand each consumer bought from one day to before another."""
        before = self.by_day[first] if first else 0.0
        return self.by_day[last] - before


@cache
def eve(name: str, *settings: str, replicate: int = 0) -> Checkpoint:
    """A market after its warm-up."""
    spec = market(name, *settings)
    model = JourneyModel(spec, opportunities=opportunities(spec), seed=SEED, replicate=replicate)
    return model.run(until=0).checkpoint()


def year(start: Checkpoint, plan: str | None = None, stops: tuple[int, ...] = (DAYS,)) -> Year:
    """The market lived on from its eve, under the base plan or a strategy."""
    model = JourneyModel.resume(start, strategy=plan, needs=True)
    focal = model.names.index(model.spec.focal_brand)
    by_day = {}
    for day in stops:
        model.run(until=day)
        by_day[day] = units(model)[:, focal].astype(float)
    return Year(model, by_day)
