"""The engine profile in NumPy, tuned: an array for each column, and all who act act at once.

What the market makes of a day comes from `sim.market`, as in every engine; what people do with it
is written here, with NumPy's own random numbers. It lives `lite.yaml` and `busy.yaml`, no others.
People are other people in each replicate. Nothing is kept of a journey that no statistic asks for
(why a brand was lost, what persuaded), which favours this engine. `numpy_plain` is the same model
as it is usually written.

What made it fast, with what else was tried:

* Memories are kept in units that fade, so that nobody's are touched because a day has passed.
* Whether something rare happens to somebody is decided by one byte, and by the rest of a number
  only in a tie: 1.1 ns a person, floats took 2.6. People are numbered by their use of media, so
  that the day's chances of being reached are repeated; looking them up took ten times as long.
* One number says whether, when and where the next session of the day comes. So everybody can be at
  the own day-part, and a day takes as many passes as the busiest person has moments (about 15), not
  as many as there are day-parts and steps.
* Outcomes are drawn by aliases: 23 ns each, `searchsorted` took 134.
* Memories lie flat, with one index for a person and a brand: 6 ns for the four brands of a person,
  writing rows of a matrix took 13. Of the brands only those noticed are touched (7 ns, all: 20).
* Where few people are left, calls count and not people: no `clip`, no `flatnonzero` (they take
  twice as long as what they wrap), and what passes find is kept and counted once a day.
"""

import numpy as np

from sim.scenario import Scenario
from sim.tables.moments import CLASSES, EVALUATE, EXPLORE, IDLE

from .common import lived, market_of, outcome_of, rules_of
from .numpy_tally import STARS, Tally, bytes_of, star_of
from .numpy_tuned_journeys import Journeys
from .numpy_tuned_people import BYTE, CONSIDERED, Draws, Memory, People, struck
from .outcome import Outcome


class Town:
    """One market whose people live day after day."""

    def __init__(
        self, spec: Scenario, opportunities: np.ndarray, seed: int, replicate: int
    ) -> None:
        self.market = market_of(spec, opportunities, seed, replicate)
        self.rng = np.random.Generator(np.random.SFC64([seed, replicate]))
        self.rules = rules_of(spec)
        self.people = People(spec, self.market, self.rng)
        self.memory = Memory(spec, self.rules, self.rng)
        self.brands = len(spec.brands)
        self.tally = Tally(self.brands)
        self.media = np.bincount(self.people.media_class, minlength=CLASSES)
        self.need = np.empty(0)
        self.journeys = Journeys(
            self.market, self.rules, self.rng, self.people, self.memory, self.tally
        )
        self.chances = self.journeys.chances
        self.onset = Draws(self.chances.onset[None])

    def live(self, day: int) -> np.ndarray:
        """One day of everybody; returns its reviews."""
        self.day = day
        self.memory.fade(self.market.decay[day])
        self.see_adverts()
        reviews = self.judge()
        opened, first_slot = self.wake()
        self.journeys.live(day, opened, first_slot)
        return reviews

    def see_adverts(self) -> None:
        """Each brand's adverts reach some, by their use of media, and are remembered."""
        reach, media = self.market.reach.T, self.people.media_class
        first = np.repeat((reach >> BYTE).astype(np.uint8), self.media, axis=0).ravel()
        at = struck(self.rng, first, lambda at: reach[media[at // self.brands], at % self.brands])
        self.tally.exposures += np.bincount(at % self.brands, minlength=self.brands)
        self.memory.lift(at, self.rules["advert"])

    def judge(self) -> np.ndarray:
        """Those due judge what they used; some write, pulled towards the rating shown."""
        people, rules, rng, today = self.people, self.rules, self.rng, self.market.brands
        who = (people.due_day == self.day).nonzero()[0]
        brand = people.using.take(who).astype(np.intp)
        at = who * self.brands + brand
        chance = rules["experience_spread"] * rng.standard_normal(who.size)
        experience = today["quality"].take(brand) + self.memory.fit.take(at) + chance
        surprise = experience - self.memory.belief.take(at)
        weight = np.where(surprise < 0.0, rules["negativity"], 1.0)
        satisfaction = experience + rules["disconfirmation"] * weight * surprise
        self.memory.learn(at, satisfaction, rules["experience_weight"])
        self.memory.judge(at, satisfaction)
        people.last[who] = brand
        people.phase[who] = IDLE
        self.tally.judged += np.bincount(brand, minlength=self.brands)
        self.tally.satisfaction += np.bincount(brand, satisfaction, self.brands)
        writes = rng.random(who.size) < self.chances.write.take(star_of(satisfaction) - 1)
        brand, stars = brand[writes], satisfaction[writes]
        stars = stars + rules["herding"] * (today["rating"].take(brand) - stars)
        reviews = np.bincount(brand * STARS + star_of(stars) - 1, minlength=self.brands * STARS)
        reviews = reviews.reshape(self.brands, STARS)
        self.tally.reviews += reviews
        return reviews

    def wake(self) -> tuple[np.ndarray, np.ndarray]:
        """Life brings needs to people who have none; some brands come to mind."""
        people, memory = self.people, self.memory
        if not np.array_equal(self.need, self.market.need[0]):
            self.need = self.market.need[0].copy()
            self.need_first = (self.need >> BYTE).astype(np.uint8).take(people.need_class)
        who = struck(self.rng, self.need_first, lambda who: self.need[people.need_class[who]])
        who = who[(people.phase[who] == IDLE) & (people.ripe_day[who] <= self.day)]
        people.phase[who] = np.where(people.last[who] < 0, EXPLORE, EVALUATE)
        at = who[:, None] * self.brands + np.arange(self.brands)
        evoked = self.rng.random(at.shape) < memory.aware_left * memory.awareness.take(at)
        memory.standing[at] = np.where(evoked, CONSIDERED, 0)
        self.tally.opened += who.size
        return who, self.onset.draw(self.rng, np.zeros_like(who)) + 1


def live(spec: Scenario, opportunities: np.ndarray, seed: int, replicate: int) -> Outcome:
    """Live a market of the engine profile once."""
    town = Town(spec, opportunities, seed, replicate)
    seconds = lived(town.market, spec.market.days, town.live)
    size = bytes_of(town.people) + bytes_of(town.memory)
    return outcome_of(spec, town.market, town.tally.counts(), seconds, size)
