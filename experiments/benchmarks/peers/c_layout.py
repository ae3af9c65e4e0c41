"""The records that Python and the C sources hand to one another, field by field.

`records.h` has the same rules, day and counts for both sources; each keeps people in its own way.
"""

import numpy as np

from sim.tables.moments import (
    BUY,
    CHANNELS,
    CLASSES,
    CONTEXTS,
    DEVICES,
    ENDS,
    IN_PERSON,
    MOMENTS,
    PHASES,
    READY,
    SLOTS,
)

PLAIN = "hot_loop.c"
TUNED = "tuned_loop.c"
SOURCES = {"c": PLAIN, "c_tuned": TUNED}
"""File names of the C sources, by engine."""

CACHE_LINE = 64
CELLS = (len(MOMENTS), len(CHANNELS))
PLACES = len(CONTEXTS)
STARS = 5

Field = tuple[str | np.dtype[np.void], tuple[int, ...]]
"""Type and shape of a field."""

KEYS = ("luck", "person")
THRESHOLDS = ("forget", "another", "advance", "give_up_unanswered", "give_up_not_now")
NUMBERS = (
    *("advert", "seen", "helped", "bought", "help_goodwill", "useless_goodwill", "content_weight"),
    *("prior_weight", "largest_weight", "experience_weight", "use_goodwill", "negativity"),
    *("disconfirmation", "goodwill", "inertia", "uncertainty", "taste_spread", "fit_spread"),
    *("experience_spread", "herding", "lag_days"),
)
MIXES: dict[str, tuple[str, tuple[int, ...]]] = {
    "onset": ("i8", (SLOTS,)),
    "context": ("i8", (2, SLOTS, PLACES)),
    "moment": ("i8", (3, PLACES, BUY + 1)),
    "channel": ("i8", (len(MOMENTS), PLACES, len(CHANNELS))),
    "devices": ("i8", (PLACES, IN_PERSON)),
    "occurs": ("i8", (SLOTS, PLACES)),
    "third_party": ("i8", (len(MOMENTS),)),
    "read": ("f8", CELLS),
    "fit": ("f8", (PLACES, len(CHANNELS))),
    "write": ("f8", (STARS,)),
    "not_now": ("f8", (len(PHASES),)),
}
BRAND_DAY = ("usefulness", "claim", "quality", "ln_price", "rating", "review_weight")
MARKET_COUNTS: dict[str, tuple[int, ...]] = {
    "opened": (),
    "active": (),
    "sessions": (),
    "answered": (len(MOMENTS),),
    "ended": (len(ENDS), READY),
    "moments": CELLS,
    "by_device": (len(DEVICES),),
    "by_context": (PLACES,),
}
BRAND_COUNTS: dict[str, tuple[int, ...]] = {
    "exposures": (),
    "noticed": CELLS,
    "helped": CELLS,
    "purchases": (),
    "purchases_by_channel": (len(CHANNELS),),
    "purchases_by_device": (len(DEVICES),),
    "judged": (),
    "satisfaction": (),
    "satisfied": (),
    "promoters": (),
    "detractors": (),
    "board": (STARS,),
}
MEMORY = ("awareness", "precision", "goodwill", "use_goodwill")
TRAITS = ("price_sensitivity", "quality_sensitivity")
SCREEN = {"i2": ("ripe_day", "due_day"), "u1": ("phase", "need_class", "media_class")}
PERSON = {
    "f4": (*TRAITS, "last_satisfaction"),
    "i2": ("onset_day", "purchase_onset"),
    "u2": ("considered", "read"),
    "u1": ("information_search",),
    "i1": ("using_brand", "last_brand"),
}
CONSUMER = {
    "f4": ("information_search", *TRAITS, "last_satisfaction"),
    "i2": ("told_day", "onset_day", "ripe_day", "due_day", "purchase_onset"),
    "u1": ("phase", "need_class", "media_class", "first_slot", "considered", "read"),
    "i1": ("using_brand", "last_brand"),
}


def record(**fields: Field) -> np.dtype[np.void]:
    """A C struct as a NumPy record."""
    return np.dtype([(name, *kind) for name, kind in fields.items()], align=True)


def rules_type() -> np.dtype[np.void]:
    """`Rules` of the C sources."""
    scalars = dict.fromkeys(KEYS, "u8") | dict.fromkeys((*THRESHOLDS, "refractory_days"), "i8")
    scalars |= dict.fromkeys(NUMBERS, "f8")
    return record(**{name: (kind, ()) for name, kind in scalars.items()}, **MIXES)


def day_type(brands: int) -> np.dtype[np.void]:
    """`Day` of the C sources."""
    levels = dict.fromkeys(BRAND_DAY, ("f8", (brands,)))
    calendar = {"day": ("i8", ()), "weekend": ("i8", ())}
    cells = {"noticed": ("i8", (brands, *CELLS)), "reach": ("i8", (brands, CLASSES))}
    return record(**calendar, **levels, **cells)


def counts_type(brands: int) -> np.dtype[np.void]:
    """`Counts` of the C sources."""
    market = {name: ("i8", shape) for name, shape in MARKET_COUNTS.items()}
    return record(**market, **{k: ("i8", (brands, *shape)) for k, shape in BRAND_COUNTS.items()})


def people_types(source: str, brands: int) -> dict[str, np.dtype[np.void]]:
    """How a C source keeps a person, by the names of its functions that say where.

    Parameters
    ----------
    source : str
        Its file name: `PLAIN` or `TUNED`.
    brands : int
        Number of brands remembered.

    Returns
    -------
    dict of str to numpy.dtype
        Records, of which there is one for each person.
    """
    fading = record(**_numbers({"f4": MEMORY}))
    if source == PLAIN:
        brand = record(memory=(fading, ()), belief=("f4", ()), refreshed_day=("i2", ()))
        memory = record(brands=(brand, (brands,)))
        screen, person = record(**_numbers(SCREEN)), record(**_numbers(PERSON))
        return {"screen": screen, "person": person, "memory": memory}
    remembered: dict[str, Field] = {"memory": (fading, (brands,)), "belief": ("f4", (brands,))}
    remembered |= {"refreshed_day": ("i2", (brands,))}
    return {"people": _on_lines(remembered | _numbers(CONSUMER))}


def _numbers(codes: dict[str, tuple[str, ...]]) -> dict[str, Field]:
    return {name: (code, ()) for code, names in codes.items() for name in names}


def _on_lines(fields: dict[str, Field]) -> np.dtype[np.void]:
    """A struct that fills whole cache lines."""
    packed = record(**fields)
    size = -(-packed.itemsize // CACHE_LINE) * CACHE_LINE
    parts = [packed.fields[name] for name in fields] if packed.fields else []
    formats, offsets = [part[0] for part in parts], [part[1] for part in parts]
    return np.dtype(
        {
            "names": list(fields),
            "formats": formats,
            "offsets": offsets,
            "itemsize": size,
        }
    )
