"""The slow readable twin: the model once more, one consumer at a time, in plain Python.

A second reading of docs/model.md that shares with the engine only the declared tables, the
scenario's numbers and `sim.rng`. It visits everybody every day, keeps its numbers in plain
attributes and takes its time; what it says must be what the engine says, bit for bit.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from sim.levers import LEVERS
from sim.rng import draw, luck_key, person_key
from sim.scenario import Scenario
from sim.tables.events import BRAND_COUNTS, MARKET_COUNTS
from sim.tables.moments import (
    ADVERT,
    EVALUATE,
    EXPLORE,
    IDLE,
    IDLE_MOMENT,
    IMPULSE,
    LIFE,
    NEVER,
    NO_DECISION,
    NO_MOMENT,
    NOBODY,
    PEER,
    READY,
    REMINDER,
    SERVICE,
    SMOT,
    STIMULUS,
    STORE_CHANNEL,
    USING,
    WHOLE_DAY,
)
from sim.tables.state import COLUMNS
from sim.tables.streams import EXPOSURE, FEED, IDLE_TIME, NEED, ONSET, OWNED, RECALL
from tests.reference_journey import in_journey, live_day
from tests.reference_market import Street
from tests.reference_mixes import Mixes
from tests.reference_moments import Scene, encounter, fall
from tests.reference_people import (
    Forgetting,
    Person,
    born,
    contact,
    f4,
    happens,
    hear,
    in_thousandths,
    lift,
    pick,
    refresh,
    utility,
)
from tests.reference_use import use

Counts = dict[str, np.ndarray]


@dataclass
class ReferenceResult:
    """What a run of the twin says: gains since day 0, the touch log, and how everything ended."""

    market_counts: Counts
    brand_counts: list[Counts]
    touches: list[tuple[int, ...]]
    needs: list[tuple[int, ...]]
    """Journeys that ended since day 0, in the order of their ends."""
    columns: dict[str, dict[str, list[Any]]]
    """By layout and column: one value per consumer (in `memory` one list of brands each)."""
    boards: list[dict[str, float]]
    start: dict[str, int]
    """Live journeys and people in use at the start of day 0."""


class Reference:
    """A market and its people, told day by day."""

    def __init__(
        self, spec: Scenario, *, seed: int, replicate: int, opportunities: np.ndarray
    ) -> None:
        self.spec = spec
        self.mixes = Mixes(spec)
        self.street = Street(spec, self.mixes, opportunities)
        self.forgetting = Forgetting(spec)
        self.ids = self.street.ids
        self.all = range(len(self.ids))
        self.focal = self.street.names.index(spec.focal_brand)
        self.live = spec.feedback == "live"
        self.own = spec.market.outlet == "own"
        self.subscription = spec.market.purchase == "subscription"
        self.reminder_days = int(self._owned_setting("reminder_days"))
        self.reminder_wakes = self._owned_setting("wake")
        self.first_day = -spec.market.warm_up_days
        self.day = self.first_day
        self._luck, self._person = luck_key(seed, replicate), person_key(seed)
        self.people = [born(self, i) for i in range(spec.market.consumers)]
        self.touches: list[tuple[int, ...]] = []
        self.needs: list[tuple[int, ...]] = []
        self._voices: list[tuple[Person, int, float, bool]] = []
        self.start = {"live": 0, "using": 0}
        self._reset_counts()

    def _owned_setting(self, name: str) -> float:
        own = self.spec.levers.get("owned")
        given = {} if own is None else own.settings
        return given.get(name, LEVERS["owned"].settings[name].default)

    # --- What moments need of the world -------------------------------------------------------

    def luck(self, stream: int, person: Person, a: int, b: int) -> tuple[int, ...]:
        """Four words of what happens to a person, new in each replicate."""
        return draw(self._luck, stream, person.number, a, b)

    def lasting(self, stream: int, i: int, a: int, b: int) -> tuple[int, ...]:
        """Four words of who a person is, the same in all replicates."""
        return draw(self._person, stream, i, a, b)

    def count(self, name: str, *index: int, amount: int = 1) -> None:
        """Something happened in the market."""
        self.market_counts[name][index] += amount

    def count_of(self, b: int, name: str, *index: int, amount: int = 1) -> None:
        """Something happened to a brand."""
        self.brand_counts[b][name][index] += amount

    def _reset_counts(self) -> None:
        self.market_counts = {c.name: np.zeros(c.shape, np.int64) for c in MARKET_COUNTS}
        self.brand_counts = [
            {c.name: np.zeros(c.shape, np.int64) for c in BRAND_COUNTS} for _ in self.all
        ]

    def publish(self, person: Person, b: int, satisfaction: float, told: bool) -> None:
        """An experience becomes a voice at the day's end; told, it is fresh."""
        self._voices.append((person, b, satisfaction, told))

    def _is_logged(self, person: Person) -> bool:
        return self.day >= 0 and person.number < self.spec.market.panel_consumers

    def note_need(self, person: Person, how: int, bought: int, reason: int, moment: int) -> None:
        """A need is over: whose, since when, and how it ended."""
        if self.day >= 0:
            since = (person.number, person.onset_day, self.day, person.persona)
            self.needs.append((*since, how, bought, reason, moment))

    def log(self, person: Person, scene: Scene) -> None:
        """A micro-moment goes into the touch log, one row a brand, absent ones included."""
        if not self._is_logged(person):
            return
        seen = scene.channel != STORE_CHANNEL and person.linked >> scene.device & 1
        for b in self.all:
            self.touches.append(
                (
                    person.number,
                    scene.journey,
                    self.day,
                    scene.slot,
                    scene.step,
                    scene.moment,
                    scene.truth,
                    scene.channel,
                    scene.context,
                    scene.device,
                    b,
                    int(b in scene.noticed),
                    int(b in scene.helped),
                    int(seen),
                    scene.outcome,
                )
            )

    def log_service(self, person: Person, b: int, j: int, polite: bool) -> None:
        """A service contact goes into the touch log: one row."""
        if self._is_logged(person):
            onset = person.purchase_onset
            when = (person.number, onset, self.day, WHOLE_DAY, j, SERVICE, SMOT)
            self.touches.append((*when, -1, -1, -1, b, 1, int(polite), 0, 0))

    # --- The run ------------------------------------------------------------------------------

    def run(self) -> ReferenceResult:
        """Warm-up days, then measured days."""
        for day in range(self.first_day, self.spec.market.days):
            self.day = day
            if day == 0:
                self._reset_counts()
                self.start["live"] = sum(in_journey(p) for p in self.people)
                self.start["using"] = sum(p.phase == USING for p in self.people)
            self._live_day()
        return self._result()

    def _live_day(self) -> None:
        self.weekend = int(self.day % 7 >= 5)
        self.brands = self.street.open_day()
        self.need = self.street.need(self.day)
        self.stars = [[0] * 5 for _ in self.all]
        self.service_contacts = [0 for _ in self.all]
        self.service_failures = [0 for _ in self.all]
        for person in self.people:
            self._live(person)
        for person, b, satisfaction, told in self._voices:
            person.voice_brand = b
            person.voice_satisfaction = in_thousandths(f4(satisfaction))
            if told:
                person.voice_day = self.day
        self._voices.clear()
        self.street.close_day(self.stars, self.service_contacts, self.service_failures)
        self.count("active", amount=sum(in_journey(p) for p in self.people))

    def _live(self, person: Person) -> None:
        """One person's day."""
        exposures = self._see_adverts(person)
        if person.phase == USING:
            use(self, person)
        if person.phase == IDLE:
            self._be_idle(person, exposures)
        if in_journey(person):
            live_day(self, person)

    def _see_adverts(self, person: Person) -> list[int]:
        """Adverts of the day; the words that decided them are returned, by brand."""
        tick = 8 * self.day + 7
        blocks = {n: self.luck(EXPOSURE, person, tick, n) for n in {k // 4 for k in self.ids}}
        words = [blocks[k // 4][k % 4] for k in self.ids]
        for b, brand in enumerate(self.brands):
            if words[b] < brand.reach[person.media_class]:
                memory = person.memory[b]
                self.count_of(b, "exposures")
                refresh(self, memory, self.day)
                lift(memory, self.spec.market.memory.advert)
                memory.brand_stimulus_day = person.stimulus_day = self.day
        return words

    # --- A day without a need -----------------------------------------------------------------

    def _be_idle(self, person: Person, exposures: list[int]) -> None:
        """Things happen to people in no need too, and some of them wake one."""
        tick = 8 * self.day + 7
        need = self.luck(NEED, person, tick, 0)
        onset = self.luck(ONSET, person, tick, 0)
        reminded = self._be_reminded(person)
        woken = happens(need[2], self.spec.moments.idle.rate) and self._idle_moment(
            person, tick, onset[2]
        )
        story = self._overhear(person, tick) if happens(need[1], self.spec.network.feed) else NOBODY
        if self.day < person.ripe_day:
            return
        sources = {
            LIFE: need[0] < self.need[person.persona][person.need_class],
            ADVERT: any(
                word < brand.wake[person.media_class]
                for word, brand in zip(exposures, self.brands, strict=True)
            ),
            PEER: story != NOBODY and happens(onset[3], self.spec.market.needs.peer),
            IDLE_MOMENT: woken,
            IMPULSE: need[3] < self.street.impulse,
            REMINDER: reminded,
        }
        for source, fires in sources.items():
            if fires:
                self._open_journey(person, source, tick, onset)
                if source == PEER:
                    self.count_of(story, "needs_caused")
                return

    def _be_reminded(self, person: Person) -> bool:
        """The brand writes to its customer that it is time to buy again."""
        b = person.last_brand
        due = max(person.reminder_day, person.ripe_day) <= self.day
        if person.reminder_day == NEVER or not due:
            return False
        person.reminder_day = NEVER
        if b == NOBODY or not person.consents:
            return False
        words = self.luck(OWNED, person, 8 * person.purchase_onset + 7, 0)
        if not happens(words[1], self.brands[b].owned):
            return False
        self.count_of(b, "reminders")
        refresh(self, person.memory[b], self.day)
        lift(person.memory[b], self.spec.market.memory.helped)
        return happens(words[2], self.reminder_wakes)

    def _idle_moment(self, person: Person, tick: int, wake: int) -> bool:
        """A micro-moment without a need; whether it wakes one is returned."""
        mixes = self.mixes
        words = self.luck(IDLE_TIME, person, tick, 0)
        slot = pick(mixes.onset, words[0])
        context = pick(mixes.context[self.weekend][slot], words[1])
        moment = pick(mixes.idle, words[2])
        device = pick(mixes.device[person.persona][context], words[3])
        word = self.luck(IDLE_TIME, person, tick, 1)[0]
        channel = pick(mixes.channel[person.persona][moment][context], word)
        scene = Scene(moment, STIMULUS, channel, context, device, slot, tick, step=0, journey=NEVER)
        encounter(self, person, scene)
        person.stimulus_day = self.day
        for b in scene.noticed:
            person.memory[b].brand_stimulus_day = self.day
        self.log(person, scene)
        return happens(wake, mixes.wake[moment][int(bool(scene.helped))])

    def _overhear(self, person: Person, tick: int) -> int:
        """A contact's fresh story reaches somebody in no need; the brand is returned."""
        words = self.luck(FEED, person, tick, 0)
        friend = contact(self, person.number, words[0], words[1]) if self.live else None
        if friend is None or friend.voice_brand == NOBODY:
            return NOBODY
        if self.day - friend.voice_day > self.spec.network.share_window_days:
            return NOBODY
        b = hear(self, person, friend)
        person.stimulus_day = person.memory[b].brand_stimulus_day = self.day
        return b

    # --- A need is born -----------------------------------------------------------------------

    def _open_journey(self, person: Person, source: int, tick: int, onset: tuple[int, ...]) -> None:
        """A journey begins where the person's past lets it begin."""
        self.count("opened", source)
        person.onset_day = self.day
        person.first_slot = pick(self.mixes.onset, onset[0]) + 1
        person.source = source
        person.phase = self._first_phase(person, source, onset[1])
        person.visit = person.moments = person.reached = 0
        person.considered = person.read = person.truth_noticed = person.truth_helped = 0
        person.previous_device = NOBODY
        person.last_moment = NO_MOMENT
        fall(person, 0, NO_MOMENT)
        self._recall(person, tick)
        window = self.spec.moments.stimulus_window_days
        if self.day - person.stimulus_day <= window:
            person.reached |= 1 << STIMULUS
            if self.day >= 0:
                self.count("reached", STIMULUS)
        for b, memory in enumerate(person.memory):
            if self.day >= 0 and self.day - memory.brand_stimulus_day <= window:
                self.count_of(b, "present", STIMULUS)

    def _first_phase(self, person: Person, source: int, word: int) -> int:
        choice = self.spec.market.choice
        if source == IMPULSE:
            return READY
        if source == REMINDER:
            return EVALUATE
        if source != LIFE or person.last_brand == NOBODY:
            return EXPLORE
        satisfied = person.last_satisfaction >= choice.habit_stars
        return READY if satisfied and happens(word, choice.habit) else EVALUATE

    def _recall(self, person: Person, tick: int) -> None:
        """Some brands come to mind; the best of them is intended."""
        for b, memory in enumerate(person.memory):
            refresh(self, memory, self.day)
            memory.persuaded_by = NOBODY
            if happens(self.luck(RECALL, person, tick, self.ids[b])[0], memory.awareness):
                person.consider(b)
        best, person.intended = -math.inf, NOBODY
        for b in self.all:
            if person.considers(b) and (v := utility(self, person, b)) > best:
                best, person.intended = v, b
        if person.intended != NOBODY:
            self.count_of(person.intended, "intended")
        if person.considers(self.focal):
            fall(person, NO_DECISION, NO_MOMENT)

    # --- The end ------------------------------------------------------------------------------

    def _result(self) -> ReferenceResult:
        columns: dict[str, dict[str, list[Any]]] = {}
        for column in COLUMNS:
            of_layout = columns.setdefault(column.layout, {})
            of_layout[column.name] = [
                [getattr(m, column.name) for m in person.memory]
                if column.layout == "memory"
                else person.as_kept(column.name)
                for person in self.people
            ]
        boards = [{"weight": b.weight, "stars": b.stars} for b in self.street.boards]
        return ReferenceResult(
            self.market_counts,
            self.brand_counts,
            self.touches,
            self.needs,
            columns,
            boards,
            self.start,
        )
