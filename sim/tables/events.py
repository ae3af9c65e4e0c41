"""What happens and is counted: integer counters of a market and of each brand, and the touch log.

Every KPI is a ratio of these integers. Counters run from the first day of the warm-up; a result is
what they gained since day 0. *Cohort* counters follow journeys opened on day 0 or later.
"""

from typing import Final, NamedTuple

from sim.tables.moments import (
    CHANNELS,
    CONTEXTS,
    DEVICES,
    ENDS,
    EXPLORE,
    FRICTIONS,
    LOGGED_MOMENTS,
    LOST_REASONS,
    MAX_PERSONAS,
    MOMENTS,
    READY,
    SOURCES,
    TRUTHS,
)

LENGTHS: Final = {
    "moment": len(MOMENTS),
    "moment or none": len(LOGGED_MOMENTS),
    "channel": len(CHANNELS),
    "context": len(CONTEXTS),
    "device": len(DEVICES),
    "truth": len(TRUTHS),
    "source": len(SOURCES),
    "end": len(ENDS),
    "phase": READY - EXPLORE + 1,
    "reason": len(LOST_REASONS),
    "friction": len(FRICTIONS),
    "persona": MAX_PERSONAS,
    "star": 5,
    "answered?": 2,
}
"""How many codes there are on each axis of a counter."""


class Count(NamedTuple):
    """One integer counter.

    Attributes
    ----------
    name : str
        The word used in kernels and results.
    axes : str
        What it is counted by, in codes of `sim.tables.moments`; empty for a single number.
    emitter : str
        The modules of `sim.moments` that add to it.
    doc : str
        What is counted.
    """

    name: str
    axes: str
    emitter: str
    doc: str

    @property
    def shape(self) -> tuple[int, ...]:
        """Number of codes on each axis."""
        return tuple(LENGTHS[axis] for axis in self.axes.split(", ") if axis)


MARKET_COUNTS: Final = (
    Count("visited", "", "day", "Consumers visited, over days."),
    Count("active", "", "day", "Consumers in a journey at the day's end, over days."),
    Count("opened", "source", "journey", "Journeys opened."),
    Count("ended", "end, phase", "journey", "Journeys ended."),
    Count("moments", "moment, channel", "encounter", "Micro-moments, of all people."),
    Count("by_truth", "truth", "encounter", "Micro-moments by moment of truth."),
    Count("by_device", "device", "encounter", "Micro-moments by device."),
    Count("by_context", "context", "encounter", "Micro-moments by context."),
    Count("answered", "moment", "zmot", "Micro-moments answered, in journeys before buying."),
    Count("sessions", "", "session", "Sessions of journeys."),
    Count("store_sessions", "", "session", "Sessions in a store."),
    Count("consults", "", "fmot", "Phones consulted at the shelf."),
    Count("carts", "", "fmot", "Choices made online."),
    Count(
        "reached",
        "truth",
        "journey, umot",
        "Cohort: journeys that reached a moment of truth.",
    ),
    Count(
        "went_on",
        "truth",
        "journey",
        "Cohort: journeys that reached a moment of truth and the next one, up to FMOT.",
    ),
    Count("journey_moments", "", "journey", "Moments of journeys that ended in a purchase."),
    Count("journey_days", "", "journey", "Days of journeys that ended in a purchase."),
    Count("set_size", "", "journey", "Brands considered in journeys that ended in a purchase."),
    Count(
        "cross_device",
        "",
        "journey",
        "Online purchases on another device than the last moment.",
    ),
    Count("lost", "reason, moment or none", "lost", "Journeys the focal brand did not win."),
)
BRAND_COUNTS: Final = (
    Count("exposures", "", "screen", "Adverts seen."),
    Count(
        "noticed",
        "moment, channel",
        "encounter",
        "Micro-moments in which it was noticed.",
    ),
    Count("helped", "moment, channel", "encounter", "Micro-moments in which it helped."),
    Count("named", "", "encounter", "Searches for the brand by name."),
    Count("poached", "", "encounter", "Searches by name lost to a rival."),
    Count(
        "present",
        "truth",
        "journey, zmot, smot",
        "Cohort: journeys in which it was present.",
    ),
    Count("helpful", "truth", "zmot, smot", "Cohort: journeys in which it helped."),
    Count("won", "", "journey", "Cohort: journeys that ended in its purchase."),
    Count("shared", "", "umot", "Cohort: purchases reviewed or told about."),
    Count("chosen", "", "fmot", "Times chosen, paid or not."),
    Count("unpaid", "friction", "fmot", "Times chosen and not paid, by decisive friction."),
    Count("purchases", "persona", "journey", "Units bought."),
    Count("purchases_by_channel", "channel", "journey", "Units bought."),
    Count("purchases_by_device", "device", "journey", "Units bought."),
    Count("renewals", "", "smot", "Months paid by subscribers beyond the first."),
    Count("intended", "", "journey", "Journeys that began with it as the preferred brand."),
    Count(
        "switched_to",
        "moment or none",
        "journey",
        "Purchases by people who had intended another brand, by the moment that persuaded them.",
    ),
    Count("repeat_purchases", "", "journey", "Purchases by people whose last brand it was."),
    Count("used", "", "smot", "Use periods ended (a subscription: churned)."),
    Count("judged", "", "smot", "Experiences judged."),
    Count("satisfaction", "", "smot", "Sum of satisfaction, thousandths of a star, unclipped."),
    Count("satisfied", "", "smot", "Experiences of 4 stars or more."),
    Count("promoters", "", "smot", "Experiences with a recommend score of 8.5 or more."),
    Count("detractors", "", "smot", "Experiences with a recommend score below 6.5."),
    Count("how_to", "answered?", "smot", "How-to moments of its users."),
    Count("service_contacts", "", "smot", "Service contacts."),
    Count("service_failures", "", "smot", "Rude service contacts."),
    Count("service_recovered", "", "smot", "Rude service contacts recovered."),
    Count("onboarded", "", "smot", "Buyers onboarded by e-mail or app."),
    Count("reminders", "", "stimulus", "Reminders that reached own customers."),
    Count("invitations", "", "umot", "Invitations to review sent."),
    Count(
        "paid_reviews",
        "",
        "umot",
        "Reviews paid for, wanted or not.",
    ),
    Count("reviews", "star", "umot", "Reviews published, paid ones included."),
    Count(
        "board",
        "star",
        "umot",
        "Reviews readers learn from: not only for pay.",
    ),
    Count("thanked", "", "umot", "Reviewers thanked."),
    Count("told", "", "umot", "Experiences told to friends."),
    Count("needs_caused", "", "journey", "Needs opened by a story about it."),
    Count("personal_touches", "", "encounter", "Helpful moments served personally."),
)
TOUCH: Final = (
    ("consumer", "i4", "Consumer number."),
    ("journey", "i2", "Onset day of the journey (in use: of the one behind the purchase)."),
    ("day", "i2", "Day."),
    ("slot", "i1", "Day-part."),
    ("step", "i1", "Step of the session."),
    ("moment", "i1", "Micro-moment, or service."),
    ("truth", "i1", "Moment of truth."),
    ("channel", "i1", "Channel."),
    ("context", "i1", "Context."),
    ("device", "i1", "Device."),
    ("brand", "i1", "Brand index."),
    ("present", "u1", "1 where the brand was noticed."),
    ("helpful", "u1", "1 where it helped."),
    ("observed", "u1", "1 where a tracker sees the touch."),
    ("outcome", "i1", "What came of the moment."),
)
