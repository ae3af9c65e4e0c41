"""The market: its size and calendar, and the sections on what people do in it."""

from typing import Annotated, Literal

from pydantic import Field

from sim.scenario.brands import UnitCosts
from sim.scenario.choice import Checkout, Choice
from sim.scenario.declare import Section
from sim.scenario.memory import Memory
from sim.scenario.needs import Needs
from sim.scenario.use import Use


class Market(Section):
    """One category, its people, its calendar."""

    category: str = "general"
    """What is sold, in a word."""
    consumers: Annotated[int, Field(ge=1, le=100_000_000)] = 20_000
    """Number of consumers."""
    days: Annotated[int, Field(ge=1, le=20_000)] = 365
    """Measured days."""
    warm_up_days: Annotated[int, Field(ge=0, le=10_000)] = 180
    """Days lived before day 0 under the base plan."""
    panel_consumers: Annotated[int, Field(ge=0, le=1_000_000)] = 1000
    """The first so many consumers keep a touch log."""
    outlet: Literal["shared", "own"] = "shared"
    """A shared shelf with all brands, or each brand's own shop."""
    purchase: Literal["once", "subscription"] = "once"
    """One purchase is one unit used up, or a contract renewed monthly."""
    needs: Needs = Needs()
    """When a need is born."""
    memory: Memory = Memory()
    """What moments leave behind."""
    choice: Choice = Choice()
    """Utilities at the first moment of truth."""
    checkout: Checkout = Checkout()
    """From chosen to paid."""
    use: Use = Use()
    """Living with the product."""
    unit_costs: UnitCosts = UnitCosts()
    """Cost per event of policies and of what moments induce."""
