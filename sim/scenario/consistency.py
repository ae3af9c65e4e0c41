"""What the sections of a scenario say must fit together: levers, their prices, who is noticed."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TypeAlias

from sim.levers import LEVERS, CapabilityLever, Lever
from sim.levers.base import cost_on
from sim.scenario.reachable import dead_ends
from sim.tables.dials import DIALS
from sim.tables.moments import MOMENTS

if TYPE_CHECKING:
    from sim.scenario import Scenario
    from sim.scenario.brands import LeverSettings

Inconsistency: TypeAlias = dict[str, object]
"""What is wrong: `path`, `message`, and where it helps `got` and the names `allowed`."""

_NEUTRAL = {dial.name: dial.neutral for dial in DIALS}


def inconsistencies(spec: "Scenario") -> Iterator[Inconsistency]:
    """A world must make sense as a whole, not only setting by setting.

    Parameters
    ----------
    spec : Scenario
        Its settings, each possible by itself.

    Yields
    ------
    dict
        One thing that is wrong.
    """
    for name, settings in spec.levers.items():
        yield from _misplaced(LEVERS[name], settings)
        yield from _out_of_range(LEVERS[name], settings)
    yield from _unpriced(spec)
    yield from _presence(spec)
    yield from _memory(spec)
    yield from dead_ends(spec)
    for moment in MOMENTS:
        if (share := getattr(spec.moments.channels, moment).store) > 0:
            yield {
                "path": f"moments.channels.{moment}.store",
                "message": "must be 0: people meet a store by going there",
                "got": share,
            }


def _misplaced(lever: Lever, settings: "LeverSettings") -> Iterator[Inconsistency]:
    """Constants of another kind of lever would change nothing, silently."""
    path = f"levers.{lever.name}"
    if not isinstance(lever, CapabilityLever):
        for name in ("scale_eur", "floor", "ceiling"):
            if (got := getattr(settings, name)) is not None:
                message = "is of no use: this lever buys contacts and lifts no level"
                yield {"path": f"{path}.{name}", "message": message, "got": got}
    for channel in settings.unit_cost_eur:
        if channel not in (*lever.priced, "all") or not lever.priced:
            yield {
                "path": f"{path}.unit_cost_eur.{channel}",
                "message": "is of no use: this lever buys no contacts there",
                "got": channel,
                "allowed": [*lever.priced, "all"] if lever.priced else [],
            }
    for name in sorted(set(settings.settings) - set(lever.settings)):
        yield {
            "path": f"{path}.settings.{name}",
            "message": "unknown setting",
            "got": name,
            "allowed": sorted(lever.settings),
        }


def _out_of_range(lever: Lever, settings: "LeverSettings") -> Iterator[Inconsistency]:
    path = f"levers.{lever.name}"
    for name, value in settings.settings.items():
        known = lever.settings.get(name)
        if known is not None and not known.low <= value <= known.high:
            message = f"must be from {known.low:g} to {known.high:g}"
            yield {"path": f"{path}.settings.{name}", "message": message, "got": value}
    if isinstance(lever, CapabilityLever):
        floor = _NEUTRAL[lever.dial] if settings.floor is None else settings.floor
        ceiling = lever.ceiling if settings.ceiling is None else settings.ceiling
        if floor > ceiling:
            name = "ceiling" if settings.floor is None else "floor"
            message = f"floor {floor:g} must not be above ceiling {ceiling:g}"
            yield {"path": f"{path}.{name}", "message": message}


def _unpriced(spec: "Scenario") -> Iterator[Inconsistency]:
    """Money planned for contacts nobody has put a price on would vanish."""
    plans = [brand.spend.by_lever for brand in spec.brands.values()]
    if spec.focal_brand in spec.brands:
        focal = spec.brands[spec.focal_brand]
        plans += [plan.applied_to(focal).spend.by_lever for plan in spec.strategies.values()]
    for name, lever in LEVERS.items():
        own: dict[Any, float] = spec.levers[name].unit_cost_eur if name in spec.levers else {}
        missing = [channel for channel in lever.priced if cost_on(channel, own) == math.inf]
        if missing and any(plan.get(name, 0.0) > 0.0 for plan in plans):
            message = "must give the cost of a contact, for money is planned for it: "
            yield {"path": f"levers.{name}.unit_cost_eur", "message": message + ", ".join(missing)}


def _presence(spec: "Scenario") -> Iterator[Inconsistency]:
    presence = spec.moments.presence
    for name, limit in (
        ("floor", presence.ceiling),
        ("floor_buy", presence.ceiling),
        ("floor_shelf", presence.ceiling_shelf),
    ):
        if (got := getattr(presence, name)) > limit:
            message = f"must not be above the ceiling of {limit:g}"
            yield {"path": f"moments.presence.{name}", "message": message, "got": got}


def _memory(spec: "Scenario") -> Iterator[Inconsistency]:
    memory = spec.market.memory
    if memory.largest_weight < memory.prior_weight:
        message = f"must not be below prior_weight, {memory.prior_weight:g}"
        got = memory.largest_weight
        yield {"path": "market.memory.largest_weight", "message": message, "got": got}
