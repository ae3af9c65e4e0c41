"""Why the focal brand was lost: how far it came in a journey, and the moment at which it fell."""

from sim.jit import inner
from sim.moments.utility import price_term, quality_term
from sim.tables.moments import (
    ABSENT,
    BOUGHT,
    BUY,
    LOST_AT_CHECKOUT,
    LOST_ON_FRICTION,
    LOST_ON_PRICE,
    LOST_ON_RATING,
    LOST_ON_TASTE,
    NO_DECISION,
    NOT_CONSIDERED,
    UNAVAILABLE,
    USELESS,
)


@inner
def fell_here(world, i, moment, noticed, in_shop):
    """After a moment, the focal brand is absent, useless, not considered, or considered."""
    person = world.person[i]
    focal = world.today[0].focal
    if person.lost_reason >= LOST_ON_PRICE:
        return
    if (int(person.considered) >> focal) & 1:
        person.lost_reason = NO_DECISION
        return
    if (noticed >> focal) & 1:
        if in_shop and person.lost_reason < NOT_CONSIDERED:
            person.lost_reason = NOT_CONSIDERED
            person.lost_moment = BUY
        elif not in_shop and person.lost_reason == ABSENT:
            person.lost_reason = USELESS
            person.lost_moment = moment
    if person.moments == 1 and person.lost_reason == ABSENT:
        person.lost_moment = moment


@inner
def rejected_for(world, i, b, value, friction, winner, winning):
    """What cost the focal brand the choice: friction, price, rating, or taste.

    Each is tried alone on the same draw: friction removed; price, then rating, at parity with the
    winner ("not now": at the reference price, at 3.5 stars).
    """
    if value + friction > winning:
        return LOST_ON_FRICTION
    rival_price = price_term(world, i, winner) if winner >= 0 else 0.0
    rival_quality = quality_term(world, i, winner) if winner >= 0 else 0.0
    if value + max(0.0, rival_price - price_term(world, i, b)) > winning:
        return LOST_ON_PRICE
    if value + max(0.0, rival_quality - quality_term(world, i, b)) > winning:
        return LOST_ON_RATING
    return LOST_ON_TASTE


@inner
def was_rejected(world, i, reason, moment):
    """The focal brand could have been chosen and was not; the first such reason stays."""
    person = world.person[i]
    if person.lost_reason < LOST_ON_PRICE:
        person.lost_reason = reason
        person.lost_moment = moment


@inner
def was_unpaid(world, i):
    """The focal brand was chosen and not paid; nothing replaces this."""
    person = world.person[i]
    person.lost_reason = LOST_AT_CHECKOUT
    person.lost_moment = BUY


@inner
def count_lost(world, i, end, bought):
    """At the end of a journey the focal brand did not win, the reason is counted."""
    person = world.person[i]
    if bought == world.today[0].focal:
        return
    reason = int(person.lost_reason)
    moment = int(person.lost_moment)
    if reason == NO_DECISION:
        moment = int(person.last_moment)
        if end == BOUGHT:
            reason = UNAVAILABLE
            moment = BUY
    world.market_tally[0].lost[reason, moment] += 1
