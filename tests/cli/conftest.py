"""A small world in a file, and the command line as a function."""

import json

import pytest

from sim.cli.app import called
from sim.scenario_io import resolved
from tests.counts import small_cafe


@pytest.fixture(scope="session")
def mini(tmp_path_factory):
    """A scenario file that is lived in no time."""
    path = tmp_path_factory.mktemp("worlds") / "mini.yaml"
    # JSON is YAML.
    path.write_text(json.dumps({**resolved(small_cafe(days=14, warm_up_days=5)), "name": "mini"}))
    return path


@pytest.fixture
def journey(capsys, monkeypatch, tmp_path):
    """Run `journey` in an empty folder; how it went, and what it said on stdout and stderr."""
    monkeypatch.chdir(tmp_path)

    def journey(*arguments):
        how = called([str(argument) for argument in arguments])
        return (how, *capsys.readouterr())

    return journey
