"""A world lived by compiled kernels and by plain Python is the same world, bit for bit."""

import json
import os
import subprocess
import sys

import pytest

PROGRAM = """
import hashlib, json
import numpy as np
from sim.model import JourneyModel
from sim.scenario_io import load
from sim.tables.moments import CHANNELS, MOMENTS

def digest(array):
    # Field by field: the bytes between aligned fields mean nothing.
    columns = [np.ascontiguousarray(array[name]).tobytes() for name in array.dtype.names]
    return hashlib.sha256(b"".join(columns)).hexdigest()

spec = load("{scenario}", ["market.consumers=40", "market.days=20", "market.warm_up_days=12",
                           "market.panel_consumers=15", *{settings}])
model = JourneyModel(spec, opportunities=np.full((len(MOMENTS), len(CHANNELS)), 10.0)).run()
people = model.population
layouts = ("screen", "person", "memory", "voice", "told")
print(json.dumps({{
    "purchases": int(model.gained_brands()["purchases"].sum()),
    "moments": int(model.gained_market()["moments"].sum()),
    "state": [digest(getattr(people, layout)) for layout in layouts],
    "counts": [digest(model.market_tally), digest(model.brand_tally)],
    "touches": digest(model.touches()),
}}))
"""
SUBSCRIPTION = [
    "market.purchase=subscription",
    "market.outlet=shared",
    "market.needs.mean_days=8",
    "network.tell=1",
    "market.use.service_contacts=2",
]


def lived(scenario: str, settings: list[str], *, jit: bool) -> dict[str, object]:
    """Live a small world in a fresh interpreter."""
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "0" if jit else "1"}
    program = PROGRAM.format(scenario=scenario, settings=settings)
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        capture_output=True,
        text=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    result: dict[str, object] = json.loads(done.stdout)
    return result


@pytest.mark.slow
@pytest.mark.parametrize(
    ("scenario", "settings"), [("cafe", []), ("base", SUBSCRIPTION)], ids=["cafe", "subscription"]
)
def test_the_same_bits_with_and_without_compilation(scenario: str, settings: list[str]) -> None:
    compiled = lived(scenario, settings, jit=True)
    interpreted = lived(scenario, settings, jit=False)
    assert compiled["purchases"]
    assert compiled == interpreted


@pytest.mark.slow
def test_another_world_has_other_bits() -> None:
    one = lived("cafe", [], jit=True)
    other = lived("cafe", ["market.memory.helped=0.1501"], jit=True)
    assert one["state"] != other["state"]


def test_no_field_hides_behind_an_attribute_of_numpy() -> None:
    # Plain Python reads `record.device` as NumPy's own attribute; compiled code reads the field.
    import numpy as np

    from sim.market import rules_dtype
    from sim.tables import records

    read = {name: getattr(records, name) for name in dir(records) if name.isupper()}
    layouts = {n: d for n, d in read.items() if isinstance(d, np.dtype) and n != "TOUCH_ROW"}
    layouts["RULES"] = rules_dtype()
    assert len(layouts) == 12
    hidden = [f"{n}.{f}" for n, d in layouts.items() for f in d.names if hasattr(np.record, f)]
    assert hidden == []
