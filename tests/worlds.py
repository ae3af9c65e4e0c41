"""Quiet worlds: every mechanism off by its role, so that a closed form says what must come out."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model import JourneyModel
from sim.scenario import Scenario
from sim.scenario.catalogue import off_preset
from sim.tables.moments import CHANNELS, DAY_PARTS, MOMENTS, NOBODY
from tests.reference_worlds import merged

SEED = 7
ALIKE = np.full((len(MOMENTS), len(CHANNELS)), 50.0)
"""Fifty micro-moments of every kind per 1,000 consumers and day."""
CERTAIN_RATE = 1e6
"""A rate at which a moment occurs in every day-part."""

# A need is certain in December and impossible in the rest of the year. Day -1 is the last of
# December, and a need of the night acts from the next day on: everybody has one need, on day -1,
# and all that comes of it falls into the measured days.
ONE_NEED_EACH: dict[str, Any] = {
    "market": {
        "warm_up_days": 1,
        "needs": {"mean_days": 1e-3, "season": [0.0] * 11 + [1.0]},
    },
    "moments": {"onset": {"night": 1.0} | dict.fromkeys(DAY_PARTS[:-1], 0.0)},
}


def rates(rate: float) -> dict[str, float]:
    """The same rate of moments in every day-part."""
    return dict.fromkeys(DAY_PARTS, rate)


def mixes(**weights: float) -> dict[str, dict[str, float]]:
    """The same mix of micro-moments in every phase."""
    mix = dict.fromkeys(MOMENTS[:-1], 0.0) | weights
    return dict.fromkeys(("explore", "evaluate", "ready"), mix)


def brand(price_eur: float = 60.0, **more: Any) -> dict[str, Any]:
    """A brand at the reference price that spends nothing."""
    return {"price_eur": price_eur, "quality_stars": 4.0} | more


def quiet(*changes: dict[str, Any], brands: dict[str, Any] | None = None, **more: Any) -> Scenario:
    """A market in which nothing happens but the journey itself, unless said otherwise.

    Every parameter whose role is not the journey's own stands at its off value.

    Parameters
    ----------
    *changes : dict
        Trees of settings, laid over the quiet ones in turn.
    brands : dict, optional
        The competitors; omitted = two alike.
    **more
        Sections of settings, laid over last.
    """
    base: dict[str, Any] = {
        "market": {
            "consumers": 1000,
            "days": 1,
            "warm_up_days": 0,
            "panel_consumers": 0,
            "use": {"lag_days": 1},
            "choice": {"not_now": 0, "not_now_evaluate": 0, "not_now_explore": 0},
        },
        "personas": {"consumer": {"trait_spread": 0.0}},
        "feedback": "off",
    }
    settings = merged(tree(off_preset()), base)
    for change in (*changes, more):
        settings = merged(settings, change)
    settings["brands"] = brands or {"acme": brand(), "bolt": brand()}
    return Scenario.model_validate(settings)


def tree(settings: dict[str, float]) -> dict[str, Any]:
    """Settings by dotted path as nested sections."""
    root: dict[str, Any] = {}
    for path, value in settings.items():
        *sections, name = path.split(".")
        section = root
        for part in sections:
            section = section.setdefault(part, {})
        section[name] = value
    return root


def born(
    spec: Scenario, *, opportunities: NDArray[np.float64] = ALIKE, **options: Any
) -> JourneyModel:
    """A market before its first day."""
    options = {"seed": SEED, "opportunities": opportunities} | options
    return JourneyModel(spec, **options)


def lived(spec: Scenario, **options: Any) -> JourneyModel:
    """A market after its last day."""
    return born(spec, **options).run()


def purchases(model: JourneyModel) -> NDArray[np.int64]:
    """Units bought since day 0, by brand."""
    return model.gained_brands()["purchases"].sum(axis=1)


def units(model: JourneyModel) -> NDArray[np.int64]:
    """Units each consumer bought of each brand since day 0, in a market that keeps its needs."""
    bought = model.needs()[model.needs()["brand"] != NOBODY]
    counts = np.zeros((model.spec.market.consumers, len(model.names)), np.int64)
    np.add.at(counts, (bought["consumer"], bought["brand"]), 1)
    return counts
