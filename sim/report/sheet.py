"""How sections become a page of HTML that needs nothing else."""

from collections.abc import Sequence
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined


def sheet(head: dict[str, Any], filled: Sequence[tuple[Any, dict[str, Any]]]) -> str:
    """Lay sections out below their head.

    Parameters
    ----------
    head : dict
        `kind`, `name`, `focal` and `facts`: what stands above the sections.
    filled : sequence of (Section, dict)
        Each section, and what its template shows.

    Returns
    -------
    str
        HTML, the same bytes for the same words.
    """
    environment = Environment(
        loader=PackageLoader("sim.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("page.html").render(**head, sections=filled)


def section(**parts: Any) -> dict[str, Any]:
    """Fill the common template of studies, whose parts may be left out.

    Parameters
    ----------
    **parts
        Any of `sentences`, `figures`, `tables`, `doubts`: lists.

    Returns
    -------
    dict
        What the template shows.
    """
    return {"sentences": [], "figures": [], "tables": [], "doubts": [], **parts}
