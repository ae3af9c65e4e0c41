"""A market in which people would have nothing to choose from is refused where it says so."""

import pytest

from sim.errors import ScenarioError
from sim.scenario_io import load, shipped

NO_CONTEXT = "{home: 0, commute: 0, work: 0, out: 0, store: 0}"
NO_DAY_PART = "{early: 0, morning: 0, lunch: 0, afternoon: 0, evening: 0, night: 0}"
NO_MOMENT = "{idea: 0, know: 0, compare: 0, go: 0, do: 0, buy: 0, future: 0}"
NO_CHANNEL = (
    "{search: 0, maps: 0, social: 0, video: 0, market: 0, site: 0, chat: 0, voice: 0, arvr: 0, "
    "store: 0}"
)
NO_DEVICE = "{phone: 0, computer: 0, speaker: 0}"


def told(*changes):
    with pytest.raises(ScenarioError) as caught:
        load("base", changes)
    return [(problem.path, problem.message) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("path", "nothing", "why"),
    [
        ("moments.onset", NO_DAY_PART, "needs must fall somewhere"),
        ("moments.weekday.lunch", NO_CONTEXT, "people must be somewhere"),
        ("moments.weekend.night", NO_CONTEXT, "people must be somewhere"),
        ("moments.idle.mix", NO_MOMENT, "idle moments must be of some kind"),
        ("moments.mix.explore", NO_MOMENT, "journeys must hold some moment"),
        ("moments.mix.ready", NO_MOMENT, "journeys must hold some moment"),
        ("moments.context_mix.home", NO_MOMENT, "leaves nothing to do"),
        ("moments.context_mix.store", NO_MOMENT, "leaves nothing to do"),
        ("moments.channels.know", NO_CHANNEL, "must happen on some channel"),
        ("moments.channels.future", NO_CHANNEL, "must happen on some channel"),
        ("moments.context_channels.work", NO_CHANNEL, "leaves no channel for 'buy'"),
        ("personas.consumer.channels", NO_CHANNEL, "leaves no channel for 'buy' in context"),
        ("moments.devices.out", NO_DEVICE, "people must use some device"),
    ],
)
def test_a_row_of_nothing_is_refused_at_its_place(path, nothing, why):
    ((where, message),) = told(f"{path}={nothing}")
    assert where == path
    assert message.startswith(why)
    assert "at least one weight must be above 0" in message


def test_a_persona_that_uses_no_device_is_refused():
    devices = f"{{home: {NO_DEVICE}, commute: {{phone: 1}}}}"
    ((path, _),) = told(f"personas.consumer.devices={devices}")
    assert path == "personas.consumer.devices.home"


def test_several_rows_of_nothing_are_told_at_once():
    found = told(
        f"moments.channels.know={NO_CHANNEL}",
        f"moments.mix.explore={NO_MOMENT}",
        f"moments.devices.home={NO_DEVICE}",
    )
    assert [path for path, _ in found] == [
        "moments.channels.know",
        "moments.mix.explore",
        "moments.devices.home",
    ]


@pytest.mark.parametrize(
    "changes",
    [
        (f"moments.idle.mix={NO_MOMENT}", "moments.idle.rate=0"),
        (
            f"moments.context_mix.store={NO_MOMENT}",
            "moments.store_visit=0",
            *(f"moments.{w}.{p}.store=0" for w in ("weekday", "weekend") for p in
              ("early", "morning", "lunch", "afternoon", "evening", "night")),
        ),
        (
            f"moments.channels.future={NO_CHANNEL}",
            "moments.idle.mix.future=0",
        ),
        ("moments.context_rate.work=0", f"moments.context_mix.work={NO_MOMENT}"),
    ],
    ids=["no idle moments", "no store", "no future", "no moments at work"],
)  # fmt: skip
def test_a_row_of_nothing_nobody_gets_to_is_no_mistake(changes):
    assert load("base", changes).brands


def test_no_shipped_market_has_a_dead_end():
    assert shipped()
    for name in shipped():
        assert load(name).brands


def test_beliefs_cannot_be_more_certain_at_first_than_they_ever_may():
    changes = ["market.memory.prior_weight=5", "market.memory.largest_weight=4"]
    assert told(*changes) == [
        ("market.memory.largest_weight", "must not be below prior_weight, 5 (got 4.0)")
    ]
    assert load("base", ["market.memory.prior_weight=5", "market.memory.largest_weight=5"])
