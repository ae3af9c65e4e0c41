"""The shelf, the display, the shop on the corner."""

from sim.levers.base import PresenceLever
from sim.tables.moments import BUY, STORE_CHANNEL

LEVER = PresenceLever(
    name="shelf",
    moment="buy",
    about="The brand stands on more shelves and more visibly; with outlets of its own, more "
    "people pass one.",
    source="assumption; display raises noticing: Chandon et al. 2009, from memory",
    cannot_say="Which shop, which shelf, and running out of stock.",
    carry_over=0.95,
    default_spend=2.0,
    cells={
        (BUY, STORE_CHANNEL): 1.0,
    },
)
