"""The population of the plain NumPy form: an array for each column, rows are people."""

from collections.abc import Mapping

import numpy as np

from sim.market import Market
from sim.scenario import Scenario
from sim.tables.moments import CLASSES, EXPLORE, IDLE, NEVER, NOBODY, READY

from .common import search_of

FLOAT, DAY, CODE = np.float32, np.int32, np.int8


class People:
    """Who everybody is, and what they are at."""

    def __init__(self, spec: Scenario, market: Market, rng: np.random.Generator) -> None:
        size, choice = spec.market.consumers, spec.market.choice
        self.size = size
        # Both are looked up every day, so that they have the type of an index.
        self.need_class = rng.integers(CLASSES, size=size)
        self.media_class = rng.integers(CLASSES, size=size)
        self.search = search_of(market, rng.standard_normal(size)).astype(FLOAT)
        price, quality = np.exp(choice.sensitivity_spread * rng.standard_normal((2, size)))
        self.price_sensitivity = (choice.price * price).astype(FLOAT)
        self.quality_sensitivity = (choice.quality * quality).astype(FLOAT)
        self.phase = np.full(size, IDLE, CODE)
        self.onset_day = np.full(size, NEVER, DAY)
        self.first_slot = np.zeros(size, CODE)
        self.ripe_day = np.full(size, NEVER, DAY)
        self.due_day = np.full(size, NEVER, DAY)
        self.using_brand = np.full(size, NOBODY, CODE)
        self.last_brand = np.full(size, NOBODY, CODE)

    def in_journey(self) -> np.ndarray:
        """Those whose need is alive."""
        return np.flatnonzero((self.phase >= EXPLORE) & (self.phase <= READY))


class Memory:
    """What everybody remembers of every brand: consumers × brands.

    `evidence` is the certainty of a belief beyond what everybody begins with, in observations.
    """

    def __init__(
        self, spec: Scenario, rules: Mapping[str, float], rng: np.random.Generator
    ) -> None:
        shape = spec.market.consumers, len(spec.brands)
        memory = spec.market.memory
        self.rules = rules
        self.taste = (rules["taste_spread"] * rng.standard_normal(shape)).astype(FLOAT)
        self.fit = (rules["fit_spread"] * rng.standard_normal(shape)).astype(FLOAT)
        self.awareness = np.full(shape, memory.initial_awareness, FLOAT)
        self.belief = np.full(shape, memory.prior_stars, FLOAT)
        self.evidence = np.zeros(shape, FLOAT)
        self.goodwill = np.zeros(shape, FLOAT)
        self.use_goodwill = np.zeros(shape, FLOAT)
        self.considered = np.zeros(shape, bool)
        self.read = np.zeros(shape, bool)

    def fade(self, left: np.ndarray) -> None:
        """A day has passed; so much is left of what was remembered."""
        fading = (self.awareness, self.evidence, self.goodwill, self.use_goodwill)
        for column, share in zip(fading, left.tolist(), strict=True):
            column *= share

    def lift(self, who: np.ndarray, brand: np.ndarray | int, step: float | np.ndarray) -> None:
        """Awareness grows by a share of what it lacks."""
        awareness = self.awareness[who, brand]
        self.awareness[who, brand] = awareness + step * (1.0 - awareness)

    def please(self, who: np.ndarray, brand: np.ndarray, helped: np.ndarray) -> None:
        """A brand that helped is liked, one that was of no use is resented a little."""
        goodwill = self.goodwill[who, brand]
        up = self.rules["help_goodwill"] * (1.0 - goodwill)
        down = self.rules["useless_goodwill"] * (1.0 + goodwill)
        self.goodwill[who, brand] = goodwill + np.where(helped, up, -down)

    def learn(
        self, who: np.ndarray, brand: np.ndarray, signal: np.ndarray, weight: float | np.ndarray
    ) -> None:
        """A belief moves towards a signal by the signal's share of all evidence."""
        prior, most = self.rules["prior_weight"], self.rules["largest_weight"]
        before = prior + self.evidence[who, brand]
        after = before + weight
        belief = self.belief[who, brand]
        self.belief[who, brand] = (before * belief + weight * signal) / after
        self.evidence[who, brand] = np.minimum(after, most) - prior

    def judge(self, who: np.ndarray, brand: np.ndarray, satisfaction: np.ndarray) -> None:
        """An experience leaves goodwill; a bad one weighs more than a good one."""
        step = self.rules["use_goodwill"] * (satisfaction - 3.5) / 1.5
        step = np.where(step < 0.0, self.rules["negativity"] * step, step)
        goodwill = self.use_goodwill[who, brand] + step
        self.use_goodwill[who, brand] = np.clip(goodwill, -1.0, 1.0)
