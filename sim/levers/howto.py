"""Being there when people want to do something."""

from sim.levers.base import PresenceLever
from sim.tables.moments import DO, SEARCH, SITE, VIDEO

LEVER = PresenceLever(
    name="howto",
    moment="do",
    about="The brand shows how things are done, in search, video and on its own pages, before a "
    "purchase and in use.",
    source="assumption; do moments go to search first, then video (Z16)",
    cannot_say="How good the instruction is: that belongs to content.",
    carry_over=0.8,
    default_spend=0.2,
    cells={
        (DO, SEARCH): 1.0,
        (DO, VIDEO): 1.0,
        (DO, SITE): 1.0,
    },
)
