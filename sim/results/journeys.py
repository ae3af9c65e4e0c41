"""The touch log in words people read."""

from collections.abc import Iterable, Sequence
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from sim.results.replicate import Replicate
from sim.scenario import Scenario
from sim.tables.moments import (
    CHANNELS,
    CONTEXTS,
    DAY_PARTS,
    DEVICES,
    LOGGED_MOMENTS,
    NEVER,
    OUTCOMES,
    TRUTHS,
)

SLOTS: Final = (*DAY_PARTS, "", "day")  # the code of the whole day leaves a gap
WORDS: Final = {
    "slot": SLOTS,
    "moment": LOGGED_MOMENTS,
    "truth": TRUTHS,
    "channel": CHANNELS,
    "context": CONTEXTS,
    "device": DEVICES,
    "outcome": OUTCOMES,
}
FLAGS: Final = ("present", "helpful", "observed")
COLUMNS: Final = (
    "replicate", "consumer", "journey", "day", "slot", "step", "moment", "truth", "channel",
    "context", "device", "brand", "present", "helpful", "observed", "outcome",
    "persona",
)  # fmt: skip


def journeys(spec: Scenario, replicates: Iterable[Replicate]) -> Any:
    """Write the panel's touch log with names instead of codes.

    Parameters
    ----------
    spec : Scenario
        The world.
    replicates : iterable of Replicate
        What was logged in it.

    Returns
    -------
    pyarrow.Table
        One row per micro-moment and brand, absent brands included; `journey` is the day on which
        the journey opened. Null: no journey, no channel, or a persona that an older folder does
        not say.
    """
    import pyarrow as pa

    words = {
        **WORDS,
        "brand": tuple(sorted(spec.brands)),
        "persona": tuple(sorted(spec.personas)),
    }
    return pa.concat_tables([_readable(lived, words) for lived in replicates])


def _readable(lived: Replicate, words: dict[str, tuple[str, ...]]) -> Any:
    import pyarrow as pa

    rows = lived.touches
    columns: dict[str, Any] = {}
    for name in COLUMNS:
        if name == "replicate":
            columns[name] = pa.array(np.full(len(rows), lived.number, np.int32))
        elif name == "persona":
            columns[name] = _named(lived.touch_personas, words[name])
        elif name in words:
            columns[name] = _named(rows[name], words[name])
        elif name in FLAGS:
            columns[name] = pa.array(rows[name].astype(bool))
        else:
            columns[name] = pa.array(rows[name].astype(np.int32), mask=rows[name] == NEVER)
    return pa.table(columns)


def _named(codes: NDArray[np.int8], words: Sequence[str]) -> Any:
    """Names in a fixed order; a code below 0 is nobody's and becomes null."""
    import pyarrow as pa

    places = pa.array(codes, pa.int8(), mask=codes < 0)
    return pa.DictionaryArray.from_arrays(places, pa.array(words), ordered=True)
