"""O22: where nothing is done, nothing happens, to the last bit and with feedback live.

A strategy that changes nothing; days before an intervention; a lever that acts on nobody; a market
in which nobody is present and nobody remembers anything. Source: O22.
"""

from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.model import JourneyModel
from sim.scenario import Scenario
from sim.tables.moments import CHANNELS
from tests.reference_worlds import BRANDS, PERSONAS, opportunities, world
from tests.snapshots import EFFORT, apart, snapshot
from tests.worlds import born, quiet
from tests.worlds import lived as live_through

SIZE: dict[str, Any] = {"consumers": 300, "warm_up_days": 20, "days": 45}
FOCAL = "beta"
START = 25


def lived(spec: Scenario, strategy: str | None = None) -> JourneyModel:
    return born(spec, opportunities=opportunities(), strategy=strategy).run()


def with_plan(strategy: dict[str, Any], **changes: Any) -> Scenario:
    """A busy world with a plan of the focal brand."""
    return world(**SIZE, **changes, strategies={"plan": strategy})


# --- A plan that changes nothing ------------------------------------------------------------------

BASE = BRANDS[FOCAL]
NOTHING_NEW: dict[str, dict[str, Any]] = {
    "an empty plan": {},
    "the same budgets": {"spend": {"moments": BASE["spend"]["moments"]}},
    "the same levers": {"spend": {"levers": BASE["spend"]["levers"]}},
    "the same policies": {
        "policies": {"invite": 0.0, "paid_invite": 0.0, "thanks": 0.0, "price": 1.0}
    },
    "the same product": {
        "price_eur": BASE["price_eur"],
        "quality_stars": BASE["quality_stars"],
    },
}


@pytest.mark.parametrize("plan", NOTHING_NEW)
def test_a_plan_that_changes_nothing_changes_no_bit(plan: str) -> None:
    spec = with_plan(NOTHING_NEW[plan])
    assert apart(snapshot(lived(spec)), snapshot(lived(spec, "plan"))) == []


def test_a_plan_that_changes_something_changes_bits() -> None:
    spec = with_plan({"policies": {"price": 0.99}})
    assert "touches" in apart(snapshot(lived(spec)), snapshot(lived(spec, "plan")))


# --- Days before an intervention ------------------------------------------------------------------

BOLD: dict[str, Any] = {
    "spend": {"moments": {"stimulus": 60, "compare": 40}, "levers": {"shelf": 0}},
    "policies": {"invite": 0.9, "price": 0.7},
    "quality_stars": 4.9,
}


@cache
def interrupted() -> tuple[JourneyModel, JourneyModel]:
    """The base plan for ever, and the bold one from day 25 on."""
    spec = with_plan(BOLD)
    base = born(spec, opportunities=opportunities())
    bold = born(spec, opportunities=opportunities()).run(until=START)
    bold.market.plan(spec.under("plan"))
    return base.run(), bold.run()


def test_days_before_an_intervention_are_as_they_were() -> None:
    base, bold = interrupted()
    for name, values in base.daily.items():
        assert values[:START].tobytes() == bold.daily[name][:START].tobytes()
    before = [model.touches()[model.touches()["day"] < START] for model in (base, bold)]
    assert len(before[0]) > 1000
    assert np.array_equal(*before)


def test_days_after_it_are_not() -> None:
    base, bold = interrupted()
    assert (base.daily["purchases"][START:] != bold.daily["purchases"][START:]).any()
    assert bold.daily["purchases"][START:, 1].sum() > base.daily["purchases"][START:, 1].sum()


# --- Levers that act on nobody --------------------------------------------------------------------

NO_TOOLS = {"channels": {"chat": 0, "voice": 0, "arvr": 0}}
NOBODY_WRITES = {"write": [0.0] * 5, "write_invited": 0, "write_paid": 0}


def without(trait: str, value: float = 0.0) -> dict[str, Any]:
    """People who all have no trace of a trait (or all of it)."""
    person = {"traits": {trait: value}, "trait_spread": 0.0}
    return {"personas": dict.fromkeys(PERSONAS, person)}


# Lever: money or coverage, a world in which it acts on nobody, what may differ all the same.
IDLE_LEVERS: dict[str, tuple[dict[str, Any], dict[str, Any], tuple[str, ...]]] = {
    "payment": ({"levers": {"payment": 90}}, without("cashless"), ()),
    "privacy": ({"levers": {"privacy": 90}}, without("privacy_concern"), ()),
    "sustain": ({"levers": {"sustain": 90}}, without("sustainability"), ()),
    "omni": ({"levers": {"omni": 90}}, {"market": {"checkout": {"seam": 0}}}, ()),
    "service": ({"levers": {"service": 90}}, {"market": {"use": {"service_contacts": 0}}}, ()),
    "recovery": (
        {"levers": {"recovery": 90}},
        {"market": {"use": {"recovered": 0}}},
        ("brands.service_recovered",),
    ),
    "reply": ({"levers": {"reply": 90}}, {"reviews": NOBODY_WRITES}, ()),
    "listen": (
        {"levers": {"listen": 90}},
        {"reviews": {"listen": {"quality": 0, "service": 0}}},
        (),
    ),
    "chatbot": (
        {"levers": {"chatbot": 90}},
        {"personas": dict.fromkeys(PERSONAS, NO_TOOLS)},
        (),
    ),
    # Reminders are put in the diary of people they never reach.
    "owned": ({"levers": {"owned": 90}}, without("privacy_concern", 1.0), ("screen.reminder_day",)),
    "thanks": ({"thanks": 0.9}, {"reviews": NOBODY_WRITES}, ()),
    # Invitations are sent to people who never write.
    "invite": ({"invite": 0.9}, {"reviews": NOBODY_WRITES}, ("brands.invitations",)),
}


def plan_of(effort: dict[str, Any]) -> dict[str, Any]:
    """More money for one lever and not a cent less for the others, or more coverage."""
    if "levers" not in effort:
        return {"policies": effort}
    usual = world(**SIZE).brands[FOCAL].spend.by_lever
    return {"spend": {"levers": usual | effort["levers"]}}


@pytest.mark.parametrize("lever", IDLE_LEVERS)
def test_a_lever_that_acts_on_nobody_changes_no_bit(lever: str) -> None:
    effort, people, but = IDLE_LEVERS[lever]
    spec = with_plan(plan_of(effort), **people)
    base, used = (snapshot(lived(spec, strategy)) for strategy in (None, "plan"))
    assert apart(base, used, ignoring=(*EFFORT, *but)) == []


@pytest.mark.parametrize("lever", IDLE_LEVERS)
def test_the_same_lever_acts_where_there_is_somebody(lever: str) -> None:
    effort, _, but = IDLE_LEVERS[lever]
    spec = with_plan(plan_of(effort), reviews={"write": [0.9] * 5})
    base, used = (snapshot(lived(spec, strategy)) for strategy in (None, "plan"))
    assert apart(base, used, ignoring=(*EFFORT, *but)) != []


# --- A market without presence and without memory -------------------------------------------------


def busy_but_unseen(presence: float) -> JourneyModel:
    """People with needs, moments and channels, and brands that are noticed by chance or never."""
    spec = quiet(
        market={
            "consumers": 500,
            "days": 120,
            "panel_consumers": 500,
            "needs": {"mean_days": 20},
            "choice": {"not_now": -5},
        },
        moments={
            "mix": world(**SIZE).moments.mix.model_dump(),
            "presence": {"floor": presence, "floor_buy": presence},
        },
    )
    return live_through(spec)


def test_nobody_present_and_nothing_remembered_means_no_touch_and_no_purchase() -> None:
    """pi0 = 0, no money, a0 = 0: no brand is in any touch, nothing is bought online."""
    model = busy_but_unseen(0.0)
    brands, rows = model.gained_brands(), model.touches()
    assert model.gained_market()["moments"].sum() > 1000
    assert len(rows) > 1000
    assert not rows["present"].any()
    assert not rows["helpful"].any()
    assert not brands["noticed"].any()
    assert not np.delete(brands["purchases_by_channel"], CHANNELS.index("store"), axis=1).any()
    assert not brands["purchases"].any()


def test_a_little_presence_means_touches_and_purchases() -> None:
    model = busy_but_unseen(0.05)
    assert model.touches()["present"].any()
    assert model.gained_brands()["purchases"].sum() > 50
