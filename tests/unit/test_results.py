"""What was found is kept, read again, and told without loss."""

import csv
import io
import json
import math
import re
from dataclasses import replace

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from sim.errors import ResultError
from sim.results import Folder, Made, Run, usual_folder
from sim.results.journeys import journeys
from sim.results.parts import Stamp, load_part, part_name, save_part
from sim.results.provenance import run_key, stamp_of
from sim.results.tidy import from_table, size_of, to_table
from sim.scenario_io import scenario_hash
from sim.tables.moments import CHANNELS, MOMENTS, NEVER, NOBODY, SERVICE, TRUTHS, WHOLE_DAY
from tests.counts import anything, nothing
from tests.markets import brand, world

STAMP = Stamp("a key", "some code")
DAYS = 3
COLUMNS = [
    "replicate", "consumer", "journey", "day", "slot", "step", "moment", "truth", "channel",
    "context", "device", "brand", "present", "helpful", "observed", "outcome",
    "persona",
]  # fmt: skip


def spec_of(**sections):
    return world(**{"market": {"days": DAYS}, "name": "small", **sections})


def run_of(numbers=range(3), spec=None, **more):
    spec = spec or spec_of()
    return Run(spec, 7, False, tuple(anything(number) for number in numbers), **more)


def same(one, other):
    """Whether two replicates hold the same counts, bit for bit."""
    arrays = [(one.market, other.market), (one.brands, other.brands), (one.touches, other.touches)]
    arrays += [(one.daily[name], other.daily[name]) for name in one.daily]
    arrays.append((one.persona_sizes, other.persona_sizes))
    arrays.append((one.touch_personas, other.touch_personas))
    return one.stocks == other.stocks and all(
        np.array_equal(first, second) for first, second in arrays
    )


# --- a replicate as a table, and on disk ----------------------------------------------------------


def test_a_replicate_survives_as_a_table():
    lived = anything(2)
    table = to_table(lived)
    assert same(lived, from_table(2, size_of(lived), table, lived.touches, lived.touch_personas))


def test_a_row_of_the_table_says_what_was_counted():
    lived = anything()
    frame = to_table(lived).to_pandas()
    found = frame[(frame.table == "brand") & (frame.name == "noticed") & (frame.brand == 1)]
    cell = found[(found.moment == 3) & (found.channel == 4)]
    assert cell["count"].tolist() == [lived.brands[1]["noticed"][3, 4]]
    assert found[["star", "day", "truth"]].isna().all(axis=None)


def test_a_table_of_other_counters_is_refused():
    lived = anything()
    rows = to_table(lived).slice(1)
    with pytest.raises(ValueError, match="today's counters"):
        from_table(0, size_of(lived), rows, lived.touches, lived.touch_personas)


def test_a_replicate_survives_on_disk(tmp_path):
    save_part(tmp_path, STAMP, anything(4))
    assert same(anything(4), load_part(tmp_path, STAMP, 4))
    assert same(anything(4), load_part(tmp_path, Stamp("a key", None), 4))


def test_a_replicate_without_touches_survives_too(tmp_path):
    save_part(tmp_path, STAMP, nothing())
    assert same(nothing(), load_part(tmp_path, STAMP, 0))


def test_an_older_folder_says_no_personas_of_touches(tmp_path):
    save_part(tmp_path, STAMP, anything())
    file = tmp_path / "touches" / part_name("a key", 0)
    pq.write_table(pq.read_table(file).drop_columns("persona"), file)
    lived = load_part(tmp_path, STAMP, 0)
    assert set(lived.touch_personas) == {NOBODY}
    assert journeys(spec_of(), [lived]).to_pandas()["persona"].isna().all()


def test_what_was_not_kept_is_not_found(tmp_path):
    with pytest.raises(FileNotFoundError):
        load_part(tmp_path, STAMP, 0)


def damage(path, how):
    content = path.read_bytes()
    middle = len(content) // 3
    flipped = content[:middle] + bytes(255 - byte for byte in content[middle:][:40])
    path.write_bytes(
        {"cut": content[:middle], "empty": b""}.get(how, flipped + content[middle + 40 :])
    )


@pytest.mark.parametrize("folder", ["parts", "touches"])
@pytest.mark.parametrize("how", ["cut", "empty", "flipped"])
def test_a_damaged_replicate_is_recognised(tmp_path, folder, how):
    save_part(tmp_path, STAMP, anything(touches=2000))
    damage(tmp_path / folder / part_name("a key", 0), how)
    with pytest.raises(ResultError, match="replicate 0 is damaged"):
        load_part(tmp_path, STAMP, 0)


def test_a_replicate_of_other_code_is_not_taken_for_ours(tmp_path):
    save_part(tmp_path, STAMP, anything())
    with pytest.raises(ResultError, match="another code"):
        load_part(tmp_path, Stamp("a key", "better code"), 0)


def test_a_replicate_is_not_taken_for_another(tmp_path):
    save_part(tmp_path, STAMP, anything(0))
    (tmp_path / "parts" / part_name("a key", 0)).rename(tmp_path / "parts" / part_name("a key", 1))
    (tmp_path / "touches" / part_name("a key", 0)).rename(
        tmp_path / "touches" / part_name("a key", 1)
    )
    with pytest.raises(ResultError, match="another replicate"):
        load_part(tmp_path, STAMP, 1)


def test_nothing_unfinished_stays_behind(tmp_path):
    save_part(tmp_path, STAMP, anything())
    assert not list(tmp_path.rglob("*.tmp"))


# --- what identifies a run ------------------------------------------------------------------------


def test_a_run_is_identified_by_world_seed_feedback_and_people():
    spec = spec_of()
    keys = {
        run_key(spec, 7, new_people=False),
        run_key(spec, 8, new_people=False),
        run_key(spec, 7, new_people=True),
        run_key(spec_of(feedback="off"), 7, new_people=False),
        run_key(spec_of(market={"days": 4}), 7, new_people=False),
    }
    assert len(keys) == 5
    assert run_key(spec_of(), 7, new_people=False) in keys


@pytest.mark.parametrize(
    ("name", "folder"),
    [("cafe", "cafe"), ("my café", "my-café"), ("../../etc", "etc"), ("...", "world")],
)
def test_a_run_has_a_folder_whatever_its_name(name, folder):
    spec = spec_of(name=name)
    found = usual_folder(spec, stamp_of(spec, 7, new_people=False))
    assert found.parent.name == "results"
    assert found.name.rpartition("-")[0] == folder


# --- a run on disk --------------------------------------------------------------------------------


def test_a_run_is_kept_and_read_again(tmp_path):
    run = run_of(assumed=(3, 9), made=Made(("journey", "run"), "then", "later", 2.0, 3)).save(
        tmp_path
    )
    read = Run.load(tmp_path)
    assert all(same(*pair) for pair in zip(run.replicates, read.replicates, strict=True))
    assert replace(read, replicates=()) == replace(run, replicates=())
    assert read.to_json() == run.to_json()


def test_a_run_is_named_in_a_line():
    assert re.fullmatch(r"<Run \S+: \d+ replicates?, seed 7>", repr(run_of()))


@pytest.mark.parametrize("key", ["key", "scenario", "seed", "command", "failed"])
def test_a_manifest_that_lacks_something_holds_no_run(tmp_path, key):
    run_of().save(tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    del manifest[key]
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(ResultError, match=f"lacks {key}"):
        Run.load(tmp_path)


def test_the_manifest_says_where_the_numbers_come_from(tmp_path):
    run = run_of(made=Made(("journey", "run", "x"), "2026-01-01", "2026-01-02", 2.0, 3))
    run.save(tmp_path)
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    assert manifest["format"] == 1
    assert manifest["scenario_sha256"] == scenario_hash(run.spec)
    assert manifest["scenario"]["market"]["consumers"] == 10
    assert (manifest["seed"], manifest["replicates"], manifest["failed"]) == (7, 3, [])
    assert manifest["command"] == ["journey", "run", "x"]
    assert (manifest["started"], manifest["ended"]) == ("2026-01-01", "2026-01-02")
    assert {"python", "numpy", "numba", "mesa", "consumer-journey-sim"} <= set(manifest["versions"])
    assert sorted(path.name for path in (tmp_path / "parts").iterdir()) == sorted(
        manifest["parts"].values()
    )


def test_more_replicates_extend_a_run(tmp_path):
    run_of([0, 1]).save(tmp_path)
    run_of([2]).save(tmp_path)
    assert [lived.number for lived in Run.load(tmp_path).replicates] == [0, 1, 2]
    assert pd.read_csv(tmp_path / "summary.csv")["replicates"].unique() == [3]


def test_a_folder_holds_one_run(tmp_path):
    run_of().save(tmp_path)
    with pytest.raises(ResultError, match=r"holds another run \(small, seed 7\)"):
        run_of(spec=spec_of(feedback="off")).save(tmp_path)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 99}', "not json"])
def test_what_is_no_run_is_not_read_as_one(tmp_path, content):
    (tmp_path / "manifest.json").write_text(content)
    with pytest.raises(ResultError):
        Run.load(tmp_path)
    with pytest.raises(ResultError):
        Folder(tmp_path, STAMP)


def test_an_empty_folder_holds_no_run(tmp_path):
    with pytest.raises(ResultError, match="holds no run"):
        Run.load(tmp_path)


def test_a_run_that_lacks_a_replicate_is_not_read_as_if_it_had_it(tmp_path):
    run_of().save(tmp_path)
    next((tmp_path / "parts").iterdir()).unlink()
    with pytest.raises(ResultError, match="is missing"):
        Run.load(tmp_path)


def test_a_run_nothing_of_which_was_finished_is_not_read(tmp_path):
    run = run_of([])
    Folder(tmp_path, stamp_of(run.spec, 7, new_people=False)).describe(run)
    with pytest.raises(ResultError, match="no replicate was finished"):
        Run.load(tmp_path)


def test_the_summary_opens_in_a_spreadsheet(tmp_path):
    run = run_of().save(tmp_path)
    rows = list(csv.DictReader(io.StringIO((tmp_path / "summary.csv").read_text())))
    purchases = next(r for r in rows if r["brand"] == "acme" and r["measure"] == "purchases")
    expected = run.summary.brands()["acme"]["purchases"]
    assert [float(purchases[name]) for name in ("mean", "low", "high")] == list(expected)
    assert {row["brand"] for row in rows} == {"", "acme", "bolt"}


def test_the_journeys_are_written_in_words(tmp_path):
    lived = anything(1)
    first = lived.touches[:1]
    for name, code in {"moment": SERVICE, "truth": 3, "channel": NOBODY, "slot": WHOLE_DAY}.items():
        first[name] = code
    first["journey"], first["brand"] = NEVER, 1
    replace(run_of(), replicates=(lived,)).save(tmp_path)
    frame = pd.read_parquet(tmp_path / "journeys.parquet")
    assert list(frame.columns) == COLUMNS
    row = frame.iloc[0]
    assert list(row[["replicate", "slot", "moment", "truth", "brand"]]) == [
        1, "day", "service", "smot", "bolt",
    ]  # fmt: skip
    assert pd.isna(row["channel"])
    assert pd.isna(row["journey"])
    assert frame["helpful"].dtype == bool
    assert len(frame) == len(lived.touches)


# --- JSON -----------------------------------------------------------------------------------------


def is_estimate(found):
    return set(found) == {"mean", "low", "high"}


def test_the_json_has_the_shape_people_were_promised():
    found = run_of(made=Made(elapsed_s=2.0, lived=3)).to_json()
    assert list(found)[:10] == [
        "scenario", "focal", "seed", "replicates", "consumers", "days", "feedback", "elapsed_s",
        "consumer_days_per_s", "out",
    ]  # fmt: skip
    assert found["consumer_days_per_s"] == 3 * 10 * DAYS / 2
    assert (found["scenario"], found["focal"], found["replicates"]) == ("small", "acme", 3)
    assert set(found) - set(list(found)[:10]) == {
        "brands", "counts", "funnel", "moments", "personas", "lost",
    }  # fmt: skip
    assert list(found["brands"]["bolt"]) == [
        "purchases", "share", "spend", "induced_spend", "revenue", "margin", "profit", "rating",
        "reviews", "satisfaction", "nps",
    ]  # fmt: skip
    assert all(is_estimate(value) for value in found["brands"]["bolt"].values())
    assert list(found["counts"]) == [
        "live_start", "opened", "bought", "forgot", "unanswered", "not_now", "checkout", "empty",
        "live_end", "using_start", "used", "using_end", "reviews", "stars",
    ]  # fmt: skip
    assert [row["moment"] for row in found["funnel"]] == list(TRUTHS)
    assert [set(row) for row in found["funnel"]] == [
        {"moment", "reached", "present", "helped", "converted"}
    ] * 5
    assert found["funnel"][0]["helped"] is None
    assert found["funnel"][-1]["converted"] is None
    assert is_estimate(found["funnel"][1]["helped"])
    assert len(found["moments"]) == len(MOMENTS) * len(CHANNELS)
    assert list(found["moments"][0]) == [
        "moment", "channel", "google", "events", "present", "helped",
    ]  # fmt: skip
    assert set(found["personas"]) == {"consumer"}
    assert set(found["personas"]["consumer"]) == {"purchases", "share"}
    assert is_estimate(found["lost"]["price"])


def test_json_holds_plain_numbers_none_of_them_rounded():
    run = run_of()
    found = json.loads(json.dumps(run.to_json(), allow_nan=False))
    shares = [
        lived.total("purchases")[0] / lived.total("purchases").sum() for lived in run.replicates
    ]
    assert found["brands"]["acme"]["share"]["mean"] == math.fsum(shares) / 3


def test_what_is_unknown_is_null():
    found = replace(run_of(), replicates=(nothing(),)).to_json()
    assert found["brands"]["acme"]["satisfaction"] == {"mean": None, "low": None, "high": None}
    assert found["brands"]["acme"]["purchases"] == {"mean": 0, "low": None, "high": None}


def test_counts_are_added_up_over_replicates():
    run = run_of()
    counts = run.to_json()["counts"]
    assert counts["opened"] == sum(int(lived.market["opened"].sum()) for lived in run.replicates)
    assert counts["live_end"] == sum(lived.stocks["live_end"] for lived in run.replicates)
    assert counts["reviews"] == sum(counts["stars"])
    assert counts["stars"][4] == sum(
        int(lived.brands["reviews"][:, 4].sum()) for lived in run.replicates
    )


@pytest.mark.parametrize("counts_as", ["buy", "know"])
def test_comparing_is_reported_where_the_scenario_says(counts_as):
    run = run_of(spec=spec_of(moments={"compare_counts_as": counts_as}))
    google = {row["moment"]: row["google"] for row in run.to_json()["moments"]}
    assert google == {
        "idea": "know", "know": "know", "compare": counts_as, "go": "go", "do": "do", "buy": "buy",
        "future": "know",
    }  # fmt: skip


def test_the_personas_buy_what_the_brand_sells():
    found = run_of([0], spec=spec_of(personas={"old": {"share": 1}, "new": {"share": 1}}))
    lived = found.replicates[0].brands["purchases"]
    personas = found.to_json()["personas"]
    assert list(personas) == ["new", "old"]
    assert personas["new"]["purchases"]["mean"] == lived[0, 0]
    assert personas["old"]["share"]["mean"] == lived[0, 1] / lived[:, 1].sum()


# --- frames ---------------------------------------------------------------------------------------


def test_frames_say_the_same_as_the_counters():
    run = run_of()
    second = run.replicates[1]
    moments = run.moments.set_index(["replicate", "brand", "moment", "channel"])
    assert moments.loc[(1, "bolt", "go", "maps"), "present"] == second.brands[1]["noticed"][3, 1]
    assert moments.loc[(1, "bolt", "go", "maps"), "events"] == second.market["moments"][3, 1]
    lost = run.lost.set_index(["replicate", "reason", "moment"])["journeys"]
    assert lost[1, "price", "buy"] == second.market["lost"][5, 5]
    assert lost[1, "absent", "none"] == second.market["lost"][0, 7]
    daily = run.daily.set_index(["replicate", "day", "brand"])
    assert daily.loc[(1, 2, "bolt"), "rating"] == second.daily["rating"][2, 1]
    assert run.stocks.groupby("replicate")["live"].sum()[1] == second.daily["live"].sum()
    reviews = run.reviews.set_index(["replicate", "brand", "star"])["reviews"]
    assert reviews[1, "acme", 5] == second.brands[0]["reviews"][4]
    ends = run.ends.set_index(["replicate", "end", "phase"])["journeys"]
    assert ends[1, "forgot", "ready"] == second.market["ended"][1, 2]
    channels = run.channels.set_index(["replicate", "channel"])
    assert (
        channels.loc[(1, "store"), "purchases"] == second.brands["purchases_by_channel"][:, 9].sum()
    )
    devices = run.devices.set_index(["replicate", "device"])
    assert devices.loc[(1, "phone"), "moments"] == second.market["by_device"][0]
    personas = run.personas.set_index(["replicate", "brand", "persona"])
    assert personas.loc[(1, "acme", "consumer"), "purchases"] == second.brands["purchases"][0, 0]


def test_estimates_are_frames_too():
    run = run_of()
    expected = run.summary.brands()["bolt"]["nps"]
    brands = run.brands.set_index(["brand", "measure"])
    assert list(brands.loc[("bolt", "nps"), ["mean", "low", "high"]]) == list(expected)
    market = run.market.set_index("measure")
    assert market.loc["conversion", "unit"] == "share"
    funnel = run.funnel.set_index(["brand", "moment", "measure"])
    assert (
        funnel.loc[("acme", "zmot", "helped"), "mean"]
        == run.to_json()["funnel"][1]["helped"]["mean"]
    )
    values = run.kpis[(run.kpis.brand == "bolt") & (run.kpis.measure == "nps")]["value"]
    assert values.mean() == pytest.approx(expected.mean)
    assert run.kpis[run.kpis.measure == "conversion"]["brand"].isna().all()


def test_every_counter_is_in_one_frame_and_whole_numbers_stay_whole():
    run = run_of()
    frame = run.counters
    assert frame["replicate"].nunique() == 3
    row = frame[(frame.replicate == 2) & (frame.table == "market") & (frame.name == "by_context")]
    assert row["count"].tolist() == run.replicates[2].market["by_context"].tolist()
    assert str(frame["count"].dtype) == "Int64"
    assert len(run.journeys) == 60


def test_a_notebook_shows_funnel_brands_and_provenance():
    shown = run_of(spec=spec_of(name="a <b> & c"), assumed=(41, 120))._repr_html_()
    assert "a &lt;b&gt; &amp; c" in shown
    for part in ("zmot", "bolt", "seed 7", "numba", "41 of 120 numbers"):
        assert part in shown


def test_a_brand_nobody_bought_is_shown_without_numbers_it_has_not():
    run = Run(world({"acme": brand()}), 7, False, (nothing(brands=1, days=20),))
    assert "–" in run._repr_html_()
