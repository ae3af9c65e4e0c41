"""The slow readable twin, part 8: the second and the ultimate moment of truth.

Written from docs/model.md ("Use (SMOT)", "UMOT: write, tell, be thanked").
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from sim.rng import exp, log, normal
from sim.tables.moments import (
    DO,
    IDLE,
    INVITE,
    NEVER,
    NOBODY,
    PAID_INVITE,
    SMOT,
    THANKS,
    UMOT,
    WAS_ANSWERED,
    WAS_UNANSWERED,
)
from sim.tables.streams import CONTACT, HOW_TO, OWNED, TELL, UPTAKE, USE
from tests.reference_mixes import clip
from tests.reference_moments import Scene, encounter
from tests.reference_people import LATEST_DAY, Person, f4, happens, learn, pick, refresh

if TYPE_CHECKING:
    from tests.reference import Reference


def use(world: Reference, person: Person) -> None:
    """A day with the product: perhaps a how-to moment, perhaps the day of judgement."""
    how_to(world, person)
    if person.due_day <= world.day:
        experience(world, person)


def how_to(world: Reference, person: Person) -> None:
    """The user wants to do something with the product and looks for how."""
    mixes, tick = world.mixes, 8 * world.day + 7
    words = world.luck(HOW_TO, person, tick, 0)
    if not happens(words[0], world.spec.market.use.how_to):
        return
    more = world.luck(HOW_TO, person, tick, 1)
    slot = pick(mixes.onset, words[1])
    context = pick(mixes.context[world.weekend][slot], words[2])
    device = pick(mixes.device[person.persona][context], words[3])
    channel = pick(mixes.channel[person.persona][DO][context], more[0])
    scene = Scene(
        moment=DO,
        truth=SMOT,
        channel=channel,
        context=context,
        device=device,
        slot=slot,
        tick=tick,
        step=1,
        journey=person.purchase_onset,
    )
    encounter(world, person, scene)
    answered = person.using_brand in scene.helped or happens(more[1], mixes.third_party[DO])
    if answered:
        person.use_helped |= 1
    if person.using_brand in scene.noticed:
        person.use_helped |= 2
    if person.using_brand in scene.helped:
        person.use_helped |= 4
    world.count_of(person.using_brand, "how_to", int(answered))
    scene.outcome = WAS_ANSWERED if answered else WAS_UNANSWERED
    scene.step = 0
    world.log(person, scene)


def experience(world: Reference, person: Person) -> None:
    """The product, the help and the service are weighed; a subscriber stays or leaves."""
    b, rules = person.using_brand, world.spec.market.use
    brand, memory, onset = world.brands[b], person.memory[b], 8 * person.purchase_onset + 7
    words = world.luck(USE, person, onset, person.month)
    first_month = person.month == 0
    welcome = happens(world.luck(OWNED, person, onset, 0)[0], brand.owned)
    if first_month and person.consents and welcome:
        world.count_of(b, "onboarded")
        person.use_helped = 7
    contacts = pick(world.mixes.service_contacts, words[2])
    service = serve(world, person, b, contacts)
    refresh(world, memory, world.day)
    if first_month and person.purchase_onset >= 0:
        if person.use_helped & 2 or contacts > 0:
            world.count_of(b, "present", SMOT)
        if person.use_helped & 4:
            world.count_of(b, "helpful", SMOT)
    if first_month or contacts > 0:
        noise = normal(world.luck(USE, person, onset, 0)[0])
        e = brand.quality + rules.fit_spread * person.fit[b] + rules.experience_spread * noise
        e = e + (rules.how_to_stars if person.use_helped & 1 else 0.0) + service
        satisfaction = judge(world, person, b, e)
        share(world, person, b, satisfaction)
    else:
        satisfaction = person.last_satisfaction
    if world.subscription and not leaves(world, person, b, satisfaction, words[3]):
        world.count_of(b, "renewals")
        person.month += 1
        person.due_day = min(world.day + 30, LATEST_DAY)
        return
    world.count_of(b, "used")
    person.phase = IDLE
    person.due_day = NEVER
    if world.subscription:
        person.ripe_day = world.day


def serve(world: Reference, person: Person, b: int, contacts: int) -> float:
    """Contacts with the brand's service, polite or rude; what they add in stars is returned."""
    rules, brand = world.spec.market.use, world.brands[b]
    service = 0.0
    for j in range(contacts):
        onset = 8 * person.purchase_onset + 7
        words = world.luck(CONTACT, person, onset, 16 * person.month + j)
        world.service_contacts[b] += 1
        world.count_of(b, "service_contacts")
        polite = happens(words[0], brand.service)
        if polite:
            service = service + rules.polite_stars
        else:
            world.service_failures[b] += 1
            world.count_of(b, "service_failures")
            loss = rules.rude_stars
            if person.failed:
                loss = loss * rules.second_failure
            if happens(words[1], brand.recovery):
                world.count_of(b, "service_recovered")
                loss = loss * (1.0 - rules.recovered)
            service = service - loss
            person.failed = True
        world.log_service(person, b, j, polite)
    return service


def judge(world: Reference, person: Person, b: int, e: float) -> float:
    """Satisfaction is the experience, and more or less than expected weighs besides."""
    rules, habits, memory = world.spec.market.use, world.spec.market.memory, person.memory[b]
    surprise = e - memory.belief
    if surprise >= 0.0:
        s = e + rules.disconfirmation * surprise
    else:
        s = e + rules.disconfirmation * rules.negativity * surprise
    learn(world, memory, s, habits.experience_weight)
    step = habits.use_goodwill * (s - 3.5) / 1.5
    if step < 0.0:
        step = step * rules.negativity
    memory.use_goodwill = f4(clip(memory.use_goodwill + step, -1.0, 1.0))
    person.last_brand = b
    person.last_satisfaction = f4(s)
    world.count_of(b, "judged")
    world.count_of(b, "satisfaction", amount=math.floor(1000.0 * s + 0.5))
    if s >= 4.0:
        world.count_of(b, "satisfied")
    recommend = 2.5 * (s - 1.0)
    if recommend >= 8.5:
        world.count_of(b, "promoters")
    if recommend < 6.5:
        world.count_of(b, "detractors")
    return s


def leaves(world: Reference, person: Person, b: int, s: float, word: int) -> bool:
    """A subscriber leaves the sooner the less satisfied and the less fond of the brand."""
    rules, memory = world.spec.market.use, person.memory[b]
    fondness = clip(memory.goodwill + memory.use_goodwill, -1.0, 1.0)
    tilt = -rules.churn_per_star * (s - 3.5) - rules.churn_goodwill * fondness
    hazard = -log(1.0 - min(rules.churn, 0.999999)) * exp(tilt)
    return happens(word, 1.0 - exp(-hazard))


# --- UMOT -----------------------------------------------------------------------------------------


def star_of(s: float) -> int:
    """Satisfaction is unclipped, a star is 1 to 5."""
    return math.floor(clip(s, 1.0, 5.0) + 0.5)


def share(world: Reference, person: Person, b: int, s: float) -> None:
    """An experience is written about, told to friends, or kept."""
    network = world.spec.network
    words = world.luck(TELL, person, 8 * person.purchase_onset + 7, person.month)
    written = write(world, person, b, s, words[0])
    extremity = (1.0 - network.tell_floor) * min(abs(s - 3.0), 2.0) / 2.0
    told = happens(words[1], network.tell * (network.tell_floor + extremity))
    if told:
        world.count_of(b, "told")
    world.publish(person, b, s, told)
    if (written or told) and person.month == 0 and person.purchase_onset >= 0:
        world.count_of(b, "shared")
        world.count("reached", UMOT)


def write(world: Reference, person: Person, b: int, s: float, word: int) -> bool:
    """A review is written by those moved to the extremes, and by those invited or paid."""
    reviews, brand = world.spec.reviews, world.brands[b]
    invited = takes_part(world, person, INVITE, b, brand.invite)
    paid = takes_part(world, person, PAID_INVITE, b, brand.paid_invite)
    if invited:
        world.count_of(b, "invitations")
    p = reviews.write[star_of(s) - 1]
    if person.thanked:
        p = min(p * reviews.thanked_writing, 1.0)
    if invited:
        p = 1.0 - (1.0 - p) * (1.0 - reviews.write_invited)
    unasked = happens(word, p)
    if not unasked and not (paid and happens(word, 1.0 - (1.0 - p) * (1.0 - reviews.write_paid))):
        return False
    published = s
    if world.live and unasked and not invited:
        published = published + reviews.herding * (brand.rating - published)
    if world.live:
        published = published + reviews.reply_stars * brand.reply
    if not unasked:
        published = published + reviews.paid_stars
    star = star_of(published)
    world.count_of(b, "reviews", star - 1)
    if paid:
        world.count_of(b, "paid_reviews")
    if not unasked:
        return True
    world.count_of(b, "board", star - 1)
    world.stars[b][star - 1] += 1
    person.reviews_written = min(person.reviews_written + 1, 255)
    if takes_part(world, person, THANKS, b, brand.thanks):
        be_thanked(world, person, b)
    return True


def be_thanked(world: Reference, person: Person, b: int) -> None:
    """Private thanks please everybody; frequent writers write more for them."""
    reviews, memory = world.spec.reviews, person.memory[b]
    world.count_of(b, "thanked")
    gain = reviews.thanked_goodwill * (1.0 - memory.goodwill)
    memory.goodwill = f4(memory.goodwill + gain)
    if person.reviews_written >= reviews.frequent_reviews:
        person.thanked = 1


def takes_part(world: Reference, person: Person, policy: int, b: int, coverage: float) -> bool:
    """Whether a policy covers this customer: a wider one covers the same people and more."""
    assert b != NOBODY
    return happens(world.lasting(UPTAKE, person.number, policy, world.ids[b])[0], coverage)
