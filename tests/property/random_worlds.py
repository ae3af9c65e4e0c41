"""Worlds at random: every declared number within what is plausible, or within all that is allowed.

What is drawn is laid over the busy world of `tests.reference_worlds`, in which every mechanism is
at work, so that a number drawn makes a difference.
"""

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from hypothesis import strategies as st
from pydantic import ValidationError

from sim.levers import LEVERS, CapabilityLever
from sim.scenario import Scenario
from sim.scenario.brands import BUDGET_LEVERS
from sim.scenario.catalogue import Parameter, parameters
from sim.tables.moments import CHANNELS, CONTEXTS, DAY_PARTS, MAX_BRANDS, MOMENTS, TRAITS
from tests.reference_worlds import BRANDS, MOMENT_BUDGETS, PERSONAS, world
from tests.worlds import tree

Draw = Callable[..., Any]

PARAMETERS = tuple(parameters())
NAMES = ("acme", "bolt", "crest", "dune", "elm", "fern", "gale", "hill")
PEOPLE = ("young", "old", "busy", "poor")
ONLINE = CHANNELS[:-1]
LEAST_BRANDS, MOST_BRANDS = 1, 8


class World(NamedTuple):
    """A market, and how many micro-moments there are to be bought in it."""

    spec: Scenario
    opportunities: np.ndarray


def allowed(parameter: Parameter) -> tuple[float, float, bool]:
    """Bounds of what a scenario may say, and whether it is a whole number."""
    section: Any = Scenario
    *above, name = parameter.path.split(".")
    for part in above:
        section = section.model_fields[part].annotation
    field = section.model_fields[name]
    low, high = -math.inf, math.inf
    for bound in field.metadata:
        low = max(low, getattr(bound, "ge", low))
        if hasattr(bound, "gt"):
            low = max(low, math.nextafter(bound.gt, math.inf))
        high = min(high, getattr(bound, "le", high))
        if hasattr(bound, "lt"):
            high = min(high, math.nextafter(bound.lt, -math.inf))
    return low, high, field.annotation is int


@st.composite
def numbers(draw: Draw, extreme: bool) -> dict[str, float]:
    """Some of the declared numbers, by dotted path."""
    chosen = draw(st.lists(st.sampled_from(PARAMETERS), max_size=25, unique_by=lambda p: p.path))
    return {parameter.path: draw(value_of(parameter, extreme)) for parameter in chosen}


def value_of(parameter: Parameter, extreme: bool) -> st.SearchStrategy[float]:
    """Values of one number: plausible ones, or any allowed, the bounds themselves included."""
    low, high, is_whole = allowed(parameter)
    ends = [low, high, *([] if parameter.off is None else [parameter.off])]
    if parameter.plausible is not None and not extreme:
        low, high = parameter.plausible
    if is_whole:
        return st.integers(math.ceil(low), math.floor(high)) | (
            st.sampled_from([int(end) for end in ends]) if extreme else st.nothing()
        )
    inside = st.floats(low, high)
    return inside | st.sampled_from(ends) if extreme else inside


weights = st.sampled_from([0.0, 0.2, 1.0, 1.0, 5.0]) | st.floats(0.01, 20)
shares = st.sampled_from([0.0, 1.0]) | st.floats(0, 1)


def rows(names: tuple[str, ...], some: st.SearchStrategy[float] = weights) -> Any:
    """A row of weights, not all of them zero."""
    row = st.fixed_dictionaries(dict.fromkeys(names, some))
    return row.filter(lambda it: any(it.values()))


@st.composite
def spends(draw: Draw, extreme: bool) -> dict[str, Any]:
    """Budgets of some moments, and of some levers."""
    most = 1e9 if extreme else 50.0
    euro = st.sampled_from([0.0, most]) | st.floats(0.01, most)
    budgets = st.sampled_from(sorted(MOMENT_BUDGETS))
    levers = st.sampled_from(BUDGET_LEVERS)
    return {
        "moments": draw(st.dictionaries(budgets, euro, max_size=5)),
        "levers": draw(st.dictionaries(levers, euro, max_size=3)),
    }


@st.composite
def brands(draw: Draw, extreme: bool) -> dict[str, Any]:
    """One to eight competitors, some of whom claim more than they hold."""
    names = draw(
        st.lists(st.sampled_from(NAMES), min_size=LEAST_BRANDS, max_size=MOST_BRANDS, unique=True)
    )
    ids = draw(st.none() | st.permutations(range(MAX_BRANDS)))
    price = st.floats(0.01, 1e7) if extreme else st.floats(20, 120)
    stars = st.floats(1, 5)
    found: dict[str, Any] = {}
    for index, name in enumerate(names):
        found[name] = {
            "price_eur": draw(price),
            "quality_stars": draw(stars),
            "claim_stars": draw(st.none() | stars),
            "margin": draw(shares),
            "id": None if ids is None else ids[index],
            "spend": draw(spends(extreme)),
            "policies": draw(
                st.fixed_dictionaries(
                    dict.fromkeys(("invite", "paid_invite", "thanks"), shares)
                    | {"price": st.floats(0.1, 10)}
                )
            ),
        }
    return found


@st.composite
def personas(draw: Draw) -> dict[str, Any]:
    """One to four kinds of people."""
    traits = st.dictionaries(st.sampled_from(TRAITS), shares, max_size=4)
    names = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=4, unique=True)
    return {
        name: {
            "share": draw(st.floats(0.01, 1)),
            "traits": draw(traits),
            "trait_spread": draw(shares),
            "moment_rate": draw(weights),
            "need_rate": draw(weights),
            "channels": draw(st.dictionaries(st.sampled_from(ONLINE), weights, max_size=4)),
        }
        for name in draw(names)
    }


@st.composite
def tables(draw: Draw) -> dict[str, Any]:
    """Where people are, what they want there, and how they look for it."""
    changed: dict[str, Any] = {}
    if draw(st.booleans()):
        changed["mix"] = {draw(st.sampled_from(["explore", "ready"])): draw(rows(MOMENTS[:6]))}
    if draw(st.booleans()):
        week, part = draw(st.sampled_from(["weekday", "weekend"])), draw(st.sampled_from(DAY_PARTS))
        changed[week] = {part: draw(rows(CONTEXTS))}
    if draw(st.booleans()):
        moment = draw(st.sampled_from(MOMENTS))
        changed["channels"] = {moment: draw(rows(ONLINE)) | {"store": 0}}
    if draw(st.booleans()):
        changed["rate"] = draw(rows(DAY_PARTS))
    if draw(st.booleans()):
        changed["onset"] = draw(rows(DAY_PARTS))
    return changed


@st.composite
def levers(draw: Draw, extreme: bool) -> dict[str, Any]:
    """What contacts cost, and how soon a level is reached."""
    low, high = (1e-6, 1e6) if extreme else (0.001, 0.5)
    found: dict[str, Any] = {}
    for name in draw(st.lists(st.sampled_from(BUDGET_LEVERS), max_size=4, unique=True)):
        found[name] = {"carry_over": draw(st.floats(0, 1, exclude_max=True))}
        if LEVERS[name].priced:
            found[name]["unit_cost_eur"] = {"all": draw(st.floats(low, high))}
        if isinstance(LEVERS[name], CapabilityLever):
            floor, ceiling = sorted((draw(shares), draw(shares)))
            found[name] |= {"floor": floor, "ceiling": ceiling}
            found[name]["scale_eur"] = draw(st.floats(low, high))
    return found


@st.composite
def markets(draw: Draw) -> dict[str, Any]:
    """Its size and its kind."""
    consumers = draw(st.integers(50, 200))
    channels = st.sampled_from(CHANNELS)
    return {
        "consumers": consumers,
        "days": draw(st.integers(20, 60)),
        "warm_up_days": draw(st.sampled_from([0, 1, 12])),
        "panel_consumers": draw(st.sampled_from([0, 30, consumers])),
        "outlet": draw(st.sampled_from(["shared", "own"])),
        "purchase": draw(st.sampled_from(["once", "subscription"])),
        "unit_costs": {
            "click_eur": draw(st.dictionaries(channels, st.floats(0.01, 2), max_size=2)),
            "commission": draw(st.dictionaries(channels, shares, max_size=2)),
            "personal_touch_eur": draw(st.sampled_from([0.0, 0.03])),
        },
    }


@st.composite
def opportunities(draw: Draw) -> np.ndarray:
    """Micro-moments per 1,000 consumers and day: uneven, and none in some cells."""
    seed = draw(st.integers(0, 1_000))
    cells = np.random.default_rng(seed).gamma(0.5, 10.0, (len(MOMENTS), len(CHANNELS)))
    return np.where(cells < 0.3, 0.0, np.round(cells, 4))


@st.composite
def worlds(draw: Draw, extreme: bool = False) -> World:
    """A valid market of up to 200 people and 60 days.

    Parameters
    ----------
    draw : callable
        Hypothesis' own.
    extreme : bool
        Draw numbers, prices and budgets from all that is allowed, not from what is plausible.
    """
    changes = [
        tree(draw(numbers(extreme))),
        {"market": draw(markets()), "moments": draw(tables()), "levers": draw(levers(extreme))},
        {"feedback": draw(st.sampled_from(["live", "off"]))},
        {"brands": dict.fromkeys(BRANDS), "personas": dict.fromkeys(PERSONAS), "focal": None},
        {"brands": draw(brands(extreme)), "personas": draw(personas())},
    ]
    settings: dict[str, Any] = {}
    for change in changes:
        settings = _laid_over(settings, change)
    size = {name: settings["market"].pop(name) for name in ("consumers", "warm_up_days", "days")}
    try:
        spec = world(**size, **_possible(settings))
    except ValidationError as error:
        # Some rows leave nothing to choose from; that they are told is tested elsewhere.
        found = error.errors()[0]
        assert found["type"] == "inconsistent", found
        return draw(st.nothing())
    return World(spec, draw(opportunities()))


def _laid_over(lower: dict[str, Any], upper: dict[str, Any]) -> dict[str, Any]:
    """Name by name; a None stays: it takes something out of the busy world."""
    result = dict(lower)
    for name, value in upper.items():
        old = result.get(name)
        both = isinstance(old, dict) and isinstance(value, dict)
        result[name] = _laid_over(old, value) if both else value
    return result


def _possible(settings: dict[str, Any]) -> dict[str, Any]:
    """Numbers that must not cross are put in order."""
    presence = settings.get("moments", {}).get("presence", {})
    for floor, ceiling in (("floor", "ceiling"), ("floor_buy", "ceiling")):
        presence[floor] = min(presence.get(floor, 0.04), presence.get(ceiling, 0.6))
    presence["floor_shelf"] = min(
        presence.get("floor_shelf", 0.35), presence.get("ceiling_shelf", 0.9)
    )
    memory = settings.get("market", {}).get("memory", {})
    memory["largest_weight"] = max(memory.get("largest_weight", 12), memory.get("prior_weight", 2))
    return _laid_over(settings, {"moments": {"presence": presence}, "market": {"memory": memory}})
