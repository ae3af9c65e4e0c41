"""Worlds of the same people with the same luck, side by side: what each plan made of them."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from sim.results import comparison_tables as tables
from sim.results.columns import with_columns
from sim.results.estimate import Estimate, estimate
from sim.results.kpis import BRAND_KPIS
from sim.results.pairs import CHANGES, Pair, gains, mean_sources, values
from sim.results.run import Made, Run
from sim.results.summary import one_of

if TYPE_CHECKING:
    import pandas as pd

EQUAL: Final = 0.001
"""Planned budgets that differ by less than this part are equal."""


@dataclass(frozen=True)
class Comparison:
    """A base and other worlds, pair by pair; frames and JSON are made from them when asked for."""

    base_name: str
    base: Run
    """The world others are compared with."""
    runs: dict[str, Run]
    """The others, with the same replicates."""
    pairs: dict[str, tuple[Pair, ...]]
    """By world, one pair a replicate."""
    feedback: str
    """`live`, `off`, or `replay`: people read and heard what those of the base made public."""
    shared: bool = True
    """Whether all worlds come from one warm-up; otherwise each was warmed up under its own plan."""
    live: dict[str, Run] = field(default_factory=dict)
    """With `replay`, the same worlds where people read and heard one another."""
    made: Made = field(default_factory=Made)
    """How it came about."""
    out: Path | None = None
    """The folder in which it is kept."""

    def __repr__(self) -> str:
        names = ", ".join(self.runs)
        return f"<Comparison {self.base_name} with {names}: {len(self.replicates)} pairs>"

    @property
    def focal(self) -> str:
        """The brand the question is about."""
        return self.base.spec.focal_brand

    @property
    def replicates(self) -> tuple[int, ...]:
        """Numbers of the replicates."""
        return tuple(lived.number for lived in self.base.replicates)

    # --- one world beside the base ----------------------------------------------------------------

    def named(self, name: str) -> str:
        """Take the name of a world that was compared with the base.

        Parameters
        ----------
        name : str
            Its name.

        Returns
        -------
        str
            The same.

        Raises
        ------
        ResultError
            If there is no such world.
        """
        return one_of("strategy", name, tuple(self.runs))

    def gains(self, name: str, measure: str = "purchases") -> Any:
        """Difference of a measure of the focal brand to the base, by replicate.

        Parameters
        ----------
        name : str
            A world that was compared with the base.
        measure : str
            A measure of brands.

        Returns
        -------
        array of float
            One a replicate, in the unit of the measure.

        Raises
        ------
        ResultError
            If there is no such world, or no such measure.
        """
        one_of("measure", measure, [kpi.name for kpi in BRAND_KPIS])
        return gains(self.base, self.runs[self.named(name)], measure)

    def difference(self, name: str, measure: str = "purchases") -> Estimate:
        """Estimate the difference of a measure to the base, by paired replicates.

        Parameters
        ----------
        name, measure
            As in `gains`.

        Returns
        -------
        Estimate
            Mean and 95 % interval of luck.
        """
        return estimate(self.gains(name, measure).tolist())

    def budget(self, name: str) -> dict[str, Any]:
        """Compare what the focal brand planned to spend.

        Parameters
        ----------
        name : str
            A world that was compared with the base.

        Returns
        -------
        dict
            `planned` and `base_planned` euro of the measured days, and whether they are `equal`
            within 0.1 %.
        """
        planned = float(values(self.runs[self.named(name)], "spend")[0])
        base = float(values(self.base, "spend")[0])
        return {"planned": planned, "base_planned": base, "equal": same_budget(planned, base)}

    def source(self, name: str) -> dict[str, float]:
        """Tell where the purchases more come from, as means over replicates.

        Parameters
        ----------
        name : str
            A world that was compared with the base.

        Returns
        -------
        dict of str to float
            By `SOURCES`; they add up to the difference of purchases, as `mean_sources` says.

        Raises
        ------
        ResultError
            If there is no such world, or its sources are not those of its purchases.
        """
        return mean_sources(self.pairs[self.named(name)], self.gains(name).tolist())

    def changed(self, name: str) -> dict[str, float]:
        """Count what became of needs, as means over replicates.

        Parameters
        ----------
        name : str
            A world that was compared with the base.

        Returns
        -------
        dict of str to float
            Needs open in either world, by `CHANGES`.
        """
        counted = np.array([pair.changed.sum(axis=0) for pair in self.pairs[self.named(name)]])
        return dict(zip(CHANGES, counted.mean(axis=0).tolist(), strict=True))

    # --- frames -----------------------------------------------------------------------------------

    @cached_property
    @with_columns
    def frame(self) -> "pd.DataFrame":
        """One row per world and measure of the focal brand: base, world, paired difference."""
        return tables.measures(self)

    @property
    @with_columns
    def per_replicate(self) -> "pd.DataFrame":
        """One row per world, replicate and measure: the difference to the base."""
        return tables.per_replicate(self)

    @property
    @with_columns
    def needs(self) -> "pd.DataFrame":
        """Needs by world, replicate, persona and what became of them."""
        return tables.needs(self)

    # --- as a whole -------------------------------------------------------------------------------

    def to_json(self, *, per_replicate: bool = False) -> dict[str, Any]:
        """Say everything a program may want to know.

        Parameters
        ----------
        per_replicate : bool
            Whether differences are told by replicate, too.

        Returns
        -------
        dict
            The object that `journey compare --json` prints.
        """
        return tables.as_json(self, per_replicate=per_replicate)

    def save(self, folder: str | Path) -> "Comparison":
        """Keep this comparison in a folder.

        Parameters
        ----------
        folder : str or Path
            The folder; made if need be.

        Returns
        -------
        Comparison
            The same, which knows its folder from now on.

        Raises
        ------
        ResultError
            If something else is kept there.
        """
        from sim.results.comparison_folder import save

        return save(self, Path(folder))

    @classmethod
    def load(cls, folder: str | Path) -> "Comparison":
        """Read a comparison that was kept.

        Parameters
        ----------
        folder : str or Path
            Its folder.

        Returns
        -------
        Comparison
            With all replicates kept there.

        Raises
        ------
        ResultError
            If no comparison is kept there, or it is damaged.
        """
        from sim.results.comparison_folder import load

        return load(Path(folder))

    def _repr_html_(self) -> str:
        return tables.page_part(self)


def same_budget(one: float, other: float) -> bool:
    """Whether two budgets are equal within 0.1 %.

    Parameters
    ----------
    one, other : float
        Euro.

    Returns
    -------
    bool
        Whichever comes first.
    """
    return abs(one - other) <= EQUAL * max(one, other)
