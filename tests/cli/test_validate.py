"""`journey validate`: a scenario is fine, or everything that is wrong with it is told."""

import json
import subprocess
import sys

import pytest

MARKET = """\
extends: cafe
brands:
  acme:
    price_eur: -4.9
    spend: {moments: {knwo: 0.2}}
"""


@pytest.fixture
def wrong(tmp_path):
    path = tmp_path / "wrong.yaml"
    path.write_text(MARKET)
    return path


def test_a_shipped_scenario_is_fine(journey):
    how, out, err = journey("validate", "cafe")
    assert (how, err) == (0, "")
    assert out.startswith("cafe: ok: 4 brands, 1 persona, 3 strategies; ")
    assert out.endswith("numbers are assumptions\n")


def test_programs_are_told_what_is_in_a_scenario(journey):
    how, out, _ = journey("validate", "cafe", "--json")
    found = json.loads(out)
    assert how == 0
    assert found["scenario"] == "cafe"
    assert found["brands"] == ["acme", "bolt", "crest", "dune"]
    assert len(found["strategies"]) == 3
    assert 0 < found["assumptions"] <= found["numbers"]
    assert len(found["sha256"]) == 64


def test_everything_wrong_is_told_at_once_with_its_place(journey, wrong):
    how, out, err = journey("validate", wrong)
    assert (how, out) == (2, "")
    assert [line.split()[1] for line in err.splitlines()] == [
        "brands.acme.price_eur:", "brands.acme.spend.moments.knwo:",
    ]  # fmt: skip
    assert "wrong.yaml:4:5" in err
    assert "did you mean 'know'?" in err


def test_everything_wrong_is_told_to_programs(journey, wrong):
    how, out, err = journey("validate", wrong, "--json")
    assert (how, err) == (2, "")
    price, know = json.loads(out)["errors"]
    assert (price["line"], price["column"], price["path"]) == (4, 5, "brands.acme.price_eur")
    assert (know["line"], know["nearest"]) == (5, "know")


def test_a_change_on_the_command_line_can_mend_a_file(journey, tmp_path):
    (tmp_path / "poor.yaml").write_text("extends: cafe\nbrands: {acme: {price_eur: -1}}\n")
    how, out, _ = journey("validate", tmp_path / "poor.yaml", "--set", "brands.acme.price_eur=5")
    assert how == 0
    assert "ok: 4 brands" in out
    assert "assumptions" not in out


def test_a_change_on_the_command_line_is_checked_like_a_file(journey):
    how, out, _ = journey("validate", "cafe", "--set", "brands.acme.price_eur=free", "--json")
    assert how == 2
    (error,) = json.loads(out)["errors"]
    assert (error["file"], error["path"]) == ("--set", "brands.acme.price_eur")


def test_a_population_that_does_not_fit_into_memory_is_told_with_the_estimate(journey, monkeypatch):
    monkeypatch.setattr("sim.scenario_io.memory.available_bytes", lambda: 10**9)
    how, _, err = journey("validate", "cafe", "--set", "market.consumers=100000000")
    assert how == 2
    assert "100,000,000 consumers need about" in err


def test_memory_that_runs_out_on_the_way_is_told_and_no_traceback(journey, monkeypatch):
    def fails(*_):
        raise MemoryError("unable to allocate 90 GB")

    monkeypatch.setattr("sim.cli.validate.load", fails)
    how, out, err = journey("validate", "cafe")
    assert (how, out) == (2, "")
    assert "there is not enough memory" in err
    assert "unable to allocate 90 GB" in err


@pytest.mark.parametrize("arguments", [(), ("no-such-scenario",), ("cafe", "--sat", "a=1")])
def test_what_makes_no_sense_ends_with_2(journey, arguments):
    how, out, err = journey("validate", *arguments)
    assert (how, out) == (2, "")
    assert err


def test_long_problems_are_not_wrapped_in_a_pipe(wrong):
    done = subprocess.run(
        [sys.executable, "-m", "sim", "validate", str(wrong)], capture_output=True, text=True
    )
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 2


def test_validating_loads_no_heavy_library():
    code = (
        "import sys; from sim.cli.app import called; called(['validate', 'cafe']);"
        "print({'numba', 'mesa', 'matplotlib', 'pandas', 'pyarrow', 'scipy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.endswith("set()\n")
