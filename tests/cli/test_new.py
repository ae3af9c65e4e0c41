"""`journey new`: a file that is a market, or everything that is wrong with the options."""

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from sim.scenario_io import load, shipped, unsourced

ROOT = Path(__file__).parents[2]
OURS = ("--brand", "ours=4.9,4.4", "--brand", "theirs=5.2", "--extends", "cafe")


def content(path):
    return YAML(typ="safe", pure=True).load(Path(path).read_text(encoding="utf-8"))


def comments(path):
    lines = Path(path).read_text(encoding="utf-8").splitlines()
    return {line.split(":")[0].strip(): line.partition("# ")[2] for line in lines if "# " in line}


@pytest.mark.parametrize("base", sorted(shipped()))
def test_a_file_is_a_market_whatever_it_builds_on(journey, base):
    how, out, err = journey("new", "mine.yaml", "--extends", base)
    assert (how, err) == (0, "")
    assert re.match(r"mine\.yaml: \d+ brands; \d+ of \d+ numbers are assumptions\nNext:\n", out)
    spec = load("mine.yaml")
    assert spec.name == "mine"
    assert spec.focal_brand == load(base).focal_brand
    assert spec.brands == load(base).brands


def test_off_a_terminal_it_asks_nothing_and_builds_on_the_neutral_market(journey):
    assert journey("new", "mine.yaml")[0] == 0
    assert content("mine.yaml")["extends"] == "base"


def test_every_number_of_the_file_says_whose_assumption_it_is(journey):
    journey("new", "mine.yaml", *OURS)
    assert [path for path in unsourced("mine.yaml") if "(mine.yaml:" in path] == []
    assert "assumption: yours" in comments("mine.yaml")["quality_stars"]


def test_options_are_what_the_file_says(journey):
    how, _, _ = journey(
        "new", "mine.yaml", *OURS, "--name", "ours & theirs", "--category", "tea: green",
        "--budget", "know=12", "--budget", "buy=0", "--unit-cost", "know.search=0.05",
        "--unit-cost", "ads=0.01", "--consumers", 3000, "--days", 90,
    )  # fmt: skip
    assert how == 0
    spec, base = load("mine.yaml"), load("cafe")
    assert (spec.name, spec.market.category) == ("ours & theirs", "tea: green")
    assert (spec.market.consumers, spec.market.days) == (3000, 90)
    assert sorted(spec.brands) == ["acme", "bolt", "crest", "dune", "ours", "theirs"]
    assert spec.focal_brand == "ours"
    ours, model = spec.brands["ours"], base.brands["acme"]
    assert (ours.price_eur, ours.quality_stars) == (4.9, 4.4)
    assert (spec.brands["theirs"].price_eur, spec.brands["theirs"].quality_stars) == (5.2, 4.2)
    budgets = {**model.spend.moments.model_dump(), "know": 12, "buy": 0}
    assert ours.spend.moments.model_dump() == budgets
    assert spec.levers["know"].unit_cost_eur == {"search": 0.05, "site": 0.01}
    assert spec.levers["ads"].unit_cost_eur == {"all": 0.01}
    assert spec.brands["bolt"] == base.brands["bolt"]


def test_a_brand_of_the_market_it_builds_on_gets_new_traits(journey):
    journey("new", "mine.yaml", "--extends", "cafe", "--brand", "bolt=4.1")
    spec, base = load("mine.yaml"), load("cafe")
    assert sorted(spec.brands) == sorted(base.brands)
    assert spec.focal_brand == "bolt"
    assert spec.brands["bolt"].price_eur == 4.1
    assert spec.brands["bolt"].quality_stars == base.brands["bolt"].quality_stars


def test_the_file_says_that_brands_cannot_be_taken_out(journey):
    journey("new", "mine.yaml", *OURS)
    text = " ".join(Path("mine.yaml").read_text().replace("#", "").split())
    assert "has acme, bolt, crest, dune. A file cannot take brands out of the market" in text


def whole(spec, strategy=None):
    brand = spec.brands[spec.focal_brand]
    if strategy is not None:
        brand = spec.strategies[strategy].applied_to(brand)
    return sum(brand.spend.moments.model_dump().values())


BUDGETS = [(), ("--budget", "know=1", "--budget", "buy=3"), ("--budget", "buy=0")]


@pytest.mark.parametrize("focal", ["corner=5.1", "bolt=4.1"])
@pytest.mark.parametrize("budgets", BUDGETS)
def test_inherited_strategies_cost_as_much_as_the_plan_of_the_new_brand(journey, focal, budgets):
    """In the café each is as expensive as the plan of acme; as they stand they would not be."""
    journey("new", "mine.yaml", "--extends", "cafe", "--brand", focal, *budgets)
    spec, base = load("mine.yaml"), load("cafe")
    assert sorted(spec.strategies) == sorted(base.strategies)
    for name in spec.strategies:
        assert whole(base, name) == pytest.approx(whole(base))
        assert whole(spec, name) == pytest.approx(whole(spec), abs=0.02)
    if budgets or focal.startswith("bolt"):
        unmoved = spec.model_copy(update={"strategies": base.strategies})
        assert any(abs(whole(unmoved, name) - whole(spec)) > 0.5 for name in spec.strategies)


def test_a_strategy_fitted_to_another_plan_says_what_it_moves(journey):
    journey("new", "mine.yaml", "--extends", "cafe", "--brand", "corner", "--budget", "buy=2")
    strategy = load("mine.yaml").strategies["be-there-to-know"]
    moved = "be-there-to-know as in cafe, euro a week beside the plan: know +2, buy -2."
    assert strategy.about == moved
    assert (strategy.spend.moments.know, strategy.spend.moments.buy) == (6, 0)


@pytest.mark.parametrize("base", sorted(shipped()))
def test_a_strategy_that_moves_no_budget_stays_as_it_is(journey, base):
    """Such as a lower price: it fits any plan, and its own words stay true."""
    journey("new", "mine.yaml", "--extends", base, "--brand", "corner", "--budget", "buy=2")
    mine, theirs = load("mine.yaml").strategies, load(base).strategies
    assert sorted(mine) == sorted(theirs)
    for name, strategy in mine.items():
        moves = any(theirs[name].spend.model_dump(exclude_none=True).values())
        assert not strategy.about.endswith(": .")
        assert (strategy == theirs[name]) != moves


def test_some_shipped_strategy_moves_no_budget():
    """So that what is said of such strategies is tried."""
    every = [it for base in shipped() for it in load(base).strategies.values()]
    assert any(not any(it.spend.model_dump(exclude_none=True).values()) for it in every)


def test_budgets_of_single_levers_move_along(journey):
    """In the sneaker market four euro of adverts become four of augmented reality."""
    journey("new", "mine.yaml", "--extends", "sneakers", "--brand", "corner",
            "--budget", "stimulus=2")  # fmt: skip
    spec, base = load("mine.yaml"), load("sneakers")
    assert base.strategies["try-on"].spend.levers
    assert (
        spec.strategies["try-on"].spend.levers.keys()
        == base.strategies["try-on"].spend.levers.keys()
    )
    for strategy in spec.strategies.values():
        assert all(euro >= 0 for euro in strategy.spend.levers.values())


def test_a_plan_like_that_of_the_market_has_strategies_like_those_of_the_market(journey):
    journey("new", "mine.yaml", "--extends", "cafe", "--brand", "corner=5.1")
    spec, base = load("mine.yaml"), load("cafe")
    assert spec.strategies == base.strategies


def test_prices_of_another_order_take_the_market_along(journey):
    journey("new", "mine.yaml", "--extends", "cafe", "--brand", "ours=900")
    spec, base = load("mine.yaml"), load("cafe")
    assert spec.market.choice.reference_price_eur == 900
    for name, brand in base.brands.items():
        relative = brand.price_eur / base.market.choice.reference_price_eur
        assert spec.brands[name].price_eur / 900 == pytest.approx(relative, rel=0.01)


def test_prices_of_the_same_order_leave_the_market_as_it_is(journey):
    journey("new", "mine.yaml", "--extends", "cafe", "--brand", "ours=7")
    spec, base = load("mine.yaml"), load("cafe")
    assert spec.market.choice == base.market.choice
    assert spec.brands["acme"] == base.brands["acme"]


def test_a_file_of_ones_own_is_built_on_by_its_way(journey, tmp_path):
    (tmp_path / "here.yaml").write_text("extends: cafe\nmarket: {days: 77}\n")
    (tmp_path / "below").mkdir()
    assert journey("new", "below/mine.yaml", "--extends", "here.yaml")[0] == 0
    assert content("below/mine.yaml")["extends"] == "../here.yaml"
    assert load("below/mine.yaml").market.days == 77


def test_a_file_that_is_there_is_left_alone_unless_forced(journey):
    Path("mine.yaml").write_text("mine, not yours")
    how, out, err = journey("new", "mine.yaml")
    assert (how, out) == (2, "")
    assert "there is a file of this name already" in err
    assert "--force" in err
    assert Path("mine.yaml").read_text() == "mine, not yours"
    assert journey("new", "mine.yaml", "--force")[0] == 0
    assert load("mine.yaml").name == "mine"


def test_a_file_is_called_what_commands_find(journey):
    how, _, err = journey("new", "mine")
    assert how == 2
    assert "must end in .yaml (got 'mine'); did you mean 'mine.yaml'?" in err


def test_a_file_can_be_read_by_whom_other_files_can(journey):
    Path("other").write_text("")
    journey("new", "mine.yaml")
    assert Path("mine.yaml").stat().st_mode == Path("other").stat().st_mode


def test_editors_are_pointed_to_a_schema_that_lies_beside_the_file(journey):
    journey("new", "without.yaml")
    assert "yaml-language-server" not in Path("without.yaml").read_text()
    Path("scenario.schema.json").write_text(journey("explain", "--schema")[1])
    journey("new", "with.yaml")
    first = Path("with.yaml").read_text().splitlines()[0]
    assert first == "# yaml-language-server: $schema=scenario.schema.json"


def test_a_folder_that_is_not_there_is_told(journey):
    how, _, err = journey("new", "no-such-folder/mine.yaml")
    assert how == 2
    assert "no-such-folder" in err


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--brand", "Ours", "did you mean 'ours'?"),
        ("--brand", "ours=cheap", "must be a number (got 'cheap')"),
        ("--brand", "ours=-3", "--brand: brands.ours.price_eur must be greater than 0 (got -3)"),
        ("--brand", "ours=3,6", "--brand: brands.ours.quality_stars must be at most 5 (got 6)"),
        ("--focal", "acmee", "--focal: unknown brand (got 'acmee'); did you mean 'acme'?"),
        ("--budget", "knwo=3", "unknown moment budget (got 'knwo'); did you mean 'know'?"),
        ("--budget", "know", "must look like MOMENT=EUR (got 'know')"),
        ("--budget", "know=-1", "brands.acme.spend.moments.know must be at least 0 (got -1)"),
        ("--unit-cost", "knwo=3", "unknown lever that buys contacts (got 'knwo'); did you mean"),
        ("--unit-cost", "know.maps=3", "unknown channel of know (got 'maps'); allowed: search"),
        ("--unit-cost", "know=0", "unit_cost_eur.search must be greater than 0 (got 0)"),
        ("--consumers", "0", "--consumers: market.consumers must be at least 1 (got 0)"),
        ("--days", "0", "--days: market.days must be at least 1 (got 0)"),
        ("--extends", "caffe", "did you mean 'cafe'?"),
    ],
)  # fmt: skip
def test_a_wrong_option_is_told_by_its_name_and_nothing_is_written(journey, option, value, said):
    how, out, err = journey("new", "mine.yaml", option, value)
    assert (how, out) == (2, "")
    assert said in err
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("extended", ["c1.yaml", "c2.yaml", "./inner/../c2.yaml"])
def test_a_file_that_the_new_one_would_build_on_is_never_replaced(journey, extended):
    Path("inner").mkdir()
    Path("c1.yaml").write_text("extends: cafe # my work of a week\n")
    Path("c2.yaml").write_text("extends: c1.yaml\n")
    how, out, err = journey("new", "c1.yaml", "--force", "--extends", extended)
    assert (how, out) == (2, "")
    assert err == (f"command line  --extends: {extended} needs c1.yaml, which would be replaced\n")
    assert Path("c1.yaml").read_text() == "extends: cafe # my work of a week\n"
    # The other way round nothing is lost.
    assert journey("new", "c2.yaml", "--force", "--extends", "c1.yaml")[0] == 0


def test_everything_wrong_is_told_at_once(journey):
    how, out, _ = journey(
        "new", "mine.yaml", "--brand", "Ours", "--budget", "knwo=1", "--focal", "nobody", "--json"
    )
    assert how == 2
    assert [it["path"] for it in json.loads(out)["errors"]] == ["--brand", "--focal", "--budget"]


def test_programs_are_told_what_was_written(journey):
    how, out, _ = journey("new", "mine.yaml", *OURS, "--json")
    found = json.loads(out)
    assert how == 0
    assert (found["file"], found["scenario"], found["focal"]) == ("mine.yaml", "mine", "ours")
    assert len(found["brands"]) == 6
    assert 0 < found["assumptions"] <= found["numbers"]


def test_on_a_terminal_it_asks(tmp_path):
    ours, theirs = pty.openpty()
    done = subprocess.Popen(
        [sys.executable, "-m", "sim", "new", "mine.yaml"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.write(ours, b"cafe\ntea\nOur Tea\ncheap\n3.5\n\n500\n")
    out, _ = done.communicate(timeout=60)
    os.close(theirs)
    os.close(ours)
    assert done.returncode == 0
    assert out.startswith(b"mine.yaml: 5 brands; ")
    spec = load(tmp_path / "mine.yaml")
    assert (spec.market.category, spec.market.consumers) == ("tea", 500)
    assert (spec.focal_brand, spec.brands["our-tea"].price_eur) == ("our-tea", 3.5)
