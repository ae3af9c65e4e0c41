"""Sentences of a trace say what was logged, in words that fit the market."""

from functools import cache

import pytest

from sim.analysis.alignment import aligned
from sim.analysis.calendar import when
from sim.analysis.lived import Event
from sim.analysis.phrases import LOST_IN_OWN_SHOPS
from sim.analysis.wording import lines, sentence
from sim.study.trace import first_day, trace
from sim.study.watch import Watch
from sim.tables.moments import LOST_REASONS, MOMENTS, WHOLE_DAY
from tests.counts import small_cafe

PEOPLE = 40


@cache
def lives(outlet):
    spec = small_cafe(f"market.outlet={outlet}", consumers=PEOPLE, days=40)
    return trace(first_day(spec, seed=7, replicate=0, watch=Watch()), range(PEOPLE))


def told(outlet, kind):
    return [
        (event, sentence(event, one.focal))
        for one in lives(outlet)
        for event in one.base.events
        if event.kind == kind
    ]


def in_store(outlet):
    return [it for it in told(outlet, "moment") if it[0].facts["channel"] == "store"]


def test_where_shops_are_shared_people_find_brands_and_where_they_are_not_shops():
    for event, text in in_store("shared"):
        assert "wants to buy in the shop" in text
        assert ("finds no brand" in text) == (not event.facts["noticed"])
    for event, text in in_store("own"):
        assert "wants to buy in town" in text
        assert ("is at the shop of" in text) == (len(event.facts["noticed"]) == 1)
        assert ("passes the shops of" in text) == (len(event.facts["noticed"]) > 1)
    assert len(in_store("shared")) > 50
    assert len(in_store("own")) > 50


@pytest.mark.parametrize(("outlet", "own"), [("own", True), ("shared", False)])
def test_who_buys_in_a_shop_buys_in_that_of_the_brand_where_brands_have_their_own(outlet, own):
    bought = [it for it in told(outlet, "bought") if it[0].facts["channel"] == "store"]
    assert len(bought) > 20
    assert all(("in its own shop" in text) == own for _, text in bought)


def test_a_need_lost_on_the_way_to_a_shop_is_not_said_to_have_been_on_offer():
    lost = [
        (e, text)
        for kind in ("bought", "ended")
        for e, text in told("own", kind)
        if e.facts["lost_at"] == "go" and e.facts["lost"] in ("price", "rating", "taste")
    ]
    assert len(lost) > 20
    assert all("a visit to acme's shop was weighed" in text for _, text in lost)
    assert not any("was on offer" in text for _, text in lost)


def test_reasons_of_own_shops_are_reasons_of_the_model_at_its_moments():
    assert {reason for reason, _ in LOST_IN_OWN_SHOPS} <= set(LOST_REASONS)
    assert {moment for _, moment in LOST_IN_OWN_SHOPS} <= set(MOMENTS)


def test_an_answer_without_help_of_a_brand_is_said_to_come_from_elsewhere():
    answered = [it for it in told("own", "moment") if it[0].facts["outcome"] == "answered"]
    for event, text in answered:
        assert text.endswith("an answer" if event.facts["helped"] else "an answer elsewhere")
    assert 0 < sum(bool(event.facts["helped"]) for event, _ in answered) < len(answered)


@pytest.mark.parametrize(
    ("stars", "expected", "said"),
    [
        (5.31, 5.12, "worth 5.0 stars, as expected"),
        (3.04, 2.96, "worth 3.0 stars, as expected"),
        (4.2, 3.9, "worth 4.2 stars, better than the 3.9 stars expected"),
        (0.4, 2.0, "worth 1.0 stars, worse than the 2.0 stars expected"),
    ],
)
def test_an_experience_is_better_or_worse_only_where_the_stars_told_differ(stars, expected, said):
    felt = {"stars": stars, "expected": expected, "believed": 3.0}
    text = sentence(Event(3, WHOLE_DAY, "judged", {"brand": "acme"}, felt), "acme")
    assert text == f"has lived with acme: {said}; believes 3.0 stars now"


def test_a_need_from_before_the_year_is_said_to_be_still_open_and_no_other():
    needs = told("own", "need")
    before = [text for event, text in needs if event.day < 0]
    assert len(before) >= 2
    assert all("still open on Mon 1 Jan" in text for text in before)
    assert not any("still open" in text for event, text in needs if event.day >= 0)


def test_a_cart_has_an_hour_only_where_it_is_known_whose_it_was():
    """Of two unlike carts in two moments of a day nobody can say which was left first."""
    for one in lives("own"):
        carts = {}
        moments = {}
        for event in one.base.events:
            if event.kind == "cart":
                carts.setdefault(event.day, []).append(event)
            elif event.kind == "moment" and event.facts["outcome"] == "cart":
                moments.setdefault(event.day, []).append(event.slot)
        for day, mine in carts.items():
            unlike = any(it.facts != mine[0].facts for it in mine)
            assert {it.slot == WHOLE_DAY for it in mine} == {unlike}
            assert unlike or {it.slot for it in mine} >= set(moments.get(day, ()))


def test_adverts_that_follow_one_another_are_counted_by_brand():
    seen = [
        Event(day, WHOLE_DAY, "advert", {"brand": brand})
        for day, brand in ((0, "acme"), (1, "acme"), (2, "bolt"))
    ]
    assert lines(seen, "acme") == [("Mon 1 Jan to Wed 3 Jan", "adverts of acme (2 times) and bolt")]


# --- side by side ---------------------------------------------------------------------------------


DAYS = {when(day): day for day in range(9)} | {when(day, 2): day for day in range(9)}


def row(day, text):
    return when(day), text


def test_what_happened_at_other_times_stands_in_rows_of_its_own_in_the_order_of_days():
    left = [row(0, "same"), row(3, "walks"), row(4, "buys")]
    right = [row(0, "same"), row(1, "runs"), row(4, "sells"), row(5, "rests")]
    assert list(aligned(left, right, DAYS)) == [
        (row(0, "same"), row(0, "same"), False),
        (("", ""), row(1, "runs"), True),
        (row(3, "walks"), ("", ""), True),
        (row(4, "buys"), row(4, "sells"), True),
        (("", ""), row(5, "rests"), True),
    ]


def test_every_line_of_two_stories_is_shown_once():
    left = [row(day, f"left {day}") for day in (0, 2, 2, 3, 7)]
    right = [row(day, f"right {day}") for day in (1, 2, 3, 3, 8)]
    rows = list(aligned(left, right, DAYS))
    assert [one for one, _, _ in rows if one[0]] == left
    assert [two for _, two, _ in rows if two[0]] == right
    assert all(one[0] == two[0] for one, two, _ in rows if one[0] and two[0])
