"""Replicates are lived, kept at once, and never lived twice."""

import gc
import json
import os
import re
import subprocess
import sys
import weakref
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from sim.errors import ResultError, ScenarioError
from sim.market import stored_opportunities
from sim.model import JourneyModel
from sim.results import Run
from sim.results.parts import part_name
from sim.scenario_io import load, needed_memory
from sim.study import Watch, compiling, cores, opportunities, run, single
from sim.study import replicates as lives
from sim.study.single import Interrupted
from sim.study.store_opportunities import store
from tests.counts import anything, settled, small_cafe
from tests.markets import world


class Listener(Watch):
    """Remembers what it is told."""

    def __init__(self):
        self.said = []
        self.lived = []

    def say(self, message):
        self.said.append(message)

    def advance(self, lived, days):
        self.lived.append((lived, days))


@pytest.fixture
def spec():
    return settled(world(name="small", market={"days": 3, "warm_up_days": 2}))


@pytest.fixture
def lived(monkeypatch):
    """No model runs; the list says which replicates would have been lived."""
    numbers = []

    def live(job, tick):
        numbers.append(job.number)
        for day in range(job.days):
            tick(day)
        return anything(job.number)

    monkeypatch.setattr(lives, "_live", live)
    return numbers


def sized(spec, **market):
    return spec.model_copy(update={"market": spec.market.model_copy(update=market)})


def live_until(monkeypatch, stop, error):
    """From some replicate on, something goes wrong."""
    live = lives._live

    def fails(job, tick):
        if job.number >= stop:
            raise error
        return live(job, tick)

    monkeypatch.setattr(lives, "_live", fails)


def told(result):
    """JSON without what may differ between two equal runs."""
    found = result.to_json()
    for name in ("elapsed_s", "consumer_days_per_s", "out"):
        del found[name]
    return found


def test_the_log_says_of_each_touch_whose_persona_it_was(tmp_path):
    """One half of the people has phones alone, the other computers alone."""
    people = {
        only: {"devices": {context: {only: 1.0} for context in ("home", "commute", "work", "out")}}
        for only in ("phone", "computer")
    }
    spec = world(personas=people, market={"consumers": 40, "panel_consumers": 30})
    found = run(settled(spec), reps=2, workers=1, out=tmp_path)
    kept = pd.read_parquet(tmp_path / "journeys.parquet")
    for log in (found.journeys, Run.load(tmp_path).journeys, kept):
        touches = log[log["device"].isin(people) & (log["context"] != "store")]
        assert set(touches["persona"]) == set(people)
        assert (touches["persona"].astype(str) == touches["device"].astype(str)).all()


# --- replicates and where they are kept -----------------------------------------------------------


def test_a_run_has_as_many_replicates_as_were_asked_for(spec, lived):
    found = run(spec, reps=4)
    assert [replicate.number for replicate in found.replicates] == lived == [0, 1, 2, 3]
    assert found.made.lived == 4
    assert found.out is None


@pytest.mark.usefixtures("lived")
def test_the_watch_sees_every_day_of_every_replicate(spec):
    watch = Listener()
    run(spec, reps=2, watch=watch)
    assert watch.lived == [(day, 10) for day in range(1, 11)]


def test_what_is_kept_is_not_lived_again(spec, lived, tmp_path):
    first = run(spec, reps=2, out=tmp_path)
    again = run(spec, reps=2, out=tmp_path)
    assert lived == [0, 1]
    assert told(again) == told(first)
    assert (again.made.lived, again.to_json()["consumer_days_per_s"]) == (0, 0)


def test_more_replicates_extend_what_is_kept(spec, lived, tmp_path):
    run(spec, reps=2, out=tmp_path)
    found = run(spec, reps=4, out=tmp_path)
    assert lived == [0, 1, 2, 3]
    assert found.made.lived == 2
    assert told(found) == told(run(spec, reps=4))


@pytest.mark.usefixtures("lived")
def test_fewer_replicates_take_nothing_away(spec, tmp_path):
    run(spec, reps=3, out=tmp_path)
    manifest = (tmp_path / "manifest.json").read_text()
    found = run(spec, reps=1, out=tmp_path)
    assert len(found.replicates) == 1
    assert len(Run.load(tmp_path).replicates) == 3
    assert (tmp_path / "manifest.json").read_text() == manifest


def test_a_damaged_replicate_is_lived_again_and_said_to_be(spec, lived, tmp_path):
    first = run(spec, reps=3, out=tmp_path)
    (tmp_path / "parts" / part_name(single.stamp_of(spec, 7, new_people=False).key, 1)).write_bytes(
        b"PAR1"
    )
    watch = Listener()
    again = run(spec, reps=3, out=tmp_path, watch=watch)
    assert lived == [0, 1, 2, 1]
    assert "replicate 1 is damaged" in watch.said[0]
    assert told(again) == told(first)


def test_replicates_of_other_code_are_lived_again(spec, lived, tmp_path, monkeypatch):
    run(spec, reps=2, out=tmp_path)
    monkeypatch.setattr("sim.results.provenance.code_digest", lambda: "better code")
    watch = Listener()
    run(spec, reps=2, out=tmp_path, watch=watch)
    assert lived == [0, 1, 0, 1]
    assert "made by another code" in watch.said[0]


def test_a_lost_summary_is_written_again(spec, lived, tmp_path):
    run(spec, reps=1, out=tmp_path)
    (tmp_path / "summary.csv").unlink()
    run(spec, reps=1, out=tmp_path)
    assert (tmp_path / "summary.csv").exists()
    assert lived == [0]


@pytest.mark.usefixtures("lived")
def test_another_world_needs_another_folder(spec, tmp_path):
    run(spec, reps=1, out=tmp_path)
    with pytest.raises(ResultError, match="holds another run"):
        run(spec, reps=1, seed=8, out=tmp_path)


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"reps": 0}, "reps must be a whole number of at least 1 (got 0)"),
        ({"reps": "x"}, "reps must be a whole number of at least 1 (got 'x')"),
        ({"reps": None}, "reps must be a whole number of at least 1 (got nothing)"),
        ({"reps": True}, "reps must be a whole number of at least 1 (got true)"),
        ({"seed": -1}, "seed must be a whole number from 0 to 18,446,744,073,709,551,615 (got -1)"),
        ({"seed": 2**64}, "(got 18446744073709551616)"),
        ({"seed": 1.5}, "(got 1.5)"),
        ({"workers": 0}, "workers must be a whole number of at least 1 (got 0)"),
        ({"threads": "2"}, "threads must be a whole number of at least 1 (got '2')"),
    ],
)
def test_a_number_that_makes_no_run_is_refused_with_what_would(spec, lived, wrong, told):
    with pytest.raises(ValueError, match=re.escape(told)):
        run(spec, **wrong)
    assert lived == []


def test_what_is_no_scenario_is_refused_before_anybody_lives(lived):
    for source in (None, 3):
        with pytest.raises(ScenarioError, match="the name of a shipped one, or a path"):
            run(source)
    assert lived == []


def test_whole_numbers_may_be_those_of_numpy(spec, lived):
    found = run(spec, reps=np.int64(1), seed=np.uint64(2**64 - 1))
    assert (lived, found.seed) == ([0], 2**64 - 1)


# --- when something goes wrong --------------------------------------------------------------------


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("error", [RuntimeError("bad luck"), MemoryError()])
def test_a_failed_replicate_costs_no_other(spec, tmp_path, monkeypatch, error):
    live_until(monkeypatch, 2, error)
    watch = Listener()
    found = run(spec, reps=3, out=tmp_path, watch=watch)
    assert [replicate.number for replicate in found.replicates] == [0, 1]
    assert [failure.replicate for failure in found.made.failed] == [2]
    assert type(error).__name__ in found.made.failed[0].error
    assert "replicate 2 failed" in watch.said[-1]
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert manifest["failed"] == [{"replicate": 2, "error": found.made.failed[0].error}]


@pytest.mark.usefixtures("lived")
def test_when_every_replicate_fails_the_error_is_raised(spec, monkeypatch):
    live_until(monkeypatch, 0, RuntimeError("our mistake"))
    with pytest.raises(RuntimeError, match="our mistake"):
        run(spec, reps=2)


def test_an_interrupted_run_keeps_what_was_finished(spec, lived, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        live_until(patch, 2, KeyboardInterrupt())
        with pytest.raises(Interrupted) as stopped:
            run(spec, reps=5, out=tmp_path)
    assert len(stopped.value.run.replicates) == 2
    assert len(Run.load(tmp_path).replicates) == 2
    run(spec, reps=3, out=tmp_path)
    assert lived == [0, 1, 2]


@pytest.mark.usefixtures("lived")
def test_a_run_interrupted_at_once_has_nothing(spec, tmp_path, monkeypatch):
    live_until(monkeypatch, 0, KeyboardInterrupt())
    with pytest.raises(Interrupted) as stopped:
        run(spec, reps=5, out=tmp_path)
    assert stopped.value.run is None


def test_a_run_killed_at_any_time_goes_on_where_it_stopped(spec, lived, tmp_path, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(single._Study, "_conclude", lambda self: self.start)
        run(spec, reps=2, out=tmp_path)
    assert not (tmp_path / "summary.csv").exists()
    found = run(spec, reps=2, out=tmp_path)
    assert lived == [0, 1]
    assert told(found) == told(Run.load(tmp_path))


@pytest.fixture
def still_there(monkeypatch):
    """Which of the worlds before were still in memory when each began, without luck."""
    worlds, alive = [], []

    class Watched(JourneyModel):
        def __init__(self, *arguments, **options):
            alive.append([world() is not None for world in worlds])
            worlds.append(weakref.ref(self))
            super().__init__(*arguments, **options)

    monkeypatch.setattr("sim.model.JourneyModel", Watched)
    gc.disable()
    yield alive
    gc.enable()


def test_the_people_of_a_large_world_are_gone_before_the_next_are_born(
    spec, still_there, monkeypatch
):
    monkeypatch.setattr(lives, "WORTH_TIDYING", 0)
    run(spec, reps=3)
    assert still_there == [[], [False], [False, False]]


def test_clearing_away_is_what_it_takes(spec, still_there):
    """The control: small worlds stay until Python looks for them."""
    run(spec, reps=2)
    assert still_there == [[], [True]]


def test_a_population_that_does_not_fit_into_memory_is_refused_before_it_is_built(spec, lived):
    with pytest.raises(ScenarioError, match="of memory"):
        run(sized(spec, consumers=10**14), reps=1)
    assert lived == []


# --- processes ------------------------------------------------------------------------------------


@pytest.fixture
def eight_cores(monkeypatch):
    monkeypatch.setattr(cores, "_processors", lambda: 8)
    monkeypatch.setattr(cores, "available_bytes", lambda: 4 * 10**9)
    monkeypatch.setattr(cores, "jit_is_on", lambda: True)


@pytest.mark.usefixtures("eight_cores")
def test_short_runs_need_no_processes_and_long_ones_get_no_more_than_fit(spec):
    large = sized(spec, consumers=1_500_000, days=100)
    assert cores.paying(spec, 10) == 1
    assert cores.paying(large, 3) == 3
    several = cores.paying(large, 10)
    assert 3 < several < 8
    assert needed_memory(large, reps=10, workers=several).total <= 4 * 10**9
    assert needed_memory(large, reps=10, workers=several + 1).total > 4 * 10**9
    assert cores.paying(sized(large, consumers=15_000_000), 10) == 1


@pytest.mark.usefixtures("eight_cores")
@pytest.mark.parametrize(
    ("consumers", "replicates", "asked", "got"),
    [
        (1_000_000, 1, {}, (1, 8)),
        (1_000_000, 2, {}, (2, 4)),
        (1_000_000, 3, {}, (3, 2)),
        (20_000, 1, {}, (1, 1)),
        (60_000, 1, {}, (1, 2)),
        (20_000, 10, {}, (1, 1)),
        (1_000_000, 3, {"threads": 4}, (2, 4)),
        (1_000_000, 1, {"threads": 1}, (1, 1)),
        (20_000, 1, {"threads": 3}, (1, 3)),
        (1_000_000, 5, {"workers": 4}, (4, 2)),
        (1_000_000, 2, {"workers": 8}, (2, 4)),
        (1_000_000, 10, {"workers": 10}, (10, 1)),
        (20_000, 2, {"workers": 2, "threads": 8}, (2, 8)),
    ],
)
def test_processors_go_to_replicates_first_and_to_the_people_of_large_worlds_next(
    spec, consumers, replicates, asked, got
):
    world = sized(spec, consumers=consumers, days=100, panel_consumers=1_000)
    assert cores.spread(world, replicates, **asked) == got


@pytest.mark.usefixtures("eight_cores")
def test_neither_the_panel_nor_plain_python_pays_for_threads(spec, monkeypatch):
    everybody = {"consumers": 500_000, "panel_consumers": 500_000}
    assert cores.spread(sized(spec, **everybody), 1) == (1, 1)
    monkeypatch.setattr(cores, "jit_is_on", lambda: False)
    assert cores.spread(sized(spec, consumers=500_000), 1) == (1, 1)


@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="no affinity on this system")
def test_only_processors_this_process_may_use_are_used(monkeypatch):
    monkeypatch.setattr(os, "cpu_count", lambda: 64)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {3, 5})
    assert cores._processors() == 2


@pytest.mark.usefixtures("eight_cores")
def test_a_large_replicate_is_given_threads_unless_told_otherwise(spec, lived, monkeypatch):
    given, live = [], lives._live

    def noted(job, tick):
        given.append(job.threads)
        return live(job, tick)

    monkeypatch.setattr(lives, "_live", noted)
    large = sized(spec, consumers=80_000)
    run(large, reps=1)
    run(large, reps=1, threads=1)
    run(spec, reps=1)
    assert (given, lived) == ([3, 1, 1], [0, 0, 0])


@pytest.mark.slow
def test_two_processes_find_what_one_finds(tmp_path):
    spec = small_cafe()
    alone = run(spec, reps=3, workers=1, out=tmp_path / "alone")
    watch = Listener()
    together = run(spec, reps=3, workers=2, out=tmp_path / "together", watch=watch)
    assert told(together) == told(alone)
    assert together.journeys.equals(alone.journeys)
    assert watch.lived[-1][1] == 3 * 40


def test_two_threads_find_what_one_finds():
    spec = small_cafe()
    assert told(run(spec, reps=1, threads=2)) == told(run(spec, reps=1))


@pytest.mark.slow
def test_a_replicate_lost_in_a_process_costs_no_other():
    spec = small_cafe()
    good = lives.Job(spec, 7, 0, stored_opportunities(spec), 1, False)
    jobs = [good, good._replace(number=1, opportunities="none"), good._replace(number=2)]
    outcomes = {}
    lives.side_by_side(jobs, 2, Watch(), outcomes.__setitem__)
    assert isinstance(outcomes.pop(1), Exception)
    assert sorted(outcomes) == [0, 2]
    assert all(outcome.sum("opened") > 0 for outcome in outcomes.values())


@pytest.mark.slow
def test_processes_stop_when_the_run_is_interrupted(tmp_path):
    class Impatient(Watch):
        def advance(self, lived, _days):
            if lived > 40:
                raise KeyboardInterrupt

    with pytest.raises(Interrupted):
        run(small_cafe(days=5000), reps=6, workers=2, out=tmp_path, watch=Impatient())
    assert json.loads((tmp_path / "manifest.json").read_text())["replicates"] < 6


# --- compiling ------------------------------------------------------------------------------------


def told_while_compiling(monkeypatch, *, compiled_before, compiled_after):
    """What is said on a machine, and how often the model is compiled there."""
    states, lived, watch = [compiled_before, compiled_after], [], Listener()
    monkeypatch.setattr(compiling, "is_compiled", lambda: states[min(len(lived), 1)])
    monkeypatch.setattr(compiling, "live_a_little", lambda: lived.append(1))
    compiling.compile_model(watch)
    return watch.said, len(lived)


def test_whoever_waits_for_the_compiler_is_told_before_and_after(monkeypatch):
    said, times = told_while_compiling(monkeypatch, compiled_before=False, compiled_after=True)
    assert times == 1
    assert said[0] == "compiling the model, once per machine"
    assert re.fullmatch(r"compiled in \d+ s", said[1])
    assert len(said) == 2


def test_where_nothing_can_be_kept_it_is_said_which_folder_and_what_helps(monkeypatch, tmp_path):
    monkeypatch.setenv("JOURNEY_CACHE_DIR", str(tmp_path / "cache"))
    said, _ = told_while_compiling(monkeypatch, compiled_before=False, compiled_after=False)
    assert f"and again next time, because {tmp_path / 'cache' / 'kernels'} cannot" in said[1]
    assert "JOURNEY_CACHE_DIR" in said[1]


def test_a_compiled_model_is_not_compiled_again(monkeypatch):
    said, times = told_while_compiling(monkeypatch, compiled_before=True, compiled_after=True)
    assert (said, times) == ([], 0)


# --- opportunities --------------------------------------------------------------------------------


@pytest.fixture
def reference(monkeypatch, tmp_path):
    """A reference run too small to be right, and an empty cache for what it counts."""
    monkeypatch.setattr("sim.market.reference.CONSUMERS", 300)
    monkeypatch.setattr("sim.market.reference.DAYS", 40)
    monkeypatch.setattr("sim.market.reference.WARM_UP_DAYS", 10)
    monkeypatch.setattr(opportunities, "cache_home", lambda: tmp_path / "cache")
    return tmp_path / "cache"


def unsettled(spec):
    moments = spec.moments.model_copy(update={"opportunities": None, "opportunities_of": None})
    return spec.model_copy(update={"moments": moments})


def test_opportunities_of_the_file_are_taken_from_it():
    spec, watch = small_cafe(), Listener()
    assert np.array_equal(opportunities.opportunities_of(spec, watch), stored_opportunities(spec))
    assert watch.said == []


@pytest.mark.usefixtures("reference")
def test_opportunities_of_another_market_are_not():
    spec = small_cafe()
    moments = spec.moments.model_copy(update={"opportunities_of": "another market"})
    watch = Listener()
    opportunities.opportunities_of(spec.model_copy(update={"moments": moments}), watch)
    assert "reference run" in watch.said[0]


@pytest.mark.usefixtures("reference")
def test_opportunities_are_counted_once_a_market():
    first, second = Listener(), Listener()
    found = opportunities.opportunities_of(unsettled(small_cafe()), first)
    again = opportunities.opportunities_of(unsettled(small_cafe(days=60)), second)
    assert np.array_equal(found, again)
    assert found.sum() > 0
    assert (len(first.said), second.said) == (1, [])


@pytest.mark.parametrize("content", ["", "[]", "[[1, 2]]", "null"])
def test_a_damaged_cache_is_counted_again(reference, content):
    spec = unsettled(small_cafe())
    found = opportunities.opportunities_of(spec, Watch())
    (kept,) = (reference / "opportunities").iterdir()
    kept.write_text(content)
    assert np.array_equal(found, opportunities.opportunities_of(spec, Watch()))


def test_a_cache_that_cannot_be_written_stops_nobody(reference):
    reference.write_text("a file where a folder should be")
    watch = Listener()
    assert opportunities.opportunities_of(unsettled(small_cafe()), watch).sum() > 0
    assert "cannot be written" in watch.said[1]


FILE = """\
# A market.
extends: cafe   # everything else as there
market:
  # Small.
  consumers: 300   # assumption
"""


@pytest.mark.usefixtures("reference")
@pytest.mark.parametrize("more", ["", "moments:\n  rate: {night: 0.1}   # assumption\n"])
def test_opportunities_are_stored_in_a_file_and_nothing_else_changes(tmp_path, more):
    path = tmp_path / "mine.yaml"
    path.write_text(FILE + more)
    counted = opportunities.count(load(path))
    store(path)
    assert np.array_equal(stored_opportunities(load(path)), counted)
    written = path.read_text()
    assert written.startswith(FILE + more)
    assert written.count("counted in the market's reference run") == 1
    store(path)
    assert path.read_text() == written


@pytest.mark.usefixtures("reference")
def test_what_a_file_stores_is_what_a_run_without_it_counts(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(FILE)
    before = load(path)
    store(path)
    assert np.array_equal(
        opportunities.opportunities_of(before, Watch()),
        opportunities.opportunities_of(load(path), Watch()),
    )


@pytest.mark.parametrize(
    ("program", "several"),
    [
        ("{}", False),
        ("if __name__ == '__main__':\n    {}", True),
    ],
    ids=["a script without a guard", "a script with one"],
)
def test_a_script_starts_processes_only_where_they_would_not_start_it_again(
    tmp_path, program, several
):
    asking = "import sim.study.cores as c; print(c._may_start_processes())"
    script = tmp_path / "script.py"
    script.write_text(program.format(asking))
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    for arguments, given in (([str(script)], None), ([], script.read_text())):
        done = subprocess.run(
            [sys.executable, *arguments],
            input=given,
            env=environment,
            capture_output=True,
            text=True,
        )
        assert done.stdout.strip() == str(several and bool(arguments)), done.stderr
