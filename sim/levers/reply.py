"""Public answers to bad reviews."""

from sim.levers.base import CapabilityLever

LEVER = CapabilityLever(
    name="reply",
    moment="umot",
    about="More negative reviews are answered in public, which raises later ratings a little.",
    source="assumption; Wang & Chaudhry 2018 (R23); Proserpio & Zervas 2017, from memory",
    cannot_say="What is answered: tailored answers work better (R23).",
    carry_over=0.95,
    default_spend=0.1,
    dial="reply",
    ceiling=1.0,
    scale=1.0,
)
