"""O11: with everything off but the journey, it is an absorbing chain, and every end has a formula.

Formulas in `tests.analytic.chain`, with theta_m = 1 - (1 - theta0_m) sum_c Chan[m, c] prod_b
(1 - pi_bmc h_bc), h_bc = content (3/4 + speed/4) fit[c], pi from contacts bought (A1), P_j =
e^(V_j - friction) / (e^(v0 + pen) + sum e^(V - friction)), c_j = exp(-(payment + entry)). Source:
O11 with A3 (checkout, NOT_NOW, EMPTY), A7 (sessions), A18 (channels).
"""

import math
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import pytest

from sim.levers import LEVERS
from sim.model import JourneyModel
from sim.scenario import Scenario
from sim.tables.moments import BUY, CHANNELS, EVALUATE, EXPLORE, MOMENTS, READY
from tests.analytic.chain import PHASES, Course, Fate, Floats, Setting, fate, logit, mixture
from tests.checks import agree, agree_mean, agree_shares
from tests.worlds import ALIKE, ONE_NEED_EACH, born, brand, purchases, quiet, rates

CONSUMERS = 60_000
DAYS = 150
EFFECT = 0.02
"""Changes of a chance by two points are ruled out."""

PRICES = {"acme": 52.0, "bolt": 60.0, "crest": 70.0}
SPEND = {  # euro per week per 1,000 consumers
    "acme": {"know": 140.0, "compare": 70.0, "payment": 10.0},
    "bolt": {"know": 140.0, "video": 105.0, "payment": 3.0},
    "crest": {"know": 105.0, "video": 70.0},
}
COST = 0.05
PAYMENT = {"floor": 0.1, "ceiling": 0.9, "scale_eur": 1.0}
CONTENT, SPEED, SPEED_SHARE = 0.8, 0.5, 0.25
FLOOR, FLOOR_SHELF, CEILING, CEILING_SHELF = 0.05, 0.45, 0.6, 0.9
CONVENIENCE, CASHLESS = 0.3, 0.9
HANDS = {"phone": 0.6, "computer": 0.4}
CLUMSY = {"phone": 0.7, "computer": 0.1}
ENTRY = {"phone": 0.9, "computer": 0.3}
PRICE_WEIGHT, PAYMENT_WEIGHT = 2.5, 1.2
OUTSIDE = {"not_now": 0.4, "not_now_evaluate": 0.5, "not_now_explore": 1.1}
RATE = 0.7
COURSE = Course(
    occurs=1.0 - math.exp(-RATE),
    forget=0.02,
    advance=0.3,
    another=0.5,
    unanswered=0.3,
    not_now=0.35,
    cart=0.4,
)
THIRD_PARTY = {"idea": 0.1, "know": 0.1, "compare": 0.1, "go": 0.4, "do": 0.2}
MIX = {
    "explore": {"idea": 3, "know": 5, "compare": 1, "do": 1, "go": 1, "buy": 1},
    "evaluate": {"idea": 1, "know": 3, "compare": 3, "go": 1, "buy": 2},
    "ready": {"know": 1, "compare": 2, "go": 2, "do": 1, "buy": 4},
}
IN_STORE = {"compare": 1.0, "go": 0.3, "know": 0.5, "buy": 3.0}
CHANNEL_MIX = {
    "idea": {"social": 3, "video": 5, "search": 2},
    "know": {"search": 3, "video": 3, "social": 3, "site": 1},
    "compare": {"search": 3, "market": 2, "social": 4},
    "go": {"maps": 1},
    "do": {"video": 6, "search": 4},
    "buy": {"site": 2, "market": 1},
}
FIT = {"video": 0.5, "market": 0.8, "site": 1.0}

VISIT = 0.6
AWARE = 0.45

starts = pytest.mark.parametrize("start", [EXPLORE, EVALUATE, READY])


def world(**more: Any) -> Scenario:
    """One journey each, of three phases, sessions, channels, checkout and two devices."""
    presence = {
        "floor": FLOOR,
        "floor_buy": FLOOR,
        "floor_shelf": FLOOR_SHELF,
        "ceiling": CEILING,
        "ceiling_shelf": CEILING_SHELF,
    }
    hands = {"home": HANDS, "store": HANDS}
    frictions = {f"device_{hand}": size for hand, size in CLUMSY.items()}
    entries = {f"entry_{hand}": size for hand, size in ENTRY.items()}
    return quiet(
        ONE_NEED_EACH,
        {
            "market": {
                "consumers": CONSUMERS,
                "days": DAYS,
                "memory": {"initial_awareness": 1},
                "choice": {"price": PRICE_WEIGHT} | OUTSIDE | frictions,
                "checkout": {"payment": PAYMENT_WEIGHT} | entries,
            },
            "personas": {
                "consumer": {"traits": {"cashless": CASHLESS, "convenience": CONVENIENCE}}
            },
            "moments": {
                "rate": rates(RATE),
                "forget": COURSE.forget,
                "advance": COURSE.advance,
                "another": COURSE.another,
                "give_up_unanswered": COURSE.unanswered,
                "give_up_not_now": COURSE.not_now,
                "give_up_cart": COURSE.cart,
                "third_party": THIRD_PARTY,
                "mix": MIX,
                "context_mix": {"store": IN_STORE},
                "channels": CHANNEL_MIX,
                "context_fit": {"home": FIT, "store": FIT},
                "devices": hands,
                "presence": presence,
                "help": {"speed_share": SPEED_SHARE},
            },
            "levers": {
                name: {"carry_over": 0.0, "unit_cost_eur": {"all": COST}}
                for name in ("know", "compare", "video")
            }
            | {
                "payment": PAYMENT | {"carry_over": 0.0},
                "content": {"floor": CONTENT},
            },
        },
        more,
        brands={
            name: brand(price, spend={"levers": SPEND[name]}) for name, price in PRICES.items()
        },
    )


@cache
def lived_from(start: int, *, visit: float = 0.0, aware: float = 1.0) -> JourneyModel:
    """Everybody lives one journey from a phase: experienced people start further on than others."""
    spec = world(
        market={
            "memory": {"initial_awareness": aware},
            "choice": {"habit": 1.0 if start == READY else 0.0},
        },
        moments={"store_visit": visit},
        levers={"content": {"floor": CONTENT if aware == 1.0 else 0.0}},
    )
    model = born(spec)
    if start != EXPLORE:
        model.population.person["last_brand"] = 0
        model.population.person["last_satisfaction"] = 5.0
    model.run()
    assert model.stocks["live_start"] == CONSUMERS
    assert model.stocks["live_end"] == 0
    return model


# --- The closed form ------------------------------------------------------------------------------


def presence() -> Floats:
    """pi by brand, moment and channel: floor + (ceiling - floor) (1 - exp(-E)).

    With one unit cost, E = weight A / (u sum of weight O) (A1), and A = a seventh of a week's euro
    where nothing is carried over.
    """
    contacts = np.zeros((len(PRICES), len(MOMENTS), len(CHANNELS)))
    for b, name in enumerate(PRICES):
        for lever, euro in SPEND[name].items():
            cells = LEVERS[lever].cells
            total = sum(weight * ALIKE[cell] for cell, weight in cells.items())
            for (m, c), weight in cells.items():
                contacts[b, m, c] += weight * euro / 7.0 / (COST * total)
    return FLOOR + (CEILING - FLOOR) * (1.0 - np.exp(-contacts))


def answered(noticed: Floats) -> Floats:
    """theta_m = 1 - (1 - theta0_m) sum_c Chan[m, c] prod_b (1 - pi_bmc h_c)."""
    fit = np.array([FIT.get(channel, 1.0) for channel in CHANNELS])
    helpful = CONTENT * (1.0 - SPEED_SHARE + SPEED_SHARE * SPEED) * fit
    theta = np.zeros(BUY)
    for m, moment in enumerate(MOMENTS[:BUY]):
        mix = np.array([CHANNEL_MIX[moment].get(channel, 0.0) for channel in CHANNELS])
        none_helped = np.prod(1.0 - noticed[:, m] * helpful, axis=0)
        unanswered = 1.0 - THIRD_PARTY.get(moment, 0.0)
        theta[m] = 1.0 - unanswered * (mix / mix.sum() @ none_helped)
    return theta


def weights(factor: dict[str, float] | None = None) -> Floats:
    """W, phases × moments; in a context its factor changes the weights."""
    names = MOMENTS[: BUY + 1]
    rows = np.array([[MIX[phase].get(name, 0.0) for name in names] for phase in MIX], dtype=float)
    if factor is not None:
        rows *= [factor.get(name, 0.0) for name in names]
    return rows / rows.sum(axis=1, keepdims=True)


def utilities() -> Floats:
    """V_j = -bp ln(P_j / P_ref)."""
    return -PRICE_WEIGHT * np.log(np.array(list(PRICES.values())) / 60.0)


def not_now() -> Floats:
    """v0 + pen by phase."""
    extra = np.array([OUTSIDE["not_now_explore"], OUTSIDE["not_now_evaluate"], 0.0])
    return OUTSIDE["not_now"] + extra


def payment_friction() -> Floats:
    """f0 = f_pay CA (1 - y_b), y = y0 + (ymax - y0) (1 - exp(-A / kappa))."""
    stock = np.array([SPEND[name].get("payment", 0.0) / 7.0 for name in PRICES])
    won = 1.0 - np.exp(-stock / PAYMENT["scale_eur"])
    level = PAYMENT["floor"] + (PAYMENT["ceiling"] - PAYMENT["floor"]) * won
    return PAYMENT_WEIGHT * CASHLESS * (1.0 - level)


def among(offered: Floats, *, less: float = 0.0) -> Floats:
    """P_j of each phase where only some brands are on offer; nobody's where none is."""
    chosen = np.zeros((PHASES, len(PRICES)))
    chosen[:, offered] = logit(utilities()[offered] - less, not_now())
    return chosen


def subsets(chance: float) -> list[tuple[float, Floats]]:
    """Every set of brands, and its chance where each is in it with the same chance."""
    members = [np.array(bits, dtype=bool) for bits in product([False, True], repeat=len(PRICES))]
    return [(np.prod(np.where(inside, chance, 1.0 - chance)), inside) for inside in members]


def at_home(theta: Floats, offered: Floats) -> list[Setting]:
    """Moments on either device."""
    return [
        Setting(
            weight=share,
            mix=weights(),
            answered=theta,
            chosen=among(offered, less=CLUMSY[hand] * (0.5 + CONVENIENCE)),
            empty=0.0 if offered.any() else 1.0,
            paid=np.exp(-(payment_friction() + ENTRY[hand] * (0.5 + CONVENIENCE))),
        )
        for hand, share in HANDS.items()
    ]


def in_store(theta: Floats) -> list[Setting]:
    """The shelf shows each brand with chance pi; in person only the means of payment matters."""
    shelves = subsets(FLOOR_SHELF)
    return [
        Setting(
            weight=1.0,
            mix=weights(IN_STORE),
            answered=theta,
            chosen=sum(share * among(shown) for share, shown in shelves),
            empty=sum(share for share, shown in shelves if not shown.any()),
            paid=np.exp(-payment_friction()),
        )
    ]


EVERY_BRAND = np.ones(len(PRICES), dtype=bool)


def told(course: Course = COURSE, home: list[Setting] | None = None) -> Fate:
    """What is to be expected where every brand is considered from the start."""
    theta = answered(presence())
    return fate(home or at_home(theta, EVERY_BRAND), course, in_store(theta))


def told_of_sets() -> Fate:
    """The same where brands come to mind by chance and none helps."""
    theta = np.array([THIRD_PARTY.get(moment, 0.0) for moment in MOMENTS[:BUY]])
    return mixture(
        [(share, fate(at_home(theta, known), COURSE)) for share, known in subsets(AWARE)]
    )


# --- The checks -----------------------------------------------------------------------------------


def ends_agree(model: JourneyModel, expected: Fate, start: int) -> None:
    """Purchases of each brand, and every other end in each phase, over journeys begun."""
    counts = np.append(purchases(model), model.gained_market()["ended"][1:])
    assert counts.sum() == CONSUMERS
    chances = np.append(expected.bought[start - 1], expected.ended[start - 1])
    agree_shares(counts, CONSUMERS, chances, smallest_effect=EFFECT)


def moments_agree(model: JourneyModel, expected: Fate, start: int) -> None:
    """The mean number of micro-moments of a journey."""
    agree_mean(model.population.person["moments"], expected.moments[start - 1], smallest_effect=0.4)


def sessions_agree(model: JourneyModel, expected: Fate, start: int) -> None:
    """The mean number of sessions of a journey; their spread follows from the chain too."""
    held = model.gained_market()["sessions"] / CONSUMERS
    error = expected.sessions_spread[start - 1] / math.sqrt(CONSUMERS)
    agree(held, expected.sessions[start - 1], error, smallest_effect=0.2)


@starts
def test_every_end_of_a_journey_has_its_chance(start: int) -> None:
    """Absorption = (I - Q)^-1 R, by brand, end and phase."""
    ends_agree(lived_from(start), told(), start)


@starts
def test_a_journey_has_as_many_moments_as_the_chain(start: int) -> None:
    """(I - Q)^-1 (1-f) p (I - sigma T)^-1 1."""
    moments_agree(lived_from(start), told(), start)


@starts
def test_a_journey_has_as_many_sessions_as_the_chain(start: int) -> None:
    """(I - Q)^-1 (1-f) p 1."""
    sessions_agree(lived_from(start), told(), start)


def test_journeys_through_stores_have_their_chances() -> None:
    """v_go > 0: a state "visit planned" per phase; each brand is on the shelf with chance pi."""
    model, expected = lived_from(EXPLORE, visit=VISIT), told(replace(COURSE, visit=VISIT))
    ends_agree(model, expected, EXPLORE)
    moments_agree(model, expected, EXPLORE)
    sessions_agree(model, expected, EXPLORE)
    assert model.gained_market()["ended"][5].sum() > 100


def test_journeys_without_any_brand_in_mind_end_empty() -> None:
    """R[EMPTY] = (1-f) p B chi_def where no brand is evoked; a mixture of chains over all sets."""
    model = lived_from(EXPLORE, aware=AWARE)
    ends_agree(model, told_of_sets(), EXPLORE)
    moments_agree(model, told_of_sets(), EXPLORE)
    assert model.gained_market()["ended"][5].sum() > 1000


# --- Negative controls ----------------------------------------------------------------------------


def with_everybody_paying() -> Fate:
    home = at_home(answered(presence()), EVERY_BRAND)
    return told(home=[replace(setting, paid=np.ones(len(PRICES))) for setting in home])


def with_one_device() -> Fate:
    home = at_home(answered(presence()), EVERY_BRAND)
    return told(home=[replace(home[0], weight=1.0)])


def with_channels_averaged() -> Fate:
    """Presence averaged over channels before brands are combined: what A18 corrects."""
    noticed = presence()
    for m, moment in enumerate(MOMENTS[:BUY]):
        mix = np.array([CHANNEL_MIX[moment].get(channel, 0.0) for channel in CHANNELS])
        noticed[:, m] = (noticed[:, m] @ (mix / mix.sum()))[:, None]
    return told(home=at_home(answered(noticed), EVERY_BRAND))


WRONG: dict[str, Callable[[], Fate]] = {
    "no sessions": lambda: told(replace(COURSE, another=0.0)),
    "all carts are paid": with_everybody_paying,
    "carts never end a journey": lambda: told(replace(COURSE, cart=0.0)),
    "one device": with_one_device,
    "channels averaged": with_channels_averaged,
    "a perturbed advance": lambda: told(replace(COURSE, advance=0.32)),
    "a perturbed forgetting": lambda: told(replace(COURSE, forget=0.022)),
}


@pytest.mark.parametrize("formula", WRONG.values(), ids=WRONG)
def test_a_wrong_chain_is_found_out(formula: Callable[[], Fate]) -> None:
    with pytest.raises(AssertionError, match="z = "):
        ends_agree(lived_from(EXPLORE), formula(), EXPLORE)


def test_a_chain_without_sessions_counts_too_few_moments() -> None:
    with pytest.raises(AssertionError, match="z = "):
        moments_agree(lived_from(READY), told(replace(COURSE, another=0.0)), READY)


def test_a_chain_of_shorter_sessions_has_too_many_of_them() -> None:
    with pytest.raises(AssertionError, match="z = "):
        sessions_agree(lived_from(READY), told(replace(COURSE, another=0.3)), READY)


def test_a_chain_that_forgets_planned_visits_is_found_out() -> None:
    with pytest.raises(AssertionError, match="z = "):
        ends_agree(lived_from(EXPLORE, visit=VISIT), told(), EXPLORE)


def test_a_chain_in_which_every_brand_comes_to_mind_is_found_out() -> None:
    with pytest.raises(AssertionError, match="z = "):
        ends_agree(lived_from(EXPLORE, aware=AWARE), told(), EXPLORE)
