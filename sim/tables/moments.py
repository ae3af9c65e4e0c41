"""The words of the model: micro-moments, moments of truth, channels, contexts, devices, phases.

Position in a tuple is the integer code used in kernels, records and logs. The codes are part of
stored results: append, never reorder.
"""

from typing import Final

MOMENTS: Final = ("idea", "know", "compare", "go", "do", "buy", "future")
IDEA, KNOW, COMPARE, GO, DO, BUY, FUTURE = range(7)
SERVICE: Final = 7  # a service contact is logged beside the micro-moments but is none of them
LOGGED_MOMENTS: Final = (*MOMENTS, "service")

TRUTHS: Final = ("stimulus", "zmot", "fmot", "smot", "umot")
STIMULUS, ZMOT, FMOT, SMOT, UMOT = range(5)

CHANNELS: Final = (
    "search",
    "maps",
    "social",
    "video",
    "market",
    "site",
    "chat",
    "voice",
    "arvr",
    "store",
)
SEARCH, MAPS, SOCIAL, VIDEO, MARKET, SITE, CHAT, VOICE, ARVR, STORE_CHANNEL = range(10)

CONTEXTS: Final = ("home", "commute", "work", "out", "store")
HOME, COMMUTE, WORK, OUT, STORE = range(5)

DEVICES: Final = ("phone", "computer", "speaker", "none")
PHONE, COMPUTER, SPEAKER, IN_PERSON = range(4)

DAY_PARTS: Final = ("early", "morning", "lunch", "afternoon", "evening", "night")
SLOTS: Final = len(DAY_PARTS)
NIGHT: Final = 5
WHOLE_DAY: Final = 7  # the slot number under which day-level draws are keyed

PHASES: Final = ("idle", "explore", "evaluate", "ready", "using")
IDLE, EXPLORE, EVALUATE, READY, USING = range(5)

SOURCES: Final = ("life", "advert", "peer", "idea", "impulse", "reminder")
LIFE, ADVERT, PEER, IDLE_MOMENT, IMPULSE, REMINDER = range(6)

ENDS: Final = ("bought", "forgot", "unanswered", "not_now", "checkout", "empty")
BOUGHT, FORGOT, UNANSWERED, NOT_NOW, CHECKOUT, EMPTY = range(6)

OUTCOMES: Final = ("none", "answered", "unanswered", "deferred", "cart", "bought", "ended")
(
    NO_OUTCOME,
    WAS_ANSWERED,
    WAS_UNANSWERED,
    WAS_DEFERRED,
    LEFT_CART,
    WAS_BOUGHT,
    ENDED_JOURNEY,
) = range(7)

FRICTIONS: Final = ("payment", "privacy", "seam", "entry", "several")
PAYMENT, PRIVACY, SEAM, ENTRY, SEVERAL = range(5)

LOST_REASONS: Final = (
    "absent",
    "useless",
    "not_considered",
    "no_decision",
    "unavailable",
    "price",
    "rating",
    "friction",
    "taste",
    "checkout",
)
(
    ABSENT,
    USELESS,
    NOT_CONSIDERED,
    NO_DECISION,
    UNAVAILABLE,
    LOST_ON_PRICE,
    LOST_ON_RATING,
    LOST_ON_FRICTION,
    LOST_ON_TASTE,
    LOST_AT_CHECKOUT,
) = range(10)
NO_MOMENT: Final = 7  # where a need was lost before any micro-moment occurred

TRAITS: Final = (
    "tech_savvy",
    "information_search",
    "privacy_concern",
    "sustainability",
    "cashless",
    "omnichannel",
    "convenience",
    "personalization",
)

OUTLETS: Final = ("shared", "own")
PURCHASES: Final = ("once", "subscription")
POLICIES: Final = ("invite", "paid_invite", "thanks")
INVITE, PAID_INVITE, THANKS = range(3)

MAX_BRANDS: Final = 16
MAX_PERSONAS: Final = 8
MAX_STEPS: Final = 64  # a session holds at most this many moments
MAX_CONTACTS: Final = 8  # service contacts counted in one use period
CLASSES: Final = 256  # equal-probability classes of need rate and of media weight
NO_VISIT: Final = 0  # no visit to a shop is planned
ANY_SHOP: Final = 1
FIRST_SHOP: Final = 2  # the shop of the first brand; of the next brand one more, and so on
NEVER: Final = -32768  # a day that has not happened
NOBODY: Final = -1  # no brand, no moment, no device

GOOGLE_MOMENTS: Final = {
    "idea": "know",
    "know": "know",
    "future": "know",
    "go": "go",
    "do": "do",
    "compare": "buy",
    "buy": "buy",
}
"""Crosswalk to Google's four micro-moments; a scenario may move `compare` to `know`."""
