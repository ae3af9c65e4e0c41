"""The slow readable twin, part 5: one micro-moment, and what it leaves behind.

Written from docs/model.md ("Encounter", "Reading", "Why the focal brand was lost").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.tables.moments import (
    ABSENT,
    BOUGHT,
    BUY,
    CHAT,
    FMOT,
    IDLE,
    NIGHT,
    NO_DECISION,
    NO_OUTCOME,
    NOBODY,
    NOT_CONSIDERED,
    STORE,
    STORE_CHANNEL,
    UNAVAILABLE,
    USELESS,
)
from sim.tables.streams import ENCOUNTER
from tests.reference_people import Person, f4, happens, learn, lift, refresh

if TYPE_CHECKING:
    from tests.reference import Reference
    from tests.reference_market import Offer


@dataclass(slots=True)
class Scene:
    """One micro-moment: when, where, on what, about what."""

    moment: int
    truth: int
    channel: int
    context: int
    device: int
    slot: int
    tick: int
    step: int
    journey: int
    """Onset day of the journey it belongs to."""
    destination: int | None = None
    """The brand whose own shop was planned, once there."""
    noticed: list[int] = field(default_factory=list)
    """What the person noticed."""
    helped: list[int] = field(default_factory=list)
    """What helped the person."""
    outcome: int = NO_OUTCOME

    @property
    def in_shop(self) -> bool:
        """Buying in the store, eye to eye with the offer."""
        return self.moment == BUY and self.context == STORE and self.channel == STORE_CHANNEL


# --- Encounter ------------------------------------------------------------------------------------


def encounter(world: Reference, person: Person, scene: Scene) -> None:
    """Some brands are noticed, some of those help, and both leave something behind."""
    world.count("moments", scene.moment, scene.channel)
    world.count("by_truth", scene.truth)
    world.count("by_device", scene.device)
    world.count("by_context", scene.context)
    for b, brand in enumerate(world.brands):
        if scene.destination is not None:
            noticed, helped = b == scene.destination, False
        else:
            words = world.luck(ENCOUNTER, person, scene.tick, 16 * scene.step + brand.id)
            noticed = is_noticed(world, person, b, scene, words)
            helped = noticed and is_helpful(world, person, brand, scene, words[1])
        if noticed:
            remember(world, person, b, scene, helped)


def is_noticed(
    world: Reference, person: Person, b: int, scene: Scene, words: tuple[int, ...]
) -> bool:
    """A brand is found by being there, or by its name."""
    brand, presence = world.brands[b], world.spec.moments.presence
    there = happens(words[0], brand.noticed[scene.moment][scene.channel])
    if scene.channel == STORE_CHANNEL or not happens(words[2], presence.name_search):
        return there
    memory = person.memory[b]
    refresh(world, memory, world.day)
    if not happens(words[2], presence.name_search * memory.awareness):
        return there
    world.count_of(b, "named")
    if there:
        return True
    if happens(words[3], brand.poached[scene.moment][scene.channel]):
        world.count_of(b, "poached")
        return False
    return True


def is_helpful(world: Reference, person: Person, brand: Offer, scene: Scene, word: int) -> bool:
    """Help depends on the brand's content, the place and hour, and the person."""
    if scene.in_shop:
        return False
    helping, mixes = world.spec.moments.help, world.mixes
    h = brand.usefulness * mixes.fit[scene.context][scene.channel]
    if scene.channel == CHAT:
        h = h * (1.0 - helping.bot_aversion * (1.0 - person.tech_savvy))
    if scene.slot == NIGHT and mixes.human[scene.channel]:
        h = h * helping.night
    wanted = person.personalization - person.privacy_concern * (1.0 - brand.privacy)
    return happens(word, h * (1.0 + helping.personal * brand.personalization * wanted))


def remember(world: Reference, person: Person, b: int, scene: Scene, helped: bool) -> None:
    """A brand noticed is remembered: gladly where it helped, less so where it did not."""
    brand, memory, rules = world.brands[b], person.memory[b], world.spec.market.memory
    scene.noticed.append(b)
    world.count_of(b, "noticed", scene.moment, scene.channel)
    refresh(world, memory, world.day)
    if not helped:
        lift(memory, rules.seen)
        if not scene.in_shop:
            loss = rules.useless_goodwill * (1.0 + memory.goodwill)
            memory.goodwill = f4(memory.goodwill - loss)
        return
    scene.helped.append(b)
    world.count_of(b, "helped", scene.moment, scene.channel)
    if brand.personalization > 0.0:
        world.count_of(b, "personal_touches")
    lift(memory, rules.helped)
    memory.goodwill = f4(memory.goodwill + rules.help_goodwill * (1.0 - memory.goodwill))
    learn(world, memory, brand.claim, rules.content_weight)


# --- What the journey keeps ---


def leave_traces(world: Reference, person: Person, scene: Scene) -> None:
    """The journey keeps which brands were present and which helped."""
    half = 16 if scene.truth == FMOT else 0
    cohort = person.onset_day >= 0
    for b in scene.noticed:
        if not person.truth_noticed >> (half + b) & 1:
            person.truth_noticed |= 1 << (half + b)
            if cohort:
                world.count_of(b, "present", scene.truth)
    for b in scene.helped:
        person.consider(b)
        person.memory[b].persuaded_by = scene.moment
        if not person.truth_helped >> (half + b) & 1:
            person.truth_helped |= 1 << (half + b)
            if cohort:
                world.count_of(b, "helpful", scene.truth)


def read_reviews(world: Reference, person: Person, scene: Scene) -> None:
    """The boards of the brands considered are read, each once in a journey."""
    for b, brand in enumerate(world.brands):
        if person.considers(b) and not person.read >> b & 1 and brand.review_weight > 0.0:
            memory = person.memory[b]
            refresh(world, memory, world.day)
            learn(world, memory, brand.rating, brand.review_weight)
            person.read |= 1 << b
            memory.persuaded_by = scene.moment


def wants_to_read(world: Reference, person: Person, scene: Scene, word: int) -> bool:
    """Reviews are read by those who search for information."""
    chance = world.mixes.read[scene.moment][scene.channel] * (0.5 + person.information_search)
    return world.live and happens(word, chance)


# --- The end, and why the focal brand was lost ----------------------------------------------------


def end(world: Reference, person: Person, how: int, bought: int = NOBODY) -> None:
    """A journey ends, bought or not; one not won by the focal brand is accounted for."""
    world.count("ended", how, person.phase - 1)
    person.phase = IDLE
    person.visit = 0
    if bought == world.focal:
        world.note_need(person, how, bought, NOBODY, NOBODY)
        return
    reason, moment = person.lost_reason, person.lost_moment
    if reason == NO_DECISION and how == BOUGHT:
        reason, moment = UNAVAILABLE, BUY
    elif reason == NO_DECISION:
        moment = person.last_moment
    world.count("lost", reason, moment)
    world.note_need(person, how, bought, reason, moment)


def fall(person: Person, reason: int, moment: int) -> None:
    """The focal brand came so far, and no further."""
    person.lost_reason = reason
    person.lost_moment = moment


def reckon(world: Reference, person: Person, scene: Scene) -> None:
    """How far the focal brand came in this moment."""
    reason = person.lost_reason
    if person.considers(world.focal):
        person.lost_reason = max(reason, NO_DECISION)
    elif world.focal in scene.noticed:
        if scene.in_shop and reason < NOT_CONSIDERED:
            fall(person, NOT_CONSIDERED, BUY)
        elif reason == ABSENT:
            fall(person, USELESS, scene.moment)
    elif reason == ABSENT and person.moments == 1:
        person.lost_moment = scene.moment
