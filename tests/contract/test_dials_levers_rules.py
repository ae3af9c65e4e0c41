"""What a marketer can turn changes what people find; what a platform can do has a name in a file.

What every lever must be stands in `test_levers.py`.
"""

import ast
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

import sim.reviews
from sim.levers import LEVERS, Lever
from sim.market import Market
from sim.reviews import RULES
from sim.scenario_io import load
from sim.tables.dials import DIALS
from sim.tables.moments import CHANNELS, MOMENTS
from tests.markets import bits, lived, world
from tests.sources import kernels, modules

every_dial = pytest.mark.parametrize("dial", DIALS, ids=lambda dial: dial.name)
every_rule = pytest.mark.parametrize("name", RULES)
RULE_FILES = {path.stem for path in Path(sim.reviews.__file__).parent.glob("*.py")}


@dataclass(frozen=True, kw_only=True)
class Hand(Lever):
    """Turns one dial of every brand, whatever anybody spends."""

    dial: str
    by: float

    @property
    def dials(self):
        return (self.dial,)

    def turn(self, dials, amount, terms):  # noqa: ARG002
        dials.turn(self.dial, np.full_like(dials[self.dial], self.by))


def market_turned(dial, by):
    # A policy by name, for a market asks every brand how far it follows the rule.
    hand = Hand(
        name="thanks", moment="policy", about="", source="", cannot_say="", dial=dial.name, by=by
    )
    return bits(lived(world(), levers={"thanks": hand}))


def nothing_of(dial):
    return 1.0 if dial.combine == "multiply" else 0.0


# --- dials ----------------------------------------------------------------------------------------


def test_there_are_dials_and_no_two_of_a_name():
    assert len({dial.name for dial in DIALS}) == len(DIALS) > 15


@every_dial
def test_a_dial_is_documented_and_rests_within_its_bounds(dial):
    assert dial.doc.endswith(".")
    assert dial.unit
    assert dial.axes[0] == "brand"
    assert set(dial.axes) <= {"brand", "moment", "channel"}
    assert dial.low <= dial.neutral <= dial.high
    assert dial.low < dial.high


@every_dial
def test_a_dial_turned_changes_what_people_find(dial):
    assert market_turned(dial, 1.3 if dial.combine == "multiply" else 0.2) != bits(lived(world()))


@every_dial
def test_a_dial_turned_by_nothing_changes_no_bit(dial):
    assert market_turned(dial, nothing_of(dial)) == bits(lived(world()))


@every_dial
def test_a_dial_is_turned_by_the_levers_that_say_so(dial):
    assert [lever.name for lever in LEVERS.values() if dial.name in lever.dials]


def test_kernels_know_no_lever_and_no_dial():
    readers = modules("moments", "network", "population").items()
    imported = {
        node.module
        for _, tree in readers
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
    }
    assert imported
    assert not {name for name in imported if name.startswith(("sim.levers", "sim.tables.dials"))}


# --- review rules ---------------------------------------------------------------------------------


def test_every_file_of_the_folder_is_a_rule():
    assert RULE_FILES - {"__init__", "base"} == set(RULES)
    assert len(RULES) > 1


@every_rule
def test_a_rule_is_documented_and_sourced(name):
    rule = RULES[name]
    assert rule.name == name
    assert rule.__doc__
    assert rule.about.endswith(".")
    assert "assumption" in rule.source or any(it.isdigit() for it in rule.source)


@every_rule
def test_a_rule_is_used_by_its_name_in_a_scenario(name):
    spec = load("base", [f"reviews.rule={name}"])
    nothing = np.zeros((len(MOMENTS), len(CHANNELS)))
    opened = Market(spec, nothing, np.uint64(1), np.uint64(2))
    opened.open_day(-spec.market.warm_up_days)
    assert np.allclose(opened.brands["rating"], spec.reviews.prior_stars)


@every_rule
def test_a_rule_holds_no_kernel_and_draws_nothing(name):
    tree = modules("reviews")[f"reviews.{name}"]
    assert not list(kernels(tree))
    imported = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert imported <= {"numpy.typing", "sim.reviews.base"}


def test_two_rules_show_different_boards():
    assert bits(lived(world(reviews={"rule": "lifetime"}))) != bits(lived(world()))
