"""Pages that answer at once."""

from sim.levers.base import CapabilityLever

LEVER = CapabilityLever(
    name="speed",
    moment="buy",
    about="Site and app answer faster: help counts for more and choosing is less of a bother.",
    source="assumption; sources differ thirtyfold (M16, M17)",
    cannot_say="Seconds: it is a level from slowest to fastest.",
    carry_over=0.98,
    default_spend=0.3,
    dial="speed",
    ceiling=1.0,
    scale=1.0,
)
