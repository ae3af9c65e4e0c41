"""What a day looks like from the street: brands, cells, mixes, the calendar. One row a column.

Rebuilt once a day by `sim.market` from money, prices, levers and yesterday's reviews; kernels only
read it. A *threshold* is floor(p * 2**32) held in 64 bits: an event happens where the random word
is below it.
"""

from typing import Final, NamedTuple

from sim.tables.moments import (
    BUY,
    CHANNELS,
    CONTEXTS,
    DEVICES,
    IN_PERSON,
    MAX_CONTACTS,
    MAX_PERSONAS,
    MOMENTS,
    PHASES,
    SLOTS,
    TRAITS,
)


class Given(NamedTuple):
    """One column of a record the market hands to the kernels.

    Attributes
    ----------
    name : str
        The word used in kernels.
    dtype : str
        NumPy type code.
    shape : tuple of int
        Fixed axes, empty for a scalar.
    doc : str
        One sentence about the world.
    """

    name: str
    dtype: str
    shape: tuple[int, ...]
    doc: str


BRAND: Final = (
    Given("id", "i8", (), "Random-stream id."),
    Given("usefulness", "f8", (), "Chance to help when noticed: content times speed (h)."),
    Given("speed", "f8", (), "Level of speed."),
    Given("payment", "f8", (), "Level of payment."),
    Given("privacy", "f8", (), "Level of privacy."),
    Given("ar", "f8", (), "Level of AR try-on."),
    Given("omni", "f8", (), "Level of joined-up channels."),
    Given("personalization", "f8", (), "Level of personalization."),
    Given("service", "f8", (), "Chance that a service contact is polite, listening included."),
    Given("recovery", "f8", (), "Chance that a failure is recovered."),
    Given("sustainability", "f8", (), "Level of sustainability."),
    Given("owned", "f8", (), "Chance that own customers who consent are reached."),
    Given("reply", "f8", (), "Share of negative reviews answered in public."),
    Given("invite", "i8", (), "Threshold of uptake: invited to review."),
    Given("paid_invite", "i8", (), "Threshold of uptake: paid to review."),
    Given("thanks", "i8", (), "Threshold of uptake: thanked."),
    Given("ln_price", "f8", (), "Natural log of price over reference price."),
    Given("quality", "f8", (), "Quality in use, listening included."),
    Given("claim", "f8", (), "Quality the brand's content claims."),
    Given("rating", "f8", (), "Displayed mean of yesterday's board."),
    Given("review_weight", "f8", (), "Weight of that board in a belief; 0 with feedback off."),
    Given("popularity", "f8", (), "Utility of review volume; 0 with feedback off."),
)
CELL: Final = (
    Given("noticed", "i8", (), "Threshold of being noticed in this moment on this channel (pi)."),
    Given("poached", "i8", (), "Threshold of losing a search by name to rivals in this cell."),
)
MIXES: Final = (
    Given("persona", "i8", (MAX_PERSONAS,), "Cumulative thresholds of personas."),
    Given("onset", "i8", (SLOTS,), "Cumulative thresholds of day-parts of needs and idle moments."),
    Given(
        "context",
        "i8",
        (2, SLOTS, len(CONTEXTS)),
        "Cumulative thresholds: weekend, day-part, context.",
    ),
    Given(
        "moment",
        "i8",
        (3, len(CONTEXTS), BUY + 1),
        "Cumulative thresholds: phase - 1, context, moment (no future).",
    ),
    Given("idle", "i8", (len(MOMENTS),), "Cumulative thresholds of idle moments."),
    Given(
        "channel",
        "i8",
        (MAX_PERSONAS, len(MOMENTS), len(CONTEXTS), len(CHANNELS)),
        "Cumulative thresholds: persona, moment, context, channel.",
    ),
    Given(
        "devices",
        "i8",
        (MAX_PERSONAS, len(CONTEXTS), IN_PERSON),
        "Cumulative thresholds: persona, context, device.",
    ),
    Given(
        "occurs",
        "i8",
        (MAX_PERSONAS, SLOTS, len(CONTEXTS)),
        "Threshold of a moment: persona, day-part, context.",
    ),
    Given("third_party", "i8", (len(MOMENTS),), "Threshold of being answered by a third party."),
    Given(
        "wake", "i8", (len(MOMENTS), 2), "Threshold of waking from an idle moment: moment, helped?"
    ),
    Given(
        "read", "f8", (len(MOMENTS), len(CHANNELS)), "Chance of reading reviews: moment, channel."
    ),
    Given("fit", "f8", (len(CONTEXTS), len(CHANNELS)), "Factor on help: context, channel."),
    Given("human", "u1", (len(CHANNELS),), "1 where people run the channel."),
    Given("write", "f8", (5,), "Chance of writing unasked, by star."),
    Given("device_friction", "f8", (len(DEVICES),), "Friction of choosing, by device."),
    Given("entry_friction", "f8", (len(DEVICES),), "Friction of checkout entry, by device."),
    Given(
        "service_contacts",
        "i8",
        (MAX_CONTACTS + 1,),
        "Cumulative thresholds of 0 to 8 service contacts.",
    ),
    Given("not_now", "f8", (len(PHASES),), "Utility of not now by phase."),
    Given("trait_mean", "f8", (MAX_PERSONAS, len(TRAITS)), "Mean trait: persona, trait."),
    Given("trait_spread", "f8", (MAX_PERSONAS,), "Standard deviation of traits by persona."),
)
TODAY: Final = (
    Given("day", "i8", (), "Day, negative in the warm-up."),
    Given("weekend", "i8", (), "0 on weekdays, 1 on weekends (day 0 is a Monday)."),
    Given("impulse", "i8", (), "Threshold of an impulse need."),
    Given("focal", "i8", (), "Index of the focal brand."),
    Given("live", "i8", (), "1 where feedback is live."),
    Given("own", "i8", (), "1 where each brand has its own outlets."),
    Given("subscription", "i8", (), "1 where a purchase is a contract."),
    Given("annealed", "i8", (), "1 where friends are fresh strangers each time."),
    Given("reminder_days", "i8", (), "Days from purchase to the brand's reminder."),
    Given("reminder_wakes", "i8", (), "Threshold of a reminder waking a need."),
    Given("population", "i8", (), "Number of consumers."),
    Given("panel", "i8", (), "Consumers below this number are logged."),
    Given("luck", "u8", (), "Key of everything but persons."),
    Given("person", "u8", (), "Key of persons: traits, taste, network, uptake."),
)
"""Arrays beside the records, int64 thresholds unless said: `reach[brand, class]`,
`wake[brand, class]`, `need[persona, class]`, `decay[days, 4]` (float64: awareness, belief,
goodwill, use_goodwill; row k is the retention over k days)."""
