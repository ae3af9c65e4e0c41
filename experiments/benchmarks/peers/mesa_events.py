"""The engine profile as tuned Mesa agents: events call people, and nobody else is asked.

It is as fast as objects came out here. A day without an event costs an idle person nothing: brands
draw whom their adverts reach and life draws who has a need, each with one call of `model.rng`, a
calendar knows who judges a product today, and one `AgentSet` holds the people in a journey. Random
order (`shuffle_do` for `do`) cost a tenth and changes nothing, because nobody reads today what
others write today. `mesa_plain` is the same model as Mesa's tutorial would write it.
"""

from collections import defaultdict
from typing import Any

import mesa
import numpy as np

from sim.scenario import Scenario

from .common import WORDS
from .mesa_people import Brand, Consumer
from .mesa_town import Town, live_in
from .outcome import Outcome


class Advertiser(Brand):
    """A brand that finds the people its adverts reach."""

    def advertise(self) -> None:
        """Adverts reach some people, by their use of media, and are remembered."""
        model = self.model
        people, step, full = model.people, model.rules["advert"], 1.0 / model.aware_left
        reached = model.happens(model.market.reach[self.index], model.media_class)
        self.exposures += len(reached)
        for number in reached:
            memory = people[number].memories[self.index]
            memory.awareness += step * (full - memory.awareness)


class CalledConsumer(Consumer):
    """A consumer who is called when something is to be done."""

    def set_out(self) -> None:
        """A journey opens: to be called every day."""
        super().set_out()
        self.model.seeking.add(self)

    def end(self, end: int) -> None:
        """A journey is over: not to be called any more."""
        super().end(end)
        self.model.seeking.discard(self)

    def buy(self, brand: Brand) -> None:
        """The product is taken into use: to be called when it will have been used."""
        super().buy(brand)
        self.model.due[self.due_day].append(self)


class EventTown(Town):
    """A market in which a day is what happens to people."""

    consumer_type = CalledConsumer
    brand_type = Advertiser

    def __init__(self, *world: Any) -> None:
        super().__init__(*world)
        self.people = list(self.agents_by_type[CalledConsumer])
        self.need_class = np.array([person.need_class for person in self.people])
        self.media_class = np.array([person.media_class for person in self.people])
        self.due: dict[int, list[CalledConsumer]] = defaultdict(list)
        self.seeking = mesa.agent.AgentSet([], random=self.random)

    def step(self) -> None:
        """Adverts, judgements and needs find their people; all in a journey look around."""
        self.agents_by_type[Advertiser].do("advertise")
        for consumer in self.due.pop(self.day, ()):
            consumer.judge()
        for number in self.happens(self.market.need[0], self.need_class):
            self.people[number].feel_need()
        self.seeking.do("seek")
        self.active += len(self.seeking)

    def happens(self, thresholds: np.ndarray, classes: np.ndarray) -> list[int]:
        """To whom something happens today, by a class of theirs."""
        chance = (thresholds / WORDS).astype(np.float32).take(classes)
        return (self.rng.random(len(classes), dtype=np.float32) < chance).nonzero()[0].tolist()


def live(spec: Scenario, opportunities: np.ndarray, seed: int, replicate: int) -> Outcome:
    """Live a market of the engine profile once."""
    return live_in(EventTown, spec, opportunities, seed, replicate)
