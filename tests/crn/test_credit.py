"""Coalitions of moments, lived by the same people with the same luck: exact statements.

Values add up in every replicate, to the last unit; a coalition is the world one would live under
that plan; what pays for nothing causes nothing; absence costs the same with and without rivals
where there are none. Source: O24, O26.
"""

from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.analysis.absence import absence
from sim.analysis.credit import Credit
from sim.analysis.played import wanted
from sim.analysis.shapley import coalitions, shapley, total
from sim.model import JourneyModel
from sim.scenario import Scenario
from sim.study.asked import MOMENTS
from sim.study.coalitions import without
from sim.study.credit import credit
from sim.study.opportunities import opportunities_of
from sim.study.watch import Watch
from tests.counts import settled
from tests.reference_worlds import brand, merged, world
from tests.worlds import SEED, purchases

pytestmark = pytest.mark.slow

SIZE: dict[str, Any] = {"consumers": 250, "warm_up_days": 20, "days": 50}
OFTEN: dict[str, Any] = {"market": {"needs": {"mean_days": 15}}}
THREE = ("know", "compare", "buy")


def busy(**changes: Any) -> Scenario:
    """Four brands, three personas, everything happens."""
    sizes = {name: changes.pop(name, size) for name, size in SIZE.items()}
    return settled(world(**sizes, **merged(OFTEN, changes)))


@cache
def three(**options: Any) -> Credit:
    return credit(busy(), moments=THREE, reps=3, workers=1, **options)


# --- sums -----------------------------------------------------------------------------------------


@pytest.mark.parametrize("feedback", ["live", "off", "replay"])
def test_values_add_up_in_every_replicate_to_what_all_the_money_causes(feedback: str) -> None:
    for played in three(feedback=feedback).replicates:
        bought = {coalition: played.worth[coalition] for coalition in coalitions(THREE)}
        caused = bought[frozenset(THREE)] - bought[frozenset()]
        assert sum(played.shapley.values()) == total(played.worth) == caused
        assert played.shapley == shapley(bought)
        assert len(set(bought.values())) > 2


def test_beside_a_replay_every_coalition_is_lived_live_too() -> None:
    """By the study that replays nothing: the same worlds, to the last purchase."""
    assert three(feedback="replay").live == three(feedback="live").shapley
    assert three(feedback="live").live == {}


def test_what_money_causes_live_is_not_what_it_causes_directly() -> None:
    """The control: here people hear of others."""
    found = three(feedback="replay")
    assert found.live != found.shapley


def test_nine_moments_are_drawn_and_add_up_all_the_same() -> None:
    spec = busy(consumers=40, warm_up_days=2, days=6)
    found = credit(spec, moments=MOMENTS, reps=1, workers=1)
    for played in found.replicates:
        assert len(played.worth) < 2 ** len(MOMENTS)
        assert sum(played.shapley.values()) == total(played.worth)
    one, two = (set(wanted(tuple(sorted(MOMENTS)), number)) for number in (0, 1))
    assert one != two
    assert found.interactions == {}


def test_rules_hand_out_no_more_than_was_bought() -> None:
    """The panel is everybody here, so that its purchases are those of the plan as it is."""
    for played in three(feedback="live").replicates:
        said = played.said
        assert said.purchases == played.worth[frozenset(THREE)]
        assert 0 < said.seen < said.touched <= said.purchases
        for rule, shares in said.rules.items():
            handed = sum(shares.values())
            if rule == "last_before_purchase":
                assert handed < said.touched
            else:
                assert handed == pytest.approx(said.touched, rel=1e-12)
            assert sum(said.tracked[rule].values()) <= said.seen * (1 + 1e-12)


def test_intervals_are_over_replicates() -> None:
    found = three(feedback="live")
    values = np.array([float(played.shapley["know"]) for played in found.replicates])
    half = 4.302652729749464 * values.std(ddof=1) / np.sqrt(3)
    estimate = found.shapley["know"]
    assert estimate.mean == pytest.approx(values.mean())
    assert estimate.half_width == pytest.approx(half)


# --- worlds ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("funded", [(), ("know",), ("know", "buy"), THREE])
def test_a_coalition_is_the_world_in_which_the_brand_pays_for_nothing_else(
    funded: tuple[str, ...],
) -> None:
    """By a strategy written by hand: euro by lever, 0 for the levers of moments not funded."""
    levers = {
        "know": ("know", "chatbot", "voice", "content"),
        "compare": ("compare", "personal"),
        "buy": ("buy", "social", "shelf", "payment", "privacy", "ar", "speed"),
    }
    unpaid = [lever for moment in THREE if moment not in funded for lever in levers[moment]]
    plan = {
        "spend": {
            "moments": {moment: 0 for moment in THREE if moment not in funded},
            "levers": dict.fromkeys(unpaid, 0),
        }
    }
    spec = busy(strategies={"some": plan})
    opportunities = opportunities_of(spec, Watch())
    lived = JourneyModel(
        spec, seed=SEED, replicate=1, opportunities=opportunities, strategy="some"
    ).run()
    focal = lived.names.index(spec.focal_brand)
    assert three(feedback="live").replicates[1].worth[frozenset(funded)] == purchases(lived)[focal]


def test_a_moment_nobody_pays_for_causes_nothing_and_is_not_lived() -> None:
    poor = brand(61.0, 4.0, effort=0.7, id=6, policies={})
    poor["spend"]["moments"]["know"] = 0
    spec = busy(brands={"beta": poor}, consumers=100)
    found = credit(spec, moments=("know", "buy"), reps=2, workers=1)
    for played in found.replicates:
        assert set(played.worth) == {frozenset(), frozenset({"buy"})}
    nothing = (0.0, 0.0, 0.0)
    assert found.shapley["know"] == found.leave_one_out["know"] == nothing
    assert found.only_one["know"] == found.interactions["buy", "know"] == nothing
    assert found.rules["linear"]["know"] > 0


def test_adverts_that_nobody_remembers_cause_nothing() -> None:
    """Planted: adverts reach people, and change neither awareness nor wake a need."""
    spec = busy(market={"memory": {"advert": 0}, "needs": {"advert": 0}})
    found = credit(spec, moments=("stimulus", "buy"), reps=2, workers=1)
    for played in found.replicates:
        assert played.shapley["stimulus"] == 0
        assert played.interactions["buy", "stimulus"] == 0
        assert played.shapley["buy"] != 0


def test_adverts_that_people_remember_cause_something() -> None:
    """The control: the same money in a market where adverts are remembered."""
    found = credit(busy(), moments=("stimulus", "buy"), reps=2, workers=1)
    assert all(played.shapley["stimulus"] != 0 for played in found.replicates)


def test_money_leaves_moments_and_goes_nowhere_else() -> None:
    rich = busy().brands["acme"]
    less = without(rich, {"buy", "smot"})
    before, after = rich.spend.by_lever, less.spend.by_lever
    gone = {lever for lever in before if before[lever] != after[lever]}
    assert {"shelf", "owned", "buy", "service"} <= gone
    assert {after[lever] for lever in gone} == {0.0}
    assert all(after[lever] == before[lever] for lever in before if lever not in gone)


def test_any_brand_can_be_asked_about() -> None:
    spec = busy(consumers=100)
    found = credit(spec, brand="acme", moments=("buy",), reps=1, workers=1)
    assert found.spec.focal_brand == "acme"
    name = sorted(spec.brands).index("acme")
    opportunities = opportunities_of(spec, Watch())
    lived = JourneyModel(spec, seed=SEED, opportunities=opportunities).run()
    assert found.purchases.mean == purchases(lived)[name]


# --- replay ---------------------------------------------------------------------------------------


def test_replay_is_live_where_nobody_writes_or_tells() -> None:
    silent = {"write": [0.0] * 5, "write_invited": 0.0, "write_paid": 0.0}
    spec = busy(reviews=silent, network={"tell": 0, "ask": 0})
    live, replay = (
        credit(spec, moments=("know", "buy"), reps=2, workers=1, feedback=feedback)
        for feedback in ("live", "replay")
    )
    assert [p.worth for p in live.replicates] == [p.worth for p in replay.replicates]


def test_replay_differs_where_people_write_and_tell() -> None:
    live, replay = three(feedback="live"), three(feedback="replay")
    everybody = frozenset(THREE)
    assert [p.worth[everybody] for p in live.replicates] == [
        p.worth[everybody] for p in replay.replicates
    ]
    assert [p.worth for p in live.replicates] != [p.worth for p in replay.replicates]


# --- absence --------------------------------------------------------------------------------------


def test_absence_among_rivals_is_what_leaving_costs() -> None:
    found = three(feedback="live", with_absence=True)
    for moment in THREE:
        assert found.absence[moment]["among_rivals"] == found.leave_one_out[moment]
        assert found.absence[moment]["alone"] != found.absence[moment]["among_rivals"]


def test_without_rivals_absence_costs_the_same_with_and_without_them() -> None:
    spec = busy(brands=dict.fromkeys(("acme", "mono", "zenith")), consumers=150)
    found = credit(spec, moments=("know", "buy"), reps=2, with_absence=True, workers=1)
    for losses in found.absence.values():
        assert losses["rivalry"] == (0.0, 0.0, 0.0)
        assert losses["alone"] == losses["among_rivals"]


def test_two_by_two_is_read_as_on_paper() -> None:
    """Own and rivals there: 100; rivals alone: 70; own alone: 130; nobody: 120."""
    both, own, rivals = (frozenset(who) for who in (("own", "rivals"), ("own",), ("rivals",)))
    found = absence({both: 100, rivals: 70, own: 130, frozenset(): 120})
    assert found == (30, 10, 20)
