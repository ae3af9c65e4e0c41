"""How long the measured days of a market take on one machine, kernels compiled before."""

import argparse
import platform
import time

from sim.model import JourneyModel
from sim.scenario_io import load
from sim.study.opportunities import opportunities_of
from sim.study.watch import Watch


def main() -> None:
    """Live a market once and print CPU time per consumer-day."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("scenario", nargs="?", default="cafe")
    parser.add_argument("--consumers", type=int, default=100_000)
    parser.add_argument("--threads", type=int, default=1)
    options = parser.parse_args()

    spec = load(options.scenario, [f"market.consumers={options.consumers}"])
    model = JourneyModel(
        spec, opportunities=opportunities_of(spec, Watch()), threads=options.threads
    )
    model.run(until=0)
    cpu, wall = time.process_time(), time.perf_counter()
    model.run()
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall

    lived = options.consumers * spec.market.days
    counted = model.gained_market()
    print(f"{platform.machine()}, Python {platform.python_version()}, {options.threads} thread(s)")
    print(f"{spec.name}: {options.consumers:,} consumers x {spec.market.days} measured days")
    print(f"CPU time             {cpu:10.2f} s   {cpu / lived * 1e9:6.0f} ns per consumer-day")
    print(f"wall time            {wall:10.2f} s")
    print(f"visited              {counted['visited'] / lived:10.1%}   of consumer-days")
    print(f"active at day's end  {counted['active'] / lived:10.1%}   of consumer-days")
    print(f"micro-moments        {counted['by_truth'].sum() / lived:10.3f}   per consumer-day")


if __name__ == "__main__":
    main()
