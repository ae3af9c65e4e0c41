"""A run as people read it: funnel, brands, the focal brand in a line, where it is kept."""

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sim.cli.show import heading, luck_only, percent, plain_table, several, wide_console
from sim.results import Estimate, Run
from sim.results.written import NONE, money, number
from sim.tables.moments import LOGGED_MOMENTS, LOST_REASONS, NO_MOMENT

if TYPE_CHECKING:
    from rich.table import Table

FUNNEL_NOTE: Final = (
    "(shares of journeys opened; → next: reached this moment of truth and the next)"
)
THIN: Final = 30
"""Reviews below which a brand's rating is a lottery."""
NAMES: Final = {
    "stimulus": "stimulus",
    "zmot": "ZMOT",
    "fmot": "FMOT",
    "smot": "SMOT",
    "umot": "UMOT",
}


def show_run(run: Run) -> None:
    """Print a run.

    Parameters
    ----------
    run : Run
        What was found.
    """
    console = wide_console()
    console.print(heading(run.spec, len(run.replicates), run.seed))
    for part in (_funnel(run), FUNNEL_NOTE, _brands(run), *_lines(run)):
        console.print(part)


def thin_boards(*runs: Run) -> Iterator[str]:
    """Warn of ratings that few reviews decide.

    Parameters
    ----------
    *runs : Run
        What was found: a world, or worlds of the same brands; the fewest reviews are told.

    Yields
    ------
    str
        A line, if there are such ratings.
    """
    worlds = [run.summary.brands() for run in runs]
    reviews = {name: min(it[name]["reviews"].mean or 0.0 for it in worlds) for name in worlds[0]}
    thin = [f"{name} {mean:,.0f}" for name, mean in reviews.items() if mean < THIN]
    if thin and runs[0].spec.feedback == "live":
        yield (
            f"thin review boards: {', '.join(thin)} reviews in the measured days; below {THIN}, "
            "ratings are a lottery (more consumers or days help)"
        )


def _funnel(run: Run) -> "Table":
    focal = run.spec.focal_brand
    heads = ("reached", f"{focal} present", f"{focal} helped", "→ next", "± 95 %")
    table = plain_table("Moment of truth", *heads)
    for truth, row in run.summary.funnel(focal).items():
        widest = max((found.half_width or 0 for found in row.values()), default=0)
        spread = f"{100 * widest:.1f}" if len(run.replicates) > 1 else NONE
        table.add_row(NAMES[truth], *(percent(found.mean) for found in row.values()), spread)
    return table


def _brands(run: Run) -> "Table":
    table = plain_table(
        "Brand", "purchases", "share", "rating", "reviews", "NPS", "spent", "profit"
    )
    for name, found in run.summary.brands().items():
        spent = (found["spend"].mean or 0) + (found["induced_spend"].mean or 0)
        table.add_row(
            name,
            number(found["purchases"].mean),
            percent(found["share"].mean),
            number(found["rating"].mean, ".2f"),
            number(found["reviews"].mean),
            number(found["nps"].mean, "+.0f"),
            money(spent),
            money(found["profit"].mean),
        )
    return table


def _lines(run: Run) -> Iterator[str]:
    focal = run.spec.focal_brand
    found = run.summary.brands()[focal]
    facts = [
        f"{number(found['purchases'].mean)} purchases{_spread(found['purchases'])}",
        f"share {percent(found['share'].mean)}{_spread(found['share'], 100, '.1f')}",
        f"planned spend {money(found['spend'].mean)}",
        f"profit {money(found['profit'].mean)}{_spread(found['profit'])}",
    ]
    luck = luck_only(len(run.replicates), run.assumed)
    yield f"{focal.capitalize()}: {' · '.join(facts)}   ({luck})"
    lost = {reason: found.mean or 0 for reason, found in run.summary.lost().items()}
    needs = sum(lost.values())
    if needs > 0:
        reasons = {reason: count / needs for reason, count in lost.items()}
        yield f"Needs {focal} did not win, by reason: {_largest(reasons)}"
        yield f"By micro-moment: {_largest(_moments(run))}; most of all {_largest(_places(run), 2)}"
    if run.made.failed:
        yield f"{several(len(run.made.failed), 'replicate')} failed"
    # Quoted where need be, so that the command can be copied.
    yield f"Results: {run.out}  (journey report {shlex.quote(str(run.out))})"


def _largest(parts: dict[str, float], count: int = 4) -> str:
    names = sorted(parts, key=lambda name: -parts[name])[:count]
    return ", ".join(f"{name.replace('_', ' ')} {parts[name]:.0%}" for name in names)


def _moments(run: Run) -> dict[str, float]:
    """Part of the needs lost, by the moment in which it was decided."""
    from sim.results.shares import lost_cells

    table = lost_cells(run.summary)
    return {
        place: sum(row[where].mean or 0 for row in table)
        for where, place in enumerate((*LOGGED_MOMENTS[:NO_MOMENT], "before any"))
    }


def _places(run: Run) -> dict[str, float]:
    """Part of the needs lost, by reason and the moment in which it was decided."""
    from sim.results.shares import lost_cells

    return {
        f"{reason} {'before any moment' if where == NO_MOMENT else f'at {moment}'}": cell.mean or 0
        for reason, row in zip(LOST_REASONS, lost_cells(run.summary), strict=True)
        for where, (moment, cell) in enumerate(zip(LOGGED_MOMENTS, row, strict=True))
    }


def _spread(found: Estimate, factor: float = 1, form: str = ",.0f") -> str:
    half = found.half_width
    return "" if half is None else f" ± {factor * half:{form}}"
