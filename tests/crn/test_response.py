"""Multiples of today's spend, lived by the same people with the same luck: exact statements.

What has no effect has none at any multiple, in every replicate; today's multiple is today's world;
a market in which purchases can only rise with presence never sells less. Source: O24, O26.
"""

from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from sim.analysis.curve import TODAY, Curve
from sim.analysis.response import Response
from sim.model import JourneyModel
from sim.scenario import Scenario
from sim.scenario.tables import ByChannel
from sim.study import budgeted, response_worlds, run
from sim.study.noticed import Cell, Noticed, cells_of
from sim.study.opportunities import opportunities_of
from sim.study.plausible import draw
from sim.study.response import response
from sim.study.spending import Subject, planned_euro, scaled
from sim.study.watch import Watch
from sim.study.worlds import Future, Worlds
from sim.tables.moments import CHANNELS, MOMENTS
from tests.checks import agree_mean
from tests.counts import settled
from tests.reference_worlds import merged, world
from tests.worlds import ONE_NEED_EACH, SEED, brand, mixes, purchases, quiet

pytestmark = pytest.mark.slow

SIZE: dict[str, Any] = {"consumers": 250, "warm_up_days": 20, "days": 50}
OFTEN: dict[str, Any] = {"market": {"needs": {"mean_days": 15}}}
GRID = (0.0, 0.5, 2.0)


def busy(**changes: Any) -> Scenario:
    """Four brands, three personas, everything happens."""
    sizes = {name: changes.pop(name, size) for name, size in SIZE.items()}
    return settled(world(**sizes, **merged(OFTEN, changes)))


@cache
def two(**options: Any) -> Response:
    return response(
        busy(), moments=("stimulus", "buy"), multipliers=GRID, reps=2, workers=1, **options
    )


def bought(spec: Scenario, strategy: str | None = None, replicate: int = 1) -> int:
    lived = JourneyModel(
        spec,
        seed=SEED,
        replicate=replicate,
        opportunities=opportunities_of(spec, Watch()),
        strategy=strategy,
    ).run()
    return int(purchases(lived)[lived.names.index(spec.focal_brand)])


# --- nothing --------------------------------------------------------------------------------------


def test_adverts_that_nobody_remembers_have_no_effect_at_any_multiple() -> None:
    """Planted: adverts reach people, and neither make a brand known nor wake a need."""
    spec = busy(market={"memory": {"advert": 0}, "needs": {"advert": 0}})
    found = response(
        spec, moments=("stimulus", "buy"), multipliers=GRID, reps=2, workers=1, levers=True
    )
    for nothing in (found.moments["stimulus"], found.levers["ads"]):
        assert nothing.multipliers == [0.0, 0.5, 1.0, 2.0]
        for multiplier in nothing.multipliers:
            assert nothing.difference(multiplier) == (0.0, 0.0, 0.0)
        assert nothing.marginal == (0.0, 0.0, 0.0)
        assert nothing.saturation == 0.0
    assert found.moments["buy"].difference(0.0).mean != 0
    assert "stimulus" not in found.best


def test_adverts_that_people_remember_have_an_effect() -> None:
    """The control: the same money in a market where adverts are remembered."""
    adverts = two().moments["stimulus"]
    assert any(adverts.difference(multiplier).mean != 0 for multiplier in GRID)


def test_todays_multiple_is_todays_world_to_the_last_purchase() -> None:
    spec = busy()
    same = scaled(spec, Subject("moment", "buy").levers, TODAY)
    assert same.brands["beta"].spend.by_lever == spec.brands["beta"].spend.by_lever
    today = two().moments["buy"]
    assert today.difference(TODAY) == (0.0, 0.0, 0.0)
    assert today.bought[TODAY][1] == two().moments["stimulus"].bought[TODAY][1] == bought(spec)


def test_another_multiple_is_another_world() -> None:
    """The control: twice the money is not today's world."""
    assert two().moments["buy"].difference(2.0) != (0.0, 0.0, 0.0)


def test_a_multiple_is_the_world_in_which_somebody_planned_it_by_hand() -> None:
    """Halves and doubles of euro are exact, so that the bits are the same."""
    euro = busy().brands["beta"].spend.moments.stimulus
    plan = {"spend": {"moments": {"stimulus": 2 * euro}}}
    assert two().moments["stimulus"].bought[2.0][1] == bought(
        busy(strategies={"more": plan}), "more"
    )


# --- more is never less ---------------------------------------------------------------------------


def easily_sold() -> Scenario:
    """A brand alone: who has found it helpful buys at the next occasion, and never says not now."""
    always = {"not_now": -20, "not_now_evaluate": -20, "not_now_explore": -20}
    return settled(
        quiet(
            ONE_NEED_EACH,
            {"market": {"days": 30, "choice": always, "consumers": 600}},
            {"levers": {"know": {"unit_cost_eur": {"all": 0.05}}}},
            {"levers": {"chatbot": {"unit_cost_eur": {"all": 0.05}}}},
            {"levers": {"voice": {"unit_cost_eur": {"all": 0.05}}}},
            {"levers": {"compare": {"unit_cost_eur": {"all": 0.05}}}},
            brands={"acme": brand(spend={"moments": {"know": 6, "compare": 6}})},
        )
    )


def rises(curve: Curve) -> bool:
    """Whether no replicate ever sells less for more money."""
    table = np.array([curve.bought[multiplier] for multiplier in curve.multipliers])
    return bool((np.diff(table, axis=0) >= 0).all())


def test_purchases_never_fall_where_presence_can_only_help() -> None:
    found = response(
        easily_sold(), moments=("know", "compare"), multipliers=(0, 0.5, 2, 8), reps=3, workers=1
    )
    for curve in found.moments.values():
        assert rises(curve)
        assert min(curve.bought[8.0]) > max(curve.bought[0.0])


def test_purchases_may_fall_where_everything_happens() -> None:
    """The control: other people's stories and useless presence make more money bring less."""
    found = response(busy(), moments=("do", "umot"), multipliers=(0, 0.5, 2, 8), reps=3, workers=1)
    assert not all(rises(curve) for curve in found.moments.values())


# --- a sum of money more --------------------------------------------------------------------------


def test_a_sum_as_large_as_todays_money_is_the_world_of_twice_the_money() -> None:
    euro = planned_euro(busy(), Subject("moment", "stimulus"))
    told = response(
        busy(), moments=("stimulus", "buy"), multipliers=GRID, reps=2, workers=1, more=euro
    ).further
    assert told is not None
    twice = two().moments["stimulus"]
    more = [many - few for many, few in zip(twice.bought[2.0], twice.bought[TODAY], strict=True)]
    assert told.sums["stimulus"].purchases == more
    assert told.sums["stimulus"].profit != told.sums["buy"].profit


def test_profit_is_that_of_the_same_world_run_by_itself() -> None:
    today = two().moments["buy"].profit[TODAY]
    kpis = run(busy(), reps=2, workers=1).kpis
    own = kpis[(kpis["brand"] == "beta") & (kpis["measure"] == "profit")]
    assert own["value"].tolist() == pytest.approx(today)


# --- the review loop ------------------------------------------------------------------------------


def test_beside_a_replay_money_is_lived_live_too() -> None:
    """By the study that replays nothing: the same worlds, to the last purchase."""
    assert two(feedback="replay").live["buy"].margins == two().moments["buy"].margins
    assert two().live == {}


def test_where_nobody_hears_of_others_live_is_direct() -> None:
    found = response(
        easily_sold().set("market.consumers", 200).set("feedback", "live"),
        moments=("know",), multipliers=(0, 2), reps=3, workers=1, feedback="replay",
    )  # fmt: skip
    assert found.live["know"].margins == found.moments["know"].margins
    assert found.multiplier["know"] == pytest.approx((1.0, 1.0, 1.0))


def test_where_people_hear_of_others_live_is_not_direct() -> None:
    """The control."""
    found = two(feedback="replay")
    assert found.live["buy"].margins != found.moments["buy"].margins


# --- presence -------------------------------------------------------------------------------------


def shifted(spec: Scenario, *shifts: tuple[Cell, float], replay: bool = False) -> list[Any]:
    own = opportunities_of(spec, Watch())
    worlds = Worlds((Future(spec, own, spec),), SEED, 1)
    return Noticed(0, worlds, shifts, replay).live(lambda _: None)


def test_presence_that_is_not_shifted_leaves_the_world_as_it_is() -> None:
    same, again, more = shifted(
        busy(),
        (Cell("buy", "store"), 1.0),
        (Cell("know", "search"), 1.0),
        (Cell("buy", "store"), 1.5),
    )
    assert same.purchases["beta"] == bought(busy())
    assert same.purchases == again.purchases
    assert more.purchases != same.purchases


def test_a_replay_of_the_same_world_is_the_same_world() -> None:
    (same,) = shifted(busy(), (Cell("know", "search"), 1.0), replay=True)
    assert same.purchases["beta"] == bought(busy())


def test_only_cells_with_micro_moments_are_shifted() -> None:
    opportunities = np.zeros((len(MOMENTS), len(CHANNELS)))
    opportunities[MOMENTS.index("go"), CHANNELS.index("maps")] = 3.0
    assert cells_of(opportunities) == [("go", "maps")]


def once() -> Scenario:
    """Everybody has one need and one occasion to buy: who notices it and is helped, buys."""
    always = {"not_now": -20, "not_now_evaluate": -20, "not_now_explore": -20}
    return quiet(
        ONE_NEED_EACH,
        {"market": {"days": 30, "consumers": 8000, "choice": always}},
        {"moments": {"mix": mixes(buy=1.0), "give_up_not_now": 1.0, "another": 0.0}},
        {"moments": {"presence": {"floor_buy": 0.4}}},
        brands={"acme": brand()},
    )


def everywhere(spec: Scenario) -> Scenario:
    """The same world with opportunities stored, on every channel people may buy on."""
    known = settled(spec)
    alike = ByChannel(**dict.fromkeys(CHANNELS, 1.0))
    moments = known.moments.model_copy(update={"opportunities": {"buy": alike}})
    return known.model_copy(update={"moments": moments})


def summed(spec: Scenario) -> list[float]:
    """Elasticity of purchases to presence on all channels, by replicate."""
    found = response(everywhere(spec), presence=True, multipliers=(0,), reps=8, workers=1)
    assert {moment for moment, _ in found.presence} == {"buy"}
    return np.array(list(found.presence.values())).sum(axis=0).tolist()


def test_one_percent_more_presence_sells_one_percent_more_where_it_alone_decides() -> None:
    """Sales are N p h, so that the elasticities of all channels add up to 1."""
    agree_mean(summed(once()), 1.0, smallest_effect=0.3)


def test_presence_sells_less_than_in_proportion_where_there_is_a_second_chance() -> None:
    """The control: who was not helped tries again."""
    with pytest.raises(AssertionError):
        agree_mean(summed(once().set("moments.give_up_not_now", 0.0)), 1.0, smallest_effect=0.3)


# --- other assumptions ----------------------------------------------------------------------------


def test_plausible_markets_are_lived_with_the_same_luck(monkeypatch: pytest.MonkeyPatch) -> None:
    """One of them by hand; its micro-moments are said to be those of the market asked about."""
    spec = busy(consumers=60, warm_up_days=5, days=20)
    own = opportunities_of(spec, Watch())
    monkeypatch.setattr(response_worlds, "opportunities_of", lambda *_: own)
    found = response(
        spec, moments=("know", "buy"), multipliers=(0.5, 2), reps=3, workers=1, assumptions=3
    )
    assert found.plausible is not None
    assert (len(found.plausible.markets), found.plausible.lives) == (3, 2)
    assumed, other = draw(spec, 3)[1]
    told = found.plausible.markets[1]
    assert told.assumed == assumed
    subject = Subject("moment", "buy")
    few, many = (
        int(
            purchases(
                JourneyModel(
                    other,
                    seed=SEED,
                    replicate=1,
                    opportunities=own,
                    plan=scaled(other, subject.levers, multiplier),
                ).run()
            )[sorted(other.brands).index("beta")]
        )
        for multiplier in (0.5, 2.0)
    )
    euro = 1.5 * planned_euro(spec, subject)
    assert told.margins["buy"][1] == pytest.approx(1000 * (many - few) / euro)


def test_a_plausible_market_that_fails_is_left_out_and_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spec = busy(consumers=60, warm_up_days=5, days=20)
    own, live = opportunities_of(spec, Watch()), budgeted.live_worlds
    price = draw(spec, 2)[1][1].market.choice.price

    def failing(worlds: Worlds, tick: Any) -> Any:
        if worlds.futures[0].start.market.choice.price == price:
            raise RuntimeError("no luck")
        return live(worlds, tick)

    monkeypatch.setattr(response_worlds, "opportunities_of", lambda *_: own)
    monkeypatch.setattr(budgeted, "live_worlds", failing)
    found = response(spec, moments=("buy",), multipliers=(2,), reps=2, workers=1, assumptions=2)
    assert found.numbers == (0, 1)
    assert found.plausible is not None
    assert len(found.plausible.markets) == 1
    assert [(it.replicate, it.error) for it in found.made.failed] == [
        (number, "in market 1: RuntimeError: no luck") for number in (0, 1)
    ]


# --- the study ------------------------------------------------------------------------------------


def test_what_is_kept_is_not_lived_again_and_a_finer_grid_uses_it(tmp_path: Path) -> None:
    spec = busy(consumers=60, warm_up_days=5, days=20)
    options: dict[str, Any] = {"moments": ("buy",), "reps": 2, "workers": 1, "out": tmp_path}
    first = response(spec, multipliers=(0, 2), **options)
    assert len(list((tmp_path / "parts").iterdir())) == 2 * 3
    finer = response(spec, multipliers=(0, 0.5, 2), **options)
    assert len(list((tmp_path / "parts").iterdir())) == 2 * 4
    assert finer.moments["buy"].bought[2.0] == first.moments["buy"].bought[2.0]


@pytest.mark.parametrize("feedback", ["off", "replay"])
def test_feedback_changes_more_money_and_replay_leaves_today(feedback: str) -> None:
    live, other = two(), two(feedback=feedback)
    same = live.moments["buy"].bought[TODAY] == other.moments["buy"].bought[TODAY]
    assert same == (feedback == "replay")
    assert live.moments["buy"].bought[2.0] != other.moments["buy"].bought[2.0]
