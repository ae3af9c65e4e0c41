"""Recent reviews count for more."""

import numpy as np
from numpy.typing import NDArray

from sim.reviews.base import Board, ReviewRule, day_totals


class Recency(ReviewRule):
    """Every day a review counts a little less than the day before."""

    name = "recency"
    about = "Reviews fade with a half-life, as on platforms that show the newest first."
    source = "assumption; surveys of BrightLocal, from memory"

    def update(self, board: Board, counts: NDArray[np.int64]) -> Board:
        """Fade what there is and add the day's reviews; see `ReviewRule.update`."""
        today = day_totals(counts)
        return Board(
            self.retention * board.weight + today.weight, self.retention * board.stars + today.stars
        )
