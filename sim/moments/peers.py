"""Friends: whose fresh story is overheard, and what a friend's word does."""

import numpy as np

from sim.jit import inner
from sim.moments.remember import learn, lift, refresh
from sim.network import met
from sim.rng import draw
from sim.tables.moments import NOBODY, WHOLE_DAY
from sim.tables.streams import FEED


@inner
def fresh_story(world, friend, day):
    """Whether a friend, if there is one, has told a story lately."""
    if friend < 0:
        return False
    return day - int(world.told[friend].voice_day) <= world.rules[0].share_window_days


@inner
def overheard(world, i, day):
    """The contact whose fresh story consumer i overhears today, or nobody."""
    words = draw(world.today[0].luck, FEED, i, 8 * day + WHOLE_DAY, 0)
    friend = met(world, i, words[0], words[1])
    return friend if fresh_story(world, friend, day) else NOBODY


@inner
def heard(world, friend):
    """How a friend says it was, in stars; what is passed on is counted in whole thousandths."""
    return np.float64(world.voice[friend].voice_satisfaction) / 1000.0


@inner
def hear(world, i, friend, day):
    """A friend's experience moves awareness and belief; an expert's counts more."""
    rules = world.rules[0]
    voice = world.voice[friend]
    b = voice.voice_brand
    refresh(world, i, b, day)
    lift(world, i, b, rules.told)
    weight = rules.friend_weight
    if world.person[friend].expert == 1:
        weight = weight * rules.expert_weight
    learn(world, i, b, heard(world, friend), weight)
    return b


@inner
def ask(world, i, day, contact_word, stranger_word):
    """A friend is asked; returns the brand the friend has a story about and whether it pleased."""
    friend = met(world, i, contact_word, stranger_word)
    if friend < 0 or world.voice[friend].voice_brand < 0:
        return NOBODY, False
    b = int(hear(world, i, friend, day))
    pleased = heard(world, friend) >= world.rules[0].satisfied_stars
    return b, pleased
