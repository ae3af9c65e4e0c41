"""The consumers: drawn once from the person key, held as arrays of records."""

import math
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.moments.people import draw_people
from sim.scenario import Scenario
from sim.tables.moments import TRAITS
from sim.tables.records import MEMORY, PERSON, SCREEN, TOLD, VOICE
from sim.tables.state import COLUMNS


@dataclass(frozen=True)
class Population:
    """All consumers of one world.

    Attributes
    ----------
    screen, person, voice, told : numpy.ndarray
        One record per consumer, shape (consumers,).
    memory : numpy.ndarray
        One record per consumer and brand, shape (consumers, brands).
    """

    screen: NDArray[np.void]
    person: NDArray[np.void]
    memory: NDArray[np.void]
    voice: NDArray[np.void]
    told: NDArray[np.void]

    def copy(self) -> "Population":
        """Return the same people as they are now, free to live on by themselves.

        Returns
        -------
        Population
            Copies of all arrays.
        """
        return Population(*(_copied(getattr(self, field.name)) for field in fields(self)))

    def row(self, consumer: int, brands: list[str]) -> dict[str, Any]:
        """One consumer as a dictionary of columns.

        Parameters
        ----------
        consumer : int
            Number of the consumer.
        brands : list of str
            Names of the brands, in index order.

        Returns
        -------
        dict
            Column name to value; memory columns map brand name to value.
        """
        row: dict[str, Any] = {"consumer": consumer}
        for column in COLUMNS:
            stored = getattr(self, column.layout)[column.name][consumer]
            values = stored if column.scale == 1.0 else stored * column.scale
            row[column.name] = (
                dict(zip(brands, values.tolist(), strict=True))
                if column.layout == "memory"
                else values.item()
            )
        return row


CACHE_LINE = 64
"""Bytes a processor fetches at once."""


def _aligned(shape: tuple[int, ...], dtype: np.dtype[np.void]) -> NDArray[np.void]:
    """Zeros that begin on a cache line, so that a record of one line never lies on two."""
    size = math.prod(shape) * dtype.itemsize
    room = np.zeros(size + CACHE_LINE, np.uint8)
    start = -room.ctypes.data % CACHE_LINE
    return room[start : start + size].view(dtype).reshape(shape)


def _copied(records: NDArray[np.void]) -> NDArray[np.void]:
    """Copy bytes: NumPy would copy records field by field, which takes thirty times as long."""
    copy = _aligned(records.shape, records.dtype)
    copy.view(np.uint8)[...] = records.view(np.uint8)
    return copy


def _blank(layout: str, dtype: np.dtype[np.void], shape: tuple[int, ...]) -> NDArray[np.void]:
    array = _aligned(shape, dtype)
    for column in COLUMNS:
        if column.layout == layout and column.initial != 0:
            array[column.name] = column.initial
    return array


def people(spec: Scenario, market: Any) -> Population:
    """Draw the consumers of a scenario as they are before the first day.

    Parameters
    ----------
    spec : Scenario
        The world.
    market : Market
        Its market, for the mixes, rules and keys that kernels read.

    Returns
    -------
    Population
        Everybody, with the beliefs of people who know nothing yet.
    """
    size, brands = spec.market.consumers, len(spec.brands)
    population = Population(
        _blank("screen", SCREEN, (size,)),
        _blank("person", PERSON, (size,)),
        _blank("memory", MEMORY, (size, brands)),
        _blank("voice", VOICE, (size,)),
        _blank("told", TOLD, (size,)),
    )
    first_day = -spec.market.warm_up_days
    memory = spec.market.memory
    population.memory["awareness"] = memory.initial_awareness
    population.memory["belief"] = memory.prior_stars
    population.memory["precision"] = memory.prior_weight
    population.memory["refreshed_day"] = first_day
    choice, link = spec.market.choice, spec.moments.device_link
    settings = np.array(
        [
            spec.network.expert_share,
            choice.price,
            choice.quality,
            choice.sensitivity_spread,
            link.phone,
            link.computer,
            link.speaker,
        ]
    )
    draw_people(
        population.screen,
        population.person,
        np.empty(len(TRAITS)),
        market.mixes,
        market.today[0]["person"],
        settings,
    )
    return population
