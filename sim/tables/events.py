"""What happens and is counted: integer counters of a market and of each brand, and the touch log.

Every KPI is a ratio of these integers. Counters run from the first day of the warm-up; a result is
what they gained since day 0. *Cohort* counters follow journeys opened on day 0 or later.
"""

from typing import Final, NamedTuple


class Count(NamedTuple):
    """One integer counter.

    Attributes
    ----------
    name : str
        The word used in kernels and results.
    shape : tuple of int
        Axes, by the codes of `sim.tables.moments`.
    axes : str
        The same in words.
    emitter : str
        The modules of `sim.moments` that add to it.
    doc : str
        What is counted.
    """

    name: str
    shape: tuple[int, ...]
    axes: str
    emitter: str
    doc: str


MARKET_COUNTS: Final = (
    Count("visited", (), "", "day", "Consumers visited, over days."),
    Count("active", (), "", "day", "Consumers in a journey at the day's end, over days."),
    Count("opened", (6,), "source", "journey", "Journeys opened."),
    Count("ended", (6, 3), "end, phase", "journey", "Journeys ended."),
    Count("moments", (7, 10), "moment, channel", "zmot", "Micro-moments, of all people."),
    Count("by_truth", (5,), "truth", "zmot", "Micro-moments by moment of truth."),
    Count("by_device", (4,), "device", "zmot", "Micro-moments by device."),
    Count("by_context", (5,), "context", "zmot", "Micro-moments by context."),
    Count("answered", (7,), "moment", "zmot", "Micro-moments answered, in journeys before buying."),
    Count("sessions", (), "", "journey", "Sessions of journeys."),
    Count("store_sessions", (), "", "journey", "Sessions in a store."),
    Count("consults", (), "", "fmot", "Phones consulted at the shelf."),
    Count("carts", (), "", "fmot", "Choices made online."),
    Count(
        "reached",
        (5,),
        "truth",
        "journey, umot",
        "Cohort: journeys that reached a moment of truth.",
    ),
    Count(
        "went_on",
        (5,),
        "truth",
        "journey",
        "Cohort: journeys that reached a moment of truth and the next one, up to FMOT.",
    ),
    Count("journey_moments", (), "", "journey", "Moments of journeys that ended in a purchase."),
    Count("journey_days", (), "", "journey", "Days of journeys that ended in a purchase."),
    Count("set_size", (), "", "journey", "Brands considered in journeys that ended in a purchase."),
    Count(
        "cross_device",
        (),
        "",
        "journey",
        "Online purchases on another device than the last moment.",
    ),
    Count("lost", (10, 8), "reason, moment", "lost", "Journeys the focal brand did not win."),
)
BRAND_COUNTS: Final = (
    Count("exposures", (), "", "stimulus", "Adverts seen."),
    Count(
        "noticed",
        (7, 10),
        "moment, channel",
        "zmot, fmot",
        "Micro-moments in which it was noticed.",
    ),
    Count("helped", (7, 10), "moment, channel", "zmot", "Micro-moments in which it helped."),
    Count("named", (), "", "zmot", "Searches for the brand by name."),
    Count("poached", (), "", "zmot", "Searches by name lost to a rival."),
    Count(
        "present",
        (5,),
        "truth",
        "journey, zmot, smot",
        "Cohort: journeys in which it was present.",
    ),
    Count("helpful", (5,), "truth", "zmot, smot", "Cohort: journeys in which it helped."),
    Count("won", (), "", "journey", "Cohort: journeys that ended in its purchase."),
    Count("shared", (), "", "umot", "Cohort: purchases reviewed or told about."),
    Count("chosen", (), "", "fmot", "Times chosen, paid or not."),
    Count("unpaid", (5,), "friction", "fmot", "Times chosen and not paid, by decisive friction."),
    Count("purchases", (8,), "persona", "journey", "Units bought."),
    Count("purchases_by_channel", (10,), "channel", "journey", "Units bought."),
    Count("purchases_by_device", (4,), "device", "journey", "Units bought."),
    Count("renewals", (), "", "smot", "Months paid by subscribers beyond the first."),
    Count("intended", (), "", "journey", "Journeys that began with it as the preferred brand."),
    Count(
        "switched_to",
        (8,),
        "moment",
        "journey",
        "Purchases by people who had intended another brand, by the moment that persuaded them.",
    ),
    Count("repeat_purchases", (), "", "journey", "Purchases by people whose last brand it was."),
    Count("used", (), "", "smot", "Use periods ended (a subscription: churned)."),
    Count("judged", (), "", "smot", "Experiences judged."),
    Count("satisfaction", (), "", "smot", "Sum of satisfaction, thousandths of a star, unclipped."),
    Count("satisfied", (), "", "smot", "Experiences of 4 stars or more."),
    Count("promoters", (), "", "smot", "Experiences with a recommend score of 8.5 or more."),
    Count("detractors", (), "", "smot", "Experiences with a recommend score below 6.5."),
    Count("how_to", (2,), "answered?", "smot", "How-to moments of its users."),
    Count("service_contacts", (), "", "smot", "Service contacts."),
    Count("service_failures", (), "", "smot", "Rude service contacts."),
    Count("service_recovered", (), "", "smot", "Rude service contacts recovered."),
    Count("onboarded", (), "", "smot", "Buyers onboarded by e-mail or app."),
    Count("reminders", (), "", "stimulus", "Reminders that reached own customers."),
    Count("invitations", (), "", "umot", "Invitations to review sent."),
    Count(
        "paid_reviews",
        (),
        "",
        "umot",
        "Reviews paid for, wanted or not.",
    ),
    Count("reviews", (5,), "star", "umot", "Reviews published, paid ones included."),
    Count(
        "board",
        (5,),
        "star",
        "umot",
        "Reviews readers learn from: not only for pay.",
    ),
    Count("thanked", (), "", "umot", "Reviewers thanked."),
    Count("told", (), "", "umot", "Experiences told to friends."),
    Count("needs_caused", (), "", "journey", "Needs opened by a story about it."),
    Count("personal_touches", (), "", "zmot", "Helpful moments served personally."),
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
