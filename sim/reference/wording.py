"""Values as people read them, on one line: numbers, ranges, lists, tables."""

from collections import Counter
from typing import Any, Final

MANY: Final = 3
"""So many entries alike are named once."""


def said(value: Any) -> str:
    """Write a value for people.

    Parameters
    ----------
    value : Any
        A text, a number, a range, a list, or a table of numbers.

    Returns
    -------
    str
        It, on one line; of a list or table with many entries alike, the others and what all the
        rest are.
    """
    if value is None:
        return "not given"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return f"{value:,.12g}"
    if isinstance(value, tuple):
        return " to ".join(said(part) for part in value)
    if isinstance(value, list):
        return _listed([said(part) for part in value])
    if isinstance(value, dict):
        is_nested = any(isinstance(part, dict) for part in value.values())
        parts = {str(name): said(part) for name, part in value.items()}
        return _tabled(parts, ": " if is_nested else " ")
    return str(value)


def _listed(parts: list[str]) -> str:
    if len(parts) >= MANY and len(set(parts)) == 1:
        return f"{parts[0]}, {len(parts)} times"
    return ("; " if any(", " in part for part in parts) else ", ").join(parts)


def _tabled(parts: dict[str, str], between: str) -> str:
    if not parts:
        return "nothing"
    usual, times = Counter(parts.values()).most_common(1)[0]
    told = [
        f"{name}{between}{part}" for name, part in parts.items() if times < MANY or part != usual
    ]
    if times >= MANY and not told:
        return usual if usual.startswith("all ") else f"all{between}{usual}"
    rest = [f"others{between}{usual}"] if times >= MANY else []
    inner = [*told, *rest]
    return ("; " if any(", " in part for part in inner) else ", ").join(inner)
