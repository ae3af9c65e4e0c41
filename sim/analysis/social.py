"""What a plan does by itself, and what through the reviews and stories of the people it moves."""

from typing import NamedTuple

from sim.analysis.intervals import ratio
from sim.errors import ResultError
from sim.results import Comparison, Estimate, estimate
from sim.results.pairs import gains


class Effects(NamedTuple):
    """A difference of a measure and its parts (natural direct and indirect effect, Pearl 2001)."""

    total: Estimate
    """People read and hear one another."""
    direct: Estimate
    """People read and hear what was made public in the base."""
    social: Estimate
    """Total less direct: what reaches people through others."""
    multiplier: Estimate
    """Total per direct: what the review loop makes of one purchase; Fieller's interval."""


def effects(found: Comparison, name: str, measure: str = "purchases") -> Effects:
    """Take a plan's effect apart into a direct and a social one.

    Parameters
    ----------
    found : Comparison
        Made with `feedback="replay"`.
    name : str
        A world that was compared with the base.
    measure : str
        A measure of brands.

    Returns
    -------
    Effects
        In the unit of the measure; the multiplier has none.

    Raises
    ------
    ResultError
        If the comparison replays nothing, or there is no such world or measure.
    """
    if not found.live:
        raise ResultError('direct and social effect need a comparison with feedback="replay"')
    direct = found.gains(name, measure)
    total = gains(found.base, found.live[name], measure)
    return Effects(
        total=estimate(total.tolist()),
        direct=estimate(direct.tolist()),
        social=estimate((total - direct).tolist()),
        multiplier=ratio(total, direct),
    )
