"""Paying customers for reviews."""

from sim.levers.base import PolicyLever

LEVER = PolicyLever(
    name="paid_invite",
    about="Customers are paid for a review: there are more of them, and they change ratings, not "
    "sales.",
    source="Fradkin & Holtz 2023 (R26)",
    cannot_say="Whether the law allows it.",
    dial="paid_invite",
)
