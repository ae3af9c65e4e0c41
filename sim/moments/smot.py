"""Second moment of truth: living with the product and its service."""

import numpy as np

from sim.jit import inner
from sim.moments.encounter import count_moment
from sim.moments.log import log_moment, log_service
from sim.moments.remember import judge, learn, liking, refresh
from sim.moments.sheet import (
    CHANNEL_NOW,
    CONTEXT_NOW,
    DEVICE_NOW,
    HELPED,
    NOTICED,
    SLOT_NOW,
    WHO,
    list_moment,
)
from sim.moments.umot import share
from sim.rng import draw, exp, log, normal, pick, threshold
from sim.tables.moments import (
    DO,
    IDLE,
    NEVER,
    SMOT,
    WAS_ANSWERED,
    WAS_UNANSWERED,
    WHOLE_DAY,
)
from sim.tables.streams import CONTACT, OWNED, TASTE, USE

MONTH_DAYS = 30
ANSWERED = 1
BRAND_PRESENT = 2
BRAND_HELPED = 4
FAILED = 8


@inner
def begin_how_to(world, n, words, more):
    """A how-to moment while the product is in use: when, where, on what."""
    mixes = world.mixes[0]
    persona = world.screen[world.sheet[WHO, n]].persona
    slot = pick(mixes.onset, words[1])
    context = pick(mixes.context[world.today[0].weekend, slot], words[2])
    device = pick(mixes.devices[persona, context], words[3])
    channel = pick(mixes.channel[persona, DO, context], more[0])
    list_moment(world, n, slot, context, device, DO, channel)
    count_moment(world, n, SMOT)


@inner
def end_how_to(world, n, i, more):
    """An answered how-to moment betters the experience."""
    sheet = world.sheet
    person = world.person[i]
    noticed = sheet[NOTICED, n]
    helped = sheet[HELPED, n]
    by_brand = (helped >> person.using_brand) & 1 == 1
    answered = by_brand or more[1] < world.mixes[0].third_party[DO]
    world.brand_tally[person.using_brand].how_to[1 if answered else 0] += 1
    if answered:
        person.use_helped = person.use_helped | ANSWERED
    if (noticed >> person.using_brand) & 1:
        person.use_helped = person.use_helped | BRAND_PRESENT
    if by_brand:
        person.use_helped = person.use_helped | BRAND_HELPED
    log_moment(
        world, i, person.purchase_onset, sheet[SLOT_NOW, n], 0, DO, SMOT, sheet[CHANNEL_NOW, n],
        sheet[CONTEXT_NOW, n], sheet[DEVICE_NOW, n], noticed, helped,
        WAS_ANSWERED if answered else WAS_UNANSWERED,
    )  # fmt: skip


@inner
def onboard(world, i, b):
    """A new customer who consented may be reached by e-mail or app and shown how."""
    person = world.person[i]
    if person.month > 0 or person.consents == 0:
        return
    onset = 8 * int(person.purchase_onset) + WHOLE_DAY
    words = draw(world.today[0].luck, OWNED, i, onset, 0)
    if words[0] < threshold(world.brands[b].owned):
        world.brand_tally[b].onboarded += 1
        person.use_helped = person.use_helped | ANSWERED | BRAND_PRESENT | BRAND_HELPED


@inner
def served(world, i, b, contacts):
    """Service contacts of one use period: polite ones please a little, rude ones cost a lot.

    Recovery repairs part of a failure (de Matos, Henrique & Rossi 2007); a second failure weighs
    more (Maxham & Netemeyer 2002). Returns the stars gained or lost.
    """
    rules = world.rules[0]
    person = world.person[i]
    brand = world.brands[b]
    tally = world.brand_tally[b]
    onset = 8 * int(person.purchase_onset) + WHOLE_DAY
    stars = 0.0
    for number in range(contacts):
        words = draw(world.today[0].luck, CONTACT, i, onset, 16 * int(person.month) + number)
        polite = words[0] < threshold(brand.service)
        tally.service_contacts += 1
        log_service(world, i, number, polite)
        if polite:
            stars = stars + rules.polite_stars
            continue
        loss = rules.rude_stars
        if person.use_helped & FAILED:
            loss = loss * rules.second_failure
        tally.service_failures += 1
        if words[1] < threshold(brand.recovery):
            tally.service_recovered += 1
            loss = loss * (1.0 - rules.recovered)
        stars = stars - loss
        person.use_helped = person.use_helped | FAILED
    return stars


@inner
def experienced(world, i, b, service):
    """The experience in stars: quality, fit to the person, chance, help in use, service."""
    rules = world.rules[0]
    today = world.today[0]
    person = world.person[i]
    brand = world.brands[b]
    onset = 8 * int(person.purchase_onset) + WHOLE_DAY
    fit = normal(draw(today.person, TASTE, i, 0, brand.id)[0])
    chance = normal(draw(today.luck, USE, i, onset, 0)[0])
    stars = brand.quality + rules.fit_spread * fit + rules.experience_spread * chance
    if person.use_helped & ANSWERED:
        stars = stars + rules.how_to_stars
    return stars + service


@inner
def satisfied(world, i, b, experience):
    """Satisfaction is experience plus its distance from expectation; falling short weighs more.

    Expectancy-disconfirmation (Oliver 1980; Anderson & Sullivan 1993). Unclipped.
    """
    rules = world.rules[0]
    surprise = experience - np.float64(world.memory[i, b].belief)
    if surprise >= 0.0:
        return experience + rules.disconfirmation * surprise
    return experience + rules.disconfirmation * rules.negativity * surprise


@inner
def count_satisfaction(world, b, satisfaction):
    """Satisfaction is counted in whole thousandths of a star; the NPS score is 2.5 (s - 1)."""
    tally = world.brand_tally[b]
    tally.judged += 1
    tally.satisfaction += int(np.floor(1000.0 * satisfaction + 0.5))
    if satisfaction >= 4.0:
        tally.satisfied += 1
    recommend = 2.5 * (satisfaction - 1.0)
    if recommend >= 8.5:
        tally.promoters += 1
    elif recommend < 6.5:
        tally.detractors += 1


@inner
def form(world, i, b, satisfaction):
    """An experience is learned from, liked or resented, remembered, and passed on."""
    person = world.person[i]
    learn(world, i, b, satisfaction, world.rules[0].experience_weight)
    judge(world, i, b, satisfaction)
    person.last_brand = b
    person.last_satisfaction = satisfaction
    count_satisfaction(world, b, satisfaction)
    tells = share(world, i, b, satisfaction)
    number = world.news_rows[0]
    world.news[number] = 2 * i + (1 if tells else 0)
    world.news_rows[0] = number + 1


@inner
def churns(world, i, b, satisfaction, word):
    """Monthly churn of a subscriber falls with satisfaction and goodwill (proportional hazard)."""
    rules = world.rules[0]
    base = -log(1.0 - min(rules.churn, 0.999999))
    relief = -rules.churn_per_star * (satisfaction - 3.5)
    relief = relief - rules.churn_goodwill * liking(world, i, b)
    return word < threshold(1.0 - exp(-(base * exp(relief))))


@inner
def stop_using(world, i, b):
    """The product is used up, or the contract cancelled."""
    world.screen[i].phase = IDLE
    world.screen[i].due_day = NEVER
    world.brand_tally[b].used += 1


@inner
def renew(world, i, b, day, satisfaction, word):
    """A subscriber cancels, or pays another month."""
    screen = world.screen[i]
    if churns(world, i, b, satisfaction, word):
        stop_using(world, i, b)
        screen.ripe_day = day
        return
    world.brand_tally[b].renewals += 1
    world.person[i].month += 1
    screen.due_day = day + MONTH_DAYS


@inner
def experience(world, i, day):
    """The use period is judged: product, help, service; then reviews, friends, renewal."""
    today = world.today[0]
    person = world.person[i]
    b = int(person.using_brand)
    month = int(person.month)
    words = draw(today.luck, USE, i, 8 * int(person.purchase_onset) + WHOLE_DAY, month)
    onboard(world, i, b)
    contacts = pick(world.mixes[0].service_contacts, words[2])
    service = served(world, i, b, contacts)
    refresh(world, i, b, day)
    if month == 0 and person.purchase_onset >= 0:
        if person.use_helped & BRAND_PRESENT or contacts > 0:
            world.brand_tally[b].present[SMOT] += 1
        if person.use_helped & BRAND_HELPED:
            world.brand_tally[b].helpful[SMOT] += 1
    satisfaction = np.float64(person.last_satisfaction)
    if month == 0 or contacts > 0:
        satisfaction = satisfied(world, i, b, experienced(world, i, b, service))
        form(world, i, b, satisfaction)
    if today.subscription == 1:
        renew(world, i, b, day, satisfaction, words[3])
    else:
        stop_using(world, i, b)
