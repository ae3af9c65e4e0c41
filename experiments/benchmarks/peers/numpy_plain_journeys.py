"""Journeys of the plain NumPy form: day-parts, sessions, micro-moments, choices."""

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
    MAX_STEPS,
    NOT_NOW,
    READY,
    SLOTS,
    UNANSWERED,
    USING,
)

from .common import CELLS, WORDS
from .numpy_plain_people import Memory, People
from .numpy_tally import Tally


class Journeys:
    """What people do whose need is alive; arrays named alike have one row for each of them."""

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
        self.brands = np.arange(len(market.brands))
        mixes = market.mixes[0]
        # Cumulative chances; the last axis is what is picked.
        self.contexts, self.devices = mixes["context"] / WORDS, mixes["devices"][0] / WORDS
        self.moments, self.channels = mixes["moment"] / WORDS, mixes["channel"][0] / WORDS
        self.occurs, self.third_party = mixes["occurs"][0] / WORDS, mixes["third_party"] / WORDS
        self.reading, self.fit, self.not_now = mixes["read"], mixes["fit"], mixes["not_now"]

    def live(self, day: int) -> None:
        """The day-parts of everybody in a journey, one after the other."""
        self.day, self.weekend = day, int(self.market.today[0]["weekend"])
        # Chances by moment, channel and brand, and by context, channel and brand.
        self.noticed = np.moveaxis(self.market.noticed_probability, 0, -1).copy()
        self.helpful = np.clip(self.fit[..., None] * self.market.brands["usefulness"], 0.0, 1.0)
        people = self.people
        who = people.in_journey()
        start = np.where(people.onset_day[who] == day, people.first_slot[who], 0)
        for slot in range(SLOTS):
            self.day_part(slot, who[start <= slot])
            alive = (people.phase[who] != IDLE) & (people.phase[who] != USING)
            who, start = who[alive], start[alive]
        self.tally.active += who.size

    def day_part(self, slot: int, who: np.ndarray) -> None:
        """The need may fade; else there may be a session, in one context and on one device."""
        fades = self.rng.random(who.size) < self.rules["forget"]
        self.end(who[fades], FORGOT)
        who = who[~fades]
        number = self.rng.random(who.size)
        context = np.searchsorted(self.contexts[self.weekend, slot], number, side="right")
        occurs = self.rng.random(who.size) < self.occurs[slot, context]
        who, context = who[occurs], context[occurs]
        device = self.pick(self.devices[context])
        self.tally.sessions += who.size
        for _ in range(MAX_STEPS):
            if who.size == 0:
                break
            self.tally.by_device += np.bincount(device, minlength=len(DEVICES))
            goes_on = self.micro_moment(who, context)
            goes_on &= self.rng.random(who.size) < self.rules["another"]
            who, context, device = who[goes_on], context[goes_on], device[goes_on]

    def pick(self, cumulative: np.ndarray) -> np.ndarray:
        """One outcome of each row of cumulative chances."""
        return (self.rng.random((len(cumulative), 1)) < cumulative).argmax(axis=1)

    def end(self, who: np.ndarray, end: int) -> None:
        """Journeys are over."""
        self.people.phase[who] = IDLE
        self.tally.ended[end] += who.size

    def micro_moment(self, who: np.ndarray, context: np.ndarray) -> np.ndarray:
        """One micro-moment of each; returns whose journeys go on."""
        moment = self.pick(self.moments[self.people.phase[who] - EXPLORE, context])
        channel = self.pick(self.channels[moment, context])
        self.tally.cells += np.bincount(moment * len(CHANNELS) + channel, minlength=CELLS)
        helped = self.encounter(who, context, moment, channel)
        self.read_reviews(who, moment, channel)
        goes_on = np.empty(who.size, bool)
        buys = moment == BUY
        looks = ~buys
        goes_on[looks] = self.proceed(who[looks], moment[looks], helped[looks])
        if buys.any():
            goes_on[buys] = self.choose(who[buys])
        return goes_on

    def encounter(
        self, who: np.ndarray, context: np.ndarray, moment: np.ndarray, channel: np.ndarray
    ) -> np.ndarray:
        """Each brand is noticed or not, and helps or not; returns whom any helped."""
        memory, rules, shape = self.memory, self.rules, (who.size, self.brands.size)
        noticed = self.rng.random(shape) < self.noticed[moment, channel]
        helped = noticed & (self.rng.random(shape) < self.helpful[context, channel])
        row, brand = noticed.nonzero()
        person, helps = who[row], helped[row, brand]
        memory.lift(person, brand, np.where(helps, rules["helped"], rules["seen"]))
        memory.please(person, brand, helps)
        self.tally.noticed += np.bincount(brand, minlength=self.brands.size)
        person, brand = person[helps], brand[helps]
        claim = self.market.brands["claim"][brand]
        memory.learn(person, brand, claim, rules["content_weight"])
        memory.considered[person, brand] = True
        self.tally.helped += np.bincount(brand, minlength=self.brands.size)
        return helped.any(axis=1)

    def read_reviews(self, who: np.ndarray, moment: np.ndarray, channel: np.ndarray) -> None:
        """Boards of considered brands are read, each once in a journey, at face value."""
        memory, today = self.memory, self.market.brands
        appetite = self.reading[moment, channel] * (0.5 + self.people.search[who])
        who = who[self.rng.random(who.size) < appetite]
        wanted = memory.considered[who] & ~memory.read[who] & (today["review_weight"] > 0.0)
        row, brand = wanted.nonzero()
        person = who[row]
        memory.learn(person, brand, today["rating"][brand], today["review_weight"][brand])
        memory.read[person, brand] = True

    def proceed(self, who: np.ndarray, moment: np.ndarray, helped: np.ndarray) -> np.ndarray:
        """An answered moment may move a journey on, an unanswered one may end it."""
        rules, rng, phase = self.rules, self.rng, self.people.phase
        answered = helped | (rng.random(who.size) < self.third_party[moment])
        self.tally.answered += np.count_nonzero(answered)
        ahead = who[answered & (rng.random(who.size) < rules["advance"])]
        phase[ahead] = np.minimum(phase[ahead] + 1, READY)
        gives_up = ~answered & (rng.random(who.size) < rules["give_up_unanswered"])
        self.end(who[gives_up], UNANSWERED)
        return ~gives_up

    def utility(self, who: np.ndarray) -> np.ndarray:
        """What each brand is worth to each (McFadden 1974, from memory)."""
        people, memory, rules = self.people, self.memory, self.rules
        price, quality = people.price_sensitivity[who], people.quality_sensitivity[who]
        liking = np.clip(memory.goodwill[who] + memory.use_goodwill[who], -1.0, 1.0)
        return (
            quality[:, None] * (memory.belief[who] - 3.5)
            - rules["uncertainty"] / (rules["prior_weight"] + memory.evidence[who])
            - price[:, None] * self.market.brands["ln_price"]
            + rules["goodwill"] * liking
            + rules["inertia"] * (people.last_brand[who][:, None] == self.brands)
            + memory.taste[who]
        )

    def choose(self, who: np.ndarray) -> np.ndarray:
        """The largest of utility and Gumbel noise is bought, unless it is "not now"."""
        rng, considered = self.rng, self.memory.considered[who]
        value = self.utility(who) + rng.gumbel(size=considered.shape)
        value = np.where(considered, value, -np.inf)
        not_now = self.not_now[self.people.phase[who]] + rng.gumbel(size=who.size)
        buys = value.max(axis=1) > not_now
        self.buy(who[buys], value[buys].argmax(axis=1))
        leaves = ~buys & (rng.random(who.size) < self.rules["give_up_not_now"])
        nothing = ~considered.any(axis=1)
        self.end(who[leaves & nothing], EMPTY)
        self.end(who[leaves & ~nothing], NOT_NOW)
        return ~(buys | leaves)

    def buy(self, who: np.ndarray, brand: np.ndarray) -> None:
        """The product is taken into use."""
        people, rules = self.people, self.rules
        self.end(who, BOUGHT)
        people.phase[who], people.using_brand[who] = USING, brand
        lag = self.rng.exponential(rules["lag_days"] - 1.0, who.size)
        people.due_day[who] = self.day + 1 + np.floor(lag)
        people.ripe_day[who] = self.day + rules["refractory_days"]
        self.memory.lift(who, brand, rules["bought"])
        self.tally.purchases += np.bincount(brand, minlength=self.brands.size)
