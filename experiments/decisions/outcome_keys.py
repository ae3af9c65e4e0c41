"""Noise of a paired difference when outcomes are keyed by onset day or by purchase day (0006).

The second is measured in a copy of the package whose kernels look outcomes up by the day of the
purchase.
"""

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np

import sim
from sim.tables.moments import WAS_BOUGHT

CHANGES = {
    "person.purchase_onset = person.onset_day": "person.purchase_onset = day",
    "USE, i, 8 * int(person.onset_day) + WHOLE_DAY, 0": "USE, i, 8 * day + WHOLE_DAY, 0",
}
PLAN = "brands.acme.spend.moments.know=8"


def copy_keyed_by_purchase(folder):
    """Copy the package and its scenarios, and look outcomes up by the day of the purchase."""
    source = Path(sim.__file__).parent
    for name in ("sim", "scenarios"):
        shutil.copytree(source.parent / name, folder / name)
    changed = 0
    for path in (folder / "sim" / "moments").glob("*.py"):
        text = path.read_text(encoding="utf-8")
        for old, new in CHANGES.items():
            changed += text.count(old)
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
    return changed


def purchases(touches):
    """The day on which each need of each consumer was met."""
    bought = touches[touches["outcome"] == WAS_BOUGHT]
    return {(row["consumer"], row["journey"]): row["day"] for row in bought}


def compare(replicates):
    """Print mean and standard deviation of the difference a plan makes to its brand."""
    from sim.model import JourneyModel
    from sim.scenario_io import load
    from sim.study.opportunities import opportunities_of
    from sim.study.watch import Watch

    fixed = ["feedback=off", "market.panel_consumers=20000"]
    worlds = [load("base", [*fixed, *more]) for more in ([], [PLAN])]
    found = {"purchases": [], "reviews": [], "told": [], "mean satisfaction": [], "mean star": []}
    delayed = []
    for replicate in range(replicates):
        rows, needs = [], []
        for spec in worlds:
            chances = opportunities_of(spec, Watch())
            model = JourneyModel(spec, replicate=replicate, opportunities=chances).run()
            needs.append(purchases(model.touches()))
            brand = model.gained_brands()[0]
            stars = brand["reviews"]
            rows.append(
                {
                    "purchases": brand["purchases"].sum(),
                    "reviews": stars.sum(),
                    "told": brand["told"],
                    "mean satisfaction": brand["satisfaction"] / brand["judged"] / 1000,
                    "mean star": stars @ np.arange(1, 6) / stars.sum(),
                }
            )
        for name, differences in found.items():
            differences.append(float(rows[1][name]) - float(rows[0][name]))
        both = needs[0].keys() & needs[1].keys()
        delayed.append(sum(needs[0][need] != needs[1][need] for need in both) / len(both))
    for name, differences in found.items():
        print(f"  {name:18} {np.mean(differences):+10.4f}, sd {np.std(differences, ddof=1):9.4f}")
    print(f"  bought under both plans, on another day: {np.mean(delayed):.2%}")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--replicates", type=int, default=24)
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.here:
        compare(options.replicates)
        return
    print("keyed by the onset day", flush=True)
    compare(options.replicates)
    with tempfile.TemporaryDirectory() as folder:
        changed = copy_keyed_by_purchase(Path(folder))
        print(f"keyed by the day of the purchase ({changed} lines changed)", flush=True)
        again = [sys.executable, __file__, "--here", "--replicates", str(options.replicates)]
        subprocess.run(again, env=os.environ | {"PYTHONPATH": folder}, check=True)


if __name__ == "__main__":
    main()
