"""The records that Python and `hot_loop.c` hand to one another, field by field."""

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

CACHE_LINE = 64
CELLS = (len(MOMENTS), len(CHANNELS))
PLACES = len(CONTEXTS)
STARS = 5

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
TRAITS = ("information_search", "price_sensitivity", "quality_sensitivity")
PERSON = (*TRAITS, "last_satisfaction")
DAYS = ("onset_day", "ripe_day", "due_day", "purchase_onset")
SMALL = ("phase", "need_class", "media_class", "first_slot", "considered", "read")
BRANDS_OF = ("using_brand", "last_brand")


def record(**fields: tuple[str, tuple[int, ...]]) -> np.dtype[np.void]:
    """A C struct as a NumPy record."""
    return np.dtype([(name, *kind) for name, kind in fields.items()], align=True)


def rules_type() -> np.dtype[np.void]:
    """`Rules` of the C source."""
    scalars = dict.fromkeys(KEYS, "u8") | dict.fromkeys((*THRESHOLDS, "refractory_days"), "i8")
    scalars |= dict.fromkeys(NUMBERS, "f8")
    return record(**{name: (kind, ()) for name, kind in scalars.items()}, **MIXES)


def day_type(brands: int) -> np.dtype[np.void]:
    """`Day` of the C source."""
    levels = dict.fromkeys(BRAND_DAY, ("f8", (brands,)))
    calendar = {"day": ("i8", ()), "weekend": ("i8", ())}
    cells = {"noticed": ("i8", (brands, *CELLS)), "reach": ("i8", (brands, CLASSES))}
    return record(**calendar, **levels, **cells)


def counts_type(brands: int) -> np.dtype[np.void]:
    """`Counts` of the C source."""
    market = {name: ("i8", shape) for name, shape in MARKET_COUNTS.items()}
    return record(**market, **{k: ("i8", (brands, *shape)) for k, shape in BRAND_COUNTS.items()})


def consumer_type(brands: int) -> np.dtype[np.void]:
    """`Consumer` of the C source."""
    fields: dict[str, tuple[str, tuple[int, ...]]] = {
        "memory": ("f4", (brands, len(MEMORY))),
        "belief": ("f4", (brands,)),
        "refreshed_day": ("i2", (brands,)),
    }
    fields |= dict.fromkeys(PERSON, ("f4", ()))
    fields |= dict.fromkeys(("told_day", *DAYS), ("i2", ()))
    fields |= dict.fromkeys(SMALL, ("u1", ())) | dict.fromkeys(BRANDS_OF, ("i1", ()))
    packed = record(**fields)
    size = -(-packed.itemsize // CACHE_LINE) * CACHE_LINE
    parts = [packed.fields[name] for name in fields] if packed.fields else []
    formats, offsets = [part[0] for part in parts], [part[1] for part in parts]
    return np.dtype(
        {"names": list(fields), "formats": formats, "offsets": offsets, "itemsize": size}
    )
