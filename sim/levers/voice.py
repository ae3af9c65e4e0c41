"""Being the answer a speaker gives."""

from sim.levers.base import PresenceLever
from sim.tables.moments import MOMENTS, VOICE

LEVER = PresenceLever(
    name="voice",
    moment="know",
    about="The brand is named by voice assistants, in every kind of micro-moment.",
    source="assumption; buying by voice is rare (M25)",
    cannot_say="That a speaker names one brand only.",
    carry_over=0.95,
    default_spend=0.05,
    cells={(moment, VOICE): 1.0 for moment in range(len(MOMENTS))},
)
