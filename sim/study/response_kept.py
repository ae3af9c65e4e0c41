"""A study of response, read from its folder."""

from pathlib import Path

from sim.analysis.response import Response
from sim.errors import ResultError
from sim.results.folder import made_of
from sim.results.provenance import code_digest
from sim.study.kept import asked, assumed_in, worlds
from sim.study.noticed import Cell
from sim.study.response import KIND
from sim.study.response_answer import answered
from sim.study.response_worlds import Question
from sim.study.spending import Subject


def kept_response(path: Path) -> Response:
    """Read a study of response that was kept.

    Parameters
    ----------
    path : Path
        Its folder.

    Returns
    -------
    Response
        With all replicates whose worlds are kept there, as the code that concluded it lived them.

    Raises
    ------
    ResultError
        If no study is kept there, or none of its replicates is whole, or its plausible markets
        were drawn by other code.
    """
    found, spec = asked(path, KIND)
    try:
        moments = tuple(found["moments"])
        subjects = tuple(Subject(*it) for it in found["subjects"])
        start = Response(
            spec, tuple(found["multipliers"]), found["seed"], found["new_people"],
            found["feedback"], (), {}, unpaid=_unpaid(moments, subjects), assumed=assumed_in(found),
            made=made_of(found), out=path,
        )  # fmt: skip
        question = Question(
            start, subjects, found["reps"], found["elasticity"], found["markets"], found["more"],
            moments,
        )  # fmt: skip
        if question.draws and found["code_sha256"] != code_digest():
            # Plausible markets are not kept: they are drawn again, from the ranges of today.
            raise ResultError(f"{path} was kept by another version: ask again to read its markets")
        question.cells = [Cell(*it) for it in found["cells"]]
    except (KeyError, TypeError) as error:
        raise ResultError(f"{path} was kept by another version: ask again to read it") from error
    again = answered(question, worlds(path, found))
    if not again.numbers:
        raise ResultError(f"{path}: no replicate was finished")
    return again


def _unpaid(moments: tuple[str, ...], subjects: tuple[Subject, ...]) -> tuple[str, ...]:
    paid = {it.name for it in subjects if it.kind == "moment"}
    return tuple(name for name in moments if name not in paid)
