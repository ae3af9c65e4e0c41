"""What a scenario may hold at each path, as its JSON Schema declares it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from sim.scenario import Scenario
from sim.scenario_io.words import Path

Schema = dict[str, Any]

_BOUNDS = {
    "exclusiveMinimum": "greater than",
    "minimum": "at least",
    "exclusiveMaximum": "less than",
    "maximum": "at most",
}


@dataclass(frozen=True, slots=True)
class Setting:
    """What is declared about one path: the names or values it may take.

    `names` are the settings of a section, `choices` the words it may be, `allowed` its range.
    `is_open` says that a section takes names of the author's own, such as those of brands.
    `needed` are the settings of a section that have no default.
    """

    names: tuple[str, ...]
    choices: tuple[str, ...]
    is_open: bool
    allowed: str | None
    needed: tuple[str, ...]


def schema() -> Schema:
    """Editors check a scenario file with this JSON Schema while it is being typed.

    Returns
    -------
    dict
        JSON Schema of a scenario file. No setting is required by it, because a file that extends
        another leaves out what that one says.
    """
    exported = Scenario.model_json_schema()
    for section in (exported, *exported.get("$defs", {}).values()):
        section.pop("required", None)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **exported}


@cache
def _whole() -> Schema:
    whole: Schema = Scenario.model_json_schema()
    return whole


def setting_at(path: Path) -> Setting | None:
    """Look up what may stand at a path.

    Parameters
    ----------
    path : tuple of str
        Names from the top level down; empty for the scenario as a whole.

    Returns
    -------
    Setting or None
        None where nothing may stand.
    """
    field: Schema = _whole()
    for name in path:
        inner = [found for branch in _branches(field) if (found := _inside(branch, name))]
        if not inner:
            return None
        field = inner[0]
    branches = list(_branches(field))
    names = [name for branch in branches for name in _names(branch)]
    return Setting(
        names=tuple(names),
        choices=tuple(choice for branch in branches for choice in _choices(branch)),
        is_open=any("patternProperties" in branch for branch in branches),
        allowed=next((text for branch in branches if (text := _range(branch))), None),
        needed=tuple(name for branch in branches for name in branch.get("required", ())),
    )


def _branches(field: Schema) -> Iterator[Schema]:
    """The alternatives of a field, with references followed."""
    if "$ref" in field:
        yield from _branches(_whole()["$defs"][field["$ref"].rpartition("/")[2]])
    elif "anyOf" in field:
        for branch in field["anyOf"]:
            yield from _branches(branch)
    else:
        yield field


def _inside(branch: Schema, name: str) -> Schema | None:
    if name in branch.get("properties", {}):
        found: Schema = branch["properties"][name]
        return found
    if branch.get("type") == "array" and name.isdecimal():
        items: Schema = branch.get("items", {})
        return items
    own = next(iter(branch.get("patternProperties", {}).values()), None)
    more = own or branch.get("additionalProperties")
    return more if isinstance(more, dict) else None


def _names(branch: Schema) -> list[str]:
    closed = _branches(branch.get("propertyNames", {}))
    return [*branch.get("properties", {}), *(name for words in closed for name in _choices(words))]


def _choices(branch: Schema) -> list[str]:
    constant = [branch["const"]] if "const" in branch else []
    return [str(choice) for choice in branch.get("enum", constant)]


def _range(branch: Schema) -> str | None:
    bounds = [f"{words} {branch[key]:,.12g}" for key, words in _BOUNDS.items() if key in branch]
    return " and ".join(bounds) or None
