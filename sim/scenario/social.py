"""The ultimate moment of truth: reviews written and read, friends told and asked."""

from typing import Annotated

from pydantic import Field

from sim.scenario.declare import Section, number, probability
from sim.scenario.tables import ShareByMoment


class Listen(Section):
    """Complaints as feedback to the firm."""

    lag_days: float = number(
        90,
        unit="days",
        source="assumption",
        role="feedback",
        ge=1,
        le=3650,
        kernel="no",
        plausible=(30, 180),
    )
    """Mean days until a complaint heard has changed anything."""
    quality: float = number(
        0.5,
        unit="stars",
        source="assumption",
        role="feedback",
        ge=0,
        le=4,
        off=0,
        kernel="no",
        plausible=(0.1, 1),
    )
    """Quality gained when everything heard is a complaint and all of it is heeded."""
    service: float = number(
        0.5,
        unit="share of the gap",
        source="assumption",
        role="feedback",
        ge=0,
        le=1,
        off=0,
        kernel="no",
        plausible=(0.1, 0.8),
    )
    """Share of the gap to perfect service closed in the same case."""


class Reviews(Section):
    """Reviews written and read."""

    rule: str = "recency"
    """What the crowd's reviews look like to a shopper: a rule of `sim.reviews`."""
    half_life_days: float = number(
        90,
        unit="days",
        source="assumption; BrightLocal surveys, from memory",
        role="feedback",
        ge=0.01,
        le=1e6,
        kernel="no",
        plausible=(30, 365),
    )
    """Half-life of a review on the board (rule recency)."""
    prior_count: float = number(
        2,
        unit="reviews",
        source="assumption",
        role="scale",
        ge=0.001,
        le=1e6,
        kernel="no",
        plausible=(1, 10),
    )
    """Weight of the board's prior (k0)."""
    prior_stars: float = number(
        3.7,
        unit="stars",
        source="assumption",
        role="scale",
        ge=1,
        le=5,
        kernel="no",
        plausible=(3.3, 4.2),
    )
    """Stars of the board's prior (r0)."""
    read: ShareByMoment = ShareByMoment(idea=0.05, know=0.25, compare=0.6, go=0.3, buy=0.35)
    """Chance of reading reviews by micro-moment, for an information search of .5. Assumption."""
    read_marketplace: float = number(
        0.8,
        unit="probability",
        source="assumption",
        role="feedback",
        ge=0,
        le=1,
        off=0,
        kernel="no",
        plausible=(0.5, 1),
    )
    """The same when comparing on a marketplace."""
    weight: float = number(
        1.5,
        unit="pseudo-observations",
        source="assumption; Spiegel Research Center 2017; You et al. 2015",
        role="feedback",
        ge=0,
        le=1000,
        off=0,
        kernel="no",
        plausible=(0.5, 4),
    )
    """Weight of a board with very many reviews (w_rev)."""
    half_weight_count: float = number(
        15,
        unit="reviews",
        source="assumption; Spiegel Research Center 2017",
        role="scale",
        ge=0.001,
        le=1e6,
        kernel="no",
        plausible=(5, 40),
    )
    """Number of reviews at which a board has half that weight (n_half)."""
    write: Annotated[
        list[Annotated[float, Field(ge=0, le=1)]], Field(min_length=5, max_length=5)
    ] = [0.25, 0.05, 0.015, 0.025, 0.045]
    """Chance of writing unasked after an experience of 1, 2, 3, 4, 5 stars.

    Shape: Schoenmueller, Netzer & Stahl 2020; Hu, Zhang & Pavlou 2009. Level: assumption.
    """
    write_invited: float = number(
        0.10,
        unit="probability",
        source="Askalidis & Malthouse 2016",
        role="sharing",
        ge=0,
        le=1,
        off=0,
        plausible=(0.05, 0.2),
    )
    """Chance of writing when invited, whatever the experience."""
    write_paid: float = number(
        0.25,
        unit="probability",
        source="assumption; Fradkin & Holtz 2023 (R26)",
        role="sharing",
        ge=0,
        le=1,
        off=0,
        plausible=(0.1, 0.5),
    )
    """The same when the invitation is paid."""
    paid_stars: float = number(
        0,
        unit="stars",
        source="Fradkin & Holtz 2023 (R26): paid reviews are more and more negative, by selection",
        role="sharing",
        ge=-2,
        le=2,
        off=0,
        plausible=(-0.3, 0.3),
    )
    """Shift of a paid review."""
    herding: float = number(
        0.15,
        unit="share",
        source="Muchnik, Aral & Taylor 2013",
        role="feedback",
        ge=0,
        le=1,
        off=0,
        plausible=(0, 0.3),
    )
    """Pull of the displayed rating on an uninvited review."""
    reply_stars: float = number(
        0.12,
        unit="stars",
        source="assumption; Proserpio & Zervas 2017, from memory",
        role="feedback",
        ge=0,
        le=2,
        off=0,
        plausible=(0, 0.2),
    )
    """Rise of later ratings when every negative review is answered in public."""
    frequent_reviews: int = number(
        3,
        unit="reviews",
        source="Restivo & van de Rijt 2012, 2014 (R25)",
        role="scale",
        ge=1,
        le=255,
    )
    """Reviews that make a frequent writer."""
    thanked_writing: float = number(
        1.6,
        unit="factor",
        source="Restivo & van de Rijt 2012 (60 % more output)",
        role="sharing",
        ge=1,
        le=10,
        off=1,
        plausible=(1, 2),
    )
    """Later writing of a frequent writer who was thanked."""
    thanked_goodwill: float = number(
        0.2, unit="step", source="assumption", role="sharing", ge=0, le=1, off=0, plausible=(0, 0.4)
    )
    """Goodwill from being thanked."""
    listen: Listen = Listen()
    """Complaints as feedback to the firm."""


class Network(Section):
    """Friends: who can be asked or overheard, and how much they count."""

    contacts: int = number(
        8,
        unit="people",
        source="Watts & Strogatz 1998; layers of 5 and 15 (K16)",
        role="scale",
        ge=2,
        le=32,
        plausible=(4, 16),
    )
    """Contacts of one consumer."""
    rewired: float = probability(
        0.1, source="Watts & Strogatz 1998", role="scale", off=None, plausible=(0.02, 0.3)
    )
    """Chance that a contact lies outside the neighbourhood."""
    annealed: bool = False
    """Meet a fresh random person each time instead of one's contacts."""
    expert_share: float = probability(
        0.02, source="assumption", role="heterogeneity", kernel="no", plausible=(0, 0.05)
    )
    """Share of experts, whose word counts more."""
    expert_weight: float = number(
        2,
        unit="factor",
        source="assumption",
        role="heterogeneity",
        ge=1,
        le=20,
        off=1,
        plausible=(1, 4),
    )
    """How much more."""
    friend_weight: float = number(
        2,
        unit="pseudo-observations",
        source="assumption",
        role="feedback",
        ge=0,
        le=1000,
        off=0,
        plausible=(1, 4),
    )
    """Weight of a friend's experience in a belief."""
    ask: float = probability(0.12, source="assumption", role="feedback", plausible=(0.05, 0.3))
    """Chance that a know or compare moment goes to a friend."""
    feed: float = probability(
        0.3, source="assumption", role="feedback", unit="per day", plausible=(0.1, 0.6)
    )
    """Chance per day that a person in no need overhears a contact."""
    share_window_days: int = number(
        7,
        unit="days",
        source="WOMMA 2014 (K13: within two weeks)",
        role="scale",
        ge=0,
        le=365,
        plausible=(3, 14),
    )
    """A story is told for so many days."""
    tell: float = number(
        0.3,
        unit="probability",
        source="assumption",
        role="sharing",
        ge=0,
        le=1,
        off=0,
        plausible=(0.1, 0.6),
    )
    """Chance of telling friends about an extreme experience."""
    tell_floor: float = number(
        0.3, unit="share", source="assumption", role="scale", ge=0, le=1, plausible=(0.1, 0.6)
    )
    """Telling of a middling experience relative to an extreme one."""
    satisfied_stars: float = number(4, unit="stars", source="assumption", role="scale", ge=1, le=5)
    """From this satisfaction a friend's word puts the brand into the consideration set."""
