"""What is kept of a run grows with its panel, and not with its population."""

import pickle
from functools import cache
from pathlib import Path

import pytest

from sim.results import Replicate
from sim.study import run
from tests.counts import small_cafe

HAMLET, TOWN = 1_000, 10_000
DIGITS = 100
"""Bytes by which larger numbers are longer, in a pickle."""


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("sizes")


@cache
def kept(folder: Path, consumers: int, panel: int) -> tuple[Replicate, int]:
    """A replicate, and the bytes of the folder in which it is kept."""
    spec = small_cafe(f"market.panel_consumers={panel}", consumers=consumers)
    found = run(spec, reps=1, out=folder / f"{consumers}-{panel}")
    assert found.out is not None
    size = sum(file.stat().st_size for file in found.out.rglob("*") if file.is_file())
    return found.replicates[0], size


def pickled(replicate: Replicate) -> int:
    """Bytes that go from one process to another."""
    return len(pickle.dumps(replicate))


def test_ten_times_as_many_people_need_no_more_room(folders: Path) -> None:
    (small, on_disk), (large, larger_on_disk) = (kept(folders, n, 0) for n in (HAMLET, TOWN))
    assert large.sum("opened") > 5 * small.sum("opened") > 0
    assert abs(pickled(large) - pickled(small)) < DIGITS
    # Larger counters compress less well.
    assert larger_on_disk < 1.2 * on_disk


def test_ten_times_as_large_a_panel_does(folders: Path) -> None:
    """The control: a panel keeps every micro-moment, so that its log grows with its members."""
    (small, on_disk), (large, larger_on_disk) = (kept(folders, TOWN, n) for n in (100, 1_000))
    assert pickled(large) > 5 * pickled(small)
    assert larger_on_disk > 1.5 * on_disk
