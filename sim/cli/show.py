"""A run as people read it: funnel, brands, the focal brand in a line, where it is kept."""

import shlex
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from sim.results import Estimate, Run
from sim.results.written import NONE, money, number
from sim.tables.moments import LOGGED_MOMENTS, LOST_REASONS, NO_MOMENT

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

WIDTH: Final = 120
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


def show(run: Run) -> None:
    """Print a run.

    Parameters
    ----------
    run : Run
        What was found.
    """
    console = wide_console()
    market = run.spec.market
    console.print(
        f"{run.spec.name}: {_several(market.consumers, 'consumer')}, "
        f"{_several(market.days, 'day')}, "
        f"{_replicates(run)}, seed {run.seed}"
    )
    for part in (_funnel(run), FUNNEL_NOTE, _brands(run), *_lines(run)):
        console.print(part)


def thin_boards(run: Run) -> Iterator[str]:
    """Warn of ratings that few reviews decide.

    Parameters
    ----------
    run : Run
        What was found.

    Yields
    ------
    str
        A line, if there are such ratings.
    """
    reviews = {name: found["reviews"].mean for name, found in run.summary.brands().items()}
    thin = [
        f"{name} {mean:,.0f}" for name, mean in reviews.items() if mean is not None and mean < THIN
    ]
    if thin and run.spec.feedback == "live":
        yield (
            f"thin review boards: {', '.join(thin)} reviews in the measured days; below {THIN}, "
            "ratings are a lottery (more consumers or days help)"
        )


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


def _funnel(run: Run) -> "Table":
    focal = run.spec.focal_brand
    heads = ("reached", f"{focal} present", f"{focal} helped", "→ next", "± 95 %")
    table = plain_table("Moment of truth", *heads)
    for truth, row in run.summary.funnel(focal).items():
        widest = max((found.half_width or 0 for found in row.values()), default=0)
        spread = f"{100 * widest:.1f}" if len(run.replicates) > 1 else NONE
        table.add_row(NAMES[truth], *(_share(found) for found in row.values()), spread)
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
            _share(found["share"]),
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
        f"share {_share(found['share'])}{_spread(found['share'], 100, '.1f')}",
        f"planned spend {money(found['spend'].mean)}",
        f"profit {money(found['profit'].mean)}{_spread(found['profit'])}",
    ]
    luck = f"± luck only: {_replicates(run)}"
    if run.assumed:
        luck += f"; {run.assumed[0]} of {run.assumed[1]} numbers of this market are assumptions"
    yield f"{focal.capitalize()}: {' · '.join(facts)}   ({luck})"
    lost = {reason: found.mean or 0 for reason, found in run.summary.lost().items()}
    needs = sum(lost.values())
    if needs > 0:
        reasons = {reason: count / needs for reason, count in lost.items()}
        yield f"Needs {focal} did not win, by reason: {_largest(reasons)}"
        yield f"By micro-moment: {_largest(_moments(run))}; most of all {_largest(_places(run), 2)}"
    if run.made.failed:
        yield f"{_several(len(run.made.failed), 'replicate')} failed"
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


def _replicates(run: Run) -> str:
    return _several(len(run.replicates), "replicate")


def _several(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _share(found: Estimate) -> str:
    return NONE if found.mean is None else f"{number(100 * found.mean, '.1f')} %"


def _spread(found: Estimate, factor: float = 1, form: str = ",.0f") -> str:
    half = found.half_width
    return "" if half is None else f" ± {factor * half:{form}}"
