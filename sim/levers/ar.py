"""Trying on from afar."""

from sim.levers.base import CapabilityLever
from sim.tables.moments import ARVR, MOMENTS

LEVER = CapabilityLever(
    name="ar",
    moment="buy",
    about="Products can be tried on by augmented reality: fewer doubts online, and presence in "
    "such apps.",
    source="assumption; Tan, Chandukala & Reddy 2022 (A18)",
    cannot_say="That it helps unknown and expensive products more: that must emerge.",
    carry_over=0.98,
    default_spend=0.05,
    dial="ar",
    ceiling=1.0,
    scale=1.0,
    cells={(moment, ARVR): 1.0 for moment in range(len(MOMENTS))},
)
