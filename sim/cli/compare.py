"""`journey compare`: arguments and options."""

from enum import StrEnum
from typing import Annotated

import typer

from sim.cli.options import (
    Consumers,
    Days,
    Json,
    NewPeople,
    Out,
    Quiet,
    Seed,
    Set,
    Threads,
    Workers,
)
from sim.cli.trouble import guarded


class Feedback(StrEnum):
    """Whether one consumer's experience reaches another."""

    LIVE = "live"
    REPLAY = "replay"
    OFF = "off"


def compare(
    scenarios: Annotated[
        list[str],
        typer.Argument(
            metavar="SCENARIO [SCENARIO ...]",
            help="Files, or names of shipped scenarios; the first is the base.",
        ),
    ],
    strategies: Annotated[
        list[str] | None,
        typer.Option(
            "--strategy",
            metavar="NAME",
            help="A strategy of a single scenario; may be given again.",
            show_default="all it has",
        ),
    ] = None,
    settings: Set = None,
    seed: Seed = 7,
    reps: Annotated[int, typer.Option(min=1, help="Replicates: pairs of worlds.")] = 10,
    consumers: Consumers = None,
    days: Days = None,
    feedback: Annotated[
        Feedback | None,
        typer.Option(
            help="Whether experiences reach other people; replay: those of the base do, which "
            "tells direct and social effect apart.",
            show_default="as the scenario says",
        ),
    ] = None,
    out: Out = None,
    as_json: Json = False,
    per_replicate: Annotated[
        bool, typer.Option("--per-replicate", help="With --json: tell every replicate, too.")
    ] = False,
    details: Annotated[
        bool,
        typer.Option("--details", help="With --json: tell returns, funnel and effects, too."),
    ] = False,
    require_equal: Annotated[
        bool, typer.Option("--require-equal", help="Refuse plans that cost more or less: exit 4.")
    ] = False,
    width: Annotated[
        float | None,
        typer.Option(
            min=0.1,
            metavar="PURCHASES",
            help="Say how many replicates make the ± so small.",
            show_default="nobody asks",
        ),
    ] = None,
    people: Annotated[
        bool, typer.Option("--people", help="Keep each consumer's uplift: people.csv.")
    ] = False,
    quiet: Quiet = False,
    workers: Workers = None,
    threads: Threads = None,
    new_people: NewPeople = False,
    report: Annotated[
        bool, typer.Option("--report", help="Write report.html into the folder, too.")
    ] = False,
) -> int:
    """Live under several plans with the same people and the same luck, and say which pays."""
    from sim.cli.compared import Wish, compare_worlds
    from sim.cli.shorthand import changes, given

    shorts = given(
        {
            "--consumers": ("market.consumers", consumers),
            "--days": ("market.days", days),
            "--feedback": ("feedback", None if feedback is Feedback.REPLAY else feedback),
        }
    )

    def lived() -> int:
        with changes(settings or (), shorts) as every:
            wish = Wish(
                sources=tuple(scenarios),
                strategies=None if strategies is None else tuple(strategies),
                settings=every,
                reps=reps,
                seed=seed,
                replay=feedback is Feedback.REPLAY,
                require_equal=require_equal,
                people=people,
                workers=workers,
                threads=threads,
                out=out,
                new_people=new_people,
                per_replicate=per_replicate,
                details=details,
                width=width,
                report=report,
            )
            return compare_worlds(wish, as_json=as_json, quiet=quiet)

    return guarded(lived, as_json=as_json, kept_in="" if out is None else "--out")
