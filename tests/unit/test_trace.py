"""A trace tells what was logged and counted, and finds where two lives part and why."""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

import sim.study.trace as tracing
from sim.analysis.interesting import KINDS
from sim.analysis.lived import Event
from sim.analysis.trace import first_difference, needs
from sim.errors import ScenarioError
from sim.model import JourneyModel
from sim.results.journeys import SLOTS, WORDS
from sim.scenario_io import needed_memory
from sim.study.beside import Beside, same
from sim.study.interesting import interesting
from sim.study.missed import missed
from sim.study.stories import heard
from sim.study.trace import check_room, evenings, first_day, trace
from sim.study.watch import Watch
from sim.tables.moments import LOGGED_MOMENTS, LOST_REASONS, NO_MOMENT, SOURCES
from tests.counts import settled, small_cafe

pytestmark = pytest.mark.slow

CONSUMERS = 60
DAYS = 30
FEWER = 24
"""How many of them are followed in two worlds."""
TALKATIVE = ("market.needs.peer=0.3", "network.tell=0.6", "reviews.write=[0.4,0.2,0.1,0.2,0.4]")
"""Enough is told among few people in a month."""
STRATEGIES = {
    "nothing": {"about": "As before."},
    "cheaper": {"price_eur": 3.0},
    "loud": {"spend": {"moments": {"stimulus": 500.0}}},
}


@cache
def spec_of(*changes):
    busy = [f"market.panel_consumers={CONSUMERS}", *TALKATIVE, *changes]
    plain = small_cafe(*busy, consumers=CONSUMERS, days=DAYS)
    # Fixing one lever's money would otherwise take from the others of its moment.
    usual = plain.brands["acme"].spend.by_lever
    present = {"spend": {"levers": usual | {"know": 200.0, "local": 200.0}}}
    data = plain.model_dump() | {"strategies": STRATEGIES | {"present": present}}
    return settled(type(plain).model_validate(data))


@cache
def start(*changes):
    return first_day(spec_of(*changes), seed=7, replicate=0, watch=Watch())


@cache
def everybody(strategy=None, *changes):
    followed = CONSUMERS if strategy is None else FEWER
    return trace(start(*changes), range(followed), strategy=strategy)


@cache
def ordinary(strategy=None, *changes):
    return JourneyModel.resume(start(*changes), strategy=strategy).run()


def logged(touches, consumer, names):
    """Micro-moments of the touch log in words, from its rows."""
    rows = touches[touches["consumer"] == consumer]
    micro = rows[rows["moment"] < len(LOGGED_MOMENTS) - 1]
    for part in np.split(micro, np.arange(len(names), len(micro), len(names))):
        if len(part):
            first = part[0]
            words = {key: WORDS[key][first[key]] for key in WORDS if key not in ("truth", "slot")}
            yield int(first["day"]), SLOTS[first["slot"]], {
                **words,
                "noticed": [names[b] for b in part["brand"][part["present"] == 1]],
                "helped": [names[b] for b in part["brand"][part["helpful"] == 1]],
            }  # fmt: skip


def without(facts, name):
    facts.pop(name, None)
    return facts


def test_the_micro_moments_of_a_trace_are_those_of_the_touch_log():
    model = ordinary()
    told = 0
    for one in everybody():
        micro = [e for e in one.base.events if e.kind in ("moment", "idle", "how_to")]
        mine = [(e.day, SLOTS[e.slot], without(dict(e.facts), "own_shops")) for e in micro]
        assert mine == list(logged(model.touches(), one.consumer, model.names))
        told += len(mine)
    assert told > 1000


def counted(found, kind, of=lambda _: True):
    return sum(of(event) for one in found for event in one.base.events if event.kind == kind)


@pytest.mark.parametrize(
    ("kind", "counter"),
    [
        ("advert", "exposures"),
        ("bought", "purchases"),
        ("judged", "judged"),
        ("review", "reviews"),
        ("told", "told"),
        ("service", "service_contacts"),
        ("cart", "unpaid"),
        ("reminder", "reminders"),
        ("onboarded", "onboarded"),
    ],
)
def test_what_is_told_of_all_consumers_is_what_the_market_counted_of_each_brand(kind, counter):
    counts = ordinary().gained_brands()[counter]
    for b, name in enumerate(ordinary().names):
        told = counted(everybody(), kind, lambda event, name=name: event.facts["brand"] == name)
        assert told == counts[b].sum()
    assert counts.sum() > 0


def test_needs_told_are_those_the_market_counted_by_what_opened_and_ended_them():
    market = ordinary().gained_market()
    for code, source in enumerate(SOURCES):
        here = lambda event, source=source: event.day >= 0 and event.facts["source"] == source  # noqa: E731
        assert counted(everybody(), "need", here) == market["opened"][code]
    for reason, moment in np.ndindex(market["lost"].shape):
        at = None if moment == NO_MOMENT else LOGGED_MOMENTS[moment]
        wanted = (LOST_REASONS[reason], at)
        lost = lambda event, wanted=wanted: (event.facts["lost"], event.facts["lost_at"]) == wanted  # noqa: E731
        told = counted(everybody(), "ended", lost) + counted(everybody(), "bought", lost)
        assert told == market["lost"][reason, moment]
    assert market["lost"].sum() > 100


def test_a_day_lived_beside_the_market_is_the_day_in_it():
    beside = Beside(JourneyModel.resume(start()))
    mornings = []

    def wake():
        mornings[:] = beside.mornings(slice(CONSUMERS))

    for day in evenings([beside], Watch(), before=[wake]):
        nights = beside.mornings(slice(CONSUMERS))
        lived = [beside.watch(number, mornings[number]).after for number in range(CONSUMERS)]
        # Units bought are counted anew from the first morning on.
        assert day == 0 or all(same(one, two) for one, two in zip(lived, nights, strict=True))
    assert not any(same(one, two) for one, two in pairwise(nights))


def test_whom_reviews_and_stories_do_not_reach_is_told_none():
    off = everybody(None, "feedback=off")
    assert counted(off, "story") == counted(off, "reviews") == 0
    assert counted(everybody(), "story") > 20
    assert counted(everybody(), "reviews") > 50


def alone(found):
    """Days on which somebody heard one story and nothing else happened, with beliefs around."""
    for one in found:
        by_day = {}
        for event in one.base.events:
            by_day.setdefault(event.day, []).append(event)
        for day, events in by_day.items():
            if day > 0 and [event.kind for event in events] == ["story"]:
                b = one.names.index(events[0].facts["brand"])
                before, after = one.base.beliefs[day - 1, b], one.base.beliefs[day, b]
                yield events[0].felt["stars"], before, after


def test_a_story_moves_what_is_believed_of_its_brand_towards_what_was_told():
    stories = list(alone(everybody()))
    assert len(stories) > 20
    assert all(min(s, old) <= new <= max(s, old) and new != old for s, old, new in stories)


def test_another_persons_story_would_not_explain_the_belief():
    stories = list(alone(everybody()))
    others = [s for s, _, _ in stories[1:] + stories[:1]]
    assert not all(
        min(s, old) <= new <= max(s, old) for s, (_, old, new) in zip(others, stories, strict=True)
    )


def test_friends_who_make_a_difference_are_found_and_no_others():
    telling = [3, 17, 18, 63]
    assert heard(64, lambda silent: not silent[telling].any()) == telling
    assert heard(64, lambda _: True) == []


def test_a_friend_who_is_asked_only_where_another_is_silent_told_nothing():
    """Without number 9 the day goes on otherwise, and then number 4 is asked."""
    lives = {(True, True): "alone", (True, False): "with 4", (False, True): "with 9"}
    same_day = lambda silent: lives.get((silent[9], silent[4]), "with 9") == "with 9"  # noqa: E731
    assert heard(12, same_day) == [9]


# --- two worlds -----------------------------------------------------------------------------------


def test_under_a_strategy_that_changes_nothing_both_years_are_the_same():
    for one in everybody("nothing"):
        assert one.fork is None
        assert one.other is not None
        assert one.base.events == one.other.events
        assert np.array_equal(one.base.beliefs, one.other.beliefs)


def test_under_a_strategy_that_changes_something_lives_part():
    assert sum(one.fork is not None for one in everybody("present")) > 10


def test_following_somebody_beside_a_strategy_changes_nothing_of_the_base():
    for one, two in zip(everybody(), everybody("present"), strict=False):
        assert one.base.events == two.base.events


@pytest.mark.parametrize("strategy", ["cheaper", "present", "loud"])
def test_no_touch_log_differs_before_the_fork_and_it_differs_at_a_forked_moment(strategy):
    base, other = ordinary().touches(), ordinary(strategy).touches()
    forked = 0
    for one in everybody(strategy):
        mine, theirs = (rows[rows["consumer"] == one.consumer] for rows in (base, other))
        length = min(len(mine), len(theirs))
        differs = np.flatnonzero(mine[:length] != theirs[:length])
        if not len(differs):
            continue
        first = min(mine["day"][differs[0]], theirs["day"][differs[0]])
        assert one.fork is not None
        assert one.fork.day <= first
        pair = [life.events[one.fork.place :][:1] for life in (one.base, one.other)]
        if all(event.kind == "moment" for events in pair for event in events):
            assert one.fork.day == first
            forked += 1
    # Louder adverts are met before any moment.
    assert (forked > 0) is (strategy != "loud")


def event(day, **facts):
    return Event(day, 0, "moment", facts, {"believed": day / 3})


def test_the_fork_is_the_first_planted_difference():
    life = [event(day, noticed=["acme"]) for day in range(9)]
    for place in range(9):
        other = list(life)
        other[place] = event(place, noticed=["bolt"])
        other[-1] = event(99, noticed=[])
        assert first_difference(life, other) == place
    assert first_difference(life, life[:5]) == 5
    assert first_difference(life, list(life)) is None


def test_what_is_only_felt_is_no_fork():
    one = Event(1, 0, "judged", {"stars": 4}, {"stars": 4.1})
    other = Event(1, 0, "judged", {"stars": 4}, {"stars": 3.9})
    assert first_difference([one], [other]) is None


@pytest.mark.parametrize(
    ("strategy", "part"), [("cheaper", "price"), ("present", "presence"), ("loud", "adverts")]
)
def test_the_first_thing_felt_has_the_cause_that_the_strategy_is(strategy, part):
    """Without feedback a strategy has no other way to people than itself."""
    forks = [one.fork for one in everybody(strategy, "feedback=off") if one.fork is not None]
    assert len(forks) > 5
    others = {"price", "presence", "adverts"} - {part}
    allowed = {part, "impulse"} if part == "presence" else {part}
    for fork in forks:
        assert set(fork.felt_why) & allowed
        assert not set(fork.felt_why) & others
        assert set(fork.why) <= {*allowed, "past"}
        assert fork.felt_day <= fork.day


# --- needs and stories ----------------------------------------------------------------------------


def test_a_need_holds_what_happens_from_its_birth_to_its_end():
    told = [
        Event(0, 7, "advert", {"brand": "acme"}),
        Event(1, 7, "need", {}),
        Event(1, 7, "advert", {"brand": "bolt"}),
        Event(1, 2, "moment", {}),
        Event(1, 2, "story", {"asked": True}),
        Event(2, 7, "story", {"asked": False}),
        Event(2, 7, "ended", {"end": "forgot"}),
        Event(3, 3, "idle", {}),
        Event(4, 7, "need", {}),
    ]
    first, second = needs(told)
    assert [it.kind for it in first.events] == ["need", "moment", "story", "ended"]
    assert (first.onset, first.bought, second.onset, second.end) == (1, None, 4, None)


@cache
def stories():
    return {choice.kind: (choice, one) for choice, one in interesting(
        start(), CONSUMERS, strategy="present"
    )}  # fmt: skip


def chosen(kind):
    choice, one = stories()[kind]
    lives = [one.base, one.other]
    return (
        choice,
        one,
        [next((n for n in it.needs if n.onset == choice.onset), None) for it in lives],
    )


def test_every_kind_of_story_is_found_here():
    assert list(stories()) == [kind for kind in KINDS if kind in stories()]
    assert len(stories()) >= len(KINDS) - 1


@pytest.mark.parametrize(("kind", "winner"), [("only_with", 1), ("only_without", 0)])
def test_what_only_the_strategy_won_or_lost_differs_so_between_the_worlds(kind, winner):
    _, one, found = chosen(kind)
    assert found[winner].bought == one.focal
    assert found[1 - winner].bought != one.focal


def test_the_longest_way_to_a_purchase_is_the_longest_of_all():
    _, _, (need, _) = chosen("fragmented")
    lengths = [n.end.facts["moments"] for it in everybody() for n in it.base.needs if n.bought]
    assert need.end.facts["moments"] == max(lengths)


def test_a_friends_story_woke_the_need_it_says():
    _, _, (need, _) = chosen("friend")
    assert need.events[0].facts["source"] == "peer"
    assert need.bought


def test_who_left_the_focal_brand_at_the_checkout_had_chosen_it():
    _, one, (need, _) = chosen("checkout")
    assert need.end.facts["lost"] == "checkout"
    assert one.focal in [it.facts["brand"] for it in need.events if it.kind == "cart"]


def test_who_was_disappointed_bought_another_brand_next():
    choice, one, (need, _) = chosen("disappointed")
    judged = [e for e in one.base.events if e.kind == "judged" and e.day == choice.day]
    assert judged[0].felt["stars"] < judged[0].felt["expected"]
    assert need.bought != judged[0].facts["brand"]


def test_a_purchase_across_devices_used_more_than_one():
    _, _, (need, _) = chosen("cross_device")
    assert len({it.facts["device"] for it in need.moments}) > 1


@pytest.mark.parametrize("number", [-1, CONSUMERS])
def test_nobody_is_followed_who_does_not_exist(number):
    with pytest.raises(IndexError, match=f"no consumer {number}: numbers go from 0 to 59"):
        trace(start(), [number])


def test_no_strategy_is_followed_that_does_not_exist():
    with pytest.raises(ValueError, match="no strategy 'nosuch'"):
        trace(start(), [0], strategy="nosuch")


def test_people_are_told_by_their_own_persona_in_whatever_order_the_file_names_them():
    plain = small_cafe("market.panel_consumers=40", consumers=40, days=2)
    data = plain.model_dump()
    one = data["personas"]["consumer"]
    savvy = {"tech_savvy": 1.0}, {"tech_savvy": 0.0}
    data["personas"] = {
        name: one | {"share": 0.5, "trait_spread": 0.0, "traits": one["traits"] | traits}
        for name, traits in zip(("zed", "abe"), savvy, strict=True)
    }
    spec = settled(type(plain).model_validate(data))
    begun = first_day(spec, seed=7, replicate=0, watch=Watch())
    told = {one.consumer: one.who["persona"] for one in trace(begun, range(40))}
    savvy_of = JourneyModel.resume(begun)
    assert set(told.values()) == {"zed", "abe"}
    for number, persona in told.items():
        assert savvy_of.consumer(number)["tech_savvy"] == (1.0 if persona == "zed" else 0.0)


# --- memory of the computer -----------------------------------------------------------------------


def held_by(beside):
    """Bytes of people in a market and beside it."""
    people = beside.model.population
    arrays = [getattr(people, name) for name in ("screen", "person", "memory", "voice", "told")]
    own = [getattr(beside.world, name) for name in ("screen", "person", "memory", "voice", "told")]
    return sum(array.nbytes for array in arrays), sum(array.nbytes for array in own)


def test_each_world_holds_its_people_twice():
    """Once as they live and once beside the market: that is what room is asked for."""
    market, beside = held_by(Beside(JourneyModel.resume(start())))
    assert market == beside == pytest.approx(needed_memory(spec_of()).people, rel=0.02)


def test_more_people_than_fit_are_not_followed_and_fewer_in_two_worlds_than_in_one(monkeypatch):
    people = needed_memory(spec_of()).people
    log = needed_memory(spec_of()).log
    monkeypatch.setattr(tracing, "available_bytes", lambda: 3 * people + log)
    check_room(spec_of(), worlds=1)
    with pytest.raises(ScenarioError, match="60 consumers in 2 worlds takes about"):
        trace(start(), [0], strategy="present")
    with pytest.raises(ScenarioError, match="in 2 worlds"):
        interesting(start(), CONSUMERS, strategy="present")
    with pytest.raises(ScenarioError, match="in 1 world takes about"):
        check_room(spec_of(), worlds=1, taken=2 * people)
    monkeypatch.setattr(tracing, "available_bytes", lambda: people)
    with pytest.raises(ScenarioError, match="in 1 world takes about"):
        missed(start(), CONSUMERS)
