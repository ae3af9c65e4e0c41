"""The engine profile as tuned Mesa agents (`mesa_events`): people, brands, their market.

What the market makes of a day comes from `sim.market`, as in every engine; what people do with it
is written with the random numbers of `model.random` and `model.rng`. It lives `lite.yaml` and
`busy.yaml`, no others. People are other people in each replicate. Nothing is kept of a journey that
no statistic asks for (why a brand was lost, what persuaded), which favours these engines.

Memory is kept in units that fade, so that nobody has to forget; one number says when and where the
next session of the day is, and one whether a brand is noticed and helps. Switching the garbage
collector off gained nothing certain. A consumer takes about 1,250 bytes (by `tracemalloc`).
"""

from typing import Any, ClassVar

import mesa
import numpy as np

from sim.scenario import Scenario
from sim.tables.moments import CLASSES, DEVICES, ENDS, EXPLORE, SLOTS

from .common import (
    CELLS,
    PLACES,
    Chances,
    lived,
    market_of,
    moments_of,
    outcome_of,
    presence_of,
    rules_of,
    search_of,
)
from .mesa_people import Brand, Consumer, Memory
from .outcome import Outcome


class Town(mesa.Model):
    """One market; how its people live a day is said by `step`."""

    consumer_type: ClassVar[type[Consumer]] = Consumer
    brand_type: ClassVar[type[Brand]] = Brand

    def __init__(
        self, spec: Scenario, opportunities: np.ndarray, seed: int, replicate: int
    ) -> None:
        super().__init__(rng=[seed, replicate])
        self.market = market_of(spec, opportunities, seed, replicate)
        self.day = 0
        self.opened = self.active = self.sessions = self.answered = 0
        self.cells = [0] * CELLS
        self.by_device = [0] * len(DEVICES)
        self.ended = [0] * len(ENDS)
        self._set_rules(spec)
        indices = list(range(len(spec.brands)))
        self.brands = list(self.brand_type.create_agents(self, len(indices), indices))
        self._draw_people(spec)
        # Before 3.5, Mesa's counter of agents keeps every finished model, and its people, alive.
        getattr(mesa.Agent, "_ids", {}).pop(self, None)

    def _set_rules(self, spec: Scenario) -> None:
        self.rules = rules = rules_of(spec)
        chances = self.chances = Chances(self.market, rules["forget"])
        self.meetings = [None] * EXPLORE + np.cumsum(chances.cells, axis=-1).tolist()
        self.devices = np.cumsum(chances.devices, axis=-1).tolist()
        self.onset = np.cumsum(chances.onset).tolist()
        self.week, self.weekend = (_outcomes(days) for days in chances.next)
        self.third_party, self.read = chances.third_party.tolist(), chances.read.tolist()
        self.write, self.not_now = chances.write.tolist(), chances.not_now.tolist()
        # Names looked up once: a dictionary is asked a million times a second here.
        self.helped_step, self.seen_step = rules["helped"], rules["seen"]
        self.liked_step, self.useless_step = rules["help_goodwill"], rules["useless_goodwill"]
        self.prior_weight, self.largest_weight = rules["prior_weight"], rules["largest_weight"]
        self.content_weight, self.another = rules["content_weight"], rules["another"]
        self.advance, self.uncertainty = rules["advance"], rules["uncertainty"]
        self.goodwill, self.inertia = rules["goodwill"], rules["inertia"]
        self.give_up_unanswered = rules["give_up_unanswered"]
        self.give_up_not_now = rules["give_up_not_now"]

    def _draw_people(self, spec: Scenario) -> None:
        size, choice, memory = spec.market.consumers, spec.market.choice, spec.market.memory
        normal = self.rng.standard_normal((3, size))
        spread = choice.sensitivity_spread
        spreads = self.rules["taste_spread"], self.rules["fit_spread"]
        tastes = spreads * self.rng.standard_normal((size, len(self.brands), 2))
        memories = [
            [Memory(memory.initial_awareness, memory.prior_stars, *pair) for pair in of_one]
            for of_one in tastes.tolist()
        ]
        needs, media = self.rng.integers(CLASSES, size=(2, size)).tolist()
        self.consumer_type.create_agents(
            self,
            size,
            needs,
            media,
            (0.5 + search_of(self.market, normal[0])).tolist(),
            (choice.price * np.exp(spread * normal[1])).tolist(),
            (choice.quality * np.exp(spread * normal[2])).tolist(),
            memories,
        )

    # --- the day --------------------------------------------------------------------------------

    def live(self, day: int) -> np.ndarray:
        """One day of everybody; returns its reviews."""
        self.day = day
        self._look_around()
        self.agents_by_type[self.brand_type].do("open_day")
        self.step()
        return np.array([brand.board for brand in self.brands])

    def _look_around(self) -> None:
        market = self.market
        self.next = self.weekend if market.today[0]["weekend"] else self.week
        left = market.decay[self.day].tolist()
        self.aware_left, self.certain_left, self.liked_left, self.use_left = left
        self.aware_full, self.liked_full = 1.0 / self.aware_left, 1.0 / self.liked_left
        seen, helps = presence_of(market, self.chances.fit)
        self.seen = seen.tolist()
        self.helps = helps.reshape(PLACES * CELLS, -1).tolist()

    def counts(self) -> dict[str, Any]:
        """What was counted, by names of `Counts`."""
        names = ("exposures", "noticed", "helped", "purchases", "judged", "reviews")
        return {
            "opened": self.opened,
            "active": self.active,
            "sessions": self.sessions,
            "answered": self.answered,
            "moments": moments_of(self.cells),
            "ended": self.ended,
            "satisfaction": [b.satisfaction / max(b.judged, 1) for b in self.brands],
            **{name: [getattr(brand, name) for brand in self.brands] for name in names},
        }


def _outcomes(next_of_day: np.ndarray) -> list[Any]:
    """From each day-part on: what may come next, and the cumulative chances of it."""
    what = [(slot, place) for slot in range(SLOTS) for place in range(PLACES + 1)]
    flat = next_of_day.reshape(SLOTS + 1, -1)
    possible = [chances.nonzero()[0].tolist() for chances in flat]
    return [
        ([what[k] for k in kept], np.cumsum(chances[kept]).tolist())
        for chances, kept in zip(flat, possible, strict=True)
    ]


def live_in(
    town_type: type[Town], spec: Scenario, opportunities: np.ndarray, seed: int, replicate: int
) -> Outcome:
    """Live a market of the engine profile once, in one of the forms."""
    town = town_type(spec, opportunities, seed, replicate)
    seconds = lived(town.market, spec.market.days, town.live)
    return outcome_of(spec, town.market, town.counts(), seconds)
