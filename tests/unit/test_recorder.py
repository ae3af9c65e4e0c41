"""Cumulative counters become days, and the touch log comes out in order."""

import numpy as np

from sim.recorder import Recorder, gained
from sim.tables.moments import EVALUATE, EXPLORE, IDLE, READY, USING
from sim.tables.records import BRAND_TALLY, MARKET_TALLY, SCREEN, TOUCH_ROW


def tallies(opened=0, active=0, visited=0, bought=(0, 0), used=(0, 0)):
    market, brands = np.zeros(1, MARKET_TALLY), np.zeros(2, BRAND_TALLY)
    market["opened"][0, 0], market["active"], market["visited"] = opened, active, visited
    brands["purchases"][:, 1], brands["used"] = bought, used
    return market, brands


def screen_of(*phases):
    screen = np.zeros(len(phases), SCREEN)
    screen["phase"] = phases
    return screen


def touches_of(*consumers):
    rows = np.zeros(len(consumers), TOUCH_ROW)
    rows["consumer"] = consumers
    rows["step"] = range(len(consumers))
    return rows


def test_each_day_has_what_was_gained_on_it():
    recorder = Recorder(days=2, brands=2)
    recorder.start(*tallies(opened=100, active=9, bought=(50, 5)), screen_of(USING, USING, IDLE))
    recorder.end_day(0, *tallies(103, 11, 7, (51, 7), (0, 1)), np.array([4.0, 3.5]))
    recorder.end_day(1, *tallies(104, 12, 9, (51, 8), (2, 1)), np.array([4.1, 3.6]))
    daily = recorder.daily
    assert daily["opened"].tolist() == [3, 1]
    assert daily["live"].tolist() == [2, 1]
    assert daily["visited"].tolist() == [7, 2]
    assert daily["purchases"].tolist() == [[1, 2], [0, 1]]
    assert daily["rating"].tolist() == [[4.0, 3.5], [4.1, 3.6]]
    assert daily["using"].tolist() == [2 + 3 - 1, 4 + 1 - 2]


def test_what_was_gained_since_day_0_leaves_the_warm_up_out():
    recorder = Recorder(days=1, brands=2)
    assert recorder.gained_brands()["purchases"].sum() == 0
    recorder.start(*tallies(opened=100, bought=(50, 5)), screen_of(IDLE))
    recorder.end_day(0, *tallies(opened=103, bought=(51, 7)), np.zeros(2))
    market, brands = tallies(opened=103, bought=(51, 7))
    brands["exposures"] = 8, 9
    recorder.finish(market, brands, screen_of(IDLE))
    assert recorder.gained_market()["opened"].sum() == 3
    assert recorder.gained_brands()["purchases"].sum(axis=1).tolist() == [1, 2]
    assert recorder.gained_brands()["exposures"].tolist() == [8, 9]


def test_people_on_the_way_and_in_use_are_counted_at_both_ends():
    recorder = Recorder(days=0, brands=2)
    recorder.start(*tallies(), screen_of(IDLE, EXPLORE, READY, USING))
    recorder.finish(*tallies(), screen_of(EVALUATE, USING, USING, USING))
    assert recorder.stocks == {
        "live_start": 2, "using_start": 1, "live_end": 1, "using_end": 3,
    }  # fmt: skip


def test_nothing_recorded_grows_with_the_population():
    recorder = Recorder(days=365, brands=4)
    before = sum(values.nbytes for values in recorder.daily.values())
    recorder.start(*tallies(), screen_of(*[IDLE] * 10_000))
    assert sum(values.nbytes for values in recorder.daily.values()) == before


def test_touches_are_sorted_by_consumer_and_keep_their_order_otherwise():
    recorder = Recorder(days=1, brands=2)
    recorder.log(touches_of(5, 5, 3))
    recorder.log(touches_of())
    recorder.log(touches_of(3, 5))
    rows = recorder.touches()
    assert list(zip(rows["consumer"], rows["step"], strict=True)) == [
        (3, 2), (3, 0), (5, 0), (5, 1), (5, 1),
    ]  # fmt: skip


def test_a_log_may_stay_empty():
    rows = Recorder(days=1, brands=1).touches()
    assert (len(rows), rows.dtype) == (0, TOUCH_ROW)


def test_counters_yet_to_come_do_not_change_those_kept():
    market, _ = tallies(opened=3)
    growth = gained(market, tallies(opened=1)[0])
    market["opened"] += 5
    assert growth["opened"].sum() == 2
