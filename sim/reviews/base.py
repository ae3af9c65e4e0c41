"""What the crowd's reviews of each brand look like to one shopper."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import ClassVar, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]


class Board(NamedTuple):
    """The reviews of every brand, as far as they still count."""

    weight: Floats
    """Number of reviews, by brand."""
    stars: Floats
    """Sum of their stars, by brand."""


class View(NamedTuple):
    """What a shopper sees of each brand's reviews."""

    rating: Floats
    """Displayed mean, in stars."""
    volume: Floats
    """How many reviews seem to stand behind it."""


@dataclass(frozen=True)
class ReviewRule(ABC):
    """A rule by which a platform sums reviews up."""

    retention: float
    """How much of a review is left a day later, where the rule forgets."""
    prior_count: float
    """Reviews the platform pretends every brand began with."""
    prior_stars: float
    """Stars of those."""

    name: ClassVar[str]
    about: ClassVar[str]
    source: ClassVar[str]

    @abstractmethod
    def update(self, board: Board, counts: NDArray[np.int64]) -> Board:
        """A day's reviews are published.

        Parameters
        ----------
        board : Board
            As of the day's start.
        counts : numpy.ndarray
            The day's reviews, by brand and star (1 to 5).

        Returns
        -------
        Board
            As of the day's end.
        """

    def view(self, board: Board) -> View:
        """A shopper looks at the board.

        Parameters
        ----------
        board : Board
            Every brand's reviews.

        Returns
        -------
        View
            Mean and number of them.
        """
        rating = (board.stars + self.prior_count * self.prior_stars) / (
            board.weight + self.prior_count
        )
        return View(rating, board.weight.copy())


def day_totals(counts: NDArray[np.int64]) -> Board:
    """One day's reviews alone.

    Parameters
    ----------
    counts : numpy.ndarray
        Reviews by brand and star (1 to 5).

    Returns
    -------
    Board
        Their number and stars, exact.
    """
    stars = np.arange(1, counts.shape[1] + 1)
    return Board(
        counts.sum(axis=1).astype(np.float64), (counts * stars).sum(axis=1).astype(np.float64)
    )
