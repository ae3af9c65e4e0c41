"""`journey warmup`: after it nothing is left to compile."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def in_a_process(folder, *arguments, **environment):
    done = subprocess.run(
        [sys.executable, "-m", "sim", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_without_compiling_there_is_nothing_to_warm_up(tmp_path):
    out = in_a_process(tmp_path, "warmup", "--json", NUMBA_DISABLE_JIT="1")
    assert json.loads(out) == {"folder": None, "compiled": 0, "seconds": 0.0}
    out = in_a_process(tmp_path, "warmup", NUMBA_DISABLE_JIT="1")
    assert out == "NUMBA_DISABLE_JIT is set: runs are plain Python, nothing is compiled\n"


def test_where_nothing_can_be_kept_it_says_so(journey, monkeypatch, tmp_path):
    (tmp_path / "taken").write_text("")
    monkeypatch.setenv("JOURNEY_CACHE_DIR", str(tmp_path / "taken" / "cache"))
    monkeypatch.setenv("NUMBA_DISABLE_JIT", "0")
    monkeypatch.setattr("sim.cli.warmup.live_a_little", lambda: None)
    how, out, err = journey("warmup")
    assert (how, out) == (2, "")
    assert "JOURNEY_CACHE_DIR: kernels cannot be kept here" in err


@pytest.mark.slow
def test_after_a_warm_up_no_run_compiles_anything(tmp_path):
    cache = {"JOURNEY_CACHE_DIR": str(tmp_path / "cache"), "NUMBA_DISABLE_JIT": "0"}
    first = json.loads(in_a_process(tmp_path, "warmup", "--json", **cache))
    kernels = set((tmp_path / "cache").rglob("*.nbc"))
    assert first["folder"] == str(tmp_path / "cache" / "kernels")
    assert first["compiled"] == len(kernels) > 10
    again = json.loads(in_a_process(tmp_path, "warmup", "--json", **cache))
    assert again["compiled"] == 0
    size = ("--consumers", 300, "--days", 20, "--reps", 2, "--threads", 2, "--workers", 2)
    in_a_process(tmp_path, "run", "cafe", *size, **cache)
    assert set((tmp_path / "cache").rglob("*.nbc")) == kernels
