"""Who knows whom: a small world without a stored graph.

Neighbours on a ring, some of them swapped for a fixed stranger (Watts & Strogatz 1998). Contacts
are computed from hashes, so they cost no memory and are the same in every replicate.
"""

from sim.jit import inner, kernel
from sim.rng import draw
from sim.tables.moments import NOBODY
from sim.tables.streams import NETWORK


@kernel
def other_than(i, j, population):
    """Somebody who is not oneself: the next person where the draw hit oneself."""
    if population < 2:
        return NOBODY
    if j == i:
        return (j + 1) % population
    return j


@kernel
def contact(person_key, i, k, population, rewired):
    """Contact number k of consumer i, or nobody in a population of one."""
    step = k // 2 + 1
    j = (i + step) % population if k % 2 == 0 else (i - step) % population
    words = draw(person_key, NETWORK, i, 0, k)
    if words[0] < rewired:
        j = (words[1] * population) >> 32
    return other_than(i, j, population)


@inner
def met(world, i, contact_word, stranger_word):
    """The person met: one of the contacts, or anybody where meetings are annealed."""
    today = world.today[0]
    rules = world.rules[0]
    if today.annealed == 1:
        return other_than(i, (stranger_word * today.population) >> 32, today.population)
    k = (contact_word * int(rules.contacts)) >> 32
    return contact(today.person, i, k, today.population, rules.rewired)
