"""Personalization and privacy are complements: each is worth more with the other.

The market of three personas, its focal brand with and without money for either; the same people
with the same luck under all four plans. Interaction = both - personal - private + neither, per
person. Personalized adverts work nearly twice as well once people control their data (A14; Tucker
2014).
"""

from functools import cache

import numpy as np
import pytest

from tests.patterns.bands import Estimate, is_positive, mean_of
from tests.patterns.futures import eve, market, year

pytestmark = pytest.mark.slow

CONSUMERS, FEW = 10_000, 1_500
GENEROUS = 12.0
"""Euro per week and 1,000 consumers: near the ceiling of either level."""
UNCONCERNED = tuple(
    f"personas.{name}.{setting}=0"
    for name in ("native", "pragmatist", "traditional")
    for setting in ("traits.privacy_concern", "trait_spread")
)


def plan(personal: float, privacy: float) -> str:
    """The usual plan with so much money for the two levers."""
    levers = market("personas").brands["acme"].spend.by_lever
    euro = levers | {"personal": personal, "privacy": privacy}
    return "{spend: {levers: {" + ", ".join(f"{k}: {v}" for k, v in euro.items()) + "}}}"


PLANS = {
    "neither": (0.0, 0.0),
    "personal": (GENEROUS, 0.0),
    "private": (0.0, GENEROUS),
    "both": (GENEROUS, GENEROUS),
}


@cache
def units(name: str, consumers: int, *settings: str) -> np.ndarray:
    """Units of the focal brand by consumer in a year under a plan."""
    strategies = [f"strategies.{other}={plan(*euro)}" for other, euro in PLANS.items()]
    start = eve("personas", f"market.consumers={consumers}", *strategies, *settings)
    return year(start, name).units()


def interaction(consumers: int, *settings: str) -> Estimate:
    neither, personal, private, both = (units(name, consumers, *settings) for name in PLANS)
    return mean_of(both - personal - private + neither)


def test_personalization_and_privacy_are_complements() -> None:
    """Power: 1.5 % of sales."""
    is_positive(interaction(CONSUMERS))


def test_where_nobody_minds_privacy_adds_nothing() -> None:
    """Without concern the level of privacy changes no purchase at all, and no interaction is."""
    alike = units("both", FEW, *UNCONCERNED) == units("personal", FEW, *UNCONCERNED)
    assert alike.all()
    with pytest.raises(AssertionError, match="z = "):
        is_positive(interaction(FEW, *UNCONCERNED))
