"""Whatever a file or a change says, it is a world or a clear error; never a traceback or a hang.

What is drawn is the same every time (`tests/conftest.py`); the slow tier draws far more.
"""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import asdict
from io import StringIO
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from sim.cli.app import called
from sim.errors import Problem, ScenarioError
from sim.scenario import Scenario
from sim.scenario_io import load, resolved, scenario_hash
from tests.property.damage import (
    MARKET,
    WORDS,
    changes,
    damaged_texts,
    damaged_trees,
    hostile_texts,
    trees,
    written,
)

CPU_SECONDS = 5.0
"""Far more than any file of some kilobytes takes on a slow machine, far less than a hang."""
KILOBYTES = 300_000
FIELDS = ["file", "line", "column", "path", "message", "allowed", "nearest"]

drawn = settings(database=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.fixture(scope="module", autouse=True)
def little_memory() -> Iterator[None]:
    """Thousands of hostile files together take no more than a program may."""
    resource = pytest.importorskip("resource", reason="only POSIX says how much memory was taken")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < KILOBYTES


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("hostile")


def verdict(source: object, overrides: Sequence[str] = ()) -> list[Problem]:
    """Nothing for a world that can be written out; otherwise every problem, each of use."""
    started = time.process_time()
    problems: list[Problem] = []
    try:
        world = load(source, overrides)  # type: ignore[arg-type]
    except ScenarioError as error:
        problems = error.problems
        assert 1 <= len(problems) <= 200
        str(error).encode("utf-8", "surrogateescape")
    else:
        assert isinstance(world, Scenario)
        json.dumps(resolved(world), allow_nan=False)
        assert len(scenario_hash(world)) == 64
    assert time.process_time() - started < CPU_SECONDS
    for problem in problems:
        assert_useful(asdict(problem))
    return problems


def assert_useful(told: dict[str, object]) -> None:
    """A problem names its place and says in one printable line what is wrong."""
    assert list(told) == FIELDS
    assert isinstance(told["file"], str)
    assert told["file"]
    assert isinstance(told["path"], str)
    for number in (told["line"], told["column"]):
        assert number is None or (isinstance(number, int) and number >= 1)
    assert isinstance(told["message"], str)
    assert told["message"].isprintable()
    assert 5 <= len(told["message"]) <= 400
    for name in ("allowed", "nearest"):
        assert told[name] is None or (isinstance(told[name], str) and told[name])


def answered(arguments: list[str]) -> tuple[int, str, str]:
    """The command line in this process: how it went, and what it printed."""
    out, err = StringIO(), StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        how = called(arguments)
    return how, out.getvalue(), err.getvalue()


# --- files --------------------------------------------------------------------------------------


def test_undamaged_all_of_them_are_worlds(folder: Path) -> None:
    (folder / "market.yaml").write_text(MARKET)
    assert verdict(folder / "market.yaml") == []
    for number, tree in enumerate(trees()):
        (folder / f"tree-{number}.yaml").write_text(written(tree))
        assert verdict(folder / f"tree-{number}.yaml") == []


@settings(drawn, max_examples=60)
@given(text=damaged_trees())
def test_a_market_with_damaged_settings_is_a_world_or_a_clear_error(
    text: str, folder: Path
) -> None:
    file = folder / "tree.yaml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    verdict(file)


@settings(drawn, max_examples=100)
@given(content=damaged_texts())
@example(content=MARKET.encode() + b"\x00")
@example(content=b"\xef\xbb\xbf" + MARKET.replace("\n", "\r\n").encode())
def test_a_file_with_damaged_text_is_a_world_or_a_clear_error(content: bytes, folder: Path) -> None:
    file = folder / "text.yaml"
    file.write_bytes(content)
    for problem in verdict(file):
        assert problem.line is not None


@settings(drawn, max_examples=100)
@given(content=hostile_texts())
def test_what_never_was_a_market_is_a_clear_error(content: bytes, folder: Path) -> None:
    file = folder / "noise.yaml"
    file.write_bytes(content)
    assert verdict(file)


@pytest.mark.parametrize("place", ["4.9 ", "acme:", "corner", "[0.25", "{smot: 7"])
def test_every_odd_word_is_a_world_or_a_clear_error_wherever_it_stands(
    place: str, folder: Path
) -> None:
    assert place in MARKET
    for number, word in enumerate(WORDS):
        file = folder / f"word-{number}.yaml"
        content = MARKET.replace(place, f"{word} ", 1)
        file.write_bytes(content.encode("utf-8", "surrogatepass"))
        verdict(file)


# --- files that build on files ------------------------------------------------------------------

# fmt: off
ABOVE = [
    "a.yaml", "b.yaml", "c.yaml", "./a.yaml", "../hostile-a.yaml", "sub/a.yaml", "sub/../b.yaml",
    "cafe", "base", "/etc/passwd", "/etc/shadow", "/dev/zero", "/dev/stdin", "/proc/self/mem",
    ".", "..", "/", "~", "~root", "sub", "caff", "3", "null", "true", "[]", "{}", "[cafe]", "''",
    "' '", '"a\\0b"', "'*'", "file:etc/passwd", '../' * 40 + 'etc/passwd', 'x' * 4000,
    "con.yaml", "a.yaml/b.yaml", "\u202ecafe",
]
# fmt: on
bodies = st.sampled_from(
    ["", "market: {days: 20}", "market: 3", "brands: {acme: {price_eur: 5}}", "brands: *x", "- 1"]
)


@settings(drawn, max_examples=75)
@given(
    files=st.dictionaries(
        st.sampled_from(["a.yaml", "b.yaml", "c.yaml", "sub/a.yaml"]),
        st.tuples(st.sampled_from(ABOVE), bodies),
        min_size=1,
        max_size=4,
    )
)
def test_files_that_extend_anything_are_a_world_or_a_clear_error(
    files: dict[str, tuple[str, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.getbasetemp() / "chain"
    (folder / "sub").mkdir(parents=True, exist_ok=True)
    for old in folder.rglob("*.yaml"):
        old.unlink()
    for name, (above, body) in files.items():
        (folder / name).write_text(f"extends: {above}\n{body}\n", encoding="utf-8")
    for name in files:
        verdict(folder / name)


SOURCES = [None, 3, 1.5, True, b"cafe", [], {}, object(), "", " ", ".", "\0", "x" * 9_000, "/", "~"]


@pytest.mark.parametrize("source", SOURCES, ids=lambda it: ascii(it)[:12])
def test_what_names_no_file_is_a_clear_error(source: object) -> None:
    assert verdict(source)


# --- changes ------------------------------------------------------------------------------------


@settings(drawn, max_examples=125)
@given(overrides=st.lists(changes, min_size=1, max_size=3))
def test_changes_of_any_kind_make_a_world_or_a_clear_error(overrides: list[str]) -> None:
    for problem in verdict("cafe", overrides):
        assert problem.file == "--set" or problem.path


# --- the command line ---------------------------------------------------------------------------


@settings(drawn, max_examples=25)
@given(content=damaged_texts() | damaged_trees().map(lambda it: it.encode("utf-8", "replace")))
def test_programs_are_told_of_a_damaged_file_in_json(content: bytes, folder: Path) -> None:
    file = folder / "told.yaml"
    file.write_bytes(content)
    how, out, err = answered(["validate", str(file), "--json"])
    found = json.loads(out)
    assert err == ""
    assert how == (2 if "errors" in found else 0)
    for error in found.get("errors", []):
        assert_useful(error)


@settings(drawn, max_examples=25)
@given(change=changes)
def test_people_are_told_of_a_damaged_change_in_lines(change: str) -> None:
    how, out, err = answered(["validate", "cafe", "--set", change])
    assert how in (0, 2)
    assert (out == "") == (how == 2)
    assert (err == "") == (how == 0)
    assert "Traceback" not in err


def test_a_world_that_breaks_the_property_is_noticed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a reader that raises anything else fails the check."""
    monkeypatch.setattr("sim.scenario_io.words.LARGEST_WHOLE", "none")
    (folder / "control.yaml").write_text(MARKET.replace("4.9", "5"))
    with pytest.raises(TypeError):
        verdict(folder / "control.yaml")
    with pytest.raises(AssertionError):
        assert_useful(asdict(Problem("x.yaml", 0, 1, "", "is wrong")))


# --- the same, of many more ---------------------------------------------------------------------


@pytest.mark.slow
@settings(drawn, max_examples=2_000)
@given(
    content=damaged_texts()
    | damaged_trees().map(lambda text: text.encode("utf-8", "surrogatepass"))
    | hostile_texts(),
    overrides=st.lists(changes, max_size=2),
)
def test_thousands_of_files_and_changes_are_worlds_or_clear_errors(
    content: bytes, overrides: list[str], folder: Path
) -> None:
    file = folder / "many.yaml"
    file.write_bytes(content)
    verdict(file, overrides)
