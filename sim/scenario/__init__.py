"""One world, fully specified: the sections of a scenario file, checked and frozen."""

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from sim.reviews import RULES
from sim.scenario.brands import Brand, BudgetLeverName, LeverSettings, Name, Persona, Strategy
from sim.scenario.consistency import inconsistencies
from sim.scenario.declare import Section
from sim.scenario.market import Market
from sim.scenario.moments import Moments
from sim.scenario.social import Network, Reviews
from sim.tables.moments import MAX_BRANDS, MAX_PERSONAS

__all__ = ["Brand", "Scenario", "Strategy"]


class Scenario(Section):
    """One world: a market, its brands, its people, their moments, the plans compared."""

    format: Literal[1] = 1
    """Version of this file format."""
    name: Annotated[str, Field(max_length=100)] = "unnamed"
    """Name of the scenario."""
    extends: str | None = None
    """The scenario file this one changes."""
    market: Market = Market()
    """The market: size, calendar, needs, memory, choice, checkout, use."""
    personas: Annotated[dict[Name, Persona], Field(min_length=1, max_length=MAX_PERSONAS)] = {
        "consumer": Persona()
    }
    """Kinds of consumers."""
    brands: Annotated[dict[Name, Brand], Field(min_length=1, max_length=MAX_BRANDS)]
    """The competitors."""
    moments: Moments = Moments()
    """Micro-moments: types × channels × contexts × devices."""
    levers: dict[BudgetLeverName, LeverSettings] = {}
    """Constants and unit costs of levers."""
    reviews: Reviews = Reviews()
    """Reviews written and read."""
    network: Network = Network()
    """Friends."""
    feedback: Literal["live", "off"] = "live"
    """Whether one consumer's experience reaches another: reviews, popularity, friends, herding."""
    focal: Name | None = None
    """The brand the questions are about; omitted = the first of sorted names."""
    strategies: dict[Name, Strategy] = {}
    """Plans of the focal brand to compare."""

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        problems = list(self._problems())
        if problems:
            raise PydanticCustomError(
                "inconsistent", "inconsistent settings", {"problems": problems}
            )
        return self

    def _problems(self) -> list[dict[str, object]]:
        problems: list[dict[str, object]] = []
        if self.focal is not None and self.focal not in self.brands:
            problems.append(
                {
                    "path": "focal",
                    "message": "must be the name of a brand",
                    "got": self.focal,
                    "allowed": sorted(self.brands),
                }
            )
        taken: dict[int, str] = {}
        for name, number in self.brand_ids().items():
            if number in taken:
                problems.append(
                    {
                        "path": f"brands.{name}.id",
                        "message": f"must differ from that of {taken[number]}",
                        "got": number,
                    }
                )
            taken.setdefault(number, name)
        if self.reviews.rule not in RULES:
            problems.append(
                {
                    "path": "reviews.rule",
                    "message": "must be the name of a review rule",
                    "got": self.reviews.rule,
                    "allowed": sorted(RULES),
                }
            )
        problems.extend(inconsistencies(self))
        if self.market.days + self.market.warm_up_days > 30_000:
            problems.append(
                {
                    "path": "market.days",
                    "message": "must be at most 30,000 together with warm_up_days",
                    "got": self.market.days,
                }
            )
        return problems

    def brand_ids(self) -> dict[str, int]:
        """Random-stream ids of the brands, in the order of the brands' indices.

        Returns
        -------
        dict of str to int
            Name to id. Brands are indexed in the order of their names; an omitted id is the
            index.
        """
        return {
            name: index if self.brands[name].id is None else int(self.brands[name].id or 0)
            for index, name in enumerate(sorted(self.brands))
        }

    @property
    def focal_brand(self) -> str:
        """The brand the questions are about."""
        return self.focal if self.focal is not None else min(self.brands)

    def under(self, strategy: str | None) -> "Scenario":
        """Return this world with the focal brand acting under a strategy.

        Parameters
        ----------
        strategy : str or None
            Name of a strategy of this scenario; None is the base plan.

        Returns
        -------
        Scenario
            The same world, its focal brand changed.
        """
        if strategy is None:
            return self
        brand = self.strategies[strategy].applied_to(self.brands[self.focal_brand])
        return self.model_copy(update={"brands": {**self.brands, self.focal_brand: brand}})

    def set(self, path: str, value: Any) -> "Scenario":
        """Return this world with one setting changed, checked like a file.

        Parameters
        ----------
        path : str
            The setting, dotted: `brands.acme.spend.moments.know`.
        value : Any
            What it shall be; a mapping is laid over what is there.

        Returns
        -------
        Scenario
            The world changed; this one stays as it is.

        Raises
        ------
        ScenarioError
            If no such world is possible.
        """
        from sim.scenario_io import set_value

        return set_value(self, path, value)
