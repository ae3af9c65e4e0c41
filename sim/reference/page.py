"""What the pages of the documentation say about a word: sentences of the model, published facts."""

import re
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

MODEL: Final = "model.md"
FACTS: Final = "facts.md"
MOST: Final = 3
"""Sentences quoted in words, and so many again of what is computed."""

_CODE: Final = re.compile(r"\b[A-Z]\d\d\b")
_EXACT: Final = "**Exactly.**"
_SINGULAR: Final = {"brands": "brand", "personas": "persona", "policies": "brand"}
_SENTENCE: Final = re.compile(r"(?<=[.:])\s+(?=[*`(A-ZΑ-Ω])")
_MARK: Final = re.compile(r"^(?:[-*+]|\d+\.)\s+")
_BLOCK: Final = re.compile(r"^(\s*[-*+]\s|\s*\d+\.\s|\|)")


class Passage(NamedTuple):
    """A sentence of a page, the heading it stands under, and whether it says what is computed."""

    heading: str
    text: str
    is_exact: bool


class Fact(NamedTuple):
    """A published figure."""

    code: str
    fact: str
    figure: str
    source: str
    checked: str

    @property
    def is_seen(self) -> bool:
        """Whether somebody saw the figure in print, all of it."""
        return self.checked == "seen"


def page(name: str) -> str:
    """Read a page of the documentation.

    Parameters
    ----------
    name : str
        Its file name.

    Returns
    -------
    str
        Its text, found inside the installed package or beside it in a checkout.

    Raises
    ------
    FileNotFoundError
        If it is in neither place.
    """
    package = Path(__file__).parents[1]
    inside = package / "docs" / name
    file = inside if inside.is_file() else package.parent / "docs" / name
    return file.read_text(encoding="utf-8")


@cache
def passages() -> tuple[Passage, ...]:
    """Take the page of the model apart, sentence by sentence.

    Returns
    -------
    tuple of Passage
        In the order of the page.
    """
    found: list[Passage] = []
    heading, block, is_exact = "", "", False
    for line in [*page(MODEL).splitlines(), ""]:
        ends = not line.strip() or line.startswith("#") or _BLOCK.match(line)
        if ends and block:
            is_exact = is_exact or block.startswith(_EXACT)
            text = _MARK.sub("", block.removeprefix(_EXACT).strip())
            found += [Passage(heading, part, is_exact) for part in _SENTENCE.split(text) if part]
            block = ""
        if line.startswith("#"):
            heading, is_exact = line.lstrip("# "), False
        elif line.strip():
            block = f"{block} {line.strip()}".strip()
    return tuple(found)


@cache
def said_of(path: tuple[str, ...], *, is_rule: bool) -> tuple[Passage, ...]:
    """Find what the page of the model says about a setting.

    Parameters
    ----------
    path : tuple of str
        Path of the setting; names in angle brackets are passed over.
    is_rule : bool
        Whether kernels read it: the page then calls it `rules.name`.

    Returns
    -------
    tuple of Passage
        Sentences in words that have its name and that of its section; then, of what is computed,
        those with its name as kernels read it, or else in a formula, or else at all.
    """
    name = _named(path)[-1]
    in_words = [it for it in passages() if not it.is_exact and re.search(_by_name(path), it.text)]
    tiers = (
        rf"\brules\.{name}\b" if is_rule else _by_name(path),
        rf"(?:[*+=<−/(]\s*|`){name}(?![\w(-])|(?<![\w.-]){name}(?:\[|`|\s*[*+=<−/)])",
        rf"(?<![\w.-]){name}(?![\w-])",
    )
    exact: list[Passage] = []
    for tier in tiers:
        exact = exact or [it for it in passages() if it.is_exact and re.search(tier, it.text)]
    return (*in_words[:MOST], *exact[:MOST])


@cache
def facts() -> dict[str, Fact]:
    """Read the published figures.

    Returns
    -------
    dict of str to Fact
        By code.
    """
    found = {}
    for line in page(FACTS).splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) == len(Fact._fields) and _CODE.fullmatch(cells[0]):
            found[cells[0]] = Fact(*cells)
    return found


def facts_in(source: str) -> tuple[Fact, ...]:
    """Look up the facts that a source refers to by code.

    Parameters
    ----------
    source : str
        Such as "Baymard; Stripe 2025 (M21, M22)".

    Returns
    -------
    tuple of Fact
        Those of the page, in the order they are named.
    """
    known = facts()
    return tuple(known[code] for code in _CODE.findall(source) if code in known)


def standing(source: str) -> str:
    """Say how far a source can be relied on.

    Parameters
    ----------
    source : str
        What a declaration says of itself.

    Returns
    -------
    str
        "assumption", "unverified", both, or "cited"; empty where nothing is claimed. Unverified
        is what was written from memory, and a fact not seen in print.
    """
    words = []
    if "assumption" in source.lower():
        words.append("assumption")
    if "from memory" in source or not all(fact.is_seen for fact in facts_in(source)):
        words.append("unverified")
    return ", ".join(words) or ("cited" if source else "")


def _named(path: tuple[str, ...]) -> list[str]:
    return [name for name in path if not name.startswith("<")]


def _by_name(path: tuple[str, ...]) -> str:
    """A setting with its section, or with one of the things there are many of: `brand.margin`."""
    named = _named(path)
    owner = named[-2] if len(named) > 1 else ""
    owners = rf"(?:{owner}|{_SINGULAR[owner]})" if owner in _SINGULAR else owner
    return rf"\b{owners}\.{named[-1]}\b" if owner else rf"`{named[-1]}\b"
