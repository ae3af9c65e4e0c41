"""The slow readable twin, part 4: who people are, what they remember, whom they know.

Written from docs/model.md ("Population", "One day", "Utility").
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.rng import exp, log, normal
from sim.scenario import Scenario
from sim.tables.moments import DEVICES, IDLE, NEVER, NO_MOMENT, NOBODY, TRAITS
from sim.tables.streams import NETWORK, TASTE, TRAIT
from tests.reference_mixes import clip, floor32

if TYPE_CHECKING:
    from tests.reference import Reference

LATEST_DAY = 32_000


def f4(x: float) -> float:
    """A number as a float32 column keeps it: rounded once, when it is stored."""
    return float(np.float32(x))


def in_255ths(share: float) -> float:
    """A trait as it is kept: rounded once to a 255th, and read as so many times 1 / 255."""
    return math.floor(255.0 * share + 0.5) * (1.0 / 255.0)


def in_thousandths(stars: float) -> float:
    """A story as friends hear it: rounded to a thousandth of a star, and never beyond 32.767."""
    return clip(math.floor(1000.0 * stars + 0.5), -32767, 32767) / 1000.0


def happens(word: int, p: float) -> bool:
    """An event of probability p happens to the words below p * 2**32."""
    return word < floor32(p)


def pick(thresholds: list[int], word: int) -> int:
    """The first row of rising thresholds that lies above the word."""
    for k, threshold in enumerate(thresholds):
        if word < threshold:
            return k
    raise AssertionError("a mix must end with certainty")


@dataclass(slots=True)
class Memory:
    """What one person remembers of one brand."""

    awareness: float
    belief: float
    precision: float
    refreshed_day: int
    goodwill: float = 0.0
    use_goodwill: float = 0.0
    brand_stimulus_day: int = NEVER
    persuaded_by: int = NOBODY
    """The last moment of the journey in which something spoke for the brand."""


@dataclass(slots=True)
class Person:
    """Everything the model remembers about one consumer; names are those of the columns.

    Some things are kept more plainly than in the columns; `as_kept` puts them as there.
    """

    number: int
    memory: list[Memory]
    # Who somebody is.
    persona: int = 0
    need_class: int = 0
    media_class: int = 0
    tech_savvy: float = 0.0
    information_search: float = 0.0
    privacy_concern: float = 0.0
    sustainability: float = 0.0
    cashless: float = 0.0
    omnichannel: float = 0.0
    convenience: float = 0.0
    personalization: float = 0.0
    price_sensitivity: float = 0.0
    quality_sensitivity: float = 0.0
    expert: int = 0
    consents: int = 0
    linked: int = 0
    fit: list[float] = field(default_factory=list)
    """How well each brand suits the person in use: a standard normal, drawn once."""
    taste: list[float] = field(default_factory=list)
    """How much the person likes each brand: a standard normal, drawn once."""
    # Where the person is.
    phase: int = IDLE
    ripe_day: int = NEVER
    due_day: int = NEVER
    reminder_day: int = NEVER
    stimulus_day: int = NEVER
    # The journey under way.
    onset_day: int = NEVER
    first_slot: int = 0
    """The day-part of the first day from which the journey may act."""
    source: int = -1
    intended: int = NOBODY
    visit: int = 0
    previous_device: int = NOBODY
    last_moment: int = NO_MOMENT
    moments: int = 0
    reached: int = 0
    considered: int = 0
    read: int = 0
    truth_noticed: int = 0
    truth_helped: int = 0
    lost_reason: int = 0
    lost_moment: int = NO_MOMENT
    # The purchase in use.
    using_brand: int = NOBODY
    purchase_onset: int = NEVER
    use_helped: int = 0
    month: int = 0
    last_brand: int = NOBODY
    last_satisfaction: float = 0.0
    failed: bool = False
    """Whether a service contact of this purchase has failed."""
    reviews_written: int = 0
    thanked: int = 0
    # What friends can see.
    voice_brand: int = NOBODY
    voice_satisfaction: float = 0.0
    voice_day: int = NEVER

    def as_kept(self, column: str) -> Any:
        """What the column of that name holds of this person, in natural units."""
        if column == "persuaded":
            return sum((1 + m.persuaded_by) << 4 * b for b, m in enumerate(self.memory))
        if column == "use_helped":
            return self.use_helped | (8 if self.failed else 0)
        return getattr(self, column)

    def considers(self, b: int) -> bool:
        """Whether a brand is in the consideration set."""
        return bool(self.considered >> b & 1)

    def consider(self, b: int) -> None:
        """Take a brand into the consideration set."""
        self.considered |= 1 << b


# --- Birth ----------------------------------------------------------------------------------------


def born(world: Reference, i: int) -> Person:
    """The person behind a number: the same in every replicate."""
    spec, mixes = world.spec, world.mixes
    memory, choice = spec.market.memory, spec.market.choice
    person = Person(
        number=i,
        memory=[
            Memory(
                awareness=f4(memory.initial_awareness),
                belief=f4(memory.prior_stars),
                precision=f4(memory.prior_weight),
                refreshed_day=world.first_day,
            )
            for _ in world.ids
        ],
    )
    who, wants, *traits, tracked = (world.lasting(TRAIT, i, 0, block) for block in range(5))
    person.persona = pick(mixes.persona, who[0])
    person.need_class = who[1] >> 24
    person.media_class = who[2] >> 24
    person.expert = int(happens(who[3], spec.network.expert_share))
    kind = mixes.people[person.persona]
    for name, word in zip(TRAITS, traits[0] + traits[1], strict=True):
        drawn = getattr(kind.traits, name) + kind.trait_spread * normal(word)
        setattr(person, name, in_255ths(clip(drawn, 0.0, 1.0)))
    person.consents = int(happens(wants[0], 1.0 - person.privacy_concern))
    spread = choice.sensitivity_spread
    person.price_sensitivity = f4(choice.price * exp(spread * normal(wants[1])))
    person.quality_sensitivity = f4(choice.quality * exp(spread * normal(wants[2])))
    for device, name in enumerate(DEVICES[:3]):
        if happens(tracked[device], getattr(spec.moments.device_link, name)):
            person.linked |= 1 << device
    for brand_id in world.ids:
        words = world.lasting(TASTE, i, 0, brand_id)
        person.fit.append(normal(words[0]))
        person.taste.append(normal(words[1]))
    return person


def contact(world: Reference, i: int, word: int, annealed_word: int) -> Person | None:
    """A friend to ask or overhear: one of the contacts, or with annealing anybody."""
    network, n = world.spec.network, world.spec.market.consumers
    if n == 1:
        return None
    if network.annealed:
        j = (annealed_word * n) >> 32
    else:
        k = (word * network.contacts) >> 32
        offset = k // 2 + 1
        j = (i + offset if k % 2 == 0 else i - offset) % n
        rewired, target, *_ = world.lasting(NETWORK, i, 0, k)
        if happens(rewired, network.rewired):
            j = (target * n) >> 32
    return world.people[(j + 1) % n if j == i else j]


# --- Memory ---------------------------------------------------------------------------------------


class Forgetting:
    """What is left of each kind of memory after some days: a table, filled day by day."""

    def __init__(self, spec: Scenario) -> None:
        memory = spec.market.memory
        self.prior_weight = memory.prior_weight
        self._days = spec.market.days + spec.market.warm_up_days
        self.awareness = self._table(memory.awareness_half_life_days)
        self.precision = self._table(memory.belief_half_life_days)
        self.goodwill = self._table(memory.goodwill_half_life_days)
        self.use_goodwill = self._table(memory.use_goodwill_half_life_days)

    def _table(self, half_life: float) -> list[float]:
        left = 1.0 if half_life >= 1e6 else exp(-log(2.0) / half_life)
        table = [1.0]
        for _ in range(self._days):
            table.append(table[-1] * left)
        return table


def refresh(world: Reference, memory: Memory, day: int) -> None:
    """Bring a memory up to a day: everything fades towards nothing known."""
    days = day - memory.refreshed_day
    if days > 0:
        left = world.forgetting
        prior = left.prior_weight
        memory.awareness = f4(memory.awareness * left.awareness[days])
        memory.precision = f4(prior + (memory.precision - prior) * left.precision[days])
        memory.goodwill = f4(memory.goodwill * left.goodwill[days])
        memory.use_goodwill = f4(memory.use_goodwill * left.use_goodwill[days])
        memory.refreshed_day = day


def lift(memory: Memory, step: float) -> None:
    """Awareness rises by a share of what is missing."""
    memory.awareness = f4(memory.awareness + step * (1.0 - memory.awareness))


def learn(world: Reference, memory: Memory, signal: float, weight: float) -> None:
    """A belief moves towards a signal, the more the less is known."""
    if weight == 0.0:
        return
    known = memory.precision
    memory.belief = f4((known * memory.belief + weight * signal) / (known + weight))
    memory.precision = f4(min(known + weight, world.spec.market.memory.largest_weight))


def hear(world: Reference, person: Person, friend: Person) -> int:
    """A friend's story about the brand last lived with; the brand is returned."""
    b = friend.voice_brand
    memory, network = person.memory[b], world.spec.network
    refresh(world, memory, world.day)
    lift(memory, world.spec.market.memory.told)
    weight = network.friend_weight
    if friend.expert:
        weight = weight * network.expert_weight
    learn(world, memory, friend.voice_satisfaction, weight)
    return b


def utility(world: Reference, person: Person, b: int) -> float:
    """What a brand is worth to a person before frictions and luck."""
    memory, brand, choice = person.memory[b], world.brands[b], world.spec.market.choice
    refresh(world, memory, world.day)
    v = person.quality_sensitivity * (memory.belief - 3.5)
    v = v - choice.uncertainty / memory.precision
    v = v - person.price_sensitivity * brand.ln_price
    v = v + choice.goodwill * clip(memory.goodwill + memory.use_goodwill, -1.0, 1.0)
    v = v + (choice.inertia if b == person.last_brand else 0.0)
    v = v + choice.sustainability * person.sustainability * brand.sustainability
    v = v + brand.popularity
    return v + choice.taste_spread * person.taste[b]
