"""Worlds of coalitions are kept as they come, never lived twice, and found whatever is asked."""

import json
from typing import Any

import pytest

from sim.analysis.credit import Credit
from sim.analysis.credit_json import as_json
from sim.errors import ResultError, ScenarioError
from sim.results.folder import MANIFEST
from sim.study import budgeted
from sim.study.credit import USUAL, credit
from sim.study.watch import Watch
from tests.counts import settled
from tests.reference_worlds import world

pytestmark = pytest.mark.slow

SPEEDY = ("elapsed_s", "out")


def told(found: Credit) -> dict[str, Any]:
    answer = as_json(found, per_replicate=True)
    return {name: value for name, value in answer.items() if name not in SPEEDY}


@pytest.fixture
def lived(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many worlds were lived in each piece."""
    numbers: list[int] = []
    live = budgeted.live_worlds

    def counting(worlds: Any, tick: Any) -> Any:
        numbers.append(len(worlds.futures))
        return live(worlds, tick)

    monkeypatch.setattr(budgeted, "live_worlds", counting)
    return numbers


def small(tmp_path: Any = None, **options: Any) -> Credit:
    spec = settled(world(consumers=60, warm_up_days=5, days=15))
    asked = {"moments": ("know", "buy"), "reps": 2, "workers": 1, "out": tmp_path}
    return credit(spec, **{**asked, **options})


def test_what_is_kept_is_not_lived_again(tmp_path: Any, lived: list[int]) -> None:
    first = small(tmp_path)
    assert sum(lived) == 8
    again = small(tmp_path)
    assert sum(lived) == 8
    assert told(again) == told(first) == told(small())


def test_more_replicates_and_other_moments_use_what_is_kept(
    tmp_path: Any, lived: list[int]
) -> None:
    """Without know, and without buy, and without both: the same worlds whatever is asked."""
    small(tmp_path)
    small(tmp_path, reps=3)
    assert sum(lived) == 12
    small(tmp_path, moments=("know", "buy", "compare"), reps=1)
    assert sum(lived) == 12 + 8 - 3


def test_replicates_lived_are_those_of_this_call(tmp_path: Any) -> None:
    """Two, then none, then the third alone."""
    assert [small(tmp_path, reps=reps).made.lived for reps in (2, 2, 3)] == [2, 0, 1]


def test_a_call_that_lives_nothing_leaves_the_history_as_it_is(tmp_path: Any) -> None:
    def history() -> list[Any]:
        kept = json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))
        return [kept[name] for name in ("command", "started", "ended", "elapsed_s", "lived")]

    small(tmp_path, command=["first"])
    before = history()
    small(tmp_path, command=["second"])
    assert history() == before
    small(tmp_path, command=["third"], reps=3)
    assert history()[0] == ["third"]


def test_a_damaged_world_is_lived_again(tmp_path: Any, lived: list[int]) -> None:
    first = small(tmp_path)
    parts = sorted((tmp_path / "parts").iterdir())
    assert len(parts) == 8
    parts[0].write_text("{")
    parts[5].unlink()
    assert told(small(tmp_path)) == told(first)
    assert sum(lived) == 10


def test_worlds_of_other_code_are_lived_again(
    tmp_path: Any, lived: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    small(tmp_path)
    monkeypatch.setattr("sim.study.study_folder.code_digest", lambda: "better code")
    small(tmp_path)
    assert sum(lived) == 16


def test_a_folder_may_be_named_by_what_identifies_the_study(tmp_path: Any) -> None:
    keys = [small(lambda key: tmp_path / key, seed=seed).out for seed in (7, 8, 7)]
    assert keys[0] == keys[2] != keys[1]
    assert {it.parent for it in keys if it is not None} == {tmp_path}


def test_another_study_is_not_kept_in_the_same_folder(tmp_path: Any) -> None:
    small(tmp_path)
    with pytest.raises(ResultError, match="holds something else"):
        small(tmp_path, seed=8)


class Heard(Watch):
    """Remembers what a study says."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def say(self, message: str) -> None:
        self.said.append(message)


def test_what_was_finished_is_kept_when_somebody_interrupts(
    tmp_path: Any, lived: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Heard()
    live = budgeted.live_worlds

    def stopped(worlds: Any, tick: Any) -> Any:
        if worlds.number == 1:
            raise KeyboardInterrupt
        return live(worlds, tick)

    with monkeypatch.context() as patch:
        patch.setattr(budgeted, "live_worlds", stopped)
        with pytest.raises(KeyboardInterrupt):
            small(tmp_path, watch=watch)
    assert watch.said[-1] == f"4 of 8 worlds are kept in {tmp_path}"
    assert sum(lived) == 4
    small(tmp_path)
    assert sum(lived) == 8


def test_a_replicate_that_fails_is_left_out_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    live = budgeted.live_worlds

    def failing(worlds: Any, tick: Any) -> Any:
        if worlds.number == 0:
            raise RuntimeError("no luck")
        return live(worlds, tick)

    monkeypatch.setattr(budgeted, "live_worlds", failing)
    found = small()
    assert found.made.lived == 1
    assert [played.number for played in found.replicates] == [1]
    assert [(f.replicate, f.error) for f in found.made.failed] == [(0, "RuntimeError: no luck")]
    with pytest.raises(RuntimeError, match="no luck"):
        small(reps=1)


def test_of_a_replicate_that_fails_twice_the_first_error_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    live, errors = budgeted.live_worlds, iter(("first", "second"))

    def failing(worlds: Any, tick: Any) -> Any:
        if worlds.number == 0:
            raise RuntimeError(next(errors))
        return live(worlds, tick)

    monkeypatch.setattr(budgeted, "live_worlds", failing)
    assert [it.error for it in small().made.failed] == ["RuntimeError: first"]
    assert not list(errors)


def test_processes_change_no_number() -> None:
    assert told(small(workers=2)) == told(small())


def test_the_order_of_moments_changes_no_number() -> None:
    one, other = told(small()), told(small(moments=("buy", "know")))
    assert one["shapley"] == other["shapley"]
    assert one["rules"] == other["rules"]


# --- what cannot be -------------------------------------------------------------------------------


def test_unknown_moments_and_brands_are_told_with_the_nearest() -> None:
    with pytest.raises(ScenarioError, match=r"unknown moment .got knwo.; did you mean 'know'"):
        small(moments=("knwo",))
    with pytest.raises(ScenarioError, match=r"unknown brand .got beeta.; did you mean 'beta'"):
        small(brand="beeta")
    with pytest.raises(ScenarioError, match="none is named"):
        small(moments=())
    with pytest.raises(ValueError, match="reps must be a whole number"):
        small(reps=0)


def test_usual_moments_are_those_between_need_and_purchase() -> None:
    assert set(USUAL) == {"idea", "know", "do", "go", "compare", "buy"}
