"""Every measure, defined once: what it is, its unit, and how it follows from integer counters.

A measure of the market is one number a replicate, a measure of brands one number a brand. A share
of nothing is NaN. Measures that need another world to compare with (uplift, return on spending,
the effect of being present) are no measures of one run and have no place here.
"""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.results.measure import (
    Kpi,
    churn,
    cost_per_purchase,
    euro,
    in_store,
    journey_moments,
    nps,
    on_device,
    per,
    per_purchase,
    purchases,
    purchases_by,
    ratio,
    review_hook,
    review_mean,
    satisfaction,
    share,
    total,
    value_share,
)
from sim.results.replicate import Replicate
from sim.tables.moments import (
    BOUGHT,
    DEVICES,
    FMOT,
    PHONE,
    SMOT,
    STORE_CHANNEL,
    TRUTHS,
    UMOT,
    ZMOT,
)

# fmt: off
BRAND_KPIS: Final = (
    Kpi("purchases", "purchases", "Units bought.", total("purchases")),
    Kpi("share", "share", "Part of the purchases of all brands.", share("purchases")),
    Kpi("spend", "euro", "Planned budgets.", euro("spend")),
    Kpi("induced_spend", "euro",
        "Invitations, paid reviews, thanks, commissions, clicks, personal touches.",
        euro("induced_spend")),
    Kpi("revenue", "euro", "Purchases and renewals at the price asked.", euro("revenue")),
    Kpi("margin", "euro", "Revenue less the cost of the units.", euro("margin")),
    Kpi("profit", "euro", "Margin less all spending.", euro("profit")),
    Kpi("rating", "stars", "Mean the board displays at the end.", lambda _, r: r.ratings),
    Kpi("reviews", "reviews", "Reviews published.", total("reviews")),
    Kpi("satisfaction", "stars", "Mean satisfaction of users, unclipped.", satisfaction),
    Kpi("nps", "points", "Net promoter score: promoters less detractors per 100 experiences.", nps),
    Kpi("value_share", "share", "Part of the revenue of all brands.", value_share),
    Kpi("renewals", "months", "Months paid by subscribers beyond the first.", total("renewals")),
    Kpi("churn", "share", "Subscription months after which the customer left.", churn),
    Kpi("cost_per_purchase", "euro", "All spending per purchase.", cost_per_purchase),
    Kpi("exposures", "adverts per consumer and day", "Adverts seen.",
        lambda s, r: ratio(r.total("exposures"), s.market.consumers * s.market.days)),
    Kpi("presence", "share", "Micro-moments in which the brand was noticed.",
        lambda _, r: ratio(r.total("noticed"), r.sum("moments"))),
    Kpi("help", "share", "Micro-moments with the brand in which it helped.",
        per("helped", "noticed")),
    Kpi("share_of_search", "share", "Part of all searches for a brand by name.", share("named")),
    Kpi("poached", "share", "Searches for the brand lost to a rival.", per("poached", "named")),
    Kpi("intended", "share", "Journeys that began with the brand preferred.",
        lambda _, r: ratio(r.total("intended"), r.sum("opened"))),
    Kpi("switched_to", "share", "Purchases by people who had intended another brand.",
        per("switched_to", "purchases")),
    Kpi("repeat", "share", "Purchases by people whose last brand it was.",
        per("repeat_purchases", "purchases")),
    Kpi("unpaid", "share", "Times chosen and then not paid.", per("unpaid", "chosen")),
    Kpi("in_store", "share", "Purchases made in a store.", purchases_by("channel", STORE_CHANNEL)),
    Kpi("on_phone", "share", "Purchases made on a phone.", purchases_by("device", PHONE)),
    Kpi("satisfied", "share", "Experiences of 4 stars or more.", per("satisfied", "judged")),
    Kpi("how_to_answered", "share", "How-to moments of users that were answered.",
        lambda _, r: ratio(r.brands["how_to"][:, 1], r.total("how_to"))),
    Kpi("rude", "share", "Service contacts that were rude.",
        per("service_failures", "service_contacts")),
    Kpi("recovered", "share", "Rude contacts made good.",
        per("service_recovered", "service_failures")),
    Kpi("review_mean", "stars", "Mean stars of the reviews published.", review_mean),
    Kpi("review_bias", "stars", "Reviews published less the satisfaction of all users.",
        lambda s, r: review_mean(s, r) - satisfaction(s, r)),
    Kpi("review_hook", "share", "One-star less two-star reviews, of all: the hook of the J.",
        review_hook),
    Kpi("writing", "share", "Experiences reviewed.", per("reviews", "judged")),
    Kpi("telling", "share", "Experiences told to friends.", per("told", "judged")),
    Kpi("needs_caused", "journeys", "Needs opened by a story about it.", total("needs_caused")),
)
"""Measures of each brand; the first eleven are those of `journey run --json`."""

MARKET_KPIS: Final = (
    Kpi("journeys", "journeys", "Journeys opened.", lambda _, r: r.sum("opened")),
    Kpi("units", "purchases", "Purchases of all brands.", lambda _, r: purchases(r)),
    Kpi("needs", "journeys per consumer and year", "Journeys opened.",
        lambda s, r: ratio(r.sum("opened") * 365, s.market.consumers * s.market.days)),
    Kpi("conversion", "share", "Journeys ended that ended in a purchase.",
        lambda _, r: ratio(r.market["ended"][BOUGHT].sum(), r.sum("ended"))),
    Kpi("in_journey", "share", "Consumers in a journey on an average day.",
        lambda s, r: ratio(r.sum("active"), s.market.consumers * s.market.days)),
    Kpi("journey_moments", "micro-moments", "Length of journeys that ended in a purchase.",
        per_purchase("journey_moments")),
    Kpi("journey_days", "days", "Duration of journeys that ended in a purchase.",
        per_purchase("journey_days")),
    Kpi("set_size", "brands", "Brands considered in journeys that ended in a purchase.",
        per_purchase("set_size")),
    Kpi("session_moments", "micro-moments", "Micro-moments of one session of a journey.",
        lambda _, r: ratio(journey_moments(r), r.sum("sessions"))),
    Kpi("answered", "share", "Micro-moments before buying that were answered.",
        lambda _, r: ratio(r.sum("answered"), r.market["by_truth"][ZMOT])),
    Kpi("purchases_per_moment", "share", "Purchases per micro-moment of journeys.",
        lambda _, r: ratio(purchases(r), journey_moments(r))),
    Kpi("cross_device", "share", "Online purchases on another device than the moment before.",
        lambda _, r: ratio(r.sum("cross_device"), purchases(r) - in_store(r))),
    Kpi("in_store", "share", "Purchases made in a store.",
        lambda _, r: ratio(in_store(r), purchases(r))),
    Kpi("consulted", "per store session", "Phones consulted at the shelf.",
        lambda _, r: ratio(r.sum("consults"), r.sum("store_sessions"))),
    Kpi("carts_paid", "share", "Choices made online that were paid.",
        lambda _, r: ratio(purchases(r) - in_store(r), r.sum("carts"))),
    *(
        Kpi(f"moments_on_{name}", "share", f"Micro-moments on device: {name}.", on_device(code))
        for code, name in enumerate(DEVICES)
    ),
)
"""Measures of the market as a whole."""
# fmt: on

FUNNEL: Final = ("reached", "present", "helped", "converted")


def funnel(lived: Replicate, brand: int) -> NDArray[np.float64]:
    """How far the journeys opened in the measured days came, by moment of truth.

    Parameters
    ----------
    lived : Replicate
        What was counted.
    brand : int
        Index of the brand whose funnel it is.

    Returns
    -------
    array of float
        By moment of truth, each a share of the journeys opened: reached, brand present, brand
        helped, and converted: reached this one and the next. A journey reaches the second moment
        of truth by buying the brand, the ultimate one by reviewing the purchase or telling of
        it. Being there is no question at the ultimate moment of truth, nor is helping in a
        stimulus.
    """
    counts, opened = lived.brands[brand], lived.sum("opened")
    reached = lived.market["reached"].astype(np.int64)
    reached[SMOT], reached[UMOT] = counts["won"], counts["shared"]
    rows = np.full((len(TRUTHS), len(FUNNEL)), np.nan)
    rows[:, 0] = ratio(reached, opened)
    rows[:UMOT, 1] = ratio(counts["present"][:UMOT], opened)
    rows[ZMOT:UMOT, 2] = ratio(counts["helpful"][ZMOT:UMOT], opened)
    went_on = lived.market["went_on"].astype(np.int64)
    went_on[FMOT], went_on[SMOT] = counts["won"], counts["shared"]
    rows[:UMOT, 3] = ratio(went_on[:UMOT], opened)
    return rows
