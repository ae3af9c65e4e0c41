"""One market lives: a `mesa.Model` whose day is a few visible calls. The only file with Mesa.

Brands are Mesa agents; consumers are columns (millions of them), with a read-only row view.
"""

from collections.abc import Callable
from copy import deepcopy
from typing import Any

import mesa
import numpy as np
from numpy.typing import NDArray

from sim.checkpoint import Checkpoint
from sim.market import Market
from sim.needs import NeedLog
from sim.population import people
from sim.public import Evening, Evenings, stories
from sim.ranges import Crowd
from sim.recorder import Recorder
from sim.results.needs import Needs
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
    plan : Scenario, optional
        The same world with the plans that all brands follow from day 0 on, instead of a strategy.
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
    needs : bool
        Keep every journey of the measured days and of days lived after them; changes no bit of
        anything else.
    record : bool
        Keep what people make public from day 0 on, in `evenings`.
    replay : dict of int to Evening, optional
        What another world of these people made public, by day: people read and hear that instead
        of one another.
    after : int
        Most days that will be lived after the measured ones.
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
        plan: Scenario | None = None,
        needs: bool = False,
        record: bool = False,
        replay: Evenings | None = None,
        after: int = 0,
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
        self.planned = plan if strategy is None else spec.under(strategy)
        self.evenings: Evenings | None = {} if record else None
        self.replay = replay or {}
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
            after=after,
        )
        self.after = after
        self.day = -spec.market.warm_up_days if start is None else start.day
        self.population = people(spec, self.market) if start is None else start.population.copy()
        self.recorder = Recorder(spec.market.days, len(self.names))
        self._needs = NeedLog(self.names.index(spec.focal_brand)) if needs else None
        self.crowd = Crowd(self.market, self.population, threads=threads, chunk=chunk, needs=needs)
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
        for touches in self.crowd.live(self.everybody):
            if self.day < self.spec.market.days:
                self.recorder.log(touches)
        self._note_needs()
        today = self.brand_tally
        evening = self._publish(today["board"] - before["board"])
        self.market.close_day(
            evening.reviews,
            today["service_contacts"] - before["service_contacts"],
            today["service_failures"] - before["service_failures"],
        )
        if 0 <= self.day < self.spec.market.days:
            self.recorder.end_day(self.day, self.market_tally, today, self.market.brands["rating"])
        self.day += 1
        if self.progress is not None:
            self.progress(self.day)

    def run(self, until: int | None = None) -> "JourneyModel":
        """Live through the warm-up and the measured days.

        Parameters
        ----------
        until : int, optional
            First day not lived; None = the day after the measured ones. Days after that are lived
            like any other, but not measured.

        Returns
        -------
        JourneyModel
            This model.

        Raises
        ------
        ValueError
            If more days are to be lived after the measured ones than the model was made for.
        """
        last = self.spec.market.days if until is None else until
        if last > self.spec.market.days + self.after:
            raise ValueError(f"made for {self.after} days after the measured ones")
        while self.day < last:
            self.step()
        if self.day == self.spec.market.days:
            self._stop_measuring()
        return self

    def _note_needs(self) -> None:
        if self._needs is None:
            return
        ended = self.crowd.ended()
        if self.day >= 0:
            self._needs.note(self.day, ended, self.population)

    def _publish(self, reviews: NDArray[np.int64]) -> Evening:
        evening = stories(self.crowd.news(), self.population.person, reviews)
        if self.evenings is not None and self.day >= 0:
            self.evenings[self.day] = evening
        evening = self.replay.get(self.day, evening)
        voice = self.population.voice
        voice["voice_brand"][evening.who] = evening.brand
        voice["voice_satisfaction"][evening.who] = evening.satisfaction
        self.population.told["voice_day"][evening.who[evening.told]] = self.day
        return evening

    # --- measuring ------------------------------------------------------------------------------

    def _start_measuring(self) -> None:
        self.recorder.start(self.market_tally, self.brand_tally, self.population.screen)
        if self.planned is not None:
            self.market.plan(self.planned)

    def _stop_measuring(self) -> None:
        self.recorder.finish(self.market_tally, self.brand_tally, self.population.screen)

    @property
    def market_tally(self) -> NDArray[np.void]:
        """Counters of the market since the first day of the warm-up, shape (1,)."""
        return self.crowd.market_tally()

    @property
    def brand_tally(self) -> NDArray[np.void]:
        """Counters of each brand since the first day of the warm-up, shape (brands,)."""
        return self.crowd.brand_tally()

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

    def needs(self) -> Needs:
        """Every journey of the days lived since day 0, those still open included.

        Returns
        -------
        record array of `sim.results.needs.NEED`
            Consumer by consumer, in the order in which they opened.

        Raises
        ------
        ValueError
            If the model was not asked to keep them.
        """
        if self._needs is None:
            raise ValueError("needs are kept only by a model made with needs=True")
        return self._needs.needs(self.population)

    @property
    def personas(self) -> NDArray[np.uint8]:
        """Persona of each consumer, in the order of the scenario."""
        personas: NDArray[np.uint8] = self.population.screen["persona"]
        return personas

    @property
    def persona_sizes(self) -> NDArray[np.int64]:
        """Consumers by persona, in the order of the scenario."""
        return np.bincount(self.personas, minlength=len(self.spec.personas))

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
            As of a new model, but for what the checkpoint says itself.

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
        first = self.crowd.parts[0].world
        first.market_tally[:] = start.market_tally
        first.brand_tally[:] = start.brand_tally
