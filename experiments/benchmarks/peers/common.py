"""What engines with random numbers of their own share: the market, its probabilities, the clock.

`sim.market` hands its kernels integer thresholds; these engines take the probabilities behind them.
"""

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from sim.market import Market
from sim.rng import luck_key, person_key
from sim.scenario import Scenario
from sim.scenario.catalogue import parameters, value_at
from sim.tables.moments import BUY, CHANNELS, CONTEXTS, MOMENTS, SLOTS, TRAITS

from .outcome import Counts, Outcome

PLACES = len(CONTEXTS)
FADED = PLACES
"""What comes next in a day is a session in a place, or that the need has faded."""
CELLS = (BUY + 1) * len(CHANNELS)
"""Micro-moments before and at the choice, on channels."""
WORDS = 2.0**32


def market_of(spec: Scenario, opportunities: np.ndarray, seed: int, replicate: int) -> Market:
    """The market that all engines share: money, levers, boards, the calendar."""
    return Market(
        spec,
        opportunities,
        person_key=person_key(seed),
        luck_key=luck_key(seed, replicate),
    )


def lived(market: Market, days: int, live: Callable[[int], np.ndarray]) -> dict[str, float]:
    """Let people live so many days of a market; returns the seconds it took, by names of `Outcome`.

    `live` is one day of all consumers and returns its reviews, brands × stars.
    """
    nothing = np.zeros(len(market.brands), np.int64)
    loop, cpu, wall = 0.0, time.process_time(), time.perf_counter()
    for day in range(days):
        market.open_day(day)
        started = time.process_time()
        reviews = live(day)
        loop += time.process_time() - started
        market.close_day(reviews, nothing, nothing)
    return {
        "cpu_s": time.process_time() - cpu,
        "wall_s": time.perf_counter() - wall,
        "loop_s": loop,
    }


def moments_of(cells: Sequence[int] | np.ndarray) -> list[int]:
    """Micro-moments by kind, from those by cell."""
    by_channel = np.reshape(cells, (BUY + 1, len(CHANNELS)))
    return [*by_channel.sum(axis=1).tolist(), *[0] * (len(MOMENTS) - BUY - 1)]


def outcome_of(
    spec: Scenario,
    market: Market,
    counts: Mapping[str, Any],
    seconds: Mapping[str, float],
    state_bytes: int = 0,
) -> Outcome:
    """What a run found, and what it took."""
    found = Counts(rating=market.brands["rating"].tolist(), **counts)
    return Outcome(
        statistics=found.statistics(market.names),
        consumers=spec.market.consumers,
        days=spec.market.days,
        active=found.active,
        state_bytes=state_bytes,
        **seconds,
    )


def presence_of(market: Market, fit: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Today's chance of being noticed, by cell and brand, and of helping, by place, cell and brand.

    Who is helped is among those who notice, so that one number can decide both.
    """
    noticed = market.noticed_probability[:, : BUY + 1].reshape(-1, CELLS).T
    useful = np.minimum(np.maximum(fit[..., None] * market.brands["usefulness"], 0.0), 1.0)
    return noticed, noticed * useful


def rules_of(spec: Scenario) -> dict[str, float]:
    """The numbers of a scenario that engines read, by name."""
    return {p.name: float(value_at(spec, p.path)) for p in parameters() if p.kernel != "no"}


def search_of(market: Market, normal: np.ndarray) -> np.ndarray:
    """How much people search for information, from standard normal numbers."""
    mixes, trait = market.mixes[0], TRAITS.index("information_search")
    spread = mixes["trait_spread"][0] * normal
    return np.minimum(np.maximum(mixes["trait_mean"][0, trait] + spread, 0.0), 1.0)


class Chances:
    """What comes when and where, on which channel and device: constant while a market lives.

    Attributes
    ----------
    next : numpy.ndarray
        Chance of what comes next today, by weekend, from which day-part on (6: none is left),
        in which day-part, and place (5: the need fades). What is missing to 1: nothing comes.
    cells : numpy.ndarray
        Chance of a micro-moment on a channel, by phase (from explore), place and cell.
    devices, onset : numpy.ndarray
        Chance of a device by place, and of the day-part of a need.
    third_party, read : numpy.ndarray
        Chance of being answered by others and factor of reading reviews, by cell.
    fit : numpy.ndarray
        Factor of help, by place and cell.
    """

    def __init__(self, market: Market, forget: float) -> None:
        mixes = market.mixes[0]
        places = shares(mixes["context"])
        self.next = _next_of_day(places * (mixes["occurs"][0] / WORDS), forget)
        channels = shares(mixes["channel"][0, : BUY + 1]).swapaxes(0, 1)
        cells = shares(mixes["moment"])[..., None] * channels
        self.cells = cells.reshape(len(cells), PLACES, CELLS)
        self.devices = shares(mixes["devices"][0])
        self.onset = shares(mixes["onset"])
        self.third_party = np.repeat(mixes["third_party"][: BUY + 1] / WORDS, len(CHANNELS))
        self.read = mixes["read"][: BUY + 1].ravel()
        self.fit = np.tile(mixes["fit"], BUY + 1)
        self.write = mixes["write"]
        self.not_now = mixes["not_now"]


def shares(thresholds: np.ndarray) -> np.ndarray:
    """Probabilities behind cumulative thresholds."""
    return np.diff(thresholds / WORDS, prepend=0.0)


def _next_of_day(sessions: np.ndarray, forget: float) -> np.ndarray:
    fades = np.full((2, SLOTS, 1), forget)
    each = np.concatenate(((1.0 - forget) * sessions, fades), axis=2)
    chances = np.zeros((2, SLOTS + 1, SLOTS, PLACES + 1))
    for start in range(SLOTS):
        quiet = np.ones((2, 1))
        for slot in range(start, SLOTS):
            chances[:, start, slot] = quiet * each[:, slot]
            quiet = quiet * (1.0 - each[:, slot].sum(axis=1, keepdims=True))
    return chances
