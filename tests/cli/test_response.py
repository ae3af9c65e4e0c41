"""`journey response`: what it prints, what it keeps, and how it ends."""

import json
import re
from xml.etree import ElementTree

import pytest

from sim.analysis.response_json import as_json
from sim.study import response_worlds
from sim.study.asked import MOMENTS
from sim.study.response_kept import kept_response

pytestmark = pytest.mark.slow

SMALL = ("--reps", 2, "--workers", 1, "--quiet")
TWO = (*SMALL, "--moments", "know,buy", "--grid", "0,0.5,2")
ESTIMATE = {"mean", "low", "high"}


def answer(journey, *arguments):
    how, out, _ = journey("response", *arguments, "--json")
    assert how == 0
    return json.loads(out)


def errors(said):
    return json.loads(said)["errors"]


def test_programs_get_curves_by_moment_and_a_ranking(journey, mini):
    told = answer(journey, mini, *TWO)
    assert told["brand"] == "acme"
    assert set(told["moments"]) == {"know", "buy"}
    for points in told["moments"].values():
        assert [point["multiplier"] for point in points] == [0, 0.5, 1, 2]
        today = points[2]
        assert today["difference"] == {"mean": 0, "low": 0, "high": 0}
        for point in points:
            assert set(point) == {"multiplier", "spend", "purchases", "difference"}
            assert point["spend"] == pytest.approx(point["multiplier"] * today["spend"])
            assert set(point["purchases"]) == set(point["difference"]) == ESTIMATE
            more = point["purchases"]["mean"] - today["purchases"]["mean"]
            assert point["difference"]["mean"] == pytest.approx(more)
    assert {row["moment"] for row in told["ranking"]} == {"know", "buy"}
    for row in told["ranking"]:
        assert set(row) == {"moment", "marginal_purchases_per_1000"}
        points = told["moments"][row["moment"]]
        more = points[3]["purchases"]["mean"] - points[1]["purchases"]["mean"]
        per_1000 = 1000 * more / (points[3]["spend"] - points[1]["spend"])
        assert row["marginal_purchases_per_1000"]["mean"] == pytest.approx(per_1000)
    means = [row["marginal_purchases_per_1000"]["mean"] for row in told["ranking"]]
    assert means == sorted(means, reverse=True)
    assert not {"levers", "elasticity", "assumptions", "per_replicate"} & set(told)


def test_one_replicate_has_no_interval_and_no_ranking(journey, mini):
    told = answer(journey, mini, *TWO, "--reps", 1)
    assert told["moments"]["know"][0]["purchases"]["low"] is None
    assert told["against_best"] is None
    assert told["next"]["best"] == []
    assert told["detectable_per_1000"] is None


def test_levers_are_told_when_asked_for(journey, mini):
    told = answer(journey, mini, *SMALL, "--moments", "compare", "--grid", "2", "--levers")
    assert set(told["levers"]) == {"compare", "personal"}
    assert {row["lever"] for row in told["lever_ranking"]} == {"compare", "personal"}
    spend = {name: points[0]["spend"] for name, points in told["levers"].items()}
    assert sum(spend.values()) == pytest.approx(told["moments"]["compare"][0]["spend"])


def test_elasticity_is_told_by_cell_when_asked_for(journey, mini):
    arguments = ("--reps", 2, "--workers", 1, "--quiet", "--moments", "buy", "--grid", "2")
    told = answer(journey, mini, *arguments, "--elasticity", "--days", 5)
    cells = {(row["moment"], row["channel"]) for row in told["elasticity"]}
    assert len(cells) == len(told["elasticity"]) == 7 * 3
    assert ("buy", "store") in cells
    assert all(set(row) == {"moment", "channel"} | ESTIMATE for row in told["elasticity"])


def test_plausible_markets_are_counted_when_asked_for(journey, mini, monkeypatch):
    other = response_worlds.opportunities_of
    known = []

    def same(spec, watch):
        known.append(spec)
        return other(known[0], watch)

    monkeypatch.setattr(response_worlds, "opportunities_of", same)
    monkeypatch.setattr("sim.study.response.opportunities_of", same)
    told = answer(journey, mini, *TWO, "--assumptions", 3)["assumptions"]
    assert (told["markets"], told["lives"]) == (3, 2)
    assert sum(told["firsts"].values()) == 3
    assert set(told["firsts"]) == {"know", "buy"}
    assert len(told["drawn"]) == 3
    assert "market.choice.price" in told["drawn"][0]["assumed"]
    _, out, _ = journey("response", mini, *TWO, "--assumptions", 3)
    assert re.search(r"^In 3 plausible markets a further euro does most for: \w+ in \d", out, re.M)
    assert re.search(r"^Two lives of a market agree on the first in \d of 3\.", out, re.M)


def test_people_read_curves_margins_ranks_and_where_it_is_kept(journey, mini):
    how, out, err = journey("response", mini, *TWO)
    assert how == 0
    lines = out.splitlines()
    assert lines[0] == "mini: 200 consumers, 14 days, 2 replicates, seed 7, feedback live"
    assert re.match(
        r"Purchases of acme more than today, .+ luck only: 2 replicates; \d+ of", lines[1]
    )
    assert re.match(
        r"Moment +today +× 0 +× 0.5 +× 2 +saturates +per €1,000 more +± 95 % +less than the best",
        lines[2],
    )
    assert {line.split()[0] for line in lines[4:6]} == {"know", "buy"}
    assert "a little more money" in out.lower()
    assert "€10,000" not in out
    assert re.search(
        r"a difference of less than about [\d,.]+ purchases per €1,000 is often missed", out
    )
    assert re.match(r"Results: results/mini-response-[0-9a-f]{8}  \(journey report ", lines[-1])
    assert err == ""
    assert "\x1b" not in out


def test_one_replicate_is_called_no_ranking(journey, mini):
    _, out, _ = journey("response", mini, *TWO, "--reps", 1)
    assert "this is no ranking" in out


def test_what_is_kept_can_be_read_as_a_table_and_is_not_lived_again(journey, mini, tmp_path):
    kept = tmp_path / "kept"
    first = answer(journey, mini, *TWO, "--out", kept)
    again = answer(journey, mini, *TWO, "--out", kept)
    assert again["moments"] == first["moments"]
    assert len(list((kept / "parts").iterdir())) == 2 * (1 + 2 * 3)
    rows = (kept / "summary.csv").read_text().splitlines()
    heads = "kind,name,multiplier,spend,measure,unit,base,value,difference,low,high"
    assert rows[0] == heads
    assert len(rows) == 1 + 2 * 4 * 2
    manifest = json.loads((kept / "manifest.json").read_text())
    assert (manifest["kind"], manifest["brand"], manifest["replicates"]) == ("response", "acme", 2)


def test_a_sum_of_money_more_is_lived_for_every_moment(journey, mini):
    unpaid = ("--set", "brands.acme.spend.moments.know=0")
    told = answer(journey, mini, *TWO, "--more", 50, *unpaid)["more"]
    assert (told["euro"], set(told["moments"])) == (50, {"know", "buy"})
    assert told["moments"]["know"]["planned"] == 0
    for one in told["moments"].values():
        assert set(one["difference"]) == {"purchases", "profit"}
        assert set(one["difference"]["profit"]) == ESTIMATE
    _, out, _ = journey("response", mini, *TWO, "--more", 50)
    assert re.search(r"^€50 more for one moment, for these 200 people, beside today's €", out, re.M)
    assert re.search(
        r"(best use of €50 more is|may be that €50 more bring nothing|No best can be named)", out
    )


def test_a_replay_says_what_the_review_loop_makes_of_a_purchase(journey, mini):
    told = answer(journey, mini, *TWO, "--feedback", "replay")
    assert set(told["live"]) == {"know", "buy"}
    assert set(told["multiplier"]) <= {"know", "buy"}
    assert "Live by direct" in journey("response", mini, *TWO, "--feedback", "replay")[1]
    assert "live" not in answer(journey, mini, *TWO)


@pytest.mark.parametrize(
    "asked",
    [
        (),
        ("--levers", "--more", 50, "--set", "brands.acme.spend.moments.know=0"),
        ("--feedback", "replay"),
        ("--elasticity", "--days", 5),
    ],
)
def test_a_kept_study_gets_its_page_and_says_what_it_said(journey, mini, tmp_path, asked):
    told = answer(journey, mini, *TWO, *asked, "--out", tmp_path / "kept")
    again = as_json(kept_response(tmp_path / "kept"))
    # JSON has no tuples.
    assert json.loads(json.dumps(again)) == told
    assert journey("report", tmp_path / "kept")[0] == 0
    page = (tmp_path / "kept" / "report.html").read_text(encoding="utf-8")
    heads = {
        "more": "A sum of money more",
        "levers": "Single levers",
        "live": "By itself and through others",
        "elasticity": "What being noticed is worth",
    }
    shown = {name for name, head in heads.items() if f">{head}</h2>" in page}
    assert shown == set(heads) & set(told)
    assert re.search(r"\d+ of \d+ numbers of this market are assumptions", page)


def test_every_replicate_is_told_when_asked_for(journey, mini):
    told = answer(journey, mini, *TWO, "--per-replicate")
    units = [one["moments"]["buy"]["2.0"] for one in told["per_replicate"]]
    assert sum(units) / 2 == told["moments"]["buy"][3]["purchases"]["mean"]


def test_another_brand_can_be_asked_about(journey, mini):
    assert answer(journey, mini, *TWO, "--brand", "bolt")["brand"] == "bolt"


def test_moments_that_get_no_money_are_named(journey, mini):
    how, out, err = journey("response", mini, *TWO, "--set", "brands.acme.spend.moments.know=0")
    assert how == 0
    assert "acme spends nothing today for know" in err
    assert not re.search(r"^know", out, re.M)


def test_a_brand_that_spends_nothing_has_no_curve(journey, mini):
    nothing = [f"brands.acme.spend.moments.{name}=0" for name in MOMENTS]
    settings = [part for setting in nothing for part in ("--set", setting)]
    settings += ["--set", "brands.acme.spend.levers={}"]
    how, out, _ = journey("response", mini, *SMALL, *settings)
    assert how == 0
    assert "acme spends nothing for these moments" in out


def test_a_figure_is_drawn_where_it_is_wanted(journey, mini, tmp_path):
    path = tmp_path / "response.svg"
    how, _, _ = journey("response", mini, *TWO, "--figure", path)
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
    how, out, _ = journey("response", mini, *SMALL, *asked, "--json")
    assert how == 2
    assert [(it["path"], it["nearest"]) for it in errors(out)] == [(path, nearest)]


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--grid", "1,x"], "numbers from 0 to 100"),
        (["--grid", "-1,1"], "numbers from 0 to 100"),
        (["--grid", "nan"], "numbers from 0 to 100"),
        (["--grid", "1"], "other than 1"),
        (["--grid", ","], "other than 1"),
        (["--figure", "response.doc"], ".svg, .png, .pdf"),
        (["--assumptions", "-1"], "greater than or equal to 0"),
        (["--more", "0"], "a sum of money above 0"),
        (["--more", "nan"], "a sum of money above 0"),
    ],
)
def test_what_makes_no_sense_is_refused_before_anything_is_lived(journey, mini, asked, said):
    how, out, _ = journey("response", mini, *TWO, *asked, "--json")
    assert how == 2
    assert said in errors(out)[0]["message"]


def test_a_folder_with_something_else_is_left_alone(journey, mini, tmp_path):
    kept = tmp_path / "kept"
    assert journey("run", mini, "--reps", 1, "--quiet", "--out", kept)[0] == 0
    how, out, _ = journey("response", mini, *TWO, "--out", kept, "--json")
    assert how == 2
    assert "holds something else" in errors(out)[0]["message"]
