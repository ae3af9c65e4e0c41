"""What a brand loses by not being in a micro-moment: while its rivals are there, and while not."""

from collections.abc import Mapping
from typing import Final, NamedTuple

OWN: Final = "own"
RIVALS: Final = "rivals"
BOTH: Final = frozenset({OWN, RIVALS})
PAYING: Final[tuple[frozenset[str], ...]] = (
    BOTH,
    frozenset({OWN}),
    frozenset({RIVALS}),
    frozenset(),
)
"""Who pays for being in the moment: the worlds that are compared."""


class Absence(NamedTuple):
    """Purchases of a brand that depend on its being in one moment, in one replicate.

    Attributes
    ----------
    among_rivals : int
        Purchases it loses by leaving the moment to its rivals.
    alone : int
        Purchases it loses by leaving a moment in which no rival is either.
    rivalry : int
        What rivals' being there adds to the loss: above 0 where absence costs more among rivals
        (they take what it leaves), below where the moment is worth more to a brand alone in it.
    """

    among_rivals: int
    alone: int
    rivalry: int


def absence(purchases: Mapping[frozenset[str], int]) -> Absence:
    """A brand leaves a moment, once among its rivals and once alone.

    Two by two: the brand pays for the moment or not, its rivals do or do not, and everything else
    is as it was. The difference of the two losses is the interaction of the two decisions.

    Parameters
    ----------
    purchases : mapping of frozenset to int
        Purchases of the brand where `OWN`, `RIVALS`, both or neither pay for the moment.

    Returns
    -------
    Absence
        Both losses and their difference, in purchases.
    """
    among_rivals = purchases[BOTH] - purchases[frozenset({RIVALS})]
    alone = purchases[frozenset({OWN})] - purchases[frozenset()]
    return Absence(among_rivals, alone, among_rivals - alone)
