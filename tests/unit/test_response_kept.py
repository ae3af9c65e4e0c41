"""A study of response is read from its folder only as it was lived."""

import json

import pytest

from sim.errors import ResultError
from sim.results.folder import MANIFEST
from sim.study.response import response
from sim.study.response_kept import kept_response
from tests.counts import small_cafe


@pytest.fixture
def found(tmp_path):
    spec = small_cafe(consumers=60, days=8, warm_up_days=2)
    return response(
        spec, moments=["know"], multipliers=[2], reps=2, workers=1, out=tmp_path / "kept"
    )


def of_other_code(folder, markets):
    """The same study as another version would have kept it, with so many plausible markets."""
    manifest = folder / MANIFEST
    for file in (manifest, *(folder / "parts").iterdir()):
        told = json.loads(file.read_text())
        if file == manifest:
            told |= {"code_sha256": "other", "markets": markets}
        else:
            told["marks"]["code"] = "other"
        file.write_text(json.dumps(told))


def test_a_study_of_other_code_is_read_as_it_was_lived(found, tmp_path):
    of_other_code(tmp_path / "kept", markets=0)
    assert kept_response(tmp_path / "kept").moments == found.moments


@pytest.mark.usefixtures("found")
def test_markets_that_other_code_drew_are_not_read_with_todays_ranges(tmp_path):
    of_other_code(tmp_path / "kept", markets=2)
    with pytest.raises(ResultError, match="ask again"):
        kept_response(tmp_path / "kept")
