"""Whether a world lived in C and the kernels' agree to the last bit."""

from collections.abc import Iterator

import numpy as np

from sim.model import JourneyModel

from . import c_layout as layout
from .c_version import CWorld, kept


def differences(world: CWorld, model: JourneyModel) -> list[str]:
    """What a world in C and the model's do not agree on to the last bit, after the same days.

    Parameters
    ----------
    world : CWorld
        Lived in C.
    model : JourneyModel
        The same world, lived by the kernels.

    Returns
    -------
    list of str
        Names of counters and columns that differ anywhere.
    """
    return [name for name, one, other in _pairs(world, model) if one.tobytes() != other.tobytes()]


def compared(world: CWorld, model: JourneyModel) -> list[str]:
    """Names of all counters and columns in which `differences` looks for differences."""
    return [name for name, _, _ in _pairs(world, model)]


def _pairs(world: CWorld, model: JourneyModel) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    market, brands, drawn = model.gained_market(), model.gained_brands(), model.population
    for name in layout.MARKET_COUNTS:
        told = market[name].sum() if name == "opened" else market[name]
        yield name, world.counts[name], np.asarray(told)
    for name, shape in layout.BRAND_COUNTS.items():
        # Purchases are counted by persona there, and there is one persona.
        told = brands[name] if brands[name].shape[1:] == shape else brands[name].sum(axis=1)
        yield name, world.counts[name], told
    for name, column in world.people.items():
        theirs = kept(drawn, name)
        if theirs is not None:
            yield name, column.astype(theirs.dtype), theirs
    yield "boards", world.market.brands["rating"], model.market.brands["rating"]
