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


@inner
def acquainted(i, k, population, rewired, swap_word, stranger_word):
    """Neighbour number k on the ring, or the stranger swapped for that neighbour."""
    step = k // 2 + 1
    j = i + step if k % 2 == 0 else i - step
    if j < 0 or j >= population:
        j = j % population
    if swap_word < rewired:
        j = (stranger_word * population) >> 32
    return other_than(i, j, population)


@inner
def friend_of(world, i, contact_word, anybody_word, swap_word, stranger_word):
    """The person met, all words being drawn: one of the contacts, or anybody where annealed."""
    today = world.today[0]
    rules = world.rules[0]
    if today.annealed == 1:
        return other_than(i, (anybody_word * today.population) >> 32, today.population)
    k = (contact_word * int(rules.contacts)) >> 32
    return acquainted(i, k, today.population, rules.rewired, swap_word, stranger_word)


@inner
def met(world, i, contact_word, anybody_word):
    """The person met: one of the contacts, or anybody where meetings are annealed."""
    k = (contact_word * int(world.rules[0].contacts)) >> 32
    words = draw(world.today[0].person, NETWORK, i, 0, k)
    return friend_of(world, i, contact_word, anybody_word, words[0], words[1])
