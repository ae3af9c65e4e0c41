"""`journey run`: a scenario in, a year of consumer journeys out."""

import sys
from pathlib import Path
from typing import NamedTuple

from sim.cli.report import write_beside
from sim.cli.show_run import show_run, thin_boards
from sim.cli.trouble import DONE, SOME_FAILED, print_json
from sim.cli.validate import counted_assumptions
from sim.cli.watching import watching
from sim.results import usual_folder
from sim.results.provenance import stamp_of
from sim.scenario_io import load
from sim.study import run


class Wish(NamedTuple):
    """What a command line asks for."""

    source: str
    settings: tuple[str, ...]
    reps: int
    seed: int
    workers: int | None
    threads: int | None
    out: Path | None
    new_people: bool
    report: bool


def do_run(wish: Wish, *, as_json: bool, quiet: bool) -> int:
    """Live a world, keep what was found, and print it.

    Parameters
    ----------
    wish : Wish
        What the command line asks for.
    as_json : bool
        Whether a program is reading.
    quiet : bool
        Whether nothing is told on the way; warnings are.

    Returns
    -------
    int
        How it went.

    Raises
    ------
    ScenarioError
        If it is no possible world.
    ResultError
        If the folder holds another run.
    """
    spec = load(wish.source, wish.settings)
    stamp = stamp_of(spec, wish.seed, new_people=wish.new_people)
    with watching(spec.name, quiet=quiet) as watch:
        found = run(
            spec,
            reps=wish.reps,
            seed=wish.seed,
            workers=wish.workers,
            threads=wish.threads,
            out=wish.out or usual_folder(spec, stamp),
            new_people=wish.new_people,
            watch=watch,
            command=("journey", *sys.argv[1:]),
            assumed=counted_assumptions(wish.source),
        )
    if as_json:
        print_json(found.to_json())
    else:
        show_run(found)
    if wish.report:
        write_beside(found, as_json=as_json)
    # A warning speaks of the result, not of the way to it: who wants quiet still has to know.
    sys.stderr.writelines(f"{line}\n" for line in thin_boards(found))
    return SOME_FAILED if found.made.failed else DONE
