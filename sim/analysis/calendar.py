"""The model's calendar, as people name its days."""

from datetime import date, timedelta
from typing import Final

from sim.tables.moments import DAY_PARTS

MONDAY: Final = date(2018, 1, 1)
"""Any year whose 1 January is a Monday, as the model's is."""
YEAR: Final = 365


def when(day: int, slot: int | None = None) -> str:
    """Name a day of the model's calendar.

    Parameters
    ----------
    day : int
        The day; 0 is Monday, 1 January.
    slot : int, optional
        Its day-part.

    Returns
    -------
    str
        Such as `Mon 12 Feb, evening`; from the second year on with the year.
    """
    it = MONDAY + timedelta(days=day % YEAR)
    weekday = (MONDAY + timedelta(days=day % 7)).strftime("%a")
    year = f" of year {day // YEAR + 1}" if day >= YEAR else " before" if day < 0 else ""
    part = f", {DAY_PARTS[slot]}" if slot is not None and slot < len(DAY_PARTS) else ""
    return f"{weekday} {it.day} {it:%b}{year}{part}"
