"""Every review counts for ever."""

import numpy as np
from numpy.typing import NDArray

from sim.reviews.base import Board, ReviewRule, day_totals


class Lifetime(ReviewRule):
    """A review counts as much after a year as on its first day."""

    name = "lifetime"
    about = "The mean of all reviews ever written, as most product pages show it."
    source = "assumption"

    def update(self, board: Board, counts: NDArray[np.int64]) -> Board:
        """Add the day's reviews; see `ReviewRule.update`."""
        today = day_totals(counts)
        return Board(board.weight + today.weight, board.stars + today.stars)
