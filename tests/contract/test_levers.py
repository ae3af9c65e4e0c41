"""What every lever must be, whoever writes it."""

import ast
from pathlib import Path

import numpy as np
import pytest

import sim.levers
from sim.levers import LEVERS, CapabilityLever, PolicyLever
from sim.levers.base import Terms
from sim.levers.dials import Dials
from sim.scenario.brands import MomentSpend, Policies
from sim.tables.dials import DIALS
from sim.tables.moments import BUY, CHANNELS, MOMENTS, STORE_CHANNEL
from tests.markets import BUDGET, EVERYWHERE, bits, brand, lived, world

FOLDER = Path(sim.levers.__file__).parent
NOT_LEVERS = {"__init__", "base", "budget", "dials"}
AMOUNTS = np.array([0.0, 0.1, 0.5, 1.0, 3.0, 100.0, 1e9])

CAPABILITIES = [lever for lever in LEVERS.values() if isinstance(lever, CapabilityLever)]

every_lever = pytest.mark.parametrize("lever", LEVERS.values(), ids=LEVERS)


def terms_of(lever, euro=0.05):
    return Terms(
        unit_cost={"all": euro},
        contacts_per_euro=lever.contacts_per_euro({"all": euro}, EVERYWHERE),
        scale=getattr(lever, "scale", 1.0),
        ceiling=getattr(lever, "ceiling", 1.0),
        exp=np.exp,
    )


def turned(lever, amounts):
    dials = Dials(len(amounts))
    lever.turn(dials, amounts, terms_of(lever))
    return dials


def test_every_file_of_the_folder_is_a_lever_of_the_registry():
    files = {path.stem for path in FOLDER.glob("*.py")} - NOT_LEVERS
    assert files == set(LEVERS)
    assert len(LEVERS) == 30
    assert len(CAPABILITIES) == 13


def test_every_moment_budget_pays_for_a_lever_and_every_policy_has_one():
    moments = {lever.moment for lever in LEVERS.values()}
    assert moments == {*MomentSpend.model_fields, "policy"}
    policies = {name for name, lever in LEVERS.items() if not lever.is_budget}
    assert policies == set(Policies.model_fields)


def test_every_dial_is_turned_by_a_lever():
    assert {name for lever in LEVERS.values() for name in lever.dials} == {d.name for d in DIALS}


@every_lever
def test_a_lever_is_named_as_its_file_and_belongs_to_one_moment(lever):
    assert LEVERS[lever.name] is lever
    assert lever.moment in {*MomentSpend.model_fields, "policy"}
    assert lever.is_budget != isinstance(lever, PolicyLever)


@every_lever
def test_a_lever_is_documented_and_sourced(lever):
    assert lever.about.endswith(".")
    assert lever.cannot_say.endswith(".")
    assert "assumption" in lever.source or any(character.isdigit() for character in lever.source)
    module = ast.parse((FOLDER / f"{lever.name}.py").read_text(encoding="utf-8"))
    assert ast.get_docstring(module)
    for setting in lever.settings.values():
        assert setting.about.endswith(".")
        assert setting.source
        assert setting.low <= setting.default <= setting.high


@every_lever
def test_a_lever_imports_nothing_but_tables_and_its_base(lever):
    module = ast.parse((FOLDER / f"{lever.name}.py").read_text(encoding="utf-8"))
    imported = [node.module for node in ast.walk(module) if isinstance(node, ast.ImportFrom)]
    assert not [node for node in ast.walk(module) if isinstance(node, ast.Import)]
    allowed = {"dataclasses", "sim.levers.base", "sim.levers.dials", "sim.tables.moments"}
    assert set(imported) <= allowed


@every_lever
def test_only_budget_levers_have_a_stock_and_a_share_of_a_budget(lever):
    assert 0.0 <= lever.carry_over < 1.0
    assert (lever.default_spend > 0.0) == lever.is_budget
    assert lever.is_budget or lever.carry_over == 0.0


@every_lever
def test_a_lever_serves_cells_that_occur(lever):
    for (moment, channel), weight in lever.cells.items():
        assert weight > 0.0
        assert moment in range(len(MOMENTS))
        assert channel in range(len(CHANNELS))
        assert channel != STORE_CHANNEL or moment == BUY
    assert set(lever.priced) <= {*CHANNELS, "all"}


@every_lever
def test_a_lever_turns_the_dials_it_names_and_no_others(lever):
    dials, untouched = turned(lever, np.array([0.7])), Dials(1)
    moved = {dial.name for dial in DIALS if (dials[dial.name] != untouched[dial.name]).any()}
    assert moved == set(lever.dials)


@every_lever
def test_more_of_a_lever_never_turns_a_dial_back(lever):
    for name in lever.dials:
        rising = turned(lever, AMOUNTS)[name]
        assert (np.diff(rising, axis=0) >= 0.0).all()
        assert (rising[-1] > rising[0]).any()


@every_lever
def test_no_amount_of_a_lever_leaves_the_bounds_of_a_dial(lever):
    dials = turned(lever, AMOUNTS)
    dials.bound()
    for dial in DIALS:
        assert (dials[dial.name] >= dial.low).all()
        assert (dials[dial.name] <= dial.high).all()


@pytest.mark.parametrize("lever", CAPABILITIES, ids=[lever.name for lever in CAPABILITIES])
def test_a_capability_rises_from_the_neutral_level_to_its_ceiling(lever):
    level = turned(lever, np.array([0.0, lever.scale, 1e9]))[lever.dial]
    floor = {dial.name: dial.neutral for dial in DIALS}[lever.dial]
    assert level[0] == floor
    assert level[1] == pytest.approx(floor + (lever.ceiling - floor) * 0.6321205588)
    assert level[2] == pytest.approx(lever.ceiling)


def neutral_world(lever):
    """Everybody spends on everything and follows every policy, but nobody uses this lever."""
    unused = {lever.name: 0.0} if lever.is_budget else {}
    policies = {"invite": 0.2, "paid_invite": 0.1, "thanks": 0.3, "price": 1.1}
    if not lever.is_budget:
        policies[lever.name] = 1.0 if lever.name == "price" else 0.0
    plan = {"moments": BUDGET, "levers": unused, "policies": policies}
    return world({"acme": brand(**plan), "bolt": brand(11.0, 4.2, **plan)})


@every_lever
def test_a_lever_nobody_uses_is_bit_identical_to_no_lever(lever):
    spec = neutral_world(lever)
    others = {name: other for name, other in LEVERS.items() if name != lever.name}
    assert bits(lived(spec)) == bits(lived(spec, levers=others))


@every_lever
def test_a_lever_that_is_used_changes_a_bit(lever):
    used = {"levers": {lever.name: 5.0}} if lever.is_budget else {"policies": {lever.name: 0.5}}
    used_by_one = world({"acme": brand(**used), "bolt": brand()})
    assert bits(lived(used_by_one)) != bits(lived(world()))
