"""Short films of one's own."""

from sim.levers.base import PresenceLever
from sim.tables.moments import DO, FUTURE, IDEA, KNOW, SOCIAL, VIDEO

LEVER = PresenceLever(
    name="video",
    moment="idea",
    about="The brand's short videos are found by people who want ideas, think ahead, or want to "
    "know or do something.",
    source="assumption; headline conversions of live shopping (A19) are a selection and not used",
    cannot_say="Live shopping, or what makes a video spread.",
    carry_over=0.75,
    default_spend=0.3,
    cells={
        (IDEA, SOCIAL): 1.0,
        (IDEA, VIDEO): 1.0,
        (KNOW, VIDEO): 0.5,
        (DO, VIDEO): 0.5,
        (FUTURE, VIDEO): 1.0,
    },
)
