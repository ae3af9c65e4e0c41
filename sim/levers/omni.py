"""Devices and channels that join up."""

from sim.levers.base import CapabilityLever

LEVER = CapabilityLever(
    name="omni",
    moment="go",
    about="A journey begun on one device or channel goes on where it stopped on another.",
    source="assumption; joined-up customers spend more, by selection (M24)",
    cannot_say="Collecting or returning in a shop what was bought online.",
    carry_over=0.98,
    default_spend=0.3,
    dial="omni",
    ceiling=1.0,
    scale=1.0,
)
