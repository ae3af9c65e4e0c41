"""Policies with coverage touch only the people they cover, and wider coverage adds people.

Who takes part in a policy is a property of the person: uptake word < coverage, from a stream of
the person key by policy and brand. With feedback off nobody else's life changes, and whoever is
covered either way lives the same life either way. Source: architecture, Randomness 3.
"""

from functools import cache

import numpy as np
import pytest

from sim.rng import draw, person_key, threshold
from sim.scenario import Scenario
from sim.tables.moments import POLICIES
from sim.tables.streams import UPTAKE
from tests.checks import agree_shares
from tests.reference_worlds import opportunities, world
from tests.snapshots import Snapshot, differing, snapshot
from tests.worlds import SEED, born

CONSUMERS = 700
NARROW, WIDE = 0.25, 0.6
WITH_REVIEWERS = {
    "write": [0.9, 0.8, 0.7, 0.7, 0.8],
    "write_invited": 0.5,
    "frequent_reviews": 1,
}

# Pay by itself changes nobody's life: see test_paid.py.
policies = pytest.mark.parametrize("policy", ["invite", "thanks"])


def spec_of(policy: str, feedback: str) -> Scenario:
    """A busy world, and three plans of the focal brand: nobody, some, many covered."""
    return world(
        consumers=CONSUMERS,
        warm_up_days=20,
        days=90,
        feedback=feedback,
        market={"needs": {"mean_days": 15}},
        reviews=WITH_REVIEWERS,
        strategies={
            name: {"policies": {policy: coverage}}
            for name, coverage in (("nobody", 0.0), ("some", NARROW), ("many", WIDE))
        },
    )


@cache
def under(policy: str, plan: str, feedback: str = "off") -> Snapshot:
    spec = spec_of(policy, feedback)
    return snapshot(born(spec, opportunities=opportunities(), strategy=plan).run())


@cache
def covered(policy: str, coverage: float) -> np.ndarray:
    """Whom the focal brand's policy covers, from the uptake stream of the persons."""
    spec = spec_of(policy, "off")
    number = spec.brand_ids()[spec.focal_brand]
    words = [
        draw(person_key(SEED), UPTAKE, i, POLICIES.index(policy), number)[0]
        for i in range(CONSUMERS)
    ]
    return np.array(words) < threshold(coverage)


@policies
def test_coverage_is_the_share_covered(policy: str) -> None:
    agree_shares(covered(policy, WIDE).sum(), CONSUMERS, WIDE, smallest_effect=0.2)


@policies
def test_wider_coverage_adds_people_and_drops_none(policy: str) -> None:
    narrow, wide = covered(policy, NARROW), covered(policy, WIDE)
    assert not (narrow & ~wide).any()
    assert (wide & ~narrow).any()


@policies
@pytest.mark.parametrize(("plan", "coverage"), [("some", NARROW), ("many", WIDE)])
def test_without_feedback_only_the_covered_can_differ(
    policy: str, plan: str, coverage: float
) -> None:
    moved = differing(under(policy, "nobody"), under(policy, plan))
    assert moved.any()
    assert not (moved & ~covered(policy, coverage)).any()


@policies
def test_who_is_covered_either_way_lives_the_same_life(policy: str) -> None:
    """Between narrow and wide coverage only those differ whom the wide one adds."""
    moved = differing(under(policy, "some"), under(policy, "many"))
    added = covered(policy, WIDE) & ~covered(policy, NARROW)
    assert moved.any()
    assert not (moved & ~added).any()


@policies
def test_with_feedback_others_differ_too(policy: str) -> None:
    """The guarantee is not empty: reviews and stories carry a policy to the uncovered."""
    moved = differing(under(policy, "nobody", "live"), under(policy, "many", "live"))
    assert (moved & ~covered(policy, WIDE)).any()


def test_policies_cover_different_people() -> None:
    """Uptake of one policy says nothing about that of another."""
    both = covered("invite", 0.5) & covered("thanks", 0.5)
    agree_shares(both.sum(), CONSUMERS, 0.25, smallest_effect=0.15)
