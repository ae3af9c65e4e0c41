"""One replicate of all worlds of a comparison: how comparisons are put together and taken apart."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Final, NamedTuple

from sim.results.comparison import Comparison
from sim.results.pairs import Pair
from sim.results.replicate import Replicate
from sim.results.run import Run

BASE: Final = "the base"
"""No name: names of worlds hold no spaces."""
LIVE: Final = "live "
"""Before the name of a world that was lived beside its own replay."""


class Compared(NamedTuple):
    """One replicate of all worlds of a comparison."""

    number: int
    """Which replicate."""
    worlds: dict[str, Replicate]
    """By name: `BASE`, the others, and with a replay the others once more after `LIVE`."""
    pairs: dict[str, Pair]
    """By name of the others."""


def assembled(start: Comparison, lived: Iterable[Compared]) -> Comparison:
    """Put replicates together.

    Parameters
    ----------
    start : Comparison
        The worlds.
    lived : iterable of Compared
        Their replicates.

    Returns
    -------
    Comparison
        With these replicates, in the order of their numbers.
    """
    every = sorted(lived, key=lambda it: it.number)

    def with_all(run: Run, name: str) -> Run:
        return replace(run, replicates=tuple(it.worlds[name] for it in every))

    return replace(
        start,
        base=with_all(start.base, BASE),
        runs={name: with_all(run, name) for name, run in start.runs.items()},
        live={name: with_all(run, LIVE + name) for name, run in start.live.items()},
        pairs={name: tuple(it.pairs[name] for it in every) for name in start.runs},
    )


def taken_apart(found: Comparison) -> list[Compared]:
    """Take a comparison apart into its replicates.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    list of Compared
        One a replicate.
    """
    runs = {BASE: found.base} | found.runs | {LIVE + n: run for n, run in found.live.items()}
    return [
        Compared(
            number,
            {name: run.replicates[row] for name, run in runs.items()},
            {name: pairs[row] for name, pairs in found.pairs.items()},
        )
        for row, number in enumerate(found.replicates)
    ]
