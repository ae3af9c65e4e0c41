"""What every word of the project means: looked up by `journey explain`, written into pages.

Nothing is said here that a table, a declaration or a page of the documentation says already: it is
gathered, and the closed words, which have no sentences of their own elsewhere, get one.
"""

from sim.reference.entry import Entry
from sim.reference.index import entries, look_up, near, words_of
from sim.reference.schema import editor_schema

__all__ = ["Entry", "editor_schema", "entries", "look_up", "near", "words_of"]
