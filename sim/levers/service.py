"""Polite people when something is asked."""

from sim.levers.base import CapabilityLever

LEVER = CapabilityLever(
    name="service",
    moment="smot",
    about="More service contacts are polite, because people are trained and there are enough of "
    "them.",
    source="assumption; rudeness drives customers away (PwC 2018, A23)",
    cannot_say="Waiting times.",
    carry_over=0.97,
    default_spend=0.5,
    dial="service",
    ceiling=0.98,
    scale=1.0,
)
