"""The options of `journey compare`; what is heavy is imported when it runs."""

from typing import Annotated

import typer

from sim.cli.options import (
    Consumers,
    Days,
    Figure,
    Json,
    NewPeople,
    Out,
    Quiet,
    Replayed,
    Report,
    Seed,
    Set,
    Threads,
    Workers,
    check_figure,
    with_settings,
)


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
        Replayed | None,
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
    report: Report = False,
    figure: Figure = None,
) -> int:
    """Live under several plans with the same people and the same luck, and say which pays."""
    from sim.cli.do_compare import Wish, do_compare

    check_figure(figure)
    if people and new_people:
        message = "a consumer is another person in each replicate (--new-people)"
        raise typer.BadParameter(message, param_hint="--people")
    replay = feedback is Replayed.REPLAY

    def lived(every: tuple[str, ...]) -> int:
        wish = Wish(
            sources=tuple(scenarios),
            strategies=None if strategies is None else tuple(strategies),
            settings=every,
            reps=reps,
            seed=seed,
            replay=replay,
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
            figure=figure,
        )
        return do_compare(wish, as_json=as_json, quiet=quiet)

    shorts = {
        "--consumers": ("market.consumers", consumers),
        "--days": ("market.days", days),
        "--feedback": ("feedback", None if replay else feedback),
    }
    return with_settings(lived, settings, shorts, as_json=as_json, out=out)
