"""`journey response`: live, keep, print, draw, warn."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, cast

from sim.analysis.response import Response
from sim.analysis.response_json import as_json as answer
from sim.cli.show_response import show_response
from sim.cli.trouble import DONE, SOME_FAILED, print_json
from sim.cli.validate import counted_assumptions
from sim.cli.watching import watching
from sim.scenario_io import load
from sim.study.credit import asked_of
from sim.study.credit_folder import study_key, usual_study_folder
from sim.study.response import Feedback, response
from sim.study.response_folder import KIND


class Wish(NamedTuple):
    """What a command line asks for."""

    source: str
    settings: tuple[str, ...]
    brand: str | None
    moments: tuple[str, ...]
    multipliers: tuple[float, ...]
    levers: bool
    elasticity: bool
    assumptions: int
    feedback: str | None
    reps: int
    seed: int
    workers: int | None
    threads: int
    out: Path | None
    new_people: bool
    figure: Path | None


def respond(wish: Wish, *, as_json: bool, per_replicate: bool, quiet: bool) -> int:
    """Live under multiples of today's spend, keep what was found, and print it.

    Parameters
    ----------
    wish : Wish
        What the command line asks for.
    as_json : bool
        Whether a program is reading.
    per_replicate : bool
        Whether it wants every replicate, too.
    quiet : bool
        Whether nothing is told on the way.

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
    spec = load(wish.source, wish.settings)
    feedback = cast(Feedback | None, wish.feedback)
    asked = asked_of(spec, wish.brand, feedback)
    key = study_key(KIND, asked, wish.seed, feedback or asked.feedback, new_people=wish.new_people)
    with watching(spec.name, quiet=quiet) as watch:
        found = response(
            spec,
            brand=wish.brand,
            moments=wish.moments,
            multipliers=wish.multipliers,
            levers=wish.levers,
            presence=wish.elasticity,
            assumptions=wish.assumptions,
            reps=wish.reps,
            seed=wish.seed,
            feedback=feedback,
            workers=wish.workers,
            threads=wish.threads,
            out=wish.out or usual_study_folder(KIND, spec, key),
            new_people=wish.new_people,
            watch=watch,
            command=("journey", *sys.argv[1:]),
        )
    if as_json:
        print_json(answer(found, per_replicate=per_replicate))
    else:
        show_response(found, counted_assumptions(wish.source))
    if wish.figure is not None:
        _draw(found, wish.figure)
    sys.stderr.writelines(f"{line}\n" for line in _warnings(found))
    return SOME_FAILED if found.made.failed else DONE


def _draw(found: Response, path: Path) -> None:
    from sim.plot.response import both

    both(found).savefig(path)


def _warnings(found: Response) -> Iterator[str]:
    """What a reader has to know of moments that are missing."""
    if found.unpaid:
        names = ", ".join(found.unpaid)
        yield f"{found.spec.focal_brand} spends nothing today for {names}: nothing has no multiple"
