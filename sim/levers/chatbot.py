"""A conversation at any hour."""

from sim.levers.base import PresenceLever
from sim.tables.moments import CHAT, MOMENTS

LEVER = PresenceLever(
    name="chatbot",
    moment="know",
    about="The brand answers in chats, in every kind of micro-moment and at night.",
    source="assumption; people mind a disclosed bot (Luo et al. 2019, A17)",
    cannot_say="What the bot gets wrong, or a person taking over.",
    carry_over=0.95,
    default_spend=0.15,
    cells={(moment, CHAT): 1.0 for moment in range(len(MOMENTS))},
)
