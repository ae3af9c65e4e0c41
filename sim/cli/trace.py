"""The options of `journey trace`; what is heavy is imported when it runs."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.options import (
    Consumers,
    Days,
    Figure,
    Json,
    Quiet,
    Seed,
    Set,
    Source,
    check_figure,
    with_settings,
)


def trace(
    scenario: Source,
    consumer: Annotated[
        int | None, typer.Option(min=0, metavar="NUMBER", help="Whose year, counted from 0.")
    ] = None,
    interesting: Annotated[
        bool, typer.Option("--interesting", help="Choose lives worth telling instead.")
    ] = False,
    missed: Annotated[
        bool,
        typer.Option(
            "--missed", help="Why needs were lost, and what would have won them, instead."
        ),
    ] = False,
    versus: Annotated[
        str | None,
        typer.Option(metavar="STRATEGY", help="The same year under a strategy, too."),
    ] = None,
    people: Annotated[
        int, typer.Option(min=1, help="People looked at by --interesting and --missed.")
    ] = 200,
    settings: Set = None,
    seed: Seed = 7,
    replicate: Annotated[int, typer.Option(min=0, help="Which luck of the same people.")] = 0,
    consumers: Consumers = None,
    days: Days = None,
    figure: Figure = None,
    page: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE", help="Tell it on a page that prints, too: FILE ends in .html."
        ),
    ] = None,
    as_json: Json = False,
    quiet: Quiet = False,
) -> int:
    """Tell one consumer's year, moment by moment, and what would have won a need that was lost."""
    if (consumer is not None) + interesting + missed != 1:
        raise typer.BadParameter("say one of --consumer, --interesting and --missed")
    check_figure(figure)
    if page is not None and page.suffix != ".html":
        raise typer.BadParameter(f"FILE of --page ends in .html (got {page.name})")
    from sim.cli.do_trace import Wish, do_trace

    def lived(every: tuple[str, ...]) -> int:
        wish = Wish(scenario, every, consumer, versus, interesting, missed, people, seed, replicate,
                    figure, page)  # fmt: skip
        return do_trace(wish, as_json=as_json, quiet=quiet)

    shorts = {"--consumers": ("market.consumers", consumers), "--days": ("market.days", days)}
    return with_settings(lived, settings, shorts, as_json=as_json)
