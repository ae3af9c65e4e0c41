"""A world as named arrays, to be compared bit by bit with another one."""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.model import JourneyModel
from sim.scenario import Scenario
from sim.tables.moments import MAX_BRANDS

Snapshot = dict[str, NDArray]

EFFORT = ("market.visited", "daily.visited")
"""Whom the engine looked at: the one thing in which ways of running it may differ."""
OF_BRANDS = ("intended", "using_brand", "last_brand", "voice_brand")
MASKS = ("considered", "read", "truth_noticed", "truth_helped")
DIGITS = ("persuaded",)
FIRST_SHOP = 2
LAYOUTS = ("screen", "person", "memory", "voice", "told")
OF_PEOPLE = tuple(f"{layout}." for layout in LAYOUTS)


def people(model: JourneyModel) -> Snapshot:
    """Everything remembered of every consumer."""
    seen: Snapshot = {}
    for layout in LAYOUTS:
        records = getattr(model.population, layout)
        seen |= {f"{layout}.{name}": records[name].copy() for name in records.dtype.names}
    return seen


def snapshot(model: JourneyModel) -> Snapshot:
    """Everything a world remembers and has counted since day 0."""
    seen = people(model)
    market, brands = model.gained_market(), model.gained_brands()
    seen |= {f"market.{name}": np.array(market[name]) for name in market.dtype.names}
    seen |= {f"brands.{name}": brands[name].copy() for name in brands.dtype.names}
    seen |= {f"daily.{name}": values.copy() for name, values in model.daily.items()}
    seen |= {f"stocks.{name}": np.array(value) for name, value in model.stocks.items()}
    seen["touches"] = model.touches()
    return seen


def apart(one: Snapshot, other: Snapshot, *, ignoring: Iterable[str] = ()) -> list[str]:
    """Names of the arrays in which two worlds differ by any bit."""
    skipped = set(ignoring)
    return [
        name
        for name in sorted({*one, *other} - skipped)
        if name not in one or name not in other or not same(one[name], other[name])
    ]


def same(one: NDArray, other: NDArray) -> bool:
    """Whether two arrays are equal in shape, type and value."""
    return one.dtype == other.dtype and np.array_equal(one, other)


def of_people(seen: Snapshot, first: int) -> Snapshot:
    """The state of the first so many people, and their touches."""
    touches = seen["touches"]
    lives = {name: values[:first] for name, values in seen.items() if name.startswith(OF_PEOPLE)}
    return lives | {"touches": touches[touches["consumer"] < first]}


def differing(one: Snapshot, other: Snapshot, *, ignoring: Iterable[str] = ()) -> NDArray[np.bool_]:
    """Which people's state differs by any bit between two worlds of the same people."""
    skipped = set(ignoring)
    found = np.zeros(len(one["screen.phase"]), dtype=bool)
    for name, values in one.items():
        if name.startswith(OF_PEOPLE) and name not in skipped:
            unequal = values != other[name]
            found |= unequal.reshape(len(found), -1).any(axis=1)
    return found


def renamed(spec: Scenario, names: Mapping[str, str]) -> Scenario:
    """The same brands under each other's names, hence in another order; ids stay with them."""
    settings = spec.model_dump()
    settings["brands"] = {names[name]: plan for name, plan in settings["brands"].items()}
    settings["focal"] = names[spec.focal_brand]
    return Scenario.model_validate(settings)


def places(spec: Scenario, names: Mapping[str, str]) -> list[int]:
    """Where each brand stands after it was renamed."""
    order = sorted(names.values())
    return [order.index(names[name]) for name in sorted(spec.brands)]


def renumbered(seen: Snapshot, place: Sequence[int]) -> Snapshot:
    """The same world had its brands been numbered otherwise.

    Parameters
    ----------
    seen : dict
        A snapshot.
    place : sequence of int
        The new number of each brand.
    """
    order = np.argsort(place)
    number = np.array(place)
    result = dict(seen)
    for name, values in seen.items():
        kind, _, column = name.partition(".")
        if kind == "memory" or (kind == "daily" and values.ndim == 2):
            result[name] = values[:, order]
        elif kind == "brands":
            result[name] = values[order]
        elif column in OF_BRANDS:
            result[name] = np.where(values >= 0, number[values], values).astype(values.dtype)
        elif column == "visit":
            shop = number[np.maximum(values - FIRST_SHOP, 0)] + FIRST_SHOP
            result[name] = np.where(values >= FIRST_SHOP, shop, values).astype(values.dtype)
        elif column in MASKS:
            result[name] = _moved_bits(values, place)
        elif column in DIGITS:
            result[name] = _moved_digits(values, place)
    touches = seen["touches"].copy()
    touches["brand"] = number[touches["brand"]]
    result["touches"] = touches
    return result


def _moved_bits(masks: NDArray, place: Sequence[int]) -> NDArray:
    """Bit b goes to bit place[b], in the low half of a mask and in the high one."""
    moved = np.zeros_like(masks)
    for b, new in enumerate(place):
        for half in range(0, 8 * masks.dtype.itemsize, MAX_BRANDS):
            moved |= ((masks >> (b + half)) & 1) << (new + half)
    return moved


def _moved_digits(numbers: NDArray, place: Sequence[int]) -> NDArray:
    """Each brand's hexadecimal digit goes to the place of its new number."""
    moved = np.zeros_like(numbers)
    for b, new in enumerate(place):
        moved |= ((numbers >> np.uint64(4 * b)) & np.uint64(15)) << np.uint64(4 * new)
    return moved


def in_order(seen: Snapshot) -> Snapshot:
    """With touches of one moment sorted by brand, which is the only order numbering can change."""
    rows = seen["touches"]
    keys = np.lexsort((rows["brand"], rows["step"], rows["slot"], rows["day"], rows["consumer"]))
    return seen | {"touches": rows[keys]}
