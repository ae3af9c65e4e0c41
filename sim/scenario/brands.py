"""Brands, what they spend, what a lever costs, who the consumers are, what is compared."""

import math
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from sim.levers import LEVERS
from sim.levers.budget import planned_spend
from sim.scenario.declare import Section, sensible
from sim.scenario.tables import Channel, ChannelFactor, DevicesByContext

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$", max_length=60)]


BUDGET_LEVERS: Final = sorted(lever.name for lever in LEVERS.values() if lever.is_budget)


def _budget_lever(name: str) -> str:
    if name not in BUDGET_LEVERS:
        message = "is a policy, not a budget" if name in LEVERS else "unknown lever"
        raise PydanticCustomError("unknown_name", message, {"got": name, "allowed": BUDGET_LEVERS})
    return name


BudgetLeverName = Annotated[str, AfterValidator(_budget_lever)]
Euro = Annotated[float, Field(ge=0, le=1e9), sensible(1e-9, 1e9, zero=True)]
Price = Annotated[float, Field(gt=0, le=1e7), sensible(0.01, 1e7)]
Cost = Annotated[float, Field(gt=0, le=1e6), sensible(1e-6, 1e6)]
Share = Annotated[float, Field(ge=0, le=1)]


class MomentSpend(Section):
    """Budget by moment, euro per week per 1,000 consumers."""

    stimulus: Euro = 0.0
    idea: Euro = 0.0
    know: Euro = 0.0
    do: Euro = 0.0
    go: Euro = 0.0
    compare: Euro = 0.0
    buy: Euro = 0.0
    smot: Euro = 0.0
    umot: Euro = 0.0


class Spend(Section):
    """What a brand plans to spend."""

    moments: MomentSpend = MomentSpend()
    """Budget by moment; split over the moment's levers in proportion to their default spends."""
    levers: dict[BudgetLeverName, Euro] = {}
    """Fixes a lever; the rest of its moment's budget goes to the other levers. Same unit."""

    @property
    def by_lever(self) -> dict[str, float]:
        """Planned euro per week per 1,000 consumers for every budget lever."""
        return planned_spend(self.moments.model_dump(), self.levers)

    @property
    def total(self) -> float:
        """Planned euro per week per 1,000 consumers."""
        return math.fsum(self.by_lever.values())


class Policies(Section):
    """Things a brand does by rule, not by budget."""

    invite: Share = 0.0
    """Share of customers invited to review."""
    paid_invite: Share = 0.0
    """Share of customers paid to review."""
    thanks: Share = 0.0
    """Share of reviewers thanked in private."""
    price: Annotated[float, Field(ge=0.1, le=10)] = 1.0
    """Factor on the list price."""


class Brand(Section):
    """One competitor."""

    id: Annotated[int, Field(ge=0, le=15)] | None = None
    """Random-stream id; omitted = order of sorted names."""
    price_eur: Price
    """List price of one unit (a subscription: of one month)."""
    quality_stars: Annotated[float, Field(ge=1, le=5)]
    """What the product is worth in use, before fit and service."""
    claim_stars: Annotated[float, Field(ge=1, le=5)] | None = None
    """Quality the brand's own content claims; omitted = the true one."""
    margin: Annotated[float, Field(ge=-9, le=1)] = 0.4
    """Share of the list price left after the cost of a unit; below 0, it loses. Assumption."""
    spend: Spend = Spend()
    """What the brand plans to spend."""
    policies: Policies = Policies()
    """What the brand does by rule."""


class UnitCosts(Section):
    """Cost per event of policies and of what moments induce."""

    invite_eur: Euro = 0.02
    """One invitation sent. Assumption."""
    paid_invite_eur: Euro = 5.0
    """One review paid for. Assumption (a coupon)."""
    thanks_eur: Euro = 0.05
    """One thank-you sent. Assumption."""
    personal_touch_eur: Euro = 0.0
    """One personalized moment served. Assumption."""
    click_eur: dict[Channel, Euro] = {}
    """Cost per helpful moment by channel, beside the budget. Assumption."""
    commission: dict[Channel, Share] = {}
    """Share of the price by channel of the purchase (marketplaces). Assumption."""


class LeverSettings(Section):
    """Constants of one lever; what is omitted keeps the lever's own default."""

    unit_cost_eur: dict[Literal[Channel, "all"], Cost] = {}
    """Cost of one contact by channel (adverts: key `all`)."""
    carry_over: Annotated[float, Field(ge=0, lt=1)] | None = None
    """Share of the stock that lasts to the next day (theta)."""
    scale_eur: Cost | None = None
    """Stock (euro per day per 1,000 consumers) that buys 63 % of the ceiling (kappa)."""
    floor: Annotated[float, Field(ge=0, le=1)] | None = None
    """Level without any spend (y0)."""
    ceiling: Annotated[float, Field(ge=0, le=1)] | None = None
    """Level at any price (ymax)."""
    settings: dict[str, Annotated[float, Field(ge=0, le=1e6)]] = {}
    """Further constants a lever declares."""


class Traits(Section):
    """Mean traits of a persona, 0 to 1."""

    tech_savvy: Share = 0.5
    """Tech-savvy."""
    information_search: Share = 0.5
    """Searches for information."""
    privacy_concern: Share = 0.5
    """Concerned about privacy."""
    sustainability: Share = 0.5
    """Cares about sustainability."""
    cashless: Share = 0.5
    """Wants to pay cashless."""
    omnichannel: Share = 0.5
    """Expects channels to join up."""
    convenience: Share = 0.5
    """Wants convenience."""
    personalization: Share = 0.5
    """Wants personalization."""


class Persona(Section):
    """A kind of consumer."""

    about: str = ""
    """One sentence for people."""
    share: Annotated[float, Field(gt=0, le=1)] = 1.0
    """Share of the population (weights; normalised)."""
    traits: Traits = Traits()
    """Mean traits. Assumption."""
    trait_spread: Annotated[float, Field(ge=0, le=1)] = 0.15
    """Standard deviation of each trait between people. Assumption."""
    moment_rate: Annotated[float, Field(ge=0, le=20)] = 1.0
    """Factor on the rate of moments. Assumption."""
    need_rate: Annotated[float, Field(ge=0, le=20)] = 1.0
    """Factor on the rate of needs. Assumption."""
    channels: ChannelFactor = ChannelFactor()
    """Factor on the mix of channels. Assumption."""
    devices: DevicesByContext | None = None
    """Own mix of devices; omitted = the market's."""


class MomentSpendChange(Section):
    """Moment budgets a strategy changes; what is omitted keeps the base plan."""

    stimulus: Euro | None = None
    idea: Euro | None = None
    know: Euro | None = None
    do: Euro | None = None
    go: Euro | None = None
    compare: Euro | None = None
    buy: Euro | None = None
    smot: Euro | None = None
    umot: Euro | None = None


class SpendChange(Section):
    """Spending a strategy changes."""

    moments: MomentSpendChange = MomentSpendChange()
    """Budgets by moment, euro per week per 1,000 consumers."""
    levers: dict[BudgetLeverName, Euro] = {}
    """Budgets of single levers, same unit."""


class PolicyChange(Section):
    """Policies a strategy changes; what is omitted keeps the base plan."""

    invite: Share | None = None
    paid_invite: Share | None = None
    thanks: Share | None = None
    price: Annotated[float, Field(ge=0.1, le=10)] | None = None


class Strategy(Section):
    """A plan compared with the base plan; merged into the focal brand from day 0."""

    about: str = ""
    """One sentence for people."""
    spend: SpendChange = SpendChange()
    """Budgets changed."""
    policies: PolicyChange = PolicyChange()
    """Policies changed."""
    price_eur: Price | None = None
    """Another list price."""
    quality_stars: Annotated[float, Field(ge=1, le=5)] | None = None
    """Another product."""

    def applied_to(self, brand: Brand) -> Brand:
        """Return the brand as it acts under this strategy.

        Parameters
        ----------
        brand : Brand
            The focal brand's base plan.

        Returns
        -------
        Brand
            The same brand with everything this strategy names replaced. A unit costs it what it
            cost before: at another list price, another share of it is left.
        """
        spend = Spend(
            moments=brand.spend.moments.model_copy(update=_given(self.spend.moments)),
            levers={**brand.spend.levers, **self.spend.levers},
        )
        policies = brand.policies.model_copy(update=_given(self.policies))
        changes = {
            name: value
            for name in ("price_eur", "quality_stars")
            if (value := getattr(self, name)) is not None
        }
        if self.price_eur not in (None, brand.price_eur):
            changes["margin"] = 1.0 - brand.price_eur * (1.0 - brand.margin) / changes["price_eur"]
        return brand.model_copy(update={"spend": spend, "policies": policies, **changes})


def _given(change: Section) -> dict[str, float]:
    return {name: value for name, value in change.model_dump().items() if value is not None}
