"""When a need is born."""

from typing import Annotated

from pydantic import Field

from sim.scenario.declare import Section, number, probability


class Needs(Section):
    """When a need is born."""

    mean_days: float = number(
        150,
        unit="days",
        source="assumption: category",
        role="chain",
        ge=0.001,
        le=1e7,
        kernel="no",
        plausible=(75, 300),
    )
    """Mean days between life-event or replenishment needs of one consumer (1 / lambda)."""
    shape: float = number(
        2,
        unit="Gamma shape",
        source="Ehrenberg 1959 (NBD), from memory",
        role="heterogeneity",
        ge=0.01,
        le=1e6,
        kernel="no",
        plausible=(0.5, 5),
        off=1e6,
    )
    """Heterogeneity of the need rate: small = some need often; 1e6 or more = all alike."""
    refractory_days: int = number(
        14, unit="days", source="Zhang & Vaver 2017 (satiation)", role="needs", ge=0, le=3650,
        plausible=(0, 60), off=0,
    )  # fmt: skip
    """Days after a purchase in which no new need opens."""
    season: Annotated[
        list[Annotated[float, Field(ge=0, le=20)]], Field(min_length=12, max_length=12)
    ] = [1.0] * 12
    """Factor on the need rate by month (day 0 is 1 January, months of 365 / 12 days)."""
    advert: float = probability(
        0.0025,
        source="assumption: 17 % of needs",
        role="needs",
        plausible=(0.0005, 0.01),
        kernel="no",
    )
    """Chance that an advert seen wakes a need in a person who has none (eta_ad)."""
    peer: float = probability(
        0.04, source="Bass 1969 (order of q), from memory", role="feedback", plausible=(0.01, 0.1)
    )
    """Chance that a friend's fresh story wakes a need."""
    impulse: float = probability(
        0.0003,
        source="assumption; Beatty & Ferrell 1998, from memory",
        role="needs",
        unit="per day",
        kernel="no",
        plausible=(0, 0.002),
    )
    """Chance per day of an impulse need where brands stand on every shelf."""
