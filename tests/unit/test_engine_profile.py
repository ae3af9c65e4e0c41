"""The markets in which engines are compared, and the engines that must live them as ours does.

C does so to the last bit; Mesa's agents and NumPy have luck of their own, and agree on average.
"""

import functools
import importlib
import random
from pathlib import Path

import numpy as np
import pytest

from sim.market import stored_opportunities
from sim.model import JourneyModel
from sim.scenario_io import load
from sim.tables.moments import FMOT, ZMOT
from tests.checks import agree

BENCHMARKS = Path(__file__).parents[2] / "experiments" / "benchmarks"
TRAITS = ("information_search", "price_sensitivity", "quality_sensitivity")
BANDS = {"lite": (0.05, 0.07), "busy": (0.45, 0.55)}
WITH_LUCK_OF_THEIR_OWN = ("mesa", "mesa_events", "numpy", "numpy_tuned")
SAMPLE = {"consumers": 300, "days": 60}
SEEDS = range(8)
SMALLEST_EFFECT = 0.3
"""Relative: engines are asked here whether they live the same model; `engines.py` looks closer."""
TOTALS = ("opened", "active", "sessions", "answered")
BY_BRAND = ("exposures", "noticed", "helped", "purchases", "judged")
C_SOURCES = ("hot_loop.c", "tuned_loop.c")
LIVED = {
    *("phase", "onset_day", "ripe_day", "due_day", "considered", "read", "using_brand"),
    *("last_brand", "last_satisfaction", "purchase_onset", "refreshed_day"),
    *("awareness", "precision", "belief", "goodwill", "use_goodwill"),
}
"""What the profile's days change of people and their memories, logs and reasons apart."""
OFF = (
    *("named", "how_to", "service_contacts", "onboarded", "reminders", "invitations"),
    *("paid_reviews", "thanked", "told", "needs_caused", "renewals", "unpaid"),
)


def world(name, consumers, days):
    spec = load(
        BENCHMARKS / f"{name}.yaml", [f"market.consumers={consumers}", f"market.days={days}"]
    )
    return spec, stored_opportunities(spec)


def lived(name, consumers, days):
    spec, opportunities = world(name, consumers, days)
    return JourneyModel(spec, opportunities=opportunities).run()


@functools.cache
def active_share(name):
    # Over seeds this share scatters by .002 (lite) and .005 (busy): a market outside its band by as
    # much as the band is wide is told from luck.
    model = lived(name, 1_000, 365)
    return model.gained_market()["active"] / (1_000 * 365)


@pytest.fixture
def in_c(monkeypatch):
    """A world lived in C, and in what it differs from the kernels'."""
    monkeypatch.syspath_prepend(BENCHMARKS)
    version = importlib.import_module("peers.c_version")
    if version.compiler() is None:
        pytest.skip("the C versions need a C compiler")
    return version.CWorld, importlib.import_module("peers.c_agreement")


@pytest.mark.parametrize("name", BANDS)
def test_a_market_of_the_profile_brings_its_opportunities_along(name):
    assert stored_opportunities(world(name, 1, 1)[0]) is not None


@pytest.mark.parametrize("name", BANDS)
def test_as_many_people_are_in_a_journey_as_its_file_says(name):
    low, high = BANDS[name]
    assert low < active_share(name) < high


def test_the_busy_market_is_not_the_lite_one():
    assert not BANDS["lite"][0] < active_share("busy") < BANDS["lite"][1]


@pytest.mark.parametrize("name", BANDS)
def test_what_the_profile_leaves_out_does_not_happen(name):
    model = lived(name, 500, 120)
    brands, market = model.gained_brands(), model.gained_market()
    assert {counter for counter in OFF if brands[counter].any()} == set()
    assert market["opened"].sum() == market["opened"][0] > 0
    assert {truth for truth, count in enumerate(market["by_truth"]) if count} == {ZMOT, FMOT}
    assert market["store_sessions"] == market["consults"] == 0
    assert len(model.touches()) == 0


@pytest.mark.parametrize("name", BANDS)
@pytest.mark.parametrize("source", C_SOURCES)
def test_a_c_version_lives_the_same_days_to_the_last_bit(source, name, in_c):
    lives_in_c, agreement = in_c
    spec, opportunities = world(name, 500, 60)
    theirs = lives_in_c(spec, opportunities, source=source).run()
    ours = JourneyModel(spec, opportunities=opportunities).run()
    assert theirs.counts["purchases"].sum() > 50
    assert agreement.differences(theirs, ours) == []


@pytest.mark.parametrize("source", C_SOURCES)
def test_the_comparison_sees_other_luck_everywhere(source, in_c):
    lives_in_c, agreement = in_c
    spec, opportunities = world("busy", 500, 60)
    theirs = lives_in_c(spec, opportunities, replicate=1, source=source).run()
    ours = JourneyModel(spec, opportunities=opportunities).run()
    same = set(agreement.compared(theirs, ours)) - set(agreement.differences(theirs, ours))
    # Who people are does not hang on luck.
    assert same == {*TRAITS, "need_class", "media_class"}


@pytest.mark.parametrize("source", C_SOURCES)
def test_a_c_version_keeps_of_people_what_their_days_change(source, in_c):
    lives_in_c, agreement = in_c
    spec, opportunities = world("busy", 50, 2)
    theirs = lives_in_c(spec, opportunities, source=source).run()
    ours = JourneyModel(spec, opportunities=opportunities).run()
    assert {*agreement.compared(theirs, ours)} >= LIVED


@pytest.fixture
def engines(monkeypatch):
    monkeypatch.syspath_prepend(BENCHMARKS)
    return importlib.import_module("engines")


@functools.cache
def totals(live, mean_days=5):
    """What some runs of the busy market counted, runs × counters."""
    _, opportunities = world("busy", **SAMPLE)
    changes = {**SAMPLE, "needs.mean_days": mean_days}
    spec = load(BENCHMARKS / "busy.yaml", [f"market.{key}={n}" for key, n in changes.items()])
    return np.array([counted(live(spec, opportunities, seed, 0).statistics) for seed in SEEDS])


def counted(statistics):
    by_brand = [
        sum(count for name, count in statistics.items() if name.startswith(f"{counter}."))
        for counter in BY_BRAND
    ]
    return [*(statistics[counter] for counter in TOTALS), *by_brand]


def lives_as_ours(ours, theirs):
    scale, runs = ours.mean(axis=0), len(SEEDS)
    error = np.sqrt((ours.var(axis=0, ddof=1) + theirs.var(axis=0, ddof=1)) / runs) / scale
    agree(theirs.mean(axis=0) / scale, 1.0, error, smallest_effect=SMALLEST_EFFECT)


@pytest.mark.slow
@pytest.mark.parametrize("engine", WITH_LUCK_OF_THEIR_OWN)
def test_other_engines_live_as_many_of_everything_as_the_kernels(engine, engines):
    lives_as_ours(totals(engines.live_ours), totals(engines.ENGINES[engine]))


@pytest.mark.slow
def test_an_engine_in_which_needs_are_rarer_is_told_from_ours(engines):
    with pytest.raises(AssertionError, match="observed"):
        lives_as_ours(totals(engines.live_ours), totals(engines.ENGINES["mesa"], mean_days=10))


def asked_on_three_days(engines, monkeypatch):
    """Who was asked to live a day, in which order, day by day."""
    asked = []
    people = importlib.import_module("peers.mesa_plain_people")
    monkeypatch.setattr(people.Consumer, "step", lambda person: asked.append(person.unique_id))
    engines.lived("mesa", "lite", consumers=20, days=3, seed=7)
    return asked[:20], asked[20:40], asked[40:]


def test_a_plain_mesa_agent_takes_a_step_every_day_in_random_order(engines, monkeypatch):
    # Two of three random orders of 20 people are the same once in 20! / 3 times.
    days = asked_on_three_days(engines, monkeypatch)
    assert [len({*day}) for day in days] == [len(day) for day in days] == [20, 20, 20]
    assert days[0] != days[1] != days[2]


def test_agents_asked_in_turn_are_told_from_agents_in_random_order(engines, monkeypatch):
    monkeypatch.setattr(random.Random, "shuffle", lambda _, agents: agents)
    days = asked_on_three_days(engines, monkeypatch)
    assert days[0] == days[1] == days[2]


@pytest.mark.usefixtures("engines")
def test_what_a_plain_mesa_agent_remembers_halves_in_its_half_life():
    town = importlib.import_module("peers.mesa_plain").Town(*world("lite", 1, 100), 7, 0)
    half_life = town.spec.market.memory.awareness_half_life_days
    remembers = importlib.import_module("peers.mesa_plain_brand").Memory
    memory, stale = remembers(town), remembers(town)
    memory.awareness = stale.awareness = 0.5
    for town.day in (1, int(half_life)):  # in two steps as in one
        memory.refresh()
    assert memory.awareness == pytest.approx(0.25)
    assert stale.awareness == 0.5


@pytest.fixture
def numpy_town(engines):
    assert engines.ENGINES["numpy"].__module__ == "peers.numpy_plain"
    return importlib.import_module("peers.numpy_plain").Town(*world("lite", 200, 100), 7, 0)


def test_memories_of_everybody_in_plain_numpy_halve_in_their_half_life(numpy_town):
    memory, half_lives = numpy_town.memory, numpy_town.market.spec.market.memory
    memory.awareness[:], memory.goodwill[:], memory.belief[:] = 0.5, -0.8, 4.2
    days = {"awareness": half_lives.awareness_half_life_days}
    days["goodwill"] = half_lives.goodwill_half_life_days
    assert days["awareness"] != days["goodwill"]
    fade_until = {int(days[name]): name for name in days}
    for day in range(1, max(fade_until) + 1):
        memory.fade(numpy_town.market.decay[1])
        if day in fade_until:
            column = getattr(memory, fade_until[day])
            left = {"awareness": 0.25, "goodwill": -0.4}[fade_until[day]]
            assert column == pytest.approx(np.full((200, 4), left), rel=1e-4)
    assert (memory.belief == np.float32(4.2)).all()
