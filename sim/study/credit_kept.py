"""A study of credit, read from its folder."""

from dataclasses import replace
from pathlib import Path

from sim.analysis.credit import Credit
from sim.errors import ResultError
from sim.results.folder import made_of
from sim.study.coalitions import Plans
from sim.study.credit import KIND
from sim.study.kept import asked, assumed_in, worlds


def kept_credit(path: Path) -> Credit:
    """Read a study of credit that was kept.

    Parameters
    ----------
    path : Path
        Its folder.

    Returns
    -------
    Credit
        With all replicates whose worlds are kept there, as the code that concluded it lived them.

    Raises
    ------
    ResultError
        If no study is kept there, or none of its replicates is whole.
    """
    found, spec = asked(path, KIND)
    try:
        start = Credit(
            spec, tuple(found["moments"]), found["seed"], found["new_people"], found["feedback"],
            (), assumed_in(found), made_of(found), path,
        )  # fmt: skip
        plans = Plans(
            spec,
            start.moments,
            with_absence=found["absence"],
            with_live=start.feedback == "replay",
        )
        numbers = range(found["reps"])
    except (KeyError, TypeError) as error:
        raise ResultError(f"{path} was kept by another version: ask again to read it") from error
    sold = worlds(path, found)
    played = (plans.played(number, sold) for number in numbers)
    whole = tuple(one for one in played if one is not None)
    if not whole:
        raise ResultError(f"{path}: no replicate was finished")
    return replace(start, replicates=whole)
