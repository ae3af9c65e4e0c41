"""Commands and options; what is heavy is imported when a command needs it."""

from pathlib import Path
from typing import Annotated

import typer

from sim.cli.compare import compare
from sim.cli.credit import credit
from sim.cli.options import Json, Set, Source
from sim.cli.response import response
from sim.cli.run import run
from sim.cli.trace import trace
from sim.cli.trouble import guarded, misused

app = typer.Typer(
    name="journey",
    add_completion=False,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


INHERITED = "as the market it builds on"


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


for _command in (run, credit, compare, response, trace):
    app.command()(_command)


@app.command()
def report(
    run: Annotated[
        Path,
        typer.Argument(
            metavar="RUN",
            help="The folder of a run, a comparison, a study of credit or of response, or its name "
            "among results/.",
        ),
    ],
    out: Annotated[
        Path | None, typer.Option(help="The page.", show_default="RUN/report.html")
    ] = None,
    credit: Annotated[
        Path | None,
        typer.Option(
            metavar="FOLDER",
            help="A study of credit that gets a section on the page.",
            show_default="no such section",
        ),
    ] = None,
    as_json: Json = False,
) -> int:
    """Tell what is kept on one page: the answer, and the figures behind it."""
    from sim.cli.report import report as write_report

    return guarded(
        lambda: write_report(run, out, credit=credit, as_json=as_json),
        as_json=as_json,
        kept_in="RUN",
    )


@app.command()
def validate(scenario: Source, settings: Set = None, as_json: Json = False) -> int:
    """Check a scenario and say everything that is wrong with it."""
    from sim.cli.validate import check

    return guarded(lambda: check(scenario, settings or [], as_json=as_json), as_json=as_json)


@app.command()
def explain(
    word: Annotated[
        str | None,
        typer.Argument(
            metavar="[PATH | WORD]",
            show_default=False,
            help="A setting by its path or the end of it, or any word of the model; omitted = "
            "what there is.",
        ),
    ] = None,
    scenario: Annotated[
        str | None,
        typer.Option(metavar="SCENARIO", help="Show the value in this market, and who says so."),
    ] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Print the JSON Schema of scenario files, for editors.")
    ] = False,
    pages: Annotated[
        Path | None, typer.Option(metavar="FOLDER", help="Write the reference pages of everything.")
    ] = None,
    as_json: Json = False,
) -> int:
    """Say what a setting or a word means, and where it acts."""
    if schema + (pages is not None) + (word is not None) > 1:
        raise typer.BadParameter("a word, --schema and --pages exclude each other")
    if scenario is not None and word is None:
        raise typer.BadParameter("--scenario needs a word or a path whose value it shows")
    from sim.cli.explain import explain, overview
    from sim.cli.explain import schema as print_schema

    if pages is not None:
        from sim.cli.pages import write_pages

        return guarded(lambda: write_pages(pages, app, as_json=as_json), as_json=as_json)
    if schema:
        return guarded(print_schema, as_json=as_json)
    if word is None:
        return guarded(lambda: overview(as_json=as_json), as_json=as_json)
    return guarded(lambda: explain(word, scenario, as_json=as_json), as_json=as_json)


@app.command()
def new(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The scenario file to write.")],
    extends: Annotated[
        str | None,
        typer.Option(metavar="SCENARIO", help="The market it builds on.", show_default="base"),
    ] = None,
    name: Annotated[
        str | None, typer.Option(help="Name of the market.", show_default="as the file")
    ] = None,
    category: Annotated[
        str | None, typer.Option(help="What is sold, in a word.", show_default=INHERITED)
    ] = None,
    brands: Annotated[
        list[str] | None,
        typer.Option(
            "--brand",
            metavar="NAME[=PRICE[,STARS]]",
            help="A brand, its price in euro and its quality in stars.",
        ),
    ] = None,
    focal: Annotated[
        str | None,
        typer.Option(help="The brand the questions are about.", show_default="the first --brand"),
    ] = None,
    budgets: Annotated[
        list[str] | None,
        typer.Option(
            "--budget",
            metavar="MOMENT=EUR",
            help="A budget of that brand, euro per week per 1,000 consumers.",
        ),
    ] = None,
    unit_costs: Annotated[
        list[str] | None,
        typer.Option(
            "--unit-cost",
            metavar="LEVER[.CHANNEL]=EUR",
            help="What one contact costs, in euro.",
        ),
    ] = None,
    consumers: Annotated[
        int | None, typer.Option(help="Number of consumers.", show_default=INHERITED)
    ] = None,
    days: Annotated[int | None, typer.Option(help="Measured days.", show_default=INHERITED)] = None,
    force: Annotated[bool, typer.Option("--force", help="Replace a file that is there.")] = False,
    as_json: Json = False,
) -> int:
    """Write a scenario file to begin with.

    On a terminal and without options it asks.
    """
    from sim.cli.new import Wish
    from sim.cli.new import new as write_new

    told = (tuple(brands or ()), focal, tuple(budgets or ()), tuple(unit_costs or ()))
    wish = Wish(file, extends, name, category, *told, consumers, days)
    return guarded(lambda: write_new(wish, force=force, as_json=as_json), as_json=as_json)


@app.command()
def warmup(as_json: Json = False) -> int:
    """Compile the model for this machine, once."""
    from sim.cli.warmup import warm_up

    return guarded(lambda: warm_up(as_json=as_json), as_json=as_json)
