"""`journey credit`: what the money in each moment was good for, beside what rules say."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, cast

from sim.analysis.credit import Credit
from sim.analysis.credit_json import as_json as answer
from sim.cli.show_credit import show_credit
from sim.cli.trouble import DONE, SOME_FAILED, print_json
from sim.cli.validate import counted_assumptions
from sim.cli.watching import watching
from sim.scenario_io import load
from sim.study.credit import Feedback, asked_of, credit
from sim.study.credit_folder import KIND, study_key, usual_study_folder


class Wish(NamedTuple):
    """What a command line asks for."""

    source: str
    settings: tuple[str, ...]
    brand: str | None
    moments: tuple[str, ...]
    absence: bool
    feedback: str | None
    reps: int
    seed: int
    workers: int | None
    threads: int
    out: Path | None
    new_people: bool
    figure: Path | None


def share_out(wish: Wish, *, as_json: bool, per_replicate: bool, quiet: bool) -> int:
    """Live every coalition of moments, keep what was found, and print it.

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
        found = credit(
            spec,
            brand=wish.brand,
            moments=wish.moments,
            reps=wish.reps,
            seed=wish.seed,
            feedback=feedback,
            with_absence=wish.absence,
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
        show_credit(found, counted_assumptions(wish.source))
    if wish.figure is not None:
        _draw(found, wish.figure)
    sys.stderr.writelines(f"{line}\n" for line in _warnings(found))
    return SOME_FAILED if found.made.failed else DONE


def _draw(found: Credit, path: Path) -> None:
    from sim.plot.credit import credit as drawn

    figure = drawn(found).get_figure(root=True)
    if figure is not None:
        figure.savefig(path)


def _warnings(found: Credit) -> Iterator[str]:
    """What a reader of the table has to know: money that is not there cannot have caused much."""
    spend = found.spec.brands[found.spec.focal_brand].spend.by_lever
    if not any(spend.values()):
        yield f"{found.spec.focal_brand} spends nothing: there is nothing to share out"
