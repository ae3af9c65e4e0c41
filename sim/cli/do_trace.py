"""What `journey trace` does: one consumer's year, lives worth telling, or what would have won."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from sim.analysis.interesting import KINDS
from sim.checkpoint import Checkpoint
from sim.cli.show_missed import show_missed
from sim.cli.show_trace import show_stories, show_trace
from sim.cli.trace_json import of_missed, of_trace
from sim.cli.trouble import COMMAND_LINE, DONE, print_json
from sim.cli.watching import watching
from sim.errors import Problem, ScenarioError
from sim.results.files import write_text
from sim.scenario import Scenario
from sim.scenario_io import load
from sim.scenario_io.words import nearest
from sim.study import Watch
from sim.study.interesting import interesting
from sim.study.missed import missed
from sim.study.trace import first_day, trace


class Wish(NamedTuple):
    """What a command line asks for."""

    source: str
    settings: tuple[str, ...]
    consumer: int | None
    strategy: str | None
    interesting: bool
    missed: bool
    people: int
    seed: int
    replicate: int
    figure: Path | None
    page: Path | None


def do_trace(wish: Wish, *, as_json: bool, quiet: bool) -> int:
    """Live a world and tell of somebody in it.

    Parameters
    ----------
    wish : Wish
        What the command line asks for.
    as_json : bool
        Whether a program is reading.
    quiet : bool
        Whether nothing is told on the way.

    Returns
    -------
    int
        How it went.

    Raises
    ------
    ScenarioError
        If it is no possible world, or it has no such consumer or strategy.
    """
    spec = load(wish.source, wish.settings)
    _check(spec, wish)
    with watching(spec.name, quiet=quiet) as watch:
        start = first_day(spec, seed=wish.seed, replicate=wish.replicate, watch=watch)
        tell = _chosen(wish)(start, wish, watch, as_json)
    tell()
    return DONE


def _chosen(wish: Wish) -> Callable[[Checkpoint, Wish, Watch, bool], Callable[[], None]]:
    if wish.missed:
        return _missed
    return _stories if wish.interesting else _one


def _one(start: Checkpoint, wish: Wish, watch: Watch, as_json: bool) -> Callable[[], None]:
    found = trace(start, [wish.consumer or 0], strategy=wish.strategy, watch=watch)[0]
    if wish.figure is not None:
        from sim.plot.trace import save, timeline

        save(timeline(found), wish.figure)
    if wish.page is not None:
        from sim.report.lives import year_page

        write_text(wish.page, year_page(found))
    return lambda: print_json(of_trace(found)) if as_json else show_trace(found)


def _stories(start: Checkpoint, wish: Wish, watch: Watch, as_json: bool) -> Callable[[], None]:
    found = interesting(start, wish.people, strategy=wish.strategy, watch=watch)
    names = {"focal": start.spec.focal_brand, "strategy": wish.strategy}
    if wish.figure is not None:
        from sim.plot.stories import stories
        from sim.plot.trace import save

        save(stories(found, names), wish.figure)
    if wish.page is not None:
        from sim.report.lives import stories_page

        write_text(wish.page, stories_page(found, names, start.spec.name))
    if not as_json:
        return lambda: show_stories(found, names)
    told = [
        {**choice._asdict(), "about": KINDS[choice.kind].format(**names), "trace": of_trace(it)}
        for choice, it in found
    ]
    return lambda: print_json({"scenario": start.spec.name, "stories": told})


def _missed(start: Checkpoint, wish: Wish, watch: Watch, as_json: bool) -> Callable[[], None]:
    found = missed(start, wish.people, strategy=wish.strategy, watch=watch)
    if wish.figure is not None:
        from sim.plot.missed import missed_map
        from sim.plot.trace import save

        save(missed_map(found), wish.figure)
    if wish.page is not None:
        from sim.report.lives import missed_page

        write_text(wish.page, missed_page(found))
    return lambda: print_json(of_missed(found)) if as_json else show_missed(found)


def _check(spec: Scenario, wish: Wish) -> None:
    """Say everything that is wrong with what is asked of this world."""
    problems = []
    last = spec.market.consumers - 1
    if wish.consumer is not None and wish.consumer > last:
        problems.append(
            _problem("--consumer", f"there is no consumer {wish.consumer}", f"0 to {last}")
        )
    if wish.strategy is not None and wish.strategy not in spec.strategies:
        names = list(spec.strategies)
        message = f"{spec.name} has no strategy {wish.strategy}"
        near = nearest(wish.strategy, names)
        problems.append(_problem("--versus", message, ", ".join(names) or None, near))
    if problems:
        raise ScenarioError(problems)


def _problem(option: str, message: str, allowed: str | None, near: str | None = None) -> Problem:
    return Problem(COMMAND_LINE, None, None, option, message, allowed, near)
