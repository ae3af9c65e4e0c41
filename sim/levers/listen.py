"""Complaints heard inside the firm."""

from sim.levers.base import CapabilityLever

LEVER = CapabilityLever(
    name="listen",
    moment="umot",
    about="Complaints and bad reviews reach those who can change product and service, and slowly "
    "do.",
    source="assumption",
    cannot_say="What is changed, and what the change costs.",
    carry_over=0.95,
    default_spend=0.1,
    dial="listen",
    ceiling=1.0,
    scale=1.0,
)
