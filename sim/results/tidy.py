"""The counters of a replicate as one tidy table, and back.

A row is one counted thing: which counter of which table, the codes of its axes (in columns named
like the axes), and how often it was counted; the mean stars of a board are a level, not a count.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.results.replicate import Replicate
from sim.tables.events import BRAND_COUNTS, MARKET_COUNTS, Count
from sim.tables.records import BRAND_TALLY, MARKET_TALLY

STOCKS: Final = ("live_start", "using_start", "live_end", "using_end")
BRAND_DAILY: Final = ("purchases", "reviews", "rating")
MARKET_DAILY: Final = ("opened", "live", "using", "visited")
LEVELS: Final = ("rating",)


class Size(NamedTuple):
    """How long the axes are that differ from market to market."""

    days: int
    brands: int
    personas: int


class Block(NamedTuple):
    """The rows of one counter."""

    table: str
    name: str
    axes: tuple[str, ...]
    shape: tuple[int, ...]

    @property
    def rows(self) -> int:
        """How many rows they are."""
        return int(np.prod(self.shape, dtype=np.int64))


def size_of(lived: Replicate) -> Size:
    """Measure a replicate.

    Parameters
    ----------
    lived : Replicate
        What was counted.

    Returns
    -------
    Size
        Its days, brands and personas.
    """
    return Size(len(lived.daily["live"]), len(lived.brands), len(lived.persona_sizes))


def blocks(size: Size) -> Iterator[Block]:
    """Every counter of a replicate, in the order in which it is written.

    Parameters
    ----------
    size : Size
        Days, brands and personas.

    Yields
    ------
    Block
        One counter.
    """
    for name in STOCKS:
        yield Block("stock", name, (), ())
    yield Block("persona", "consumers", ("persona",), (size.personas,))
    for count in MARKET_COUNTS:
        yield Block("market", count.name, axes_of(count), count.shape)
    for count in BRAND_COUNTS:
        yield Block("brand", count.name, ("brand", *axes_of(count)), (size.brands, *count.shape))
    for name in MARKET_DAILY:
        yield Block("daily", name, ("day",), (size.days,))
    for name in BRAND_DAILY:
        yield Block("daily", name, ("day", "brand"), (size.days, size.brands))


def axes_of(count: Count) -> tuple[str, ...]:
    """Names of a counter's axes.

    Parameters
    ----------
    count : Count
        A row of `sim.tables.events`.

    Returns
    -------
    tuple of str
        As columns are called.
    """
    return tuple(
        axis for axis in count.axes.replace("?", "").replace(" or none", "").split(", ") if axis
    )


def to_table(lived: Replicate) -> Any:
    """Write a replicate's counters down as rows.

    Parameters
    ----------
    lived : Replicate
        What was counted.

    Returns
    -------
    pyarrow.Table
        One row a counted thing.
    """
    import pyarrow as pa

    written = list(blocks(size_of(lived)))
    is_level = np.repeat([block.name in LEVELS for block in written], [b.rows for b in written])
    columns: dict[str, Any] = {
        "table": _words(block.table for block in written for _ in range(block.rows)),
        "name": _words(block.name for block in written for _ in range(block.rows)),
    }
    for axis in dict.fromkeys(axis for block in written for axis in block.axes):
        codes = np.concatenate([_codes(block, axis) for block in written])
        columns[axis] = pa.array(codes, pa.int32(), mask=codes < 0)
    for column, dtype, mask in (("count", "i8", is_level), ("level", "f8", ~is_level)):
        values = np.concatenate([np.ravel(_values(lived, b)).astype(dtype) for b in written])
        columns[column] = pa.array(values, mask=mask)
    return pa.table(columns)


def from_table(
    number: int, size: Size, table: Any, touches: Any, touch_personas: NDArray[np.int8]
) -> Replicate:
    """Take a replicate's counters back from its rows.

    Parameters
    ----------
    number : int
        Which replicate.
    size : Size
        Its days, brands and personas.
    table : pyarrow.Table
        What `to_table` wrote.
    touches : record array of `TOUCH_ROW`
        Its touch log.
    touch_personas : array of int
        Persona of each touch's consumer.

    Returns
    -------
    Replicate
        What was counted.

    Raises
    ------
    ValueError
        If rows are missing, or are not those of today's counters.
    """
    read = list(blocks(size))
    if _names(table) != [(block.table, block.name) for block in read for _ in range(block.rows)]:
        raise ValueError("its rows are not those of today's counters")
    counts, levels = (table[name].to_numpy() for name in ("count", "level"))
    found: dict[tuple[str, str], NDArray[Any]] = {}
    first = 0
    for block in read:
        column = levels if block.name in LEVELS else counts
        values = column[first : first + block.rows].reshape(block.shape)
        found[block.table, block.name] = values if block.name in LEVELS else values.astype("i8")
        first += block.rows
    market, brands = np.zeros(1, MARKET_TALLY), np.zeros(size.brands, BRAND_TALLY)
    for name in MARKET_TALLY.names or ():
        market[name] = found["market", name]
    for name in BRAND_TALLY.names or ():
        brands[name] = found["brand", name]
    return Replicate(
        number=number,
        market=market[0],
        brands=brands,
        stocks={name: int(found["stock", name]) for name in STOCKS},
        persona_sizes=found["persona", "consumers"],
        daily={name: found["daily", name] for name in (*BRAND_DAILY, *MARKET_DAILY)},
        touches=touches,
        touch_personas=touch_personas,
    )


def _values(lived: Replicate, block: Block) -> NDArray[Any]:
    if block.table == "stock":
        return np.asarray(lived.stocks[block.name])
    if block.table == "persona":
        return lived.persona_sizes
    if block.table == "daily":
        return lived.daily[block.name]
    return np.asarray((lived.market if block.table == "market" else lived.brands)[block.name])


def _codes(block: Block, axis: str) -> NDArray[np.int64]:
    """Where on an axis each row of a block lies; −1 where the block has no such axis."""
    if axis not in block.axes:
        return np.full(block.rows, -1)
    codes: NDArray[np.int64] = np.indices(block.shape)[block.axes.index(axis)].ravel()
    return codes


def _words(words: Iterable[str]) -> Any:
    import pyarrow as pa

    return pa.array(words).dictionary_encode()


def _names(table: Any) -> list[tuple[str, str]]:
    return list(zip(table["table"].to_pylist(), table["name"].to_pylist(), strict=True))
