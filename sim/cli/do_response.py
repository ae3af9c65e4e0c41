"""`journey response`: what more or less money for each moment would do."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from sim.analysis.response import Response
from sim.analysis.response_json import as_json
from sim.cli.do_study import Wish, do_study
from sim.cli.show_response import show_response
from sim.study.response import KIND, response


def do_response(
    wish: Wish,
    *,
    multipliers: tuple[float, ...],
    levers: bool,
    elasticity: bool,
    assumptions: int,
    more: float | None,
) -> int:
    """Live under multiples of today's spend, keep what was found, and print it.

    Parameters
    ----------
    wish : Wish
        What the command line asks for.
    multipliers : tuple of float
        Multiples of today's spend.
    levers, elasticity : bool
        Whether it asks about single levers, and about being noticed, too.
    assumptions : int
        Plausible markets in which it asks again.
    more : float or None
        Euro more for one moment, that it asks about, too.

    Returns
    -------
    int
        How it went.

    Raises
    ------
    ScenarioError
        If there is no such world, brand or moment.
    ResultError
        If the folder holds something else.
    """
    ask = partial(
        response,
        multipliers=multipliers,
        levers=levers,
        presence=elasticity,
        assumptions=assumptions,
        more=more,
    )
    return do_study(
        wish, KIND, ask, answer=as_json, show=show_response, draw=_draw, warnings=_warnings
    )


def _draw(found: Response, path: Path) -> None:
    from sim.plot.response import both

    both(found).savefig(path)


def _warnings(found: Response) -> Iterator[str]:
    """What a reader has to know of moments that are missing."""
    if found.unpaid:
        names = ", ".join(found.unpaid)
        yield f"{found.spec.focal_brand} spends nothing today for {names}: nothing has no multiple"
