"""`journey compare`: what it prints, what it keeps, and how it ends."""

import json
import math
import re
from decimal import Decimal

import pandas as pd
import pytest

from sim.results import Comparison

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
    assert journey("compare", mini, *KNOW, "--reps", 2, "--quiet")[2] == ""


def test_a_replay_tells_direct_and_social_effect(journey, mini):
    how, out, _ = journey("compare", mini, *KNOW, "--reps", 2, "--feedback", "replay", "--quiet")
    assert how == 0
    assert "People read and hear what was made public in mini." in out
    assert re.search(
        r"[+-][\d.]+ ± [\d.]+ = -?[\d.]+ ± [\d.]+ directly [+-] [\d.]+ ± [\d.]+ through others",
        out,
    )


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
    assert list(found) == ["base", "base_result", "focal", "replicates", "strategies"]
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


@pytest.mark.parametrize("setting", ["market.consumers=201", "market.days=31", "focal=bolt"])
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
    assert (how, err) == (0, "")
    assert "equal budget" in out


# --- what is kept ---------------------------------------------------------------------------------


def test_it_is_kept_and_read_again(journey, mini, tmp_path):
    found = answer(journey, mini, *KNOW, "--reps", 2, "--out", "kept")
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


def test_a_folder_that_holds_a_run_is_left_alone(journey, mini):
    journey("run", mini, "--reps", 1, "--out", "kept", "--quiet")
    how, out, _ = journey("compare", mini, *KNOW, "--out", "kept", "--json")
    assert how == 2
    assert errors(out)[0]["path"] == "--out"
