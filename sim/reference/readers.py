"""Where in the code a setting acts: the modules that read it, found in their own text."""

import re
from functools import cache
from pathlib import Path

_ALSO = {
    "personas": "persona",
    "brands": "brand",
    "levers": "settings",
    "presence": "bounds",
}
"""What the code calls a section where it reads it."""


@cache
def readers(path: tuple[str, ...], kernel: str) -> tuple[str, ...]:
    """Find the modules that read a setting.

    Parameters
    ----------
    path : tuple of str
        Path of the setting; names in angle brackets are passed over.
    kernel : str
        How kernels see it: "value", "threshold", or "no".

    Returns
    -------
    tuple of str
        Such as `sim/moments/fmot.py`; empty where the text does not say.
    """
    named = [name for name in path if not name.startswith("<")]
    name, owner = named[-1], next(iter(reversed(named[:-1])), "spec")
    folders: tuple[str, ...]
    if kernel != "no":
        wanted, folders = rf"\brules(?:\[0\])?\.{name}\b", ("moments", "network.py")
    elif owner == "traits":
        wanted, folders = rf"\bperson(?:\[\w+\])?\.{name}\b", ("moments",)
    elif path[0] == "levers" and "settings" in named:
        constant = r"\w+" if name == "settings" else name
        wanted, folders = rf"\bsettings\[\"{constant}\"\]", ("market",)
    else:
        owners = "|".join(sorted({owner, _ALSO.get(owner, owner), "spec"}))
        head = name.rpartition("_")[0] or name
        wanted = rf"\b(?:{owners})\.{name}\b|f\"{head}_\{{"
        folders = ("market", "population.py", "model.py", "ranges.py", "results/money.py")
    return tuple(file for file, text in _texts(folders) if re.search(wanted, text))


@cache
def _texts(places: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    package = Path(__file__).parents[1]
    files = [
        file
        for place in places
        for file in (
            [package / place] if place.endswith(".py") else sorted((package / place).glob("*.py"))
        )
    ]
    return tuple(
        (f"sim/{file.relative_to(package).as_posix()}", file.read_text(encoding="utf-8"))
        for file in files
        if file.is_file()
    )
