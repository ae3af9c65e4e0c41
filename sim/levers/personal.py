"""Help fitted to the person."""

from sim.levers.base import CapabilityLever

LEVER = CapabilityLever(
    name="personal",
    moment="compare",
    about="Help is fitted to the person; some want that, and others mind it unless their data are "
    "safe.",
    source="assumption; Tucker 2014 (A14); vendors' claims (A16) are not used",
    cannot_say="Which data it takes, and the law.",
    carry_over=0.95,
    default_spend=0.2,
    dial="personalization",
    ceiling=1.0,
    scale=1.0,
)
