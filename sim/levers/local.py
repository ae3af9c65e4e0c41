"""Being on the map when people want to go."""

from sim.levers.base import PresenceLever
from sim.tables.moments import GO, MAPS, SEARCH, SITE, SOCIAL

LEVER = PresenceLever(
    name="local",
    moment="go",
    about="The brand's outlets are found nearby in search, on maps, in social feeds and on its "
    "own pages.",
    source="assumption; searches nearby lead to visits (M07)",
    cannot_say="Where people and outlets are: there is no geography.",
    carry_over=0.8,
    default_spend=0.4,
    cells={
        (GO, SEARCH): 1.0,
        (GO, MAPS): 1.0,
        (GO, SOCIAL): 1.0,
        (GO, SITE): 1.0,
    },
)
