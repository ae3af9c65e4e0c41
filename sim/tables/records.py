"""Arrays of records, laid out from the rows of the tables."""

from collections.abc import Iterable

import numpy as np

from sim.tables.events import BRAND_COUNTS, MARKET_COUNTS, TOUCH
from sim.tables.market import BRAND, CELL, MIXES, TODAY
from sim.tables.state import COLUMNS


def record(fields: Iterable[tuple[str, str, tuple[int, ...]]]) -> np.dtype[np.void]:
    """Lay out one record with named fields.

    Parameters
    ----------
    fields : iterable of (name, NumPy type code, shape)
        What it holds, in order.

    Returns
    -------
    numpy.dtype
        An aligned record type whose fields read as attributes, compiled or not.
    """
    return np.dtype((np.record, np.dtype([tuple(field) for field in fields], align=True)))


def layout(name: str) -> np.dtype[np.void]:
    """Record type of one layout of the consumers' state.

    Parameters
    ----------
    name : str
        `screen`, `person`, `memory`, `voice` or `told`.

    Returns
    -------
    numpy.dtype
        The type of one of its records.
    """
    columns = [column for column in COLUMNS if column.layout == name]
    # The largest first: then nothing is lost to alignment, and a person fills one cache line.
    columns.sort(key=lambda column: -np.dtype(column.dtype).itemsize)
    return record((column.name, column.dtype, ()) for column in columns)


SCREEN = layout("screen")
PERSON = layout("person")
MEMORY = layout("memory")
VOICE = layout("voice")
TOLD = layout("told")
BRAND_DAY = record((g.name, g.dtype, g.shape) for g in BRAND)
CELL_DAY = record((g.name, g.dtype, g.shape) for g in CELL)
MIX = record((g.name, g.dtype, g.shape) for g in MIXES)
DAY = record((g.name, g.dtype, g.shape) for g in TODAY)
MARKET_TALLY = record((c.name, "i8", c.shape) for c in MARKET_COUNTS)
BRAND_TALLY = record((c.name, "i8", c.shape) for c in BRAND_COUNTS)
TOUCH_ROW = record((name, dtype, ()) for name, dtype, _ in TOUCH)


def bytes_per_consumer(brands: int) -> int:
    """Memory one consumer takes.

    Parameters
    ----------
    brands : int
        Number of brands remembered.

    Returns
    -------
    int
        Bytes.
    """
    one = SCREEN.itemsize + PERSON.itemsize + VOICE.itemsize + TOLD.itemsize
    return one + brands * MEMORY.itemsize
