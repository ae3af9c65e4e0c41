"""Needs are kept where somebody asks for them: each journey as one row, when it ends."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.results.needs import NEED, Needs, concatenated
from sim.tables.moments import (
    BOUGHT,
    BUY,
    EXPLORE,
    NEVER,
    NO_DECISION,
    NOBODY,
    READY,
    UNAVAILABLE,
)

_END_BITS = 8


class NeedLog:
    """The needs of some days, read from their consumers on the evening of the day they end.

    Parameters
    ----------
    focal : int
        Index of the brand whose losses are explained.
    """

    def __init__(self, focal: int) -> None:
        self._focal = focal
        self._parts: list[Needs] = []

    def note(self, day: int, ended: NDArray[np.int32], population: Any) -> None:
        """Keep the journeys that ended today.

        Parameters
        ----------
        day : int
            Today.
        ended : array of int
            Eight times the consumer, plus how the journey ended.
        population : Population
            Everybody as they are this evening.
        """
        if len(ended) == 0:
            return
        who, end = ended // _END_BITS, ended % _END_BITS
        rows = self._begun(who, population)
        rows["day"] = day
        rows["end"] = end
        bought = end == BOUGHT
        rows["brand"] = np.where(bought, population.person["using_brand"][who], NOBODY)
        self._explain(rows, who, population)
        self._parts.append(rows)

    def needs(self, population: Any) -> Needs:
        """All needs that ended, and those still open.

        Parameters
        ----------
        population : Population
            Everybody as they are now.

        Returns
        -------
        record array of `NEED`
            Consumer by consumer, in the order in which they opened.
        """
        phase = population.screen["phase"]
        open_now = np.flatnonzero((phase >= EXPLORE) & (phase <= READY))
        rows = self._begun(open_now, population)
        rows["day"] = NEVER
        for name in ("end", "brand", "reason", "moment"):
            rows[name] = NOBODY
        return concatenated([*self._parts, rows])

    def _begun(self, who: NDArray[Any], population: Any) -> Needs:
        rows: Needs = np.zeros(len(who), NEED)
        rows["consumer"] = who
        rows["onset"] = population.person["onset_day"][who]
        rows["persona"] = population.screen["persona"][who]
        return rows

    def _explain(self, rows: Needs, who: NDArray[Any], population: Any) -> None:
        """Why the focal brand was lost, completed by what only the end decides."""
        reason = population.person["lost_reason"][who].astype(np.int8)
        moment = population.person["lost_moment"][who].copy()
        undecided = reason == NO_DECISION
        sold_out = undecided & (rows["end"] == BOUGHT)
        moment[undecided] = population.person["last_moment"][who][undecided]
        reason[sold_out], moment[sold_out] = UNAVAILABLE, BUY
        won = rows["brand"] == self._focal
        rows["reason"] = np.where(won, NOBODY, reason)
        rows["moment"] = np.where(won, NOBODY, moment)
