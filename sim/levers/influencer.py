"""Creators who speak of the brand where people look for ideas."""

from sim.levers.base import PresenceLever
from sim.tables.moments import COMPARE, IDEA, KNOW, SOCIAL, VIDEO

LEVER = PresenceLever(
    name="influencer",
    moment="idea",
    about="Paid creators show the brand in social feeds and videos when people want ideas, want "
    "to know or compare.",
    source="assumption; that it works: Leung et al. 2022 (abstract; no elasticity seen)",
    cannot_say="Who the creator is, how well creator and brand fit, or what disclosure does.",
    carry_over=0.8,
    default_spend=0.2,
    cells={
        (IDEA, SOCIAL): 1.0,
        (IDEA, VIDEO): 1.0,
        (KNOW, SOCIAL): 1.0,
        (KNOW, VIDEO): 1.0,
        (COMPARE, SOCIAL): 0.5,
        (COMPARE, VIDEO): 0.5,
    },
)
