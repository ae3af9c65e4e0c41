"""Means of payment people want."""

from sim.levers.base import CapabilityLever

LEVER = CapabilityLever(
    name="payment",
    moment="buy",
    about="More of the wanted means of payment are offered, so that fewer chosen carts are left.",
    source="assumption; Stripe 2025 (M22)",
    cannot_say="Fees of the means of payment.",
    carry_over=0.98,
    default_spend=0.3,
    dial="payment",
    ceiling=1.0,
    scale=1.0,
)
