"""`journey credit`: what it prints, what it keeps, and how it ends."""

import json
import re
from xml.etree import ElementTree

import pytest

from sim.study.asked import MOMENTS

pytestmark = pytest.mark.slow

RULES = {
    "last_touch", "last_before_purchase", "first_touch", "linear", "position", "time_decay",
    "markov", "path_shapley",
}  # fmt: skip
USUAL = {"idea", "know", "do", "go", "compare", "buy"}
SMALL = ("--reps", 2, "--workers", 1, "--quiet")
TWO = (*SMALL, "--moments", "know,buy")


def answer(journey, *arguments):
    how, out, _ = journey("credit", *arguments, "--json")
    assert how == 0
    return json.loads(out)


def errors(said):
    return json.loads(said)["errors"]


def test_programs_get_values_by_moment_and_credit_by_rule(journey, mini):
    told = answer(journey, mini, "--reps", 1, "--quiet", "--days", 8)
    assert told["brand"] == "acme"
    for name in ("shapley", "leave_one_out", "only_one"):
        assert set(told[name]) == USUAL
        assert all(set(found) == {"mean", "low", "high"} for found in told[name].values())
    assert set(told["rules"]) == RULES
    for shares in told["rules"].values():
        assert set(shares) == USUAL
        assert all(isinstance(value, float) for value in shares.values())
    assert len(told["interactions"]) == 15
    assert "absence" not in told
    assert "per_replicate" not in told


def test_values_add_up_to_the_total_and_are_not_rounded(journey, mini):
    told = answer(journey, mini, *TWO, "--per-replicate")
    assert len(told["per_replicate"]) == 2
    for one in told["per_replicate"]:
        worth = {tuple(world["funded"]): world["purchases"] for world in one["worlds"]}
        assert one["total"] == worth["buy", "know"] - worth[()]
        assert sum(one["shapley"].values()) == one["total"]
    mean = sum(found["mean"] for found in told["shapley"].values())
    assert mean == pytest.approx(told["total"]["mean"])


def test_one_replicate_has_no_interval(journey, mini):
    told = answer(journey, mini, "--reps", 1, "--quiet", "--moments", "know")
    assert (told["total"]["low"], told["total"]["high"]) == (None, None)


def test_people_read_what_money_caused_what_rules_say_and_where_it_is_kept(journey, mini):
    how, out, err = journey("credit", mini, *TWO, "--absence")
    assert how == 0
    lines = out.splitlines()
    assert lines[0] == "mini: 200 consumers, 14 days, 2 replicates, seed 7, feedback live"
    assert re.match(r"Moment +planned +caused +± 95 % +of all +€ a purchase +left out", lines[1])
    assert {line.split()[0] for line in lines[3:5]} == {"know", "buy"}
    assert re.search(
        r"^Of [\d,]+ purchases of acme, its money in these moments caused -?\d", out, re.M
    )
    assert re.search(r"± luck only: 2 replicates; \d+ of \d+ numbers of this market", out)
    assert re.search(
        r"^Neighbours not told apart: .+ less than about [\d,]+ purchases between two", out, re.M
    )
    assert re.search(r"^Share of credit +truth +last +before +first +linear +position", out, re.M)
    assert re.search(r"^Rules share out all [\d,]+ purchases that had a touch", out, re.M)
    assert re.search(r"^As trackers see it +truth +last +before", out, re.M)
    assert re.search(r"^Ratios of purchases +noticed by never +± 95 % +with by without", out, re.M)
    assert re.search(r"^Lost by leaving +to rivals +± 95 % +no rival there", out, re.M)
    assert re.match(r"Results: results/mini-credit-[0-9a-f]{8}  \(journey report ", lines[-1])
    assert err == ""
    assert "\x1b" not in out


def test_one_replicate_is_called_no_ranking(journey, mini):
    _, out, _ = journey("credit", mini, "--reps", 1, "--quiet", "--moments", "know,buy")
    assert "this is no ranking" in out


def test_progress_is_told_in_tenths_unless_nobody_wants_it(journey, mini):
    _, _, err = journey("credit", mini, "--reps", 1, "--moments", "know")
    assert [line for line in err.splitlines() if "%" in line][-1] == "mini: 100 %"


def test_what_is_kept_can_be_read_as_a_table_and_is_not_lived_again(journey, mini, tmp_path):
    kept = tmp_path / "kept"
    first = answer(journey, mini, *TWO, "--out", kept)
    again = answer(journey, mini, *TWO, "--out", kept)
    assert again["shapley"] == first["shapley"]
    assert len(list((kept / "parts").iterdir())) == 8
    rows = (kept / "summary.csv").read_text().splitlines()
    assert rows[0] == "moment,measure,unit,mean,low,high"
    assert {row.split(",")[0] for row in rows[1:]} == {"know", "buy", "all"}
    manifest = json.loads((kept / "manifest.json").read_text())
    assert (manifest["kind"], manifest["brand"], manifest["replicates"]) == ("credit", "acme", 2)
    assert len(manifest["assumptions"]) == 2


def test_another_brand_can_be_asked_about(journey, mini):
    assert answer(journey, mini, *TWO, "--brand", "bolt")["brand"] == "bolt"


def test_feedback_may_be_replayed(journey, mini):
    told = answer(journey, mini, *TWO, "--feedback", "replay")
    assert told["feedback"] == "replay"
    assert set(told["live"]["shapley"]) == {"know", "buy"}
    for name, one in told["multiplier"].items():
        live, direct = (it[name]["mean"] for it in (told["live"]["shapley"], told["shapley"]))
        assert one["mean"] == pytest.approx(live / direct)
    assert "Live by direct" in journey("credit", mini, *TWO, "--feedback", "replay")[1]
    assert "live" not in answer(journey, mini, *TWO)


def test_absence_is_told_when_asked_for(journey, mini):
    told = answer(journey, mini, *TWO, "--absence")
    assert set(told["absence"]) == {"know", "buy"}
    assert set(told["absence"]["buy"]) == {"among_rivals", "alone", "rivalry"}


def test_a_figure_is_drawn_where_it_is_wanted(journey, mini, tmp_path):
    path = tmp_path / "credit.svg"
    how, _, _ = journey("credit", mini, *TWO, "--figure", path)
    assert how == 0
    assert ElementTree.parse(path).getroot().tag.endswith("svg")


@pytest.mark.parametrize(
    ("asked", "path", "nearest"),
    [
        (["--moments", "knwo"], "moments", "know"),
        (["--brand", "bolg"], "brand", "bolt"),
        (["--moments", ","], "moments", None),
    ],
)
def test_what_does_not_exist_is_told_with_the_nearest(journey, mini, asked, path, nearest):
    how, out, _ = journey("credit", mini, *SMALL, *asked, "--json")
    assert how == 2
    assert [(it["path"], it["nearest"]) for it in errors(out)] == [(path, nearest)]


def test_a_figure_of_another_kind_is_refused_before_anything_is_lived(journey, mini):
    how, out, _ = journey("credit", mini, *TWO, "--figure", "credit.doc", "--json")
    assert how == 2
    assert ".svg, .png, .pdf" in errors(out)[0]["message"]


def test_a_folder_with_something_else_is_left_alone(journey, mini, tmp_path):
    kept = tmp_path / "kept"
    assert journey("run", mini, "--reps", 1, "--quiet", "--out", kept)[0] == 0
    how, out, _ = journey("credit", mini, *TWO, "--out", kept, "--json")
    assert how == 2
    assert "holds something else" in errors(out)[0]["message"]


def test_a_brand_that_spends_nothing_has_nothing_to_share_out(journey, mini):
    nothing = [f"brands.acme.spend.moments.{name}=0" for name in MOMENTS]
    settings = [part for setting in nothing for part in ("--set", setting)]
    settings += ["--set", "brands.acme.spend.levers={}"]
    how, out, err = journey("credit", mini, *SMALL, *settings)
    assert how == 0
    assert "acme spends nothing" in err
    assert "caused 0" in out
