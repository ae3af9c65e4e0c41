"""The JSON Schema of scenario files, with everything an editor can tell while somebody types."""

from collections.abc import Iterator
from typing import Any, Final

from sim.levers import LEVERS
from sim.reviews import RULES
from sim.scenario_io import schema

_OF_DECLARATIONS: Final = ("unit", "source", "role", "plausible", "kernel", "off")


def editor_schema() -> dict[str, Any]:
    """Write out what may stand in a scenario file, for editors and other tools.

    Returns
    -------
    dict
        JSON Schema. Descriptions say unit, default, plausible range and source; names of levers
        and review rules are closed; no setting is required, because a file that extends another
        leaves out what that one says.
    """
    whole = schema()
    sections = whole["$defs"]
    for section in (whole, *sections.values()):
        section.pop("title", None)
        for setting in section.get("properties", {}).values():
            _describe(setting)
            if "patternProperties" in setting:
                setting["additionalProperties"] = False
    budget = {"enum": sorted(name for name, lever in LEVERS.items() if lever.is_budget)}
    for levers in _named(whole, "levers"):
        levers["propertyNames"] = budget
    sections["Reviews"]["properties"]["rule"]["enum"] = sorted(RULES)
    return {"title": "Scenario of the consumer journey simulator", **whole}


def _describe(setting: dict[str, Any]) -> None:
    """Editors show a description and little else: so all is said in it."""
    setting.pop("title", None)
    said = [setting.get("description", "")]
    declared = {name: setting.pop(name) for name in _OF_DECLARATIONS if name in setting}
    if "unit" in declared:
        said.append(f"Unit: {declared['unit']}.")
    default = setting.get("default")
    if isinstance(default, int | float | str) and default != "":
        said.append(f"Default: {default}.")
    if "plausible" in declared:
        low, high = declared["plausible"]
        said.append(f"Plausible: {low} to {high}.")
    if "source" in declared:
        said.append(f"Source: {declared['source']}.")
    text = " ".join(part for part in said if part)
    if text:
        setting["description"] = text
    if isinstance(default, dict | list):
        # A file that extends another inherits, whatever the default of the program.
        del setting["default"]


def _named(schema: Any, name: str) -> Iterator[dict[str, Any]]:
    """Every property of a name, wherever it is declared."""
    for section in (schema, *schema["$defs"].values()):
        found = section.get("properties", {}).get(name)
        if found is not None:
            yield found
