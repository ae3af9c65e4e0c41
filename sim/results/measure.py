"""What a measure is, and the few ways in which measures follow from counters."""

from collections.abc import Callable
from typing import Any, NamedTuple, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from sim.results.money import EURO, ledgers
from sim.results.replicate import Replicate
from sim.scenario import Scenario
from sim.tables.moments import BOUGHT, FMOT, STORE_CHANNEL, ZMOT

Measured: TypeAlias = Callable[[Scenario, Replicate], Any]
"""Scenario and counters in; one number of the market, or one a brand, out."""


class Kpi(NamedTuple):
    """One measure.

    Attributes
    ----------
    name : str
        The word used in frames, files and JSON.
    unit : str
        What one of it is.
    doc : str
        What it says about the world.
    value : callable
        Its definition.
    """

    name: str
    unit: str
    doc: str
    value: Measured


def ratio(part: ArrayLike, whole: ArrayLike) -> Any:
    """Divide counts, where a share of nothing is not a number.

    Parameters
    ----------
    part, whole : array_like of int or float
        Numerator and denominator.

    Returns
    -------
    float or array of float
        Their ratio, NaN where the denominator is 0.
    """
    top, bottom = np.asarray(part, np.float64), np.asarray(whole, np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(bottom == 0, np.nan, top / bottom)[()]


# --- of brands ----------------------------------------------------------------------------------


def total(name: str) -> Measured:
    """All that a brand's counter holds."""
    return lambda _, lived: lived.total(name)


def share(name: str) -> Measured:
    """A brand's part of what all brands have of something."""
    return lambda _, lived: ratio(lived.total(name), lived.total(name).sum())


def per(part: str, whole: str) -> Measured:
    """One counter of a brand per another."""
    return lambda _, lived: ratio(lived.total(part), lived.total(whole))


def purchases_by(axis: str, code: int) -> Measured:
    """Share of a brand's purchases made in one way."""
    return lambda _, lived: ratio(
        lived.brands[f"purchases_by_{axis}"][:, code], lived.total("purchases")
    )


def euro(entry: str) -> Measured:
    """One line of a brand's accounts."""
    return lambda spec, lived: np.array(
        [getattr(book, entry) / EURO for book in ledgers(spec, lived)]
    )


def value_share(spec: Scenario, lived: Replicate) -> Any:
    """A brand's part of the revenue of all brands."""
    revenue = euro("revenue")(spec, lived)
    return ratio(revenue, revenue.sum())


def cost_per_purchase(spec: Scenario, lived: Replicate) -> Any:
    """All spending of a brand per purchase of it."""
    spent = euro("spend")(spec, lived) + euro("induced_spend")(spec, lived)
    return ratio(spent, lived.total("purchases"))


def churn(spec: Scenario, lived: Replicate) -> Any:
    """Subscriptions end; purchases for once have no months to leave after."""
    months = lived.total("used") + lived.total("renewals")
    return ratio(lived.total("used"), months if spec.market.purchase == "subscription" else 0)


def satisfaction(_: Scenario, lived: Replicate) -> Any:
    """Mean stars of all experiences, latent and unclipped."""
    return ratio(lived.total("satisfaction"), 1000 * lived.total("judged"))


def nps(_: Scenario, lived: Replicate) -> Any:
    """Promoters less detractors, per 100 experiences."""
    return ratio(
        100 * (lived.total("promoters") - lived.total("detractors")), lived.total("judged")
    )


def review_mean(_: Scenario, lived: Replicate) -> Any:
    """Mean stars of the reviews published."""
    return ratio(lived.brands["reviews"] @ np.arange(1, 6), lived.total("reviews"))


def review_hook(_: Scenario, lived: Replicate) -> Any:
    """How much the worst star outweighs the next: the hook of the J."""
    stars = lived.brands["reviews"]
    return ratio(stars[:, 0] - stars[:, 1], lived.total("reviews"))


# --- of the market ------------------------------------------------------------------------------


def per_purchase(name: str) -> Measured:
    """Mean of something over the journeys that ended in a purchase."""
    return lambda _, lived: ratio(lived.sum(name), lived.market["ended"][BOUGHT].sum())


def on_device(code: int) -> Measured:
    """Share of all micro-moments that people have on one device."""
    return lambda _, lived: ratio(lived.market["by_device"][code], lived.sum("by_device"))


def purchases(lived: Replicate) -> int:
    """Purchases of all brands."""
    return int(lived.total("purchases").sum())


def in_store(lived: Replicate) -> int:
    """Purchases in stores."""
    return int(lived.brands["purchases_by_channel"][:, STORE_CHANNEL].sum())


def journey_moments(lived: Replicate) -> int:
    """Micro-moments that people in a journey had."""
    return int(lived.market["by_truth"][[ZMOT, FMOT]].sum())
