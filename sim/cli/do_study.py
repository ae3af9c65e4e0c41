"""What `journey credit` and `journey response` share: live, keep, print, draw, warn."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from sim.analysis.credit import Credit
from sim.analysis.response import Response
from sim.cli.trouble import DONE, SOME_FAILED, print_json
from sim.cli.validate import counted_assumptions
from sim.cli.watching import watching
from sim.scenario_io import load
from sim.study.study_folder import usual_study_folder

Found = TypeVar("Found", Credit, Response)


class Wish(NamedTuple):
    """What a command line asks for, whatever the question."""

    source: str
    settings: tuple[str, ...]
    brand: str | None
    moments: tuple[str, ...]
    feedback: str | None
    reps: int
    seed: int
    workers: int | None
    threads: int
    out: Path | None
    new_people: bool
    figure: Path | None
    as_json: bool
    per_replicate: bool
    quiet: bool


def do_study(
    wish: Wish,
    kind: str,
    ask: Callable[..., Found],
    *,
    answer: Callable[..., dict[str, Any]],
    show: Callable[[Found], None],
    draw: Callable[[Found, Path], None],
    warnings: Callable[[Found], Iterator[str]],
) -> int:
    """Live worlds that differ in what a brand pays for, keep what was found, and print it.

    Parameters
    ----------
    wish : Wish
        What the command line asks for.
    kind : str
        The question, as in `credit`.
    ask : callable
        Lives the worlds.
    answer : callable
        Makes the object that programs read.
    show : callable
        Prints what people read.
    draw : callable
        Draws it into a file.
    warnings : callable
        Says what a reader has to know.

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
    with watching(spec.name, quiet=wish.quiet) as watch:
        found = ask(
            spec,
            brand=wish.brand,
            moments=wish.moments,
            reps=wish.reps,
            seed=wish.seed,
            feedback=wish.feedback,
            workers=wish.workers,
            threads=wish.threads,
            out=wish.out or (lambda key: usual_study_folder(kind, spec, key)),
            new_people=wish.new_people,
            watch=watch,
            command=("journey", *sys.argv[1:]),
            assumed=counted_assumptions(wish.source),
        )
    if wish.as_json:
        print_json(answer(found, per_replicate=wish.per_replicate))
    else:
        show(found)
    if wish.figure is not None:
        draw(found, wish.figure)
    sys.stderr.writelines(f"{line}\n" for line in warnings(found))
    return SOME_FAILED if found.made.failed else DONE
