"""Whose stories somebody heard on a day: found by living it again with some friends silent."""

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.analysis.lived import Story
from sim.tables.moments import COMPARE, KNOW, NOBODY, WHOLE_DAY, ZMOT

Silence = NDArray[np.bool_]


def heard(people: int, is_the_same_without: Callable[[Silence], bool]) -> list[int]:
    """Find the friends without whose stories a day would not have been what it was.

    More and more people fall silent, in the order of their numbers; whoever makes a difference is
    found by halving, and may speak again.

    Parameters
    ----------
    people : int
        How many there are.
    is_the_same_without : callable
        Whether the day is the same where some, marked in an array, are silent.

    Returns
    -------
    list of int
        Their numbers, rising.
    """
    found: list[int] = []
    quiet = 0

    def silent(count: int) -> Silence:
        mask = np.arange(people) < count
        mask[found] = False
        return mask

    while not is_the_same_without(silent(people)):
        many = people
        while many - quiet > 1:
            middle = (quiet + many) // 2
            if is_the_same_without(silent(middle)):
                quiet = middle
            else:
                many = middle
        found.append(many - 1)
        quiet = many
    return found


def as_stories(
    world: Any, friends: list[int], touches: NDArray[np.void], overheard: set[int]
) -> tuple[Story, ...]:
    """Say what friends told, and when.

    Parameters
    ----------
    world : World
        The market's day, and the voices of its morning.
    friends : list of int
        Who told a story.
    touches : numpy.ndarray
        What was logged of the listener today.
    overheard : set of int
        Friends whom nobody had asked.

    Returns
    -------
    tuple of Story
        Whoever was asked, was so in the last moment of the day in which people ask.
    """
    asking = touches[(touches["truth"] == ZMOT) & np.isin(touches["moment"], (KNOW, COMPARE))]
    told = []
    for friend in friends:
        voice = world.voice[friend]
        slot, step = WHOLE_DAY, NOBODY
        if friend not in overheard and len(asking):
            slot, step = int(asking["slot"][-1]), int(asking["step"][-1])
        expert, brand = bool(world.person[friend]["expert"]), int(voice["voice_brand"])
        told.append(
            Story(slot, step, friend, expert, brand, float(voice["voice_satisfaction"]) / 1000)
        )
    return tuple(told)
