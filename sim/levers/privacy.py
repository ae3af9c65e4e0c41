"""Data that are safe and seem so."""

from sim.levers.base import CapabilityLever

LEVER = CapabilityLever(
    name="privacy",
    moment="buy",
    about="People's data are handled with care and control, so that fewer mind giving them.",
    source="assumption; Tucker 2014 (A14); Baymard 2024 (M21)",
    cannot_say="Breaches and the law.",
    carry_over=0.98,
    default_spend=0.2,
    dial="privacy",
    ceiling=1.0,
    scale=1.0,
)
