"""`journey trace` as people and programs use it."""

import json
import re

import pytest

from sim.model import JourneyModel
from sim.scenario_io import load
from sim.study.trace import first_day
from sim.study.watch import Watch
from sim.tables.moments import SERVICE

pytestmark = pytest.mark.slow

VERSUS = "be-there-to-know"


def test_a_year_is_told_line_by_line(journey, mini):
    how, out, err = journey("trace", mini, "--consumer", "3")
    lines = out.splitlines()
    assert how == 0
    assert lines[0].startswith("Consumer 3 of mini (seed 7, replicate 0), consumer")
    assert any(re.match(r"^(Mon|Tue|Wed|Thu|Fri|Sat|Sun) \d+ Jan", line) for line in lines)
    assert re.fullmatch(
        r"base plan: \d+ needs, \d+ moments, \d+ purchases, \d+ of them acme", lines[-1].strip()
    )
    assert err.splitlines()[-1] == "mini: 100 %"


def test_programs_get_every_moment_of_the_touch_log(journey, mini):
    _, out, _ = journey("trace", mini, "--consumer", "3", "--json", "--quiet")
    told = json.loads(out)
    start = first_day(load(str(mini)), seed=7, replicate=0, watch=Watch())
    rows = JourneyModel.resume(start).run().touches()
    rows = rows[(rows["consumer"] == 3) & (rows["moment"] != SERVICE) & (rows["brand"] == 0)]
    micro = [it for it in told["base"]["events"] if it["kind"] in ("moment", "idle", "how_to")]
    assert [it["day"] for it in micro] == rows["day"].tolist()
    assert len(micro) > 10
    assert (told["scenario"], told["consumer"], told["other"], told["fork"]) == (
        "mini", 3, None, None
    )  # fmt: skip
    assert set(told["base"]["believed"]) == {"acme", "bolt", "crest", "dune"}


def test_two_worlds_stand_side_by_side_and_the_fork_is_marked_once(journey, mini):
    told = [json.loads(journey("trace", mini, "--consumer", number, "--versus", VERSUS,
                               "--json", "--quiet")[1]) for number in range(12)]  # fmt: skip
    forked = next(it for it in told if it["fork"] and it["fork"]["base"]["kind"] == "moment")
    fork = forked["fork"]
    assert fork["base"] == forked["base"]["events"][fork["place"]]
    assert fork["other"] == forked["other"]["events"][fork["place"]]
    assert fork["base"] != fork["other"]
    number = forked["consumer"]
    how, out, _ = journey("trace", mini, "--consumer", number, "--versus", VERSUS, "--quiet")
    assert how == 0
    assert out.count("▶") == 1
    assert f"event {fork['place'] + 1}, both years are the same." in out
    assert "Why: " in out


def test_a_fork_in_an_advert_is_marked_too(journey, mini):
    loud = ("--set", "strategies={loud: {spend: {moments: {stimulus: 300}}}}")
    told = json.loads(
        journey("trace", mini, "--consumer", 2, "--versus", "loud", *loud, "--json", "--quiet")[1]
    )
    kinds = {told["fork"][side]["kind"] for side in ("base", "other")}
    assert "advert" in kinds
    out = journey("trace", mini, "--consumer", 2, "--versus", "loud", *loud, "--quiet")[1]
    assert out.count("▶") == 1
    assert "Why: loud changes whom adverts reach" in out


def test_lives_worth_telling_name_the_consumer_to_ask_for(journey, mini):
    options = ("--interesting", "--people", "40", "--versus", VERSUS, "--quiet")
    how, out, _ = journey("trace", mini, *options)
    told = json.loads(journey("trace", mini, *options, "--json")[1])
    assert how == 0
    assert [it["kind"] for it in told["stories"]]
    for story in told["stories"]:
        assert story["trace"]["consumer"] == story["consumer"] < 40
        assert f"More of this year: --consumer {story['consumer']} --versus {VERSUS}" in out
        assert story["about"][1:] in out


def test_what_was_missed_adds_up(journey, mini):
    options = ("--missed", "--people", "30", "--quiet")
    how, out, _ = journey("trace", mini, *options)
    told = json.loads(journey("trace", mini, *options, "--json")[1])
    assert how == 0
    assert told["needs"] == told["won"] + told["lost"]
    table = told["would_have_won"]
    assert sum(sum(row.values()) for row in table.values()) == told["lost"]
    assert told["lost"] - sum(row.get("nothing", 0) for row in table.values()) == told["winnable"]
    assert f"Acme did not win {told['lost']:,} of {told['needs']:,} needs" in out


def test_the_map_of_missed_moments_has_reason_count_and_cost_for_people_and_programs(journey, mini):
    options = ("--missed", "--people", "30", "--quiet")
    out = journey("trace", mini, *options)[1]
    told = json.loads(journey("trace", mini, *options, "--json")[1])
    first = told["moments"][0]
    for cell in told["moments"]:
        assert sum(cell["reasons"].values()) == cell["flips"] <= cell["absent"]
        if cell["eur_per_contact"] is not None:
            paid = cell["eur_per_contact"] * cell["absent"]
            assert cell["eur_per_need"] == pytest.approx(paid / cell["flips"])
    reason, needs = next(iter(first["reasons"].items()))
    row = next(line for line in out.splitlines()
               if line.startswith(f"{first['moment']} on {first['channel']} "))  # fmt: skip
    assert f"{first['absent']:,}" in row
    assert f"{reason.replace('_', ' ')} {needs}" in row
    assert f"{first['eur_per_need']:.2f}" in row
    assert f"Not counted as unnoticed: {told['visits_to_rivals_own_shops']:,} days of needs" in out
    sold = sum(it["needs"] for it in told["lost_to_rivals_own_shops"])
    assert f"Rivals sold to {sold:,} of the lost needs in shops of their own" in " ".join(
        out.split()
    )
    bought = [it for it in told["needs_lost"] if it["channel"] == "store"]
    assert len(bought) == sold


LOOKS = [
    ("--consumer", "3"),
    ("--missed", "--people", "10"),
    ("--interesting", "--people", "10", "--versus", VERSUS),
]


@pytest.mark.parametrize("what", LOOKS)
@pytest.mark.parametrize(
    ("ending", "magic"),
    [("svg", b"<?xml"), ("png", b"\x89PNG")],
)
def test_a_figure_is_drawn_where_it_is_wanted(journey, mini, tmp_path, what, ending, magic):
    file = tmp_path / f"life.{ending}"
    how, _, _ = journey("trace", mini, *what, "--figure", file, "--quiet")
    assert how == 0
    assert file.read_bytes().startswith(magic)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "say one of --consumer, --interesting and --missed"),
        (("--consumer", "1", "--missed"), "say one of --consumer, --interesting and --missed"),
        (("--missed", "--page", "a.pdf"), "FILE of --page ends in .html"),
        (("--consumer", "1", "--figure", "a.gif"), "FILE ends in one of .svg, .png, .pdf"),
        (("--consumer", "200"), "there is no consumer 200; allowed: 0 to 199"),
        (
            ("--consumer", "1", "--versus", "be-there-to-no"),
            "has no strategy be-there-to-no; did you mean 'be-there-to-",
        ),
    ],
)
def test_what_cannot_be_traced_is_said(journey, mini, arguments, message):
    how, out, err = journey("trace", mini, *arguments)
    assert (how, out) == (2, "")
    assert message in " ".join(err.replace("│", " ").split())


def test_programs_are_told_of_mistakes_in_json(journey, mini):
    how, out, _ = journey("trace", mini, "--consumer", "200", "--versus", "nosuch", "--json")
    errors = json.loads(out)["errors"]
    assert how == 2
    assert [it["path"] for it in errors] == ["--consumer", "--versus"]
    assert errors[0]["allowed"] == "0 to 199"


@pytest.mark.parametrize("what", LOOKS)
def test_a_page_that_prints_is_written_where_it_is_wanted(journey, mini, tmp_path, what):
    file = tmp_path / "life.html"
    how, _, _ = journey("trace", mini, *what, "--page", file, "--quiet")
    text = file.read_text()
    assert how == 0
    assert text.startswith("<!DOCTYPE html>")
    assert "<svg" in text
