"""Ultimate moment of truth: writing a review, telling friends, being thanked."""

import numpy as np

from sim.jit import inner
from sim.moments.remember import please
from sim.rng import draw, threshold
from sim.tables.moments import INVITE, PAID_INVITE, THANKS, UMOT, WHOLE_DAY
from sim.tables.streams import TELL, UPTAKE


@inner
def star_of(satisfaction):
    """The star a satisfaction rounds to, 1 to 5."""
    return int(np.floor(min(max(satisfaction, 1.0), 5.0) + 0.5))


@inner
def takes_part(world, i, b, policy, coverage):
    """Uptake of a policy is a property of the person: wider coverage only adds people."""
    brand = world.brands[b]
    return draw(world.today[0].person, UPTAKE, i, policy, brand.id)[0] < coverage


@inner
def writing_chance(world, i, star, invited):
    """Chance of writing: extremes write unasked; an invitation reaches every rating alike.

    Schoenmueller, Netzer & Stahl 2020; Hu, Zhang & Pavlou 2009; Askalidis & Malthouse 2016.
    """
    rules = world.rules[0]
    chance = world.mixes[0].write[star - 1]
    if world.person[i].thanked == 1:
        chance = min(chance * rules.thanked_writing, 1.0)
    if invited:
        chance = 1.0 - (1.0 - chance) * (1.0 - rules.write_invited)
    return chance


@inner
def published_stars(world, b, satisfaction, asked, only_paid):
    """What is published: pulled towards the rating shown, lifted where the brand replies.

    Muchnik, Aral & Taylor 2013 for herding; the invited do not see others' stars.
    """
    rules = world.rules[0]
    brand = world.brands[b]
    live = world.today[0].live == 1
    stars = satisfaction
    if live and not asked:
        stars = stars + rules.herding * (brand.rating - stars)
    if live:
        stars = stars + rules.reply_stars * brand.reply
    if only_paid:
        stars = stars + rules.paid_stars
    return star_of(stars)


@inner
def thank(world, i, b):
    """A reviewer is thanked in private; only frequent writers write more for it.

    Restivo & van de Rijt 2012, 2014.
    """
    brand = world.brands[b]
    if takes_part(world, i, b, THANKS, brand.thanks):
        person = world.person[i]
        world.brand_tally[b].thanked += 1
        please(world, i, b, world.rules[0].thanked_goodwill)
        if person.reviews_written >= world.rules[0].frequent_reviews:
            person.thanked = 1


@inner
def publish(world, i, b, star):
    """A review that would have been written unpaid goes on the board, and may earn a thank-you."""
    person = world.person[i]
    world.brand_tally[b].board[star - 1] += 1
    if person.reviews_written < 255:
        person.reviews_written += 1
    thank(world, i, b)


@inner
def write(world, i, b, satisfaction, word):
    """A buyer may write a review; returns whether one was published.

    Pay brings reviews on top, which change what is published but not what readers believe, so
    that by itself it changes no sale (Fradkin & Holtz 2023).
    """
    brand = world.brands[b]
    tally = world.brand_tally[b]
    invited = takes_part(world, i, b, INVITE, brand.invite)
    paid = takes_part(world, i, b, PAID_INVITE, brand.paid_invite)
    if invited:
        tally.invitations += 1
    unpaid_chance = writing_chance(world, i, star_of(satisfaction), invited)
    chance = unpaid_chance
    if paid:
        chance = 1.0 - (1.0 - unpaid_chance) * (1.0 - world.rules[0].write_paid)
    if not word < threshold(chance):
        return False
    only_paid = not word < threshold(unpaid_chance)
    star = published_stars(world, b, satisfaction, invited or only_paid, only_paid)
    tally.reviews[star - 1] += 1
    if paid:
        tally.paid_reviews += 1
    if not only_paid:
        publish(world, i, b, star)
    return True


@inner
def share(world, i, b, satisfaction):
    """An experience is written about and told; returns whether friends were told."""
    rules = world.rules[0]
    person = world.person[i]
    onset = 8 * int(person.purchase_onset) + WHOLE_DAY
    words = draw(world.today[0].luck, TELL, i, onset, person.month)
    wrote = write(world, i, b, satisfaction, words[0])
    extreme = min(abs(satisfaction - 3.0), 2.0) / 2.0
    tells = words[1] < threshold(
        rules.tell * (rules.tell_floor + (1.0 - rules.tell_floor) * extreme)
    )
    if tells:
        world.brand_tally[b].told += 1
    if (wrote or tells) and person.month == 0 and person.purchase_onset >= 0:
        world.brand_tally[b].shared += 1
        world.market_tally[0].reached[UMOT] += 1
    return tells
