"""Markets as somebody else might assume them: numbers drawn from their plausible ranges."""

import math
from contextlib import suppress
from functools import cache
from itertools import product
from typing import Any, Final, NamedTuple

import numpy as np
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from sim.errors import Problem, ScenarioError
from sim.levers import LEVERS, CapabilityLever
from sim.scenario import Scenario
from sim.scenario.brands import LeverSettings
from sim.scenario.catalogue import Parameter, parameters, value_at
from sim.scenario_io import resolved

PRICES: Final = (0.5, 2.0)
"""Factor on what a lever's contacts cost, or on what lifts its level: an assumption."""
MOST_TRIES: Final = 20
"""Markets drawn for each that is wanted, before it is given up."""
DRAW_SEED: Final = 7
"""Of the draw alone: market 3 is the same market whoever asks, with whatever luck."""


class Range(NamedTuple):
    """What may be assumed for one number."""

    path: str
    low: float
    high: float
    is_factor: bool = False
    """Whether a factor on what a market says is drawn, evenly on a scale of ratios."""

    def at(self, part: float) -> float:
        """Say which value lies at a part of the range, from 0 to 1."""
        if self.is_factor:
            return self.low * math.exp(part * math.log(self.high / self.low))
        return self.low + part * (self.high - self.low)


def ranges(spec: Scenario) -> list[Range]:
    """List what may be assumed in a market.

    Parameters
    ----------
    spec : Scenario
        The world.

    Returns
    -------
    list of Range
        The stated plausible range of every number that has one, moved along with what the market
        says; what it switches off stays off. Then, for every lever that gets money, a factor of ½
        to 2 on its unit costs and on the money that lifts its level, for which none is stated.
    """
    found = [_around(it, float(value_at(spec, it.path))) for it in parameters() if it.plausible]
    used = {
        name
        for brand in spec.brands.values()
        for name, euro in brand.spend.by_lever.items()
        if euro > 0
    }
    for name in sorted(used):
        if spec.levers.get(name, LeverSettings()).unit_cost_eur:
            found.append(Range(f"levers.{name}.unit_cost_eur", *PRICES, is_factor=True))
        if isinstance(LEVERS[name], CapabilityLever):
            found.append(Range(f"levers.{name}.scale_eur", *PRICES, is_factor=True))
    return found


def _around(it: Parameter, value: float) -> Range:
    """Stated ranges are those of the neutral market; one that says otherwise moves them along."""
    low, high = it.plausible or (value, value)
    if value == it.default:
        return Range(it.path, low, high)
    least, most = _allowed(it.path)
    if least < 0 or not it.default:
        # What may be negative has no natural zero, and so no proportions.
        low, high = low + value - it.default, high + value - it.default
    else:
        low, high = low * value / it.default, high * value / it.default
    return Range(it.path, max(low, least), min(high, most))


def draw(spec: Scenario, count: int) -> list[tuple[dict[str, float], Scenario]]:
    """Draw plausible markets; numbers that contradict each other are passed over.

    The draws are a scrambled Sobol sequence (Sobol 1967, Owen 1998; from memory), which covers the
    ranges more evenly than independent draws do. More markets contain fewer.

    Parameters
    ----------
    spec : Scenario
        The world as it stands.
    count : int
        How many.

    Returns
    -------
    list of (dict of str to float, Scenario)
        What was assumed, by path, and the world with it; brands and their plans stay as they are.

    Raises
    ------
    ScenarioError
        If the numbers of nearly all markets drawn contradict each other.
    """
    found: list[tuple[dict[str, float], Scenario]] = []
    for number in range(MOST_TRIES * count):
        with suppress(ValidationError):
            found.append(_drawn(spec, number))
        if len(found) == count:
            return found
    message = f"only {len(found)} of {count} plausible markets are possible"
    raise ScenarioError([Problem(spec.name, None, None, "assumptions", message)])


def _drawn(spec: Scenario, number: int) -> tuple[dict[str, float], Scenario]:
    every = ranges(spec)
    parts = _sobol(len(every), number.bit_length())[number]
    assumed = {it.path: it.at(float(part)) for it, part in zip(every, parts, strict=True)}
    world = resolved(spec)
    for it in every:
        if not it.is_factor:
            assumed[it.path] = _put(world, it.path, assumed[it.path])
    for name in LEVERS:
        _price(world, spec, name, assumed)
    return assumed, Scenario.model_validate(world)


@cache
def _sobol(width: int, power: int) -> Any:
    from scipy.stats.qmc import Sobol

    generator = np.random.Generator(np.random.PCG64(DRAW_SEED))
    return Sobol(width, rng=generator).random_base2(power)


def _field(path: str) -> FieldInfo:
    """How the number at a path is declared."""
    section: Any = Scenario
    *names, last = path.split(".")
    for name in names:
        section = section.model_fields[name].annotation
    found: FieldInfo = section.model_fields[last]
    return found


def _allowed(path: str) -> tuple[float, float]:
    """What a file may say at a path; draws never are the upper bound itself."""
    found: dict[str, list[float]] = {"ge": [], "gt": [], "le": [], "lt": []}
    for bound, name in product(_field(path).metadata, found):
        if hasattr(bound, name):
            found[name].append(getattr(bound, name))
    least, most = found["ge"] + found["gt"], found["le"] + found["lt"]
    return max(least, default=-math.inf), min(most, default=math.inf)


def _put(world: dict[str, Any], path: str, value: float) -> float:
    *sections, name = path.split(".")
    section = world
    for part in sections:
        section = section[part]
    section[name] = round(value) if _field(path).annotation is int else value
    return float(section[name])


def _price(world: dict[str, Any], spec: Scenario, name: str, assumed: dict[str, float]) -> None:
    """Contacts and levels of one lever become dearer or cheaper, on all channels alike."""
    own = spec.levers.get(name, LeverSettings())
    cost = assumed.get(f"levers.{name}.unit_cost_eur")
    scale = assumed.get(f"levers.{name}.scale_eur")
    if cost is not None:
        euro = {channel: cost * price for channel, price in own.unit_cost_eur.items()}
        world["levers"].setdefault(name, {})["unit_cost_eur"] = euro
    lever = LEVERS[name]
    if scale is not None and isinstance(lever, CapabilityLever):
        today = lever.scale if own.scale_eur is None else own.scale_eur
        world["levers"].setdefault(name, {})["scale_eur"] = scale * today
