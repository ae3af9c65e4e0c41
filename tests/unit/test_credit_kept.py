"""A study of credit is read from its folder as it was kept, and nothing else is taken for it."""

import json

import pytest

from sim.errors import ResultError
from sim.results.folder import MANIFEST
from sim.study.credit import credit
from sim.study.credit_kept import kept_credit
from tests.counts import small_cafe


@pytest.fixture(scope="module")
def spec():
    return small_cafe(consumers=60, days=8, warm_up_days=2)


@pytest.fixture
def found(spec, tmp_path):
    return credit(spec, moments=["know"], reps=2, workers=1, out=tmp_path)


def test_a_study_is_read_as_it_was_kept(found, tmp_path):
    again = kept_credit(tmp_path)
    assert again.replicates == found.replicates
    assert again.frame.equals(found.frame)
    assert (again.spec, again.moments, again.seed) == (found.spec, found.moments, found.seed)


def test_what_absence_costs_is_read_where_it_was_asked(spec, tmp_path):
    found = credit(spec, moments=["know"], reps=1, workers=1, with_absence=True, out=tmp_path)
    assert kept_credit(tmp_path).absence == found.absence


def test_what_was_asked_last_is_read_and_not_what_earlier_calls_left(spec, tmp_path):
    """Absence was asked of one replicate, then two without it: the page has the two."""
    credit(spec, moments=["know"], reps=1, workers=1, with_absence=True, out=tmp_path)
    found = credit(spec, moments=["know"], reps=2, workers=1, out=tmp_path)
    again = kept_credit(tmp_path)
    assert again.replicates == found.replicates
    assert (again.numbers, again.absence) == ((0, 1), {})


@pytest.mark.parametrize("field", ["absence", "reps", "moments"])
@pytest.mark.usefixtures("found")
def test_a_manifest_that_lacks_what_was_asked_is_refused(tmp_path, field):
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    del manifest[field]
    (tmp_path / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(ResultError, match="ask again"):
        kept_credit(tmp_path)


def test_worlds_of_other_code_are_left_out(found, tmp_path):
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    (tmp_path / MANIFEST).write_text(json.dumps(manifest | {"code_sha256": "other"}))
    with pytest.raises(ResultError, match="no replicate was finished"):
        kept_credit(tmp_path)
    assert found.replicates


def test_a_replicate_that_lost_a_world_is_left_out(found, tmp_path):
    parts = sorted((tmp_path / "parts").iterdir())
    parts[0].write_text("{")
    assert len(found.replicates) == 2
    assert len(kept_credit(tmp_path).replicates) == 1


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1, "kind": "comparison"}'])
def test_a_folder_that_holds_something_else_is_refused(tmp_path, text):
    (tmp_path / MANIFEST).write_text(text)
    with pytest.raises(ResultError, match="holds no study of credit"):
        kept_credit(tmp_path)


@pytest.mark.usefixtures("found")
def test_a_scenario_that_cannot_be_read_is_refused(tmp_path):
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    (tmp_path / MANIFEST).write_text(json.dumps(manifest | {"scenario": {"brands": 3}}))
    with pytest.raises(ResultError, match="cannot read the scenario"):
        kept_credit(tmp_path)
