"""Brands as plain Mesa agents, and what a consumer remembers of one."""

import mesa

from .common import WORDS


class Brand(mesa.Agent):
    """A competitor: what people find of it today, and what came of it so far."""

    def __init__(self, model: mesa.Model, index: int) -> None:
        super().__init__(model)
        self.index = index
        self.exposures = self.noticed = self.helped = self.purchases = self.judged = 0
        self.satisfaction = 0.0
        self.reviews = 0

    def step(self) -> None:
        """Money and reviews have made something of the brand overnight."""
        market = self.model.market
        today = market.brands[self.index]
        self.quality, self.claim = float(today["quality"]), float(today["claim"])
        self.rating, self.review_weight = float(today["rating"]), float(today["review_weight"])
        self.usefulness, self.ln_price = float(today["usefulness"]), float(today["ln_price"])
        self.reach = (market.reach[self.index] / WORDS).tolist()
        self.noticed_chance = market.noticed_probability[self.index].tolist()
        self.board = [0] * 5


class Memory:
    """What a consumer remembers of a brand; it fades when it is looked at, by the days elapsed."""

    __slots__ = (
        "awareness",
        "belief",
        "considered",
        "fit",
        "goodwill",
        "model",
        "precision",
        "read",
        "refreshed_day",
        "taste",
        "use_goodwill",
    )

    def __init__(self, model: mesa.Model) -> None:
        self.model = model
        rules, initial = model.rules, model.spec.market.memory
        self.awareness, self.belief = initial.initial_awareness, initial.prior_stars
        self.precision = rules.prior_weight
        self.goodwill = self.use_goodwill = 0.0
        self.refreshed_day = 0
        self.taste = model.random.gauss(0.0, rules.taste_spread)
        self.fit = model.random.gauss(0.0, rules.fit_spread)
        self.considered = self.read = False

    def refresh(self) -> None:
        """Forget what the days since the last look have taken."""
        model = self.model
        elapsed = model.day - self.refreshed_day
        if elapsed > 0:
            awareness, precision, goodwill, use_goodwill = model.decay[elapsed]
            prior = model.rules.prior_weight
            self.awareness *= awareness
            self.precision = prior + (self.precision - prior) * precision
            self.goodwill *= goodwill
            self.use_goodwill *= use_goodwill
            self.refreshed_day = model.day

    def lift(self, step: float) -> None:
        """Awareness rises by a share of what it lacks (Vidale & Wolfe 1957, from memory)."""
        self.awareness += step * (1.0 - self.awareness)

    def learn(self, signal: float, weight: float) -> None:
        """A belief moves towards a signal (Erdem & Keane 1996, from memory)."""
        evidence = self.precision + weight
        self.belief = (self.precision * self.belief + weight * signal) / evidence
        self.precision = min(evidence, self.model.rules.largest_weight)
