"""Which part of another world makes a person's day turn out otherwise: one part at a time."""

from collections.abc import Callable
from typing import Final

from sim.analysis.lived import Day, State
from sim.study.beside import Beside

Fields = tuple[str, ...] | None

PARTS: Final[dict[str, dict[str, Fields]]] = {
    "presence": {"cells": None},
    "adverts": {"reach": None, "wake": None},
    "impulse": {"today": ("impulse",)},
    "help": {"brands": ("usefulness", "personalization", "claim")},
    "price": {"brands": ("ln_price",)},
    "ease": {"brands": ("speed", "payment", "privacy", "ar", "omni")},
    "use": {"brands": ("quality", "service", "recovery", "owned")},
    "sustainability": {"brands": ("sustainability",)},
    "reviews": {"brands": ("rating", "review_weight", "popularity", "reply")},
    "policies": {"brands": ("invite", "paid_invite", "thanks")},
    "friends": {"voice": None, "told": None},
}
"""Parts of a market's day, by the arrays and columns that hold them; None = all columns."""
PAST: Final = "past"
"""What the person had lived and felt before this day."""


def causes(
    here: Beside,
    there: Beside,
    mornings: tuple[State, State],
    number: int,
    makes_it: Callable[[Day], bool],
) -> tuple[str, ...]:
    """Find what alone would have made a day turn out as in the other world.

    Parameters
    ----------
    here, there : Beside
        The two worlds, on the same evening.
    mornings : tuple of State
        The person on that morning, here and there.
    number : int
        The consumer.
    makes_it : callable
        Whether a day of this person turned out so.

    Returns
    -------
    tuple of str
        Parts of the other world, each of which alone is enough; empty where none is.
    """
    enough = [part for part in PARTS if makes_it(_with(here, there, part, number, mornings[0]))]
    if makes_it(here.watch(number, mornings[1], stories=True)):
        enough.append(PAST)
    return tuple(enough)


def _with(here: Beside, there: Beside, part: str, number: int, morning: State) -> Day:
    """The day lived again with one part of the other world."""
    voice, told = here.world.voice.copy(), here.world.told.copy()
    for array, fields in PARTS[part].items():
        mine, theirs = getattr(here.world, array), getattr(there.world, array)
        if fields is None:
            mine[:] = theirs
        for name in fields or ():
            mine[name] = theirs[name]
    day = here.watch(number, morning, stories=True)
    here.restore()
    here.world.voice[:], here.world.told[:] = voice, told
    return day
