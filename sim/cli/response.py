"""The options of `journey response`; what is heavy is imported when it runs."""

import math
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from sim.cli.options import (
    Consumers,
    Days,
    Json,
    NewPeople,
    Quiet,
    Seed,
    Set,
    Source,
    Threads,
    Workers,
)
from sim.cli.trouble import guarded

FIGURES: Final = (".svg", ".png", ".pdf")
"""What a figure's file may end in."""
LARGEST: Final = 100
"""Multiple beyond which nobody would ask for today's plan."""


class Feedback(StrEnum):
    """Whether one consumer's experience reaches another, and whose."""

    LIVE = "live"
    OFF = "off"
    REPLAY = "replay"


def response(
    scenario: Source,
    brand: Annotated[
        str | None, typer.Option(help="Whose money.", show_default="the focal brand")
    ] = None,
    moments: Annotated[
        str, typer.Option(metavar="MOMENT,…", help="Moments whose money is varied.")
    ] = "stimulus,idea,know,do,go,compare,buy,smot,umot",
    grid: Annotated[
        str, typer.Option(metavar="NUMBER,…", help="Multiples of today's spend, besides 1.")
    ] = "0,0.5,0.75,1,1.25,1.5,2",
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
    reps: Annotated[int, typer.Option(min=1, help="Replicates: other luck for the people.")] = 10,
    consumers: Consumers = None,
    days: Days = None,
    feedback: Annotated[
        Feedback | None,
        typer.Option(
            help="Whether experiences reach other people; replay: those of the plan as it is.",
            show_default="as the scenario says",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder to keep it in.", show_default="results/NAME-response-HASH"),
    ] = None,
    figure: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Draw the curves and, with --elasticity, the heat map beside them: FILE ends in "
            ".svg, .png or .pdf.",
        ),
    ] = None,
    as_json: Json = False,
    per_replicate: Annotated[
        bool, typer.Option("--per-replicate", help="With --json: every replicate, too.")
    ] = False,
    quiet: Quiet = False,
    workers: Workers = None,
    threads: Threads = None,
    new_people: NewPeople = False,
) -> int:
    """Say what more or less money for each moment would do, and where the next euro does most.

    The same people with the same luck live under multiples of today's spend, moment by moment;
    moments that so many replicates cannot tell apart share a rank.
    """
    if figure is not None and figure.suffix not in FIGURES:
        raise typer.BadParameter(f"FILE ends in one of {', '.join(FIGURES)} (got {figure.name})")
    multipliers = _grid(grid)
    from sim.cli.respond import Wish, respond
    from sim.cli.shorthand import changes, given

    shorts = given(
        {"--consumers": ("market.consumers", consumers), "--days": ("market.days", days)}
    )
    named = tuple(name.strip() for name in moments.split(",") if name.strip())

    def lived() -> int:
        with changes(settings or (), shorts) as every:
            wish = Wish(scenario, every, brand, named, multipliers, levers, elasticity, assumptions,
                        feedback, reps, seed, workers, threads or 1, out, new_people,
                        figure)  # fmt: skip
            return respond(wish, as_json=as_json, per_replicate=per_replicate, quiet=quiet)

    kept_in = "" if out is None else "--out"
    return guarded(lived, as_json=as_json, kept_in=kept_in)


def _grid(text: str) -> tuple[float, ...]:
    try:
        grid = tuple(float(part) for part in text.split(",") if part.strip())
    except ValueError:
        grid = (math.nan,)
    if not all(0 <= multiplier <= LARGEST for multiplier in grid):
        message = f"multiples are numbers from 0 to {LARGEST} with commas between (got {text})"
        raise typer.BadParameter(message, param_hint="--grid")
    if set(grid) <= {1.0}:
        raise typer.BadParameter(f"name a multiple other than 1 (got {text})", param_hint="--grid")
    return grid
