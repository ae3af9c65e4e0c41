"""What one world has shown: counts of its replicates, estimates, and where they come from."""

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.results import frames
from sim.results.as_json import as_json
from sim.results.columns import with_columns
from sim.results.journeys import journeys
from sim.results.provenance import versions
from sim.results.replicate import Replicate
from sim.results.summary import Summary
from sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class Failure:
    """A replicate that could not be lived."""

    replicate: int
    error: str


@dataclass(frozen=True)
class Made:
    """How a run came about; none of it changes what was found."""

    command: tuple[str, ...] = ()
    """The command line; empty for a run started from Python."""
    started: str = ""
    """When, in UTC."""
    ended: str = ""
    """When, in UTC; empty while it goes on."""
    elapsed_s: float = 0.0
    """How long it took."""
    lived: int = 0
    """Replicates lived in that time; any others had been kept from before."""
    failed: tuple[Failure, ...] = ()
    """Replicates that could not be lived."""
    versions: dict[str, str] = field(default_factory=versions)
    """What the numbers were computed with."""


@dataclass(frozen=True)
class Run:
    """One world and its replicates; frames, JSON and files are made from them when asked for."""

    spec: Scenario
    """The world."""
    seed: int
    """Seed of people and luck."""
    new_people: bool
    """Whether each replicate drew people of its own."""
    replicates: tuple[Replicate, ...]
    """What was counted, in the order of their numbers; at least one."""
    assumed: tuple[int, int] | None = None
    """Numbers of the market that are assumptions, and numbers in all; None: nobody counted."""
    made: Made = field(default_factory=Made)
    """How it came about."""
    out: Path | None = None
    """The folder in which it is kept."""

    def __repr__(self) -> str:
        count = len(self.replicates)
        return f"<Run {self.spec.name}: {count} replicate{'s' * (count > 1)}, seed {self.seed}>"

    @cached_property
    def summary(self) -> Summary:
        """The estimates behind frames, tables and JSON."""
        return Summary(self.spec, self.replicates)

    # --- estimates --------------------------------------------------------------------------------

    @property
    @with_columns
    def funnel(self) -> "pd.DataFrame":
        """How far journeys came, by brand, moment of truth and measure."""
        return frames.funnel(self.summary)

    @property
    @with_columns
    def brands(self) -> "pd.DataFrame":
        """Every measure of every brand."""
        return frames.brands(self.summary)

    @property
    @with_columns
    def market(self) -> "pd.DataFrame":
        """Every measure of the market."""
        return frames.market(self.summary)

    # --- what was counted in each replicate -------------------------------------------------------

    @property
    @with_columns
    def kpis(self) -> "pd.DataFrame":
        """Every measure, by replicate."""
        return frames.kpis(self.summary)

    @property
    @with_columns
    def moments(self) -> "pd.DataFrame":
        """Micro-moments by channel, and the brands present and helpful in them."""
        return frames.moments(self.summary)

    @property
    @with_columns
    def lost(self) -> "pd.DataFrame":
        """Journeys the focal brand did not win, by reason and micro-moment."""
        return frames.lost(self.summary)

    @property
    @with_columns
    def personas(self) -> "pd.DataFrame":
        """Purchases by persona and brand."""
        return frames.personas(self.summary)

    @property
    @with_columns
    def reviews(self) -> "pd.DataFrame":
        """Reviews by brand and star."""
        return frames.reviews(self.summary)

    @property
    @with_columns
    def ends(self) -> "pd.DataFrame":
        """How journeys ended, and in which phase."""
        return frames.ends(self.summary)

    @property
    @with_columns
    def channels(self) -> "pd.DataFrame":
        """Micro-moments against purchases, by channel."""
        return frames.channels(self.summary)

    @property
    @with_columns
    def devices(self) -> "pd.DataFrame":
        """Micro-moments against purchases, by device."""
        return frames.devices(self.summary)

    @property
    @with_columns
    def daily(self) -> "pd.DataFrame":
        """Purchases, reviews and rating by day and brand."""
        return frames.daily(self.summary)

    @property
    @with_columns
    def stocks(self) -> "pd.DataFrame":
        """Consumers in a journey and in use, by day."""
        return frames.stocks(self.summary)

    @property
    @with_columns
    def counters(self) -> "pd.DataFrame":
        """Every counter, by code."""
        return frames.counters(self.summary)

    @property
    @with_columns
    def journeys(self) -> "pd.DataFrame":
        """The panel's log (`journeys.parquet`): one row per micro-moment and brand, absent too."""
        return frames.pandas_of(journeys(self.spec, self.replicates))

    # --- as a whole -------------------------------------------------------------------------------

    @property
    def consumer_days(self) -> int:
        """Measured days of all consumers in the replicates lived for this run."""
        return self.made.lived * self.spec.market.consumers * self.spec.market.days

    def to_json(self) -> dict[str, Any]:
        """Say everything a program may want to know.

        Returns
        -------
        dict
            The object that `journey run --json` prints.
        """
        elapsed = self.made.elapsed_s
        return {
            "scenario": self.spec.name,
            "focal": self.spec.focal_brand,
            "seed": self.seed,
            "replicates": len(self.replicates),
            "consumers": self.spec.market.consumers,
            "days": self.spec.market.days,
            "feedback": self.spec.feedback,
            "elapsed_s": elapsed,
            "consumer_days_per_s": self.consumer_days / elapsed if elapsed else 0.0,
            "out": None if self.out is None else str(self.out),
            **as_json(self.summary),
        }

    def save(self, folder: str | Path) -> "Run":
        """Keep this run in a folder, beside other replicates of the same run if there are any.

        Parameters
        ----------
        folder : str or Path
            The folder; made if need be.

        Returns
        -------
        Run
            This run, which knows its folder from now on.

        Raises
        ------
        ResultError
            If another run is kept there.
        """
        from sim.results.folder import save

        return save(self, Path(folder))

    @classmethod
    def load(cls, folder: str | Path) -> "Run":
        """Read a run that was kept.

        Parameters
        ----------
        folder : str or Path
            Its folder.

        Returns
        -------
        Run
            With all replicates kept there.

        Raises
        ------
        ResultError
            If no run is kept there, or it is damaged.
        """
        from sim.results.folder import load

        return load(Path(folder))

    def _repr_html_(self) -> str:
        from sim.results.html import page_part

        return page_part(self)
