"""Making good what went wrong."""

from sim.levers.base import CapabilityLever

LEVER = CapabilityLever(
    name="recovery",
    moment="smot",
    about="More failures of service are made good, which repairs a part of the loss.",
    source="assumption; de Matos, Henrique & Rossi 2007",
    cannot_say="What making good costs in each case.",
    carry_over=0.97,
    default_spend=0.2,
    dial="recovery",
    ceiling=0.9,
    scale=1.0,
)
