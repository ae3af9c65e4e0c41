"""A9: the phone is consulted in a store by 82 % of people *at least once in a year* (Z08).

An "ever" incidence, not a chance per visit: with n store visits of chance p, 1 - (1 - p)^n.
"""

from functools import cache

import numpy as np

from sim.market import stored_opportunities
from sim.model import JourneyModel
from sim.scenario_io import load
from sim.tables.moments import PHONE, STORE_CHANNEL

CONSUMERS = 2000
Z08, TOLERANCE = 0.82, 0.03  # three points are 3.5 standard errors of 2,000 people


@cache
def ever_consulted(chance: float | None = None) -> float:
    people = [f"market.{name}={CONSUMERS}" for name in ("consumers", "panel_consumers")]
    other = [] if chance is None else [f"moments.consult={chance}"]
    spec = load("cafe", [*people, *other])
    opportunities = stored_opportunities(load("cafe"))
    touches = JourneyModel(spec, opportunities=opportunities).run().touches()
    consulted = (touches["channel"] == STORE_CHANNEL) & (touches["device"] == PHONE)
    return len(np.unique(touches["consumer"][consulted])) / CONSUMERS


def test_cafe_goers_consult_the_phone_in_a_store_as_often_as_people_say_they_do() -> None:
    assert abs(ever_consulted() - Z08) < TOLERANCE


def test_a_chance_of_82_percent_per_visit_would_be_far_off() -> None:
    assert abs(ever_consulted(0.82) - Z08) > 3 * TOLERANCE
