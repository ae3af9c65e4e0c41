"""Consumers and brands as tuned Mesa agents (`mesa_events`): what one of them does on a day."""

from bisect import bisect
from math import floor, log

import mesa

from sim.tables.moments import (
    BOUGHT,
    BUY,
    CHANNELS,
    EMPTY,
    EVALUATE,
    EXPLORE,
    FORGOT,
    IDLE,
    MAX_STEPS,
    NEVER,
    NOT_NOW,
    READY,
    SLOTS,
    UNANSWERED,
    USING,
)

from .common import CELLS, FADED

FIRST_BUY = BUY * len(CHANNELS)


class Memory:
    """What a consumer remembers of a brand.

    All memories fade by the same share a day, so they are kept in units that fade alike
    (`awareness` times what is left since day 0 is the awareness of today): time costs nothing.
    """

    __slots__ = (
        "awareness",
        "belief",
        "certainty",
        "considered",
        "fit",
        "goodwill",
        "read",
        "taste",
        "use_goodwill",
    )

    def __init__(self, awareness: float, belief: float, taste: float, fit: float) -> None:
        self.awareness = awareness
        self.belief = belief
        self.taste = taste
        self.fit = fit
        self.certainty = self.goodwill = self.use_goodwill = 0.0
        self.considered = self.read = False


class Brand(mesa.Agent):
    """A competitor: what it is like today, and what came of it so far."""

    def __init__(self, model: mesa.Model, index: int) -> None:
        super().__init__(model)
        self.index = index
        self.exposures = self.noticed = self.helped = self.purchases = self.judged = 0
        self.satisfaction = 0.0
        self.reviews = 0

    def open_day(self) -> None:
        """Money and reviews have made something of the brand overnight."""
        today = self.model.market.brands[self.index]
        self.quality, self.claim = float(today["quality"]), float(today["claim"])
        self.rating, self.review_weight = float(today["rating"]), float(today["review_weight"])
        self.ln_price = float(today["ln_price"])
        self.board = [0] * 5


class Person(mesa.Agent):
    """Somebody with needs and memories, who may be using what was bought."""

    def __init__(
        self,
        model: mesa.Model,
        need_class: int,
        media_class: int,
        appetite: float,
        price: float,
        quality: float,
        memories: list[Memory],
    ) -> None:
        super().__init__(model)
        self.need_class, self.media_class = need_class, media_class
        self.appetite, self.price, self.quality = appetite, price, quality
        self.memories = memories
        self.phase = IDLE
        self.ripe_day = self.due_day = NEVER
        self.first_slot = 0
        self.using: Brand | None = None
        self.last: Brand | None = None

    def feel_need(self) -> None:
        """Life brings a need, which opens a journey unless it is too soon for one."""
        if self.phase == IDLE and self.ripe_day <= self.model.day:
            self.set_out()

    def set_out(self) -> None:
        """A journey opens; brands come to mind with the chance of their awareness."""
        model, random = self.model, self.model.random.random
        self.phase = EXPLORE if self.last is None else EVALUATE
        self.first_slot = bisect(model.onset, random()) + 1
        for memory in self.memories:
            memory.considered = random() < memory.awareness * model.aware_left
            memory.read = False
        model.opened += 1

    def learn(self, memory: Memory, signal: float, weight: float) -> None:
        """A belief moves towards a signal by the signal's share of all evidence."""
        model = self.model
        precision = model.prior_weight + memory.certainty * model.certain_left
        memory.belief = (precision * memory.belief + weight * signal) / (precision + weight)
        precision = min(precision + weight, model.largest_weight)
        memory.certainty = (precision - model.prior_weight) / model.certain_left

    def judge(self) -> None:
        """What was bought has been used: satisfaction, what it leaves behind, perhaps a review."""
        model, brand, rules = self.model, self.using, self.model.rules
        memory = self.memories[brand.index]
        chance = rules["experience_spread"] * self.random.gauss()
        experience = brand.quality + memory.fit + chance
        surprise = experience - memory.belief
        weight = rules["disconfirmation"] * (rules["negativity"] if surprise < 0.0 else 1.0)
        satisfaction = experience + weight * surprise
        self.learn(memory, satisfaction, rules["experience_weight"])
        step = rules["use_goodwill"] * (satisfaction - 3.5) / 1.5
        goodwill = memory.use_goodwill * model.use_left
        goodwill += step * (rules["negativity"] if step < 0.0 else 1.0)
        memory.use_goodwill = min(max(goodwill, -1.0), 1.0) / model.use_left
        brand.judged += 1
        brand.satisfaction += satisfaction
        if self.random.random() < model.write[star_of(satisfaction) - 1]:
            published = satisfaction + rules["herding"] * (brand.rating - satisfaction)
            brand.board[star_of(published) - 1] += 1
            brand.reviews += 1
        self.last, self.phase = brand, IDLE


class Consumer(Person):
    """A person who, while there is a need, looks around, is helped, chooses."""

    def seek(self) -> None:
        """The day-parts of a person in a journey: the need may fade, sessions may happen."""
        model, random = self.model, self.model.random.random
        slot, self.first_slot = self.first_slot, 0
        while slot < SLOTS:
            what, chances = model.next[slot]
            number = random()
            if number >= chances[-1]:
                return
            slot, place = what[bisect(chances, number)]
            if place == FADED:
                self.end(FORGOT)
                return
            if not self.has_session(place):
                return
            slot += 1

    def end(self, end: int) -> None:
        """A journey is over."""
        self.phase = IDLE
        self.model.ended[end] += 1

    def has_session(self, place: int) -> bool:
        """Moments follow one another in one place on one device; whether the journey goes on."""
        model, random = self.model, self.model.random.random
        device = bisect(model.devices[place], random())
        model.sessions += 1
        for _ in range(MAX_STEPS):
            cell = bisect(model.meetings[self.phase][place], random())
            model.cells[cell] += 1
            model.by_device[device] += 1
            helped = self.encounter(place, cell)
            if random() < model.read[cell] * self.appetite:
                self.read_reviews()
            goes_on = self.choose() if cell >= FIRST_BUY else self.proceed(cell, helped)
            if not goes_on:
                return False
            if random() >= model.another:
                return True
        return True

    def encounter(self, place: int, cell: int) -> bool:
        """Each brand is noticed or not, and helps or not; one number decides both."""
        model, random = self.model, self.model.random.random
        helps = model.helps[place * CELLS + cell]
        anybody = False
        for brand, memory, seen, helpful in zip(
            model.brands, self.memories, model.seen[cell], helps, strict=True
        ):
            number = random()
            if number >= seen:
                continue
            brand.noticed += 1
            if number < helpful:
                anybody = memory.considered = True
                brand.helped += 1
                memory.awareness += model.helped_step * (model.aware_full - memory.awareness)
                memory.goodwill += model.liked_step * (model.liked_full - memory.goodwill)
                self.learn(memory, brand.claim, model.content_weight)
            else:
                memory.awareness += model.seen_step * (model.aware_full - memory.awareness)
                memory.goodwill -= model.useless_step * (model.liked_full + memory.goodwill)
        return anybody

    def read_reviews(self) -> None:
        """Boards of considered brands are read, each once in a journey, at face value."""
        for brand, memory in zip(self.model.brands, self.memories, strict=True):
            if memory.considered and not memory.read and brand.review_weight > 0.0:
                memory.read = True
                self.learn(memory, brand.rating, brand.review_weight)

    def proceed(self, cell: int, helped: bool) -> bool:
        """An answered moment may move the journey on, an unanswered one may end it."""
        model, random = self.model, self.model.random.random
        if helped or random() < model.third_party[cell]:
            model.answered += 1
            if self.phase < READY and random() < model.advance:
                self.phase += 1
        elif random() < model.give_up_unanswered:
            self.end(UNANSWERED)
            return False
        return True

    def worth(self, brand: Brand, memory: Memory) -> float:
        """Utility of a brand (McFadden 1974, from memory)."""
        model = self.model
        liking = memory.goodwill * model.liked_left + memory.use_goodwill * model.use_left
        value = self.quality * (memory.belief - 3.5) - self.price * brand.ln_price + memory.taste
        value -= model.uncertainty / (model.prior_weight + memory.certainty * model.certain_left)
        value += model.goodwill * min(max(liking, -1.0), 1.0)
        return value + model.inertia if brand is self.last else value

    def choose(self) -> bool:
        """The largest of utility and Gumbel noise is bought, unless it is "not now"."""
        model, random = self.model, self.model.random.random
        most = model.not_now[self.phase] - log(-log(1.0 - random()))
        best, end = None, EMPTY
        for brand, memory in zip(model.brands, self.memories, strict=True):
            if memory.considered:
                end = NOT_NOW
                value = self.worth(brand, memory) - log(-log(1.0 - random()))
                if value > most:
                    best, most = brand, value
        if best is not None:
            self.buy(best)
            return False
        if random() < model.give_up_not_now:
            self.end(end)
            return False
        return True

    def buy(self, brand: Brand) -> None:
        """The product is taken into use."""
        model, rules = self.model, self.model.rules
        self.end(BOUGHT)
        brand.purchases += 1
        self.phase, self.using = USING, brand
        lag = self.random.expovariate(1.0) * (rules["lag_days"] - 1.0)
        self.due_day = model.day + 1 + int(lag)
        self.ripe_day = model.day + int(rules["refractory_days"])
        memory = self.memories[brand.index]
        memory.awareness += rules["bought"] * (model.aware_full - memory.awareness)


def star_of(satisfaction: float) -> int:
    """The star a satisfaction rounds to, 1 to 5."""
    return floor(min(max(satisfaction, 1.0), 5.0) + 0.5)
