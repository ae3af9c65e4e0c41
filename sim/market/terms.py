"""What one market says about its levers: prices, limits, carry-over, levels without money."""

from collections.abc import Mapping

from sim.levers import Lever
from sim.levers.base import Terms
from sim.market.tables import Floats
from sim.rng import exp_array
from sim.scenario import Scenario
from sim.scenario.brands import LeverSettings


def carry_over(lever: Lever, settings: LeverSettings) -> float:
    """Money works on after the day it is spent.

    Parameters
    ----------
    lever : Lever
        What it is spent on.
    settings : LeverSettings
        What the scenario says of it.

    Returns
    -------
    float
        Share of the stock that lasts to the next day.
    """
    return lever.carry_over if settings.carry_over is None else settings.carry_over


def neutral(spec: Scenario, levers: Mapping[str, Lever]) -> dict[str, float]:
    """Levels without any spend that the scenario sets itself.

    Parameters
    ----------
    spec : Scenario
        The world.
    levers : mapping of str to Lever
        What brands can do.

    Returns
    -------
    dict of str to float
        By dial.
    """
    return {
        levers[name].dials[0]: settings.floor
        for name, settings in spec.levers.items()
        if settings.floor is not None and name in levers
    }


def terms(lever: Lever, settings: LeverSettings, opportunities: Floats) -> Terms:
    """What a lever can reach in this market, and at which price.

    Parameters
    ----------
    lever : Lever
        The lever.
    settings : LeverSettings
        What the scenario says of it.
    opportunities : numpy.ndarray
        Micro-moments per 1,000 consumers and day, moments × channels.

    Returns
    -------
    Terms
        Its own constants where the scenario says nothing.
    """
    own = {name: getattr(lever, name, 1.0) for name in ("scale", "ceiling")}
    unit_cost = {str(channel): euro for channel, euro in settings.unit_cost_eur.items()}
    return Terms(
        unit_cost=unit_cost,
        contacts_per_euro=lever.contacts_per_euro(unit_cost, opportunities),
        scale=own["scale"] if settings.scale_eur is None else settings.scale_eur,
        ceiling=own["ceiling"] if settings.ceiling is None else settings.ceiling,
        exp=exp_array,
    )
