"""The choice: utility and noise of each option are weighed, and "not now" among them.

The noise of all who are about to buy in one round is drawn in a list, before anybody chooses: a
draw in a list takes a tenth of the time of one by itself.
"""

from sim.jit import inner, subroutine
from sim.moments.lost import rejected_for, was_rejected
from sim.moments.people import trait
from sim.moments.sheet import (
    BUYER,
    FIRST_OPTION,
    GUMBEL,
    LANES,
    MOMENT_NOW,
    NOISE_WORD,
    NORMAL,
    NOTICED,
    OPTION,
    OPTIONS,
    STEP_KEY,
    TASTE_WORD,
    TICK,
    WHO,
)
from sim.moments.utility import worth
from sim.rng import CENTRE, central_normal, draw, gumbel, tail_normal, uniform
from sim.tables.moments import BUY, NOBODY
from sim.tables.streams import CHOICE, TASTE


@inner
def choice_friction(world, i, b, device, in_shop):
    """Friction of choosing online: unknown fit, the device in the hand, a slow site.

    de Haan et al. 2018 (devices); Tan, Chandukala & Reddy 2022 (AR); Deloitte & Google 2020.
    """
    if in_shop:
        return 0.0
    rules = world.rules[0]
    person = world.person[i]
    brand = world.brands[b]
    fit = rules.fit_online * (1.0 - brand.ar * trait(person.tech_savvy))
    hand = world.mixes[0].device_friction[device] * (0.5 + trait(person.convenience))
    return fit + hand + rules.slowness * (1.0 - brand.speed)


@inner
def list_options(world, listed):
    """The brands that those about to buy may come to choose, one row each; how many."""
    sheet = world.sheet
    options = world.options
    count = 0
    for n in range(listed):
        if sheet[MOMENT_NOW, n] != BUY:
            continue
        possible = int(world.person[sheet[WHO, n]].considered) | sheet[NOTICED, n]
        sheet[OPTIONS, n] = possible
        sheet[FIRST_OPTION, n] = count
        for b in range(world.brands.shape[0]):
            options[BUYER, count] = n
            options[OPTION, count] = world.brands[b].id
            count += (possible >> b) & 1
    return count


@subroutine
def draw_options(world, listed):
    """What chance and lasting taste hold for each option of those about to buy."""
    sheet = world.sheet
    options = world.options
    noise = world.noise
    today = world.today[0]
    count = list_options(world, listed)
    padded = (count + LANES - 1) // LANES * LANES
    for k in range(padded):
        n = options[BUYER, k]
        key = 16 * sheet[STEP_KEY, n] + options[OPTION, k]
        options[NOISE_WORD, k] = draw(today.luck, CHOICE, sheet[WHO, n], sheet[TICK, n], key)[0]
    for k in range(padded):
        i = sheet[WHO, options[BUYER, k]]
        options[TASTE_WORD, k] = draw(today.person, TASTE, i, 0, options[OPTION, k])[1]
    for k in range(padded):
        noise[GUMBEL, k] = gumbel(options[NOISE_WORD, k])
    for k in range(padded):
        noise[NORMAL, k] = central_normal(uniform(options[TASTE_WORD, k]))
    for k in range(count):
        share = uniform(options[TASTE_WORD, k])
        if abs(share - 0.5) > CENTRE:
            noise[NORMAL, k] = tail_normal(share)


@inner
def choose(world, n, i, feasible, device, in_shop, outside_word):
    """Argmax of utility plus one Gumbel per option, "not now" among them; the brand or nobody.

    One Gumbel per consumer and option: raising one brand's utility can only move people to it.
    """
    today = world.today[0]
    spread = world.rules[0].taste_spread
    winner = NOBODY
    winning = world.mixes[0].not_now[world.screen[i].phase] + gumbel(outside_word)
    focal_value = 0.0
    focal_friction = 0.0
    possible = world.sheet[OPTIONS, n]
    row = world.sheet[FIRST_OPTION, n]
    for b in range(world.brands.shape[0]):
        if (feasible >> b) & 1:
            friction = choice_friction(world, i, b, device, in_shop)
            value = worth(world, i, b, today.day) + spread * world.noise[NORMAL, row]
            value = value - friction + world.noise[GUMBEL, row]
            if b == today.focal:
                focal_value = value
                focal_friction = friction
            if value > winning:
                winner = b
                winning = value
        row += (possible >> b) & 1
    focal = today.focal
    if (feasible >> focal) & 1 and winner != focal:
        reason = rejected_for(world, i, focal, focal_value, focal_friction, winner, winning)
        was_rejected(world, i, reason, BUY)
    return winner
