"""How a platform sums reviews up: one file a rule, and one line here."""
# ruff: noqa: F401 - a rule imported here is a rule of the model

from inspect import isabstract, isclass
from typing import Final

from sim.reviews.base import Board, ReviewRule, View
from sim.reviews.lifetime import Lifetime
from sim.reviews.recency import Recency

RULES: Final[dict[str, type[ReviewRule]]] = {
    it.name: it
    for it in list(globals().values())
    if isclass(it) and issubclass(it, ReviewRule) and not isabstract(it)
}

__all__ = ["RULES", "Board", "ReviewRule", "View"]
