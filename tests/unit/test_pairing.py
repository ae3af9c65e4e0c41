"""What became of needs, and where purchases come from, in worlds written down by hand."""

import numpy as np
import pytest

from sim.analysis.pairing import changed, paired, sources
from sim.results.needs import NEED, as_of, concatenated, identity
from sim.results.pairs import CHANGES, SOURCES
from sim.tables.moments import BOUGHT, FORGOT, NEVER

FOCAL, RIVAL, THIRD = 1, 0, 2
DAYS = 100


def need(consumer, onset, day=None, brand=-1, persona=0):
    """One need: bought, given up on a day, or open."""
    row = np.zeros(1, NEED)
    row["consumer"], row["onset"], row["persona"] = consumer, onset, persona
    row["day"] = NEVER if day is None else day
    row["end"] = -1 if day is None else (BOUGHT if brand >= 0 else FORGOT)
    row["brand"] = brand
    row["reason"] = row["moment"] = -1
    return row


def world(*needs):
    return concatenated(list(needs))


def kinds(base, other):
    counts = changed(as_of(base, DAYS), as_of(other, DAYS), FOCAL, 2).sum(axis=0)
    return {name: count for name, count in zip(CHANGES, counts.tolist(), strict=True) if count}


def whence(base, other):
    found = sources(base, other, focal=FOCAL, days=DAYS, consumers=5)
    return dict(zip(SOURCES, found.tolist(), strict=True))


NOT_BOUGHT = [need(0, 5, 9), need(0, 5), need(0, 5, 9, RIVAL)]


@pytest.mark.parametrize("before", [*NOT_BOUGHT, world()])
def test_a_need_won_only_with_the_plan_is_so_whatever_became_of_it_without(before):
    assert kinds(before, need(0, 5, 8, FOCAL)) == {"only_with": 1}
    assert kinds(need(0, 5, 8, FOCAL), before) == {"only_without": 1}


@pytest.mark.parametrize(("day", "kind"), [(7, "sooner"), (8, "unchanged"), (9, "later")])
def test_a_need_won_in_both_worlds_is_won_sooner_or_later_or_as_before(day, kind):
    assert kinds(need(0, 5, 8, FOCAL), need(0, 5, day, FOCAL)) == {kind: 1}


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (need(0, 5, 8, RIVAL), need(0, 5, 8, THIRD), "other_brand"),
        (need(0, 5, 8, RIVAL), need(0, 5, 9), "other_brand"),
        (need(0, 5), need(0, 5, 8, RIVAL), "other_brand"),
        (need(0, 5, 8, RIVAL), need(0, 5, 9, RIVAL), "unchanged"),
        (need(0, 5, 8), need(0, 5), "unchanged"),
        (need(0, 5, 8), world(), "unchanged"),
    ],
)
def test_a_need_won_in_neither_world_counts_by_what_was_bought(before, after, kind):
    assert kinds(before, after) == {kind: 1}


def test_needs_are_the_same_if_the_same_consumer_had_them_from_the_same_day_on():
    base = world(need(0, 5, 8, FOCAL), need(1, 5, 8, FOCAL), need(0, 20, 22, FOCAL))
    other = world(need(1, 6, 8, FOCAL), need(0, 20, 21, FOCAL), need(0, 5, 8, FOCAL))
    assert kinds(base, other) == {
        "unchanged": 1,
        "only_without": 1,
        "only_with": 1,
        "sooner": 1,
    }


def test_what_is_bought_after_the_measured_days_is_open_when_they_end():
    assert kinds(need(0, 95, 101, FOCAL), need(0, 95, 99, FOCAL)) == {"only_with": 1}
    assert kinds(need(0, 95, 101, FOCAL), need(0, 95, 140, FOCAL)) == {"unchanged": 1}
    assert kinds(need(0, 101, 105), need(0, 102, 105, FOCAL)) == {}


def test_needs_count_under_the_persona_of_their_consumer():
    base = world(need(0, 5, 8, persona=1), need(1, 5, 8, persona=0))
    other = world(need(0, 5, 8, FOCAL, persona=1), need(1, 5, 8, persona=0))
    counts = changed(base, other, FOCAL, 2)
    assert counts[1].tolist() == [1, 0, 0, 0, 0, 0]
    assert counts[0].tolist() == [0, 0, 0, 0, 0, 1]


def test_needs_have_one_name_each_before_day_0_too():
    rows = world(need(0, -300, 2), need(0, -1, 3), need(1, -300, 2), need(0, 0, 4))
    assert len(set(identity(rows).tolist())) == 4
    assert rows["onset"].tolist() == [-300, -1, 0, -300]


def test_a_purchase_that_a_rival_loses_comes_from_rivals():
    assert whence(need(0, 5, 8, RIVAL), need(0, 5, 8, FOCAL)) == {
        "from_rivals": 1, "new_to_category": 0, "brought_forward": 0,
    }  # fmt: skip


def test_a_purchase_that_nobody_loses_is_new_to_the_category():
    assert whence(need(0, 5, 8), need(0, 5, 8, FOCAL)) == {
        "from_rivals": 0, "new_to_category": 1, "brought_forward": 0,
    }  # fmt: skip


def test_a_purchase_that_the_same_person_makes_later_otherwise_is_brought_forward():
    assert whence(need(0, 95, 103, FOCAL), need(0, 95, 98, FOCAL)) == {
        "from_rivals": 0, "new_to_category": 0, "brought_forward": 1,
    }  # fmt: skip


def test_another_need_that_a_purchase_kept_from_opening_is_brought_forward_too():
    """Without the advert's need of day 90 there would have been one of day 101."""
    base, other = need(0, 101, 104, RIVAL), need(0, 90, 92, FOCAL)
    assert whence(base, other)["brought_forward"] == 1


def test_what_another_person_buys_less_afterwards_is_not_brought_forward():
    base, other = need(1, 101, 104, RIVAL), need(0, 90, 92, FOCAL)
    assert whence(base, other) == {
        "from_rivals": 0, "new_to_category": 1, "brought_forward": 0,
    }  # fmt: skip


def test_what_is_bought_more_afterwards_takes_nothing_back():
    other = world(need(0, 90, 92, FOCAL), need(0, 101, 104, FOCAL))
    assert whence(world(), other) == {
        "from_rivals": 0, "new_to_category": 1, "brought_forward": 0,
    }  # fmt: skip


def at_random(seed):
    """A few needs of five people."""
    chance = np.random.default_rng(seed)
    rows = []
    for consumer in range(5):
        for onset in sorted(chance.choice(120, 6, replace=False).tolist()):
            ends = chance.random() < 0.8
            day = onset + int(chance.integers(0, 12)) if ends else None
            rows.append(need(consumer, onset, day, int(chance.integers(-1, 3)) if ends else -1))
    return world(*rows)


@pytest.mark.parametrize("seed", range(25))
def test_sources_add_up_and_turn_their_sign_with_the_order_of_the_worlds(seed):
    base, other = at_random(seed), at_random(seed + 1000)
    there, back = whence(base, other), whence(other, base)
    assert {name: -count for name, count in back.items()} == there
    sold = [
        np.count_nonzero((it["end"] == BOUGHT) & (it["brand"] == FOCAL) & (it["day"] < DAYS))
        for it in (base, other)
    ]
    assert sum(there.values()) == sold[1] - sold[0]
    found = kinds(base, other)
    assert found.get("only_with", 0) - found.get("only_without", 0) == sold[1] - sold[0]


def test_a_pair_holds_the_people_only_if_asked():
    base, other = need(3, 5, 8), world(need(3, 5, 8, FOCAL), need(2, 7, 8, FOCAL))
    personas = np.zeros(5, np.uint8)
    options = {"focal": FOCAL, "days": DAYS, "personas": personas, "kinds": 1}
    plain = paired(0, base, other, **options)
    asked = paired(0, base, other, **options, people=True)
    assert (plain.people, plain.gained, plain.squares, plain.consumers) == (None, 2, 2, 5)
    assert asked.people.tolist() == [0, 0, 1, 1, 0]
