"""The dials of all brands on one day, as levers find and leave them."""

import math
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from sim.tables.dials import DIALS, Dial
from sim.tables.moments import CHANNELS, MOMENTS


class Dials:
    """What the brands of a market can do today, while levers are turning it.

    Parameters
    ----------
    brands : int
        Number of brands.
    neutral : mapping of str to float, optional
        Neutral values this market sets itself; the others are those of the table.

    Attributes
    ----------
    neutral : dict of str to float
        Where each dial rests without levers.
    """

    def __init__(self, brands: int, neutral: Mapping[str, float] | None = None) -> None:
        sizes = {"brand": brands, "moment": len(MOMENTS), "channel": len(CHANNELS)}
        self.neutral = {dial.name: dial.neutral for dial in DIALS} | dict(neutral or {})
        self._rows: dict[str, Dial] = {dial.name: dial for dial in DIALS}
        # Side by side in one array, so that a day rests and bounds them all at once.
        shapes = [[sizes[axis] for axis in dial.axes] for dial in DIALS]
        counts = [math.prod(shape) for shape in shapes]
        self._all = np.empty(sum(counts))
        parts = np.split(self._all, np.cumsum(counts)[:-1])
        self._values = {
            dial.name: part.reshape(shape)
            for dial, part, shape in zip(DIALS, parts, shapes, strict=True)
        }
        self._resting = np.repeat([self.neutral[dial.name] for dial in DIALS], counts)
        self._low = np.repeat([dial.low for dial in DIALS], counts)
        self._high = np.repeat([dial.high for dial in DIALS], counts)
        self.rest()

    def __getitem__(self, name: str) -> NDArray[np.float64]:
        return self._values[name]

    def turn(self, name: str, amount: NDArray[np.float64]) -> None:
        """A lever adds to a dial or multiplies it, as the dial's row says.

        Parameters
        ----------
        name : str
            Name of the dial.
        amount : numpy.ndarray
            What is added, or the factor; by brand and the dial's further axes.
        """
        if self._rows[name].combine == "multiply":
            self._values[name] *= amount
        else:
            self._values[name] += amount

    def bound(self) -> None:
        """No dial can be turned beyond its bounds, however many levers push."""
        np.clip(self._all, self._low, self._high, out=self._all)

    def rest(self) -> None:
        """Every dial goes back to its neutral value, ready for the next day's levers."""
        self._all[:] = self._resting
