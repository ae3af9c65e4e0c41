"""The price asked."""

from sim.levers.base import PolicyLever

LEVER = PolicyLever(
    name="price",
    about="The brand asks more or less than its list price.",
    source="Bijmolt, van Heerde & Pieters 2005 (A04) for what price does",
    cannot_say="Promotions: a price is the same every day.",
    dial="price",
)
