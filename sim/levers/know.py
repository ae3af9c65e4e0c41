"""Being there when people want to know."""

from sim.levers.base import PresenceLever
from sim.tables.moments import FUTURE, KNOW, SEARCH, SITE

LEVER = PresenceLever(
    name="know",
    moment="know",
    about="The brand is found in search and on its own pages by people who want to know.",
    source="assumption; know moments go to search first (Z16)",
    cannot_say="Rank among results, or the split of paid and unpaid search.",
    carry_over=0.7,
    default_spend=0.5,
    cells={
        (KNOW, SEARCH): 1.0,
        (KNOW, SITE): 1.0,
        (FUTURE, SEARCH): 0.5,
    },
)
