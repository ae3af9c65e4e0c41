"""`journey explain --pages`: the reference pages, the command line's own among them."""

import sys
from enum import Enum
from pathlib import Path
from typing import Any, Final

import typer

import sim.cli
from sim.analysis.credit import Credit
from sim.analysis.response import Response
from sim.cli.trouble import DONE, print_json
from sim.reference.pages import head, reference_pages, table
from sim.results import Comparison, Run
from sim.results.columns import FRAMES, columns

INDEX: Final = {
    "settings.md": "every setting of a scenario file: unit, default, range, source, role",
    "levers.md": "what a marketer can do, what it costs, what it turns, what it cannot say",
    "moments.md": "micro-moments, moments of truth, channels, devices, and the other closed words",
    "kpis.md": "every measure of a run",
    "frames.md": "every frame of a result: its columns and their units",
    "dials.md": "what levers turn",
    "review-rules.md": "how platforms sum reviews up",
    "state.md": "what is remembered of people, what is counted, what the touch log holds",
    "streams.md": "where chance comes from",
    "command-line.md": "every command with its options, and how commands end",
}
"""What stands on each page."""
ABOUT_FRAMES: Final = (
    "Tidy pandas frames: `sim.run(…).funnel`, `sim.compare(…).frame`. `help(sim.Run.funnel)` says "
    "the same.\n"
)
ENVIRONMENT: Final = (
    ("JOURNEY_CACHE_DIR", "Folder for compiled kernels and counted opportunities."),
    ("NUMBA_DISABLE_JIT", "1: run everything as plain Python, far slower and with the same bits."),
)


def write_pages(folder: Path, app: typer.Typer, *, as_json: bool = False) -> int:
    """Write the reference pages into a folder.

    Parameters
    ----------
    folder : pathlib.Path
        Made if it is not there; pages of these names are replaced.
    app : typer.Typer
        The command line they describe.
    as_json : bool
        Whether a program is reading.

    Returns
    -------
    int
        How it went.

    Raises
    ------
    OSError
        If the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    pages = {**reference_pages(), "command-line.md": command_line(app), "frames.md": frames()}
    pages["README.md"] = _index()
    for name, text in pages.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    if as_json:
        print_json({"pages": len(pages), "folder": str(folder)})
    else:
        sys.stdout.write(f"{len(pages)} pages in {folder}\n")
    return DONE


def command_line(app: typer.Typer) -> str:
    """Describe every command and its options.

    Parameters
    ----------
    app : typer.Typer
        The command line.

    Returns
    -------
    str
        Markdown.
    """
    group: Any = typer.main.get_command(app)
    parts = [head("Command line")]
    for name, command in group.commands.items():
        rows = [_option(parameter) for parameter in command.params]
        usage = " ".join(
            f" {_placeholder(it)}" for it in command.params if not it.opts[0].startswith("-")
        )
        parts += [
            f"## `journey {name}{usage} [OPTIONS]`\n\n{command.help}\n",
            table(("option", "value", "default", "meaning"), rows),
        ]
    parts += ["## How commands end\n", table(("exit code", "meaning"), exit_codes())]
    parts += ["## Environment variables\n", table(("variable", "meaning"), ENVIRONMENT)]
    return "\n".join(parts)


def frames() -> str:
    """Describe every frame and its columns.

    Returns
    -------
    str
        Markdown.
    """
    parts = [head("Frames"), ABOUT_FRAMES]
    for owner in (Run, Comparison, Credit, Response):
        parts.append(f"## `{owner.__name__}`\n")
        for name in (it for it in FRAMES if it.startswith(f"{owner.__name__}.")):
            told = str(getattr(owner, name.partition(".")[2]).__doc__).splitlines()[0]
            rows = [(f"`{it.name}`", it.unit, it.meaning) for it in columns(name)]
            parts += [f"### `{name}`\n\n{told}\n", table(("column", "unit", "meaning"), rows)]
    return "\n".join(parts)


def exit_codes() -> list[tuple[str, str]]:
    """List the numbers commands end with, as the command line's own description has them.

    Returns
    -------
    list of (str, str)
        Number and meaning.
    """
    told = " ".join((sim.cli.__doc__ or "").split("\n\n")[1].split()).rstrip(".")
    pairs = (part.strip().split(" ", 1) for part in told.split("·"))
    return [(number, f"{meaning[0].upper()}{meaning[1:]}.") for number, meaning in pairs]


def _option(parameter: Any) -> tuple[str, str, str, str]:
    is_option = parameter.opts[0].startswith("-")
    names = ", ".join(parameter.opts) if is_option else _placeholder(parameter)
    return (f"`{names}`", _value(parameter), _default(parameter), parameter.help or "")


def _placeholder(parameter: Any) -> str:
    return str(parameter.metavar or parameter.name.upper())


def _value(parameter: Any) -> str:
    """What may follow an option: nothing, one of some words, a number in bounds, a text."""
    if getattr(parameter, "is_flag", False):
        return ""
    kind = parameter.type_descriptor.annotation
    if isinstance(kind, type) and issubclass(kind, Enum):
        return ", ".join(str(member.value) for member in kind)
    bounds = [
        f"{words} {bound:,}"
        for words, bound in (
            ("at least", getattr(parameter, "min", None)),
            ("at most", getattr(parameter, "max", None)),
        )
        if bound is not None
    ]
    what = {int: "whole number", float: "number", Path: "path"}.get(kind, parameter.metavar or "")
    several = "; may be repeated" if getattr(parameter, "multiple", False) else ""
    return f"{what}{', ' if bounds else ''}{' and '.join(bounds)}{several}"


def _default(parameter: Any) -> str:
    if isinstance(parameter.show_default, str):
        return parameter.show_default
    if getattr(parameter, "is_flag", False):
        return "off"
    if parameter.required:
        return "required"
    return "" if parameter.default is None else str(parameter.default)


def _index() -> str:
    lines = "".join(f"* [{name}]({name}): {about}\n" for name, about in INDEX.items())
    ask = "`journey explain WORD` answers the same on the command line.\n"
    return f"{head('Reference')}\n{lines}\n{ask}"
