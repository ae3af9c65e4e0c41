"""The engine profile in plain NumPy: an array for each column, the day a sequence of whole steps.

What the market makes of a day comes from `sim.market`, as in every engine; what people do with it
is written here along `docs/model.md`, with NumPy's own random numbers. It lives `lite.yaml` and
`busy.yaml`, no others. People are other people in each replicate. Nothing is kept of a journey that
no statistic asks for (why a brand was lost, what persuaded), which favours this engine.

It is written as published agent models in NumPy are (Covasim, Starsim): everybody draws, masks and
indices pick those concerned, and they act at once. Where that leaves a choice:

* Memories of everybody fade once a day, by four multiplications of whole arrays.
* Columns are of 32 bits, as in Covasim: whole arrays are read and written every day.
* Adverts go brand by brand, as the model tells them; needs are drawn for everybody.
* In each day-part those in a journey who have a session live it step by step, while any go on.
* Which moment it is, and on which channel, is a row of cumulative chances compared with a number.

`numpy_tuned` is the same model as fast as it came out here.
"""

import numpy as np

from sim.scenario import Scenario
from sim.tables.moments import EVALUATE, EXPLORE, IDLE, NOBODY, USING

from .common import WORDS, lived, market_of, outcome_of, rules_of
from .numpy_plain_journeys import Journeys
from .numpy_plain_people import Memory, People
from .numpy_tally import STARS, Tally, bytes_of, star_of
from .outcome import Outcome


class Town:
    """One market whose people live day after day."""

    def __init__(
        self, spec: Scenario, opportunities: np.ndarray, seed: int, replicate: int
    ) -> None:
        self.market = market_of(spec, opportunities, seed, replicate)
        self.rng = np.random.default_rng([seed, replicate])
        self.rules = rules_of(spec)
        self.people = People(spec, self.market, self.rng)
        self.memory = Memory(spec, self.rules, self.rng)
        self.brands = len(spec.brands)
        self.tally = Tally(self.brands)
        self.journeys = Journeys(
            self.market, self.rules, self.rng, self.people, self.memory, self.tally
        )
        mixes = self.market.mixes[0]
        self.onset, self.write = mixes["onset"] / WORDS, mixes["write"]

    def live(self, day: int) -> np.ndarray:
        """One day of everybody; returns its reviews."""
        if day > 0:
            self.memory.fade(self.market.decay[1])
        self.see_adverts()
        reviews = self.judge(day)
        self.feel_needs(day)
        self.journeys.live(day)
        return reviews

    def see_adverts(self) -> None:
        """Each brand's adverts reach some, by their use of media, and are remembered."""
        people, step = self.people, self.rules["advert"]
        for brand, reach in enumerate(self.market.reach / WORDS):
            reached = np.flatnonzero(self.rng.random(people.size) < reach[people.media_class])
            self.memory.lift(reached, brand, step)
            self.tally.exposures[brand] += reached.size

    def judge(self, day: int) -> np.ndarray:
        """Those due judge what they used; some write, pulled towards the rating shown."""
        people, memory, rules, today = self.people, self.memory, self.rules, self.market.brands
        who = np.flatnonzero((people.phase == USING) & (people.due_day <= day))
        brand = people.using_brand[who]
        chance = rules["experience_spread"] * self.rng.standard_normal(who.size)
        experience = today["quality"][brand] + memory.fit[who, brand] + chance
        surprise = experience - memory.belief[who, brand]
        weight = np.where(surprise < 0.0, rules["negativity"], 1.0)
        satisfaction = experience + rules["disconfirmation"] * weight * surprise
        memory.learn(who, brand, satisfaction, rules["experience_weight"])
        memory.judge(who, brand, satisfaction)
        people.last_brand[who] = brand
        people.phase[who] = IDLE
        self.tally.judged += np.bincount(brand, minlength=self.brands)
        self.tally.satisfaction += np.bincount(brand, satisfaction, self.brands)
        return self.publish(brand, satisfaction)

    def publish(self, brand: np.ndarray, satisfaction: np.ndarray) -> np.ndarray:
        """Some of those who judged write a review; returns reviews, brands × stars."""
        writes = self.rng.random(brand.size) < self.write[star_of(satisfaction) - 1]
        brand, satisfaction = brand[writes], satisfaction[writes]
        shown = self.market.brands["rating"][brand]
        published = satisfaction + self.rules["herding"] * (shown - satisfaction)
        reviews = np.zeros((self.brands, STARS), np.int64)
        np.add.at(reviews, (brand, star_of(published) - 1), 1)
        self.tally.reviews += reviews
        return reviews

    def feel_needs(self, day: int) -> None:
        """Life brings needs; who has none yet, and did not just buy, sets out on a journey."""
        people, memory = self.people, self.memory
        need = self.market.need[0] / WORDS
        feels = self.rng.random(people.size) < need[people.need_class]
        who = np.flatnonzero(feels & (people.phase == IDLE) & (people.ripe_day <= day))
        people.phase[who] = np.where(people.last_brand[who] == NOBODY, EXPLORE, EVALUATE)
        people.onset_day[who] = day
        onset = np.searchsorted(self.onset, self.rng.random(who.size), side="right")
        people.first_slot[who] = onset + 1
        evoked = self.rng.random((who.size, self.brands)) < memory.awareness[who]
        memory.considered[who] = evoked
        memory.read[who] = False
        self.tally.opened += who.size


def live(spec: Scenario, opportunities: np.ndarray, seed: int, replicate: int) -> Outcome:
    """Live a market of the engine profile once."""
    town = Town(spec, opportunities, seed, replicate)
    seconds = lived(town.market, spec.market.days, town.live)
    size = bytes_of(town.people) + bytes_of(town.memory)
    return outcome_of(spec, town.market, town.tally.counts(), seconds, size)
