"""`journey explain`: what a word means, for people, programs and editors."""

import json
import re
import subprocess
import sys

import pytest

MARKET = """\
extends: cafe
market:
  choice:
    habit: 0.9 # our own survey
"""


@pytest.fixture
def mine(tmp_path):
    path = tmp_path / "mine.yaml"
    path.write_text(MARKET)
    return path


def meanings(journey, *arguments):
    how, out, _ = journey("explain", *arguments, "--json")
    assert how == 0
    return json.loads(out)["meanings"]


def rows(out):
    """Labels and the first line of what stands beside them."""
    return dict(re.findall(r"^  (\S.{15})  (\S.*)$", out, re.MULTILINE))


def test_a_number_is_explained_to_people(journey):
    how, out, err = journey("explain", "market.choice.habit")
    assert (how, err) == (0, "")
    lines = out.splitlines()
    assert lines[0] == "market.choice.habit (setting)"
    assert lines[1] == "  Chance that a satisfied buyer's next need starts ready to buy."
    found = {label.strip(): text for label, text in rows(out).items()}
    assert found["unit"] == "probability"
    assert found["default"] == "0.5"
    assert found["allowed"] == "at least 0 and at most 1"
    assert found["plausible"] == "0.2 to 0.8"
    assert found["source"] == "Court et al. 2009 (loyalty loop), from memory"
    assert found["standing"] == "unverified"
    assert found["read by"] == "sim/moments/journey.py"
    assert "onset1 <" in out
    assert max(map(len, lines)) <= 100


def test_every_meaning_of_a_word_is_told(journey):
    found = meanings(journey, "know")
    assert [it["kind"] for it in found] == ["lever", "micro-moment", "moment budget"]
    lever = found[0]["details"]
    assert lever["cells"] == ["know: search, site", "future: search × 0.5"]
    assert lever["cannot say"].startswith("Rank among results")
    assert lever["facts"][0].startswith("Z16 (seen): ")


def test_a_path_of_a_market_is_explained_with_the_levers_it_pays_for(journey):
    (found,) = meanings(journey, "brands.whoever.spend.moments.know")
    assert found["name"] == "brands.whoever.spend.moments.know"
    assert found["details"]["acts through"] == [
        "chatbot → contacts", "content → usefulness", "know → contacts", "voice → contacts",
    ]  # fmt: skip


def test_a_value_is_told_with_its_line_and_its_comment(journey, mine):
    (found, _) = meanings(journey, "habit", "--scenario", mine)
    assert found["values"] == [
        {
            "path": "market.choice.habit",
            "value": 0.9,
            "place": f"{mine}:4",
            "written": ["habit: 0.9 # our own survey"],
        }
    ]
    _, out, _ = journey("explain", "habit", "--scenario", mine)
    assert f"market.choice.habit = 0.9 ({mine}:4) habit: 0.9 # our own" in " ".join(out.split())


def test_a_value_nobody_says_is_the_default(journey, mine):
    _, out, _ = journey("explain", "market.memory.seen", "--scenario", mine)
    assert "market.memory.seen = 0.04   (no file says it: the default)" in out


def test_a_budget_is_told_brand_by_brand(journey):
    budget = meanings(journey, "know", "--scenario", "cafe")[2]
    assert [it["path"].split(".")[1] for it in budget["values"]] == [
        "acme", "bolt", "crest", "dune",
    ]  # fmt: skip


def test_without_a_word_there_is_an_overview(journey):
    how, out, err = journey("explain")
    assert (how, err) == (0, "")
    assert "journey explain --schema > scenario.schema.json" in out
    assert re.search(r"^lever +30  ", out, re.MULTILINE)
    _, out, _ = journey("explain", "--json")
    found = {it["kind"]: it["words"] for it in json.loads(out)["kinds"]}
    assert "taste" in found["lost reason"]
    assert "market.choice.habit" in found["setting"]


@pytest.mark.parametrize(
    ("word", "nearest"),
    [("knwo", "know"), ("brands.acme.spend.moments.knwo", "brands.acme.spend.moments.know")],
)
def test_an_unknown_word_ends_with_2_and_the_nearest_name(journey, word, nearest):
    how, out, err = journey("explain", word)
    assert (how, out) == (2, "")
    assert err == f"command line  {word}: nothing has this name; did you mean '{nearest}'?\n"
    how, out, _ = journey("explain", word, "--json")
    assert (how, json.loads(out)["errors"][0]["nearest"]) == (2, nearest)


def test_what_resembles_nothing_is_told_where_to_look(journey):
    how, _, err = journey("explain", "qqqqqqqq")
    assert (how, err.partition(": ")[2]) == (
        2, "nothing has this name; journey explain lists what can be asked for\n",
    )  # fmt: skip


def test_a_brand_is_explained_by_its_name(journey, mine):
    (found,) = meanings(journey, "acme", "--scenario", mine)
    assert (found["kind"], found["name"]) == ("brand", "brands.acme")


def test_a_brand_that_a_market_does_not_have_is_a_mistake(journey):
    how, out, err = journey("explain", "brands.acmee.price_eur", "--scenario", "cafe")
    assert (how, out) == (2, "")
    assert "did you mean 'brands.acme.price_eur'?" in err


@pytest.mark.parametrize(
    "arguments", [("know", "--schema"), ("--schema", "--pages", "x"), ("know", "extra")]
)
def test_what_excludes_each_other_ends_with_2(journey, arguments):
    how, out, err = journey("explain", *arguments)
    assert (how, out) == (2, "")
    assert err


def test_a_scenario_that_is_none_is_told_like_everywhere(journey):
    how, _, err = journey("explain", "habit", "--scenario", "caffe")
    assert how == 2
    assert "did you mean 'cafe'?" in err


def test_the_schema_is_one_json_object(journey):
    how, out, err = journey("explain", "--schema")
    assert (how, err) == (0, "")
    assert json.loads(out)["$schema"].startswith("https://json-schema.org/")


def test_pages_are_written_where_asked_for(journey, tmp_path):
    how, out, _ = journey("explain", "--pages", "pages/here")
    assert (how, out) == (0, "11 pages in pages/here\n")
    assert (tmp_path / "pages/here/settings.md").stat().st_size > 10_000


def test_programs_are_told_how_many_pages_were_written(journey, tmp_path):
    how, out, err = journey("explain", "--pages", "here", "--json")
    assert (how, err) == (0, "")
    assert json.loads(out) == {"pages": len(list((tmp_path / "here").iterdir())), "folder": "here"}


@pytest.mark.parametrize("arguments", [(), ("--schema",), ("--pages", "here"), ("--json",)])
def test_a_scenario_without_a_word_is_refused(journey, tmp_path, arguments):
    how, out, err = journey("explain", "--scenario", "cafe", *arguments)
    assert how == 2
    assert "--scenario needs a word or a path whose value it shows" in out + err
    assert not (tmp_path / "here").exists()


def test_a_constant_of_a_lever_is_told_in_a_market_that_leaves_it_alone(journey):
    # The neutral market names no lever at all.
    (found,) = meanings(journey, "reminder_days", "--scenario", "base")
    assert [(it["value"], it["place"]) for it in found["values"]] == [(30, "")]
    (found,) = meanings(journey, "levers.owned.settings", "--scenario", "cafe")
    assert found["details"]["default"] == {"reminder_days": 30, "wake": 0.05}


def test_a_folder_that_cannot_be_written_ends_with_2(journey, tmp_path):
    (tmp_path / "taken").write_text("")
    how, _, err = journey("explain", "--pages", "taken/here")
    assert how == 2
    assert err


def test_explaining_loads_no_heavy_library():
    code = (
        "import sys; from sim.cli.app import called; called(['explain', 'know', '--scenario',"
        " 'cafe']); called(['explain', '--schema']);"
        "print({'numba', 'mesa', 'matplotlib', 'pandas', 'pyarrow', 'scipy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.stdout.endswith("set()\n")
