"""No kernel reads or writes beside an array, nor counts from its end."""

import os
import subprocess
import sys

import pytest

CHECKED = {"NUMBA_BOUNDSCHECK": "1", "NUMBA_DISABLE_JIT": "0"}
WORLDS = """
import numpy as np
from sim.model import JourneyModel
from sim.scenario_io import load
from sim.tables.moments import CHANNELS, MOMENTS

for name in ("cafe", "grocery", "sneakers", "telecom"):
    settings = ["consumers=700", "days=60", "warm_up_days=30", "panel_consumers=200"]
    spec = load(name, [f"market.{setting}" for setting in settings])
    opportunities = np.full((len(MOMENTS), len(CHANNELS)), 10.0)
    model = JourneyModel(spec, opportunities=opportunities, threads=2).run()
    print(int(model.gained_brands()["purchases"].sum()))
"""
COUNTING = """
import numpy as np
from sim.jit import kernel

@kernel
def place(values, pair, i):
    return values[i] + pair[0, i]

print(place(np.arange(3), np.zeros((1, 3)), {i}))
"""


def python(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run code in a fresh process."""
    return subprocess.run(
        [sys.executable, "-c", code],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_whole_markets_stay_within_their_arrays(tmp_path):
    done = python(WORLDS, JOURNEY_CACHE_DIR=str(tmp_path), **CHECKED)
    assert done.returncode == 0, done.stderr[-2000:]
    assert all(int(purchases) > 0 for purchases in done.stdout.split())


@pytest.mark.slow
@pytest.mark.parametrize("i", [3, -1])
def test_a_kernel_that_leaves_its_array_would_be_caught(tmp_path, i):
    script = tmp_path / "counting.py"
    script.write_text(COUNTING.format(i=i))
    code = f"import runpy; runpy.run_path({str(script)!r})"
    done = python(code, JOURNEY_CACHE_DIR=str(tmp_path), **CHECKED)
    assert done.returncode != 0
    assert "IndexError" in done.stderr
