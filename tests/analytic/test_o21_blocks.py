"""O21 where a block of people ends: one more or one fewer than fill it, and pieces of any size.

People are looked at in blocks. Whoever stands last in one or first in the next lives the same day,
is visited for the same causes, and has it told in the log as it went. Source: O21.
"""

from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

from sim.moments.sheet import BLOCK
from sim.ranges import Range, Sheets
from sim.tables.moments import FMOT, SERVICE, SMOT, STIMULUS, ZMOT
from tests.reference_worlds import opportunities, world
from tests.snapshots import EFFORT, Snapshot, apart, snapshot
from tests.worlds import born

pytestmark = pytest.mark.slow

SIZES = (1, 4095, 4096, 4097)
CHUNKS = (1, 7, 4096)
DAYS = 6
EVENTFUL = 16
"""A seed with which the last of a block and the first of the next live to see something."""
SHORT: dict[str, Any] = {"warm_up_days": 3, "days": DAYS}

sizes = pytest.mark.parametrize("consumers", SIZES)


def lived(consumers: int, *, panel: int = 0, **options: Any) -> Snapshot:
    spec = world(**SHORT, consumers=consumers, market={"panel_consumers": panel})
    return snapshot(born(spec, opportunities=opportunities(), **options).run())


@cache
def in_one_piece(consumers: int) -> Snapshot:
    return lived(consumers)


def test_a_block_is_as_large_as_these_people_suppose() -> None:
    assert {BLOCK - 1, BLOCK, BLOCK + 1} < set(SIZES)


@sizes
@pytest.mark.parametrize("chunk", CHUNKS)
def test_pieces_of_any_size_live_the_same_days_and_visit_as_many(
    consumers: int, chunk: int
) -> None:
    """Whom screening finds is a matter of each person alone, so even the visits are equal."""
    assert apart(in_one_piece(consumers), lived(consumers, chunk=chunk)) == []


@sizes
def test_who_is_not_visited_would_have_had_a_day_without_events(consumers: int) -> None:
    spared, diligent = in_one_piece(consumers), lived(consumers, everybody=True)
    assert apart(spared, diligent, ignoring=EFFORT) == []
    assert (diligent["daily.visited"] == consumers).all()
    assert (spared["daily.visited"] <= diligent["daily.visited"]).all()
    assert (spared["daily.visited"] >= spared["daily.live"]).all()


@pytest.mark.parametrize("consumers", SIZES[1:])
def test_many_are_not_visited(consumers: int) -> None:
    """On every single day: without that, equality would prove nothing."""
    visited = in_one_piece(consumers)["daily.visited"]
    assert (visited > 0).all()
    assert (visited < 0.7 * consumers).all()


@pytest.mark.parametrize("left_out", [0, 4095, 4096])
def test_a_single_person_left_out_would_be_seen(
    left_out: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also the last of a block, and the first of the next."""
    live = Range.live

    def badly(part: Range, everybody: bool, sheets: Sheets) -> None:
        if part.first == left_out and part.world.today[0]["day"] >= 0:
            part.told.append(np.empty(0, np.int32))
        else:
            live(part, everybody, sheets)

    well = lived(4097, seed=EVENTFUL)
    monkeypatch.setattr(Range, "live", badly)
    other = lived(4097, seed=EVENTFUL, chunk=1, everybody=True)
    assert apart(well, other, ignoring=EFFORT) != []
    assert (other["daily.visited"] == 4096).all()


# --- The log --------------------------------------------------------------------------------------


def part_of_day(touch: Any) -> int:
    """Use comes first in a day, service after help in use; then an idle moment, then a journey."""
    if touch["truth"] == SMOT:
        return 1 if touch["moment"] == SERVICE else 0
    return {STIMULUS: 2, ZMOT: 3, FMOT: 3}[int(touch["truth"])]


def as_it_went(touches: np.ndarray) -> bool:
    """Consumer by consumer, day by day as each day goes; brands of a moment in their order."""
    keys = []
    for touch in touches:
        part = part_of_day(touch)
        when = (touch["slot"], touch["step"]) if part in (1, 3) else (0, 0)
        keys.append((touch["consumer"], touch["day"], part, *when, touch["brand"]))
    return all(earlier < later for earlier, later in pairwise(keys))


@pytest.mark.parametrize("chunk", [None, 7, 4096])
def test_the_log_tells_one_persons_days_after_anothers(chunk: int | None) -> None:
    touches = lived(4097, panel=4097, chunk=chunk)["touches"]
    assert len(np.unique(touches["consumer"])) > 500
    assert set(np.unique(touches["truth"])) == {STIMULUS, ZMOT, FMOT, SMOT}
    assert as_it_went(touches)


def test_as_they_are_written_moments_of_many_people_are_mixed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    written = []
    take = Range.touches

    def taken(part: Range) -> Any:
        written.append(part.world.log[: part.world.log_rows[0]].copy())
        return take(part)

    monkeypatch.setattr(Range, "touches", taken)
    lived(4097, panel=4097, chunk=4096)
    assert not all(as_it_went(rows) for rows in written)
