"""What one run of an engine found, and what it took: the same from every engine."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields

from sim.tables.moments import ENDS, MOMENTS


@dataclass(frozen=True, kw_only=True)
class Counts:
    """What happened in one run, counted since day 0.

    Attributes
    ----------
    opened, active, sessions, answered : int
        Journeys opened, consumer-days in a journey at the day's end, sessions, moments before
        buying that were answered.
    moments, ended : sequence of int
        Micro-moments by kind; journeys ended by end, both in the order of `sim.tables.moments`.
    exposures, noticed, helped, purchases, judged, reviews : sequence of int
        By brand, in the order of their names: adverts seen, moments noticed and helpful in, units
        bought, experiences judged, reviews published.
    satisfaction, rating : sequence of float
        By brand: mean satisfaction of experiences judged, and the last day's rating shown, stars.
    """

    opened: int
    active: int
    sessions: int
    answered: int
    moments: Sequence[int]
    ended: Sequence[int]
    exposures: Sequence[int]
    noticed: Sequence[int]
    helped: Sequence[int]
    purchases: Sequence[int]
    judged: Sequence[int]
    reviews: Sequence[int]
    satisfaction: Sequence[float]
    rating: Sequence[float]

    def statistics(self, brands: Sequence[str]) -> dict[str, float]:
        """Every number by a name of its own.

        Parameters
        ----------
        brands : sequence of str
            Names of the brands, in the order of their indices.

        Returns
        -------
        dict of str to float
            As in `purchases.acme`.
        """
        return dict(self._named({"moments": MOMENTS, "ended": ENDS}, brands))

    def _named(
        self, axes: dict[str, tuple[str, ...]], brands: Sequence[str]
    ) -> Iterator[tuple[str, float]]:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, Sequence):
                for name, number in zip(axes.get(field.name, brands), value, strict=True):
                    yield f"{field.name}.{name}", float(number)
            else:
                yield field.name, float(value)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """One run of one engine.

    Attributes
    ----------
    statistics : dict of str to float
        What happened, as `Counts.statistics` names it.
    consumers, days : int
        How many consumers lived how many days.
    active : int
        Consumer-days in a journey at the day's end.
    cpu_s, wall_s : float
        Seconds the days took; drawing the people and counting at the end are not included.
    loop_s : float
        Seconds of CPU time of these in the consumers' day alone, without the market's; 0 where an
        engine does not tell them apart.
    state_bytes : int
        Bytes in which the engine holds all consumers; 0 where nobody can say.
    """

    statistics: dict[str, float]
    consumers: int
    days: int
    active: int
    cpu_s: float
    wall_s: float
    loop_s: float = 0.0
    state_bytes: int = 0

    @property
    def cpu_ns(self) -> float:
        """Nanoseconds of CPU time per consumer-day."""
        return self.cpu_s / (self.consumers * self.days) * 1e9

    @property
    def active_share(self) -> float:
        """Share of consumer-days that were active."""
        return self.active / (self.consumers * self.days)
