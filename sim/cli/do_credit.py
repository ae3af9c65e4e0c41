"""`journey credit`: what the money in each moment was good for, beside what rules say."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from sim.analysis.credit import Credit
from sim.analysis.credit_json import as_json
from sim.cli.do_study import Wish, do_study
from sim.cli.show_credit import show_credit
from sim.study.credit import KIND, credit


def do_credit(wish: Wish, *, absence: bool) -> int:
    """Live every coalition of moments, keep what was found, and print it.

    Parameters
    ----------
    wish : Wish
        What the command line asks for.
    absence : bool
        Whether it asks what leaving a moment costs, too.

    Returns
    -------
    int
        How it went.

    Raises
    ------
    ScenarioError
        If there is no such world, brand or moment.
    ResultError
        If the folder holds something else.
    """
    ask = partial(credit, with_absence=absence)
    return do_study(
        wish, KIND, ask, answer=as_json, show=show_credit, draw=_draw, warnings=_warnings
    )


def _draw(found: Credit, path: Path) -> None:
    from sim.plot.credit import credit as drawn

    figure = drawn(found).get_figure(root=True)
    if figure is not None:
        figure.savefig(path)


def _warnings(found: Credit) -> Iterator[str]:
    """What a reader of the table has to know: money that is not there cannot have caused much."""
    spend = found.spec.brands[found.spec.focal_brand].spend.by_lever
    if not any(spend.values()):
        yield f"{found.spec.focal_brand} spends nothing: there is nothing to share out"
