"""What is printed reads as people write: one consumer, no minus in front of nothing."""

import re
import shlex

import pytest

from sim.cli.show import several
from sim.results.written import money, number


@pytest.mark.parametrize(
    ("amount", "text"),
    [(0.0, "€0"), (-0.3, "€0"), (-0.6, "-€1"), (1234.5, "€1,234"), (None, "–"), (-5e4, "-€50,000")],
)
def test_euros_have_a_sign_only_where_there_is_something(amount, text):
    assert money(amount) == text


@pytest.mark.parametrize(
    ("mean", "form", "text"),
    [
        (-0.3, "+.0f", "+0"),
        (0.2, "+.0f", "+0"),
        (-26.4, "+.0f", "-26"),
        (3.456, ".2f", "3.46"),
        (-0.004, ".2f", "0.00"),
        (-0.4, ",.0f", "0"),
        (-1234.5, ",.1f", "-1,234.5"),
        (None, ".1f", "–"),
    ],
)
def test_nothing_has_no_minus(mean, form, text):
    assert number(mean, form) == text


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 days"), (1, "1 day"), (2, "2 days"), (20_000, "20,000 days")]
)
def test_one_is_singular(number, text):
    assert several(number, "day") == text


def test_a_world_of_one_is_told_as_one(journey, mini):
    _, out, _ = journey("run", mini, "--consumers", 1, "--days", 1, "--reps", 1)
    assert out.splitlines()[0] == "mini: 1 consumer, 1 day, 1 replicate, seed 7"
    assert not re.search(r"-0\b|-€0", out)


def test_the_last_line_says_how_to_read_more_and_can_be_copied(journey, mini, tmp_path):
    folder = tmp_path / "my results"
    _, out, _ = journey("run", mini, "--reps", 1, "--out", folder)
    told = re.fullmatch(r"Results: (.+?)  \((journey .+)\)", out.splitlines()[-1])
    assert told[1] == str(folder)
    command, *arguments = shlex.split(told[2])
    assert (command, arguments) == ("journey", ["report", str(folder)])
    assert journey(*arguments)[0] == 0
    assert (folder / "report.html").is_file()
