"""The parts of a market that never change: rules, and who meets which moment where, on what."""

from collections.abc import Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from sim.rng import exp, exp_array
from sim.scenario import Scenario
from sim.scenario.brands import Persona
from sim.scenario.catalogue import parameters, value_at
from sim.scenario.declare import Section
from sim.tables.moments import (
    BUY,
    CHANNELS,
    COMPARE,
    CONTEXTS,
    DAY_PARTS,
    DEVICES,
    EVALUATE,
    EXPLORE,
    IN_PERSON,
    MARKET,
    MAX_CONTACTS,
    MAX_PERSONAS,
    MOMENTS,
    PHASES,
    READY,
    TRAITS,
)
from sim.tables.records import MIX, record

Floats: TypeAlias = NDArray[np.float64]
Integers: TypeAlias = NDArray[np.int64]

WORDS = 2.0**32
HANDS = DEVICES[:IN_PERSON]


def thresholds(probabilities: ArrayLike) -> Integers:
    """An event happens to the random words below its integer threshold.

    Parameters
    ----------
    probabilities : array_like
        Clipped to 0 and 1.

    Returns
    -------
    numpy.ndarray
        floor(p * 2**32), of the same shape.
    """
    within = np.minimum(np.maximum(probabilities, 0.0), 1.0)
    scaled: Integers = (within * WORDS).astype(np.int64)
    return scaled


def growth(values: Floats) -> Floats:
    """Growth by every number as the power of e, with the same bits on every machine.

    Parameters
    ----------
    values : numpy.ndarray
        Of any shape: the kernel behind it is compiled for one.

    Returns
    -------
    numpy.ndarray
        Of the same shape.
    """
    return exp_array(values.ravel()).reshape(values.shape)


def cumulative(weights: ArrayLike) -> Integers:
    """One of several things happens: the first whose threshold lies above a random word.

    Parameters
    ----------
    weights : array_like
        Weights along the last axis, normalised; where all are zero, the first is certain.

    Returns
    -------
    numpy.ndarray
        Rising thresholds; the last is exactly 2**32.
    """
    sums = np.cumsum(weights, axis=-1, dtype=np.float64)
    totals = sums[..., -1:]
    return thresholds(np.divide(sums, totals, out=np.ones_like(sums), where=totals > 0.0))


def table(section: Any, *axes: tuple[str, ...]) -> Floats:
    """Lay a table of a scenario out as an array.

    Parameters
    ----------
    section : Section
        Fields named by the first axis; each a number, or a section named by the next axis.
    *axes : tuple of str
        Names along each axis, in the order of their codes; a missing name is 0.

    Returns
    -------
    numpy.ndarray
        One axis for each of `axes`.
    """
    if not axes:
        return np.float64(section)  # type: ignore[return-value]
    rows = [
        table(getattr(section, name), *axes[1:])
        if hasattr(section, name)
        else np.zeros([len(axis) for axis in axes[1:]])
        for name in axes[0]
    ]
    return np.array(rows)


def rules_dtype() -> np.dtype[np.void]:
    """Record type of the numbers of a scenario that kernels read.

    Returns
    -------
    numpy.dtype
        One field for each declared number, named as in the scenario: a float, or an integer
        threshold where the number is a probability that decides an event.
    """
    codes = {"value": "f8", "threshold": "i8"}
    return record((p.name, codes[p.kernel], ()) for p in parameters() if p.kernel in codes)


def rules(spec: Scenario) -> NDArray[np.void]:
    """Read those numbers from a scenario.

    Parameters
    ----------
    spec : Scenario
        The world.

    Returns
    -------
    numpy.ndarray
        One record of `rules_dtype`.
    """
    array = np.zeros(1, rules_dtype())
    for parameter in parameters():
        value = value_at(spec, parameter.path)
        if parameter.kernel == "value":
            array[parameter.name] = value
        elif parameter.kernel == "threshold":
            array[parameter.name] = thresholds(value)
    return array


def mixes(spec: Scenario) -> NDArray[np.void]:
    """Lay out who is where, meets which moment, on which channel and device.

    Parameters
    ----------
    spec : Scenario
        The world.

    Returns
    -------
    numpy.ndarray
        One record of `sim.tables.market.MIXES`.
    """
    array = np.zeros(1, MIX)
    for fields in (_times(spec), _moments(spec), _persons(spec), _frictions(spec)):
        for name, values in fields.items():
            array[name][0] = values
    return array


def _times(spec: Scenario) -> Mapping[str, ArrayLike]:
    moments = spec.moments
    places = [table(week, DAY_PARTS, CONTEXTS) for week in (moments.weekday, moments.weekend)]
    return {
        "onset": cumulative(table(moments.onset, DAY_PARTS)),
        "context": cumulative(places),
    }


def _moments(spec: Scenario) -> Mapping[str, ArrayLike]:
    moments, reviews = spec.moments, spec.reviews
    before_buying = MOMENTS[: BUY + 1]
    by_phase = table(moments.mix, PHASES[EXPLORE : READY + 1], before_buying)
    by_context = table(moments.context_mix, CONTEXTS, before_buying)
    wake = table(moments.idle.wake, MOMENTS)
    read = np.repeat(table(reviews.read, MOMENTS)[:, None], len(CHANNELS), axis=1)
    read[COMPARE, MARKET] = reviews.read_marketplace
    return {
        "moment": cumulative(by_phase[:, None, :] * by_context[None, :, :]),
        "idle": cumulative(table(moments.idle.mix, MOMENTS)),
        "third_party": thresholds(table(moments.third_party, MOMENTS)),
        # Without a brand that helps, an idle moment wakes a need half as often.
        "wake": thresholds(np.stack([0.5 * wake, wake], axis=1)),
        "read": read,
        "fit": table(moments.context_fit, CONTEXTS, CHANNELS),
        "human": [channel in moments.human_channels for channel in CHANNELS],
        "write": reviews.write,
    }


def _persons(spec: Scenario) -> Mapping[str, ArrayLike]:
    personas = [spec.personas[name] for name in sorted(spec.personas)]
    unused = MAX_PERSONAS - len(personas)
    everybody = personas + [personas[-1]] * unused
    shares = [persona.share for persona in personas] + [0.0] * unused
    return {
        "persona": cumulative(shares),
        "trait_mean": [table(persona.traits, TRAITS) for persona in everybody],
        "trait_spread": [persona.trait_spread for persona in everybody],
        "channel": [_channels(spec, persona) for persona in everybody],
        "devices": [_devices(spec, persona) for persona in everybody],
        "occurs": [_occurs(spec, persona) for persona in everybody],
    }


def _channels(spec: Scenario, persona: Persona) -> Integers:
    by_moment = table(spec.moments.channels, MOMENTS, CHANNELS)
    by_context = table(spec.moments.context_channels, CONTEXTS, CHANNELS)
    own = table(persona.channels, CHANNELS)
    return cumulative(by_moment[:, None, :] * by_context[None, :, :] * own)


def _devices(spec: Scenario, persona: Persona) -> Integers:
    mix: Section = persona.devices or spec.moments.devices
    return cumulative(table(mix, CONTEXTS, HANDS))


def _occurs(spec: Scenario, persona: Persona) -> Integers:
    by_day_part = table(spec.moments.rate, DAY_PARTS)
    by_context = table(spec.moments.context_rate, CONTEXTS)
    rate = by_day_part[:, None] * by_context[None, :] * persona.moment_rate
    return thresholds(1.0 - growth(-rate))


def _frictions(spec: Scenario) -> Mapping[str, ArrayLike]:
    choice, checkout = spec.market.choice, spec.market.checkout
    not_now = np.zeros(len(PHASES))
    not_now[EXPLORE] = choice.not_now + choice.not_now_explore
    not_now[EVALUATE] = choice.not_now + choice.not_now_evaluate
    not_now[READY] = choice.not_now
    return {
        "device_friction": [*(getattr(choice, f"device_{name}") for name in HANDS), 0.0],
        "entry_friction": [*(getattr(checkout, f"entry_{name}") for name in HANDS), 0.0],
        "service_contacts": _poisson(spec.market.use.service_contacts),
        "not_now": not_now,
    }


def _poisson(mean: float) -> Integers:
    """Thresholds of 0, 1, … contacts; the last takes all greater numbers."""
    chances = [exp(-mean)]
    for contacts in range(1, MAX_CONTACTS):
        chances.append(chances[-1] * mean / contacts)
    return np.append(thresholds(np.cumsum(chances)), np.int64(WORDS))
