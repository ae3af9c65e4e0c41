"""Plans in which one brand spends a multiple of today's money on one thing."""

import math
from collections.abc import Collection, Iterable, Iterator
from typing import Final, NamedTuple

from sim.analysis.curve import TODAY
from sim.levers import LEVERS
from sim.scenario import Scenario
from sim.scenario.brands import Spend

AS_TODAY: Final = "today"
"""Name of the world in which the brand spends what it plans."""
DAYS_A_WEEK: Final = 7


class Subject(NamedTuple):
    """Something money goes into: a moment with all its levers, or a single lever."""

    kind: str
    """`moment` or `lever`."""
    name: str

    @property
    def levers(self) -> tuple[str, ...]:
        """Levers whose money it is."""
        if self.kind == "lever":
            return (self.name,)
        return tuple(name for name, lever in LEVERS.items() if lever.moment == self.name)

    def world(self, multiplier: float) -> str:
        """Name the world in which it gets a multiple of today's money.

        Parameters
        ----------
        multiplier : float
            The multiple; 1 is today.

        Returns
        -------
        str
            The name.
        """
        if multiplier == TODAY:
            return AS_TODAY
        return f"{self.kind} {self.name} x {multiplier!r}"

    def with_more(self, euro: float) -> str:
        """Name the world in which it gets a sum of money more.

        Parameters
        ----------
        euro : float
            The sum in the measured days.

        Returns
        -------
        str
            The name.
        """
        return f"{self.kind} {self.name} + {euro!r} euro"


def paid(spec: Scenario, subjects: Iterable[Subject]) -> list[Subject]:
    """Find out what the focal brand pays for.

    Parameters
    ----------
    spec : Scenario
        The world.
    subjects : iterable of Subject
        What it may pay for.

    Returns
    -------
    list of Subject
        Those that get money.
    """
    return [it for it in subjects if planned_euro(spec, it) > 0]


def planned_euro(spec: Scenario, subject: Subject) -> float:
    """Add up what the focal brand plans to spend on something.

    Parameters
    ----------
    spec : Scenario
        The world.
    subject : Subject
        What the money goes into.

    Returns
    -------
    float
        Euro in the measured days.
    """
    euro = spec.brands[spec.focal_brand].spend.by_lever
    return _weeks_of_thousands(spec) * math.fsum(
        euro[lever] for lever in subject.levers if lever in euro
    )


def scaled(spec: Scenario, levers: Collection[str], multiplier: float) -> Scenario:
    """Let the focal brand spend a multiple of its money on some levers, from now on.

    Parameters
    ----------
    spec : Scenario
        The world.
    levers : collection of str
        The levers; they keep their parts of the money.
    multiplier : float
        The multiple.

    Returns
    -------
    Scenario
        The same world under this plan. Money for all other levers stays as it is.
    """
    focal = spec.focal_brand
    brand = spec.brands[focal]
    # Every lever is fixed, so that no moment's budget is split anew over the others.
    euro = {
        lever: euro * multiplier if lever in levers else euro
        for lever, euro in brand.spend.by_lever.items()
    }
    spending = brand.model_copy(update={"spend": Spend.model_construct(levers=euro)})
    return spec.model_copy(update={"brands": {**spec.brands, focal: spending}})


def with_more(spec: Scenario, subject: Subject, euro: float) -> Scenario:
    """Let the focal brand spend a sum more on something, from now on and evenly over the days.

    Parameters
    ----------
    spec : Scenario
        The world.
    subject : Subject
        What the money goes into: in today's proportions of its levers, or, where none of them gets
        money today, in those of their default spends.
    euro : float
        The sum in the measured days, for all consumers of this world.

    Returns
    -------
    Scenario
        The same world under this plan. Money for all other levers stays as it is.
    """
    focal = spec.focal_brand
    brand = spec.brands[focal]
    today = brand.spend.by_lever
    budgets = [lever for lever in subject.levers if lever in today]
    weights = {lever: today[lever] for lever in budgets}
    if not any(weights.values()):
        weights = {lever: LEVERS[lever].default_spend for lever in budgets}
    a_week = euro / _weeks_of_thousands(spec)
    whole = math.fsum(weights.values())
    more = {lever: today[lever] + a_week * weights[lever] / whole for lever in budgets}
    spending = brand.model_copy(update={"spend": Spend.model_construct(levers=today | more)})
    return spec.model_copy(update={"brands": {**spec.brands, focal: spending}})


def _weeks_of_thousands(spec: Scenario) -> float:
    """Weeks of 1,000 consumers in the measured days: the unit of budgets."""
    return spec.market.days / DAYS_A_WEEK * spec.market.consumers / 1000


def plans(
    spec: Scenario, subjects: Iterable[Subject], multipliers: Iterable[float]
) -> Iterator[tuple[str, Scenario]]:
    """Name the worlds a question about money needs, and say what is planned in each.

    Parameters
    ----------
    spec : Scenario
        The world.
    subjects : iterable of Subject
        What money goes into.
    multipliers : iterable of float
        Multiples of today's money.

    Yields
    ------
    (str, Scenario)
        Name and plan; today's is not among them.
    """
    grid = [multiplier for multiplier in multipliers if multiplier != TODAY]
    for subject in subjects:
        for multiplier in grid:
            yield subject.world(multiplier), scaled(spec, subject.levers, multiplier)
