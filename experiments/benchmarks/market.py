"""How long the measured days of each market take, and how many people are busy in it."""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from measure import machine, options, show, table

from sim.model import JourneyModel
from sim.scenario import Scenario
from sim.scenario_io import load
from sim.study.opportunities import opportunities_of
from sim.study.watch import Watch

HERE = Path(__file__).parent
MARKETS = ("lite", "busy", "cafe", "camera", "grocery", "sneakers", "telecom")
"""Two in which engines are compared, and the shipped ones."""


def live(spec: Scenario, threads: int) -> dict[str, float]:
    """Live a market once; only its measured days are timed."""
    model = JourneyModel(spec, opportunities=opportunities_of(spec, Watch()), threads=threads)
    model.run(until=0)
    cpu, wall = time.process_time(), time.perf_counter()
    model.run()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    lived = spec.market.consumers * spec.market.days
    counted = model.gained_market()
    active = int(counted["active"])
    return {
        "cpu_s": cpu,
        "wall_s": wall,
        "ns_per_consumer_day": cpu / lived * 1e9,
        "ns_per_active_day": cpu / active * 1e9 if active else 0.0,
        "visited_share": int(counted["visited"]) / lived,
        "active_share": active / lived,
        "moments_per_consumer_day": int(counted["by_truth"].sum()) / lived,
    }


def markets(arguments: argparse.Namespace) -> dict[str, Any]:
    """Live all markets in turn, some times over."""
    changes = [f"market.consumers={arguments.consumers}"]
    changes += [] if arguments.days is None else [f"market.days={arguments.days}"]
    own = {path.stem: path for path in HERE.glob("*.yaml")}
    specs = {name: load(own.get(name, name), changes) for name in arguments.markets}
    # The first day of a process waits for its kernels.
    live(load("cafe", ["market.consumers=1", "market.days=1"]), arguments.threads)
    rounds = [
        {name: live(spec, arguments.threads) for name, spec in specs.items()}
        for _ in range(arguments.rounds)
    ]
    rows = {
        name: {key: median(found[name][key] for found in rounds) for key in rounds[0][name]}
        for name in specs
    }
    for row in rows.values():
        row["ratio"] = row["cpu_s"] / next(iter(rows.values()))["cpu_s"]
    return {
        "machine": machine(),
        "consumers": arguments.consumers,
        "threads": arguments.threads,
        "rounds": arguments.rounds,
        "markets": {name: {"days": specs[name].market.days, **row} for name, row in rows.items()},
    }


def tables(found: dict[str, Any]) -> Iterator[Any]:
    """One row a market."""
    yield (
        f"{found['consumers']:,} consumers, measured days, {found['threads']} thread(s), "
        f"medians of {found['rounds']} rounds"
    )
    figures = ["days", "CPU-s", "ratio", "wall s", "ns per consumer-day", "ns per active day"]
    made = table("", ["market"], [*figures, "visited", "active", "moments per consumer-day"])
    for name, row in found["markets"].items():
        made.add_row(
            name,
            f"{row['days']:,}",
            f"{row['cpu_s']:.2f}",
            f"{row['ratio']:.2f}",
            f"{row['wall_s']:.2f}",
            f"{row['ns_per_consumer_day']:.1f}",
            f"{row['ns_per_active_day']:.0f}",
            f"{row['visited_share']:.1%}",
            f"{row['active_share']:.1%}",
            f"{row['moments_per_consumer_day']:.3f}",
        )
    yield made


def main() -> None:
    """Print one row a market."""
    parser = options(__doc__)
    parser.add_argument("markets", nargs="*", default=list(MARKETS))
    parser.add_argument("--consumers", type=int, default=100_000)
    parser.add_argument("--days", type=int, help="measured days; omitted = the scenario's")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--rounds", type=int, default=3)
    arguments = parser.parse_args()
    show(markets(arguments), arguments.json, tables)


if __name__ == "__main__":
    main()
