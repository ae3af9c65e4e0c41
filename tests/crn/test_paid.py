"""Paid invitations change what is published and, by themselves, nothing else (A paired test)."""

import numpy as np
import pytest

from sim.model import JourneyModel
from sim.scenario_io import load
from tests.worlds import ALIKE

OPPORTUNITIES = np.full_like(ALIKE, 10.0)
SETTINGS = ["market.consumers=1500", "market.days=150", "market.warm_up_days=30",
            "market.needs.mean_days=15", "moments.opportunities_of=null"]  # fmt: skip


def lived(*policies: str) -> JourneyModel:
    settings = [f"brands.acme.policies.{policy}" for policy in policies]
    return JourneyModel(load("base", [*SETTINGS, *settings]), opportunities=OPPORTUNITIES).run()


@pytest.fixture(scope="module")
def unpaid() -> JourneyModel:
    return lived("invite=0", "paid_invite=0")


def test_pay_brings_reviews_and_changes_no_sale_even_with_feedback_live(unpaid):
    paid = lived("invite=0", "paid_invite=0.8")
    ours, theirs = unpaid.gained_brands()[0], paid.gained_brands()[0]
    assert theirs["reviews"].sum() > 1.5 * ours["reviews"].sum()
    for name in ("board", "purchases", "told", "satisfaction", "noticed"):
        np.testing.assert_array_equal(ours[name], theirs[name])
    for name in unpaid.population.memory.dtype.names:
        np.testing.assert_array_equal(
            unpaid.population.memory[name], paid.population.memory[name], err_msg=name
        )


def test_an_unpaid_invitation_does_change_what_readers_learn(unpaid):
    invited = lived("invite=0.8", "paid_invite=0")
    ours, theirs = unpaid.gained_brands()[0], invited.gained_brands()[0]
    assert theirs["board"].sum() > ours["board"].sum()
    assert not np.array_equal(
        unpaid.population.memory["belief"], invited.population.memory["belief"]
    )
