"""Small copies of the shipped markets give what they gave when somebody last looked.

Where results were meant to move, `python -m tests.golden.record --write` prints what moved and
keeps it; the commit and CHANGELOG.md then say why.
"""

import json

import pytest

from sim.scenario_io import shipped
from tests.golden.record import FOLDER, golden, kept, moved


def as_read(name, *settings):
    return json.loads(json.dumps(golden(name, *settings)))


def test_every_shipped_market_is_kept_and_nothing_else_is():
    assert sorted(path.stem for path in FOLDER.glob("*.json")) == sorted(shipped())
    assert len(shipped()) >= 7


@pytest.mark.parametrize("name", sorted(shipped()))
def test_a_market_gives_what_it_gave(name):
    assert list(moved(kept(name), as_read(name))) == []


def test_a_price_one_per_mille_higher_is_seen():
    spent = kept("cafe")["brands"]["acme"]
    lines = list(moved(kept("cafe"), as_read("cafe", "brands.acme.price_eur=4.5045")))
    assert any(line.startswith("brands.acme.revenue") for line in lines)
    assert any(line.startswith("sha256.brands") for line in lines)
    assert spent["purchases"]["mean"] > 0


def test_what_moved_is_named_with_both_values():
    before = {"a": [1, 2.0], "b": {"c": None}, "gone": 1}
    now = {"a": [1, 2.5], "b": {"c": 0}, "new": 1.0}
    assert list(moved(before, now)) == [
        "a[1]: 2.0 -> 2.5",
        "b.c: None -> 0",
        "gone: 1 -> None",
        "new: None -> 1.0",
    ]
    assert list(moved({"a": 1.0}, {"a": 1.0 + 1e-13})) == []
    assert list(moved({"a": 1}, {"a": 1.0})) != []
