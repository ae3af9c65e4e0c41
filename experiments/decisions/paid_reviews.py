"""What inviting and paying for reviews does to reviews, ratings and sales (0009)."""

import numpy as np
from scipy.stats import t

from sim.model import JourneyModel
from sim.scenario_io import load
from sim.study.opportunities import opportunities_of
from sim.study.watch import Watch

REPLICATES = 8
NOBODY = "brands.acme.policies.invite=0"
PLANS = {
    "nobody asked": [],
    "half invited": ["brands.acme.policies.invite=0.5"],
    "half paid": ["brands.acme.policies.paid_invite=0.5"],
}


def measured(spec, replicate):
    chances = opportunities_of(spec, Watch())
    model = JourneyModel(spec, replicate=replicate, opportunities=chances).run()
    brand = model.gained_brands()[0]
    stars = np.arange(1, 6)
    return {
        "published": brand["reviews"].sum(),
        "mean published": brand["reviews"] @ stars / brand["reviews"].sum(),
        "on the board": brand["board"].sum(),
        "mean on the board": brand["board"] @ stars / brand["board"].sum(),
        "satisfaction": brand["satisfaction"] / brand["judged"] / 1000,
        "purchases": brand["purchases"].sum(),
    }


def main():
    found = {name: [] for name in PLANS}
    for replicate in range(REPLICATES):
        for name, settings in PLANS.items():
            found[name].append(measured(load("base", [NOBODY, *settings]), replicate))
    wide = t.ppf(0.975, REPLICATES - 1) / REPLICATES**0.5
    for name, rows in found.items():
        print(name)
        for measure in rows[0]:
            values = np.array([float(row[measure]) for row in rows])
            base = np.array([float(row[measure]) for row in found["nobody asked"]])
            moved = values - base
            print(
                f"  {measure:18} {values.mean():10.3f}   difference {moved.mean():+9.3f} "
                f"± {wide * moved.std(ddof=1):.3f}"
            )


if __name__ == "__main__":
    main()
