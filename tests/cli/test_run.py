"""`journey run`: what it prints, what it keeps, and how it ends."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from sim.cli.app import app
from sim.results import Run
from sim.study import replicates

JSON_KEYS = [
    "scenario", "focal", "seed", "replicates", "consumers", "days", "feedback", "elapsed_s",
    "consumer_days_per_s", "out", "brands", "counts", "funnel", "moments", "personas", "lost",
]  # fmt: skip
ENDS = ("bought", "forgot", "unanswered", "not_now", "checkout", "empty")


ELSEWHERE = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
"""Processes find the package wherever they are started."""


def in_a_process(*arguments, **options):
    command = [sys.executable, "-m", "sim", *map(str, arguments)]
    options = {"env": ELSEWHERE, **options}
    return subprocess.run(command, capture_output=True, text=True, **options)


def answer(journey, *arguments):
    how, out, _ = journey("run", *arguments, "--json")
    assert how == 0
    return json.loads(out)


def without_speed(found):
    return {k: v for k, v in found.items() if k not in {"elapsed_s", "consumer_days_per_s", "out"}}


def errors(said):
    return json.loads(said)["errors"]


# --- what is printed ----------------------------------------------------------------------------


def test_people_read_the_funnel_the_brands_and_where_it_is_kept(journey, mini):
    how, out, err = journey("run", mini, "--reps", 2)
    assert how == 0
    lines = out.splitlines()
    assert lines[0] == "mini: 200 consumers, 14 days, 2 replicates, seed 7"
    assert re.match(
        r"Moment of truth +reached +acme present +acme helped +→ next +± 95 %", lines[1]
    )
    assert [line.split()[0] for line in lines[3:8]] == ["stimulus", "ZMOT", "FMOT", "SMOT", "UMOT"]
    focal = next(line for line in lines if line.startswith("Acme: "))
    assert re.search(r"\d purchases ± [\d,]+ · share [\d.]+ % ± [\d.]+ · planned spend €\d", focal)
    assert re.search(r"± luck only: 2 replicates; \d+ of \d+ numbers of this market", focal)
    assert re.search(r"^Needs acme did not win, by reason: [a-z ]+ \d+%, ", out, re.MULTILINE)
    where = r"^By micro-moment: ([a-z ]+ \d+%, ){3}[a-z ]+ \d+%; most of all [a-z ]+ at [a-z]+ \d+%"
    assert re.search(where, out, re.MULTILINE)
    kept = r"results/mini-[0-9a-f]+"
    assert re.fullmatch(rf"Results: ({kept})  \(journey report \1\)", lines[-1])
    assert "\x1b" not in out + err


def test_progress_is_told_on_stderr_in_tenths_unless_nobody_wants_it(journey, mini):
    _, _, err = journey("run", mini, "--reps", 2)
    assert [line for line in err.splitlines() if line.startswith("mini: ")][-10:] == [
        f"mini: {tenth} %" for tenth in range(10, 101, 10)
    ]
    _, _, err = journey("run", mini, "--reps", 3, "--quiet")
    assert "%" not in err


def test_who_wants_quiet_is_warned_all_the_same(journey, mini):
    how, _, err = journey("run", mini, "--reps", 1, "--quiet")
    assert how == 0
    assert err.startswith("thin review boards: ")
    assert err.count("\n") == 1


def test_thin_review_boards_are_warned_of(journey, mini):
    _, _, err = journey("run", mini, "--reps", 1)
    assert re.search(r"^thin review boards: acme \d+, bolt \d+", err, re.MULTILINE)
    _, _, err = journey("run", mini, "--reps", 1, "--feedback", "off")
    assert "thin" not in err


def test_one_replicate_claims_no_interval(journey, mini):
    _, out, _ = journey("run", mini, "--reps", 1)
    focal = next(line for line in out.splitlines() if line.startswith("Acme: "))
    assert "±" not in focal.split("(")[0]
    found = answer(journey, mini, "--reps", 1)
    share = found["brands"]["acme"]["share"]
    assert share["mean"] > 0
    assert (share["low"], share["high"]) == (None, None)


# --- JSON ---------------------------------------------------------------------------------------


def test_programs_read_one_json_object(journey, mini):
    found = answer(journey, mini, "--reps", 2, "--seed", 3)
    assert list(found) == JSON_KEYS
    assert [found[name] for name in JSON_KEYS[:7]] == ["mini", "acme", 3, 2, 200, 14, "live"]
    assert found["elapsed_s"] > 0
    assert found["consumer_days_per_s"] == 2 * 200 * 14 / found["elapsed_s"]


def test_what_began_and_came_in_is_what_ended_and_is_still_there(journey, mini):
    counts = answer(journey, mini, "--reps", 2)["counts"]
    assert counts["live_start"] + counts["opened"] == (
        sum(counts[end] for end in ENDS) + counts["live_end"]
    )
    assert counts["using_start"] + counts["bought"] == counts["used"] + counts["using_end"]
    assert min(counts["opened"], counts["bought"], counts["forgot"], counts["used"]) > 0
    assert counts["reviews"] == sum(counts["stars"])


def test_the_parts_fit_together(journey, mini):
    found = answer(journey, mini, "--reps", 2)
    brands = found["brands"]
    bought = sum(brand["purchases"]["mean"] for brand in brands.values())
    assert 2 * bought == pytest.approx(found["counts"]["bought"])
    assert sum(brand["share"]["mean"] for brand in brands.values()) == pytest.approx(1)
    personas = found["personas"].values()
    assert sum(it["purchases"]["mean"] for it in personas) == brands["acme"]["purchases"]["mean"]
    for brand in brands.values():
        spent = brand["spend"]["mean"] + brand["induced_spend"]["mean"]
        assert brand["profit"]["mean"] == pytest.approx(brand["margin"]["mean"] - spent)
    for cell in found["moments"]:
        assert cell["events"]["mean"] >= cell["present"]["mean"] >= 0
    ended = sum(found["counts"][end] for end in ENDS)
    lost = sum(it["mean"] for it in found["lost"].values())
    assert ended == 2 * (lost + brands["acme"]["purchases"]["mean"])


def test_equal_runs_give_equal_answers(journey, mini):
    first = answer(journey, mini, "--reps", 2, "--out", "first")
    second = answer(journey, mini, "--reps", 2, "--out", "second", "--workers", 1, "--threads", 2)
    assert without_speed(first) == without_speed(second)


@pytest.mark.parametrize(
    "change", [("--seed", 8), ("--feedback", "off"), ("--new-people",), ("--days", 15)]
)
def test_other_runs_give_other_answers(journey, mini, change):
    first = answer(journey, mini, "--reps", 2)
    second = answer(journey, mini, "--reps", 2, *change)
    assert without_speed(first)["counts"] != without_speed(second)["counts"]
    assert first["out"] != second["out"]


def test_short_options_are_settings(journey, mini):
    short = answer(journey, mini, "--reps", 1, "--consumers", 100, "--days", 10)
    changes = ["--set", "market.consumers=100", "--set", "market.days=10"]
    assert without_speed(short) == without_speed(answer(journey, mini, "--reps", 1, *changes))
    assert (short["consumers"], short["days"]) == (100, 10)


def test_a_single_consumer_can_be_simulated(journey, mini):
    found = answer(journey, mini, "--reps", 2, "--consumers", 1)
    assert found["consumers"] == 1


# --- what is kept -------------------------------------------------------------------------------


def test_a_run_is_kept_and_can_be_read_again(journey, mini, tmp_path):
    found = answer(journey, mini, "--reps", 2)
    folder = tmp_path / found["out"]
    assert re.fullmatch(r"mini-[0-9a-f]{8}", folder.name)
    assert {path.name for path in folder.iterdir()} == {
        "manifest.json", "parts", "touches", "summary.csv", "journeys.parquet",
    }  # fmt: skip
    assert len(list((folder / "parts").iterdir())) == 2
    assert without_speed(Run.load(folder).to_json()) == without_speed(found)
    assert json.loads((folder / "manifest.json").read_text())["command"][0] == "journey"
    panel = pd.read_parquet(folder / "journeys.parquet")
    assert panel["consumer"].max() < 20
    assert panel.groupby("replicate").size().min() > 0
    assert pd.read_csv(folder / "summary.csv")["measure"].nunique() > 40


def test_more_replicates_extend_a_run(journey, mini):
    first = answer(journey, mini, "--reps", 2)
    more = answer(journey, mini, "--reps", 3)
    assert more["out"] == first["out"]
    assert more["replicates"] == 3
    assert more["consumer_days_per_s"] == 200 * 14 / more["elapsed_s"]


def test_a_damaged_part_is_lived_again_and_said_to_be(journey, mini, tmp_path):
    first = answer(journey, mini, "--reps", 2)
    part = next((tmp_path / first["out"] / "parts").iterdir())
    part.write_bytes(part.read_bytes()[:1000])
    how, out, err = journey("run", mini, "--reps", 2, "--json")
    assert how == 0
    assert "is damaged" in err
    assert without_speed(json.loads(out)) == without_speed(first)


def test_a_folder_of_another_run_is_left_alone(journey, mini):
    journey("run", mini, "--reps", 1, "--out", "here")
    how, out, err = journey("run", mini, "--reps", 1, "--out", "here", "--seed", 8)
    assert (how, out) == (2, "")
    assert "here holds another run (mini, seed 7)" in err
    how, out, _ = journey("run", mini, "--reps", 1, "--out", "here", "--seed", 8, "--json")
    assert how == 2
    assert errors(out)[0]["path"] == "--out"


def test_an_option_nobody_typed_is_not_blamed_for_a_folder(journey, mini, tmp_path):
    how, out, _ = journey("run", mini, "--reps", 1, "--json")
    (folder,) = (tmp_path / "results").iterdir()
    (folder / "manifest.json").write_text("{}")
    how, out, _ = journey("run", mini, "--reps", 1, "--json")
    assert how == 2
    (problem,) = errors(out)
    assert problem["path"] == ""
    assert problem["message"].startswith(f"results/{folder.name} holds no run: ")


def test_a_folder_that_cannot_be_written_is_no_mystery(journey, mini, tmp_path):
    (tmp_path / "file").write_text("")
    how, _, err = journey("run", mini, "--reps", 1, "--out", "file/inside")
    assert how == 2
    assert "file/inside" in err


# --- how it ends --------------------------------------------------------------------------------


def test_when_some_replicates_fail_the_others_are_told_and_kept(journey, mini, monkeypatch):
    live = replicates._live

    def fails(job, tick):
        if job.number == 1:
            raise RuntimeError("bad luck")
        return live(job, tick)

    monkeypatch.setattr(replicates, "_live", fails)
    how, out, err = journey("run", mini, "--reps", 3, "--json")
    assert how == 3
    assert json.loads(out)["replicates"] == 2
    assert "replicate 1 failed: RuntimeError: bad luck" in err
    _, out, _ = journey("run", mini, "--reps", 3)
    assert "1 replicate failed" in out


def test_our_own_mistakes_are_not_hidden(journey, mini, monkeypatch):
    def fails(_job, _tick):
        raise RuntimeError("our mistake")

    monkeypatch.setattr(replicates, "_live", fails)
    with pytest.raises(RuntimeError, match="our mistake"):
        journey("run", mini, "--reps", 2)


def test_an_interrupted_run_says_what_is_kept(journey, mini, monkeypatch):
    live = replicates._live

    def stops(job, tick):
        if job.number == 2:
            raise KeyboardInterrupt
        return live(job, tick)

    monkeypatch.setattr(replicates, "_live", stops)
    how, out, err = journey("run", mini, "--reps", 5)
    assert (how, out) == (130, "")
    assert re.search(r"^interrupted; 2 replicates are kept in results/mini-", err, re.MULTILINE)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no signals to send")
@pytest.mark.slow
def test_ctrl_c_ends_a_run_with_130_and_keeps_what_was_finished(mini, tmp_path):
    command = [sys.executable, "-m", "sim", "run", str(mini), "--reps", "500", "--workers", "1"]
    process = subprocess.Popen(
        command,
        cwd=tmp_path,
        env=ELSEWHERE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    started = time.monotonic()
    while len(list(tmp_path.glob("results/*/parts/*.parquet"))) < 3:
        assert time.monotonic() - started < 120
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 130
    assert out == ""
    assert "Traceback" not in err
    (folder,) = tmp_path.glob("results/*")
    assert len(Run.load(folder).replicates) >= 3


@pytest.mark.parametrize(
    ("arguments", "path", "nearest"),
    [
        (("--reps", "many"), "--reps", None),
        (("--reps", "0"), "--reps", None),
        (("--workers", "0"), "--workers", None),
        (("--seed", "-1"), "--seed", None),
        (("--feedback", "replay"), "--feedback", None),
        (("--consumer", "3"), "--consumer", "--consumers"),
        (("--set", "market.dais=3"), "market.dais", "days"),
        (("--consumers", "0"), "--consumers", None),
        (("--consumers", "100000000000"), "--consumers", None),
    ],
)
def test_what_makes_no_sense_is_told_to_programs_as_json(journey, mini, arguments, path, nearest):
    how, out, _ = journey("run", mini, *arguments, "--json")
    assert how == 2
    (error,) = errors(out)
    assert list(error) == ["file", "line", "column", "path", "message", "allowed", "nearest"]
    assert (error["path"], error["nearest"]) == (path, nearest)
    assert error["message"]


@pytest.mark.parametrize("arguments", [(), ("caffe",), ("cafe", "--reps", "x"), ("--no",)])
def test_what_makes_no_sense_is_told_to_people_on_stderr(journey, arguments):
    how, out, err = journey("run", *arguments)
    assert (how, out) == (2, "")
    assert err


def test_a_missing_scenario_is_told_as_json_too(journey):
    how, out, _ = journey("run", "--json")
    assert how == 2
    assert errors(out)[0]["path"] == "SCENARIO"


# --- as a process -------------------------------------------------------------------------------


def test_the_command_answers_as_a_process_without_colour_or_wrapping(mini, tmp_path):
    done = in_a_process("run", mini, "--reps", 1, cwd=tmp_path, env={**ELSEWHERE, "COLUMNS": "40"})
    assert done.returncode == 0
    assert "\x1b" not in done.stdout + done.stderr
    assert any(
        line.startswith("Acme: ") and "assumptions)" in line for line in done.stdout.split("\n")
    )


@pytest.mark.slow
def test_a_reader_who_stops_reading_is_no_disaster(mini, tmp_path):
    command = f"'{sys.executable}' -m sim run '{mini}' --reps 1 --quiet --json | head -c 10"
    done = subprocess.run(
        command, shell=True, cwd=tmp_path, env=ELSEWHERE, capture_output=True, text=True
    )
    assert len(done.stdout) == 10
    assert "Traceback" not in done.stderr


@pytest.mark.slow
def test_a_terminal_that_knows_no_signs_gets_others(mini, tmp_path):
    env = {**ELSEWHERE, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = in_a_process("run", mini, "--reps", 1, cwd=tmp_path, env=env)
    assert done.returncode == 0
    assert "Acme: " in done.stdout


def test_the_version_is_said():
    import sim

    assert in_a_process("--version").stdout == f"journey {sim.__version__}\n"


def test_help_names_the_commands_there_are():
    done = in_a_process("--help")
    assert done.returncode == 0
    named = re.findall(r"^  ([a-z]+)  ", done.stdout, re.MULTILINE)
    assert {"run", "validate", "explain", "new", "warmup"} <= set(named)
    assert named == [
        command.name or command.callback.__name__ for command in app.registered_commands
    ]
