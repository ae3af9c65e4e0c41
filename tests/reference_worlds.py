"""Small worlds in which everything happens: what the twin and the engine are compared on."""

from typing import Any

import numpy as np

from sim.levers import LEVERS
from sim.scenario import Scenario
from sim.tables.moments import BUY, CHANNELS, COMPARE, MOMENTS, STORE_CHANNEL

MOMENT_BUDGETS = {
    "stimulus": 9,
    "idea": 6,
    "know": 8,
    "do": 3,
    "go": 5,
    "compare": 7,
    "buy": 20,
    "smot": 7,
    "umot": 4,
}


def unit_costs() -> dict[str, Any]:
    """Every lever has prices; some have constants of their own."""
    levers: dict[str, Any] = {}
    for n, (name, lever) in enumerate(LEVERS.items()):
        served = sorted({channel for _, channel in lever.cells})
        first, *others = [CHANNELS[channel] for channel in served] or [None]
        if first is not None:
            levers[name] = {"unit_cost_eur": {first: 0.002 + 0.0007 * n}}
        if others:
            levers[name]["unit_cost_eur"]["all"] = 0.0031
    levers["ads"] = {"unit_cost_eur": {"all": 0.004}, "carry_over": 0.8}
    levers["payment"] = {"scale_eur": 2.5, "floor": 0.2, "ceiling": 0.9}
    levers["service"] = {"floor": 0.5, "ceiling": 0.8}
    levers["owned"] = {"settings": {"reminder_days": 19, "wake": 0.6}}
    return levers


def brand(price: float, quality: float, *, effort: float = 1.0, **more: Any) -> dict[str, Any]:
    """A brand that spends on every moment and follows every policy."""
    return {
        "price_eur": price,
        "quality_stars": quality,
        "spend": {
            "moments": {moment: effort * euro for moment, euro in MOMENT_BUDGETS.items()},
            "levers": {"shelf": 3.0 * effort, "owned": 4.0 * effort},
        },
        "policies": {
            "invite": 0.4,
            "paid_invite": 0.15,
            "thanks": 0.5,
            "price": 1.05 if effort > 1.0 else 0.95,
        },
    } | more


BRANDS: dict[str, Any] = {
    "zenith": brand(66.0, 4.3, id=9, claim_stars=4.8),
    "acme": brand(58.0, 4.5, effort=1.4, id=14),
    "mono": brand(49.0, 3.6, effort=0.4, id=3),
    "beta": brand(61.0, 4.0, effort=0.7, id=6, policies={}),
}
PERSONAS: dict[str, Any] = {
    "young": {
        "share": 0.5,
        "traits": {"tech_savvy": 0.85, "privacy_concern": 0.35, "personalization": 0.7},
        "moment_rate": 1.3,
        "need_rate": 1.2,
        "channels": {"chat": 1.5, "voice": 1.4, "social": 1.2},
    },
    "careful": {
        "share": 0.3,
        "traits": {"tech_savvy": 0.25, "privacy_concern": 0.75, "cashless": 0.9},
        "trait_spread": 0.3,
        "moment_rate": 0.7,
        "devices": {
            "home": {"phone": 0.4, "computer": 0.55, "speaker": 0.05},
            "commute": {"phone": 1.0},
            "work": {"phone": 0.3, "computer": 0.7},
            "out": {"phone": 0.95, "speaker": 0.05},
            "store": {"phone": 1.0},
        },
    },
    "middle": {"share": 0.4, "need_rate": 0.8},
}
EVERYWHERE = {"search": 30, "social": 15, "video": 14, "market": 12, "site": 12}
ODD_CHANNELS = {"chat": 6, "voice": 5, "arvr": 4}
MOMENTS_SECTION: dict[str, Any] = {
    "another": 0.45,
    "forget": 0.02,
    "give_up_unanswered": 0.1,
    "give_up_not_now": 0.1,
    "give_up_cart": 0.3,
    "consult": 0.5,
    "stimulus_window_days": 5,
    "third_party": {"idea": 0.3, "know": 0.25, "compare": 0.3, "go": 0.4, "do": 0.3},
    "mix": {
        "explore": {"idea": 30, "know": 38, "compare": 12, "go": 5, "do": 13, "buy": 6},
        "evaluate": {"idea": 5, "know": 25, "compare": 36, "go": 12, "do": 12, "buy": 14},
        "ready": {"know": 7, "compare": 16, "go": 20, "do": 5, "buy": 52},
    },
    "context_mix": {
        "commute": {"idea": 1.5, "know": 1.2, "compare": 1, "go": 1.3, "do": 0.4, "buy": 0.5},
        "store": {"idea": 0.1, "know": 0.2, "compare": 1, "go": 0.05, "do": 0.05, "buy": 5},
    },
    "weekday": {
        "early": {"home": 0.6, "commute": 0.4},
        "morning": {"home": 0.2, "commute": 0.1, "work": 0.6, "out": 0.06, "store": 0.04},
        "lunch": {"home": 0.3, "work": 0.4, "out": 0.2, "store": 0.1},
        "afternoon": {"home": 0.2, "work": 0.5, "out": 0.2, "store": 0.1},
        "evening": {"home": 0.6, "commute": 0.2, "out": 0.15, "store": 0.05},
        "night": {"home": 0.9, "out": 0.1},
    },
    "weekend": {
        "early": {"home": 0.9, "out": 0.1},
        "morning": {"home": 0.6, "out": 0.3, "store": 0.1},
        "lunch": {"home": 0.5, "out": 0.4, "store": 0.1},
        "afternoon": {"home": 0.5, "out": 0.3, "store": 0.2},
        "evening": {"home": 0.7, "out": 0.25, "store": 0.05},
        "night": {"home": 0.9, "out": 0.1},
    },
    "channels": {
        "idea": EVERYWHERE | ODD_CHANNELS,
        "know": EVERYWHERE | ODD_CHANNELS,
        "compare": EVERYWHERE | ODD_CHANNELS | {"market": 40},
        "go": {"search": 30, "maps": 50, "social": 5, "site": 8, "chat": 4, "voice": 3},
        "do": EVERYWHERE | ODD_CHANNELS | {"video": 50},
        "buy": {
            "search": 15,
            "social": 10,
            "video": 5,
            "market": 35,
            "site": 30,
            "voice": 5,
        },
        "future": {"search": 40, "social": 25, "video": 20, "site": 15},
    },
    "context_channels": {"work": {"voice": 0, "video": 0.5}, "out": {"voice": 0.8}},
    "context_fit": {"work": {"video": 0.6}, "out": {"voice": 0.8}, "home": {"maps": 0.9}},
    "devices": {
        "home": {"phone": 0.6, "computer": 0.35, "speaker": 0.05},
        "commute": {"phone": 0.97, "computer": 0.01, "speaker": 0.02},
        "work": {"phone": 0.46, "computer": 0.54},
        "out": {"phone": 0.98, "speaker": 0.02},
        "store": {"phone": 0.9, "computer": 0.1},
    },
    "human_channels": ["social", "chat", "store"],
    "presence": {"name_search": 0.5, "poaching": 0.7},
    "idle": {"rate": 0.08, "wake": {"idea": 0.3, "know": 0.2, "do": 0.1, "future": 0.05}},
}
MARKET_SECTION: dict[str, Any] = {
    "panel_consumers": 300,
    "needs": {
        "mean_days": 40,
        "shape": 1.5,
        "refractory_days": 9,
        "season": [1, 0.5, 0.8, 1.1, 1.4, 0, 1, 2, 1.3, 0.9, 1, 2.2],
        "advert": 0.02,
        "peer": 0.2,
        "impulse": 0.01,
    },
    "memory": {"initial_awareness": 0.05, "largest_weight": 12},
    "choice": {"not_now": 1.2, "habit_stars": 3.8},
    "checkout": {"privacy": 0.9, "seam": 1.2, "payment": 0.8},
    "use": {
        "lag_days": 6,
        "how_to": 0.25,
        "service_contacts": 1.1,
        "churn": 0.08,
    },
}
REVIEWS: dict[str, Any] = {
    "write": [0.5, 0.3, 0.1, 0.15, 0.3],
    "write_invited": 0.4,
    "write_paid": 0.6,
    "paid_stars": -0.2,
    "half_life_days": 50,
    "frequent_reviews": 2,
    "listen": {"lag_days": 20, "quality": 1.5},
}
NETWORK: dict[str, Any] = {"ask": 0.4, "feed": 0.5, "expert_share": 0.2, "tell": 0.8, "contacts": 6}


def merged(base: dict[str, Any], change: dict[str, Any]) -> dict[str, Any]:
    """Settings with some of them changed, and those taken out that are changed to None."""
    result = dict(base)
    for name, value in change.items():
        old = result.get(name)
        both = isinstance(old, dict) and isinstance(value, dict)
        result[name] = merged(old, value) if both else value
    return {name: value for name, value in result.items() if value is not None}


def world(*, consumers: int, warm_up_days: int, days: int, **changes: Any) -> Scenario:
    """A market of four brands and three personas in which every mechanism is at work."""
    size = {"consumers": consumers, "warm_up_days": warm_up_days, "days": days}
    base = {
        "market": MARKET_SECTION | size,
        "personas": PERSONAS,
        "brands": BRANDS,
        "moments": MOMENTS_SECTION,
        "levers": unit_costs(),
        "reviews": REVIEWS,
        "network": NETWORK,
        "focal": "beta",
    }
    return Scenario.model_validate(merged(base, changes))


def opportunities() -> np.ndarray:
    """Micro-moments per 1,000 consumers and day: uneven, and none in some cells."""
    numbers = np.fromfunction(
        lambda m, c: 0.5 + (m * 7 + c * 3) % 11, (len(MOMENTS), len(CHANNELS))
    )
    numbers[COMPARE, STORE_CHANNEL] = 0.0
    numbers[BUY, CHANNELS.index("arvr")] = 0.0
    return numbers


CERTAIN: dict[str, Any] = {
    "market": {
        "purchase": "subscription",
        "needs": {"peer": 1, "advert": 0.5},
        "choice": {"habit": 1},
        "use": {"how_to": 1, "churn": 1, "service_contacts": 5},
    },
    "moments": {
        "another": 0.95,
        "forget": 0,
        "advance": 1,
        "store_visit": 1,
        "shelf_entry": 1,
        "consult": 1,
        "give_up_cart": 1,
        "give_up_not_now": 0.01,
        "give_up_unanswered": 0.01,
        "presence": {"name_search": 1, "poaching": 1},
        "idle": {"rate": 1},
    },
    "network": {"ask": 1, "feed": 1, "tell": 1, "tell_floor": 1, "rewired": 1},
    "reviews": {"read_marketplace": 1, "write_invited": 1, "write_paid": 1, "frequent_reviews": 1},
}
"""Chances of 1 (and some of 0) where there were chances between."""
SIXTEEN_BRANDS: dict[str, Any] = {
    **dict.fromkeys(BRANDS),
    **{
        f"brand-{'abcdefghijklmnop'[n]}": brand(50.0 + n, 3.6 + 0.05 * n, id=15 - n)
        for n in range(16)
    },
}
"""As many brands as there may be, their ids in falling order; None takes a brand out."""
