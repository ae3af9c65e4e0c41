"""Everything the model remembers about a consumer, one row a column.

A layout is one array of records: `screen` (read for everybody every day, so kept small), `person`
(read when somebody is visited), `memory` (one record per consumer and brand), `voice` (what
friends can see: the day-start snapshot), `told` (when they told it, looked up most often). Kernels
read `screen.phase`, `person.considered`, `memory.awareness`; the *writers* are the only modules of
`sim.moments` (or the model itself) that may change a column after the population was drawn. Traits
and stories are kept as whole numbers of small parts, since that is all they are known to.
"""

from typing import Final, Literal, NamedTuple

from sim.tables.moments import TRAITS


class Column(NamedTuple):
    """One thing remembered about each consumer (or about each consumer and brand).

    Attributes
    ----------
    name : str
        The word used in kernels, row views and documentation.
    layout : {"screen", "person", "memory", "voice", "told"}
        The array of records that holds it.
    dtype : str
        NumPy type code. Fractions of stars and probabilities are stored as ``f4``.
    initial : float
        Value before the first simulated day.
    unit : str
        Unit or coding.
    writers : tuple of str
        Modules that may change it after the population was drawn; empty = constant.
    doc : str
        One sentence about the world.
    scale : float
        What is stored, times this, is in natural units.
    """

    name: str
    layout: Literal["screen", "person", "memory", "voice", "told"]
    dtype: str
    initial: float
    unit: str
    writers: tuple[str, ...]
    doc: str
    scale: float = 1.0


_NEVER = -32768
_JOURNEY = ("journey",)
_SESSION = ("journey", "session")

COLUMNS: Final = (
    # --- screen: who must be visited today -----------------------------------------------------
    Column(
        "phase",
        "screen",
        "u1",
        0,
        "phase code",
        ("journey", "zmot", "smot"),
        "Where the consumer is.",
    ),
    Column("persona", "screen", "u1", 0, "persona index", (), "The persona drawn for the person."),
    Column("need_class", "screen", "u1", 0, "class of 256", (), "Class of the personal need rate."),
    Column("media_class", "screen", "u1", 0, "class of 256", (), "Class of the media weight."),
    Column(
        "ripe_day",
        "screen",
        "i2",
        _NEVER,
        "day",
        ("journey", "smot"),
        "From this day a new need may open.",
    ),
    Column(
        "due_day",
        "screen",
        "i2",
        _NEVER,
        "day",
        ("journey", "smot"),
        "In use: the day on which the experience is judged (a subscription: the next month).",
    ),
    Column(
        "reminder_day",
        "screen",
        "i2",
        _NEVER,
        "day",
        ("journey", "stimulus"),
        "The day of the brand's reminder.",
    ),
    Column(
        "stimulus_day",
        "screen",
        "i2",
        _NEVER,
        "day",
        ("stimulus", "screen"),
        "Last day with any stimulus: an advert, a friend's story, an idle moment.",
    ),
    # --- person: who somebody is ---------------------------------------------------------------
    *(
        Column(trait, "person", "u1", 0, "255ths", (), f"Trait of the person: {trait}.", 1 / 255)
        for trait in TRAITS
    ),
    Column(
        "price_sensitivity", "person", "f4", 0, "utils per ln price", (), "Weight of price (bp)."
    ),
    Column(
        "quality_sensitivity", "person", "f4", 0, "utils per star", (), "Weight of quality (bq)."
    ),
    Column(
        "expert", "person", "u1", 0, "0 or 1", (), "Friends give this person's word more weight."
    ),
    Column("consents", "person", "u1", 0, "0 or 1", (), "Lets brands use an address or an app."),
    Column("linked", "person", "u1", 0, "bit mask of devices", (), "Devices a tracker can link."),
    # --- person: the journey under way ---------------------------------------------------------
    Column("onset_day", "person", "i2", _NEVER, "day", _JOURNEY, "Day on which the need opened."),
    Column("source", "person", "i1", -1, "source code", _JOURNEY, "What opened the need."),
    Column("intended", "person", "i1", -1, "brand index", _JOURNEY, "Preferred brand at onset."),
    Column(
        "visit",
        "person",
        "i1",
        0,
        "0 none, 1 any shop, 2 + brand",
        ("journey", "session", "visit"),
        "A planned store visit and where to.",
    ),
    Column(
        "previous_device",
        "person",
        "i1",
        -1,
        "device",
        _SESSION,
        "Device of the last online moment.",
    ),
    Column("last_moment", "person", "i1", 7, "moment", _SESSION, "Last moment of the journey."),
    Column("moments", "person", "u2", 0, "count", _SESSION, "Moments of the journey so far."),
    Column(
        "reached", "person", "u1", 0, "bit mask of truths", _JOURNEY, "Moments of truth reached."
    ),
    Column(
        "considered",
        "person",
        "u2",
        0,
        "bit mask of brands",
        ("journey", "zmot", "fmot"),
        "The consideration set.",
    ),
    Column(
        "read", "person", "u2", 0, "bit mask of brands", ("journey", "zmot"), "Boards already read."
    ),
    Column(
        "truth_noticed",
        "person",
        "u4",
        0,
        "bit masks of brands: ZMOT low, FMOT high half",
        ("journey", "zmot"),
        "Brands present in the journey's ZMOT and FMOT, for the funnel.",
    ),
    Column(
        "truth_helped",
        "person",
        "u4",
        0,
        "bit masks of brands: ZMOT low, FMOT high half",
        ("journey", "zmot"),
        "Brands that helped in the journey's ZMOT and FMOT, for the funnel.",
    ),
    Column(
        "lost_reason",
        "person",
        "u1",
        0,
        "reason code",
        ("journey", "lost"),
        "How far the focal brand came before it fell in this journey.",
    ),
    Column(
        "lost_moment",
        "person",
        "i1",
        7,
        "moment",
        ("journey", "lost"),
        "The moment at which the focal brand fell.",
    ),
    Column(
        "persuaded",
        "person",
        "u8",
        0,
        "4 bits per brand: 0 nobody, 1 + moment",
        ("journey", "remember"),
        "By brand, the last moment in which it helped, its reviews were read, or a friend praised "
        "it.",
    ),
    # --- person: the purchase in use -----------------------------------------------------------
    Column("using_brand", "person", "i1", -1, "brand index", _JOURNEY, "The brand in use."),
    Column(
        "purchase_onset",
        "person",
        "i2",
        _NEVER,
        "day",
        _JOURNEY,
        "Onset day of the journey behind the last purchase: the key of its outcomes.",
    ),
    Column(
        "use_helped",
        "person",
        "u1",
        0,
        "bits: 1 answered, 2 brand present, 4 brand helped, 8 service failed",
        ("journey", "smot"),
        "Help in using the product, whether the brand was there and gave it, and whether a "
        "service contact has failed.",
    ),
    Column("month", "person", "u2", 0, "count", ("journey", "smot"), "Months of the subscription."),
    Column("last_brand", "person", "i1", -1, "brand index", ("smot",), "Brand last experienced."),
    Column(
        "last_satisfaction", "person", "f4", 0, "stars, unclipped", ("smot",), "Satisfaction then."
    ),
    Column("reviews_written", "person", "u1", 0, "count, to 255", ("umot",), "Reviews written."),
    Column(
        "thanked", "person", "u1", 0, "0 or 1", ("umot",), "Was thanked as a frequent reviewer."
    ),
    # --- memory: consumer x brand --------------------------------------------------------------
    Column("awareness", "memory", "f4", 0, "0 to 1", ("remember",), "Mental availability."),
    Column("belief", "memory", "f4", 0, "stars", ("remember",), "Believed quality (mu)."),
    Column("precision", "memory", "f4", 0, "pseudo-observations", ("remember",), "Its certainty."),
    Column("goodwill", "memory", "f4", 0, "-1 to 1", ("remember",), "Liking from moments."),
    Column("use_goodwill", "memory", "f4", 0, "-1 to 1", ("remember",), "Liking from use."),
    Column("refreshed_day", "memory", "i2", _NEVER, "day", ("remember",), "Decayed up to."),
    Column(
        "brand_stimulus_day",
        "memory",
        "i2",
        _NEVER,
        "day",
        ("stimulus", "screen"),
        "Last day this brand was a stimulus.",
    ),
    # --- voice: what friends can see -----------------------------------------------------------
    Column("voice_brand", "voice", "i1", -1, "brand index", ("model",), "Brand last lived with."),
    Column(
        "voice_satisfaction",
        "voice",
        "i2",
        0,
        "thousandths of a star",
        ("model",),
        "How it was.",
        1 / 1000,
    ),
    Column("voice_day", "told", "i2", _NEVER, "day", ("model",), "Day it was last talked about."),
)
"""`belief` starts at `prior_stars` and `precision` at `prior_weight` of the scenario."""
