"""The markets in which engines are compared, and the engines that must live them as ours does.

C does so to the last bit; Mesa's agents and NumPy have luck of their own, and agree on average.
"""

import functools
import importlib
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
WITH_LUCK_OF_THEIR_OWN = ("mesa", "mesa_events", "numpy")
SAMPLE = {"consumers": 300, "days": 60}
SEEDS = range(8)
SMALLEST_EFFECT = 0.3
"""Relative: engines are asked here whether they live the same model; `engines.py` looks closer."""
TOTALS = ("opened", "active", "sessions", "answered")
BY_BRAND = ("exposures", "noticed", "helped", "purchases", "judged")
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
def c_version(monkeypatch):
    monkeypatch.syspath_prepend(BENCHMARKS)
    version = importlib.import_module("peers.c_version")
    if version.compiler() is None:
        pytest.skip("the C version needs a C compiler")
    return version


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
def test_the_c_version_lives_the_same_days_to_the_last_bit(name, c_version):
    spec, opportunities = world(name, 500, 60)
    theirs = c_version.CWorld(spec, opportunities).run()
    ours = JourneyModel(spec, opportunities=opportunities).run()
    assert theirs.counts["purchases"].sum() > 50
    assert c_version.differences(theirs, ours) == []


def test_the_comparison_sees_other_luck_everywhere(c_version):
    spec, opportunities = world("busy", 500, 60)
    theirs = c_version.CWorld(spec, opportunities, replicate=1).run()
    ours = JourneyModel(spec, opportunities=opportunities).run()
    same = set(c_version.compared(theirs, ours)) - set(c_version.differences(theirs, ours))
    # Who people are does not hang on luck.
    assert same == {*TRAITS, "need_class", "media_class"}


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


@pytest.mark.parametrize("engine", WITH_LUCK_OF_THEIR_OWN)
def test_other_engines_live_as_many_of_everything_as_the_kernels(engine, engines):
    lives_as_ours(totals(engines.live_ours), totals(engines.ENGINES[engine]))


def test_an_engine_in_which_needs_are_rarer_is_told_from_ours(engines):
    with pytest.raises(AssertionError, match="observed"):
        lives_as_ours(totals(engines.live_ours), totals(engines.ENGINES["mesa"], mean_days=10))


def test_a_plain_mesa_agent_takes_a_step_every_day_in_random_order(engines, monkeypatch):
    asked = []
    steps = importlib.import_module("peers.mesa_steps")
    monkeypatch.setattr(steps.DailyConsumer, "step", lambda person: asked.append(person.unique_id))
    engines.lived("mesa", "lite", consumers=20, days=3, seed=7)
    days = [asked[:20], asked[20:40], asked[40:]]
    assert [len({*day}) for day in days] == [len(day) for day in days] == [20, 20, 20]
    assert days[0] != days[1] != days[2]
