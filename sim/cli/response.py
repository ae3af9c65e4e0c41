"""The options of `journey response`; what is heavy is imported when it runs."""

import math
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import (
    Brand,
    Consumers,
    Days,
    EveryReplicate,
    Json,
    NewPeople,
    OfThePlan,
    Quiet,
    Reps,
    Seed,
    Set,
    Source,
    StudyThreads,
    Workers,
    check_figure,
    with_settings,
)


def response(
    scenario: Source,
    brand: Brand = None,
    moments: Annotated[
        str, typer.Option(metavar="MOMENT,…", help="Moments whose money is varied.")
    ] = "stimulus,idea,know,do,go,compare,buy,smot,umot",
    grid: Annotated[
        str, typer.Option(metavar="NUMBER,…", help="Multiples of today's spend, besides 1.")
    ] = "0,0.5,0.75,1,1.25,1.5,2",
    more: Annotated[
        float | None,
        typer.Option(
            metavar="EUR",
            help="Also live this much money more for each moment, in the measured days and for "
            "all consumers lived: where is it best spent?",
            show_default=False,
        ),
    ] = None,
    levers: Annotated[
        bool, typer.Option("--levers", help="Also vary the money of each single lever.")
    ] = False,
    elasticity: Annotated[
        bool,
        typer.Option(
            "--elasticity",
            help="Also say what being noticed is worth, by micro-moment and channel.",
        ),
    ] = False,
    assumptions: Annotated[
        int,
        typer.Option(
            min=0,
            max=1024,
            metavar="K",
            help="Ask again in K markets drawn from the plausible ranges of their numbers.",
        ),
    ] = 0,
    settings: Set = None,
    seed: Seed = 7,
    reps: Reps = 10,
    consumers: Consumers = None,
    days: Days = None,
    feedback: OfThePlan = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder to keep it in.", show_default="results/NAME-response-HASH"),
    ] = None,
    figure: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Draw the curves and, with --elasticity, the heat map below them: FILE ends in "
            ".svg, .png or .pdf.",
        ),
    ] = None,
    as_json: Json = False,
    per_replicate: EveryReplicate = False,
    quiet: Quiet = False,
    workers: Workers = None,
    threads: StudyThreads = 1,
    new_people: NewPeople = False,
) -> int:
    """Say what more or less money for each moment would do, and where the next euro does most.

    The same people with the same luck live under multiples of today's spend, moment by moment,
    and with --more under a sum more for each; what so many replicates cannot tell from the best is
    named with it.
    """
    check_figure(figure)
    if more is not None and not (math.isfinite(more) and more > 0):
        raise typer.BadParameter(f"a sum of money above 0 (got {more:g})", param_hint="--more")
    multipliers = _grid(grid)
    from sim.cli.do_response import do_response
    from sim.cli.do_study import Wish

    named = tuple(name.strip() for name in moments.split(",") if name.strip())

    def lived(every: tuple[str, ...]) -> int:
        wish = Wish(scenario, every, brand, named, feedback, reps, seed, workers, threads, out,
                    new_people, figure, as_json, per_replicate, quiet)  # fmt: skip
        return do_response(
            wish,
            multipliers=multipliers,
            levers=levers,
            elasticity=elasticity,
            assumptions=assumptions,
            more=more,
        )

    shorts = {"--consumers": ("market.consumers", consumers), "--days": ("market.days", days)}
    return with_settings(lived, settings, shorts, as_json=as_json, out=out)


def _grid(text: str) -> tuple[float, ...]:
    from sim.study.response import LARGEST

    try:
        grid = tuple(float(part) for part in text.split(",") if part.strip())
    except ValueError:
        grid = (math.nan,)
    if not all(0 <= multiplier <= LARGEST for multiplier in grid):
        message = f"multiples are numbers from 0 to {LARGEST:g} with commas between (got {text})"
        raise typer.BadParameter(message, param_hint="--grid")
    if set(grid) <= {1.0}:
        raise typer.BadParameter(f"name a multiple other than 1 (got {text})", param_hint="--grid")
    return grid
