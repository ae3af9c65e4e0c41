"""E-mail and app: one's own line to customers."""

from sim.levers.base import CapabilityLever, Setting

LEVER = CapabilityLever(
    name="owned",
    moment="smot",
    about="Own customers who consent are helped to begin with what they bought and reminded to "
    "buy again.",
    source="assumption",
    cannot_say="Unsubscribing, or being tired of messages.",
    carry_over=0.95,
    default_spend=0.2,
    dial="owned",
    ceiling=1.0,
    scale=1.0,
    settings={
        "reminder_days": Setting(
            30.0, 1.0, 3650.0, "days", "assumption", "Days from a purchase to the reminder."
        ),
        "wake": Setting(
            0.05, 0.0, 1.0, "probability", "assumption", "Chance that a reminder wakes a need."
        ),
    },
)
