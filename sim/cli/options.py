"""Arguments and options that several commands have."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


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
Seed = Annotated[int, typer.Option(min=0, max=2**64 - 1, help="Seed of people and luck.")]
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
