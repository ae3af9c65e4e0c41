"""The engine profile as plain Mesa agents: every consumer takes a `step` every day.

It is what a modeller would write who reads docs/model.md beside Mesa's tutorial and examples:
consumers and brands are agents with attributes and small methods, `shuffle_do("step")` asks all
consumers in random order, and each chance is a number of `self.random`. What the market makes of a
day comes from `sim.market`, as in every engine. It lives `lite.yaml` and `busy.yaml`, no others.
People are other people in each replicate. Nothing is kept of a journey that no statistic asks for
(why a brand was lost, what persuaded), which favours this engine.

Where the idiom leaves a choice, it is the careful one: tables are read into lists once (NumPy's
scalars are slow in Python's arithmetic), outcomes are found by bisection in cumulative chances,
memories are small objects that fade by a table when they are looked at, and only then. Nobody is
skipped, no draws are combined, and nothing is kept in other units than the model's: that is what
`mesa_events` does, the tuned form. A consumer takes about 1,850 bytes (by `tracemalloc`).
"""

from types import SimpleNamespace
from typing import Any

import mesa
import numpy as np

from sim.scenario import Scenario
from sim.tables.moments import DEVICES, ENDS, MOMENTS, TRAITS

from .common import WORDS, lived, market_of, outcome_of, rules_of
from .mesa_plain_brand import Brand
from .mesa_plain_people import Consumer
from .outcome import Outcome


class Town(mesa.Model):
    """One market, its brands and its people."""

    def __init__(
        self, spec: Scenario, opportunities: np.ndarray, seed: int, replicate: int
    ) -> None:
        super().__init__(rng=[seed, replicate])
        self.spec = spec
        self.market = market_of(spec, opportunities, seed, replicate)
        self.rules = SimpleNamespace(**rules_of(spec))
        self.decay = self.market.decay.tolist()
        self._read_tables(self.market.mixes[0])
        self.day = 0
        self.opened = self.active = self.sessions = self.answered = 0
        self.moments, self.ended = [0] * len(MOMENTS), [0] * len(ENDS)
        self.by_device = [0] * len(DEVICES)
        indices = list(range(len(spec.brands)))
        self.brands = list(Brand.create_agents(self, len(indices), indices))
        Consumer.create_agents(self, spec.market.consumers)
        # Before 3.5, Mesa's counter of agents keeps every finished model, and its people, alive.
        getattr(mesa.Agent, "_ids", {}).pop(self, None)

    def _read_tables(self, mixes: np.void) -> None:
        """What comes when and where, on which channel and device; cumulative where drawn from."""
        self.onset = (mixes["onset"] / WORDS).tolist()
        self.places_by_week = (mixes["context"] / WORDS).tolist()
        self.occurs = (mixes["occurs"][0] / WORDS).tolist()
        self.devices = (mixes["devices"][0] / WORDS).tolist()
        self.moment_mix = (mixes["moment"] / WORDS).tolist()
        self.channel_mix = (mixes["channel"][0] / WORDS).tolist()
        self.third_party = (mixes["third_party"] / WORDS).tolist()
        self.read, self.fit = mixes["read"].tolist(), mixes["fit"].tolist()
        self.not_now, self.write = mixes["not_now"].tolist(), mixes["write"].tolist()
        mean = mixes["trait_mean"][0, TRAITS.index("information_search")]
        self.information_search = float(mean), float(mixes["trait_spread"][0])

    def step(self) -> None:
        """One day: brands open it, then all consumers live it, in random order."""
        self.places = self.places_by_week[self.market.today[0]["weekend"]]
        self.need = (self.market.need[0] / WORDS).tolist()
        self.agents_by_type[Brand].do("step")
        self.agents_by_type[Consumer].shuffle_do("step")

    def live(self, day: int) -> np.ndarray:
        """A day of the market; returns its reviews, brands × stars."""
        self.day = day
        self.step()
        return np.array([brand.board for brand in self.brands])

    def counts(self) -> dict[str, Any]:
        """What was counted, by names of `Counts`."""
        of_model = ("opened", "active", "sessions", "answered", "moments", "ended")
        of_brands = ("exposures", "noticed", "helped", "purchases", "judged", "reviews")
        return {
            **{name: getattr(self, name) for name in of_model},
            **{name: [getattr(brand, name) for brand in self.brands] for name in of_brands},
            "satisfaction": [b.satisfaction / max(b.judged, 1) for b in self.brands],
        }


def live(spec: Scenario, opportunities: np.ndarray, seed: int, replicate: int) -> Outcome:
    """Live a market of the engine profile once."""
    town = Town(spec, opportunities, seed, replicate)
    seconds = lived(town.market, spec.market.days, town.live)
    return outcome_of(spec, town.market, town.counts(), seconds)
