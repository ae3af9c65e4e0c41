"""Walk the declared numbers of a scenario: what kernels read, what presets switch off."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from sim.scenario import Scenario
from sim.scenario.declare import KEPT, Section


class Parameter(NamedTuple):
    """One declared number and where it lives."""

    path: str
    name: str
    default: float
    unit: str
    source: str
    role: str
    kernel: str
    off: float | None
    plausible: tuple[float, float] | None
    about: str


def parameters(section: type[Section] = Scenario, prefix: str = "") -> Iterator[Parameter]:
    """Every number declared with a role, depth first.

    Parameters
    ----------
    section : type of Section
        Where to begin.
    prefix : str
        Dotted path of that section.

    Yields
    ------
    Parameter
        One declared number.
    """
    for name, field in section.model_fields.items():
        path = f"{prefix}{name}"
        extra = field.json_schema_extra
        if isinstance(extra, dict) and "role" in extra:
            yield Parameter(
                path,
                name,
                field.default,
                str(extra["unit"]),
                str(extra["source"]),
                str(extra["role"]),
                str(extra["kernel"]),
                extra.get("off"),  # type: ignore[arg-type]
                extra.get("plausible"),  # type: ignore[arg-type]
                field.description or "",
            )
        elif isinstance(field.annotation, type) and issubclass(field.annotation, Section):
            yield from parameters(field.annotation, f"{path}.")


def value_at(scenario: Scenario, path: str) -> Any:
    """Value of a scenario at a dotted path.

    Parameters
    ----------
    scenario : Scenario
        The world.
    path : str
        Dotted path of a setting.

    Returns
    -------
    Any
        What stands there.
    """
    value: Any = scenario
    for name in path.split("."):
        value = value[name] if isinstance(value, dict) else getattr(value, name)
    return value


def off_preset(*roles: str) -> dict[str, float]:
    """Settings that switch every mechanism of some roles off.

    Parameters
    ----------
    *roles : str
        Roles of `sim.scenario.declare.ROLES`; none = all but the journey itself and its scales.

    Returns
    -------
    dict of str to float
        Dotted path to the value at which the mechanism does nothing.
    """
    return {
        parameter.path: parameter.off
        for parameter in parameters()
        if parameter.off is not None
        and (parameter.role in roles if roles else parameter.role not in KEPT)
    }
