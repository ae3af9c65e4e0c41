"""Caring for what comes after."""

from sim.levers.base import CapabilityLever

LEVER = CapabilityLever(
    name="sustain",
    moment="smot",
    about="The brand becomes more sustainable, slowly, and some people choose by it.",
    source="assumption; stated and bought differ (White, Hardisty & Habib 2019, A20)",
    cannot_say="Whether the claim is true.",
    carry_over=0.99,
    default_spend=0.1,
    dial="sustainability",
    ceiling=1.0,
    scale=2.0,
)
