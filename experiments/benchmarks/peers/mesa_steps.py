"""The engine profile as plain Mesa agents: every consumer takes a `step` every day.

It is written as Mesa's tutorial and examples are: `shuffle_do("step")` asks everybody in random
order, and each draws with `model.random` which adverts they see, whether a need comes, what happens
in their sessions. Within that form it is kept cheap: an idle person draws two numbers on a day
without an event (whose advert is the first to be seen, if any; whether a need comes), and what a
day is like is looked up by everybody, not worked out. `mesa_events` is the same model tuned.
"""

from bisect import bisect

import numpy as np

from sim.scenario import Scenario
from sim.tables.moments import IDLE, USING

from .common import WORDS
from .mesa_people import Consumer
from .mesa_town import Town, live_in
from .outcome import Outcome


class DailyConsumer(Consumer):
    """A consumer who lives every day."""

    def step(self) -> None:
        """Adverts are seen, what was bought is judged, a need may come and is looked after."""
        model, random = self.model, self.model.random.random
        first = bisect(model.first_seen[self.media_class], random())
        if first < len(self.memories):
            self.see_adverts(first)
        if self.phase == USING:
            if self.due_day > model.day:
                return
            self.judge()
        if self.phase == IDLE:
            if random() >= model.need[self.need_class]:
                return
            self.feel_need()
            if self.phase == IDLE:
                return
        self.seek()
        if self.phase not in (IDLE, USING):
            model.active += 1

    def see_adverts(self, first: int) -> None:
        """Adverts reach a person, by their use of media, and are remembered."""
        model, random = self.model, self.model.random.random
        step, full = model.rules["advert"], 1.0 / model.aware_left
        chances = model.seen_adverts[self.media_class]
        for brand, memory, chance in zip(
            model.brands[first:], self.memories[first:], chances[first:], strict=True
        ):
            if brand.index == first or random() < chance:
                brand.exposures += 1
                memory.awareness += step * (full - memory.awareness)


class DailyTown(Town):
    """A market in which everybody is asked every day."""

    consumer_type = DailyConsumer

    def step(self) -> None:
        """Everybody lives a day, in random order."""
        reach = self.market.reach / WORDS
        self.seen_adverts = reach.T.tolist()
        self.first_seen = (1.0 - np.cumprod(1.0 - reach, axis=0)).T.tolist()
        self.need = (self.market.need[0] / WORDS).tolist()
        self.agents_by_type[DailyConsumer].shuffle_do("step")


def live(spec: Scenario, opportunities: np.ndarray, seed: int, replicate: int) -> Outcome:
    """Live a market of the engine profile once."""
    return live_in(DailyTown, spec, opportunities, seed, replicate)
