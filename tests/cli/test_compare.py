"""`journey compare`: what it prints, what it keeps, and how it ends."""

import json
import math
import re
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from sim.analysis.social import Effects
from sim.results import Comparison, Estimate
from sim.results.written import number
from sim.scenario_io import resolved
from tests.crn.compared import busy

RUN_KEYS = [
    "scenario", "focal", "seed", "replicates", "consumers", "days", "feedback", "elapsed_s",
    "consumer_days_per_s", "out", "brands", "counts", "funnel", "moments", "personas", "lost",
]  # fmt: skip
ESTIMATE = {"mean", "low", "high"}
DIFFERENCE = ["purchases", "share", "revenue", "spend", "induced_spend", "profit"]
SOURCES = ["from_rivals", "new_to_category", "brought_forward"]
CHANGED = ["only_with", "only_without", "sooner", "later", "other_brand", "unchanged"]
KNOW = ("--strategy", "be-there-to-know")


def answer(journey, *arguments):
    how, out, _ = journey("compare", *arguments, "--json")
    assert how == 0
    return json.loads(out)


def errors(said):
    return json.loads(said)["errors"]


def plan(tmp_path, name, **brand):
    """Another scenario: the small market under another plan."""
    file = tmp_path / f"{name}.yaml"
    mini = next(tmp_path.glob("mini.yaml"))
    file.write_text(json.dumps({"extends": str(mini), "name": name, "brands": {"acme": brand}}))
    return file


def gaining(monkeypatch, **gains):
    """Let worlds differ by so much, pair by pair, and by nothing else."""
    monkeypatch.setattr(
        Comparison,
        "gains",
        lambda _, _name, measure="purchases": np.array(gains.get(measure, [0.0, 0.0])),
    )
    sources = {**dict.fromkeys(SOURCES, 0.0), SOURCES[0]: 102.0}
    monkeypatch.setattr(Comparison, "source", lambda *_: sources)


@pytest.fixture
def here(mini, tmp_path):
    """The small market in the folder of the test."""
    file = tmp_path / "mini.yaml"
    file.write_text(mini.read_text())
    return file


# --- what people read -----------------------------------------------------------------------------


def test_people_read_the_table_the_sources_and_who_changed(journey, mini):
    how, out, err = journey("compare", mini, *KNOW, "--strategy", "be-there-to-buy", "--reps", 3)
    assert how == 0
    lines = out.splitlines()
    assert lines[0] == "Same consumers, same luck, 3 pairs. Brand acme, equal budget."
    assert re.match(
        r"Strategy +purchases +more than base +95 % interval +cost per extra purchase", lines[1]
    )
    assert [line.split()[0] for line in lines[3:6]] == [
        "mini",
        "be-there-to-know",
        "be-there-to-buy",
    ]
    whence = re.compile(
        r"^(\S+): ([+-][\d.]+) = (-?[\d.]+) from rivals ([+-] [\d.]+) new to the category "
        r"([+-] [\d.]+) brought forward$",
        re.MULTILINE,
    )
    rows = {line.split()[0]: line.split() for line in lines[3:6]}
    told = whence.findall(out)
    assert [name for name, *_ in told] == ["be-there-to-know", "be-there-to-buy"]
    for name, total, *parts in told:
        assert total == rows[name][2]
        assert sum(Decimal(it.replace(" ", "")) for it in parts) == Decimal(total)
    assert re.search(
        r"Who changed, under the same luck: \d+ bought only because of it · \d+ only without it · "
        r"\d+ sooner",
        out,
    )
    assert re.search(r"luck only; \d+ of \d+ numbers of this market are assumptions", out)
    assert re.fullmatch(r"Results: results/mini-[0-9a-f]{8}", lines[-1])
    assert "\x1b" not in out + err


def test_progress_is_told_in_tenths_unless_nobody_wants_it(journey, mini):
    _, _, err = journey("compare", mini, *KNOW, "--reps", 1)
    assert [line for line in err.splitlines() if line.endswith("%")][-1] == "mini: 100 %"
    quiet = journey("compare", mini, *KNOW, "--reps", 2, "--quiet")[2]
    assert [line for line in quiet.splitlines() if not line.startswith("thin review boards")] == []


def test_a_replay_tells_direct_and_social_effect(journey, mini):
    how, out, _ = journey("compare", mini, *KNOW, "--reps", 2, "--feedback", "replay", "--quiet")
    assert how == 0
    assert "People read and hear what was made public in mini." in out
    assert re.search(
        r"[+-][\d.]+ ± [\d.]+ = -?[\d.]+ ± [\d.]+ directly [+-] [\d.]+ ± [\d.]+ through others",
        out,
    )


@pytest.mark.parametrize(
    ("factor", "told"),
    [
        (Estimate(3.29, None, None), []),
        (Estimate(1.25, 1.1, 1.5), ["(× 1.25, 1.10 to 1.50)"]),
    ],
)
def test_a_factor_on_what_may_be_nothing_is_not_told(journey, mini, monkeypatch, factor, told):
    some = Effects(Estimate(50, 20, 80), Estimate(15.4, -94, 124), Estimate(34.6, 9, 60), factor)
    monkeypatch.setattr("sim.cli.show_compare.effects", lambda *_: some)
    _, out, _ = journey("compare", mini, *KNOW, "--reps", 2, "--feedback", "replay", "--quiet")
    line = next(it for it in out.splitlines() if it.startswith("  Where people hear"))
    assert "+50 ± 30 = 15 ± 109 directly + 35 ± 26 through others" in line
    assert re.findall(r"\(×.*\)", line) == told


def test_all_measures_and_the_steps_of_the_journey_are_told_beside_each_other(journey, mini):
    _, out, _ = journey("compare", mini, *KNOW, "--reps", 3, "--quiet", "--out", "kept")
    frame = Comparison.load("kept").frame.set_index("measure")
    rows = dict(re.findall(r"^(.+), (?:points|€|stars) +(\S+ ± \S+)$", out, re.MULTILINE))
    assert list(rows) == [
        "share of purchases", "revenue", "margin", "induced spend", "rating displayed",
        "satisfaction", "net promoter score", "stimulus → ZMOT", "ZMOT → FMOT", "FMOT → SMOT",
        "SMOT → UMOT",
    ]  # fmt: skip
    forms = {"revenue": (1, ",.0f"), "nps": (1, ",.2f"), "share": (100, ",.2f")}
    shown = {"revenue": "revenue", "nps": "net promoter score", "share": "share of purchases"}
    for measure, (factor, form) in forms.items():
        row = frame.loc[measure]
        half = factor * (row["high"] - row["low"]) / 2
        assert rows[shown[measure]] == (
            f"{number(factor * row['difference'], f'+{form}')} ± {number(half, form)}"
        )


def test_personas_are_told_with_intervals_and_by_head(journey, tmp_path):
    file = tmp_path / "three.yaml"
    file.write_text(json.dumps({**resolved(busy()), "name": "three"}))
    how, out, _ = journey("compare", file, "--strategy", "cheaper", "--reps", 2, "--quiet")
    assert how == 0
    line = next(it for it in out.splitlines() if it.startswith("  By persona: "))
    told = re.findall(
        r"(careful|middle|young) ([+-][\d,.]+) ± [\d,.]+ \(([+-][\d.]+) per 100 people\)", line
    )
    assert [name for name, *_ in told] == ["careful", "middle", "young"]
    total = re.search(r"^cheaper: (\S+) =", out, re.MULTILINE)[1]
    assert sum(Decimal(more.replace(",", "")) for _, more, _ in told) == Decimal(total)


def test_each_plan_has_the_smallest_difference_of_its_own(journey, mini):
    names = ("be-there-to-know", "be-there-to-buy")
    _, out, _ = journey("compare", mini, *KNOW, "--strategy", names[1], "--reps", 3, "--out", "k")
    found = Comparison.load("k")
    line = next(it for it in out.splitlines() if "would often miss" in it)
    for name in names:
        error = np.std(found.gains(name), ddof=1) / math.sqrt(3)
        least = (stats.t.ppf(0.975, 2) + stats.t.ppf(0.8, 2)) * error
        assert f"{least:,.{int(least < 10)}f} ({name})" in line


def test_a_plan_that_changes_nothing_is_ranked_with_no_other(journey, mini, tmp_path):
    plans = {"nothing": {}, "know": {"spend": {"moments": {"know": 60}}}}
    file = tmp_path / "idle.yaml"
    world = {**json.loads(mini.read_text()), "name": "idle", "strategies": plans}
    file.write_text(json.dumps(world))
    _, out, _ = journey("compare", file, "--reps", 2, "--quiet")
    assert "nothing: as many purchases as in the base, in every pair" in out
    assert "(know)" in out
    assert "(nothing)" not in out
    assert "old apart" not in out


def test_the_replicates_that_a_width_takes_are_told_if_asked(journey, mini):
    _, out, _ = journey("compare", mini, *KNOW, "--reps", 4, "--quiet", "--width", 1)
    needed = re.search(r"± 1 purchases take about ([\d,]+) replicates \(now ± \d+\)", out)
    assert int(needed[1].replace(",", "")) > 4
    assert "take about" not in journey("compare", mini, *KNOW, "--reps", 4, "--quiet")[1]


def test_one_pair_promises_no_interval(journey, mini):
    how, out, _ = journey("compare", mini, *KNOW, "--reps", 1, "--quiet")
    assert how == 0
    assert "1 pair." in out
    assert "Not decided" not in out


# --- what programs read ---------------------------------------------------------------------------


def test_json_has_exactly_the_keys_that_are_promised(journey, mini):
    found = answer(journey, mini, *KNOW, "--reps", 2)
    assert list(found) == ["base", "base_result", "focal", "replicates", "strategies", "out"]
    assert (found["base"], found["focal"], found["replicates"]) == ("mini", "acme", 2)
    assert list(found["base_result"]) == RUN_KEYS
    told = found["strategies"]["be-there-to-know"]
    assert list(told) == [*RUN_KEYS, "budget", "difference", "source", "changed"]
    assert list(told["budget"]) == ["planned", "base_planned", "equal"]
    assert list(told["difference"]) == DIFFERENCE
    assert all(set(it) == ESTIMATE for it in told["difference"].values())
    assert list(told["source"]) == SOURCES
    assert list(told["changed"]) == CHANGED
    rivals, new, forward = told["source"].values()
    assert rivals + new + forward == told["difference"]["purchases"]["mean"]


def test_the_difference_is_that_of_the_two_results(journey, mini):
    found = answer(journey, mini, *KNOW, "--reps", 2)
    told = found["strategies"]["be-there-to-know"]
    base = found["base_result"]["brands"]["acme"]
    for measure in DIFFERENCE:
        more = told["brands"]["acme"][measure]["mean"] - base[measure]["mean"]
        assert told["difference"][measure]["mean"] == pytest.approx(more, abs=1e-6)


def test_the_base_is_what_run_finds(journey, mini):
    found = answer(journey, mini, *KNOW, "--reps", 2)["base_result"]
    _, out, _ = journey("run", mini, "--reps", 2, "--json", "--quiet")
    alone = json.loads(out)
    for name in set(RUN_KEYS) - {"elapsed_s", "consumer_days_per_s", "out"}:
        assert found[name] == alone[name]


def test_every_replicate_is_told_beside_the_rest_if_asked(journey, mini):
    plain = answer(journey, mini, *KNOW, "--reps", 2)["strategies"]["be-there-to-know"]
    asked = answer(journey, mini, *KNOW, "--reps", 2, "--per-replicate")
    told = asked["strategies"]["be-there-to-know"]
    rows = told.pop("per_replicate")
    assert list(told) == list(plain)
    assert [row["replicate"] for row in rows] == [0, 1]
    mean = math.fsum(row["difference"]["purchases"] for row in rows) / 2
    assert mean == told["difference"]["purchases"]["mean"]


def test_details_are_told_if_asked(journey, mini):
    found = answer(journey, mini, *KNOW, "--reps", 2, "--details")
    told = found["strategies"]["be-there-to-know"]["details"]
    assert {"difference", "cost_per_purchase", "iroas", "funnel", "moments"} < set(told)
    assert {"rating", "satisfaction", "nps", "margin"} < set(told["difference"])


# --- what is compared -----------------------------------------------------------------------------


def test_scenarios_are_compared_each_under_its_own_plan(journey, here, tmp_path):
    other = plan(tmp_path, "cheap", price_eur=2.0)
    found = answer(journey, here, other, "--reps", 2)
    back = answer(journey, other, here, "--reps", 2)
    more = found["strategies"]["cheap"]["difference"]["purchases"]
    less = back["strategies"]["mini"]["difference"]["purchases"]
    assert more["mean"] > 0
    assert more == {"mean": -less["mean"], "low": -less["high"], "high": -less["low"]}


@pytest.mark.parametrize("setting", ["market.consumers=201", "market.days=15", "focal=bolt"])
def test_other_consumers_are_not_compared(journey, here, tmp_path, setting):
    path, _, value = setting.partition("=")
    file = tmp_path / "other.yaml"
    inner = value if not value.isdigit() else int(value)
    section, _, name = path.partition(".")
    changed = {section: {name: inner}} if name else {section: inner}
    file.write_text(json.dumps({"extends": str(here), "name": "other", **changed}))
    how, out, _ = journey("compare", here, file, "--reps", 1, "--json")
    assert how == 2
    assert errors(out)[0]["path"] == path


def test_a_strategy_that_is_not_there_is_an_error_with_the_nearest_name(journey, mini):
    how, out, _ = journey("compare", mini, "--strategy", "be-there-to-knw", "--json")
    assert how == 2
    assert errors(out)[0]["nearest"] == "be-there-to-know"


def test_a_replay_of_two_scenarios_is_an_error(journey, mini):
    how, _, err = journey("compare", mini, mini, "--feedback", "replay")
    assert how == 2
    assert "one warm-up" in err


# --- budgets --------------------------------------------------------------------------------------


def test_plans_that_cost_more_are_warned_of(journey, here, tmp_path):
    rich = plan(tmp_path, "rich", spend={"moments": {"know": 40}})
    how, out, err = journey("compare", here, rich, "--reps", 2, "--quiet")
    assert how == 0
    assert "budgets differ" in out
    assert re.search(r"rich plans to spend €[\d.]+ a week per 1,000 consumers, mini €[\d.]+", err)


def test_plans_that_cost_more_are_refused_before_anybody_lives(journey, here, tmp_path):
    rich = plan(tmp_path, "rich", spend={"moments": {"know": 40}})
    how, out, _ = journey("compare", here, rich, "--require-equal", "--json")
    assert how == 4
    assert "not the same budget" in errors(out)[0]["message"]
    assert not (tmp_path / "results").exists()


def test_plans_that_cost_the_same_are_not(journey, mini):
    how, out, err = journey("compare", mini, *KNOW, "--reps", 1, "--quiet", "--require-equal")
    assert how == 0
    assert "budget" not in err
    assert "equal budget" in out


def test_a_lower_price_is_no_free_purchase(journey, here, tmp_path):
    other = plan(tmp_path, "cheap", price_eur=2.0)
    _, out, _ = journey("compare", here, other, "--reps", 2, "--quiet", "--out", "kept")
    found = Comparison.load("kept")
    assert found.difference("cheap").mean > 0
    row = next(it for it in out.splitlines() if it.startswith("cheap "))
    assert "€0" not in row
    price = json.loads(here.read_text())["brands"]["acme"]["price_eur"]
    margin = found.gains("cheap", "margin").mean()
    line = next(it for it in out.splitlines() if it.startswith("  Its price is"))
    assert f"€2.00, not €{price:,.2f}" in line
    assert f"margin {'-' if margin < 0 else '+'}€{abs(margin):,.0f} ±" in line
    assert "returned" not in out


def test_where_nothing_more_is_spent_purchases_cost_nothing_more(journey, mini, monkeypatch):
    """Equal budgets and no event that costs."""
    gaining(monkeypatch, purchases=[100.0, 104.0])
    _, out, _ = journey("compare", mini, *KNOW, "--reps", 2, "--quiet")
    assert "none (equal budget)" in out
    assert "returned" not in out


def test_what_events_cost_is_a_cost_under_equal_budgets_too(journey, mini, monkeypatch):
    """As invitations do: 41 euro for 102 purchases that brought 410."""
    gaining(
        monkeypatch, purchases=[100.0, 104.0], induced_spend=[40.0, 42.0], revenue=[400.0, 420.0]
    )
    _, out, _ = journey("compare", mini, *KNOW, "--reps", 2, "--quiet")
    assert "equal budget." in out
    row = next(it for it in out.splitlines() if it.startswith("be-there-to-know "))
    assert re.search(r"€0\.40 \(€0\.\d\d to €0\.\d\d\)", row)
    line = next(it for it in out.splitlines() if "Each euro more" in it)
    assert "induced spending included, returned €10.00 (€" in line


def test_a_plan_that_saves_money_costs_nothing_more(journey, mini, monkeypatch):
    """102 purchases more for 41 euro less are none that cost -0.40 euro."""
    gaining(monkeypatch, purchases=[100.0, 104.0], spend=[-40.0, -42.0])
    _, out, _ = journey("compare", mini, *KNOW, "--reps", 2, "--quiet")
    row = next(it for it in out.splitlines() if it.startswith("be-there-to-know "))
    assert re.search(r" none ", row)
    assert "-€0.40" not in out


def test_thin_boards_are_warned_of(journey, mini):
    _, _, err = journey("compare", mini, *KNOW, "--reps", 1, "--quiet")
    assert "thin review boards: acme" in err
    _, _, err = journey("compare", mini, *KNOW, "--reps", 1, "--quiet", "--feedback", "off")
    assert "thin" not in err


# --- what is kept ---------------------------------------------------------------------------------


def test_it_is_kept_and_read_again(journey, mini, tmp_path):
    found = answer(journey, mini, *KNOW, "--reps", 2, "--out", "kept")
    assert found["out"] == "kept"
    again = Comparison.load(tmp_path / "kept")
    assert (
        again.difference("be-there-to-know")._asdict()
        == (found["strategies"]["be-there-to-know"]["difference"]["purchases"])
    )
    assert again.made.command[0] == "journey"


def test_the_uplift_of_each_consumer_is_a_table(journey, mini, tmp_path):
    found = answer(journey, mini, *KNOW, "--reps", 2, "--out", "kept", "--people")
    table = pd.read_csv(tmp_path / "kept" / "people.csv")
    assert list(table) == [
        "strategy", "consumer", "persona", "uplift", "standard_error", "more", "fewer",
        "replicates",
    ]  # fmt: skip
    assert len(table) == 200
    more = found["strategies"]["be-there-to-know"]["difference"]["purchases"]["mean"]
    assert table["uplift"].sum() == pytest.approx(more)


def test_other_people_in_each_pair_have_no_uplift_each_and_nobody_lives(journey, mini, tmp_path):
    how, _, err = journey("compare", mini, *KNOW, "--reps", 2, "--people", "--new-people")
    assert how == 2
    assert "a consumer is another person in each replicate" in " ".join(err.split())
    assert not (tmp_path / "results").exists()
    assert journey("compare", mini, *KNOW, "--reps", 1, "--quiet", "--new-people")[0] == 0


def test_a_figure_is_drawn_into_the_file_asked_for(journey, mini, tmp_path):
    journey("compare", mini, *KNOW, "--reps", 2, "--quiet", "--figure", "pairs.svg")
    text = (tmp_path / "pairs.svg").read_text()
    assert "<svg" in text
    assert journey("compare", mini, *KNOW, "--figure", "pairs.docx")[0] == 2


def test_a_folder_that_holds_a_run_is_left_alone(journey, mini):
    journey("run", mini, "--reps", 1, "--out", "kept", "--quiet")
    how, out, _ = journey("compare", mini, *KNOW, "--out", "kept", "--json")
    assert how == 2
    assert errors(out)[0]["path"] == "--out"
