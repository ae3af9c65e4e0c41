"""One market lives: a `mesa.Model` whose day is a few visible calls. The only file with Mesa.

Brands are Mesa agents; consumers are columns (millions of them), with a read-only row view.
"""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.market import Market
from sim.population import Population, people
from sim.ranges import ranges, total
from sim.recorder import Recorder
from sim.rng import luck_key, make_key, person_key
from sim.scenario import Scenario


class Brand(mesa.Agent):
    """A competitor, as seen by Mesa: what it has sold and how it is rated."""

    def __init__(self, model: "JourneyModel", name: str, index: int) -> None:
        super().__init__(model)
        self.name = name
        self.index = index

    @property
    def purchases(self) -> int:
        """Units bought since day 0."""
        return int(self.model.gained_brands()["purchases"][self.index].sum())

    @property
    def rating(self) -> float:
        """Displayed mean of yesterday's review board, in stars."""
        return float(self.model.market.brands["rating"][self.index])


@dataclass(frozen=True)
class Checkpoint:
    """A world at the start of a day, from which any number of futures can be lived."""

    spec: Scenario
    seed: int
    replicate: int
    new_people: bool
    opportunities: NDArray[np.float64]
    day: int
    population: Population
    market: Any
    market_tally: NDArray[np.void]
    brand_tally: NDArray[np.void]
    recorder: Recorder


class JourneyModel(mesa.Model):
    """A category market whose consumers live day after day.

    Parameters
    ----------
    spec : Scenario
        The world.
    seed : int
        Seed of the people and of their luck.
    replicate : int
        Which luck: the same people are lucky otherwise in another replicate.
    opportunities : numpy.ndarray
        Moments per 1,000 consumers and day in the reference run, shape (7, 10).
    strategy : str, optional
        Strategy the focal brand follows from day 0 on; None = the base plan.
    threads : int
        Threads the consumers of one day are spread over; changes no bit of the result.
    everybody : bool
        Visit everybody every day instead of those with cause; changes no bit of the result.
    chunk : int, optional
        Consumers lived through per call; changes no bit of the result.
    new_people : bool
        Draw other people in each replicate.
    reference : bool
        Live the reference world in which opportunities are counted.
    progress : callable, optional
        Called with the number of each day lived.
    start : Checkpoint, optional
        A world to go on from.
    """

    def __init__(
        self,
        spec: Scenario,
        *,
        seed: int = 7,
        replicate: int = 0,
        opportunities: NDArray[np.float64],
        strategy: str | None = None,
        threads: int = 1,
        everybody: bool = False,
        chunk: int | None = None,
        new_people: bool = False,
        reference: bool = False,
        progress: Callable[[int], None] | None = None,
        start: Checkpoint | None = None,
    ) -> None:
        super().__init__(rng=seed)
        self.spec = spec
        self.seed = seed
        self.replicate = replicate
        self.new_people = new_people
        self.opportunities = opportunities
        self.strategy = strategy
        self.threads = threads
        self.everybody = everybody
        self.progress = progress
        self.names = sorted(spec.brands)
        person = make_key("person", seed, replicate) if new_people else person_key(seed)
        self.market = Market(
            spec,
            opportunities,
            person_key=person,
            luck_key=luck_key(seed, replicate),
            reference=reference,
        )
        self.day = -spec.market.warm_up_days if start is None else start.day
        self.population = people(spec, self.market) if start is None else start.population.copy()
        self.recorder = Recorder(spec.market.days, len(self.names))
        self.ranges = ranges(self.market, self.population, threads=threads, chunk=chunk)
        for index, name in enumerate(self.names):
            Brand(self, name, index)
        # Mesa's counter of agents would keep every finished model, and its people, alive.
        getattr(mesa.Agent, "_ids", {}).pop(self, None)
        if start is not None:
            self._go_on_from(start)

    # --- the day --------------------------------------------------------------------------------

    def step(self) -> None:
        """One day: the market opens, everybody lives, experiences are published, boards close."""
        if self.day == 0:
            self._start_measuring()
        self.market.open_day(self.day)
        before = self.brand_tally
        self._live()
        self._publish()
        today = self.brand_tally
        self.market.close_day(
            today["board"] - before["board"],
            today["service_contacts"] - before["service_contacts"],
            today["service_failures"] - before["service_failures"],
        )
        if self.day >= 0:
            self.recorder.end_day(self.day, self.market_tally, today, self.market.brands["rating"])
        self.day += 1
        if self.progress is not None:
            self.progress(self.day)

    def run(self, until: int | None = None) -> "JourneyModel":
        """Live through the warm-up and the measured days.

        Parameters
        ----------
        until : int, optional
            First day not lived; None = the scenario's last.

        Returns
        -------
        JourneyModel
            This model.
        """
        last = self.spec.market.days if until is None else until
        while self.day < last:
            self.step()
        if self.day == self.spec.market.days:
            self._stop_measuring()
        return self

    def _live(self) -> None:
        for part in self.ranges:
            if part.logged or self.threads == 1:
                part.live(self.everybody)
                self.recorder.log(part.touches())
        if self.threads > 1:
            others = [part for part in self.ranges if not part.logged]
            with ThreadPoolExecutor(self.threads) as pool:
                list(pool.map(lambda part: part.live(self.everybody), others))

    def _publish(self) -> None:
        voice, person = self.population.voice, self.population.person
        for part in self.ranges:
            news = part.news()
            judged = news >> 1
            voice["voice_brand"][judged] = person["last_brand"][judged]
            voice["voice_satisfaction"][judged] = person["last_satisfaction"][judged]
            voice["voice_day"][judged[(news & 1) == 1]] = self.day

    # --- measuring ------------------------------------------------------------------------------

    def _start_measuring(self) -> None:
        self.population.memory["units"] = 0
        self.recorder.start(self.market_tally, self.brand_tally, self.population.screen)
        if self.strategy is not None:
            self.market.plan(self.spec.under(self.strategy))

    def _stop_measuring(self) -> None:
        self.recorder.finish(self.market_tally, self.brand_tally, self.population.screen)

    @property
    def market_tally(self) -> NDArray[np.void]:
        """Counters of the market since the first day of the warm-up, shape (1,)."""
        return total([part.world.market_tally for part in self.ranges])

    @property
    def brand_tally(self) -> NDArray[np.void]:
        """Counters of each brand since the first day of the warm-up, shape (brands,)."""
        return total([part.world.brand_tally for part in self.ranges])

    def gained_market(self) -> Any:
        """Counters of the market since day 0.

        Returns
        -------
        numpy.record
            One record of `sim.tables.events.MARKET_COUNTS`.
        """
        return self.recorder.gained_market()[0]

    def gained_brands(self) -> NDArray[np.void]:
        """Counters of each brand since day 0.

        Returns
        -------
        numpy.ndarray
            Records of `sim.tables.events.BRAND_COUNTS`, shape (brands,).
        """
        return self.recorder.gained_brands()

    @property
    def stocks(self) -> dict[str, int]:
        """Consumers in a journey and in use at the start and the end of the measured days."""
        return self.recorder.stocks

    @property
    def daily(self) -> dict[str, NDArray[Any]]:
        """What each measured day brought, by day and brand, or by day."""
        return self.recorder.daily

    def touches(self) -> NDArray[np.void]:
        """The panel's touch log of the measured days.

        Returns
        -------
        numpy.ndarray
            Rows of `sim.tables.events.TOUCH`.
        """
        return self.recorder.touches()

    @property
    def persona_sizes(self) -> NDArray[np.int64]:
        """Consumers by persona, in the order of the scenario."""
        return np.bincount(self.population.screen["persona"], minlength=len(self.spec.personas))

    def consumer(self, number: int) -> dict[str, Any]:
        """One consumer as a row: a copy, for reading.

        Parameters
        ----------
        number : int
            Number of the consumer, from 0.

        Returns
        -------
        dict
            Column name to value; what is remembered of brands maps brand name to value.

        Raises
        ------
        IndexError
            Where there is no such consumer.
        """
        if not 0 <= number < self.spec.market.consumers:
            raise IndexError(f"no consumer {number}: there are {self.spec.market.consumers}")
        return self.population.row(number, self.names)

    def collect(self) -> mesa.DataCollector:
        """Live the remaining days under Mesa's own collector.

        Returns
        -------
        mesa.DataCollector
            Journeys and use by day; purchases and rating by brand and day.
        """
        collector = mesa.DataCollector(
            model_reporters={
                "day": lambda model: model.day,
                "live": lambda model: int(model.daily["live"][model.day - 1]),
                "using": lambda model: int(model.daily["using"][model.day - 1]),
            },
            agent_reporters={"name": "name", "purchases": "purchases", "rating": "rating"},
        )
        self.run(until=0)
        while self.day < self.spec.market.days:
            self.step()
            collector.collect(self)
        self._stop_measuring()
        return collector

    # --- checkpoints ----------------------------------------------------------------------------

    def checkpoint(self) -> Checkpoint:
        """Freeze the world at the start of the current day.

        Returns
        -------
        Checkpoint
            Everything that carries over; a world resumed from it lives on bit for bit.
        """
        return Checkpoint(
            spec=self.spec,
            seed=self.seed,
            replicate=self.replicate,
            new_people=self.new_people,
            opportunities=self.opportunities,
            day=self.day,
            population=self.population.copy(),
            market=self.market.state(),
            market_tally=self.market_tally,
            brand_tally=self.brand_tally,
            recorder=deepcopy(self.recorder),
        )

    @classmethod
    def resume(
        cls, checkpoint: Checkpoint, *, strategy: str | None = None, **options: Any
    ) -> "JourneyModel":
        """Live on from a checkpoint, under the base plan or a strategy.

        Parameters
        ----------
        checkpoint : Checkpoint
            Where to go on from; taken at day 0 or earlier if a strategy is named.
        strategy : str, optional
            Strategy of the focal brand from day 0 on.
        **options
            Threads, chunk, everybody, progress: none changes a bit of the result.

        Returns
        -------
        JourneyModel
            A model of its own; the checkpoint stays as it is.

        Raises
        ------
        ValueError
            If a strategy is named after day 0 has been lived, or there is no such strategy.
        """
        if strategy is not None and checkpoint.day > 0:
            raise ValueError(f"a strategy acts from day 0 on, and it is day {checkpoint.day}")
        if strategy is not None and strategy not in checkpoint.spec.strategies:
            raise ValueError(f"no strategy {strategy!r}")
        return cls(
            checkpoint.spec,
            seed=checkpoint.seed,
            replicate=checkpoint.replicate,
            opportunities=checkpoint.opportunities,
            new_people=checkpoint.new_people,
            strategy=strategy,
            start=checkpoint,
            **options,
        )

    def _go_on_from(self, start: Checkpoint) -> None:
        self.market.restore(start.market)
        self.recorder = deepcopy(start.recorder)
        first = self.ranges[0].world
        first.market_tally[:] = start.market_tally
        first.brand_tally[:] = start.brand_tally
