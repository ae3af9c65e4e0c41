"""Under the reviews and stories of the base, a plan reaches people by itself, not through others.

Live less replay is the social effect. Where nobody writes and nobody talks there is none, exactly;
where a plan does nothing but bring reviews, there is no other. Source: model 13.4; Pearl 2001.
"""

from functools import cache
from typing import Any

import pytest

from sim.analysis.social import effects
from sim.errors import ResultError, ScenarioError
from sim.model import JourneyModel
from sim.results import Comparison
from sim.results.pairs import MEASURES, gains
from sim.study.compare import compare
from tests.crn.compared import busy, strategies_compared
from tests.snapshots import apart, snapshot
from tests.worlds import born

SILENT: dict[str, Any] = {
    "reviews": {
        "write": [0.0] * 5,
        "write_invited": 0.0,
        "write_paid": 0.0,
    },
    "network": {"ask": 0.0, "feed": 0.0},
}


@cache
def replayed(silent: bool) -> Comparison:
    """A market that talks, or one that does not."""
    spec = busy(**SILENT) if silent else busy()
    return compare(spec, strategies=["cheaper", "know"], reps=2, feedback="replay", workers=1)


def social(found: Comparison, name: str) -> set[float]:
    """What live differs from replay, over all measures and replicates."""
    runs = (found.runs[name], found.live[name])
    return {value for it in MEASURES for value in gains(*runs, it).tolist()}


@pytest.mark.parametrize("name", ["cheaper", "know"])
def test_replay_is_live_where_no_review_is_written_and_nobody_talks(name: str) -> None:
    found = replayed(silent=True)
    assert found.base.summary.brands()[found.focal]["reviews"].mean == 0
    assert found.gains(name).any()
    assert social(found, name) == {0.0}
    for one, other in zip(found.runs[name].replicates, found.live[name].replicates, strict=True):
        assert one.brands.tobytes() == other.brands.tobytes()
        assert one.market.tobytes() == other.market.tobytes()


@pytest.mark.parametrize("name", ["cheaper", "know"])
def test_replay_is_not_live_where_people_write_and_talk(name: str) -> None:
    assert social(replayed(silent=False), name) != {0.0}


def test_a_plan_that_only_brings_reviews_has_no_direct_effect() -> None:
    found = strategies_compared("replay")
    for measure in ("purchases", "share", "revenue", "margin", "satisfaction", "nps"):
        assert not found.gains("invite", measure).any()
    brands = (it.summary.brands()[found.focal]["reviews"].mean for it in (
        found.base, found.runs["invite"]))  # fmt: skip
    before, after = brands
    assert after is not None
    assert before is not None
    assert after > before


def test_the_same_plan_has_a_social_effect() -> None:
    found = strategies_compared("replay")
    assert gains(found.base, found.live["invite"], "purchases").any()


def test_direct_and_social_effect_add_up_to_the_total() -> None:
    found = strategies_compared("replay")
    for name in found.runs:
        total, direct, through_others, multiplier = effects(found, name)
        assert total.mean == pytest.approx((direct.mean or 0) + (through_others.mean or 0))
        if multiplier.mean is not None:
            assert multiplier.mean == pytest.approx((total.mean or 0) / (direct.mean or 1))


def test_the_live_worlds_beside_a_replay_are_those_compared_live() -> None:
    found, live = strategies_compared("replay"), strategies_compared("live")
    for name in found.runs:
        for one, other in zip(found.live[name].replicates, live.runs[name].replicates, strict=True):
            assert one.brands.tobytes() == other.brands.tobytes()


def test_a_world_replayed_to_itself_is_itself() -> None:
    spec = busy()
    base = born(spec, record=True).run()
    again = born(spec, replay=base.evenings).run()
    assert apart(snapshot(base), snapshot(again)) == []


def test_a_world_replayed_to_other_luck_is_another() -> None:
    spec = busy()
    base = born(spec, record=True).run()
    usual, misled = born(spec, replicate=1).run(), born(spec, replicate=1, replay=base.evenings)
    assert apart(snapshot(usual), snapshot(misled.run())) != []


def test_the_record_holds_those_who_judged_and_nothing_of_others() -> None:
    model: JourneyModel = born(busy(), record=True).run()
    assert model.evenings is not None
    rows = sum(len(evening.who) for evening in model.evenings.values())
    assert rows == model.gained_brands()["judged"].sum() > 100
    board = sum(evening.reviews for evening in model.evenings.values())
    assert (board == model.gained_brands()["board"]).all()


def test_without_feedback_there_is_nothing_to_replay() -> None:
    with pytest.raises(ScenarioError, match="must be live in the base"):
        compare(busy(feedback="off"), strategies=["know"], reps=1, feedback="replay")


def test_a_replay_of_another_warm_up_is_refused() -> None:
    with pytest.raises(ScenarioError, match="one warm-up"):
        compare(busy(), busy(), reps=1, feedback="replay")


def test_effects_of_a_comparison_without_replay_are_refused() -> None:
    with pytest.raises(ResultError, match="feedback="):
        effects(strategies_compared("live"), "know")
