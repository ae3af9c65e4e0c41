"""What every lever is: a thing a marketer can do, who pays for it, and the dials it turns."""

import math
from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from sim.levers.dials import Dials
from sim.tables.moments import CHANNELS

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Setting:
    """A further constant of one lever, which a scenario may change."""

    default: float
    low: float
    high: float
    unit: str
    source: str
    about: str


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What one market says about one lever: its prices, its limits, what it can reach."""

    unit_cost: Mapping[str, float]
    """Euro for one contact, by channel; `all` stands for every channel not named."""
    contacts_per_euro: Floats
    """Contacts per opportunity that a stock of one euro buys, by moment and channel."""
    scale: float
    """Stock that brings a level 63 % of the way to its ceiling."""
    ceiling: float
    """Level at any price."""
    exp: Callable[[Floats], Floats]
    """Growth, handed in because the market's has the same bits on every machine."""


def cost_on(channel: str, unit_cost: Mapping[str, float]) -> float:
    """Contacts have a price on each channel, or cannot be bought there.

    Parameters
    ----------
    channel : str
        Name of the channel, or `all`.
    unit_cost : mapping of str to float
        Euro for one contact, by channel; `all` stands for every channel not named.

    Returns
    -------
    float
        Euro; infinite where there is no price.
    """
    return unit_cost.get(channel, unit_cost.get("all", math.inf))


@dataclass(frozen=True, kw_only=True)
class Lever(ABC):
    """A thing a marketer can do. It turns dials and nothing else."""

    name: str
    """The word used in scenarios."""
    moment: str
    """The moment budget that pays for it; `policy` where it is a rule and no budget."""
    about: str
    """What it is, in one sentence about the world."""
    source: str
    """Where its numbers come from, or the word assumption."""
    cannot_say: str
    """What the model leaves out, so that nobody reads it into a result."""
    carry_over: float = 0.0
    """Share of the stock that lasts to the next day (theta)."""
    default_spend: float = 0.0
    """Euro per 1,000 consumers and day: its weight when a moment's budget is split."""
    cells: Mapping[tuple[int, int], float] = field(default_factory=dict)
    """Weight of each (moment, channel) in which its money buys contacts."""
    settings: Mapping[str, Setting] = field(default_factory=dict)
    """Further constants a scenario may change."""

    @property
    @abstractmethod
    def dials(self) -> tuple[str, ...]:
        """Names of the dials it turns."""

    @property
    def is_budget(self) -> bool:
        """Whether money is planned for it, rather than spent by rule."""
        return self.moment != "policy"

    @property
    def priced(self) -> tuple[str, ...]:
        """Channels on which it buys contacts and therefore needs a unit cost."""
        served = {channel for _, channel in self.cells}
        return tuple(name for code, name in enumerate(CHANNELS) if code in served)

    def contacts_per_euro(self, unit_cost: Mapping[str, float], opportunities: Floats) -> Floats:
        """Contacts per opportunity that a stock of one euro buys.

        The stock is shared over the cells by weight times opportunities. A cell's share buys
        contacts at the channel's price for all its opportunities, so those of the cell cancel.

        Parameters
        ----------
        unit_cost : mapping of str to float
            Euro for one contact, by channel.
        opportunities : numpy.ndarray
            Micro-moments per 1,000 consumers and day, by moment and channel.

        Returns
        -------
        numpy.ndarray
            By moment and channel; zero where no such micro-moment ever occurs.
        """
        rate = np.zeros_like(opportunities)
        total = math.fsum(weight * opportunities[cell] for cell, weight in self.cells.items())
        for (moment, channel), weight in self.cells.items():
            if opportunities[moment, channel] > 0.0:
                rate[moment, channel] = weight / (cost_on(CHANNELS[channel], unit_cost) * total)
        return rate

    @abstractmethod
    def turn(self, dials: Dials, amount: Floats, terms: Terms) -> None:
        """Each brand's use of the lever moves that brand's dials.

        Parameters
        ----------
        dials : Dials
            Turned in place.
        amount : numpy.ndarray
            By brand: a budget lever's stock (euro per 1,000 consumers and day), a policy's
            coverage or factor.
        terms : Terms
            What the market says about this lever.
        """


@dataclass(frozen=True, kw_only=True)
class PresenceLever(Lever):
    """Money buys contacts in some micro-moments on some channels."""

    @property
    def dials(self) -> tuple[str, ...]:
        """Names of the dials it turns."""
        return ("contacts",)

    def turn(self, dials: Dials, amount: Floats, terms: Terms) -> None:
        """Add the contacts each brand's stock buys; see `Lever.turn`."""
        dials.turn("contacts", amount[:, None, None] * terms.contacts_per_euro)


@dataclass(frozen=True, kw_only=True)
class CapabilityLever(Lever):
    """Money lifts a level towards a ceiling, with diminishing returns."""

    dial: str
    """The level it lifts, from the dial's neutral value."""
    ceiling: float = 1.0
    """Level at any price (ymax)."""
    scale: float = 1.0
    """Stock (euro per 1,000 consumers and day) that brings it 63 % of the way (kappa)."""

    @property
    def dials(self) -> tuple[str, ...]:
        """Names of the dials it turns."""
        return (self.dial, "contacts") if self.cells else (self.dial,)

    def turn(self, dials: Dials, amount: Floats, terms: Terms) -> None:
        """Lift each brand's level by what its stock has won; see `Lever.turn`."""
        won = 1.0 - terms.exp(-amount / terms.scale)
        dials.turn(self.dial, (terms.ceiling - dials.neutral[self.dial]) * won)
        if self.cells:
            dials.turn("contacts", amount[:, None, None] * terms.contacts_per_euro)


@dataclass(frozen=True, kw_only=True)
class PolicyLever(Lever):
    """A rule of the brand: whom it invites, pays or thanks, and what it charges."""

    dial: str
    """The dial it turns, by as much as the brand's policy says."""
    moment: str = "policy"

    @property
    def dials(self) -> tuple[str, ...]:
        """Names of the dials it turns."""
        return (self.dial,)

    def turn(self, dials: Dials, amount: Floats, terms: Terms) -> None:  # noqa: ARG002
        """Turn each brand's dial to its policy; see `Lever.turn`."""
        dials.turn(self.dial, amount)
