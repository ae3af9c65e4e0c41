"""The page: its sections in order, each a function that finds what to say and a template."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final, Generic, NamedTuple, TypeVar

from sim.analysis.credit import Credit
from sim.analysis.response import Response
from sim.report import (
    answer,
    brands,
    credit,
    credit_parts,
    gains,
    journey,
    lost,
    measures,
    origin,
    plans,
    response,
    steps,
    surety,
)
from sim.report.sheet import sheet
from sim.results import Comparison, Run
from sim.results.files import write_text

T = TypeVar("T")
Found = Run | Comparison | Credit | Response


class Section(NamedTuple, Generic[T]):
    """One part of the page."""

    name: str
    """Its template is `<name>.html`."""
    title: str
    """Its heading; empty for the one that opens the page."""
    fill: Callable[[T], dict[str, Any] | None]
    """Finds what its template shows; None where there is nothing to say."""


SECTIONS: Final[tuple[Section[Run], ...]] = (
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
COMPARED: Final[tuple[Section[Comparison], ...]] = (
    Section("answer", "", plans.answer),
    Section("compared", "What was compared", plans.compared),
    Section("pairs", "How much more", gains.pairs),
    Section("sources", "From whom", gains.sources),
    Section("changed", "Who changed", gains.changed),
    Section("people", "What kinds of people", gains.people),
    Section("social", "By itself and through others", gains.social),
    Section("steps", "Where in the journey", steps.fill),
    Section("measures", "Everything measured", measures.fill),
    Section("surety", "How sure this is", surety.fill),
    Section("origin", "Where these numbers come from", origin.compared),
)
CREDITED: Final[tuple[Section[Credit], ...]] = (
    Section("credit", "", credit.fill),
    Section("rules", "What rules and trackers say", credit_parts.rules),
    Section("together", "What moments cause together", credit_parts.together),
    Section("loop", "By itself and through others", credit_parts.loop),
    Section("absence", "What leaving a moment costs", credit_parts.absence),
    Section("origin", "Where these numbers come from", origin.credited),
)
RESPONDED: Final[tuple[Section[Response], ...]] = (
    Section("response", "", response.fill),
    Section("further", "A sum of money more", response.further),
    Section("levers", "Single levers", response.levers),
    Section("noticed", "What being noticed is worth", response.noticed),
    Section("loop", "By itself and through others", response.loop),
    Section("assumed", "Under other assumptions", response.assumed),
    Section("origin", "Where these numbers come from", origin.credited),
)


def page(
    found: Found,
    sections: Sequence[Section[Any]] | None = None,
    *,
    credited: Credit | None = None,
) -> str:
    """Tell a result on one page that needs no network, no script and no other file.

    Parameters
    ----------
    found : Run, Comparison, Credit or Response
        What was found.
    sections : sequence of Section, optional
        Its parts, in order; omitted = all that its kind has.
    credited : Credit, optional
        A study of credit that gets a section of its own, before the last.

    Returns
    -------
    str
        HTML, the same bytes for the same result.
    """
    filled = [
        (section, told)
        for section in (_sections(found) if sections is None else sections)
        if (told := section.fill(found)) is not None
    ]
    if credited is not None:
        own = Section("credit", "What money in moments caused", credit.fill)
        filled.insert(-1, (own, credit.fill(credited)))
    return sheet(_head(found), filled)


def write(found: Found, path: Path, *, credited: Credit | None = None) -> None:
    """Write the page of a result into a file.

    Parameters
    ----------
    found : Run, Comparison, Credit or Response
        What was found.
    path : Path
        The file; its folder is made if need be.
    credited : Credit, optional
        As in `page`.
    """
    write_text(path, page(found, credited=credited))


def _sections(found: Found) -> Sequence[Section[Any]]:
    if isinstance(found, Comparison):
        return COMPARED
    if isinstance(found, Response):
        return RESPONDED
    return CREDITED if isinstance(found, Credit) else SECTIONS


def _head(found: Found) -> dict[str, Any]:
    """What stands above the sections."""
    world = found.base if isinstance(found, Comparison) else found
    kind, counted = {
        Run: ("Consumer journeys, simulated", "replicate"),
        Comparison: ("Consumer journeys, simulated: plans compared", "pair"),
        Credit: ("Consumer journeys, simulated: credit for purchases", "replicate"),
        Response: ("Consumer journeys, simulated: more or less money", "replicate"),
    }[type(found)]
    count = len(found.numbers if isinstance(found, Response) else found.replicates)
    market = world.spec.market
    return {
        "kind": kind,
        "name": world.spec.name,
        "focal": world.spec.focal_brand,
        "facts": [
            f"{market.consumers:,} people",
            f"{market.days:,} days",
            f"{count} {counted}{'s' * (count != 1)}",
            f"seed {world.seed}",
        ],
    }
