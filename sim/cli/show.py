"""What tables and sentences on a terminal have in common."""

from typing import TYPE_CHECKING, Final

from sim.results.written import NONE, number
from sim.scenario import Scenario

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

WIDTH: Final = 120


def wide_console() -> "Console":
    """Open the standard output for tables.

    Returns
    -------
    rich.console.Console
        Which cuts no line.
    """
    from rich.console import Console

    console = Console(highlight=False, markup=False, soft_wrap=True)
    # A number that is cut is worse than a line that a narrow window breaks.
    console.width = max(console.width, WIDTH)
    return console


def plain_table(first: str, *others: str) -> "Table":
    """Begin a table of names and numbers.

    Parameters
    ----------
    first : str
        Head of the column of names.
    *others : str
        Heads of the columns of numbers.

    Returns
    -------
    rich.table.Table
        Without rows.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False)
    table.add_column(first, no_wrap=True)
    for head in others:
        table.add_column(head, justify="right", no_wrap=True)
    return table


def heading(spec: Scenario, replicates: int, seed: int) -> str:
    """Say which world was lived, and how often.

    Parameters
    ----------
    spec : Scenario
        The world.
    replicates : int
        How many there are.
    seed : int
        Seed of people and luck.

    Returns
    -------
    str
        A line without its end.
    """
    market = spec.market
    return (
        f"{spec.name}: {several(market.consumers, 'consumer')}, {several(market.days, 'day')}, "
        f"{several(replicates, 'replicate')}, seed {seed}"
    )


def luck_only(replicates: int, assumed: tuple[int, int] | None) -> str:
    """Say what stands behind a ±, and what does not.

    Parameters
    ----------
    replicates : int
        How many there are.
    assumed : (int, int) or None
        Numbers of the market that are assumptions, and numbers in all, if they were counted.

    Returns
    -------
    str
        A part of a sentence.
    """
    luck = f"± luck only: {several(replicates, 'replicate')}"
    if assumed:
        luck += f"; {assumed[0]} of {assumed[1]} numbers of this market are assumptions"
    return luck


def several(count: int, what: str) -> str:
    """Count things as people do: 1 day, 2 days.

    Parameters
    ----------
    count : int
        How many.
    what : str
        What one is called.

    Returns
    -------
    str
        Number and name.
    """
    return f"{count:,} {what}{'' if count == 1 else 's'}"


def percent(part: float | None, whole: float | None = 1.0) -> str:
    """Write a part in percent.

    Parameters
    ----------
    part : float or None
        The part.
    whole : float or None
        Of what.

    Returns
    -------
    str
        A dash where there is none, or nothing to be a part of.
    """
    return NONE if part is None or not whole else f"{number(100 * part / whole, '.1f')} %"
