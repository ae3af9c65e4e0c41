"""The days of the engine profile in C: compiled here, told each day by the same market.

There are two C sources. `hot_loop.c` is the kernels' own day by hand, `tuned_loop.c` another engine
for the profile alone. Both do no more than the profile asks for, and take the same random words
through the same arithmetic as the kernels, so that `c_agreement` finds no difference.
"""

import ctypes
import functools
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import numpy as np

from sim.market import Market
from sim.market.classes import class_means, month_of, need
from sim.population import Population, people
from sim.rng import luck_key, person_key
from sim.scenario import Scenario

from . import c_layout as layout
from .c_layout import PLAIN
from .outcome import Counts, Outcome

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
def library(source: str, brands: int) -> ctypes.CDLL:
    """Compile a C version for a number of brands and load it.

    Parameters
    ----------
    source : str
        Its file name.
    brands : int
        One to sixteen; for the tuned source one to four, because a draw has four words, one for
        each brand's adverts.

    Returns
    -------
    ctypes.CDLL
        With the functions of the source.

    Raises
    ------
    RuntimeError
        If there is no C compiler.
    """
    gcc = compiler()
    if gcc is None:
        raise RuntimeError("there is no C compiler on this machine")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "days.so"
        text = Path(__file__).with_name(source)
        subprocess.run([gcc, *FLAGS, f"-DBRANDS={brands}", text, "-o", path, "-lm"], check=True)
        loaded = ctypes.CDLL(str(path))
    for name in ("create", "counts", *layout.people_types(source, brands)):
        getattr(loaded, name).restype = Pointer
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
    source : str
        File name of the C source: one of `c_layout.SOURCES`.

    Attributes
    ----------
    people : dict of str to numpy.ndarray
        What the C source keeps of the consumers, by name of the column.
    counts : numpy.ndarray
        What was counted.
    loop_s : float
        Seconds of CPU time spent in C.
    """

    def __init__(
        self,
        spec: Scenario,
        opportunities: np.ndarray,
        seed: int = 7,
        replicate: int = 0,
        source: str = PLAIN,
    ) -> None:
        keys = {"person_key": person_key(seed), "luck_key": luck_key(seed, replicate)}
        self.spec = spec
        self.market = Market(spec, opportunities, **keys)
        self.loop_s = 0.0
        size, brands = spec.market.consumers, len(spec.brands)
        self._library = library(source, brands)
        self._today = np.zeros((), layout.day_type(brands))
        rules, needs = _rules(self.market), _needs(spec)
        decay = np.ascontiguousarray(self.market.decay)
        days = ctypes.c_int32(spec.market.days)
        self._world = Pointer(
            self._library.create(
                ctypes.c_int32(size), days, _address(rules), _address(needs), _address(decay)
            )
        )
        self.counts = self._view("counts", layout.counts_type(brands), 1)[0]
        self.people: dict[str, np.ndarray] = {}
        for name, kind in layout.people_types(source, brands).items():
            self.people |= _columns(self._view(name, kind, size))
        _settle(self.people, people(spec, self.market))

    def run(self) -> "CWorld":
        """Live all days.

        Returns
        -------
        CWorld
            This world.
        """
        for day in range(self.spec.market.days):
            self.market.open_day(day)
            self._tell(day)
            before = self.counts["board"].copy()
            started = time.process_time()
            self._library.live_day(self._world, _address(self._today))
            self.loop_s += time.process_time() - started
            nobody = np.zeros(len(before), np.int64)
            self.market.close_day(self.counts["board"] - before, nobody, nobody)
        return self

    def _view(self, function: str, dtype: np.dtype[np.void], size: int) -> np.ndarray:
        address = getattr(self._library, function)(self._world)
        memory = (ctypes.c_uint8 * (dtype.itemsize * size)).from_address(address)
        return np.frombuffer(memory, dtype)

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


def _columns(records: np.ndarray) -> dict[str, np.ndarray]:
    """Every field of records, also of records within them, by its name."""
    found: dict[str, np.ndarray] = {}
    for name in records.dtype.names or ():
        field = records[name]
        found |= _columns(field) if field.dtype.names else {name: field}
    return found


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


def kept(drawn: Population, name: str) -> np.ndarray | None:
    """The kernels' column of this name; nothing where a C source has one of its own."""
    for records in (drawn.screen, drawn.person, drawn.memory):
        if name in (records.dtype.names or ()):
            column: np.ndarray = records[name]
            return column
    return None


def _settle(mine: dict[str, np.ndarray], drawn: Population) -> None:
    """The people drawn for any engine move in."""
    for name, column in mine.items():
        theirs = kept(drawn, name)
        if theirs is not None:
            column[...] = theirs


def live(
    spec: Scenario, opportunities: np.ndarray, seed: int, replicate: int, source: str = PLAIN
) -> Outcome:
    """Live one world of the engine profile in C."""
    world = CWorld(spec, opportunities, seed, replicate, source)
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
