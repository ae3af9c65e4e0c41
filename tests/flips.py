"""Whether a need is won where a whole market, and not one person beside it, lives with a change."""

import numpy as np

from sim.model import JourneyModel
from sim.tables.moments import EXPLORE, READY

FOCAL = 0
CAPABILITIES = {"seam": "omni", "fit": "ar"}
"""Columns of capabilities that have another name than the friction they spare."""


def changed(market, change, found):
    """The change, for everybody, in the market's own arrays."""
    brand = market.brands[FOCAL : FOCAL + 1]
    if change.kind == "noticed":
        market.cells["noticed"][FOCAL, change.moment, change.channel] = 2**32
    elif change.kind == "helped":
        brand["usefulness"] = 1e9
    elif change.kind == "price":
        brand["ln_price"] += np.log(1 - found.cut)
    elif change.kind == "rating":
        brand["rating"] += found.stars
    elif change.kind == "entry":
        market.mixes["entry_friction"] = 0.0
    else:
        brand[CAPABILITIES.get(change.kind, change.kind)] = 1.0


def with_change(begun, change, found):
    """A market on the morning of a change's first day, which it will live with from then on."""
    model = JourneyModel.resume(begun).run(until=change.day)
    opens = model.market.open_day
    typing = model.market.mixes["entry_friction"].copy()

    def open_day(day):
        opens(day)
        model.market.mixes["entry_friction"] = typing
        if change.kind not in ("noticed", "helped") or day == change.day:
            changed(model.market, change, found)

    model.market.open_day = open_day
    return model


def is_won(begun, need, change, found):
    """Whether the brand wins a need in a market that lives with the change from its first day."""
    return ends_won(with_change(begun, change, found), need)


def ends_won(model, need):
    """Whether the brand wins a need in the days that are left."""
    while model.day < model.spec.market.days:
        model.step()
        person, phase = (model.population.person[need.consumer],
                         model.population.screen["phase"][need.consumer])  # fmt: skip
        if not (EXPLORE <= phase <= READY and person["onset_day"] == need.onset):
            return bool(person["purchase_onset"] == need.onset and person["using_brand"] == FOCAL)
    return False
