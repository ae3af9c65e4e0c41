"""The slow readable twin, part 7: the first moment of truth.

Written from docs/model.md ("FMOT: seen, chosen, paid").
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.rng import exp, gumbel, log, uniform
from sim.tables.moments import (
    BOUGHT,
    BUY,
    CHECKOUT,
    EMPTY,
    ENDED_JOURNEY,
    IN_PERSON,
    LEFT_CART,
    LOST_AT_CHECKOUT,
    LOST_ON_FRICTION,
    LOST_ON_PRICE,
    LOST_ON_RATING,
    LOST_ON_TASTE,
    NEVER,
    NO_MOMENT,
    NOBODY,
    NOT_NOW,
    PHONE,
    SEVERAL,
    SMOT,
    USING,
    WAS_BOUGHT,
    WAS_DEFERRED,
)
from sim.tables.streams import CHOICE, OUTSIDE, USE
from tests.reference_moments import (
    Scene,
    encounter,
    end,
    fall,
    leave_traces,
    read_reviews,
    reckon,
    wants_to_read,
)
from tests.reference_people import LATEST_DAY, Person, happens, lift, refresh, utility

if TYPE_CHECKING:
    from tests.reference import Reference
    from tests.reference_market import Offer


def destination(world: Reference, person: Person, scene: Scene, brands: list[int]) -> int | None:
    """Whose shop to go to, of some brands."""
    best, goal = -math.inf, None
    value, noise = {}, {}
    for b in brands:
        word = world.luck(CHOICE, person, scene.tick, 16 * scene.step + world.ids[b])[1]
        value[b], noise[b] = utility(world, person, b), gumbel(word)
        if value[b] + noise[b] > best:
            best, goal = value[b] + noise[b], b
    focal = world.focal
    if focal in value and goal != focal and person.lost_reason < LOST_ON_PRICE:
        reason = why_rejected(world, person, goal, best, value[focal], 0.0, noise[focal])
        fall(person, reason, scene.moment)
    return goal


# --- FMOT -----------------------------------------------------------------------------------------


def fmot(
    world: Reference,
    person: Person,
    scene: Scene,
    words: tuple[int, ...],
    more: tuple[int, ...],
) -> None:
    """The offers are seen; one of them, or "not now", is chosen; what is chosen is paid or not."""
    rules = world.spec.moments
    see(world, person, scene, words, more)
    feasible = on_offer(world, person, scene)
    reckon(world, person, scene)
    outside = world.luck(OUTSIDE, person, scene.tick, scene.step)
    chosen = choose(world, person, scene, feasible, outside[0]) if feasible else None
    if chosen is None:
        scene.outcome = WAS_DEFERRED
        if happens(outside[1], rules.give_up_not_now):
            scene.outcome = ENDED_JOURNEY
            end(world, person, NOT_NOW if feasible else EMPTY)
        return
    world.count_of(chosen, "chosen")
    if not scene.in_shop:
        world.count("carts")
    if pays(world, person, scene, chosen, outside[2]):
        scene.outcome = WAS_BOUGHT
        buy(world, person, scene, chosen)
        return
    if chosen == world.focal:
        fall(person, LOST_AT_CHECKOUT, BUY)
    scene.outcome = LEFT_CART
    if happens(outside[3], rules.give_up_cart):
        scene.outcome = ENDED_JOURNEY
        end(world, person, CHECKOUT)


def see(
    world: Reference,
    person: Person,
    scene: Scene,
    words: tuple[int, ...],
    more: tuple[int, ...],
) -> None:
    """Shelf, result list, product page: what is on offer, and what others say of it."""
    consults = False
    if scene.in_shop:
        scene.device = IN_PERSON
        floor = world.spec.moments.consult_floor
        consult = world.spec.moments.consult * (floor + (1.0 - floor) * person.tech_savvy)
        consults = happens(more[1], consult)
        if consults:
            scene.device = PHONE
            world.count("consults")
    encounter(world, person, scene)
    leave_traces(world, person, scene)
    if scene.in_shop:
        for b in scene.noticed:
            if not person.considers(b):
                word = world.luck(CHOICE, person, scene.tick, 16 * scene.step + world.ids[b])[2]
                if happens(word, world.spec.moments.shelf_entry):
                    person.consider(b)
        if consults and world.live:
            read_reviews(world, person, scene)
    elif wants_to_read(world, person, scene, words[2]):
        read_reviews(world, person, scene)


def on_offer(world: Reference, person: Person, scene: Scene) -> list[int]:
    """The brands that can be bought here and now."""
    considered = [b for b in world.all if person.considers(b)]
    if not scene.in_shop:
        return considered
    if scene.destination is not None:
        return [scene.destination]
    on_shelf = [b for b in considered if b in scene.noticed]
    if not world.own:
        return on_shelf
    goal = destination(world, person, scene, on_shelf)
    return [] if goal is None else [goal]


def friction(world: Reference, person: Person, scene: Scene, brand: Offer) -> float:
    """What stands between wanting a brand and choosing it, online."""
    if scene.in_shop:
        return 0.0
    choice, device = world.spec.market.choice, world.mixes.device_friction[scene.device]
    return (
        choice.fit_online * (1.0 - brand.ar * person.tech_savvy)
        + device * (0.5 + person.convenience)
        + choice.slowness * (1.0 - brand.speed)
    )


def choose(
    world: Reference, person: Person, scene: Scene, feasible: list[int], outside: int
) -> int | None:
    """The offer of highest utility, luck included, unless "not now" is better."""
    winner, best = None, world.mixes.not_now[person.phase] + gumbel(outside)
    value, hurdle, noise = {}, {}, {}
    for b in feasible:
        word = world.luck(CHOICE, person, scene.tick, 16 * scene.step + world.ids[b])[0]
        value[b] = utility(world, person, b)
        hurdle[b] = friction(world, person, scene, world.brands[b])
        noise[b] = gumbel(word)
        total = value[b] - hurdle[b] + noise[b]
        if total > best:
            winner, best = b, total
    focal = world.focal
    if focal in value and winner != focal and person.lost_reason < LOST_ON_PRICE:
        v, f, g = value[focal], hurdle[focal], noise[focal]
        fall(person, why_rejected(world, person, winner, best, v, f, g), BUY)
    return winner


def why_rejected(
    world: Reference,
    person: Person,
    winner: int | None,
    best: float,
    value: float,
    hurdle: float,
    noise: float,
) -> int:
    """What would have had to be otherwise for the focal brand to win this very choice."""
    total, focal = value - hurdle + noise, world.focal
    if total + hurdle > best:
        return LOST_ON_FRICTION

    def behind(term: list[float]) -> float:
        theirs = 0.0 if winner is None else term[winner]
        return max(0.0, theirs - term[focal])

    price = [-(person.price_sensitivity * brand.ln_price) for brand in world.brands]
    if total + behind(price) > best:
        return LOST_ON_PRICE
    rating = [person.quality_sensitivity * (memory.belief - 3.5) for memory in person.memory]
    if total + behind(rating) > best:
        return LOST_ON_RATING
    return LOST_ON_TASTE


def pays(world: Reference, person: Person, scene: Scene, b: int, word: int) -> bool:
    """Checkout: every friction thins the chance; the decisive one is counted."""
    checkout, brand = world.spec.market.checkout, world.brands[b]
    frictions = [checkout.payment * person.cashless * (1.0 - brand.payment), 0.0, 0.0, 0.0]
    if not scene.in_shop:
        frictions[1] = checkout.privacy * person.privacy_concern * (1.0 - brand.privacy)
        if changes_device(person, scene):
            frictions[2] = checkout.seam * (0.5 + person.omnichannel) * (1.0 - brand.omni)
        entry = world.mixes.entry_friction[scene.device]
        frictions[3] = entry * (0.5 + person.convenience)
    total = frictions[0] + frictions[1] + frictions[2] + frictions[3]
    if happens(word, exp(-total)):
        return True
    decisive = SEVERAL
    for k in sorted(range(4), key=lambda k: -frictions[k]):
        if happens(word, exp(-(total - frictions[k]))):
            decisive = k
            break
    world.count_of(b, "unpaid", decisive)
    return False


def changes_device(person: Person, scene: Scene) -> bool:
    """An online moment on another device than the last one."""
    known = person.previous_device >= 0
    return not scene.in_shop and known and person.previous_device != scene.device


def buy(world: Reference, person: Person, scene: Scene, b: int) -> None:
    """A purchase: one unit of a brand, and the journey is over."""
    day, market, memory = world.day, world.spec.market, person.memory[b]
    world.count_of(b, "purchases", person.persona)
    world.count_of(b, "purchases_by_channel", scene.channel)
    world.count_of(b, "purchases_by_device", scene.device)
    world.count("journey_moments", amount=person.moments)
    world.count("journey_days", amount=day - person.onset_day)
    world.count("set_size", amount=person.considered.bit_count())
    if changes_device(person, scene):
        world.count("cross_device")
    if person.intended not in (NOBODY, b):
        by = memory.persuaded_by
        world.count_of(b, "switched_to", NO_MOMENT if by == NOBODY else by)
    if person.last_brand == b:
        world.count_of(b, "repeat_purchases")
    if person.onset_day >= 0:
        world.count_of(b, "won")
        world.count("reached", SMOT)
    end(world, person, BOUGHT, bought=b)
    word = world.luck(USE, person, 8 * person.onset_day + 7, 0)[1]
    lag = math.floor(-log(uniform(word)) * (market.use.lag_days - 1.0))
    person.phase = USING
    person.using_brand = b
    person.purchase_onset = person.onset_day
    person.due_day = min(day + 1 + lag, LATEST_DAY)
    person.ripe_day = min(day + market.needs.refractory_days, LATEST_DAY)
    person.reminder_day = NEVER
    if world.brands[b].owned > 0.0:
        person.reminder_day = min(day + world.reminder_days, LATEST_DAY)
    person.month = person.use_helped = 0
    person.failed = False
    refresh(world, memory, day)
    lift(memory, market.memory.bought)
