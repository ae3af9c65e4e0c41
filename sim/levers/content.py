"""Being useful, not only present."""

from sim.levers.base import CapabilityLever

LEVER = CapabilityLever(
    name="content",
    moment="know",
    about="What the brand says is made to fit the need of the moment, in every micro-moment.",
    source="assumption; usefulness matters more than who gives it (Z12)",
    cannot_say="What useful content is.",
    carry_over=0.95,
    default_spend=0.4,
    dial="usefulness",
    ceiling=0.9,
    scale=1.0,
)
