"""The page: its sections in order, each a function that finds what to say and a template."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined

from sim.plot.words import bought
from sim.report import answer, brands, journey, lost, origin
from sim.results import Run
from sim.results.files import write_text


class Section(NamedTuple):
    """One part of the page."""

    name: str
    """Its template is `<name>.html`."""
    title: str
    """Its heading; empty for the one that opens the page."""
    fill: Callable[[Run], dict[str, Any]]
    """Finds what its template shows."""


SECTIONS: Final = (
    Section("answer", "", answer.fill),
    Section("funnel", "How far needs came", journey.funnel),
    Section("moments", "Where people look", journey.moments),
    Section("lost", "Why needs were lost", lost.fill),
    Section("ways", "Looking and buying", journey.ways),
    Section("reviews", "What reviews said", brands.reviews),
    Section("shares", "Share over time", brands.shares),
    Section("personas", "Who bought", brands.personas),
    Section("origin", "Where these numbers come from", origin.fill),
)


def page(run: Run, sections: Sequence[Section] = SECTIONS) -> str:
    """Tell a run on one page that needs no network, no script and no other file.

    Parameters
    ----------
    run : Run
        What was found.
    sections : sequence of Section
        Its parts, in order.

    Returns
    -------
    str
        HTML, the same bytes for the same run.
    """
    environment = Environment(
        loader=PackageLoader("sim.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filled = [(section, section.fill(run)) for section in sections]
    return environment.get_template("page.html").render(
        run=run, spec=run.spec, words=bought(run.spec), sections=filled
    )


def write(run: Run, path: Path) -> None:
    """Write the page of a run into a file.

    Parameters
    ----------
    run : Run
        What was found.
    path : Path
        The file; its folder is made if need be.
    """
    write_text(path, page(run))
