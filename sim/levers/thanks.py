"""Thanking reviewers in private."""

from sim.levers.base import PolicyLever

LEVER = PolicyLever(
    name="thanks",
    about="Reviewers are thanked in private: frequent ones write more, others do not.",
    source="Restivo & van de Rijt 2012, 2014 (R24, R25)",
    cannot_say="Public badges and ranks.",
    dial="thanks",
)
