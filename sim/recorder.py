"""What a run keeps of its days: one row a day, the panel's touch log, what was gained since day 0.

Nothing here grows with the population but the log of the panel.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.tables.moments import EXPLORE, READY, USING
from sim.tables.records import BRAND_TALLY, MARKET_TALLY, TOUCH_ROW

BRAND_DAILY: Final = ("purchases", "reviews")
MARKET_DAILY: Final = ("opened", "live", "using", "visited")

Tally = NDArray[np.void]

_PLAIN: Final = f"V{TOUCH_ROW.itemsize}"
"""A touch as so many bytes: NumPy copies records field by field, ten times as slowly."""


class Recorder:
    """Cumulative counters become what happened on each measured day.

    Parameters
    ----------
    days : int
        Measured days.
    brands : int
        Number of brands.
    """

    def __init__(self, days: int, brands: int) -> None:
        self.stocks: dict[str, int] = {}
        self.daily: dict[str, NDArray[Any]] = {
            **{name: np.zeros((days, brands), np.int64) for name in BRAND_DAILY},
            "rating": np.zeros((days, brands)),
            **{name: np.zeros(days, np.int64) for name in MARKET_DAILY},
        }
        self._rows: list[Tally] = []
        self._market_before = self._market_now = np.zeros(1, MARKET_TALLY)
        self._brands_before = self._brands_now = np.zeros(brands, BRAND_TALLY)

    def start(self, market: Tally, brands: Tally, screen: Tally) -> None:
        """The measured days begin; what was counted before belongs to the warm-up.

        Parameters
        ----------
        market : record array of one `MARKET_TALLY`
            Counters since the beginning of the warm-up.
        brands : record array of `BRAND_TALLY`
            The same of each brand.
        screen : record array of `SCREEN`
            Where every consumer is.
        """
        self._market_before, self._market_now = market.copy(), market.copy()
        self._brands_before, self._brands_now = brands.copy(), brands.copy()
        self._count_stocks("start", screen)

    def end_day(self, day: int, market: Tally, brands: Tally, ratings: NDArray[np.float64]) -> None:
        """A measured day is over, and its row is written.

        Parameters
        ----------
        day : int
            The day, from 0.
        market, brands : record arrays
            Counters since the beginning of the warm-up; they are kept, and not copied.
        ratings : array of float
            The mean each brand's board displayed on this day, as of the evening before.
        """
        new = gained(market, self._market_now)
        of_brands = gained(brands, self._brands_now)
        row = self.daily
        for name in BRAND_DAILY:
            row[name][day] = of_brands[name].reshape(len(of_brands), -1).sum(axis=1)
        row["rating"][day] = ratings
        row["opened"][day] = new["opened"].sum()
        row["visited"][day] = new["visited"].sum()
        row["live"][day] = new["active"].sum()
        # Purchases begin use and `used` ends it, so nobody has to be counted again.
        using = row["using"][day - 1] if day else self.stocks["using_start"]
        row["using"][day] = using + row["purchases"][day].sum() - of_brands["used"].sum()
        self._market_now, self._brands_now = market, brands

    def finish(self, market: Tally, brands: Tally, screen: Tally) -> None:
        """The last measured day is over; whoever is on the way or in use is counted.

        Parameters
        ----------
        market, brands : record arrays
            Counters since the beginning of the warm-up.
        screen : record array of `SCREEN`
            Where every consumer is.
        """
        self._market_now, self._brands_now = market.copy(), brands.copy()
        self._count_stocks("end", screen)

    def log(self, rows: Tally) -> None:
        """Part of a day's touches is kept; parts may arrive in any order within the day.

        Parameters
        ----------
        rows : record array of `TOUCH_ROW`
            The touches of some consumers, of each in the order in which they happened.
        """
        if len(rows):
            self._rows.append(rows.view(_PLAIN).copy())

    def touches(self) -> Tally:
        """The touch log, consumer by consumer, of each in the order in which things happened."""
        rows = np.concatenate([np.empty(0, _PLAIN), *self._rows])
        order = np.argsort(rows.view(TOUCH_ROW)["consumer"], kind="stable")
        return rows[order].view(TOUCH_ROW)

    def gained_market(self) -> Tally:
        """What the market's counters gained since day 0."""
        return gained(self._market_now, self._market_before)

    def gained_brands(self) -> Tally:
        """What each brand's counters gained since day 0."""
        return gained(self._brands_now, self._brands_before)

    def _count_stocks(self, when: str, screen: Tally) -> None:
        phase = screen["phase"]
        live = (phase >= EXPLORE) & (phase <= READY)
        self.stocks[f"live_{when}"] = int(np.count_nonzero(live))
        self.stocks[f"using_{when}"] = int(np.count_nonzero(phase == USING))


def gained(now: Tally, before: Tally) -> Tally:
    """Counters grow; this is by how much.

    Parameters
    ----------
    now, before : record arrays of counters
        The same counters at two times.

    Returns
    -------
    record array
        Their differences.
    """
    return (now.view(np.int64) - before.view(np.int64)).view(now.dtype)
