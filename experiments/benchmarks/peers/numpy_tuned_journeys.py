"""Journeys of the tuned NumPy form: sessions, micro-moments, choices."""

from collections.abc import Mapping

import numpy as np

from sim.market import Market
from sim.tables.moments import (
    BOUGHT,
    BUY,
    CHANNELS,
    DEVICES,
    EMPTY,
    EXPLORE,
    FORGOT,
    IDLE,
    NOT_NOW,
    READY,
    SLOTS,
    UNANSWERED,
    USING,
)

from .common import CELLS, FADED, PLACES, Chances, presence_of
from .numpy_tally import Tally
from .numpy_tuned_people import CONSIDERED, READ, Draws, Memory, People

FIRST_BUY = BUY * len(CHANNELS)


class Journeys:
    """The days of people in a journey: everybody at the own day-part, one moment a pass."""

    def __init__(
        self,
        market: Market,
        rules: Mapping[str, float],
        rng: np.random.Generator,
        people: People,
        memory: Memory,
        tally: Tally,
    ) -> None:
        self.market, self.rules, self.rng = market, rules, rng
        self.people, self.memory, self.tally = people, memory, tally
        self.chances = chances = Chances(market, rules["forget"])
        comes = chances.next.reshape(2 * (SLOTS + 1), -1)
        self.next, self.next_chance = Draws(comes), comes.sum(axis=1)
        self.meetings = Draws(chances.cells.reshape(-1, CELLS))
        self.devices = Draws(chances.devices)
        self.brands = np.arange(len(market.brands))
        self.seeking = np.empty(0, np.intp)

    def live(self, day: int, opened: np.ndarray, first_slot: np.ndarray) -> None:
        """A day of everybody who is in a journey, or was until today."""
        self._look_around(day)
        seeking = np.concatenate((self.seeking, opened))
        start = np.concatenate((np.zeros_like(self.seeking), first_slot))
        who, slot, place = self.sessions_of(seeking, start)
        while who.size:
            goes_on = self.meet(who, place)
            more = self.rng.random(who.size) < self.rules["another"]
            same, over = (goes_on & more).nonzero()[0], (goes_on & ~more).nonzero()[0]
            later, slots, places = self.sessions_of(who[over], slot[over] + 1)
            who = np.concatenate((who[same], later))
            slot = np.concatenate((slot[same], slots))
            place = np.concatenate((place[same], places))
        phase = self.people.phase.take(seeking)
        self.seeking = seeking[(phase != IDLE) & (phase != USING)]
        self._count()

    def _look_around(self, day: int) -> None:
        market = self.market
        self.day, self.weekend = day, int(market.today[0]["weekend"])
        noticed, helpful = presence_of(market, self.chances.fit)
        self.is_noticed = noticed.astype(np.float32)
        self.is_helpful = helpful.reshape(PLACES * CELLS, -1).astype(np.float32)
        self.ln_price = market.brands["ln_price"].astype(np.float32)
        self.has_reviews = market.brands["review_weight"] > 0.0
        # What passes find is kept, and counted once a day.
        self.places, self.cells, self.noticed, self.helped = [], [], [], []

    def _count(self) -> None:
        tally, brands = self.tally, self.brands.size
        tally.active += self.seeking.size
        if self.cells:
            places = np.concatenate(self.places)
            tally.sessions += places.size
            device = self.devices.draw(self.rng, places)
            tally.by_device += np.bincount(device, minlength=len(DEVICES))
            tally.cells += np.bincount(np.concatenate(self.cells), minlength=CELLS)
            tally.noticed += np.bincount(np.concatenate(self.noticed), minlength=brands)
            tally.helped += np.bincount(np.concatenate(self.helped), minlength=brands)

    def sessions_of(self, who: np.ndarray, start: np.ndarray) -> tuple[np.ndarray, ...]:
        """Who has a session today, from a day-part on, in which, and where; a need may fade."""
        rows = self.weekend * (SLOTS + 1) + start
        comes = (self.rng.random(who.size) < self.next_chance.take(rows)).nonzero()[0]
        who = who[comes]
        slot, place = np.divmod(self.next.draw(self.rng, rows[comes]), PLACES + 1)
        faded = place == FADED
        if faded.any():
            self.end(who[faded], FORGOT)
            stays = (~faded).nonzero()[0]
            who, slot, place = who[stays], slot[stays], place[stays]
        self.places.append(place)
        return who, slot, place

    def end(self, who: np.ndarray, end: int) -> None:
        """Journeys are over."""
        self.people.phase[who] = IDLE
        self.tally.ended[end] += who.size

    def meet(self, who: np.ndarray, place: np.ndarray) -> np.ndarray:
        """One micro-moment of each of some people; returns whose journeys go on."""
        phase = self.people.phase.take(who)
        cell = self.meetings.draw(self.rng, (phase - EXPLORE) * PLACES + place)
        self.cells.append(cell)
        at = who[:, None] * self.brands.size + self.brands
        helped = self.encounter(at, place, cell)
        self.read(who, at, cell)
        buys = cell >= FIRST_BUY
        looks, shops = (~buys).nonzero()[0], buys.nonzero()[0]
        goes_on = np.empty(who.size, bool)
        goes_on[looks] = self.proceed(who[looks], cell[looks], helped[looks])
        if shops.size:
            goes_on[shops] = self.choose(who[shops], at[shops])
        return goes_on

    def encounter(self, at: np.ndarray, place: np.ndarray, cell: np.ndarray) -> np.ndarray:
        """Brands are noticed, some of them help; returns whom any helped."""
        memory, rules = self.memory, self.rules
        number = self.rng.random(at.shape, dtype=np.float32)
        seen = (number < self.is_noticed.take(cell, axis=0)).ravel().nonzero()[0]
        helped = (number < self.is_helpful.take(place * CELLS + cell, axis=0)).take(seen)
        noticed = at.take(seen)
        memory.lift(noticed, np.where(helped, rules["helped"], rules["seen"]))
        memory.please(noticed, helped)
        person, brand = np.divmod(seen, self.brands.size)
        useful, helper = noticed[helped], brand[helped]
        memory.learn(useful, self.market.brands["claim"].take(helper), rules["content_weight"])
        memory.standing[useful] |= CONSIDERED
        self.noticed.append(brand)
        self.helped.append(helper)
        anybody = np.zeros(len(at), bool)
        anybody[person[helped]] = True
        return anybody

    def read(self, who: np.ndarray, at: np.ndarray, cell: np.ndarray) -> None:
        """Boards of considered brands are read, each once in a journey, at face value."""
        appetite = self.chances.read.take(cell) * self.people.appetite.take(who)
        at = at.take((self.rng.random(who.size) < appetite).nonzero()[0], axis=0)
        wanted = (self.memory.standing.take(at) == CONSIDERED) & self.has_reviews
        at = at[wanted]
        if at.size:
            brand, today = at % self.brands.size, self.market.brands
            self.memory.learn(at, today["rating"].take(brand), today["review_weight"].take(brand))
            self.memory.standing[at] = READ

    def proceed(self, who: np.ndarray, cell: np.ndarray, helped: np.ndarray) -> np.ndarray:
        """An answered moment may move a journey on, an unanswered one may end it."""
        rules, phase = self.rules, self.people.phase
        by_others, number = self.rng.random((2, who.size))
        answered = helped | (by_others < self.chances.third_party.take(cell))
        self.tally.answered += int(np.count_nonzero(answered))
        ahead = who[answered & (number < rules["advance"])]
        phase[ahead] = np.minimum(phase[ahead] + 1, READY)
        gives_up = ~answered & (number < rules["give_up_unanswered"])
        self.end(who[gives_up], UNANSWERED)
        return ~gives_up

    def worth(self, who: np.ndarray, at: np.ndarray) -> np.ndarray:
        """Utility of every brand to some people (McFadden 1974, from memory)."""
        people, memory, rules = self.people, self.memory, self.rules
        quality = people.quality.take(who)[:, None] * (memory.belief.take(at) - 3.5)
        price = people.price.take(who)[:, None] * self.ln_price
        loyal = rules["inertia"] * (people.last.take(who)[:, None] == self.brands)
        unsure = rules["uncertainty"] / memory.precision(at)
        liking = rules["goodwill"] * memory.liking(at)
        return quality - unsure - price + liking + loyal + memory.taste.take(at)

    def choose(self, who: np.ndarray, at: np.ndarray) -> np.ndarray:
        """The largest of utility and Gumbel noise is bought, unless it is "not now"."""
        noise = -np.log(self.rng.standard_exponential((who.size, self.brands.size + 1)))
        offered = self.memory.standing.take(at) != 0
        value = np.where(offered, self.worth(who, at) + noise[:, 1:], -np.inf)
        best, most = value.argmax(axis=1), value.max(axis=1)
        buys = most > self.chances.not_now.take(self.people.phase[who]) + noise[:, 0]
        self.buy(who[buys], best[buys])
        leaves = ~buys & (self.rng.random(who.size) < self.rules["give_up_not_now"])
        nothing = most == -np.inf
        self.end(who[leaves & nothing], EMPTY)
        self.end(who[leaves & ~nothing], NOT_NOW)
        return ~(buys | leaves)

    def buy(self, who: np.ndarray, brand: np.ndarray) -> None:
        """The product is taken into use."""
        people, rules = self.people, self.rules
        self.end(who, BOUGHT)
        self.tally.purchases += np.bincount(brand, minlength=self.brands.size)
        people.phase[who], people.using[who] = USING, brand
        lag = self.rng.standard_exponential(who.size) * (rules["lag_days"] - 1.0)
        people.due_day[who] = self.day + 1 + lag.astype(np.int16)
        people.ripe_day[who] = self.day + int(rules["refractory_days"])
        self.memory.lift(who * self.brands.size + brand, rules["bought"])
