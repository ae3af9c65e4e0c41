"""Who everybody is: drawn once, before the first moment, from the person key."""

import numpy as np

from sim.jit import entry, inner
from sim.rng import draw, exp, normal, pick, threshold
from sim.tables.moments import SPEAKER
from sim.tables.streams import TRAIT


@inner
def clip_share(x):
    """A share cannot leave 0 to 1."""
    return min(max(x, 0.0), 1.0)


FULL = 255.0
"""A trait is kept in this many parts of the whole."""
PART = 1.0 / FULL


@inner
def trait(stored):
    """A trait as it is used: a share from 0 to 1."""
    return np.float64(stored) * PART


@inner
def draw_traits(traits, mixes, person_key, i, persona):
    """Traits scatter around the persona's means."""
    mix = mixes[0]
    for block in range(2):
        words = draw(person_key, TRAIT, i, 0, 2 + block)
        for k in range(4):
            number = 4 * block + k
            word = words[k]
            value = mix.trait_mean[persona, number] + mix.trait_spread[persona] * normal(word)
            traits[number] = np.floor(FULL * clip_share(value) + 0.5)


@entry
def draw_people(screen, person, traits, mixes, person_key, settings):
    """Who everybody is: persona, traits, sensitivities, media use, need rate.

    Settings: expert share, price and quality weight, their spread, three device links.
    """
    for i in range(screen.shape[0]):
        who = person[i]
        words = draw(person_key, TRAIT, i, 0, 0)
        persona = pick(mixes[0].persona, words[0])
        screen[i].persona = persona
        screen[i].need_class = words[1] >> 24
        screen[i].media_class = words[2] >> 24
        who.expert = 1 if words[3] < threshold(settings[0]) else 0
        draw_traits(traits, mixes, person_key, i, persona)
        who.tech_savvy = traits[0]
        who.information_search = traits[1]
        who.privacy_concern = traits[2]
        who.sustainability = traits[3]
        who.cashless = traits[4]
        who.omnichannel = traits[5]
        who.convenience = traits[6]
        who.personalization = traits[7]
        words = draw(person_key, TRAIT, i, 0, 1)
        trust = 1.0 - trait(who.privacy_concern)
        who.consents = 1 if words[0] < threshold(trust) else 0
        who.price_sensitivity = settings[1] * exp(settings[3] * normal(words[1]))
        who.quality_sensitivity = settings[2] * exp(settings[3] * normal(words[2]))
        words = draw(person_key, TRAIT, i, 0, 4)
        linked = 0
        for device in range(SPEAKER + 1):
            if words[device] < threshold(settings[4 + device]):
                linked |= 1 << device
        who.linked = linked
