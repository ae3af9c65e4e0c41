"""The options of `journey run`; what is heavy is imported when it runs."""

from typing import Annotated

import typer

from sim.cli.options import (
    Consumers,
    Days,
    Feedback,
    Json,
    NewPeople,
    Out,
    Quiet,
    Report,
    Reps,
    Seed,
    Set,
    Source,
    Threads,
    Workers,
    with_settings,
)


def run(
    scenario: Source,
    settings: Set = None,
    seed: Seed = 7,
    reps: Reps = 10,
    consumers: Consumers = None,
    days: Days = None,
    feedback: Annotated[
        Feedback | None,
        typer.Option(
            help="Whether experiences reach other people.", show_default="as the scenario says"
        ),
    ] = None,
    out: Out = None,
    as_json: Json = False,
    quiet: Quiet = False,
    workers: Workers = None,
    threads: Threads = None,
    new_people: NewPeople = False,
    report: Report = False,
) -> int:
    """Live one market again and again, and say what came of it."""
    from sim.cli.do_run import Wish, do_run

    def lived(every: tuple[str, ...]) -> int:
        wish = Wish(scenario, every, reps, seed, workers, threads, out, new_people, report)
        return do_run(wish, as_json=as_json, quiet=quiet)

    shorts = {
        "--consumers": ("market.consumers", consumers),
        "--days": ("market.days", days),
        "--feedback": ("feedback", feedback),
    }
    return with_settings(lived, settings, shorts, as_json=as_json, out=out)
