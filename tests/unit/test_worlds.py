"""Several futures from one morning: in order, each by itself, from a warm-up lived once."""

from itertools import pairwise

import numpy as np

from sim.study.worlds import Future, Worlds, live_worlds
from tests.counts import small_cafe

SPEC = small_cafe(consumers=80, days=20, warm_up_days=10)
TABLE = np.full((7, 10), 5.0)


def lived(*futures, **options):
    """Lives of some futures, and the days that were lived for them."""
    days = []
    worlds = Worlds(futures, seed=7, number=3, **options)
    return live_worlds(worlds, days.append), days, worlds


def sold(life):
    return life.replicate.total("purchases").tolist()


def test_futures_of_one_start_share_its_warm_up():
    base, know = (
        Future(SPEC, TABLE, SPEC),
        Future(SPEC, TABLE, SPEC.under("be-there-to-know")),
    )
    lives, days, worlds = lived(base, know)
    assert len(days) == worlds.days == 10 + 2 * 20
    assert len(lives) == 2
    assert {life.replicate.number for life in lives} == {3}


def test_futures_of_starts_of_their_own_are_warmed_up_each():
    other = SPEC.set("market.warm_up_days", 4)
    _, days, worlds = lived(Future(SPEC, TABLE, SPEC), Future(other, TABLE, other))
    assert len(days) == worlds.days == 10 + 4 + 2 * 20


def test_a_future_is_the_same_alone_and_after_any_other():
    plans = [SPEC, SPEC.under("be-there-to-know"), SPEC.under("be-there-to-buy")]
    futures = [Future(SPEC, TABLE, plan) for plan in plans]
    together = [sold(life) for life in lived(*futures)[0]]
    backwards = [sold(life) for life in lived(*futures[::-1])[0]]
    alone = [sold(lived(future)[0][0]) for future in futures]
    assert together == backwards[::-1] == alone
    assert all(one != other for one, other in pairwise(together))


def test_another_brand_may_have_another_plan():
    brands = dict(SPEC.brands)
    brands["bolt"] = brands["bolt"].model_copy(update={"price_eur": 1.0})
    cheap = SPEC.model_copy(update={"brands": brands})
    (base, other), *_ = lived(Future(SPEC, TABLE, SPEC), Future(SPEC, TABLE, cheap))
    assert sold(other)[1] > sold(base)[1]


def test_needs_are_kept_only_where_asked_for_and_days_lived_on_are_not_measured():
    future = Future(SPEC, TABLE, SPEC)
    (plain,), *_ = lived(future)
    (kept,), days, _ = lived(future, needs=True, after=6)
    assert plain.needs is None
    assert len(days) == 10 + 20 + 6
    assert sold(kept) == sold(plain)
    assert kept.needs["day"].max() == 25
    assert len(kept.personas) == 80
