"""The options of `journey credit`; what is heavy is imported when it runs."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import (
    Brand,
    Consumers,
    Days,
    EveryReplicate,
    Figure,
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


def credit(
    scenario: Source,
    brand: Brand = None,
    moments: Annotated[
        str, typer.Option(metavar="MOMENT,…", help="Moments it may pay for or not.")
    ] = "idea,know,do,go,compare,buy",
    absence: Annotated[
        bool,
        typer.Option(
            "--absence",
            help="Also say what leaving each moment costs, with and without rivals in it.",
        ),
    ] = False,
    settings: Set = None,
    seed: Seed = 7,
    reps: Reps = 10,
    consumers: Consumers = None,
    days: Days = None,
    feedback: OfThePlan = None,
    out: Annotated[
        Path | None,
        typer.Option(help="Folder to keep it in.", show_default="results/NAME-credit-HASH"),
    ] = None,
    figure: Figure = None,
    as_json: Json = False,
    per_replicate: EveryReplicate = False,
    quiet: Quiet = False,
    workers: Workers = None,
    threads: StudyThreads = 1,
    new_people: NewPeople = False,
) -> int:
    """Share out a brand's purchases over the moments it pays for.

    Every coalition of moments is lived by the same people with the same luck; the Shapley values
    of what they buy stand beside what attribution rules say.
    """
    check_figure(figure)
    from sim.cli.do_credit import do_credit
    from sim.cli.do_study import Wish

    named = tuple(name.strip() for name in moments.split(",") if name.strip())

    def lived(every: tuple[str, ...]) -> int:
        wish = Wish(scenario, every, brand, named, feedback, reps, seed, workers, threads, out,
                    new_people, figure, as_json, per_replicate, quiet)  # fmt: skip
        return do_credit(wish, absence=absence)

    shorts = {"--consumers": ("market.consumers", consumers), "--days": ("market.days", days)}
    return with_settings(lived, settings, shorts, as_json=as_json, out=out)
