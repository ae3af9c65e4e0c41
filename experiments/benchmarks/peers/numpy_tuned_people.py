"""People of the tuned NumPy form: who they are, what they remember, and how chance finds them."""

from collections.abc import Callable, Mapping

import numpy as np

from sim.market import Market
from sim.scenario import Scenario
from sim.tables.moments import CLASSES, IDLE, NEVER, NOBODY

from .common import search_of

CONSIDERED, READ = 1, 3
"""Bits of `standing`: the board of a brand is read only where the brand is considered."""
BYTE = 24
"""A threshold has 32 bits: behind its first byte are so many."""


class Draws:
    """Outcomes drawn from one of several tables of chances, by aliases (Walker 1977; Vose 1991)."""

    def __init__(self, tables: np.ndarray) -> None:
        rows, self.outcomes = tables.shape
        self.kept = np.ones(tables.shape)
        self.alias = np.tile(np.arange(self.outcomes), (rows, 1))
        for row, table in enumerate(tables):
            share = table * self.outcomes / (table.sum() or 1.0)
            small = list(np.flatnonzero(share < 1.0))
            large = list(np.flatnonzero(share >= 1.0))
            while small and large:
                poor, rich = small.pop(), large[-1]
                self.kept[row, poor], self.alias[row, poor] = share[poor], rich
                share[rich] -= 1.0 - share[poor]
                if share[rich] < 1.0:
                    small.append(large.pop())

    def draw(self, rng: np.random.Generator, rows: np.ndarray) -> np.ndarray:
        """One outcome from each of some tables."""
        number = rng.random(rows.size) * self.outcomes
        column = number.astype(np.intp)
        cell = rows * self.outcomes + column
        keeps = number - column < self.kept.take(cell)
        return np.where(keeps, column, self.alias.take(cell))


def struck(
    rng: np.random.Generator, first: np.ndarray, whole: Callable[[np.ndarray], np.ndarray]
) -> np.ndarray:
    """To whom something rare happens: the first byte of a word decides, its rest only in a tie.

    `first` are the first bytes of the thresholds of all; `whole` says the thresholds of some.
    """
    words = rng.integers(2**64 - 1, size=-(-first.size // 8), dtype=np.uint64, endpoint=True)
    byte = words.view(np.uint8)[: first.size]
    ties = (byte == first).nonzero()[0]
    rest = whole(ties) & ((1 << BYTE) - 1)
    ties = ties[rng.integers(1 << BYTE, size=ties.size) < rest]
    return np.concatenate(((byte < first).nonzero()[0], ties))


def within(values: np.ndarray, least: float, most: float) -> np.ndarray:
    """As `numpy.clip`, which takes longer where there are few."""
    return np.minimum(np.maximum(values, least), most)


class People:
    """Who everybody is and where, numbered by use of media."""

    def __init__(self, spec: Scenario, market: Market, rng: np.random.Generator) -> None:
        size, choice = spec.market.consumers, spec.market.choice
        normal = rng.standard_normal((3, size), dtype=np.float32)
        self.appetite = (0.5 + search_of(market, normal[0])).astype(np.float32)
        self.price = choice.price * np.exp(choice.sensitivity_spread * normal[1])
        self.quality = choice.quality * np.exp(choice.sensitivity_spread * normal[2])
        self.need_class = rng.integers(CLASSES, size=size, dtype=np.uint8)
        self.media_class = np.sort(rng.integers(CLASSES, size=size, dtype=np.uint8))
        self.phase = np.full(size, IDLE, np.uint8)
        self.ripe_day, self.due_day = np.full((2, size), NEVER, np.int16)
        self.using, self.last = np.full((2, size), NOBODY, np.int8)


class Memory:
    """What people remember of brands, flat: the number of the person times brands, plus the brand.

    All memories fade by the same share a day, so they are kept in units that fade alike
    (`awareness` times what is left since day 0 is the awareness of today): time costs nothing.
    """

    def __init__(
        self, spec: Scenario, rules: Mapping[str, float], rng: np.random.Generator
    ) -> None:
        pairs = spec.market.consumers * len(spec.brands)
        memory = spec.market.memory
        self.rules = rules
        self.taste = rules["taste_spread"] * rng.standard_normal(pairs, dtype=np.float32)
        self.fit = rules["fit_spread"] * rng.standard_normal(pairs, dtype=np.float32)
        self.awareness = np.full(pairs, memory.initial_awareness, np.float32)
        self.belief = np.full(pairs, memory.prior_stars, np.float32)
        self.certainty, self.goodwill, self.use_goodwill = np.zeros((3, pairs), np.float32)
        self.standing = np.zeros(pairs, np.uint8)

    def fade(self, left: np.ndarray) -> None:
        """Another day has passed; so much is left of what was remembered on day 0."""
        self.aware_left, self.certain_left, self.liked_left, self.use_left = left.tolist()

    def lift(self, at: np.ndarray, step: float | np.ndarray) -> None:
        """Awareness grows by a share of what it lacks."""
        awareness = self.awareness.take(at)
        self.awareness[at] = awareness + step * (1.0 / self.aware_left - awareness)

    def please(self, at: np.ndarray, helped: np.ndarray) -> None:
        """A brand that helped is liked, one that was of no use is resented a little."""
        goodwill, full = self.goodwill.take(at), 1.0 / self.liked_left
        up = self.rules["help_goodwill"] * (full - goodwill)
        down = self.rules["useless_goodwill"] * (full + goodwill)
        self.goodwill[at] = goodwill + np.where(helped, up, -down)

    def precision(self, at: np.ndarray) -> np.ndarray:
        """The certainty of beliefs, in observations."""
        return self.rules["prior_weight"] + self.certain_left * self.certainty.take(at)

    def learn(self, at: np.ndarray, signal: np.ndarray, weight: float | np.ndarray) -> None:
        """A belief moves towards a signal by the signal's share of all evidence."""
        before = self.precision(at)
        after = before + weight
        self.belief[at] = (before * self.belief.take(at) + weight * signal) / after
        capped = np.minimum(after, self.rules["largest_weight"])
        self.certainty[at] = (capped - self.rules["prior_weight"]) / self.certain_left

    def judge(self, at: np.ndarray, satisfaction: np.ndarray) -> None:
        """An experience leaves goodwill; a bad one weighs more than a good one."""
        step = self.rules["use_goodwill"] * (satisfaction - 3.5) / 1.5
        step = np.where(step < 0.0, self.rules["negativity"] * step, step)
        goodwill = self.use_left * self.use_goodwill.take(at) + step
        self.use_goodwill[at] = within(goodwill, -1.0, 1.0) / self.use_left

    def liking(self, at: np.ndarray) -> np.ndarray:
        """Goodwill from moments and from use together, -1 to 1."""
        goodwill = self.liked_left * self.goodwill.take(at)
        return within(goodwill + self.use_left * self.use_goodwill.take(at), -1.0, 1.0)
