"""Commands and options; what is heavy is imported when a command needs it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from sim.cli.trouble import guarded, misused

app = typer.Typer(
    name="journey",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


class Feedback(StrEnum):
    """Whether one consumer's experience reaches another."""

    LIVE = "live"
    OFF = "off"


Source = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A file, or the name of a shipped scenario: cafe.")
]
Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Change one setting, such as market.days=90."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object and nothing else.")]


def called(arguments: list[str]) -> int:
    """Do what a command line asks for.

    Parameters
    ----------
    arguments : list of str
        The command line without the name of the program.

    Returns
    -------
    int
        How it went: see `sim.cli`.
    """
    try:
        how: object = app(arguments, prog_name="journey", standalone_mode=False)
    except typer.TyperException as error:
        return misused(error, as_json="--json" in arguments)
    return how if isinstance(how, int) else 0


def _show_version(wanted: bool) -> None:
    if wanted:
        import sim

        typer.echo(f"journey {sim.__version__}")
        raise typer.Exit


@app.callback()
def journey(
    _version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_show_version, is_eager=True, help="Show the version and exit."
        ),
    ] = False,
) -> None:
    """Consumers live through micro-moments and moments of truth among competing brands."""


@app.command()
def run(
    scenario: Source,
    settings: Set = None,
    seed: Annotated[int, typer.Option(min=0, max=2**64 - 1, help="Seed of people and luck.")] = 7,
    reps: Annotated[int, typer.Option(min=1, help="Replicates: other luck for the people.")] = 10,
    consumers: Annotated[
        int | None, typer.Option(help="Number of consumers.", show_default="as the scenario says")
    ] = None,
    days: Annotated[
        int | None, typer.Option(help="Measured days.", show_default="as the scenario says")
    ] = None,
    feedback: Annotated[
        Feedback | None,
        typer.Option(
            help="Whether experiences reach other people.", show_default="as the scenario says"
        ),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder to keep it in.", show_default="results/NAME-HASH")
    ] = None,
    as_json: Json = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Tell nothing on the way.")] = False,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Processes.", show_default="as many as pay")
    ] = None,
    threads: Annotated[int, typer.Option(min=1, help="Threads of each process.")] = 1,
    new_people: Annotated[
        bool, typer.Option("--new-people", help="Draw other people in each replicate.")
    ] = False,
) -> int:
    """Live one market again and again, and say what came of it."""
    from sim.cli.run import Wish, run_world

    short = {"market.consumers": consumers, "market.days": days, "feedback": feedback}
    changes = [f"{path}={value}" for path, value in short.items() if value is not None]
    wish = Wish(
        scenario, (*(settings or ()), *changes), reps, seed, workers, threads, out, new_people
    )
    return guarded(lambda: run_world(wish, as_json=as_json, quiet=quiet), as_json=as_json)


@app.command()
def validate(scenario: Source, settings: Set = None, as_json: Json = False) -> int:
    """Check a scenario and say everything that is wrong with it."""
    from sim.cli.validate import check

    return guarded(lambda: check(scenario, settings or [], as_json=as_json), as_json=as_json)
