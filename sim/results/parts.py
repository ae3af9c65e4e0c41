"""A replicate on disk: its counters, and beside them its touch log, each whole or not there."""

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeVar

import numpy as np

from sim.errors import ResultError
from sim.results.files import write_whole
from sim.results.replicate import Replicate
from sim.results.tidy import Size, from_table, size_of, to_table
from sim.tables.moments import NOBODY
from sim.tables.records import TOUCH_ROW

FORMAT: Final = 1
Found = TypeVar("Found")


class Stamp(NamedTuple):
    """What a replicate must have in common with a run to belong to it.

    Attributes
    ----------
    key : str
        The world, the seed and the people: see `run_key`.
    code : str or None
        The code it was lived by: see `code_digest`. None: by whichever.
    """

    key: str
    code: str | None


def part_name(key: str, number: int) -> str:
    """Name of the file that holds one replicate.

    Parameters
    ----------
    key : str
        What identifies the run.
    number : int
        Which replicate.

    Returns
    -------
    str
        The same for the same replicate of the same run, and for no other.
    """
    return hashlib.sha256(f"{key} {number}".encode()).hexdigest()[:16] + ".parquet"


def save_part(folder: Path, stamp: Stamp, lived: Replicate) -> None:
    """Keep a finished replicate: whatever happens next, it need not be lived again.

    Parameters
    ----------
    folder : Path
        Folder of the run.
    stamp : Stamp
        The run it belongs to.
    lived : Replicate
        What was counted.
    """
    import pyarrow as pa

    name = part_name(stamp.key, lived.number)
    marks = {**_marks(stamp, lived.number), "size": size_of(lived)}
    columns = {field: lived.touches[field] for field in TOUCH_ROW.names or ()}
    touches = pa.table({**columns, "persona": lived.touch_personas})
    # The counters come last: where they are, the touches are.
    _write(folder / "touches" / name, touches, marks)
    _write(folder / "parts" / name, to_table(lived), marks)


def load_part(folder: Path, stamp: Stamp, number: int) -> Replicate:
    """Read a replicate that was kept.

    Parameters
    ----------
    folder : Path
        Folder of the run.
    stamp : Stamp
        The run it must belong to.
    number : int
        Which replicate.

    Returns
    -------
    Replicate
        What was counted.

    Raises
    ------
    FileNotFoundError
        If it was not kept.
    ResultError
        If it is damaged, or belongs to another run or to other code.
    """
    import pyarrow as pa

    name = part_name(stamp.key, number)
    try:
        table, marks = _read(folder / "parts" / name)
        rows, its_marks = _read(folder / "touches" / name)
        for mark, wanted in _marks(stamp, number).items():
            if not marks[mark] == its_marks[mark] == wanted:
                raise ResultError(f"replicate {number} was made by another {mark}")
        touches = np.empty(len(rows), TOUCH_ROW)
        for field in TOUCH_ROW.names or ():
            touches[field] = rows[field].to_numpy()
        personas = np.full(len(rows), NOBODY, np.int8)
        if "persona" in rows.column_names:  # older folders do not say
            personas[:] = rows["persona"].to_numpy()
        return from_table(number, Size(*marks["size"]), table, touches, personas)
    except FileNotFoundError:
        raise
    except (OSError, pa.ArrowException, KeyError, TypeError, ValueError) as error:
        raise ResultError(f"replicate {number} is damaged (parts/{name})") from error


def usable(
    numbers: Iterable[int], read: Callable[[int], Found]
) -> tuple[dict[int, Found], list[str]]:
    """Read what is kept of some replicates, as far as it can be used.

    Parameters
    ----------
    numbers : iterable of int
        Which replicates.
    read : callable
        Reads one of them.

    Returns
    -------
    dict of int to whatever is read
        Those found, by number.
    list of str
        What is wrong with those that cannot be used.
    """
    found, problems = {}, []
    for number in sorted(numbers):
        try:
            found[number] = read(number)
        except FileNotFoundError:
            continue
        except ResultError as error:
            problems.append(str(error))
    return found, problems


def _marks(stamp: Stamp, number: int) -> dict[str, Any]:
    marks = {"format": FORMAT, "key": stamp.key, "code": stamp.code, "replicate": number}
    return {mark: value for mark, value in marks.items() if value is not None}


def _write(path: Path, table: Any, marks: dict[str, Any]) -> None:
    import pyarrow.parquet as pq

    marked = table.replace_schema_metadata({"journey": json.dumps(marks, sort_keys=True)})

    def write(unfinished: Path) -> None:
        pq.write_table(marked, unfinished, compression="zstd", write_page_checksum=True)

    write_whole(path, write)


def _read(path: Path) -> tuple[Any, dict[str, Any]]:
    import pyarrow.parquet as pq

    with pq.ParquetFile(path, page_checksum_verification=True) as file:
        table = file.read()
    return table, json.loads(table.schema.metadata[b"journey"])
