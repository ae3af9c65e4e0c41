"""Scenario files as people damage them: by hand, by tools, by malice."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from hypothesis import strategies as st
from ruamel.yaml import YAML

from sim.scenario_io import shipped

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
      levers: {service: 2}
  rival: *acme
focal: acme
personas:
  everybody:
    traits: {tech_savvy: 0.4}
levers:
  ads: {unit_cost_eur: {all: 0.005}}
moments:
  weekday:
    lunch: {home: 0.5, store: 0.5}
  context_mix:
    store: {idea: 1, compare: 1, buy: 1}
reviews:
  write: [0.25, 0.05, 0.015, 0.025, 0.045]
strategies:
  be-there-to-serve:
    about: One sentence for people.
    spend: {moments: {smot: 4}}
"""


@dataclass(frozen=True)
class Raw:
    """A word that stands in the file as it is, whatever YAML makes of it."""

    word: str


# fmt: off
WORDS = [
    "nan", ".nan", ".inf", "-.inf", "+.Inf", "1e308", "1e309", "-1e308", "1e-320", "5e-324", "-0",
    "-0.0", "0x10", "0o17", "017", "08", "1_000", "12:30", "2026-11-22", "2026-11-22T10:00:00Z",
    "yes", "no", "on", "off", "true", "~", "null", "Null",
    *(str(10 ** n) for n in (7, 18, 19, 20, 400)), "-1", "0", "1e-300", "0.5", "1", "1.5",
    "9223372036854775807", "9223372036854775808", "*acme", "*nobody", "&here", "&a", "[]", "{}",
    "[[]]", "{a: }", "''", '""', '"\\0"', '"\\ud800"', "|-", ">", "?", "-", ":", "&loop [*loop]",
    "&loop {in: *loop}", "{<<: *acme}", "{<<: [*acme, *acme]}",
    "!!python/object/apply:os.system [ls]", "!!python/object:sim.scenario.Scenario {}",
    "!!binary aGVsbG8=", "!!float 1", "!local x", "@at", "`tick`", "%percent", "'unclosed",
    "[unclosed", "{unclosed", "מותג", "\u202eacme", "\u2028", '𝄞' * 40, 'x' * 3000, '[' * 60,
    '{a: ' * 60,
]
# fmt: on
"""What somebody may write where a number or a name should stand."""
# fmt: off
NAMES = [
    "acme", "rival", "acne", "ACME", "Acme", "1", "true", "null", "price_eur", "price", "know",
    "knwo", "brands", "market", "all", "serch", "<<", "?", ":", "-", "x", "two words", "a.b",
    "מותג", "\u202eacme", 'x' * 300, "__class__", "../../etc/passwd",
]
# fmt: on

leaves = (
    st.sampled_from(WORDS).map(Raw)
    | st.floats().map(lambda number: Raw(repr(number)))
    | st.integers().map(lambda number: Raw(str(number)))
    | st.booleans()
    | st.text(max_size=6)
)
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=3)
    ),
    max_leaves=4,
)


# --- damage to what is said -------------------------------------------------------------------


@cache
def trees() -> tuple[dict[str, Any], ...]:
    """The shipped files and a small market, as nested dictionaries."""
    texts = [MARKET, *(file.read_text(encoding="utf-8") for file in shipped().values())]
    return tuple(YAML(typ="safe", pure=True).load(text) for text in texts)


def spots(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Paths of everything in a tree."""
    inside = tree.items() if isinstance(tree, dict) else enumerate(tree)
    found: list[tuple[Any, ...]] = []
    for name, inner in inside:
        found.append((*path, name))
        if isinstance(inner, dict | list):
            found += spots(inner, (*path, name))
    return found


def _copied(tree: Any) -> Any:
    if isinstance(tree, dict):
        return {name: _copied(inner) for name, inner in tree.items()}
    return [_copied(inner) for inner in tree] if isinstance(tree, list) else tree


def _at(tree: Any, path: tuple[Any, ...]) -> Any:
    for name in path:
        tree = tree[name]
    return tree


@st.composite
def damaged_trees(draw: Callable[..., Any]) -> str:
    """A valid market some of whose settings were deleted, renamed, replaced or moved."""
    whole = draw(st.sampled_from(trees()))
    # A file says a part and extends the whole, which is read once.
    tree = _copied(whole)
    if "extends" in whole or "format" in whole:
        kept = draw(st.lists(st.sampled_from(sorted(whole)), min_size=1, max_size=3, unique=True))
        tree = {name: inner for name, inner in tree.items() if name in kept}
        tree.setdefault("extends", "cafe")
    for _ in range(draw(st.integers(1, 3))):
        found = spots(tree)
        if not found:
            break
        *above, name = draw(st.sampled_from(found))
        section = _at(tree, tuple(above))
        match draw(st.sampled_from(["delete", "rename", "replace", "replace", "move"])):
            case "delete":
                del section[name]
            case "rename" if isinstance(section, dict):
                section[draw(st.sampled_from(NAMES))] = section.pop(name)
            case "move":
                other = draw(st.sampled_from(found))
                try:
                    section[name] = _copied(_at(tree, other))
                except (KeyError, IndexError, TypeError):
                    section[name] = None
            case _:
                section[name] = draw(values)
    return written(tree)


def written(tree: Any) -> str:
    """A tree as YAML in flow style; raw words stand as they are."""
    if isinstance(tree, dict):
        inside = (f"{_name(name)}: {written(inner)}" for name, inner in tree.items())
        return "{" + ",\n ".join(inside) + "}"
    if isinstance(tree, list):
        return "[" + ", ".join(written(inner) for inner in tree) + "]"
    if isinstance(tree, Raw):
        return tree.word
    if isinstance(tree, str):
        return "'" + tree.replace("'", "''") + "'"
    return json.dumps(tree)


def _name(name: Any) -> str:
    plain = isinstance(name, str) and re.fullmatch(r"[\w-]+", name)
    return str(name) if plain else written(name)


# --- damage to how it is said -----------------------------------------------------------------

# fmt: off
FRAGMENTS = [
    *'[]{}:,-?|>&*!#\'"%@`~', "\t", "\n", "\r", "\r\n", "\x00", "\x1b[31m", "\x85", "\u2028",
    "\ufeff", "\u202e", "\n---\n", "...\n", "\n  ", "\n\t", "- ", "? ", ": ", "<<: *acme", "&a ",
    "*a ", "*acme", "%YAML 1.1\n", "!!python/object:os.system ", "|2\n", ".nan", "1e999",
    '  ' * 40, '[' * 50,
]
# fmt: on


@st.composite
def damaged_texts(draw: Callable[..., Any]) -> bytes:
    """A small valid file whose text was cut, doubled, shifted, or written by another program."""
    text = MARKET
    for _ in range(draw(st.integers(1, 4))):
        lines = text.split("\n")
        line = draw(st.integers(0, len(lines) - 1))
        match draw(st.sampled_from(["insert", "cut", "drop", "double", "swap", "shift", "tabs"])):
            case "insert":
                place = draw(st.integers(0, len(text)))
                text = text[:place] + draw(st.sampled_from(FRAGMENTS)) + text[place:]
                continue
            case "cut":
                place = draw(st.integers(0, len(text)))
                text = text[:place] + text[place + draw(st.integers(1, 60)) :]
                continue
            case "drop":
                del lines[line]
            case "double":
                lines.insert(line, lines[line])
            case "swap":
                lines[line], lines[line - 1] = lines[line - 1], lines[line]
            case "shift":
                lines[line] = " " * draw(st.integers(0, 9)) + lines[line].lstrip()
            case _:
                lines[line] = lines[line].replace("  ", "\t")
        text = "\n".join(lines)
    return draw(st.sampled_from(ENCODINGS))(text)


ENCODINGS: list[Callable[[str], bytes]] = [
    *[lambda text: text.encode()] * 9,
    lambda text: b"\xef\xbb\xbf" + text.encode(),
    lambda text: text.replace("\n", "\r\n").encode(),
    lambda text: text.replace("\n", "\r").encode(),
    lambda text: text.encode("utf-16"),
    lambda text: text.encode() + b"\xff\xfe",
    lambda text: text.replace("corner", "caf\xe9").encode("latin-1", "replace"),
]


# --- files from scratch -----------------------------------------------------------------------


@st.composite
def hostile_texts(draw: Callable[..., Any]) -> bytes:
    """What never was a market: noise, lookalikes, and what readers have choked on before."""
    sections = st.sampled_from(
        ["brands", "market", "moments", "personas", "extends", "levers", "x"]
    )
    shapes = st.dictionaries(sections, values, max_size=4).map(written)
    return draw(
        st.binary(max_size=120)
        | st.text(max_size=120).map(lambda text: text.encode("utf-8", "surrogatepass"))
        | st.lists(st.sampled_from(FRAGMENTS), max_size=40).map(lambda it: "".join(it).encode())
        | shapes.map(lambda text: text.encode("utf-8", "surrogatepass"))
        | st.builds(_nested, st.sampled_from(["[", "{a: ", "- ", "? ", "a:\n "]), sizes)
        | st.builds(_laughing, st.integers(2, 12), st.integers(2, 12))
    )


sizes = st.sampled_from([2, 31, 33, 400, 5_000])


def _nested(opening: str, depth: int) -> bytes:
    return (opening * depth).encode()


def _laughing(width: int, depth: int) -> bytes:
    """Aliases of aliases of aliases (Billion laughs)."""
    first = f"a0: &a0 [{', '.join(['x'] * width)}]\n"
    more = (f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * width)}]\n" for i in range(1, depth))
    return (first + "".join(more) + f"brands: *a{depth - 1}\n").encode()


# --- changes ----------------------------------------------------------------------------------


def paths() -> list[str]:
    """Dotted paths of everything in the shipped files."""
    return sorted({".".join(map(str, path)) for tree in trees() for path in spots(tree)})


parts = st.sampled_from([*NAMES, "", "0", "7", "-1", "acme", "spend", "moments", "write"])
changes = st.builds(
    "{}{}{}".format,
    st.deferred(lambda: st.sampled_from(paths()))
    | st.lists(parts, max_size=5).map(".".join)
    | st.text(max_size=12),
    st.sampled_from(["="] * 9 + ["", "==", ":"]),
    st.sampled_from(["0.5", "1", "2", "[0.5]", "{know: 1}", "own", *WORDS])
    | st.floats(0, 5).map(repr)
    | values.map(written)
    | st.text(max_size=12),
)
