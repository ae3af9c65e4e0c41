"""What brands have decided: money by lever, policies, prices, products."""

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from sim.levers import Lever
from sim.market.tables import Floats
from sim.scenario import Scenario

DAYS_A_WEEK = 7.0


class Plan(NamedTuple):
    """The decisions of all brands, until further notice."""

    amounts: Floats
    """By lever and brand: a budget lever's euro per 1,000 consumers and day, a policy's value."""
    price_eur: Floats
    """List price, by brand."""
    quality: Floats
    """Quality in use, by brand, before listening."""
    claim: Floats
    """Quality claimed, by brand."""


def plan_of(spec: Scenario, levers: Mapping[str, Lever]) -> Plan:
    """Read the brands' decisions from a scenario.

    Parameters
    ----------
    spec : Scenario
        The world.
    levers : mapping of str to Lever
        The levers there are.

    Returns
    -------
    Plan
        In the order of the levers and of the brands' names.
    """
    brands = [spec.brands[name] for name in sorted(spec.brands)]
    spend = [brand.spend.by_lever for brand in brands]
    amounts = [
        [planned[name] / DAYS_A_WEEK for planned in spend]
        if lever.is_budget
        else [getattr(brand.policies, name) for brand in brands]
        for name, lever in levers.items()
    ]
    claims = [
        brand.quality_stars if brand.claim_stars is None else brand.claim_stars for brand in brands
    ]
    return Plan(
        np.array(amounts, dtype=np.float64).reshape(len(levers), len(brands)),
        np.array([brand.price_eur for brand in brands]),
        np.array([brand.quality_stars for brand in brands]),
        np.array(claims, dtype=np.float64),
    )
