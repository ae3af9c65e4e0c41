"""What people make public: reviews on boards and stories for friends, day by day.

Lived again under the reviews and stories of another world, a world shows what a plan does to
people by itself; what is missing is what it does to them through other people (natural direct and
indirect effect, Pearl 2001).
"""

from typing import Any, Final, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray


class Evening(NamedTuple):
    """What was made public on one day: nothing but the changes."""

    reviews: NDArray[np.int64]
    """Reviews that count for readers, brands × stars."""
    who: NDArray[np.int32]
    """Consumers who judged an experience."""
    brand: NDArray[np.int8]
    """Of which brand."""
    satisfaction: NDArray[np.int16]
    """How it was, in thousandths of a star."""
    told: NDArray[np.bool_]
    """Whether friends were told."""


Evenings: TypeAlias = dict[int, Evening]
"""By day."""


MOST_THOUSANDTHS: Final = 32_767
"""What 16 bits hold."""


def thousandths(stars: NDArray[np.float32]) -> NDArray[np.int16]:
    """Round stars to what is passed on: what feeds back is counted in whole thousandths.

    Satisfaction has no bounds; beyond 32.767 stars either way, nobody tells the difference.
    """
    whole = np.floor(1000.0 * stars.astype(np.float64) + 0.5)
    return np.clip(whole, -MOST_THOUSANDTHS, MOST_THOUSANDTHS).astype(np.int16)


def stories(news: NDArray[np.int32], person: Any, reviews: NDArray[np.int64]) -> Evening:
    """Read from people what they make public this evening.

    Parameters
    ----------
    news : array of int
        Twice the consumer who judged an experience, plus 1 if friends were told.
    person : record array of `PERSON`
        Everybody as they are this evening.
    reviews : array of int
        Today's reviews, brands × stars.

    Returns
    -------
    Evening
        Copies.
    """
    who = news >> 1
    return Evening(
        reviews,
        who,
        person["last_brand"][who],
        thousandths(person["last_satisfaction"][who]),
        (news & 1) == 1,
    )
