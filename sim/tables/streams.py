"""Every random number of the model: which question it answers, and what it is keyed by.

A draw is ``draw(key, stream, consumer, a, b)`` and gives four 32-bit words. Ids are explicit and
append-only: renaming a stream is free, renumbering one changes every result. One word, one
decision; a word marked reserved is never recycled.

``day`` below stands for ``8 * day + 7`` and ``slot`` for ``8 * day + slot``. ``onset`` is
``8 * day + 7`` for the day on which the journey behind a purchase was opened, so that a purchase
merely delayed keeps its luck. ``id`` is a brand's random-stream id (0 to 15).
"""

from typing import Final, Literal, NamedTuple


class Stream(NamedTuple):
    """One family of random words.

    Attributes
    ----------
    name : str
        Name of the stream; its upper-case form is the constant used in kernels.
    id : int
        The number mixed into the generator's counter.
    key : {"person", "luck"}
        Person draws are the same in all replicates, luck draws are not.
    a, b : str
        What the two free counter words hold.
    words : tuple of str
        The decision each of the four words makes.
    """

    name: str
    id: int
    key: Literal["person", "luck"]
    a: str
    b: str
    words: tuple[str, str, str, str]


_ = "reserved"
TRAIT: Final = 1
TASTE: Final = 2
NETWORK: Final = 3
UPTAKE: Final = 4
NEED: Final = 5
EXPOSURE: Final = 6
ONSET: Final = 7
FEED: Final = 8
IDLE_TIME: Final = 9
RECALL: Final = 10
SLOT: Final = 11
STEP: Final = 12
PROGRESS: Final = 13
SESSION: Final = 14
ENCOUNTER: Final = 15
CHOICE: Final = 16
OUTSIDE: Final = 17
USE: Final = 18
CONTACT: Final = 19
TELL: Final = 20
HOW_TO: Final = 21
OWNED: Final = 22

STREAMS: Final = (
    Stream(
        "trait",
        TRAIT,
        "person",
        "0",
        "block",
        (
            "0 persona; 1 consent; 2-3 traits; 4 phone linked",
            "0 need class; 1 price sensitivity; 2-3 traits; 4 computer linked",
            "0 media class; 1 quality sensitivity; 2-3 traits; 4 speaker linked",
            "0 expert; 1 reserved; 2-3 traits; 4 reserved",
        ),
    ),
    Stream("taste", TASTE, "person", "0", "id", ("fit in use", "taste", _, _)),
    Stream("network", NETWORK, "person", "0", "contact", ("rewired?", "target", _, _)),
    Stream("uptake", UPTAKE, "person", "policy", "id", ("takes part?", _, _, _)),
    Stream("need", NEED, "luck", "day", "0", ("life", "feed", "idle moment", "impulse")),
    Stream("exposure", EXPOSURE, "luck", "day", "id // 4", ("id % 4 = 0", "1", "2", "3")),
    Stream("onset", ONSET, "luck", "day", "0", ("day-part", "habit", "idle wake", "peer wake")),
    Stream("feed", FEED, "luck", "day", "0", ("contact", "annealed contact", _, _)),
    Stream(
        "idle_time",
        IDLE_TIME,
        "luck",
        "day",
        "0 or 1",
        ("0 day-part; 1 channel", "0 context; 1 reserved", "0 moment", "0 device"),
    ),
    Stream("recall", RECALL, "luck", "day", "id", ("evoked?", _, _, _)),
    Stream("slot", SLOT, "luck", "slot", "0", ("moment?", "context", "fade", "device")),
    Stream("step", STEP, "luck", "slot", "step", ("moment", "channel", "read", "ask")),
    Stream(
        "progress",
        PROGRESS,
        "luck",
        "slot",
        "step",
        ("advance", "give up", "third party", "store visit"),
    ),
    Stream(
        "session",
        SESSION,
        "luck",
        "slot",
        "step",
        ("another moment?", "consult", "contact", "annealed contact"),
    ),
    Stream(
        "encounter",
        ENCOUNTER,
        "luck",
        "slot, or day when idle or in use",
        "16 * step + id",
        ("noticed", "helpful", "by name", "poached"),
    ),
    Stream(
        "choice",
        CHOICE,
        "luck",
        "slot",
        "16 * step + id",
        ("choice noise", "destination noise", "enters the set at the shelf", _),
    ),
    Stream(
        "outside",
        OUTSIDE,
        "luck",
        "slot",
        "step",
        ("not-now noise", "give up", "paid", "cart ends the journey"),
    ),
    Stream(
        "use", USE, "luck", "onset", "month", ("experience", "use lag", "service contacts", "renew")
    ),
    Stream(
        "contact", CONTACT, "luck", "onset", "16 * month + contact", ("rude", "recovered", _, _)
    ),
    Stream("tell", TELL, "luck", "onset", "month", ("write", "tell friends", _, _)),
    Stream(
        "how_to",
        HOW_TO,
        "luck",
        "day",
        "0 or 1",
        ("0 occurs; 1 channel", "0 day-part; 1 third party", "0 context", "0 device"),
    ),
    Stream("owned", OWNED, "luck", "onset", "0", ("onboarding", "reminder", "wakes", _)),
)
