"""The panel of a study: the people whose touches are logged, so that rules can read them."""

from typing import Final

from sim.scenario import Scenario
from sim.study.worlds import Floats

LARGEST_LOG: Final = 5_000_000
"""Rows of a touch log that is kept for the rules: some hundred megabytes while it is read."""


def panel(spec: Scenario, opportunities: Floats) -> int:
    """Find out whose touches can be logged.

    Parameters
    ----------
    spec : Scenario
        The world.
    opportunities : array of float
        Micro-moments per 1,000 consumers and day.

    Returns
    -------
    int
        Everybody, or as many as a log of bounded size holds.
    """
    rows = float(opportunities.sum()) / 1000 * spec.market.days * len(spec.brands)
    return min(spec.market.consumers, max(1, int(LARGEST_LOG / max(rows, 1e-9))))


def with_panel(spec: Scenario, people: int) -> Scenario:
    """Keep a touch log of so many people, which changes nobody's life.

    Parameters
    ----------
    spec : Scenario
        The world.
    people : int
        How many; 0 = there is no log.

    Returns
    -------
    Scenario
        The same world with that log.
    """
    market = spec.market.model_copy(update={"panel_consumers": people})
    return spec.model_copy(update={"market": market})
