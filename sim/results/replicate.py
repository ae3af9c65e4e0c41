"""What was counted while one replicate of a world was lived."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray


class Lived(Protocol):
    """A model that has lived through its days, as far as results ask about it."""

    stocks: dict[str, int]
    daily: dict[str, NDArray[Any]]
    persona_sizes: NDArray[np.int64]

    @property
    def personas(self) -> NDArray[np.uint8]:
        """Persona of each consumer."""

    def gained_market(self) -> Any:
        """One record of `MARKET_TALLY`: what was counted since day 0."""

    def gained_brands(self) -> Any:
        """One record of `BRAND_TALLY` for each brand."""

    def touches(self) -> Any:
        """The panel's touch log."""


@dataclass(frozen=True, slots=True)
class Replicate:
    """The counters of one replicate, by the codes of `sim.tables`; brands by index."""

    number: int
    """Which replicate, from 0."""
    market: Any
    """One record of `MARKET_TALLY`."""
    brands: Any
    """Array of `BRAND_TALLY` records, one a brand."""
    stocks: dict[str, int]
    """Consumers in a journey and in use when the measured days began and ended."""
    persona_sizes: NDArray[np.int64]
    """Consumers of each persona."""
    daily: dict[str, NDArray[Any]]
    """What happened on each day, `[day]` or `[day, brand]`."""
    touches: Any
    """The panel's touch log: array of `TOUCH_ROW` records."""
    touch_personas: NDArray[np.int8]
    """Persona of each touch's consumer; `NOBODY` where an older folder does not say."""

    @property
    def ratings(self) -> NDArray[np.float64]:
        """The mean each brand's board displays at the end."""
        ended: NDArray[np.float64] = self.daily["rating"][-1]
        return ended

    def total(self, name: str, over: Sequence[int] | slice = slice(None)) -> NDArray[np.int64]:
        """Add up one counter of every brand.

        Parameters
        ----------
        name : str
            A counter of `BRAND_COUNTS`.
        over : slice or sequence of int
            Codes of its first axis; all of them unless given.

        Returns
        -------
        array of int
            One number a brand.
        """
        counted = self.brands[name]
        if counted.ndim > 1:
            counted = counted[:, over].reshape(len(counted), -1).sum(axis=1)
        return np.asarray(counted, np.int64)

    def sum(self, name: str) -> int:
        """Add up one counter of the market over all its axes.

        Parameters
        ----------
        name : str
            A counter of `MARKET_COUNTS`.

        Returns
        -------
        int
            Its total.
        """
        return int(np.sum(self.market[name]))


def counted(number: int, model: Lived) -> Replicate:
    """Take the counters out of a model whose days are over.

    Parameters
    ----------
    number : int
        Which replicate it lived.
    model : Lived
        The model.

    Returns
    -------
    Replicate
        Copies that outlive the model.
    """
    touches = np.array(model.touches())
    return Replicate(
        number=number,
        market=np.array(model.gained_market()).reshape(-1)[0],
        brands=np.array(model.gained_brands()),
        stocks=dict(model.stocks),
        persona_sizes=np.array(model.persona_sizes, np.int64),
        daily={name: np.array(values) for name, values in model.daily.items()},
        touches=touches,
        touch_personas=model.personas[touches["consumer"]].astype(np.int8),
    )
