"""Every setting a scenario file may hold, by its path, with what is declared about it."""

from collections.abc import Iterator
from functools import cache
from types import UnionType
from typing import Annotated, Any, Final, NamedTuple, Union, get_args, get_origin

from sim.levers import LEVERS
from sim.reference.words import BUDGETS
from sim.scenario import Scenario
from sim.scenario.brands import MomentSpend, MomentSpendChange, Policies, PolicyChange
from sim.scenario.declare import Section
from sim.scenario_io.shape import setting_at
from sim.tables.moments import CHANNELS, CONTEXTS, DAY_PARTS, DEVICES, IN_PERSON, MOMENTS, PHASES

TABLES: Final = "sim.scenario.tables"
MEMBERS: Final[dict[str, tuple[str, ...]]] = {
    "<moment>": MOMENTS,
    "<channel>": (*CHANNELS, "all"),
    "<context>": CONTEXTS,
    "<day-part>": DAY_PARTS,
    "<phase>": PHASES[1:4],
    "<device>": DEVICES[:IN_PERSON],
    "<budget>": tuple(BUDGETS),
    "<lever>": tuple(name for name, lever in LEVERS.items() if lever.is_budget),
    "<constant>": tuple(name for lever in LEVERS.values() for name in lever.settings),
}
"""Words that may stand in the place of a name in angle brackets; other places take any name."""
_PLACES: Final = {
    "personas": "<persona>",
    "brands": "<brand>",
    "strategies": "<strategy>",
    "levers": "<lever>",
    "unit_cost_eur": "<channel>",
    "click_eur": "<channel>",
    "commission": "<channel>",
    "settings": "<constant>",
    "opportunities": "<moment>",
}
_CONSTANTS: Final = ("levers", "<lever>", "settings", "<constant>")


class Setting(NamedTuple):
    """One setting, or one section of settings.

    Attributes
    ----------
    path : tuple of str
        Names from the top level down; `<brand>` stands for any brand.
    about : str
        What it means.
    default : Any
        What holds where no file says anything; `...` where a file must.
    declared : dict of str to Any
        Unit, source, role, plausible range and the rest of `sim.scenario.declare`, if declared;
        of a lever's own constant unit, source and range.
    inside : tuple of str
        Names of the settings of a section; empty for a setting.
    """

    path: tuple[str, ...]
    about: str
    default: Any
    declared: dict[str, Any]
    inside: tuple[str, ...]

    @property
    def name(self) -> str:
        """The path with dots."""
        return ".".join(self.path)

    @property
    def allowed(self) -> str | None:
        """The range or the words a file may say, in words."""
        if "range" in self.declared:
            low, high = self.declared["range"]
            return f"at least {low:,.12g} and at most {high:,.12g}"
        found = setting_at(tuple(_example(name) for name in self.path))
        if found is None:
            return None
        return found.allowed or ", ".join(found.choices) or None


@cache
def settings() -> tuple[Setting, ...]:
    """List every setting and every section, in the order of the declarations.

    Returns
    -------
    tuple of Setting
        A table of numbers, one a micro-moment or channel, is one setting. Constants that levers
        declare follow the place that stands for all of them.
    """
    found = []
    for it in _walk(Scenario, None, ()):
        found.append(it)
        if it.path == _CONSTANTS:
            found += _constants()
    return tuple(found)


def filled(pattern: tuple[str, ...], path: tuple[str, ...]) -> bool:
    """Tell whether a path of names is one a setting's path stands for.

    Parameters
    ----------
    pattern, path : tuple of str
        A path with names in angle brackets, and one that a file could hold.

    Returns
    -------
    bool
        Whether every place is filled with a word that may stand there; of a table the last places
        may be left out.
    """
    rest = pattern[len(path) :]
    is_whole = len(path) <= len(pattern) and all(name.startswith("<") for name in rest)
    return is_whole and all(map(_fits, pattern, path))


def default_at(setting: Setting, path: tuple[str, ...]) -> Any:
    """Look up what holds at one place of a table where no file says anything.

    Parameters
    ----------
    setting : Setting
        A setting.
    path : tuple of str
        A path it stands for.

    Returns
    -------
    Any
        The number there; of a setting that is no table its default.
    """
    value = setting.default
    for pattern, name in zip(setting.path, path, strict=False):
        if pattern.startswith("<") and isinstance(value, dict):
            value = value.get(name, value)
    return value


def _constants() -> Iterator[Setting]:
    """Constants are declared by levers, and a scenario file may hold them under their names."""
    for lever in LEVERS.values():
        for name, it in lever.settings.items():
            declared = {"unit": it.unit, "source": it.source, "range": (it.low, it.high)}
            path = ("levers", lever.name, "settings", name)
            yield Setting(path, it.about, it.default, declared, ())


def _fits(pattern: str, name: str) -> bool:
    if not pattern.startswith("<"):
        return pattern == name
    return name == pattern or name in MEMBERS.get(pattern, (name,))


def _example(name: str) -> str:
    """A name that may stand in a place: what is allowed is the same for all of them."""
    return MEMBERS.get(name, ("any",))[0] if name.startswith("<") else name


def _walk(
    section: type[Section], default: Section | None, path: tuple[str, ...]
) -> Iterator[Setting]:
    for name, field in section.model_fields.items():
        here, about = (*path, name), field.description or _elsewhere(section, name)
        standing = getattr(default, name) if default is not None else field.default
        if default is None and field.is_required():
            standing = ...
        extra = field.json_schema_extra if isinstance(field.json_schema_extra, dict) else {}
        inner = _peeled(field.annotation)
        if get_origin(inner) is dict:
            here = (*here, _PLACES[name])
            inner, standing = _peeled(get_args(inner)[1]), None
        if not _is_section(inner):
            yield Setting(here, about, _plain(standing), dict(extra), ())
        elif _is_table(inner):
            yield Setting((*here, *_places(inner)), about, _plain(standing), dict(extra), ())
        else:
            standing = standing if isinstance(standing, Section) else None
            yield Setting(here, about, None, {}, tuple(inner.model_fields))
            yield from _walk(inner, standing, here)


def _peeled(annotation: Any) -> Any:
    """The type itself, without the bounds and the "or nothing" around it."""
    origin = get_origin(annotation)
    if origin is Annotated or origin is Union or origin is UnionType:
        return _peeled(get_args(annotation)[0])
    return annotation


def _is_section(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, Section)


def _is_table(section: type[Section]) -> bool:
    return section.__module__ == TABLES or section in (MomentSpend, MomentSpendChange)


def _places(table: type[Section]) -> tuple[str, ...]:
    """A table of numbers is told by the words it has one of each for."""
    names = tuple(table.model_fields)
    place = next(word for word, members in MEMBERS.items() if set(names) == set(members) - {"all"})
    inner = _peeled(table.model_fields[names[0]].annotation)
    return (place, *(_places(inner) if _is_section(inner) else ()))


def _plain(value: Any) -> Any:
    return value.model_dump() if isinstance(value, Section) else value


def _elsewhere(section: type[Section], name: str) -> str:
    """A policy that a strategy changes is described where the policy is declared."""
    fields = Policies.model_fields if section is PolicyChange else {}
    return (fields[name].description or "") if name in fields else ""
