"""Inviting customers to review."""

from sim.levers.base import PolicyLever

LEVER = PolicyLever(
    name="invite",
    about="Customers are invited to review whatever they thought, so that the middling speak up "
    "too.",
    source="Askalidis & Malthouse 2016",
    cannot_say="Inviting only the satisfied.",
    dial="invite",
)
