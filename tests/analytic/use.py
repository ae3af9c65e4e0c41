"""Markets in which everybody buys the one brand at once, uses it for a day, and judges it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model import JourneyModel
from tests.analytic.buying import AT_ONCE, EVERY_DAY
from tests.reference_worlds import merged
from tests.worlds import ONE_NEED_EACH, brand, lived, quiet

ONCE = merged(AT_ONCE, ONE_NEED_EACH)


def used(
    consumers: int, quality: float, *changes: dict[str, Any], days: int = 3, once: bool = True
) -> JourneyModel:
    """A market after its last day.

    Parameters
    ----------
    consumers : int
        Number of people.
    quality : float
        What the product is worth in use.
    *changes : dict
        Trees of settings, laid over the quiet ones in turn.
    days : int
        Measured days.
    once : bool
        Everybody has one need, on the eve of day 0; else one whenever they have none.
    """
    spec = quiet(
        ONCE if once else EVERY_DAY,
        *changes,
        market={"consumers": consumers, "days": days},
        brands={"acme": brand(quality_stars=quality)},
    )
    return lived(spec)


def satisfaction(model: JourneyModel) -> NDArray[np.float64]:
    """How satisfied everybody was with the last use."""
    person = model.population.person
    assert (person["last_brand"] == 0).all()
    return person["last_satisfaction"].astype(float)
