"""Whatever a file holds, it is a world or a clear error; never a traceback, never a hang."""

import json
import os
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.errors import ScenarioError
from sim.scenario import Scenario
from sim.scenario_io import load
from sim.scenario_io.document import read_text

MARKET = """\
# a small market
format: 1
name: corner
market: {consumers: 100, days: 10, outlet: own}
brands:
  acme: &acme
    price_eur: 4.9      # menu
    quality_stars: 4.4
    spend:
      moments: {smot: 7,
                umot: 1}
  rival: *acme
focal: acme
reviews:
  write: [0.25, 0.05, 0.015, 0.025, 0.045]
strategies:
  be-there-to-serve:
    about: >
      One sentence
      for people.
    spend: {moments: {smot: 4}}
"""


@pytest.fixture
def problems_in(tmp_path, monkeypatch):
    """Everything wrong with a file of the given content."""
    monkeypatch.chdir(tmp_path)

    def reader(content):
        content = content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content
        Path("hostile.yaml").write_bytes(content)
        with pytest.raises(ScenarioError) as caught:
            load("hostile.yaml")
        assert str(caught.value).isprintable() or "\n" in str(caught.value)
        return caught.value.problems

    return reader


def told(problems):
    return [f"{p.line}:{p.column} {p.path}: {p.message}" for p in problems]


@pytest.mark.parametrize("content", ["", "\n\n", "# only a comment\n", "---\n", "---\n...\n", "~"])
def test_an_empty_file_is_an_error(problems_in, content):
    (problem,) = problems_in(content)
    assert (problem.path, problem.message) == ("", "is empty")


@pytest.mark.parametrize(
    ("content", "got"), [("- 1\n", "a list"), ("hello", "'hello'"), ("5", "5"), ("true", "true")]
)
def test_a_top_level_that_is_no_mapping_is_an_error(problems_in, content, got):
    (problem,) = problems_in(content)
    assert problem.message == f"must be a mapping of settings (got {got})"


def test_bytes_that_are_no_utf8_are_an_error_at_their_place(problems_in):
    (problem,) = problems_in("format: 1\nname: é".encode() + b"\xff\n")
    assert (problem.line, problem.column) == (2, 8)
    assert problem.message == "must be UTF-8 text (got byte 0xff)"


def test_a_byte_order_mark_is_no_error(tmp_path):
    file = tmp_path / "bom.yaml"
    file.write_bytes(b"\xef\xbb\xbf" + MARKET.encode())
    assert load(file).name == "corner"


def test_lines_may_end_as_on_windows(tmp_path, problems_in):
    file = tmp_path / "crlf.yaml"
    file.write_bytes(MARKET.replace("\n", "\r\n").encode())
    assert load(file).name == "corner"
    (problem,) = problems_in(MARKET.replace("acme\nreviews", "acne\nreviews").replace("\n", "\r\n"))
    assert (problem.line, problem.column) == (13, 1)


def test_a_file_is_no_larger_than_a_megabyte(problems_in):
    (problem,) = problems_in(b"#" * 1_000_001)
    assert problem.message == "a scenario file has 1,000,000 bytes at most"


def test_an_endless_line_is_an_error(problems_in):
    (problem,) = problems_in("format: 1\nname: " + "x" * 200_001)
    assert (problem.line, problem.message) == (2, "lines must have at most 200,000 characters")


def test_an_endless_text_is_an_error(problems_in):
    problems = problems_in(MARKET.replace("One sentence", "One sentence\n      " * 2000))
    assert "must have at most 5,000 characters" in problems[0].message


def test_an_endless_name_is_an_error(problems_in):
    problem = problems_in(MARKET + "? " + "x" * 6_000 + "\n: 1\n")[0]
    assert "a name of a setting must have at most 5,000 characters" in problem.message


@pytest.mark.parametrize("depth", [40, 5_000, 400_000])
@pytest.mark.parametrize("opening", ["[\n", "{a:\n", "- ", "? "])
def test_endless_nesting_is_an_error(problems_in, opening, depth):
    content = (opening * depth)[: 999_999 if "\n" in opening else 199_999]
    (problem,) = problems_in(content)
    assert problem.message == "settings may be nested 32 deep at most"


def test_a_file_may_hold_so_many_values_and_no_more(problems_in):
    (problem,) = problems_in("".join(f"k{number}: 1\n" for number in range(50_000)))
    assert problem.message == "a file may hold 50,000 values at most"


def test_aliases_cannot_multiply_without_end(problems_in):
    laughs = "a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n" + "".join(
        f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]\n" for i in range(1, 30)
    )
    tracemalloc.start()
    (problem,) = problems_in(laughs)
    assert problem.message == "a file may hold 50,000 values at most"
    assert tracemalloc.get_traced_memory()[1] < 50e6
    tracemalloc.stop()


def test_aliases_cannot_nest_without_end(problems_in):
    (problem,) = problems_in(
        "a0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1}]\n" for i in range(1, 60))
    )
    assert problem.message == "settings may be nested 32 deep at most"


@pytest.mark.parametrize("content", ["a: &a [*a]\n", "a: &a {b: *a}\n", "&a [*a]\n"])
def test_an_alias_that_contains_itself_is_an_error(problems_in, content):
    problems = problems_in(content)
    assert "alias '*a' stands for something it is part of" in [p.message for p in problems]


def test_an_alias_of_nothing_is_an_error(problems_in):
    assert told(problems_in(MARKET.replace("*acme", "*acne")))[0] == (
        "12:3 brands.rival: alias '*acne' stands for nothing before it"
    )


def test_an_alias_stands_for_what_it_names(tmp_path):
    file = tmp_path / "alias.yaml"
    file.write_text(MARKET)
    assert load(file).brands["rival"] == load(file).brands["acme"]


@pytest.mark.parametrize(
    "tag", ["!!python/object/apply:os.system", "!!python/name:os.system", "!!str", "!local", "!"]
)
def test_tags_are_errors_and_build_nothing(problems_in, tag):
    problems = problems_in(MARKET.replace("name: corner", f"name: {tag} corner"))
    assert told(problems) == [f"3:1 name: tags are not allowed (got '{tag}')"]
    problems = problems_in(MARKET.replace("market: {", f"market: {tag} {{"))
    assert told(problems)[0] == f"4:1 market: tags are not allowed (got '{tag}')"


def test_a_setting_set_twice_is_an_error(problems_in):
    assert told(problems_in(MARKET + "focal: rival\n")) == [
        "22:1 focal: is set twice (first on line 13)"
    ]


STRATEGY = "21:23 strategies.be-there-to-serve.spend.moments.smot"


@pytest.mark.parametrize("word", [".nan", ".NaN", ".inf", "-.inf", "+.Inf"])
def test_numbers_that_are_not_finite_are_errors_everywhere(problems_in, word):
    content = MARKET.replace("4.4", word).replace("smot: 4}", f"smot: {word}}}")
    content = content.replace("0.045", word).replace("days: 10", f"days: {word}")
    assert told(problems_in(content)) == [
        f"4:26 market.days: must be a finite number (got {word})",
        f"8:5 brands.acme.quality_stars: must be a finite number (got {word})",
        f"15:37 reviews.write.4: must be a finite number (got {word})",
        f"{STRATEGY}: must be a finite number (got {word})",
    ]


@pytest.mark.parametrize(
    "word", ["1" + "0" * 400, "1" + "0" * 6_000, "-9223372036854775809", "1e999", "0x" + "f" * 99]
)
def test_numbers_too_large_to_compute_with_are_errors(problems_in, word):
    problems = problems_in(MARKET.replace("4.4", word))
    assert [problem.path for problem in problems][:1] == ["brands.acme.quality_stars"]
    assert "is too large a number" in problems[0].message or "characters" in problems[0].message


@pytest.mark.parametrize(
    "word", ["0o", "0x", "_", "+_", "1_000", "0_", "1e", "--1", "0o8", "1.2.3"]
)
def test_almost_numbers_are_text(problems_in, word):
    (problem,) = problems_in(MARKET.replace("days: 10", f"days: {word}"))
    assert problem.message == f"must be a whole number (got '{word}')"


@pytest.mark.parametrize(
    ("name", "got"),
    [("1", "1"), ("1.5", "1.5"), ("true", "true"), ("~", "~"), ("null", "null"), (".nan", ".nan")],
)
def test_names_that_are_no_text_are_errors(problems_in, name, got):
    (problem,) = problems_in(MARKET + f"{name}: 3\n")
    assert problem.message == f"a name of a setting must be text (got {got})"


@pytest.mark.parametrize("name", ["? [a, b]\n", "{a: b}", "? {a: b}\n", "!!str a", "*acme "])
def test_names_that_are_no_words_are_errors(problems_in, name):
    assert "names of settings must be plain words" in [
        problem.message for problem in problems_in(MARKET + f"{name}: 3\n")
    ]


def test_merge_keys_are_a_clear_error(problems_in):
    problems = problems_in(MARKET.replace("rival: *acme", "rival: {<<: *acme}"))
    assert "a name of a setting cannot be a merge key (<<); use extends" in [
        problem.message for problem in problems
    ]


@pytest.mark.parametrize("character", ["\x00", "\x07", "\x1b", "\x7f", "\x9b", "\ufffe"])
def test_control_characters_are_errors(problems_in, character):
    (problem,) = problems_in(MARKET.replace("corner", f"cor{character}ner"))
    assert (problem.line, problem.column) == (3, 10)
    assert "control characters are not allowed" in problem.message


@pytest.mark.parametrize("escape", [r"\0", r"\e[31m", r"\x9b", r"\ud800", r"\uffff"])
def test_control_characters_cannot_be_smuggled_in_as_escapes(problems_in, escape):
    (problem,) = problems_in(MARKET.replace("name: corner", f'name: "cor{escape}ner"'))
    assert (problem.path, "control characters" in problem.message) == ("name", True)
    (problem,) = problems_in(MARKET + f'"a{escape}": 1\n')
    assert "a name of a setting must not hold control characters" in problem.message


def test_a_name_with_line_breaks_or_dots_cannot_forge_a_message(problems_in):
    (problem,) = problems_in(MARKET + '"a\\nb.c: fine": 1\n')
    assert problem.path == r"'a\nb.c: fine'"


def test_several_documents_are_an_error(problems_in):
    assert told(problems_in(MARKET + "---\n" + MARKET)) == [
        "22:1 : a scenario file holds one document"
    ]


def test_another_version_of_yaml_is_an_error(problems_in):
    assert told(problems_in("%YAML 1.1\n---\n" + MARKET)) == ["2:1 : must be YAML 1.2"]


@pytest.mark.parametrize(
    ("content", "line"),
    [("a: [1, 2\nb: 3\n", 2), ("a: b: c\n", 1), ("a:\n\t- 1\n", 2), ('a: "x\n', 2), ("%\n", 1)],
)
def test_what_is_no_yaml_is_an_error_at_its_place(problems_in, content, line):
    (problem,) = problems_in(content)
    assert problem.message.startswith("is not valid YAML: ")
    assert problem.line == line


@pytest.mark.parametrize("content", ['a: "\\UFFFFFFFF"\n', f"%YAML {'9' * 6000}.1\n---\na: 1\n"])
def test_what_makes_the_parser_stumble_is_an_error(problems_in, content):
    (problem,) = problems_in(content)
    assert problem.message == "is not valid YAML: an escape or a number in it is out of range"


def test_the_first_two_hundred_problems_are_enough(problems_in):
    assert len(problems_in("".join(f"k{number}: {{}}\n" for number in range(2_000)))) == 200
    assert len(problems_in("1: 1\n" * 2_000)) == 200


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(("x " * 99_000 + "\n") * 5, id="words", marks=pytest.mark.slow),
        pytest.param("a: " + (f"!{'!' * 199_000} x\n" * 5), id="tags"),
        pytest.param("a: |\n" + "  x\n" * 249_000, id="block"),
        pytest.param('a: "' + "\n" * 900_000 + '"', id="blank", marks=pytest.mark.slow),
        pytest.param("{" + ("a " * 99_000 + "\n") * 5, id="flow", marks=pytest.mark.slow),
        pytest.param(
            "".join(f"k{number}: 'a # b'\n" for number in range(24_000)),
            id="quotes",
            marks=pytest.mark.slow,
        ),
        pytest.param("\n" * 999_999, id="nothing", marks=pytest.mark.slow),
    ],
)
def test_no_file_takes_longer_than_it_takes_to_read_it(problems_in, content):
    start = time.process_time()
    problems_in(content)
    assert time.process_time() - start < 20


# --- what is no file ------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["", ".", "a\0b.yaml", "/dev/zero", "x" * 5_000 + ".yaml"])
def test_what_is_no_file_is_an_error(source):
    with pytest.raises(ScenarioError):
        load(source)


def test_a_pipe_nobody_writes_to_is_an_error(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(ScenarioError, match="must be an ordinary file"):
        load(tmp_path / "pipe.yaml")


def test_a_link_to_itself_is_an_error(tmp_path):
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    with pytest.raises(ScenarioError, match="cannot be read"):
        load(tmp_path / "loop.yaml")


def test_a_file_that_may_not_be_read_is_an_error(tmp_path, monkeypatch):
    file = tmp_path / "secret.yaml"
    file.write_text(MARKET)

    def refuse(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(ScenarioError, match="cannot be read: Permission denied"):
        load(file)


# --- chance ---------------------------------------------------------------------------------------
# A first look: tests/property damages files in more ways, and thousands of them in the slow tier.

SIGNS = list("[]{}:,-?|>&*!#'\"%@`~\t\n\r\x00\x85\u2028\ufeffé𝄞")
WORDS = [
    "<<: ",
    "...",
    "\n---\n",
    ".nan",
    ".inf",
    "1e999",
    "0x",
    "&a ",
    "*a",
    "*acme",
    "null",
    "-1",
]
WORDS += [
    "!!python/object:os.system ",
    "\n  ",
    "- ",
    "? ",
    "%YAML 1.1\n",
    "|2\n",
    "''",
    r'"\x',
    ": ",
]
FRAGMENTS = st.sampled_from(SIGNS) | st.sampled_from(WORDS) | st.text(max_size=8)
EDITS = st.lists(
    st.tuples(st.integers(0, len(MARKET)), st.integers(0, 12), FRAGMENTS), min_size=1, max_size=6
)


def edited(edits):
    text = MARKET
    for position, cut, fragment in edits:
        text = text[:position] + fragment + text[position + cut :]
    return text


def problems_or_none(call, *arguments):
    """No problems for a world; otherwise all of them, each a sentence that can be printed."""
    problems = []
    try:
        assert isinstance(call(*arguments), Scenario)
    except ScenarioError as error:
        str(error).encode()
        problems = error.problems or ["an error without a problem"]
    assert all(problem.message for problem in problems)
    return problems


@settings(max_examples=100)
@given(edits=EDITS)
def test_a_damaged_file_is_a_world_or_a_clear_error(edits, tmp_path_factory):
    file = tmp_path_factory.getbasetemp() / "damaged.yaml"
    file.write_bytes(edited(edits).encode("utf-8", "surrogatepass"))
    for problem in problems_or_none(load, file):
        assert problem.line is not None
        assert 1 <= problem.line <= 300


@settings(max_examples=50)
@given(content=st.binary(max_size=200))
def test_noise_is_a_clear_error(content, tmp_path_factory):
    file = tmp_path_factory.getbasetemp() / "noise.yaml"
    file.write_bytes(content)
    assert problems_or_none(load, file)


@settings(max_examples=80)
@given(
    path=st.lists(
        st.sampled_from(
            ["brands", "acme", "spend", "moments", "smot", "reviews", "write", "0", "x"]
        )
        | st.text(max_size=5),
        max_size=5,
    ),
    value=FRAGMENTS | st.sampled_from(["1", "{a: 1}", "[1]", "{smot: 2}", "-1", "own"]),
)
def test_a_damaged_change_is_a_world_or_a_clear_error(path, value, tmp_path_factory):
    file = tmp_path_factory.getbasetemp() / "sound.yaml"
    file.write_text(MARKET)
    problems_or_none(load, file, [f"{'.'.join(path)}={value}"])


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=6,
)


@settings(max_examples=80)
@given(value=VALUES)
def test_json_of_any_shape_is_a_world_or_a_clear_error(value, tmp_path_factory):
    file = tmp_path_factory.getbasetemp() / "any.yaml"
    file.write_text(json.dumps({"brands": value, "market": value}))
    problems_or_none(load, file)


def test_the_reader_keeps_the_text_of_every_line():
    assert read_text("a: 1\r\nb: 2\n", "x").lines == ["a: 1", "b: 2", ""]
