"""What both NumPy forms of the engine profile share: what is counted, and how stars are given."""

from typing import Any

import numpy as np

from sim.tables.moments import DEVICES, ENDS

from .common import CELLS, moments_of

STARS = 5


class Tally:
    """What is counted, by brand unless said."""

    def __init__(self, brands: int) -> None:
        self.opened = self.active = self.sessions = self.answered = 0
        self.cells = np.zeros(CELLS, np.int64)
        self.by_device = np.zeros(len(DEVICES), np.int64)
        self.ended = np.zeros(len(ENDS), np.int64)
        self.exposures, self.noticed, self.helped = np.zeros((3, brands), np.int64)
        self.purchases, self.judged = np.zeros((2, brands), np.int64)
        self.satisfaction = np.zeros(brands)
        self.reviews = np.zeros((brands, STARS), np.int64)

    def counts(self) -> dict[str, Any]:
        """What was counted, by names of `Counts`."""
        plain = ("ended", "exposures", "noticed", "helped", "purchases", "judged")
        return {
            "opened": self.opened,
            "active": self.active,
            "sessions": self.sessions,
            "answered": self.answered,
            "moments": moments_of(self.cells),
            "reviews": self.reviews.sum(axis=1).tolist(),
            "satisfaction": (self.satisfaction / np.maximum(self.judged, 1)).tolist(),
            **{name: getattr(self, name).tolist() for name in plain},
        }


def star_of(satisfaction: np.ndarray) -> np.ndarray:
    """The star a satisfaction rounds to, 1 to 5."""
    return np.floor(np.minimum(np.maximum(satisfaction, 1.0), 5.0) + 0.5).astype(np.intp)


def bytes_of(columns: object) -> int:
    """Bytes in which columns are held."""
    return sum(value.nbytes for value in vars(columns).values() if isinstance(value, np.ndarray))
