"""Options that are short for a setting are blamed by their own names, and never fight `--set`."""

import json

import pytest


@pytest.mark.parametrize(
    ("option", "value", "said"),
    [
        ("--consumers", 0, "must be at least 1 (got 0)"),
        ("--days", 0, "must be at least 1 (got 0)"),
        ("--days", 20_001, "must be at most 20,000 (got 20001)"),
    ],
)
def test_what_an_option_says_wrong_is_wrong_with_the_option(journey, option, value, said):
    how, out, err = journey("run", "cafe", "--set", "seed=1", option, value)
    assert (how, out) == (2, "")
    lines = err.splitlines()
    assert any(line.startswith("command line") and f"{option}: {said}" in line for line in lines)
    assert any(line.startswith("--set:1:1") and "seed: unknown setting" in line for line in lines)


def test_what_set_says_wrong_is_wrong_with_set(journey):
    how, out, _ = journey("run", "cafe", "--consumers", 100, "--set", "market.days=0", "--json")
    (error,) = json.loads(out)["errors"]
    assert (how, error["file"], error["path"]) == (2, "--set", "market.days")


@pytest.mark.parametrize(
    ("option", "value", "path"),
    [
        ("--consumers", "300", "market.consumers"),
        ("--days", "30", "market.days"),
        ("--feedback", "off", "feedback"),
    ],
)
def test_a_setting_is_changed_one_way_at_a_time(journey, option, value, path):
    how, out, err = journey("run", "cafe", "--set", f"{path}={value}", option, value)
    assert (how, out) == (2, "")
    assert err == f"--set:1:1  {path}: is said by {option}, too\n"
