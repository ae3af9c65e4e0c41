"""What needs met of a brand on their way, read from the touch log.

A *path* is what one need met of one brand: the micro-moments in which the brand was noticed, in
their order, up to the purchase or the end of the need.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

BEFORE_PURCHASE: Final = ("zmot", "fmot")
"""Moments of truth before a purchase; what is met in use or in no need belongs to no path."""


class Path(NamedTuple):
    """What one need met of a brand, and whether it ended in a purchase of it.

    Attributes
    ----------
    touches : tuple of str
        Micro-moments in which the brand was noticed, in their order.
    ages : tuple of int
        Days from each touch to the last moment of the need.
    bought : bool
        Whether the brand was bought.
    last_sold : bool
        Whether the last touch is the moment of the purchase itself.
    """

    touches: tuple[str, ...]
    ages: tuple[int, ...]
    bought: bool
    last_sold: bool = False


Paths = Mapping[Path, int]
"""How often each path was gone."""


def paths(
    touches: "pd.DataFrame",
    purchases: "pd.DataFrame",
    brand: str,
    *,
    moments: Iterable[str] | None = None,
    observed: bool = False,
) -> Counter[Path]:
    """What needs met of a brand, from the touch log of a panel.

    Parameters
    ----------
    touches : pandas.DataFrame
        The touch log, as `Run.journeys` gives it.
    purchases : pandas.DataFrame
        Which brand each need bought: columns `replicate`, `consumer`, `journey`, `brand`. The log
        itself says that something was bought in a moment, and not what.
    brand : str
        Whose touches and purchases.
    moments : iterable of str, optional
        Micro-moments that count as touches; omitted = all.
    observed : bool
        Whether only touches count that a tracker sees: none in a shop, none on a device that
        cannot be linked to the person.

    Returns
    -------
    collections.Counter of Path
        Paths and how often each was gone, those without any touch among them; one purchase of the
        brand is one path.
    """
    keys = ["replicate", "consumer", "journey"]
    rows = touches[(touches["brand"] == brand) & touches["truth"].isin(BEFORE_PURCHASE)]
    rows = rows.assign(touched=rows["present"], sold=rows["outcome"] == "bought")
    if moments is not None:
        rows["touched"] &= rows["moment"].isin(list(moments))
    if observed:
        rows["touched"] &= rows["observed"]
    bought = purchases.loc[purchases["brand"] == brand, keys].assign(bought=True)
    rows = rows.merge(bought, on=keys, how="left")
    needs = rows.groupby(keys, sort=False)
    rows["need"] = needs.ngroup()
    rows["age"] = needs["day"].transform("max") - rows["day"]
    ends = rows.groupby("need")["bought"].first().notna()
    gone: dict[int, list[tuple[str, int, bool]]] = {need: [] for need in ends.index}
    met = rows.loc[rows["touched"], ["need", "moment", "age", "sold"]]
    for need, moment, age, sold in met.itertuples(index=False):
        gone[need].append((moment, age, sold))
    return Counter(_path(met, bool(ends[need])) for need, met in gone.items())


def _path(met: Sequence[tuple[str, int, bool]], bought: bool) -> Path:
    touches = tuple(moment for moment, _, _ in met)
    ages = tuple(int(age) for _, age, _ in met)
    return Path(touches, ages, bought, last_sold=bool(met) and bought and bool(met[-1][2]))


def purchases(gone: Paths, *, touched: bool = False) -> int:
    """How many purchases the paths led to.

    Parameters
    ----------
    gone : mapping of Path to int
        Paths and how often each was gone.
    touched : bool
        Count only those of paths with at least one touch.

    Returns
    -------
    int
        Purchases.
    """
    return sum(
        count for path, count in gone.items() if path.bought and (path.touches or not touched)
    )
