"""Names that markets give: of themselves, their brands, their personas, their strategies."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from sim.reference.entry import Entry
from sim.scenario_io import load, resolved, shipped

_NAMED: Final = {"brands": "brand", "personas": "persona", "strategies": "strategy"}


def names_in(word: str, source: str | None) -> list[Entry]:
    """Find what markets call by a name.

    Parameters
    ----------
    word : str
        The name.
    source : str or None
        The market to look in; None is every shipped one.

    Returns
    -------
    list of Entry
        The market of this name; a brand, persona or strategy of each market that speaks of one,
        which is not every market that inherits it.

    Raises
    ------
    ScenarioError
        If the source is no valid scenario.
    """
    if source is not None:
        return [*_inside(word, source)]
    found = [_market(name, file) for name, file in shipped().items() if name == word]
    # Understanding a file takes a moment: only those that seem to have the name are understood.
    key = re.compile(rf"^ +{re.escape(word)}:", re.MULTILINE)
    for name, file in shipped().items():
        if key.search(file.read_text(encoding="utf-8")):
            found += _inside(word, name)
    return found


def _inside(word: str, source: str) -> Iterator[Entry]:
    world = resolved(load(source))
    for section, kind in _NAMED.items():
        if word in world[section]:
            about = world[section][word].get("about") or f"A {kind} of the market {source}."
            found = {"market": source, **_told(world[section][word])}
            yield Entry(kind, f"{section}.{word}", about, found)


def _market(name: str, file: Path) -> Entry:
    """A market says in the comment at its top what it is."""
    lines = file.read_text(encoding="utf-8").splitlines()
    end = next(number for number, line in enumerate(lines) if not line.startswith("#"))
    about = " ".join(line.lstrip("# ") for line in lines[:end])
    world = load(name)
    found: dict[str, Any] = {
        "category": world.market.category,
        "brands": sorted(world.brands),
        "personas": sorted(world.personas),
        "strategies": sorted(world.strategies),
        "focal": world.focal_brand,
        "file": str(file.name),
    }
    return Entry("market", name, about, {label: it for label, it in found.items() if it != []})


def _told(value: dict[str, Any], above: str = "") -> dict[str, Any]:
    """What is said of a brand, persona or strategy, table by table."""
    found: dict[str, Any] = {}
    for name, inner in value.items():
        label = f"{above}{name}"
        if isinstance(inner, dict) and any(isinstance(it, dict) for it in inner.values()):
            found |= _told(inner, f"{label}.")
        elif name != "about":
            found[label] = _given(inner)
    return {label: it for label, it in found.items() if it not in (None, {})}


def _given(value: Any) -> Any:
    """A strategy leaves most of the plan as it is, and says nothing of that."""
    if isinstance(value, dict):
        return {name: it for name, it in value.items() if it is not None}
    return value
