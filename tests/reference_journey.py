"""The slow readable twin, part 6: the day-parts of a journey before the shop.

Written from docs/model.md ("Slots of a journey").
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.tables.moments import (
    BUY,
    COMPARE,
    ENDED_JOURNEY,
    FMOT,
    FORGOT,
    GO,
    IDLE,
    KNOW,
    MAX_STEPS,
    READY,
    SLOTS,
    STIMULUS,
    STORE,
    STORE_CHANNEL,
    UNANSWERED,
    USING,
    WAS_ANSWERED,
    WAS_UNANSWERED,
    ZMOT,
)
from sim.tables.streams import PROGRESS, SESSION, SLOT, STEP
from tests.reference_moments import (
    Scene,
    encounter,
    end,
    leave_traces,
    read_reviews,
    reckon,
    wants_to_read,
)
from tests.reference_people import Person, contact, happens, hear, pick
from tests.reference_shop import destination, fmot

if TYPE_CHECKING:
    from tests.reference import Reference

# --- A day of a journey ---------------------------------------------------------------------------


def live_day(world: Reference, person: Person) -> None:
    """The day-parts of a day with a need."""
    first = person.first_slot if person.onset_day == world.day else 0
    for slot in range(first, SLOTS):
        tick = 8 * world.day + slot
        words = world.luck(SLOT, person, tick, 0)
        if happens(words[2], world.spec.moments.forget):
            end(world, person, FORGOT)
            return
        planned, person.visit = person.visit, 0
        anywhere = pick(world.mixes.context[world.weekend][slot], words[1])
        context = STORE if planned else anywhere
        often = world.mixes.occurs[person.persona][slot][context]
        if context == STORE or happens(words[0], often):
            device = pick(world.mixes.device[person.persona][context], words[3])
            session(world, person, slot, tick, context, device, planned)
        if not in_journey(person):
            return


def in_journey(person: Person) -> bool:
    """Whether the person has a live need."""
    return person.phase not in (IDLE, USING)


def session(
    world: Reference, person: Person, slot: int, tick: int, context: int, device: int, planned: int
) -> None:
    """Moments come in sessions: one after the other, in one place, on one device."""
    mixes, rules = world.mixes, world.spec.moments
    world.count("sessions")
    if context == STORE:
        world.count("store_sessions")
    for step in range(MAX_STEPS):
        words = world.luck(STEP, person, tick, step)
        more = world.luck(SESSION, person, tick, step)
        moment = pick(mixes.moment[person.phase - 1][context], words[0])
        channel = pick(mixes.channel[person.persona][moment][context], words[1])
        if moment == BUY and context == STORE:
            channel = STORE_CHANNEL
        truth = FMOT if moment == BUY else ZMOT
        onset = person.onset_day
        scene = Scene(moment, truth, channel, context, device, slot, tick, step, onset)
        if scene.in_shop and planned >= 2:
            scene.destination = planned - 2
        enter(world, person, scene)
        if moment == BUY:
            fmot(world, person, scene, words, more)
        else:
            zmot(world, person, scene, words, more)
        if not scene.in_shop:
            person.previous_device = device
        world.log(person, scene)
        if not in_journey(person) or not happens(more[0], rules.another):
            return


def enter(world: Reference, person: Person, scene: Scene) -> None:
    """The journey reaches one more moment."""
    person.moments += 1
    person.last_moment = scene.moment
    if not person.reached >> scene.truth & 1:
        person.reached |= 1 << scene.truth
        if person.onset_day >= 0:
            world.count("reached", scene.truth)
            for earlier in (STIMULUS, ZMOT):
                # Both moments of truth are there now, and one of them is new.
                both = person.reached >> earlier & 1 and person.reached >> earlier + 1 & 1
                if both and scene.truth in (earlier, earlier + 1):
                    world.count("went_on", earlier)


# --- ZMOT -----------------------------------------------------------------------------------------


def zmot(
    world: Reference,
    person: Person,
    scene: Scene,
    words: tuple[int, ...],
    more: tuple[int, ...],
) -> None:
    """A moment before the purchase: help found moves the journey on, none may end it."""
    rules = world.spec.moments
    encounter(world, person, scene)
    leave_traces(world, person, scene)
    if wants_to_read(world, person, scene, words[2]):
        read_reviews(world, person, scene)
    told = ask_friend(world, person, scene, words[3], more)
    reckon(world, person, scene)
    progress = world.luck(PROGRESS, person, scene.tick, scene.step)
    third_party = happens(progress[2], world.mixes.third_party[scene.moment])
    if scene.helped or told or third_party:
        scene.outcome = WAS_ANSWERED
        world.count("answered", scene.moment)
        if happens(progress[0], rules.advance):
            person.phase = min(person.phase + 1, READY)
        if scene.moment == GO and happens(progress[3], rules.store_visit):
            plan_visit(world, person, scene)
    else:
        scene.outcome = WAS_UNANSWERED
        if happens(progress[1], rules.give_up_unanswered):
            scene.outcome = ENDED_JOURNEY
            end(world, person, UNANSWERED)


def ask_friend(
    world: Reference, person: Person, scene: Scene, word: int, more: tuple[int, ...]
) -> bool:
    """A friend is asked; whether there was a story to tell is returned."""
    network = world.spec.network
    asks = world.live and scene.moment in (KNOW, COMPARE) and happens(word, network.ask)
    friend = contact(world, person.number, more[2], more[3]) if asks else None
    if friend is None or friend.voice_brand < 0:
        return False
    b = hear(world, person, friend)
    if friend.voice_satisfaction >= network.satisfied_stars:
        person.consider(b)
        person.memory[b].persuaded_by = scene.moment
    return True


def plan_visit(world: Reference, person: Person, scene: Scene) -> None:
    """A store will be visited in the next day-part; with outlets of their own, which brand's."""
    if not world.own:
        person.visit = 1
        return
    goal = destination(world, person, scene, [b for b in world.all if person.considers(b)])
    if goal is not None:
        person.visit = 2 + goal
