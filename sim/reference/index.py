"""Words are found: by their name, by a path, by the end of a path; or the nearest are named."""

from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from typing import Any, Final

from sim.levers import LEVERS
from sim.reference.entry import KIND, SECTION, SETTING, Entry
from sim.reference.natures import nature, unit
from sim.reference.page import MODEL, said_of, standing
from sim.reference.readers import readers
from sim.reference.settings import MEMBERS, Setting, default_at, filled, settings
from sim.reference.vocabulary import source_of, vocabulary
from sim.reference.words import KINDS

ALIASES: Final = {
    "i want to know": "know",
    "i want to go": "go",
    "i want to do": "do",
    "i want to buy": "buy",
    "net promoter score": "nps",
}
"""What people say for a word."""


def entries() -> tuple[Entry, ...]:
    """Every word of the project, settings first.

    Returns
    -------
    tuple of Entry
        A word with several meanings has several entries.
    """
    return (*(_entry(setting) for setting in settings()), *_words())


def words_of(kind: str) -> list[str]:
    """List the words of a kind.

    Parameters
    ----------
    kind : str
        A key of `sim.reference.words.KINDS`.

    Returns
    -------
    list of str
        In the order of their tables.
    """
    entry = next(it for it in _words() if it.kind == KIND and it.name == kind)
    return list(entry.details["words"])


def look_up(word: str) -> list[Entry]:
    """Find every meaning of a word.

    Parameters
    ----------
    word : str
        A word, a path of a setting, or the end of one; of brands, personas and strategies any
        name will do.

    Returns
    -------
    list of Entry
        Empty if nothing has this name.
    """
    asked = word.strip().rstrip(".")
    asked = ALIASES.get(asked.lower(), asked)
    found = [_entry(it) for it in settings() if _is_called(it, asked)]
    found += [it for it in _words() if it.name.lower() == asked.lower()]
    if found or "." not in asked:
        return found
    path = tuple(asked.split("."))
    places = [it for it in settings() if filled(it.path, path)]
    if not places and path[-1].isdecimal():
        return look_up(asked.rpartition(".")[0])
    return [_entry(it, path) for it in places]


def near(word: str) -> list[str]:
    """Name words that look like one that nobody knows.

    Parameters
    ----------
    word : str
        It.

    Returns
    -------
    list of str
        At most three; in a path the nearest names below the part of it that is known.
    """
    asked = word.strip().lower()
    if "." in asked:
        path = asked.split(".")
        for length in range(len(path) - 1, 0, -1):
            inside = _inside(tuple(path[:length]))
            if inside:
                close = get_close_matches(path[length], inside, n=3)
                return [".".join([*path[:length], name]) for name in close]
    names = {it.path[-1].lower(): it.path[-1] for it in settings()}
    names |= {it.name.lower(): it.name for it in _words()}
    return [names[name] for name in get_close_matches(asked, names, n=3)]


def _inside(path: tuple[str, ...]) -> list[str]:
    """Names that may stand below a path."""
    found = dict.fromkeys(
        name for it in settings() for name in it.inside if it.inside and filled(it.path, path)
    )
    for it in settings():
        if len(it.path) > len(path) and filled(it.path[: len(path)], path):
            found |= dict.fromkeys(_members(it.path[len(path)]))
    return list(found)


@cache
def _words() -> tuple[Entry, ...]:
    """Everything that is no setting, and the kinds themselves."""
    words = tuple(vocabulary())
    paths = {
        SETTING: [it.name for it in settings() if not it.inside],
        SECTION: [it.name for it in settings() if it.inside],
    }
    kinds = {kind: paths.get(kind, [it.name for it in words if it.kind == kind]) for kind in KINDS}
    return (*words, *(Entry(KIND, it, KINDS[it], {"words": kinds[it]}) for it in kinds))


def _members(name: str) -> tuple[str, ...]:
    return MEMBERS.get(name, ()) if name.startswith("<") else (name,)


def _is_called(setting: Setting, asked: str) -> bool:
    """Whether a word is a path or the end of it; the words of a table stand for themselves."""
    named = [name for name in setting.path if not name.startswith("<")]
    end = asked.lower().split(".")
    return setting.name == asked.lower() or named[-len(end) :] == end


def _entry(setting: Setting, path: tuple[str, ...] | None = None) -> Entry:
    name = ".".join(path or setting.path)
    if setting.inside:
        return Entry(SECTION, name, setting.about, {"settings": list(setting.inside)})
    found: dict[str, Any] = {
        "unit": unit(setting),
        "default": _default(setting, path or setting.path),
        "allowed": setting.allowed,
        "plausible": setting.declared.get("plausible"),
        **_claim(setting),
        "does nothing at": setting.declared.get("off"),
        "role": nature(setting),
        **dict(_effects(setting, path or setting.path)),
        "equation": _quoted(setting),
    }
    shown = {label: value for label, value in found.items() if value not in (None, "", [], ())}
    return Entry(SETTING, name, setting.about, shown)


def _claim(setting: Setting) -> dict[str, Any]:
    """Where a number comes from, as declared or as its own sentence says."""
    source = setting.declared.get("source")
    if source is not None:
        return source_of(str(source))
    if "assumption" in setting.about.lower():
        return {"source": "assumption", "standing": standing("assumption")}
    return {}


def _default(setting: Setting, path: tuple[str, ...]) -> Any:
    if setting.default is ...:
        return "none: a file has to say it"
    value = default_at(setting, path)
    if value is None and path[0] == "levers" and len(path) == 3 and path[1] in LEVERS:
        lever = LEVERS[path[1]]
        if path[2] == "settings":
            return {name: it.default for name, it in lever.settings.items()} or None
        value = getattr(lever, path[2].removesuffix("_eur"), None)
    return value


def _effects(setting: Setting, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Where a setting acts: by the levers it pays for, or in the modules that read it."""
    paid = _paid(path)
    if paid:
        yield "acts through", [f"{it.name} → {', '.join(it.dials)}" for it in paid]
    elif "spend" not in path:
        yield "read by", list(readers(setting.path, setting.declared.get("kernel", "no")))


def _paid(path: tuple[str, ...]) -> list[Any]:
    owner, name = path[-2:] if len(path) > 1 else ("", path[0])
    if "spend" in path and owner == "moments":
        return [it for it in LEVERS.values() if it.moment == name]
    if owner == "policies" or ("spend" in path and owner == "levers"):
        return [LEVERS[name]] if name in LEVERS else []
    return []


def _quoted(setting: Setting) -> list[str]:
    return [
        f"docs/{MODEL}, {it.heading}{' (exactly)' if it.is_exact else ''}: {it.text}"
        for it in said_of(setting.path, is_rule=setting.declared.get("kernel", "no") != "no")
    ]
