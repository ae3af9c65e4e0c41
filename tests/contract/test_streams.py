"""Every random number is drawn from a declared stream, by its own key, for one decision a word."""

import ast
import re
from functools import cache

import pytest

from sim.tables import streams
from sim.tables.streams import STREAMS
from tests.sources import (
    DRAWERS,
    Word,
    calls,
    draws_in,
    every_kernel,
    functions,
    modules,
    words_read,
)

RELEASED = {
    "trait": 1,
    "taste": 2,
    "network": 3,
    "uptake": 4,
    "need": 5,
    "exposure": 6,
    "onset": 7,
    "feed": 8,
    "idle_time": 9,
    "recall": 10,
    "slot": 11,
    "step": 12,
    "progress": 13,
    "session": 14,
    "encounter": 15,
    "choice": 16,
    "outside": 17,
    "use": 18,
    "contact": 19,
    "tell": 20,
    "how_to": 21,
    "owned": 22,
}
"""Ids are part of every published result: a new stream takes the next one."""
BY_CONSTANT = {stream.name.upper(): stream for stream in STREAMS}
RESERVED = "reserved"

every_stream = pytest.mark.parametrize("stream", STREAMS, ids=lambda stream: stream.name)


@cache
def all_draws():
    return [
        drawn
        for name, tree in modules().items()
        if draws(tree)
        for function in functions(tree)
        for _, drawn in draws_in(f"{name}.{function.name}", function)
    ]


def draws(tree):
    """Whether a module has imported what draws; a function of its own may be named alike."""
    return any(
        alias.name in {"draw", *DRAWERS}
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in ("sim.rng", "sim.moments.sheet")
        for alias in node.names
    )


@cache
def all_words():
    return words_read(every_kernel())


def decision(stream, word):
    """What a word decides, by the stream's own account, at the counter word b it is drawn with."""
    written = stream.words[word.index]
    pieces = [re.fullmatch(r"(\d+)(?:-(\d+))? (.+)", piece) for piece in written.split("; ")]
    if not all(pieces):
        return written
    for first, last, text in (piece.groups() for piece in pieces):
        if word.b is None and text != RESERVED:
            return text
        if word.b is not None and int(first) <= word.b <= int(last or first):
            return text
    return RESERVED


def decided(stream):
    """Every word the stream declares a decision for, as (b or None, index)."""
    for index, written in enumerate(stream.words):
        for piece in written.split("; "):
            numbered = re.fullmatch(r"(\d+)(?:-(\d+))? (.+)", piece)
            b, text = (int(numbered[1]), numbered[3]) if numbered else (None, piece)
            if text != RESERVED:
                yield b, index


def looks_at(word, b, index):
    return word.index in (None, index) and (b is None or word.b in (None, b))


def kernel_of(source):
    return next(functions(ast.parse(source)))


def test_a_released_stream_keeps_its_id_and_a_new_one_takes_the_next():
    ids = {stream.name: stream.id for stream in STREAMS}
    assert ids == RELEASED
    assert sorted(ids.values()) == list(range(1, len(STREAMS) + 1))


@every_stream
def test_a_streams_id_is_written_out_under_its_name(stream):
    written = {
        node.target.id: node.value
        for node in modules("tables")["tables.streams"].body
        if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
    }
    assert ast.literal_eval(written[stream.name.upper()]) == stream.id
    assert getattr(streams, stream.name.upper()) == stream.id


@every_stream
def test_a_stream_is_documented(stream):
    assert stream.a
    assert stream.b
    assert len(stream.words) == 4
    assert all(stream.words)
    assert set(stream.words) != {RESERVED}


@every_stream
def test_a_stream_is_drawn_from(stream):
    assert stream.name.upper() in {drawn.stream for drawn in all_draws()}


def test_every_draw_names_a_declared_stream_and_lies_in_a_kernel_the_tests_read():
    draws = all_draws()
    assert len(draws) > len(STREAMS)
    assert {drawn.stream for drawn in draws} <= set(BY_CONSTANT)
    assert {drawn.where for drawn in draws} <= set(every_kernel())


def test_streams_are_imported_under_their_own_names():
    imports = [
        alias
        for tree in modules().values()
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module == "sim.tables.streams"
        for alias in node.names
    ]
    assert imports
    assert {alias.name for alias in imports} <= {"STREAMS", *BY_CONSTANT}
    assert not [alias for alias in imports if alias.asname]


def test_person_streams_are_drawn_with_the_person_key_and_luck_streams_with_the_luck_key():
    draws = all_draws()
    assert {drawn.key for drawn in draws} == {"person", "luck"}
    wrong = [drawn for drawn in draws if BY_CONSTANT[drawn.stream].key != drawn.key]
    assert wrong == []


def test_keys_are_handed_on_as_what_they_are():
    """`person_key` is the name of a parameter; whoever calls must put the person key there."""
    handed = []
    for where, kernel in every_kernel().items():
        for node in ast.walk(kernel):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "draw_traits":
                argument = next(a for a in node.args if ast.unparse(a).endswith(("person", "_key")))
                handed.append((where.rpartition(".")[2], ast.unparse(argument)))
    assert handed == [("draw_people", "person_key")]
    source = ast.unparse(modules("population")["population"])
    assert "draw_people(" in source
    assert "market.today[0]['person']" in source


def test_no_kernel_looks_at_a_reserved_word():
    words = all_words()
    assert len({(word.stream, word.b, word.index) for word in words}) > 50
    fixed = [word for word in words if word.index is not None]
    assert [word for word in fixed if decision(BY_CONSTANT[word.stream], word) == RESERVED] == []


@every_stream
def test_every_word_with_a_decision_is_looked_at(stream):
    words = [word for word in all_words() if word.stream == stream.name.upper()]
    idle = [
        (b, index)
        for b, index in decided(stream)
        if not any(looks_at(word, b, index) for word in words)
    ]
    assert idle == []


# --- the checks see what they should --------------------------------------------------------------


def test_the_check_of_keys_sees_a_draw_with_the_wrong_key():
    kernel = kernel_of(
        "def k(world, i):\n"
        "    today = world.today[0]\n"
        "    return draw(today.luck, TASTE, i, 0, 0)[0], draw(world.today[0].person, NEED, i, 0, 0)"
    )
    found = {drawn.stream: drawn.key for _, drawn in draws_in("k", kernel)}
    assert found == {"TASTE": "luck", "NEED": "person"}


def test_the_check_of_streams_sees_a_stream_that_is_a_plain_number():
    kernel = kernel_of("def k(world, i):\n    return draw(world.today[0].luck, 7, i, 0, 0)")
    assert [drawn.stream for _, drawn in draws_in("k", kernel)] == [None]


@pytest.mark.parametrize(
    ("stream", "b", "index", "reserved"),
    [
        ("TELL", None, 3, True),
        ("TELL", None, 1, False),
        ("IDLE_TIME", 1, 1, True),
        ("IDLE_TIME", 0, 1, False),
        ("IDLE_TIME", 1, 2, True),
        ("TRAIT", 1, 3, True),
        ("TRAIT", 3, 3, False),
    ],
)
def test_the_check_of_words_tells_reserved_ones_from_others(stream, b, index, reserved):
    found = decision(BY_CONSTANT[stream], Word("", stream, b, index))
    assert (found == RESERVED) == reserved


def test_those_who_draw_for_a_list_draw_with_the_key_and_the_stream_they_are_given():
    told = {
        (kernel.name, *(ast.unparse(argument) for argument in call.args[:2]))
        for kernel in every_kernel().values()
        if kernel.name in DRAWERS
        for call in calls(kernel)
        if ast.unparse(call.func) == "draw"
    }
    assert told == {("draw_listed", "luck", "stream"), ("draw_block", "luck", "stream")}
    source = every_kernel()["moments.sheet.draw_row"]
    (call,) = (call for call in calls(source) if ast.unparse(call.func) == "draw_listed")
    handed = [ast.unparse(argument) for argument in call.args]
    assert handed == [
        *("world.words", "world.sheet", "world.today[0].luck"),
        *("row", "stream", "listed", "a", "scale", "b"),
    ]


def test_the_check_of_streams_sees_a_draw_for_a_list_with_the_wrong_key_or_a_plain_number():
    kernel = kernel_of(
        "def k(world, n):\n"
        "    draw_listed(world.words, world.sheet, world.today[0].luck, 0, TASTE, n, 0, 1, 0)\n"
        "    draw_row(world, FIRST, 7, n, 0, 0, 0)"
    )
    found = [(drawn.stream, drawn.key) for _, drawn in draws_in("k", kernel)]
    assert found == [("TASTE", "luck"), (None, "luck")]


def test_the_check_of_words_knows_what_is_on_a_row_and_follows_it_into_other_kernels():
    sources = {
        "m.takes": "def takes(world, n):\n    draw_row(world, SECOND, TELL, n, 0, 0, 0)",
        "m.caller": "def caller(world, n):\n"
        "    draw_row(world, FIRST, HOW_TO, n, 0, 0, 1)\n"
        "    early = world.words[FIRST, 2, n]\n"
        "    takes(world, n)\n"
        "    draw_row(world, FIRST, NEED, n, 0, 1, 0)\n"
        "    row = BY_BRAND + n\n"
        "    draw_row(world, row, FEED, n, 0, 0, 0)\n"
        "    return callee(world, drawn(world, FIRST, n), n)",
        "m.callee": "def callee(world, some, n):\n"
        "    words = world.words\n"
        "    told = drawn(world, SECOND, n)\n"
        "    return some[3] + told[0] + words[BY_BRAND + n, 1, n]",
    }
    found = words_read({name: kernel_of(source) for name, source in sources.items()})
    assert {word[1:] for word in found} == {
        ("HOW_TO", 1, 2),
        ("NEED", None, 3),
        ("TELL", 0, 0),
        ("FEED", 0, 1),
    }


def test_the_check_of_words_follows_a_draw_into_the_kernel_it_is_handed_to():
    caller = kernel_of(
        "def caller(world, i):\n"
        "    words = draw(world.today[0].luck, TELL, i, 0, 0)\n"
        "    first = words[0]\n"
        "    words = draw(world.today[0].luck, FEED, i, 0, 1)\n"
        "    return callee(world, words)"
    )
    callee = kernel_of("def callee(world, some):\n    return some[3]")
    found = words_read({"m.caller": caller, "m.callee": callee})
    assert {word[1:] for word in found} == {("TELL", 0, 0), ("FEED", 1, 3)}
