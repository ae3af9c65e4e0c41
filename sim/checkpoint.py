"""A world as it is on one morning, kept so that any number of futures can be lived from it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.population import Population
from sim.recorder import Recorder
from sim.scenario import Scenario


@dataclass(frozen=True)
class Checkpoint:
    """A world at the start of a day, from which any number of futures can be lived."""

    spec: Scenario
    seed: int
    replicate: int
    new_people: bool
    opportunities: NDArray[np.float64]
    day: int
    population: Population
    market: Any
    market_tally: NDArray[np.void]
    brand_tally: NDArray[np.void]
    recorder: Recorder
