"""`journey report` and `journey run --report`: the page of a run, or why there is none."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sim.results import Run
from sim.results.folder import MANIFEST
from tests.counts import anything
from tests.markets import brand, world

pytestmark = pytest.mark.slow

HEAVY = {"jinja2", "matplotlib"}
GONE = object()


@pytest.fixture
def kept(tmp_path):
    """A run that is kept in the folder where the command is called."""
    spec = world(
        name="two",
        market={"days": 40, "consumers": 50},
        brands={"acme": brand(), "bolt": brand()},
    )
    run = Run(spec, 7, False, tuple(anything(number, days=40) for number in range(2)))
    return run.save(tmp_path / "results" / "two-abc").out


@pytest.fixture
def at_once(monkeypatch):
    """A page that takes no time, where only its place matters."""
    monkeypatch.setattr("sim.report.compose.page", lambda run, **_: f"the page of {run.spec.name}")


def test_a_kept_run_gets_its_page(journey, kept):
    assert journey("report", kept) == (0, f"Report: {kept / 'report.html'}\n", "")
    page = (kept / "report.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>")
    assert "<bdi>two</bdi>" in page


@pytest.mark.usefixtures("at_once")
def test_a_run_is_found_by_its_name_among_the_results(journey, kept):
    how, out, _ = journey("report", "two-abc")
    assert (how, out) == (0, f"Report: {Path('results', 'two-abc', 'report.html')}\n")
    assert (kept / "report.html").exists()


@pytest.mark.usefixtures("at_once")
def test_the_page_may_lie_elsewhere(journey, kept, tmp_path):
    (tmp_path / "pages").mkdir()
    for out, page in {"a/b.html": "a/b.html", "pages": "pages/report.html"}.items():
        how, said, _ = journey("report", kept, "--out", out)
        assert (how, said) == (0, f"Report: {Path(page)}\n")
        assert (tmp_path / page).read_text() == "the page of two"
    assert not (kept / "report.html").exists()


@pytest.mark.usefixtures("at_once")
def test_programs_are_told_where_the_page_is(journey, kept):
    how, out, err = journey("report", kept, "--json")
    assert (how, json.loads(out), err) == (0, {"out": str(kept / "report.html")}, "")


def complaint(journey, *arguments):
    how, out, err = journey("report", *arguments)
    assert (how, out) == (2, "")
    assert err.startswith("command line  RUN: ")
    assert err.count("\n") == 1
    return err


@pytest.mark.usefixtures("kept")
def test_a_folder_that_is_not_there_is_named_with_the_one_that_was_meant(journey):
    assert "there is no folder two; " in complaint(journey, "two")
    assert "did you mean 'two-abc'?" in complaint(journey, "two")
    assert "did you mean 'two-abc'?" in complaint(journey, "tow-abc")
    assert "did you mean" not in complaint(journey, "something")


def test_a_file_is_no_folder(journey, kept):
    assert "there is no folder" in complaint(journey, kept / MANIFEST)


def test_a_folder_without_a_run_holds_none(journey, tmp_path):
    assert f"{tmp_path} holds no run: manifest.json cannot be read" in complaint(journey, tmp_path)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"format": 0}, "was written by another version (format 0)"),
        ({"parts": GONE}, "holds no run: manifest.json lacks parts"),
        ({"parts": {}}, "no replicate was finished"),
        ({"scenario": {"brands": 3}}, "this version cannot read the scenario"),
        ({"scenario_sha256": "x"}, "the scenario means something else to this version"),
    ],
)
def test_a_run_that_this_version_cannot_read_is_refused(journey, kept, change, message):
    found = json.loads((kept / MANIFEST).read_text(encoding="utf-8")) | change
    found = {name: value for name, value in found.items() if value is not GONE}
    (kept / MANIFEST).write_text(json.dumps(found), encoding="utf-8")
    assert message in complaint(journey, kept)
    assert not (kept / "report.html").exists()


def test_a_run_that_lost_a_replicate_is_refused(journey, kept):
    next((kept / "parts").iterdir()).unlink()
    assert "is missing" in complaint(journey, kept)


def test_programs_are_told_what_is_wrong(journey, tmp_path):
    how, out, err = journey("report", tmp_path, "--json")
    assert (how, err) == (2, "")
    (problem,) = json.loads(out)["errors"]
    assert (problem["file"], problem["path"]) == ("command line", "RUN")


@pytest.mark.usefixtures("at_once")
def test_a_page_that_cannot_be_written_is_a_complaint_and_no_crash(journey, kept, tmp_path):
    (tmp_path / "file").write_text("")
    how, out, err = journey("report", kept, "--out", tmp_path / "file" / "page.html")
    assert (how, out) == (2, "")
    assert "file" in err


def test_a_run_writes_its_page_when_asked_to(journey, mini):
    how, out, _ = journey("run", mini, "--reps", 1, "--report")
    assert how == 0
    *_, results, report = out.splitlines()
    folder = Path(results.removeprefix("Results: ").partition("  (")[0])
    assert report == f"Report: {folder / 'report.html'}"
    page = (folder / "report.html").read_bytes()
    assert journey("report", folder)[0] == 0
    assert (folder / "report.html").read_bytes() == page


def test_a_run_writes_none_unless_asked_to(journey, mini, tmp_path):
    how, out, _ = journey("run", mini, "--reps", 1)
    assert how == 0
    assert "Report" not in out
    assert list(tmp_path.rglob("report.html")) == []


@pytest.mark.usefixtures("at_once")
def test_programs_still_read_one_object(journey, mini):
    _, out, _ = journey("run", mini, "--reps", 1, "--report", "--json")
    assert (Path(json.loads(out)["out"]) / "report.html").exists()


# --- comparisons and credit ----------------------------------------------------------------------


def folder_of(out):
    line = next(line for line in out.splitlines() if line.startswith("Results: "))
    return Path(line.removeprefix("Results: ").partition("  (")[0])


COMPARED = ("--strategy", "be-there-to-know", "--reps", 2, "--quiet")


def test_a_comparison_writes_its_page_when_asked_to(journey, mini):
    how, out, _ = journey("compare", mini, *COMPARED, "--report")
    assert how == 0
    page = folder_of(out) / "report.html"
    assert out.splitlines()[-1] == f"Report: {page}"
    told = page.read_bytes()
    assert b"be-there-to-know" in told
    page.unlink()
    assert journey("report", page.parent) == (0, f"Report: {page}\n", "")
    assert page.read_bytes() == told


def test_a_comparison_writes_none_unless_asked_to(journey, mini, tmp_path):
    assert journey("compare", mini, *COMPARED)[0] == 0
    assert list(tmp_path.rglob("report.html")) == []


def test_programs_that_compare_still_read_one_object(journey, mini, tmp_path):
    _, out, _ = journey("compare", mini, *COMPARED, "--report", "--json")
    assert json.loads(out)["base"] == "mini"
    assert len(list(tmp_path.rglob("report.html"))) == 1


def test_a_study_of_credit_has_a_page_and_a_section_of_a_comparison(journey, mini):
    asked = ("--moments", "know,buy", "--reps", 2, "--workers", 1, "--quiet")
    credit = folder_of(journey("credit", mini, *asked)[1])
    other = folder_of(journey("credit", mini, *asked, "--brand", "bolt")[1])
    assert journey("report", credit)[0] == 0
    assert "path Shapley" in (credit / "report.html").read_text(encoding="utf-8")
    compared = folder_of(journey("compare", mini, *COMPARED)[1])
    assert journey("report", compared, "--credit", credit)[0] == 0
    page = (compared / "report.html").read_text(encoding="utf-8")
    assert "path Shapley" in page
    assert "From whom" in page
    how, _, err = journey("report", compared, "--credit", other)
    assert how == 2
    assert "--credit: it is about bolt in mini, the page about acme in mini" in err


def loaded_after(*arguments):
    code = (
        "import sys\nfrom sim.cli.app import called\n"
        f"called({list(arguments)!r})\n"
        "print('LOADED', *{name.split('.')[0] for name in sys.modules})"
    )
    env = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    command = [sys.executable, "-c", code]
    done = subprocess.run(command, capture_output=True, text=True, check=True, env=env)
    return set(done.stdout.rpartition("LOADED")[2].split())


def test_checking_a_scenario_waits_for_no_figures():
    assert loaded_after("validate", "cafe") & HEAVY == set()


def test_the_check_sees_what_a_report_loads(kept):
    assert loaded_after("report", str(kept)) >= HEAVY
