"""What is written about a product: few people write, the extremes first, unless they are asked.

The neutral market with no invitations, with nine buyers in ten invited, and with everybody writing.
"""

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.model import JourneyModel
from tests.patterns.bands import Estimate, is_positive, lies_in, mean_of
from tests.patterns.futures import SEED, market, opportunities

pytestmark = pytest.mark.slow

STARS = np.arange(1, 6)
BRANDS = ("acme", "bolt", "crest", "dune")
# Consumers, share invited, other settings. Few write unasked: more people are needed to see them.
KINDS = {
    "unasked": (50_000, 0.0, ()),
    "invited": (20_000, 0.9, ()),
    "invited in vain": (20_000, 0.9, ("reviews.write_invited=0",)),
    "everybody": (4_000, 0.0, ("reviews.write=[1, 1, 1, 1, 1]",)),
}


@cache
def model(kind: str) -> JourneyModel:
    """A year of a market in which all brands invite alike."""
    consumers, coverage, settings = KINDS[kind]
    invite = [f"brands.{name}.policies.invite={coverage}" for name in BRANDS]
    size = (f"market.consumers={consumers}", "market.warm_up_days=60")
    spec = market("base", *size, *invite, *settings)
    return JourneyModel(spec, opportunities=opportunities(spec), seed=SEED).run()


def stars(kind: str) -> NDArray[np.float64]:
    """Every review published, one number each."""
    counts = model(kind).gained_brands()["reviews"].sum(axis=0)
    return np.repeat(STARS, counts).astype(float)


def share(kind: str, *of: int) -> Estimate:
    """Part of the reviews with some stars."""
    return mean_of(np.isin(stars(kind), of))


def more_often(kind: str, one: int, other: int) -> Estimate:
    """How much more often one star is given than another."""
    given = stars(kind)
    return mean_of((given == one).astype(float) - (given == other))


def is_a_j(kind: str) -> None:
    """p5 > p4 > p3 and p1 > p2, each by its interval; p1 at least .8 of p3."""
    for one, other in ((5, 4), (4, 3), (1, 2)):
        is_positive(more_often(kind, one, other), limit=3.0)
    assert share(kind, 1).value >= 0.8 * share(kind, 3).value


def test_reviews_nobody_asked_for_form_a_j() -> None:
    """Hu, Zhang & Pavlou 2009; Schoenmueller, Netzer & Stahl 2020."""
    is_a_j("unasked")


def test_without_selection_there_is_no_j() -> None:
    """Where everybody writes, one star is rarer than two."""
    with pytest.raises(AssertionError, match="z = "):
        is_a_j("everybody")


def test_more_than_half_of_reviews_have_five_stars() -> None:
    """.45 to .70 of them, and a mean of 3.8 to 4.5 (R02). Intervals of ± .02 and ± .05."""
    lies_in(share("unasked", 5), 0.45, 0.70)
    lies_in(mean_of(stars("unasked")), 3.8, 4.5)


def test_few_buyers_write_unasked() -> None:
    """One to six in a hundred (R03: 1.5 at an apparel retailer)."""
    tally = model("unasked").gained_brands()
    assert 0.01 < tally["reviews"].sum() / tally["judged"].sum() < 0.06


def test_invitations_raise_the_mean() -> None:
    """By up to half a star (Askalidis & Malthouse 2016). Power at 3 errors: .10 stars."""
    raised = mean_of(stars("invited")) - mean_of(stars("unasked"))
    is_positive(raised, limit=3.0)
    assert raised.value < 0.5


def test_invitations_lower_polarity() -> None:
    """One and two stars become fewer, the middle fills. Power: .04 of all reviews."""
    is_positive(share("unasked", 1, 2) - share("invited", 1, 2))
    is_positive(share("invited", 3, 4) - share("unasked", 3, 4))


def test_invitations_nobody_follows_are_found_out() -> None:
    with pytest.raises(AssertionError, match="z = "):
        is_positive(mean_of(stars("invited in vain")) - mean_of(stars("unasked")), limit=3.0)
