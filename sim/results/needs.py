"""Needs: journeys as wholes, one row each; whose, from when to when, and how they ended."""

from typing import Any, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.tables.moments import NEVER, NOBODY
from sim.tables.records import record

Needs: TypeAlias = NDArray[np.void]
"""Records of `NEED`."""

FIELDS: Final = (
    ("consumer", "i4", "Number of the consumer."),
    ("onset", "i2", "Day on which the need opened; below 0 in the warm-up."),
    ("day", "i2", "Day on which it ended; NEVER while it is open."),
    ("persona", "u1", "Persona of the consumer."),
    ("end", "i1", "How it ended, as in ENDS; -1 while it is open."),
    ("brand", "i1", "Brand bought; -1 where none was."),
    ("reason", "i1", "Why the focal brand did not win it; -1 where it did or the need is open."),
    ("moment", "i1", "Micro-moment in which that was decided; -1 likewise."),
)
NEED: Final = record((name, dtype, ()) for name, dtype, _ in FIELDS)
_DAYS: Final = 1 << 16


def as_of(needs: Needs, days: int) -> Needs:
    """Take the needs as they stood when the measured days were over.

    Parameters
    ----------
    needs : record array of `NEED`
        Needs of the measured days and of days lived after them.
    days : int
        Measured days.

    Returns
    -------
    record array of `NEED`
        Those opened in time; what ended later is open.
    """
    stood: Needs = needs[needs["onset"] < days]
    later = stood["day"] >= days
    stood["day"][later] = NEVER
    for name in ("end", "brand", "reason", "moment"):
        stood[name][later] = NOBODY
    return stood


def identity(needs: Needs) -> NDArray[np.int64]:
    """Name each need so that the same need has the same name in every world of the same people.

    Parameters
    ----------
    needs : record array of `NEED`
        Needs, at most one opened by each consumer on each day.

    Returns
    -------
    array of int
        Consumer and day of onset in one number.
    """
    onset = needs["onset"].astype(np.int64) - NEVER
    return needs["consumer"].astype(np.int64) * _DAYS + onset


def concatenated(parts: list[Any]) -> Needs:
    """Put needs together, consumer by consumer and in the order in which they opened.

    Parameters
    ----------
    parts : list of record array of `NEED`
        Needs in any order.

    Returns
    -------
    record array of `NEED`
        All of them.
    """
    rows: Needs = np.concatenate([np.empty(0, NEED), *parts])
    return rows[np.argsort(identity(rows), kind="stable")]
