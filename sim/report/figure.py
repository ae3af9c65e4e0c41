"""What a section shows: a figure with its finding and its numbers, and how numbers are written."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from sim import plot
from sim.results import Estimate
from sim.results.written import NONE, number

INTERVAL: Final = ("95 % from", "to")
"""Heads of the columns that `cells` fills after the mean."""


class Table(NamedTuple):
    """Numbers in rows; the first cell of a row says what it is about."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str]]
    marked: str = ""
    """First cell of the row that the page is about."""


class Figure(NamedTuple):
    """A picture for those who see it, and the same for those who do not."""

    name: str
    """Word that begins its ids."""
    title: str
    """What is drawn, in a few words."""
    finding: str
    """What it shows, with the figures: read aloud instead of the picture."""
    reading: str
    """How to read it, in a line."""
    table: Table
    """Its numbers."""
    svg: str
    """The picture; empty where there is nothing to draw."""


def drawn(
    name: str, title: str, finding: str, reading: str, table: Table, *panels: plot.Panel
) -> Figure:
    """Draw a figure.

    Parameters
    ----------
    name, title, finding, reading : str
        As in `Figure`.
    table : Table
        Its numbers; without rows there is nothing to draw.
    *panels : Panel
        Its charts, below each other.

    Returns
    -------
    Figure
        With its picture.
    """
    svg = plot.svg(name, title, finding, *panels) if table.rows else ""
    return Figure(name, title, finding, reading, table, svg)


def said(found: Estimate, form: str = ",.0f", *, factor: float = 1, unit: str = "") -> str:
    """Write an estimate as people say it: 183,740 (± 960).

    Parameters
    ----------
    found : Estimate
        The estimate.
    form : str
        How, as Python's formats go.
    factor : float
        What it is multiplied with.
    unit : str
        What stands behind the number.

    Returns
    -------
    str
        Without ± where there is one replicate.
    """
    if found.mean is None:
        return NONE
    half = found.half_width
    more = "" if half is None else f" (±\u00a0{factor * half:{form.lstrip('+')}})"
    return f"{number(factor * found.mean, form)}{unit}{more}"


def percent(found: Estimate, form: str = ".1f") -> str:
    """Write a share as a percentage: 28.6 % (± 0.2)."""
    return said(found, form, factor=100, unit="\u00a0%")


def share(value: float | None, form: str = ".0f") -> str:
    """Write a share without its interval: 29 %."""
    return NONE if value is None else f"{number(100 * value, form)}\u00a0%"


def cells(found: Estimate, form: str = ".1f", *, factor: float = 100) -> list[str]:
    """Write an estimate into three cells, so that spreadsheets can read them.

    Parameters
    ----------
    found : Estimate
        The estimate.
    form : str
        How, as Python's formats go.
    factor : float
        What it is multiplied with; a share becomes a percentage.

    Returns
    -------
    list of str
        Mean, low, high.
    """
    return [number(None if it is None else factor * it, form) for it in found]


def listed(words: Sequence[str]) -> str:
    """Join words as in a sentence: one, two and three."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def beginning(sentence: str) -> str:
    """Begin a sentence with a capital, also where a brand's name comes first."""
    return sentence[:1].upper() + sentence[1:]


def isolated(name: str) -> str:
    """Keep a name of any script from turning the words around it (Unicode's first strong isolate).

    Parameters
    ----------
    name : str
        A name that people chose.

    Returns
    -------
    str
        The same, as a part of a sentence.
    """
    return name if name.isascii() else f"\u2068{name}\u2069"
