"""What was bought in one world of a study."""

from typing import NamedTuple

from sim.analysis.rules import Said


class Sold(NamedTuple):
    """What was bought in one world of one replicate."""

    replicate: int
    world: str
    """Its name."""
    purchases: dict[str, int]
    """By brand, in the measured days."""
    said: Said | None = None
    """What attribution rules say of its touch log, where it kept one."""
    profit: float | None = None
    """Euro the focal brand earned, where it was asked."""
    helped: dict[str, int] | None = None
    """Micro-moments in which the focal brand helped, by type, where it was asked."""
