"""The days of the engine profile in C: compiled here, told each day by the same market.

The C source keeps a layout of its own and does no more than the profile asks for. It takes the same
random words through the same arithmetic as the kernels, so that `differences` finds none.
"""

import ctypes
import functools
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from sim.market import Market
from sim.market.classes import class_means, month_of, need
from sim.model import JourneyModel
from sim.population import Population, people
from sim.rng import luck_key, person_key
from sim.scenario import Scenario

from . import c_layout as layout
from .outcome import Counts, Outcome

SOURCE = Path(__file__).with_name("hot_loop.c")
FLAGS = (
    "-O3",
    "-march=native",
    "-ffp-contract=off",
    "-fno-math-errno",
    "-fno-tree-slp-vectorize",
    "-shared",
    "-fPIC",
)
Pointer = ctypes.c_void_p


def compiler() -> str | None:
    """The machine's C compiler, if it has one.

    Returns
    -------
    str or None
        Its path.
    """
    return shutil.which("gcc") or shutil.which("cc")


@functools.cache
def library(brands: int) -> ctypes.CDLL:
    """Compile the C version for a number of brands and load it.

    Parameters
    ----------
    brands : int
        One to four: a draw has four words, one for each brand's adverts.

    Returns
    -------
    ctypes.CDLL
        With the functions of `hot_loop.c`.

    Raises
    ------
    RuntimeError
        If there is no C compiler.
    """
    gcc = compiler()
    if gcc is None:
        raise RuntimeError("there is no C compiler on this machine")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "hot_loop.so"
        subprocess.run([gcc, *FLAGS, f"-DBRANDS={brands}", SOURCE, "-o", path, "-lm"], check=True)
        loaded = ctypes.CDLL(str(path))
    loaded.create.restype = loaded.people.restype = loaded.counts.restype = Pointer
    loaded.state_bytes.restype = ctypes.c_int64
    return loaded


class CWorld:
    """One market, its people and their days in C.

    Parameters
    ----------
    spec : Scenario
        A world of the engine profile.
    opportunities : numpy.ndarray
        Moments per 1,000 consumers and day.
    seed, replicate : int
        Of the people and of their luck.

    Attributes
    ----------
    people, counts : numpy.ndarray
        Consumers, and what was counted, as the C source lays them out.
    loop_s : float
        Seconds of CPU time spent in C.
    """

    def __init__(
        self, spec: Scenario, opportunities: np.ndarray, seed: int = 7, replicate: int = 0
    ) -> None:
        keys = {"person_key": person_key(seed), "luck_key": luck_key(seed, replicate)}
        self.spec = spec
        self.market = Market(spec, opportunities, **keys)
        self.loop_s = 0.0
        size, brands = spec.market.consumers, len(spec.brands)
        self._library = library(brands)
        self._today = np.zeros((), layout.day_type(brands))
        rules, needs = _rules(self.market), _needs(spec)
        decay = np.ascontiguousarray(self.market.decay)
        days = ctypes.c_int32(spec.market.days)
        self._world = Pointer(
            self._library.create(
                ctypes.c_int32(size), days, _address(rules), _address(needs), _address(decay)
            )
        )
        self.people = _view(self._library.people(self._world), layout.consumer_type(brands), size)
        self.counts = _view(self._library.counts(self._world), layout.counts_type(brands), 1)[0]
        _settle(self.people, people(spec, self.market))

    def run(self) -> "CWorld":
        """Live all days.

        Returns
        -------
        CWorld
            This world.
        """
        self._timed("begin")
        for day in range(self.spec.market.days):
            self.market.open_day(day)
            self._tell(day)
            before = self.counts["board"].copy()
            self._timed("live_day", _address(self._today))
            nobody = np.zeros(len(before), np.int64)
            self.market.close_day(self.counts["board"] - before, nobody, nobody)
        self._timed("finish")
        return self

    def _timed(self, function: str, *arguments: Pointer) -> None:
        started = time.process_time()
        getattr(self._library, function)(self._world, *arguments)
        self.loop_s += time.process_time() - started

    def _tell(self, day: int) -> None:
        today, market = self._today, self.market
        today["day"], today["weekend"] = day, market.today["weekend"][0]
        for name in layout.BRAND_DAY:
            today[name] = market.brands[name]
        today["noticed"] = market.cells["noticed"]
        today["reach"] = market.reach

    @property
    def state_bytes(self) -> int:
        """Bytes of all that grows with the number of consumers."""
        return int(self._library.state_bytes(self._world))

    def close(self) -> None:
        """Give the memory back; neither people nor counts may be read afterwards."""
        self._library.destroy(self._world)


def _address(array: np.ndarray) -> Pointer:
    return Pointer(array.ctypes.data)


def _view(address: int, dtype: np.dtype[np.void], size: int) -> np.ndarray:
    memory = (ctypes.c_uint8 * (dtype.itemsize * size)).from_address(address)
    return np.frombuffer(memory, dtype)


def _rules(market: Market) -> np.ndarray:
    rules = np.zeros((), layout.rules_type())
    for name in layout.KEYS:
        rules[name] = market.today[name][0]
    for name in (*layout.THRESHOLDS, "refractory_days", *layout.NUMBERS):
        rules[name] = market.rules[name][0]
    for name, (_, shape) in layout.MIXES.items():
        mix = market.mixes[name][0]
        rules[name] = mix if mix.shape == shape else mix[0]
    return rules


def _needs(spec: Scenario) -> np.ndarray:
    """Thresholds of a need, classes × days."""
    means = class_means(spec.market.needs.shape)
    months = np.array([need(spec, month, means)[0] for month in range(12)])
    by_day = months[[month_of(day) for day in range(spec.market.days)]]
    return np.ascontiguousarray(by_day.T.astype(np.uint32))


def _settle(mine: np.ndarray, drawn: Population) -> None:
    """The people drawn for any engine move in."""
    for column, name in enumerate(layout.MEMORY):
        mine["memory"][:, :, column] = drawn.memory[name]
    for name in ("belief", "refreshed_day"):
        mine[name] = drawn.memory[name]
    for name in (
        *layout.PERSON,
        "onset_day",
        "purchase_onset",
        "considered",
        "read",
        *layout.BRANDS_OF,
    ):
        mine[name] = drawn.person[name]
    for name in ("phase", "need_class", "media_class", "ripe_day", "due_day"):
        mine[name] = drawn.screen[name]
    mine["told_day"] = -1


def differences(world: CWorld, model: JourneyModel) -> list[str]:
    """What a world in C and the model's do not agree on to the last bit, after the same days.

    Parameters
    ----------
    world : CWorld
        Lived in C.
    model : JourneyModel
        The same world, lived by the kernels.

    Returns
    -------
    list of str
        Names of counters and columns that differ anywhere.
    """
    return [name for name, one, other in _pairs(world, model) if one.tobytes() != other.tobytes()]


def compared(world: CWorld, model: JourneyModel) -> list[str]:
    """Names of all counters and columns in which `differences` looks for differences."""
    return [name for name, _, _ in _pairs(world, model)]


def _pairs(world: CWorld, model: JourneyModel) -> Iterator[tuple[str, np.ndarray, np.ndarray]]:
    market, brands, drawn = model.gained_market(), model.gained_brands(), model.population
    for name in layout.MARKET_COUNTS:
        told = market[name].sum() if name == "opened" else market[name]
        yield name, world.counts[name], np.asarray(told)
    for name, shape in layout.BRAND_COUNTS.items():
        # Purchases are counted by persona there, and there is one persona.
        told = brands[name] if brands[name].shape[1:] == shape else brands[name].sum(axis=1)
        yield name, world.counts[name], told
    for column, name in enumerate(layout.MEMORY):
        yield name, world.people["memory"][:, :, column], drawn.memory[name]
    for name in ("belief", "refreshed_day"):
        yield name, world.people[name], drawn.memory[name]
    kept = set(layout.SMALL) - {"first_slot"}  # which the kernels draw again where they need it
    for name in (*layout.PERSON, *layout.DAYS, *sorted(kept), *layout.BRANDS_OF):
        held: Any = drawn.screen if name in (drawn.screen.dtype.names or ()) else drawn.person
        yield name, world.people[name].astype(held[name].dtype), held[name]
    yield "boards", world.market.brands["rating"], model.market.brands["rating"]


def live(spec: Scenario, opportunities: np.ndarray, seed: int, replicate: int) -> Outcome:
    """Live one world of the engine profile in C."""
    world = CWorld(spec, opportunities, seed, replicate)
    cpu, wall = time.process_time(), time.perf_counter()
    world.run()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    counted = {name: np.array(world.counts[name]) for name in world.counts.dtype.names or ()}
    loop, state = world.loop_s, world.state_bytes
    world.close()
    return Outcome(
        statistics=_counts(counted, world.market).statistics(sorted(spec.brands)),
        consumers=spec.market.consumers,
        days=spec.market.days,
        active=int(counted["active"]),
        cpu_s=cpu,
        wall_s=wall,
        loop_s=loop,
        state_bytes=state,
    )


def _counts(counted: dict[str, np.ndarray], market: Market) -> Counts:
    by_brand = {
        name: counted[name].reshape(len(counted[name]), -1).sum(axis=1).tolist()
        for name in ("exposures", "noticed", "helped", "purchases", "judged")
    }
    return Counts(
        opened=int(counted["opened"]),
        active=int(counted["active"]),
        sessions=int(counted["sessions"]),
        answered=int(counted["answered"].sum()),
        moments=counted["moments"].sum(axis=1).tolist(),
        ended=counted["ended"].sum(axis=1).tolist(),
        reviews=counted["board"].sum(axis=1).tolist(),
        satisfaction=(counted["satisfaction"] / np.maximum(counted["judged"], 1) / 1000.0).tolist(),
        rating=market.brands["rating"].tolist(),
        **by_brand,
    )
