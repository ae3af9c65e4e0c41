"""How time and memory grow with consumers, days, brands and threads.

Every market is lived in a fresh process. What people cost is the processor time of the measured
days less that of the same market with one consumer, so that neither Python's start nor the market's
own work of a day counts; memory is the largest size of the process.
"""

import argparse
import json
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from statistics import median
from typing import Any, NamedTuple

from measure import MEGABYTE, Cost, cost_of, machine, options, show, table

LEAST_S = 0.02
"""Below, the difference of two short runs is noise, and no growth is fitted to it."""


class Size(NamedTuple):
    """A market to be lived."""

    scenario: str
    consumers: int
    days: int
    brands: int
    threads: int


# --- one market, in a process of its own --------------------------------------------------------


def live(size: Size) -> dict[str, float]:
    """Live a market and the same with one consumer, and say what the measured days took."""
    from sim.model import JourneyModel
    from sim.scenario_io import load
    from sim.study.opportunities import opportunities_of
    from sim.study.watch import Watch

    # The panel is no larger among more people, and would be counted as work for people.
    changes = [f"market.days={size.days}", "market.warm_up_days=0", "market.panel_consumers=0"]
    world = load(size.scenario, changes)
    # What a contact buys is counted once a market; more brands of the same kind change it little.
    opportunities = opportunities_of(world, Watch())
    names = sorted(world.brands)
    brands = {f"brand{n:02d}": world.brands[names[n % len(names)]] for n in range(size.brands)}
    brands = {name: brand.model_copy(update={"id": None}) for name, brand in brands.items()}
    world = world.model_copy(update={"brands": brands, "focal": None, "strategies": {}})

    def lived(consumers: int, days: int = size.days) -> tuple[JourneyModel, float, float]:
        market = world.market.model_copy(update={"consumers": consumers})
        spec = world.model_copy(update={"market": market})
        model = JourneyModel(spec, opportunities=opportunities, threads=size.threads)
        cpu, wall = time.process_time(), time.perf_counter()
        model.run(until=days)
        return model, time.process_time() - cpu, time.perf_counter() - wall

    # The first day of a process waits for its kernels.
    lived(1, days=1)
    nobody_cpu, nobody_wall = lived(1)[1:]
    model, cpu, wall = lived(size.consumers)
    people = sum(column.nbytes for column in vars(model.population).values())
    return {
        "cpu_s": cpu - nobody_cpu,
        "wall_s": wall - nobody_wall,
        "market_cpu_s": nobody_cpu,
        "state_bytes": people / size.consumers,
    }


def measured(size: Size) -> dict[str, float]:
    """Live a market in a fresh process."""
    cost = cost_of(__file__, "--live", json.dumps(size))
    return {**json.loads(cost.said), "peak_mb": cost.peak_mb}


def rounds(sizes: Sequence[Size], count: int) -> dict[Size, list[dict[str, float]]]:
    """Live all markets in turn, some times over, so that a busy minute falls on all of them."""
    found: dict[Size, list[dict[str, float]]] = defaultdict(list)
    for _ in range(count):
        for size in sizes:
            found[size].append(measured(size))
    return found


# --- growth -------------------------------------------------------------------------------------


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> dict[str, float | None]:
    """The power of the size with which a cost grows, and its 95 % interval.

    Parameters
    ----------
    sizes, costs : sequence of float
        Cost of each size; costs too small to be told from nothing are left out.

    Returns
    -------
    dict
        `value`, `low`, `high`: slope of log cost on log size by least squares; None where fewer
        than three costs of two sizes are left.
    """
    import numpy as np
    from scipy import stats

    kept = [(size, cost) for size, cost in zip(sizes, costs, strict=True) if cost >= LEAST_S]
    if len(kept) < 3 or len({size for size, _ in kept}) < 2:
        return {"value": None, "low": None, "high": None}
    fit = stats.linregress(*np.log(np.array(kept)).T)
    reach = stats.t.ppf(0.975, len(kept) - 2) * fit.stderr
    slope = float(fit.slope)
    return {"value": slope, "low": float(slope - reach), "high": float(slope + reach)}


def grown(found: dict[Size, list[dict[str, float]]], by: str) -> dict[str, Any]:
    """Medians of each size, beside the first of them, and how the cost grows."""
    rows = []
    for size, costs in found.items():
        middle = {name: median(cost[name] for cost in costs) for name in costs[0]}
        per_day = middle["cpu_s"] / (size.consumers * size.days) * 1e9
        rows.append({**size._asdict(), **middle, "ns_per_consumer_day": per_day})
    for row in rows:
        row["ratio"] = row["cpu_s"] / rows[0]["cpu_s"]
    sizes = [getattr(size, by) for size, costs in found.items() for _ in costs]
    spent = [cost["cpu_s"] for costs in found.values() for cost in costs]
    return {"rows": rows, "exponent": exponent(sizes, spent)}


def scaling(arguments: argparse.Namespace) -> dict[str, Any]:
    """Vary one thing at a time."""
    name, days = arguments.scenario, arguments.sample_days
    largest = max(arguments.consumers)
    full = [Size(name, 10_000_000, 365, 4, 1)] if arguments.full else []
    by_consumers = [Size(name, n, days, 4, 1) for n in sorted(arguments.consumers)]
    by_days = [Size(name, arguments.days_consumers, n, 4, 1) for n in sorted(arguments.days)]
    by_brands = [
        Size("base", arguments.brands_consumers, days, n, 1) for n in sorted(arguments.brands)
    ]
    by_threads = [Size(name, largest, days, 4, n) for n in (1, 2)]
    everything = dict.fromkeys([*by_consumers, *by_days, *by_brands, *by_threads])
    # Where nobody has run this code before, it is compiled now; compiling takes memory, too.
    measured(by_days[0]._replace(consumers=1, days=1))
    found = rounds(list(everything), arguments.rounds)
    found.update(rounds(full, 1))

    def part(sizes: Sequence[Size], by: str) -> dict[str, Any]:
        return grown({size: found[size] for size in sizes}, by)

    consumers, threads = part(by_consumers, "consumers"), part(by_threads, "threads")
    small, large = consumers["rows"][0], consumers["rows"][-1]
    more_people = large["consumers"] - small["consumers"]
    more_bytes = (large["peak_mb"] - small["peak_mb"]) * MEGABYTE
    one, two = (row["wall_s"] for row in threads["rows"])
    return {
        "machine": machine(),
        "rounds": arguments.rounds,
        "consumers": consumers,
        "days": part(by_days, "days"),
        "brands": part(by_brands, "brands"),
        "threads": {"rows": threads["rows"], "speed_up": one / two},
        "bytes_per_consumer": more_bytes / more_people if more_people else None,
        **({"full": part(full, "consumers")["rows"][0]} if full else {}),
    }


# --- the whole command --------------------------------------------------------------------------


def floor(arguments: argparse.Namespace) -> dict[str, Any]:
    """The command a user types, at a million consumers, less the same at a thousand."""
    days = arguments.floor_days
    small, large = arguments.floor_consumers

    def command(consumers: int) -> Cost:
        given = ["--consumers", str(consumers), "--days", str(days), "--reps", "1", "--quiet"]
        given += ["--set", "market.warm_up_days=0", "--threads", str(arguments.threads)]
        return cost_of("-m", "sim", "run", arguments.scenario, *given)

    # Where nobody has run this code before, it is compiled now.
    command(small)
    costs = [(command(small), command(large)) for _ in range(arguments.rounds)]
    differences = [after.cpu_s - before.cpu_s for before, after in costs]
    clock = [after.wall_s - before.wall_s for before, after in costs]
    lived = (large - small) * days
    return {
        "machine": machine(),
        "scenario": arguments.scenario,
        "consumers": [small, large],
        "days": days,
        "threads": arguments.threads,
        "rounds": arguments.rounds,
        "cpu_s": median(differences),
        "cpu_s_range": [min(differences), max(differences)],
        "wall_s": median(clock),
        "ns_per_consumer_day": median(differences) / lived * 1e9,
        "peak_mb": max(after.peak_mb for _, after in costs),
    }


# --- what is shown ------------------------------------------------------------------------------


def tables(found: dict[str, Any]) -> Iterator[Any]:
    """A table of each thing varied; or that of the whole command."""
    if "peak_mb" in found:
        yield from _command(found)
        return
    for by in ("consumers", "days", "brands"):
        yield _growth(f"By {by}", by, found[by]["rows"])
        grows = found[by]["exponent"]
        if grows["value"] is not None:
            yield (
                f"CPU time grows with {by} to the power {grows['value']:.3f} "
                f"({grows['low']:.3f} to {grows['high']:.3f})"
            )
    yield _growth("By threads", "threads", found["threads"]["rows"])
    yield f"Two threads are {found['threads']['speed_up']:.2f} times as fast, by the clock"
    if found["bytes_per_consumer"] is not None:
        yield f"{found['bytes_per_consumer']:.0f} bytes of memory for each consumer more"
    if "full" in found:
        yield _growth("The largest", "consumers", [found["full"]])


def _growth(title: str, by: str, rows: Sequence[dict[str, Any]]) -> Any:
    figures = ["CPU-s", "ratio", "ns per consumer-day", "wall s", "peak MB", "state bytes"]
    columns = [by, *(name for name in ("consumers", "days", "brands", "threads") if name != by)]
    made = table(f"{title} ({rows[0]['scenario']})", [], [*columns, *figures])
    for row in rows:
        made.add_row(
            *(f"{row[name]:,}" for name in columns),
            f"{row['cpu_s']:.3f}",
            f"{row['ratio']:.2f}",
            f"{row['ns_per_consumer_day']:.1f}",
            f"{row['wall_s']:.3f}",
            f"{row['peak_mb']:.0f}",
            f"{row['state_bytes']:.0f}",
        )
    return made


def _command(found: dict[str, Any]) -> Iterator[Any]:
    small, large = found["consumers"]
    yield (
        f"journey run {found['scenario']}, {large:,} consumers less {small:,}, "
        f"{found['days']} days, one replicate, no warm-up, {found['threads']} thread(s)"
    )
    made = table("", [], ["CPU-s", "least to most", "wall s", "ns per consumer-day", "peak MB"])
    least, most = found["cpu_s_range"]
    made.add_row(
        f"{found['cpu_s']:.2f}",
        f"{least:.2f} to {most:.2f}",
        f"{found['wall_s']:.2f}",
        f"{found['ns_per_consumer_day']:.1f}",
        f"{found['peak_mb']:.0f}",
    )
    yield made


def main() -> None:
    """Vary one thing at a time, or measure the whole command."""
    parser = options(__doc__)
    parser.add_argument("scenario", nargs="?", default="sneakers")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--full", action="store_true", help="also 10,000,000 consumers, 365 days")
    parser.add_argument("--floor", action="store_true", help="the whole command instead")
    sizes = {"consumers": [1000, 10_000, 100_000, 300_000, 1_000_000], "brands": [2, 4, 8, 16]}
    sizes["days"] = [30, 120, 365, 1095, 3650]
    for name, usual in sizes.items():
        parser.add_argument(f"--{name}", type=int, nargs="+", default=usual)
    parser.add_argument("--sample-days", type=int, default=90, help="of consumers and brands")
    parser.add_argument("--days-consumers", type=int, default=20_000)
    parser.add_argument("--brands-consumers", type=int, default=100_000)
    parser.add_argument("--floor-consumers", type=int, nargs=2, default=[1000, 1_000_000])
    parser.add_argument("--floor-days", type=int, default=365)
    parser.add_argument("--threads", type=int, default=1, help="of the whole command")
    parser.add_argument("--live", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.live:
        sys.stdout.write(json.dumps(live(Size(*json.loads(arguments.live)))))
    else:
        show((floor if arguments.floor else scaling)(arguments), arguments.json, tables)


if __name__ == "__main__":
    main()
