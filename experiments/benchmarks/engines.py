"""How fast the same model runs in other hands: Mesa agents, vectorised NumPy, and C.

All live the engine profile: `lite.yaml`, where one consumer in sixteen is in a journey, and
`busy.yaml`, where half of them are. Rounds are interleaved, so that other load meets all engines
alike; a ratio is the median over rounds of the peer's CPU time per consumer-day over ours, of the
days alone (C: of the loop over consumers, and beside it of whole days, which share our Python).

All stand here twice: plain, as such models are usually written (`mesa`, `numpy`) or as the kernels
are (`c`), and tuned (`mesa_events`, `numpy_tuned`, `c_tuned`). C agrees to the last bit; the others
have luck of their own: many runs are compared by Welch's t, told as the normal deviate of its tail.
"""

import argparse
import gc
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np
from measure import machine, options, show, table
from peers import c_agreement, c_version, mesa_events, mesa_plain, numpy_plain, numpy_tuned
from peers.agreement import deviates
from peers.c_layout import SOURCES
from peers.outcome import Counts, Outcome

from sim.market import stored_opportunities
from sim.model import JourneyModel
from sim.scenario import Scenario
from sim.scenario_io import load
from sim.tables.records import bytes_per_consumer

HERE = Path(__file__).parent
MARKETS = ("lite", "busy")
TITLES = {
    "ours": "ours",
    "mesa": "Mesa agents",
    "mesa_events": "Mesa agents, tuned",
    "numpy": "NumPy",
    "numpy_tuned": "NumPy, tuned",
    "c": "C",
    "c_tuned": "C, tuned",
}
PEERS = tuple(TITLES)[1:]
SEED = 7
DAYS = 180
MOST_CONSUMERS = {"mesa": 20_000, "mesa_events": 20_000}
"""Mesa lives no more than these: a round of more would take minutes."""
RUNS = 20
"""Runs of a peer whose statistics are compared, each with other people and other luck."""
OUR_RUNS = 3
"""So many runs of ours for each of a peer's: they cost least, and all peers are held to them."""
COMPARED_CONSUMERS, COMPARED_DAYS = 2_000, 365
PROCESSES = 2
"""Runs that are compared, and not timed, are lived side by side."""
COMPARED_BITS = {"consumers": 20_000, "days": 120}

Live = Callable[[Scenario, np.ndarray, int, int], Outcome]


def watch(model: JourneyModel) -> list[float]:
    """Put a watch on the consumers' day; the seconds of each day will be in the list."""
    seconds: list[float] = []
    live = model.crowd.live

    def timed_live(everybody: bool) -> list[np.ndarray]:
        started = time.process_time()
        logged = live(everybody)
        seconds.append(time.process_time() - started)
        return logged

    model.crowd.live = timed_live
    return seconds


def live_ours(spec: Scenario, opportunities: np.ndarray, seed: int, replicate: int) -> Outcome:
    """Live one world of the engine profile in the shipped kernels."""
    model = JourneyModel(spec, opportunities=opportunities, seed=seed, replicate=replicate)
    seconds = watch(model)
    cpu, wall = time.process_time(), time.perf_counter()
    model.run()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    consumers = spec.market.consumers
    return Outcome(
        statistics=counts_of(model).statistics(model.names),
        consumers=consumers,
        days=spec.market.days,
        active=int(model.gained_market()["active"]),
        cpu_s=cpu,
        wall_s=wall,
        loop_s=sum(seconds),
        state_bytes=consumers * bytes_per_consumer(len(model.names)),
    )


def counts_of(model: JourneyModel) -> Counts:
    """What happened in a world of ours, in the words all engines share."""
    market, brands = model.gained_market(), model.gained_brands()
    totals = {
        name: brands[name].reshape(len(brands), -1).sum(axis=1).tolist()
        for name in ("exposures", "noticed", "helped", "purchases", "judged", "reviews")
    }
    judged = np.maximum(brands["judged"], 1)
    return Counts(
        opened=int(market["opened"].sum()),
        active=int(market["active"]),
        sessions=int(market["sessions"]),
        answered=int(market["answered"].sum()),
        moments=market["moments"].sum(axis=1).tolist(),
        ended=market["ended"].sum(axis=1).tolist(),
        satisfaction=(brands["satisfaction"] / judged / 1000.0).tolist(),
        rating=model.market.brands["rating"].tolist(),
        **totals,
    )


ENGINES: Mapping[str, Live] = {
    "ours": live_ours,
    "mesa": mesa_plain.live,
    "mesa_events": mesa_events.live,
    "numpy": numpy_plain.live,
    "numpy_tuned": numpy_tuned.live,
    **{engine: partial(c_version.live, source=source) for engine, source in SOURCES.items()},
}


# --- a market in every engine -------------------------------------------------------------------


def world(name: str, **market: int) -> tuple[Scenario, np.ndarray]:
    """A market of the profile, with some settings of its `market` changed."""
    spec = load(HERE / f"{name}.yaml", [f"market.{key}={value}" for key, value in market.items()])
    opportunities = stored_opportunities(spec)
    if opportunities is None:
        raise SystemExit(f"{name}.yaml does not hold its own opportunities")
    return spec, opportunities


def lived(engine: str, name: str, consumers: int, days: int, seed: int) -> Outcome:
    """One run of one engine, in a tidy process."""
    spec, opportunities = world(name, consumers=consumers, days=days)
    gc.collect()
    return ENGINES[engine](spec, opportunities, seed, 0)


def timed(name: str, peers: Sequence[str], consumers: int, rounds: int) -> dict[str, list[Outcome]]:
    """Let all engines live the market in turn, so many rounds."""
    sizes = {
        engine: min(consumers, MOST_CONSUMERS.get(engine, consumers)) for engine in ("ours", *peers)
    }
    for engine in sizes:  # what is compiled or imported late is not counted
        lived(engine, name, 100, 3, SEED)
    runs: dict[str, list[Outcome]] = {engine: [] for engine in sizes}
    for number in range(rounds):
        for engine, size in sizes.items():
            runs[engine].append(lived(engine, name, size, DAYS, SEED + number))
    return runs


def statistics_of(engine: str, name: str, seed: int) -> dict[str, float]:
    """What one run of an engine found."""
    return lived(engine, name, COMPARED_CONSUMERS, COMPARED_DAYS, seed).statistics


def agreement(name: str, peers: Sequence[str], runs: int) -> dict[str, dict[str, float]]:
    """How far what engines find lies from what ours finds, over many runs of each."""
    counts = {"ours": OUR_RUNS * runs} | dict.fromkeys(peers, runs)
    with ProcessPoolExecutor(PROCESSES, get_context("spawn")) as pool:
        found = {
            engine: pool.map(partial(statistics_of, engine, name), range(SEED, SEED + count))
            for engine, count in counts.items()
        }
        ours, *theirs = ([*of_engine] for of_engine in found.values())
    return {engine: deviates(ours, them) for engine, them in zip(peers, theirs, strict=True)}


def same_bits(engine: str, name: str) -> list[str]:
    """Counters and columns in which a form of C and the kernels differ after the same days."""
    spec, opportunities = world(name, **COMPARED_BITS)
    ours = JourneyModel(spec, opportunities=opportunities, seed=SEED).run()
    theirs = c_version.CWorld(spec, opportunities, seed=SEED, source=SOURCES[engine]).run()
    found = c_agreement.differences(theirs, ours)
    theirs.close()
    return found


# --- what is told -------------------------------------------------------------------------------


def ratio(
    peer: Sequence[Outcome], ours: Sequence[Outcome], of: Callable[[Outcome], float]
) -> float:
    """The peer's figure over ours, in the middle round."""
    return round(median(of(p) / of(o) for p, o in zip(peer, ours, strict=True)), 3)


def loop_ns(run: Outcome) -> float:
    """Nanoseconds of CPU time per consumer-day in the loop over consumers."""
    return run.loop_s / (run.consumers * run.days) * 1e9


def figures(runs: Sequence[Outcome]) -> dict[str, Any]:
    """What an engine took."""
    last = runs[-1]
    found = {
        "consumers": last.consumers,
        "cpu_ns": round(median(run.cpu_ns for run in runs), 2),
        "state_bytes_per_consumer": round(last.state_bytes / last.consumers) or None,
    }
    if last.loop_s:
        found["loop_ns"] = round(median(map(loop_ns, runs)), 2)
    return found


def compared(name: str, peers: Sequence[str], asked: argparse.Namespace) -> dict[str, Any]:
    """One market in all engines: how fast, and whether they agree."""
    runs = timed(name, peers, asked.consumers, asked.rounds)
    ours = runs["ours"]
    found: dict[str, Any] = {
        "consumers": asked.consumers,
        "days": DAYS,
        "active_share": round(ours[-1].active_share, 4),
        "ours": figures(ours),
    }
    cpu_ns = Outcome.cpu_ns.fget
    with_luck = [engine for engine in peers if engine not in SOURCES]
    deviations = agreement(name, with_luck, asked.runs) if with_luck else {}
    for engine in peers:
        told = {"ratio": ratio(runs[engine], ours, cpu_ns), **figures(runs[engine])}
        if engine in SOURCES:
            different = same_bits(engine, name)
            told |= {"ratio": ratio(runs[engine], ours, loop_ns), "same_bits": not different}
            told |= {"ratio_days": ratio(runs[engine], ours, cpu_ns), "different": different}
        else:
            z = deviations[engine]
            worst = max(z, key=z.__getitem__)
            told |= {"max_abs_z": round(z[worst], 2), "worst": worst, "statistics": len(z)}
        found[engine] = told
    return found


def tables(found: Mapping[str, Any]) -> list[Any]:
    """A table a market."""
    made = []
    for name in MARKETS:
        told = found[name]
        title = f"{name}: {told['days']} days, {told['active_share']:.1%} of consumer-days active"
        rows = table(title, ["engine"], ["consumers", "ns", "ratio", "bytes", "agreement"])
        for engine, label in TITLES.items():
            if engine in told:
                rows.add_row(label, *_cells(told[engine]))
        made.append(rows)
    made.append(
        "ns: CPU time per consumer-day. ratio: the engine's over ours; C's of the loop alone."
    )
    return made


def _cells(told: Mapping[str, Any]) -> list[str]:
    agreement = (
        f"max |z| {told['max_abs_z']:.1f} of {told['statistics']}" if "worst" in told else ""
    )
    if "same_bits" in told:
        agreement = "same bits" if told["same_bits"] else "differs: " + ", ".join(told["different"])
    size = told["state_bytes_per_consumer"]
    return [
        f"{told['consumers']:,}",
        f"{told['cpu_ns']:,.1f}",
        f"{told['ratio']:,.2f}" if "ratio" in told else "",
        f"{size:,}" if size else "–",
        agreement,
    ]


def main() -> None:
    """Compare and print."""
    parser = options(__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="interleaved rounds of timing")
    parser.add_argument("--consumers", type=int, default=200_000, help="of all engines but Mesa")
    parser.add_argument(
        "--runs", type=int, default=RUNS, help="runs of a peer whose statistics are compared"
    )
    parser.add_argument("--only", nargs="+", choices=PEERS, default=list(PEERS), help="peers")
    asked = parser.parse_args()
    peers = [name for name in PEERS if name in asked.only]
    if {*peers} & {*SOURCES} and c_version.compiler() is None:
        sys.stderr.write("C is left out: there is no C compiler on this machine\n")
        peers = [name for name in peers if name not in SOURCES]
    found = {"machine": machine()} | {name: compared(name, peers, asked) for name in MARKETS}
    show(found, asked.json, tables)


if __name__ == "__main__":
    main()
