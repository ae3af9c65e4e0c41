"""Shops inside social media."""

from sim.levers.base import PresenceLever
from sim.tables.moments import BUY, KNOW, SOCIAL, VIDEO

LEVER = PresenceLever(
    name="social",
    moment="buy",
    about="The brand can be bought where it is seen, in social feeds and videos.",
    source="assumption; headline conversions of live shopping (A19) are a selection and not used",
    cannot_say="Friends seeing each other buy: they meet in the network.",
    carry_over=0.7,
    default_spend=0.3,
    cells={
        (KNOW, SOCIAL): 0.5,
        (BUY, SOCIAL): 1.0,
        (BUY, VIDEO): 1.0,
    },
)
