"""How words of a scenario file are understood, and how messages write them.

Plain words follow the core schema of YAML 1.2: `no` and `12:30` are text, `1e3` is a number.
"""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Final

MAX_TEXT: Final = 5_000

Scalar = None | bool | int | float | str
Path = tuple[str, ...]

_NULL: Final = re.compile(r"null|Null|NULL|~|")
_BOOL: Final = re.compile(r"true|True|TRUE|false|False|FALSE")
_WHOLE: Final = re.compile(r"[-+]?[0-9]+|0o[0-7]+|0x[0-9a-fA-F]+")
_NUMBER: Final = re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_NOT_FINITE: Final = re.compile(r"[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)")
LARGEST_WHOLE: Final = 2**63
# Escapes such as "\e" or "\ud800" would reach terminals, file names and JSON.
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def scalar(word: str) -> Scalar:
    """Understand a plain word: nothing, true or false, a number, or text.

    Parameters
    ----------
    word : str
        The word as written, without quotes.

    Returns
    -------
    None, bool, int, float or str
        What it stands for.

    Raises
    ------
    ValueError
        If it is a number that is not finite, or too large to compute with.
    """
    if _NULL.fullmatch(word):
        return None
    if _BOOL.fullmatch(word):
        return word[0] in "tT"
    if _NOT_FINITE.fullmatch(word):
        raise ValueError(f"must be a finite number (got {word})")
    number: float
    if _WHOLE.fullmatch(word) and len(word) <= 20:
        number = int(word, 0) if word[1:2] in ("o", "x") else int(word)
    elif _WHOLE.fullmatch(word) or _NUMBER.fullmatch(word):
        number = float(word) if _NUMBER.fullmatch(word) else float("inf")
    else:
        return word
    too_large = abs(number) >= (LARGEST_WHOLE if _WHOLE.fullmatch(word) else float("inf"))
    if too_large:
        raise ValueError(f"is too large a number (got {cut(word)})")
    return number


def cut(text: str) -> str:
    """Shorten a text to what fits into a message.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        At most 50 characters of it.
    """
    return text if len(text) <= 50 else text[:49] + "…"


def text_problem(text: str) -> str | None:
    """Say what is wrong with a text, if anything is.

    Parameters
    ----------
    text : str
        A name or a value.

    Returns
    -------
    str or None
        The end of a sentence, or None for a text that is fine.
    """
    if len(text) > MAX_TEXT:
        return f"must have at most {MAX_TEXT:,} characters (got {len(text):,})"
    if found := _CONTROL.search(text):
        return f"must not hold control characters (got {found.group()!a})"
    return None


def nearest(given: str, choices: Iterable[str]) -> str | None:
    """Find the name somebody may have meant.

    Parameters
    ----------
    given : str
        What was written.
    choices : iterable of str
        The names there are.

    Returns
    -------
    str or None
        The one that looks most like it, if any looks like it at all: most letters in common, or
        one name the beginning of the other.
    """
    if len(given) > 60:
        return None
    word, names = given.lower(), list(choices)
    near = get_close_matches(word, names, n=1, cutoff=0.64)
    begins = [name for name in names if len(word) >= 3 and name.startswith(word)]
    return next(iter([*near, *begins]), None)


def show(value: object) -> str:
    """Write a value the way a message quotes it: short, on one line, harmless.

    Parameters
    ----------
    value : object
        Any value a file or a caller may give.

    Returns
    -------
    str
        Its text.
    """
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list | tuple):
        return "a list"
    if isinstance(value, str):
        return repr(cut(value))
    return cut(repr(value))


def spell(path: Path) -> str:
    """Write a path with dots; a name that is no plain word is quoted and cut.

    Parameters
    ----------
    path : tuple of str
        Names from the top level down.

    Returns
    -------
    str
        Such as `brands.acme.price_eur`.
    """
    return ".".join(part if re.fullmatch(r"[\w-]{1,60}", part) else show(part) for part in path)
