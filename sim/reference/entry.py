"""One meaning of one word, ready to be printed, written into a page or answered to a program."""

from collections.abc import Mapping
from typing import Any, NamedTuple


class Entry(NamedTuple):
    """One meaning of one word.

    Attributes
    ----------
    kind : str
        What it is: a setting, a lever, a measure.
    name : str
        The word itself; of a setting its path, in which `<brand>` stands for a name of yours.
    about : str
        What it means, in a sentence about the world.
    details : mapping of str to Any
        What else is known of it, by label, in the order in which people read it: texts, numbers,
        pairs that are ranges, lists of texts.
    """

    kind: str
    name: str
    about: str
    details: Mapping[str, Any]

    @property
    def words(self) -> tuple[str, ...]:
        """The path of a setting, part by part; of anything else the word alone."""
        return tuple(self.name.split(".")) if self.kind in PATHS else (self.name,)


SETTING = "setting"
SECTION = "section"
KIND = "kind"
PATHS = (SETTING, SECTION)
"""Kinds whose names are dotted paths of a scenario."""
