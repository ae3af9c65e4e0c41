"""Consumers as plain Mesa agents: what somebody lives through on a day, told as docs/model.md does.

Each thing that happens has a small method of its own, and each chance its own random number. What
is drawn from a table is found by `bisect` in its cumulative chances. What a loop asks for again and
again is bound to a name before it.
"""

from bisect import bisect
from math import exp, floor, log

import mesa

from sim.tables.moments import (
    BOUGHT,
    BUY,
    CLASSES,
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

from .mesa_plain_brand import Brand, Memory


class Person(mesa.Agent):
    """Somebody with needs, tastes and memories, who sees adverts, buys, uses and judges."""

    def __init__(self, model: mesa.Model) -> None:
        super().__init__(model)
        gauss, choice = self.random.gauss, model.spec.market.choice
        self.need_class = self.random.randrange(CLASSES)
        self.media_class = self.random.randrange(CLASSES)
        self.information_search = within(gauss(*model.information_search), 0.0, 1.0)
        self.price_sensitivity = choice.price * exp(gauss(0.0, choice.sensitivity_spread))
        self.quality_sensitivity = choice.quality * exp(gauss(0.0, choice.sensitivity_spread))
        self.memories = {brand: Memory(model) for brand in model.brands}
        self.phase = IDLE
        self.ripe_day = self.due_day = NEVER
        self.using: Brand | None = None
        self.last: Brand | None = None

    @property
    def in_journey(self) -> bool:
        """Whether a need is alive."""
        return EXPLORE <= self.phase <= READY

    def see_adverts(self) -> None:
        """Each brand's adverts reach a person or not, by use of media."""
        model, random, media_class = self.model, self.random.random, self.media_class
        for brand in model.brands:
            if random() < brand.reach[media_class]:
                brand.exposures += 1
                memory = self.memories[brand]
                memory.refresh()
                memory.lift(model.rules.advert)

    def end(self, end: int) -> None:
        """A journey is over."""
        self.phase = IDLE
        self.model.ended[end] += 1

    def buy(self, brand: Brand) -> None:
        """The product is taken into use."""
        rules, today, memory = self.model.rules, self.model.day, self.memories[brand]
        self.end(BOUGHT)
        brand.purchases += 1
        self.phase, self.using = USING, brand
        self.due_day = today + 1 + int(self.random.expovariate(1.0) * (rules.lag_days - 1.0))
        self.ripe_day = today + int(rules.refractory_days)
        memory.refresh()
        memory.lift(rules.bought)

    def judge(self, brand: Brand) -> None:
        """What was bought has been used: it satisfies or not, and is remembered for it."""
        rules, memory = self.model.rules, self.memories[brand]
        memory.refresh()
        experience = brand.quality + memory.fit + self.random.gauss(0.0, rules.experience_spread)
        surprise = experience - memory.belief
        weight = 1.0 if surprise >= 0.0 else rules.negativity
        satisfaction = experience + rules.disconfirmation * weight * surprise
        memory.learn(satisfaction, rules.experience_weight)
        step = rules.use_goodwill * (satisfaction - 3.5) / 1.5
        step *= 1.0 if step >= 0.0 else rules.negativity
        memory.use_goodwill = within(memory.use_goodwill + step, -1.0, 1.0)
        brand.judged += 1
        brand.satisfaction += satisfaction
        self.last, self.phase = brand, IDLE
        if self.random.random() < self.model.write[star_of(satisfaction) - 1]:
            self.write_review(brand, satisfaction)

    def write_review(self, brand: Brand, satisfaction: float) -> None:
        """A review is published, pulled towards the rating shown."""
        published = satisfaction + self.model.rules.herding * (brand.rating - satisfaction)
        brand.board[star_of(published) - 1] += 1
        brand.reviews += 1


class Consumer(Person):
    """A person who, while there is a need, looks around, is helped, chooses."""

    def step(self) -> None:
        """Adverts are seen, what was bought is judged, a need may come and is looked after."""
        self.see_adverts()
        if self.phase == USING and self.due_day <= self.model.day:
            self.judge(self.using)
        first_slot = 0
        if self.phase == IDLE and self.feels_need():
            first_slot = self.open_journey()
        if self.in_journey:
            self.live_journey(first_slot)
            self.model.active += self.in_journey

    def feels_need(self) -> bool:
        """Whether life brings a need today, unless it is too soon for one."""
        model = self.model
        return self.ripe_day <= model.day and self.random.random() < model.need[self.need_class]

    def open_journey(self) -> int:
        """Brands come to mind by their awareness; returns the day-part the search begins in."""
        random = self.random.random
        self.model.opened += 1
        self.phase = EXPLORE if self.last is None else EVALUATE
        for memory in self.memories.values():
            memory.refresh()
            memory.considered = random() < memory.awareness
            memory.read = False
        return bisect(self.model.onset, random()) + 1

    def live_journey(self, first_slot: int) -> None:
        """In each day-part the need may fade, or a session may happen somewhere."""
        model, random = self.model, self.random.random
        places, occurs, forget = model.places, model.occurs, model.rules.forget
        for slot in range(first_slot, SLOTS):
            if random() < forget:
                self.end(FORGOT)
                return
            place = bisect(places[slot], random())
            if random() < occurs[slot][place]:
                self.have_session(place)
                if not self.in_journey:
                    return

    def have_session(self, place: int) -> None:
        """Moments follow one another in one place on one device."""
        model, random = self.model, self.random.random
        model.sessions += 1
        device = bisect(model.devices[place], random())
        for _ in range(MAX_STEPS):
            model.by_device[device] += 1
            self.live_moment(place)
            if not self.in_journey or random() >= model.rules.another:
                return

    def live_moment(self, place: int) -> None:
        """Something is looked for on some channel; brands are met there, reviews may be read."""
        model, random = self.model, self.random.random
        moment = bisect(model.moment_mix[self.phase - EXPLORE][place], random())
        channel = bisect(model.channel_mix[moment][place], random())
        model.moments[moment] += 1
        helped = self.meet_brands(place, moment, channel)
        if random() < model.read[moment][channel] * (0.5 + self.information_search):
            self.read_reviews()
        if moment == BUY:
            self.choose()
        else:
            self.go_on(moment, helped)

    def meet_brands(self, place: int, moment: int, channel: int) -> bool:
        """Each brand is noticed or not, and then helps or not; returns whether any helped."""
        model, random = self.model, self.random.random
        fit, anybody = model.fit[place][channel], False
        for brand in model.brands:
            if random() < brand.noticed_chance[moment][channel]:
                brand.noticed += 1
                memory = self.memories[brand]
                memory.refresh()
                if random() < brand.usefulness * fit:
                    self.be_helped(brand, memory)
                    anybody = True
                else:
                    self.find_useless(memory)
        return anybody

    def be_helped(self, brand: Brand, memory: Memory) -> None:
        """A brand that helps is remembered, liked, believed and considered."""
        rules = self.model.rules
        brand.helped += 1
        memory.considered = True
        memory.lift(rules.helped)
        memory.goodwill += rules.help_goodwill * (1.0 - memory.goodwill)
        memory.learn(brand.claim, rules.content_weight)

    def find_useless(self, memory: Memory) -> None:
        """A brand that was noticed and no help is remembered, and liked a little less."""
        rules = self.model.rules
        memory.lift(rules.seen)
        memory.goodwill -= rules.useless_goodwill * (1.0 + memory.goodwill)

    def read_reviews(self) -> None:
        """Boards of considered brands are read, each once in a journey, at face value."""
        for brand, memory in self.memories.items():
            if memory.considered and not memory.read and brand.review_weight > 0.0:
                memory.refresh()
                memory.learn(brand.rating, brand.review_weight)
                memory.read = True

    def go_on(self, moment: int, helped: bool) -> None:
        """An answered moment may move the journey on, an unanswered one may end it."""
        model, random = self.model, self.random.random
        if helped or random() < model.third_party[moment]:
            model.answered += 1
            if random() < model.rules.advance:
                self.phase = min(self.phase + 1, READY)
        elif random() < model.rules.give_up_unanswered:
            self.end(UNANSWERED)

    def choose(self) -> None:
        """The largest of utility and Gumbel noise is bought, unless it is "not now"."""
        model = self.model
        values = {
            brand: self.utility(brand, memory) + self.gumbel()
            for brand, memory in self.memories.items()
            if memory.considered
        }
        best = max(values, key=values.__getitem__, default=None)
        if best is not None and values[best] > model.not_now[self.phase] + self.gumbel():
            self.buy(best)
        elif self.random.random() < model.rules.give_up_not_now:
            self.end(NOT_NOW if values else EMPTY)

    def gumbel(self) -> float:
        """The noise of a logit choice."""
        return -log(self.random.expovariate(1.0))

    def utility(self, brand: Brand, memory: Memory) -> float:
        """What a brand is worth to a person (McFadden 1974, from memory)."""
        rules = self.model.rules
        memory.refresh()
        return (
            self.quality_sensitivity * (memory.belief - 3.5)
            - rules.uncertainty / memory.precision
            - self.price_sensitivity * brand.ln_price
            + rules.goodwill * within(memory.goodwill + memory.use_goodwill, -1.0, 1.0)
            + (rules.inertia if brand is self.last else 0.0)
            + memory.taste
        )


def within(value: float, least: float, most: float) -> float:
    """A number held between bounds."""
    return min(max(value, least), most)


def star_of(satisfaction: float) -> int:
    """The star a satisfaction rounds to, 1 to 5."""
    return floor(within(satisfaction, 1.0, 5.0) + 0.5)
