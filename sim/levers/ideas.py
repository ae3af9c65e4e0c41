"""Being there when people look for inspiration."""

from sim.levers.base import PresenceLever
from sim.tables.moments import FUTURE, IDEA, SEARCH, SITE, SOCIAL

LEVER = PresenceLever(
    name="ideas",
    moment="idea",
    about="The brand is present in search, feeds and its own pages when people want ideas or plan "
    "far ahead.",
    source="assumption; such moments occur in spare time (M12)",
    cannot_say="Which ideas inspire.",
    carry_over=0.75,
    default_spend=0.2,
    cells={
        (IDEA, SEARCH): 1.0,
        (IDEA, SOCIAL): 1.0,
        (IDEA, SITE): 1.0,
        (FUTURE, SEARCH): 1.0,
        (FUTURE, SOCIAL): 1.0,
        (FUTURE, SITE): 1.0,
    },
)
