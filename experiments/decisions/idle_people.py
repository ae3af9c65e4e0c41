"""Visiting everybody against visiting those with cause: time, visits, and the same bits (0004)."""

import time

from sim.model import JourneyModel
from sim.scenario_io import load
from sim.study.opportunities import opportunities_of
from sim.study.watch import Watch

MARKETS = {"cafe": 10_000, "base": 20_000}


def lived(spec, everybody):
    model = JourneyModel(spec, opportunities=opportunities_of(spec, Watch()), everybody=everybody)
    before = time.process_time()
    model.run()
    return model, time.process_time() - before


def bits(model):
    market = model.gained_market()
    counts = [market[name].tobytes() for name in market.dtype.names if name != "visited"]
    people = model.population
    columns = [it.tobytes() for it in (people.screen, people.person, people.memory, people.voice)]
    return [*counts, *columns, model.gained_brands().tobytes()]


def main():
    for name, consumers in MARKETS.items():
        spec = load(name, [f"market.consumers={consumers}"])
        lived(load(name, ["market.consumers=10", "market.days=1"]), everybody=False)
        days = consumers * spec.market.days
        seen = []
        for everybody in (False, True, False, True):
            model, cpu = lived(spec, everybody)
            counted = model.gained_market()
            visited, active = counted["visited"] / days, counted["active"] / days
            print(
                f"{name}: {'everybody' if everybody else 'with cause':10} {cpu:6.2f} CPU-s, "
                f"visited {visited:6.1%}, in a journey {active:.1%}"
            )
            seen.append(bits(model))
        print(f"{name}: same bits: {all(it == seen[0] for it in seen)}")


if __name__ == "__main__":
    main()
