"""The benchmarks say what they claim to say: their arithmetic, and each of them run very small."""

import importlib
import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from scipy import stats

from tests.checks import agree

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "experiments" / "benchmarks"
SCRIPTS = {"market", "pairing", "hotspots", "scaling", "startup"}


@pytest.fixture
def script(monkeypatch):
    """A benchmark as a module."""
    monkeypatch.syspath_prepend(FOLDER)
    return importlib.import_module


def printed(name, *arguments):
    """The one JSON object that a benchmark prints."""
    done = subprocess.run(
        [sys.executable, FOLDER / f"{name}.py", *map(str, arguments), "--json"],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["machine"]
    return found


def test_the_folder_holds_the_benchmarks_its_page_names():
    page = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert {name for name in SCRIPTS if f"`{name}.py" in page} == SCRIPTS
    assert {path.stem for path in FOLDER.glob("*.py")} >= SCRIPTS


# --- growth -------------------------------------------------------------------------------------


def powers(script, power, spread=0.05):
    """Fitted to 400 costs that grow with a known power, each a few percent off."""
    luck = np.random.default_rng(11)
    sizes = np.repeat([1e3, 1e4, 1e5, 1e6], 100)
    costs = 2.0 * (sizes / 1e3) ** power * np.exp(luck.normal(0.0, spread, len(sizes)))
    return script("scaling").exponent(sizes, costs)


def test_the_exponent_is_the_power_with_which_costs_grow(script):
    found = powers(script, 0.8)
    # Of least squares: spread / sqrt(sum of squared distances of log size from their mean).
    logs = np.log(np.repeat([1e3, 1e4, 1e5, 1e6], 100))
    error = 0.05 / np.sqrt(((logs - logs.mean()) ** 2).sum())
    agree(found["value"], 0.8, error, smallest_effect=0.01)
    assert found["low"] < 0.8 < found["high"]
    # The spread is estimated from 398 degrees of freedom.
    width = 2 * 1.96 * error
    found_width = found["high"] - found["low"]
    agree(found_width, width, width / np.sqrt(2 * 398), smallest_effect=width / 3)


def test_another_power_would_be_noticed(script):
    found = powers(script, 0.82)
    assert not found["low"] < 0.8 < found["high"]


def test_costs_too_small_to_measure_say_nothing_of_growth(script):
    nothing = {"value": None, "low": None, "high": None}
    assert script("scaling").exponent([10, 100, 1000], [-0.001, 0.001, 0.002]) == nothing
    assert script("scaling").exponent([1000, 1000, 1000], [1.0, 1.1, 1.2]) == nothing


# --- pairing ------------------------------------------------------------------------------------


def worlds(shared, own, number=4000):
    """Two worlds of standard luck that both share, and luck of their own."""
    luck = np.random.default_rng(5)
    both = luck.normal(0.0, shared, number)
    return (both + luck.normal(0.0, own, number) for _ in range(2))


def test_pairing_saves_the_variance_that_both_worlds_share(script):
    # Var(unpaired) / Var(paired) = (shared² + own²) / own² = 10 for shared = 3, own = 1.
    ratio = script("pairing").variance_ratio(*worlds(3.0, 1.0))
    # Each variance has a relative error of sqrt(2 / n).
    agree(ratio, 10.0, 10.0 * np.sqrt(2 * 2 / 4000), smallest_effect=3.0)


def test_worlds_that_share_nothing_gain_nothing_by_pairing(script):
    ratio = script("pairing").variance_ratio(*worlds(0.0, 1.0))
    agree(ratio, 1.0, np.sqrt(2 * 2 / 4000), smallest_effect=0.3)


@pytest.mark.parametrize("ratio", [1.0, 5.9, 290.0])
def test_so_many_unpaired_replicates_give_the_interval_of_ten_pairs_and_no_fewer(script, ratio):
    needed = script("pairing").replicates_needed(ratio, 10)

    def half_width(each):
        return stats.t.ppf(0.975, 2 * each - 2) * np.sqrt(ratio / each)

    ten_pairs = stats.t.ppf(0.975, 9) / np.sqrt(10)
    assert half_width(needed) <= ten_pairs < half_width(needed - 1)


def test_an_effect_without_any_luck_left_has_no_ratio(script):
    base = np.array([10.0, 12.0, 9.0, 14.0])
    found = script("pairing").compared(base + 2.0, base, 10)
    assert found["effect"] == 2.0
    assert found["paired_variance"] == 0.0
    assert found["ratio"] is found["replicates"] is None


# --- lines --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("_ZN3sim7moments4zmot9encounterB3v54B80c8tJTC_2fWw14477World", "zmot.encounter"),
        ("sim::rng::draw[abi:v15][abi:c8tJTC_2fWwGaMLSgd6CjA4xXKR0tsqKI]", "rng.draw"),
        ("_ZN3sim3rng11_polynomialB2v7B38c8tJTIeFIjxB2IKSgI4CrvQClQZ", "rng._polynomial"),
    ],
)
def test_a_kernel_is_called_what_its_file_calls_it(script, written, name):
    assert script("lines").plain(written) == name


def test_every_look_is_counted_once_by_file_and_once_for_each_kernel_it_is_part_of(script):
    lines = script("lines")
    kernel, python = "[unknown] (/tmp/perf-7.map)", "PyDict_GetItem (/usr/lib/libpython3.so)"
    seen = Counter({("a1", kernel): 5, ("a2", kernel): 3, ("b0", python): 2})
    draw = lines.Place("sim/rng.py", 87, ("rng.philox", "rng.draw", "zmot.encounter"))
    own = lines.Place("sim/moments/zmot.py", 40, ("zmot.encounter",))
    found = lines.shares(seen, {"a1": draw, "a2": own})
    assert found["samples"] == 10
    assert found["files"] == {"sim/rng.py": 0.5, "sim/moments/zmot.py": 0.3, "libpython3.so": 0.2}
    assert found["kernels"]["zmot.encounter"] == {"alone": 0.3, "in_all": 0.8}
    assert found["tools"] == [{"tool": "rng.philox", "asked_by": "zmot.encounter", "share": 0.5}]
    assert [line["line"] for line in found["lines"]] == [87, 40]


# --- each of them, very small -------------------------------------------------------------------


@pytest.mark.slow
def test_people_of_more_brands_take_the_same_more_bytes_for_each():
    sizes = ["--days", 1, 2, "--days-consumers", 1000, "--sample-days", 1, "--rounds", 1]
    sizes += ["--consumers", 1000, 300_000, "--brands", 2, 4, 6, "--brands-consumers", 1000]
    found = printed("scaling", *sizes)
    two, four, six = (row["state_bytes"] for row in found["brands"]["rows"])
    assert 0 < four - two == six - four
    # What is declared of a person must be held, and not much else is held a person. A process may
    # have been larger for a moment while it started, which hides some megabytes of few people.
    assert 0.75 * four < found["bytes_per_consumer"] < 3.0 * four
    assert [row["threads"] for row in found["threads"]["rows"]] == [1, 2]
    assert found["threads"]["speed_up"] > 0


@pytest.mark.slow
def test_a_run_of_more_people_takes_more_time_and_memory_than_python_alone():
    sizes = ["--floor-consumers", 1000, 300_000, "--floor-days", 60, "--rounds", 1]
    found = printed("scaling", "--floor", *sizes)
    assert found["cpu_s"] > 0
    assert found["ns_per_consumer_day"] == pytest.approx(found["cpu_s"] / 299_000 / 60 * 1e9)
    assert found["peak_mb"] > 30


@pytest.mark.slow
def test_help_is_faster_than_validation_and_validation_than_a_result():
    found = printed("startup", "--rounds", 1, "--cold-rounds", 0, "--consumers", 100, "--days", 5)
    commands = found["commands"]
    spent = [commands[name]["cpu_s"] for name in ("journey --help", "journey validate sneakers")]
    assert 0 < spent[0] < spent[1] < commands["first result, kernels compiled before"]["cpu_s"]


def paired(change):
    sizes = ["--worlds", 2, "--consumers", 300, "--days", 30, "--workers", 1]
    found = printed("pairing", "cafe", *sizes, "--change", change)
    return found["markets"]["cafe"]["moments"]


@pytest.mark.slow
def test_the_effect_of_no_change_is_nothing_in_every_pair():
    moments = paired(0)
    assert len(moments) == 9
    for found in moments.values():
        assert found["effect"] == found["paired_variance"] == 0.0
        assert found["unpaired_variance"] > 0.0


@pytest.mark.slow
def test_the_effect_of_a_change_differs_between_pairs():
    assert any(found["paired_variance"] > 0.0 for found in paired(300).values())


@pytest.mark.slow
def test_a_busy_market_is_busier_than_a_lite_one():
    sizes = ["--consumers", 3000, "--days", 60, "--rounds", 1]
    found = printed("market", "lite", "busy", *sizes)["markets"]
    # One in sixteen against half, as the files say; a warm-up would be needed to be exact.
    assert 0.03 < found["lite"]["active_share"] < 0.12
    assert 0.35 < found["busy"]["active_share"] < 0.65
    for row in found.values():
        assert row["active_share"] <= row["visited_share"] <= 1.0


@pytest.mark.slow
def test_the_stages_of_a_day_add_up_to_its_time():
    found = printed("hotspots", "cafe", "--consumers", 2000, "--days", 20, "--stages")
    assert sum(found["stages"].values()) == pytest.approx(found["cpu_s"])
    assert all(spent >= 0.0 for spent in found["stages"].values())
    assert found["stages"]["live: others"] > 0.0
