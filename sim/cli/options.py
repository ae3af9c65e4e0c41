"""Arguments and options that several commands have, and what is done with them."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Final

import typer

from sim.cli.shorthand import changes, given
from sim.cli.trouble import guarded

FIGURES: Final = (".svg", ".png", ".pdf")
"""What a figure's file may end in."""


class Feedback(StrEnum):
    """Whether one consumer's experience reaches another."""

    LIVE = "live"
    OFF = "off"


class Replayed(StrEnum):
    """Whether one consumer's experience reaches another, and whose."""

    LIVE = "live"
    OFF = "off"
    REPLAY = "replay"


Source = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A file, or the name of a shipped scenario: cafe.")
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change one setting, such as market.days=90."),
]
Seed = Annotated[int, typer.Option(min=0, max=2**64 - 1, help="Seed of people and luck.")]
Reps = Annotated[int, typer.Option(min=1, help="Replicates: other luck for the people.")]
Consumers = Annotated[
    int | None, typer.Option(help="Number of consumers.", show_default="as the scenario says")
]
Days = Annotated[
    int | None, typer.Option(help="Measured days.", show_default="as the scenario says")
]
Out = Annotated[
    Path | None, typer.Option(help="Folder to keep it in.", show_default="results/NAME-HASH")
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Tell nothing on the way but warnings.")]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Processes.", show_default="as many as pay")
]
Threads = Annotated[
    int | None,
    typer.Option(min=1, help="Threads of each process.", show_default="as many as pay"),
]
NewPeople = Annotated[
    bool, typer.Option("--new-people", help="Draw other people in each replicate.")
]
Report = Annotated[bool, typer.Option("--report", help="Write report.html into the folder, too.")]
Figure = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Draw it, too: FILE ends in .svg, .png or .pdf."),
]
# --- of studies that ask what a brand's money does
StudyThreads = Annotated[int, typer.Option("--threads", min=1, help="Threads of each process.")]
Brand = Annotated[str | None, typer.Option(help="Whose money.", show_default="the focal brand")]
OfThePlan = Annotated[
    Replayed | None,
    typer.Option(
        help="Whether experiences reach other people; replay: those of the plan as it is.",
        show_default="as the scenario says",
    ),
]
EveryReplicate = Annotated[
    bool, typer.Option("--per-replicate", help="With --json: every replicate, too.")
]


def check_figure(figure: Path | None) -> None:
    """Refuse a file that nothing can be drawn into, before anything is lived.

    Parameters
    ----------
    figure : Path or None
        The file; None: nobody asks for one.

    Raises
    ------
    typer.BadParameter
        If it has another ending.
    """
    if figure is not None and figure.suffix not in FIGURES:
        raise typer.BadParameter(f"FILE ends in one of {', '.join(FIGURES)} (got {figure.name})")


def with_settings(
    command: Callable[[tuple[str, ...]], int],
    settings: list[str] | None,
    shorts: Mapping[str, tuple[str, Any]],
    *,
    as_json: bool,
    out: Path | None = None,
) -> int:
    """Run a command in a world some of whose settings are changed.

    Parameters
    ----------
    command : callable
        Is given every change as `path=value`; returns how it went.
    settings : list of str or None
        What `--set` says.
    shorts : mapping of str to (str, Any)
        Options that are short for a setting, its path, and the value given; None: not given.
    as_json : bool
        Whether a program is reading.
    out : Path or None
        What `--out` says.

    Returns
    -------
    int
        How it went.
    """

    def changed() -> int:
        with changes(settings or (), given(shorts)) as every:
            return command(every)

    return guarded(changed, as_json=as_json, kept_in="" if out is None else "--out")
