"""Plans compared on a terminal: live, keep, print, warn."""

import sys
from pathlib import Path
from typing import NamedTuple

from sim.analysis.details import details
from sim.analysis.uplift import individuals
from sim.cli.report import write_beside
from sim.cli.show_compare import show_compare, unequal
from sim.cli.show_run import thin_boards
from sim.cli.trouble import COMMAND_LINE, DONE, NOT_MET, SOME_FAILED, print_json, tell
from sim.cli.validate import counted_assumptions
from sim.cli.watching import watching
from sim.errors import Problem
from sim.results import Comparison, usual_folder
from sim.results.files import write_whole
from sim.results.parts import Stamp
from sim.scenario_io import load
from sim.study.comparable import prepared
from sim.study.compare import compare

PEOPLE = "people.csv"


class Wish(NamedTuple):
    """What a command line asks for."""

    sources: tuple[str, ...]
    strategies: tuple[str, ...] | None
    settings: tuple[str, ...]
    reps: int
    seed: int
    replay: bool
    require_equal: bool
    people: bool
    workers: int | None
    threads: int | None
    out: Path | None
    new_people: bool
    per_replicate: bool
    details: bool
    width: float | None
    report: bool
    figure: Path | None


def do_compare(wish: Wish, *, as_json: bool, quiet: bool) -> int:
    """Live under several plans, keep what was found, and print it.

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
        If a world is impossible, or the worlds do not have the same consumers.
    ResultError
        If the folder holds something else.
    """
    specs = [load(source, wish.settings) for source in wish.sources]
    name = specs[0].name
    budgets = list(unequal(prepared(specs, wish.strategies, replay=wish.replay)))
    if budgets and wish.require_equal:
        tell([Problem(COMMAND_LINE, None, None, "--require-equal", it) for it in budgets],
             as_json=as_json)  # fmt: skip
        return NOT_MET
    with watching(name, quiet=quiet) as watch:
        found = compare(
            *specs,
            strategies=wish.strategies,
            reps=wish.reps,
            seed=wish.seed,
            feedback="replay" if wish.replay else None,
            people=wish.people,
            workers=wish.workers,
            threads=wish.threads,
            out=wish.out or (lambda key: usual_folder(specs[0], Stamp(key, None))),
            new_people=wish.new_people,
            watch=watch,
            command=("journey", *sys.argv[1:]),
            assumed=counted_assumptions(wish.sources[0]),
        )
    if wish.people and found.out is not None:
        table = individuals(found)
        write_whole(found.out / PEOPLE, lambda file: table.to_csv(file, index=False))
    if as_json:
        print_json(_answer(found, wish))
    else:
        show_compare(found, wish.width)
    if wish.report:
        write_beside(found, as_json=as_json)
    if wish.figure is not None:
        from sim.plot.paired import paired
        from sim.plot.trace import save

        save(paired(found), wish.figure)
    warnings = (*budgets, *thin_boards(found.base, *found.runs.values()))
    sys.stderr.writelines(f"{line}\n" for line in warnings)
    return SOME_FAILED if found.made.failed else DONE


def _answer(found: Comparison, wish: Wish) -> dict[str, object]:
    answer = found.to_json(per_replicate=wish.per_replicate)
    if wish.details:
        for name, more in details(found).items():
            answer["strategies"][name]["details"] = more
    return answer
