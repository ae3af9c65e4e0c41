"""The options of `journey credit`; what is heavy is imported when it runs."""

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


class Feedback(StrEnum):
    """Whether one consumer's experience reaches another, and whose."""

    LIVE = "live"
    OFF = "off"
    REPLAY = "replay"


def credit(
    scenario: Source,
    brand: Annotated[
        str | None, typer.Option(help="Whose money.", show_default="the focal brand")
    ] = None,
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
        typer.Option(help="Folder to keep it in.", show_default="results/NAME-credit-HASH"),
    ] = None,
    figure: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Draw it, too: FILE ends in .svg, .png or .pdf."),
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
    """Share out a brand's purchases over the moments it pays for.

    Every coalition of moments is lived by the same people with the same luck; the Shapley values
    of what they buy stand beside what attribution rules say.
    """
    if figure is not None and figure.suffix not in FIGURES:
        raise typer.BadParameter(f"FILE ends in one of {', '.join(FIGURES)} (got {figure.name})")
    from sim.cli.share_out import Wish, share_out
    from sim.cli.shorthand import changes, given

    shorts = given(
        {"--consumers": ("market.consumers", consumers), "--days": ("market.days", days)}
    )
    named = tuple(name.strip() for name in moments.split(",") if name.strip())

    def lived() -> int:
        with changes(settings or (), shorts) as every:
            wish = Wish(scenario, every, brand, named, absence, feedback, reps, seed, workers,
                        threads or 1, out, new_people, figure)  # fmt: skip
            return share_out(wish, as_json=as_json, per_replicate=per_replicate, quiet=quiet)

    kept_in = "" if out is None else "--out"
    return guarded(lived, as_json=as_json, kept_in=kept_in)
