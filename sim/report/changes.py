"""In which settings worlds differ."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from sim.results.written import NONE
from sim.scenario import Scenario
from sim.scenario_io import resolved

MOST: Final = 20
"""Settings told."""
LONGEST: Final = 40
"""Characters of a value."""
NO_MATTER: Final = ("name", "strategies")


def differing(worlds: Sequence[Scenario]) -> list[list[str]]:
    """Find the settings in which worlds differ from the first.

    Parameters
    ----------
    worlds : sequence of Scenario
        The base and the others.

    Returns
    -------
    list of list of str
        Path and value in each world, `=` where it is that of the base; the last row says how many
        are left out.
    """
    base, *others = [dict(_settings(resolved(world))) for world in worlds]
    paths = [
        path
        for path in dict.fromkeys(path for settings in (base, *others) for path in settings)
        if path.partition(".")[0] not in NO_MATTER
        and any(settings.get(path) != base.get(path) for settings in others)
    ]
    rows = [
        [path, _written(base.get(path)), *(_beside(it.get(path), base.get(path)) for it in others)]
        for path in paths[:MOST]
    ]
    left = len(paths) - MOST
    return [*rows, [f"and {left:,} more", *[""] * len(worlds)]] if left > 0 else rows


def _settings(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _settings(inner, f"{path}.{name}" if path else name)
    else:
        yield path, value


def _beside(value: Any, base: Any) -> str:
    return "=" if value == base else _written(value)


def _written(value: Any) -> str:
    if value is None:
        return NONE
    if isinstance(value, float):
        return f"{value:g}"
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
