"""What figures and tables show beside the measures: shares by cell, channel, star, week, persona.

All are estimates over replicates; a share of nothing is left out, replicate by replicate.
"""

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.results.estimate import Estimate
from sim.results.measure import ratio
from sim.results.replicate import Replicate
from sim.results.summary import Summary
from sim.tables.moments import BUY, CHANNELS, DEVICES, STORE_CHANNEL

Cells = list[list[Estimate]]
WINDOWS: Final = 30
"""A line over time has at most so many points."""
FEW: Final = 30
"""Cases below which a share is mostly luck."""
WEEK: Final = 7
SHORT: Final = 4 * WEEK
"""Runs of fewer days are shown day by day."""


def cells(summary: Summary, brand: str) -> dict[str, Cells]:
    """Where people look, and where a brand is noticed and helps: micro-moment × channel.

    Parameters
    ----------
    summary : Summary
        The world and its replicates.
    brand : str
        The brand.

    Returns
    -------
    dict of str to list of list of Estimate
        `events` per 1,000 consumers and day; `present` and `helped` as shares of the events. In
        a store nothing but seeing the offer happens, so that helping is no question there.
    """
    index = summary.place(brand)
    market = summary.spec.market
    rate = 1000 / (market.consumers * market.days)

    def helped(lived: Replicate) -> NDArray[np.float64]:
        share = np.array(ratio(lived.brands[index]["helped"], lived.market["moments"]))
        share[BUY, STORE_CHANNEL] = np.nan
        return share

    return {
        "events": summary.over(lambda lived: lived.market["moments"] * rate),
        "present": summary.over(
            lambda lived: ratio(lived.brands[index]["noticed"], lived.market["moments"])
        ),
        "helped": summary.over(helped),
    }


def thin_cells(summary: Summary) -> NDArray[np.bool_]:
    """Micro-moment × channel: where fewer than `FEW` happened, so that shares say little."""
    counted = sum(lived.market["moments"] for lived in summary.replicates)
    return np.asarray(counted < FEW, np.bool_)


def lost_cells(summary: Summary) -> Cells:
    """Why and where needs were lost: reason × micro-moment, as shares of all needs lost."""
    found: Cells = summary.over(lambda lived: ratio(lived.market["lost"], lived.sum("lost")))
    return found


def lost_reasons(summary: Summary) -> list[Estimate]:
    """Why needs were lost, as shares of all needs the focal brand did not win."""
    found: list[Estimate] = summary.over(
        lambda lived: ratio(lived.market["lost"].sum(axis=1), lived.sum("lost"))
    )
    return found


def channels(summary: Summary, brand: str) -> dict[str, dict[str, Estimate]]:
    """Where people look and where they buy, as shares of all channels.

    Parameters
    ----------
    summary : Summary
        The world and its replicates.
    brand : str
        A brand whose own purchases are shown beside those of all.

    Returns
    -------
    dict of str to dict of str to Estimate
        By channel: `moments`, `purchases` of all brands, and the brand's `own`.
    """
    moments = summary.over(
        lambda lived: ratio(lived.market["moments"].sum(axis=0), lived.sum("moments"))
    )
    return _ways(summary, brand, CHANNELS, moments, "purchases_by_channel")


def devices(summary: Summary, brand: str) -> dict[str, dict[str, Estimate]]:
    """On which devices people look and buy; as `channels`."""
    moments = summary.over(lambda lived: ratio(lived.market["by_device"], lived.sum("by_device")))
    return _ways(summary, brand, DEVICES, moments, "purchases_by_device")


def stars(summary: Summary, brand: str) -> dict[str, list[Estimate]]:
    """How many stars reviews give.

    Parameters
    ----------
    summary : Summary
        The world and its replicates.
    brand : str
        The brand.

    Returns
    -------
    dict of str to list of Estimate
        Shares of the reviews of the brand (`own`) and of all others together (`rivals`), from
        one star to five.
    """
    index = summary.place(brand)

    def share(reviews: Any) -> Any:
        return ratio(reviews, reviews.sum())

    return {
        "own": summary.over(lambda lived: share(lived.brands["reviews"][index])),
        "rivals": summary.over(
            lambda lived: share(np.delete(lived.brands["reviews"], index, axis=0).sum(axis=0)),
        ),
    }


def personas(summary: Summary, brand: str) -> dict[str, dict[str, Estimate]]:
    """What each kind of person bought of a brand.

    Parameters
    ----------
    summary : Summary
        The world and its replicates.
    brand : str
        The brand.

    Returns
    -------
    dict of str to dict of str to Estimate
        By persona: how many `consumers`, their `purchases` of the brand, its `share` of all they
        bought, and its purchases `per_100` of these people.
    """
    index = summary.place(brand)
    people = summary.over(lambda lived: lived.persona_sizes)
    rate = summary.over(
        lambda lived: ratio(
            100 * lived.brands[index]["purchases"][: len(lived.persona_sizes)], lived.persona_sizes
        )
    )
    return {
        name: {"consumers": people[code], **row, "per_100": rate[code]}
        for code, (name, row) in enumerate(summary.personas(brand).items())
    }


# --- over time ----------------------------------------------------------------------------------


def windows(days: int) -> list[int]:
    """Cut the measured days into stretches that are long enough to be compared.

    Parameters
    ----------
    days : int
        Measured days.

    Returns
    -------
    list of int
        The days after which a stretch ends, counted from 1; the last is all days. A stretch is a
        day in a short run, otherwise a week or several; a rest joins the stretch before it.
    """
    length = 1 if days < SHORT else WEEK * -(-days // (WEEK * WINDOWS))
    ends = list(range(length, days + 1, length))
    ends[-1] = days
    return ends


def share_over_time(summary: Summary) -> dict[str, list[Estimate]]:
    """Each brand's part of the purchases in each stretch of `windows`."""
    starts = [0, *windows(summary.spec.market.days)[:-1]]

    def share(lived: Replicate) -> Any:
        units = np.add.reduceat(lived.daily["purchases"], starts, axis=0).T
        return ratio(units, units.sum(axis=0))

    return dict(zip(summary.names, summary.over(share), strict=True))


def rating_over_time(summary: Summary) -> dict[str, list[Estimate]]:
    """The mean each brand's board displays in the evening that ends each stretch of `windows`."""
    evenings = np.array(windows(summary.spec.market.days)) - 1
    ratings = summary.over(lambda lived: lived.daily["rating"][evenings].T)
    return dict(zip(summary.names, ratings, strict=True))


def _ways(
    summary: Summary, brand: str, names: tuple[str, ...], moments: list[Estimate], counter: str
) -> dict[str, dict[str, Estimate]]:
    index = summary.place(brand)

    def share(bought: Any) -> Any:
        return ratio(bought, bought.sum())

    bought = summary.over(lambda lived: share(lived.brands[counter].sum(axis=0)))
    own = summary.over(lambda lived: share(lived.brands[counter][index]))
    return {
        name: {"moments": moments[code], "purchases": bought[code], "own": own[code]}
        for code, name in enumerate(names)
    }
