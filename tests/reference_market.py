"""The slow readable twin, part 3: what a day looks like from the street.

Money becomes contacts, contacts become chances of being noticed; reviews become a board. Written
from docs/model.md ("The market's day") with plain numbers in plain lists.
"""

import math
from dataclasses import dataclass, field

import numpy as np

from sim.levers import LEVERS
from sim.rng import exp, log
from sim.scenario import Brand, Scenario
from sim.tables.dials import DIALS
from sim.tables.moments import BUY, CHANNELS, MOMENTS, SOCIAL, STORE_CHANNEL
from tests.reference_mixes import Mixes, clip, floor32


@dataclass
class Offer:
    """One brand as people meet it today."""

    id: int
    usefulness: float = 0.0
    speed: float = 0.0
    payment: float = 0.0
    privacy: float = 0.0
    ar: float = 0.0
    omni: float = 0.0
    personalization: float = 0.0
    service: float = 0.0
    recovery: float = 0.0
    sustainability: float = 0.0
    owned: float = 0.0
    listen: float = 0.0
    reply: float = 0.0
    invite: float = 0.0
    paid_invite: float = 0.0
    thanks: float = 0.0
    ln_price: float = 0.0
    quality: float = 0.0
    claim: float = 0.0
    rating: float = 0.0
    review_weight: float = 0.0
    popularity: float = 0.0
    noticed: list[list[float]] = field(default_factory=list)
    """Chance of being noticed, by moment and channel."""
    poached: list[list[float]] = field(default_factory=list)
    """Chance of losing a search by name, by moment and channel."""
    reach: list[int] = field(default_factory=list)
    """Threshold of seeing the advert, by media class."""
    wake: list[int] = field(default_factory=list)
    """Threshold of an advert that wakes a need, by media class."""


@dataclass
class Board:
    """What a brand's reviews have added up to, old ones fading."""

    weight: float = 0.0
    stars: float = 0.0
    heard: float = 0.0
    """Complaints that have reached the firm."""
    said: float = 0.0
    """Reviews and service contacts, old ones fading."""
    complained: float = 0.0
    """The bad ones among them."""
    criticized: bool = False
    """There has been a negative review to answer."""


def planned_spend(brand: Brand) -> dict[str, float]:
    """Euro per 1,000 consumers and day for each lever paid from a budget."""
    fixed = brand.spend.levers
    euro = {}
    for name, lever in LEVERS.items():
        if lever.moment == "policy":
            continue
        if name in fixed:
            euro[name] = fixed[name] / 7.0
            continue
        family = [n for n, other in LEVERS.items() if other.moment == lever.moment]
        rest = getattr(brand.spend.moments, lever.moment) - sum(
            fixed[n] for n in family if n in fixed
        )
        shares = sum(LEVERS[n].default_spend for n in family if n not in fixed)
        euro[name] = max(0.0, rest) * lever.default_spend / shares / 7.0
    return euro


CAPABILITIES = {
    "content": "usefulness",
    "speed": "speed",
    "payment": "payment",
    "privacy": "privacy",
    "ar": "ar",
    "omni": "omni",
    "personal": "personalization",
    "service": "service",
    "recovery": "recovery",
    "sustain": "sustainability",
    "owned": "owned",
    "listen": "listen",
    "reply": "reply",
}
"""Levers that lift a level, and the level."""
NEUTRAL = {dial.name: dial.neutral for dial in DIALS}


class Street:
    """The market, day after day: stocks of money, boards of reviews, and what follows from them."""

    def __init__(self, spec: Scenario, mixes: Mixes, opportunities: np.ndarray) -> None:
        self.spec = spec
        self.mixes = mixes
        self.opportunities = [[float(o) for o in line] for line in opportunities]
        ids = spec.brand_ids()
        self.names = sorted(spec.brands)
        self.ids = [ids[name] for name in self.names]
        self.brands = [spec.brands[name] for name in self.names]
        self.plans = [planned_spend(brand) for brand in self.brands]
        self.stocks = [dict.fromkeys(plan, 0.0) for plan in self.plans]
        self.boards = [Board() for _ in self.brands]
        self.live = spec.feedback == "live"
        self.impulse = 0
        self._season: dict[float, list[list[int]]] = {}

    # --- Morning ------------------------------------------------------------------------------

    def open_day(self) -> list[Offer]:
        """Today's brands: money works through stocks, yesterday's reviews through boards."""
        for plan, stock in zip(self.plans, self.stocks, strict=True):
            for name, euro in plan.items():
                theta = self._carry_over(name)
                stock[name] = theta * stock[name] + (1.0 - theta) * euro
        offers = [self._offer(b) for b in range(len(self.brands))]
        self._presence(offers)
        self._adverts(offers)
        shelves_empty = 1.0
        for offer in offers:
            unseen = 1.0 - offer.noticed[BUY][STORE_CHANNEL]
            shelves_empty = shelves_empty * (unseen * (1.0 - offer.noticed[BUY][SOCIAL]))
        self.impulse = floor32(self.spec.market.needs.impulse * (1.0 - shelves_empty))
        return offers

    def _carry_over(self, name: str) -> float:
        own = self.spec.levers[name].carry_over if name in self.spec.levers else None
        return LEVERS[name].carry_over if own is None else own

    def level(self, b: int, name: str) -> float:
        """How far a brand's money has lifted a capability."""
        lever, own = LEVERS[name], self.spec.levers.get(name)
        floor = NEUTRAL[CAPABILITIES[name]] if own is None or own.floor is None else own.floor
        ceiling = lever.ceiling if own is None or own.ceiling is None else own.ceiling
        scale = lever.scale if own is None or own.scale_eur is None else own.scale_eur
        level = floor + (ceiling - floor) * (1.0 - exp(-self.stocks[b][name] / scale))
        return clip(level, 0.0, 1.0)

    def _offer(self, b: int) -> Offer:
        brand, board, spec = self.brands[b], self.boards[b], self.spec
        helping, reviews, choice = spec.moments.help, spec.reviews, spec.market.choice
        offer = Offer(self.ids[b])
        for name, dial in CAPABILITIES.items():
            setattr(offer, dial, self.level(b, name))
        heard = self._listen(b, offer.listen)
        offer.reply = offer.reply if board.criticized else 0.0
        offer.usefulness = offer.usefulness * (
            (1.0 - helping.speed_share) + helping.speed_share * offer.speed
        )
        offer.service = offer.service + (1.0 - offer.service) * reviews.listen.service * heard
        offer.quality = brand.quality_stars + reviews.listen.quality * heard
        offer.claim = brand.quality_stars if brand.claim_stars is None else brand.claim_stars
        offer.invite = brand.policies.invite
        offer.paid_invite = brand.policies.paid_invite
        offer.thanks = brand.policies.thanks
        offer.ln_price = log(brand.price_eur * brand.policies.price / choice.reference_price_eur)
        prior = reviews.prior_count
        offer.rating = (board.stars + prior * reviews.prior_stars) / (board.weight + prior)
        if self.live:
            volume = board.weight
            offer.review_weight = reviews.weight * volume / (volume + reviews.half_weight_count)
            mean = math.fsum(other.weight for other in self.boards) / len(self.boards)
            offer.popularity = choice.popularity * (log(1.0 + volume) - log(1.0 + mean))
        return offer

    def _contacts(self, b: int) -> dict[tuple[int, int], float]:
        """Contacts per opportunity that a brand's stocks buy (A1)."""
        bought: dict[tuple[int, int], float] = {}
        for name, stock in self.stocks[b].items():
            cells = getattr(LEVERS[name], "cells", {})
            traffic = sum(w * self.opportunities[m][c] for (m, c), w in cells.items())
            for (m, c), weight in cells.items():
                there = self.opportunities[m][c]
                if there > 0.0 and traffic > 0.0:
                    share = weight * there / traffic
                    euro = share * stock / (self._unit_cost(name, CHANNELS[c]) * there)
                    bought[m, c] = bought.get((m, c), 0.0) + euro
        return bought

    def _unit_cost(self, name: str, channel: str) -> float:
        costs = self.spec.levers[name].unit_cost_eur if name in self.spec.levers else {}
        return costs.get(channel, costs.get("all", math.inf))

    def _thinned(self, contacts: list[float]) -> list[float]:
        """Every brand's contacts, made dearer by those of its rivals."""
        clutter = self.spec.moments.presence.clutter
        return [
            own / (1.0 + clutter * math.fsum(contacts[:b] + contacts[b + 1 :]))
            for b, own in enumerate(contacts)
        ]

    def _presence(self, offers: list[Offer]) -> None:
        presence = self.spec.moments.presence
        bought = [self._contacts(b) for b in range(len(offers))]
        for offer in offers:
            offer.noticed = [[0.0] * len(CHANNELS) for _ in MOMENTS]
            offer.poached = [[0.0] * len(CHANNELS) for _ in MOMENTS]
        for m in range(len(MOMENTS)):
            for c in range(len(CHANNELS)):
                floor, ceiling = presence.floor, presence.ceiling
                if c == STORE_CHANNEL:
                    floor, ceiling = presence.floor_shelf, presence.ceiling_shelf
                elif m == BUY:
                    floor = presence.floor_buy
                felt = self._thinned([own.get((m, c), 0.0) for own in bought])
                for b, offer in enumerate(offers):
                    rivals = math.fsum(felt[:b] + felt[b + 1 :])
                    unseen = exp(-felt[b])
                    offer.noticed[m][c] = floor + (ceiling - floor) * (1.0 - unseen)
                    offer.poached[m][c] = presence.poaching * (1.0 - exp(-rivals)) * unseen

    def _adverts(self, offers: list[Offer]) -> None:
        presence, wakes = self.spec.moments.presence, self.spec.market.needs.advert
        cost = self._unit_cost("ads", "all") * 1000.0
        felt = self._thinned([stock["ads"] / cost for stock in self.stocks])
        for offer, contacts in zip(offers, felt, strict=True):
            for media_weight in self.mixes.media_classes:
                p = presence.reach_ceiling * (1.0 - exp(-contacts * media_weight))
                offer.reach.append(floor32(p))
                offer.wake.append(floor32(p * wakes))

    def need(self, day: int) -> list[list[int]]:
        """Threshold of a life need today, by persona and class of need rate."""
        needs = self.spec.market.needs
        season = needs.season[((day % 365) * 12) // 365]
        if season not in self._season:
            self._season[season] = [
                [
                    floor32(1.0 - exp(-(mean * persona.need_rate * season / needs.mean_days)))
                    for mean in self.mixes.need_classes
                ]
                for persona in self.mixes.people
            ]
        return self._season[season]

    # --- Evening ------------------------------------------------------------------------------

    def close_day(self, stars: list[list[int]], contacts: list[int], failures: list[int]) -> None:
        """The day's unpaid reviews go on the boards; complaints begin to be heard."""
        reviews = self.spec.reviews
        assert reviews.rule == "recency"
        fade = 2.0 ** (-1.0 / reviews.half_life_days)
        for b, board in enumerate(self.boards):
            count = sum(stars[b])
            board.weight = fade * board.weight + count
            board.stars = fade * board.stars + sum((k + 1) * n for k, n in enumerate(stars[b]))
            keep = exp(-1.0 / reviews.listen.lag_days)
            board.said = keep * board.said + (count + contacts[b])
            bad = stars[b][0] + stars[b][1]
            board.complained = keep * board.complained + (bad + failures[b])
            board.criticized = board.criticized or bad > 0

    def _listen(self, b: int, level: float) -> float:
        """A firm that listens learns from the complaints of the last months, slowly."""
        board, lag = self.boards[b], self.spec.reviews.listen.lag_days
        if self.live and board.said > 0.0:
            share = board.complained / board.said
            board.heard = board.heard + (level * share - board.heard) / lag
        return board.heard
