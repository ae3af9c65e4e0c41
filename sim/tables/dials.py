"""What a marketer can turn: the quantities of a brand that levers move and the model reads.

A dial rests at its neutral value where no lever turns it. Levers add to it or multiply it, and its
bounds are enforced once, after all of them; so levers compose in any number, and a lever that does
nothing leaves every bit as it was.
"""

import math
from typing import Final, Literal, NamedTuple


class Dial(NamedTuple):
    """One quantity of a brand that levers may move.

    Attributes
    ----------
    name : str
        The word used in levers, the market and documentation.
    axes : tuple of str
        What there is one of it for: brands, micro-moments, channels.
    combine : {"add", "multiply"}
        How several levers work together on it.
    neutral : float
        Its value where no lever turns it. A scenario may say otherwise by a lever's `floor`.
    low, high : float
        Bounds, enforced once after all levers.
    unit : str
        Unit in words.
    doc : str
        One sentence about the world.
    """

    name: str
    axes: tuple[str, ...]
    combine: Literal["add", "multiply"]
    neutral: float
    low: float
    high: float
    unit: str
    doc: str


def _level(name: str, neutral: float, doc: str, unit: str = "0 to 1") -> Dial:
    return Dial(name, ("brand",), "add", neutral, 0.0, 1.0, unit, doc)


DIALS: Final = (
    Dial(
        "contacts",
        ("brand", "moment", "channel"),
        "add",
        0.0,
        0.0,
        math.inf,
        "contacts per opportunity",
        "Contacts bought per micro-moment of a type on a channel.",
    ),
    Dial(
        "advert_contacts",
        ("brand",),
        "add",
        0.0,
        0.0,
        math.inf,
        "contacts per consumer and day",
        "Adverts bought.",
    ),
    _level("usefulness", 0.45, "Chance that the brand's content helps where it is noticed."),
    _level("speed", 0.5, "How fast site and app answer."),
    _level("payment", 0.5, "How many of the wanted means of payment are offered."),
    _level("privacy", 0.4, "How safe people's data are and seem."),
    _level("ar", 0.0, "How well a product can be tried on from afar."),
    _level("omni", 0.3, "How well devices and channels join up."),
    _level("personalization", 0.1, "How far help is fitted to the person."),
    _level("service", 0.75, "Chance that a service contact is polite.", "probability"),
    _level("recovery", 0.3, "Chance that failed service is made good.", "probability"),
    _level("sustainability", 0.1, "How sustainable the brand is seen to be."),
    _level("owned", 0.0, "Chance to reach own customers who consent.", "probability"),
    _level("listen", 0.0, "Share of complaints that change the firm.", "share"),
    _level("reply", 0.0, "Share of negative reviews answered in public.", "share"),
    _level("invite", 0.0, "Share of customers invited to review.", "share"),
    _level("paid_invite", 0.0, "Share of customers paid to review.", "share"),
    _level("thanks", 0.0, "Share of reviewers thanked in private.", "share"),
    Dial("price", ("brand",), "multiply", 1.0, 0.1, 10.0, "factor", "Price over list price."),
)
