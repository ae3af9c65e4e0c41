"""O21 at the size at which threads pay: who lives through whose day changes no bit.

A hundred thousand people are lived through by one thread in one piece, by several threads that
take pieces as they become free, and in pieces of odd sizes. Source: O21.
"""

import gc
import threading
import weakref
from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.ranges import Range, Sheets
from tests.reference_worlds import opportunities, world
from tests.snapshots import EFFORT, Snapshot, apart, snapshot
from tests.worlds import born

TOWN: dict[str, Any] = {"consumers": 100_000, "warm_up_days": 3, "days": 3}
HAMLET: dict[str, Any] = {"consumers": 300, "warm_up_days": 0, "days": 5}
WAYS: dict[str, dict[str, Any]] = {
    "two threads": {"threads": 2},
    "five threads": {"threads": 5},
    "pieces of 7,001": {"chunk": 7_001},
    "pieces of 9,973, three threads": {"chunk": 9_973, "threads": 3},
}


def lived(**options: Any) -> Snapshot:
    return snapshot(born(world(**TOWN), opportunities=opportunities(), **options).run())


@cache
def in_one_piece() -> Snapshot:
    return lived()


@pytest.mark.parametrize("way", WAYS)
def test_a_town_lives_the_same_days_whoever_computes_them(way: str) -> None:
    other = lived(**WAYS[way])
    assert other["market.opened"].sum() > 1000
    assert apart(in_one_piece(), other, ignoring=EFFORT) == []


@pytest.mark.parametrize("times", [0, 2], ids=["left out", "lived twice"])
def test_a_piece_left_out_or_lived_twice_would_be_seen(
    times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What goes wrong when threads share work badly, on one day and with the last piece alone."""
    live = Range.live

    def badly(part: Range, everybody: bool, sheets: Sheets) -> None:
        part.told.append(np.empty(0, np.int32))
        slip = part.last == TOWN["consumers"] and part.world.today[0]["day"] == 1
        for _ in range(times if slip else 1):
            live(part, everybody, sheets)

    monkeypatch.setattr(Range, "live", badly)
    other = lived(threads=2)
    found = apart(in_one_piece(), other, ignoring=EFFORT)
    assert {"market.opened", "daily.opened", "screen.phase"} & set(found)


def test_threads_begin_once_and_end_with_their_model() -> None:
    before = set(threading.enumerate())
    model = born(world(**HAMLET), opportunities=opportunities(), threads=3).run()
    helpers = set(threading.enumerate()) - before
    # The second begins when the first is busy as work is handed out.
    assert 1 <= len(helpers) <= 2
    gone = weakref.ref(model)
    del model
    gc.collect()
    assert gone() is None
    for helper in helpers:
        helper.join(timeout=10)
        assert not helper.is_alive()


def test_one_thread_needs_no_helper() -> None:
    before = set(threading.enumerate())
    model = born(world(**HAMLET), opportunities=opportunities()).run()
    assert set(threading.enumerate()) <= before
    assert model.day == HAMLET["days"]
