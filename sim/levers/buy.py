"""Being there when people want to buy."""

from sim.levers.base import PresenceLever
from sim.tables.moments import BUY, MARKET, SEARCH, SITE

LEVER = PresenceLever(
    name="buy",
    moment="buy",
    about="The brand is in result lists, on marketplaces and in its own shop when people want to "
    "buy.",
    source="assumption; bidding on brand names: Coviello, Gneezy & Goette 2017 (A11)",
    cannot_say="Auctions: prices of contacts do not rise with rivals' bids, clutter stands for "
    "that.",
    carry_over=0.5,
    default_spend=0.8,
    cells={
        (BUY, SEARCH): 1.0,
        (BUY, MARKET): 1.0,
        (BUY, SITE): 1.0,
    },
)
