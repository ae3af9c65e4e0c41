"""Being among those compared."""

from sim.levers.base import PresenceLever
from sim.tables.moments import COMPARE, KNOW, MARKET, SEARCH, SITE

LEVER = PresenceLever(
    name="compare",
    moment="compare",
    about="The brand stands in comparisons, on marketplaces and in search when people weigh "
    "brands.",
    source="assumption",
    cannot_say="The order in which a comparison lists brands.",
    carry_over=0.6,
    default_spend=0.5,
    cells={
        (KNOW, MARKET): 0.5,
        (COMPARE, SEARCH): 1.0,
        (COMPARE, MARKET): 1.0,
        (COMPARE, SITE): 1.0,
    },
)
