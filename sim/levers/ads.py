"""Advertising: the stimulus that reaches people wherever they are in their journey."""

from dataclasses import dataclass

from sim.levers.base import Floats, Lever, Terms, cost_on
from sim.levers.dials import Dials


@dataclass(frozen=True, kw_only=True)
class Advertising(Lever):
    """Money buys contacts with everybody, in a need or not."""

    @property
    def dials(self) -> tuple[str, ...]:
        """Names of the dials it turns."""
        return ("advert_contacts",)

    @property
    def priced(self) -> tuple[str, ...]:
        """Adverts have one price, whatever the medium."""
        return ("all",)

    def turn(self, dials: Dials, amount: Floats, terms: Terms) -> None:
        """Add the contacts per consumer each brand's stock buys; see `Lever.turn`."""
        dials.turn("advert_contacts", amount / (cost_on("all", terms.unit_cost) * 1000.0))


LEVER = Advertising(
    name="ads",
    moment="stimulus",
    about="Adverts on television, in print, on the street and in feeds make the brand known and "
    "wake a few needs.",
    source="assumption; carry-over after Broadbent 1979, from memory: awareness, which outlasts "
    "the stock, adds to it (A06)",
    cannot_say="Which medium, which creative idea, or how it wears out.",
    carry_over=0.85,
    default_spend=0.8,
)
