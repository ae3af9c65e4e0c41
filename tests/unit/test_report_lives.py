"""Pages of single people say what was lived, in words and pictures, and print."""

from dataclasses import replace
from functools import cache

import pytest

from sim.analysis.alignment import MARK, side_by_side
from sim.analysis.interesting import Choice
from sim.analysis.telling import at_fork, why
from sim.analysis.wording import lines
from sim.report.lives import missed_page, stories_page, year_page
from sim.study.missed import missed
from sim.study.trace import first_day, trace
from sim.study.watch import Watch
from tests.counts import small_cafe
from tests.pages import Page

pytestmark = pytest.mark.slow

NAMES = {"focal": "acme", "strategy": "be-there-to-know"}


@cache
def start():
    return first_day(small_cafe(days=40), seed=7, replicate=0, watch=Watch())


@cache
def forked():
    found = trace(start(), range(30), strategy="be-there-to-know")
    return next(
        it for it in found
        if it.fork is not None and it.base.events[it.fork.place].kind == "moment"
    )  # fmt: skip


def alone():
    return replace(forked(), other=None, fork=None)


@cache
def pages():
    found = forked()
    onset = found.base.needs[0].onset
    chosen = [
        (Choice("only_with", found.consumer, onset, onset), found),
        (Choice("fragmented", found.consumer, onset, onset), found),
    ]
    return {
        "two worlds": year_page(found),
        "one world": year_page(alone()),
        "stories": stories_page(chosen, NAMES, "cafe"),
        "no stories": stories_page([], NAMES, "cafe"),
        "missed": missed_page(missed(start(), 10)),
    }


def cells(page):
    return [text for owner, text, _ in page.texts if owner in ("td", "th") and text]


def test_two_lives_stand_side_by_side_and_the_fork_alone_is_marked():
    found = forked()
    read = Page(year_page(found))
    told = cells(read)
    for row in side_by_side(found, at_fork(found, found.fork)):
        assert row.base in told
        assert row.other in told
    assert len([attributes for attributes in read.every("tr") if attributes]) == 1
    assert sum(text.startswith(MARK) for text in told) == 1
    assert why(found, found.fork) in read.text("p")


def test_one_life_is_told_from_its_first_event_to_its_last():
    found = alone()
    told = cells(Page(year_page(found)))
    whole = lines(found.base.events, found.focal)
    assert len(whole) > 10
    assert told[2:] == [text for line in whole for text in line]
    assert not any(text.startswith(MARK) for text in told)


def test_two_years_that_are_the_same_are_said_to_be():
    found = replace(forked(), other=replace(forked().base, strategy="S"), fork=None)
    read = Page(year_page(found))
    assert "Under S this year is the same, event by event." in read.text("p")


@pytest.mark.parametrize("name", ["two worlds", "one world", "stories", "no stories", "missed"])
def test_a_page_is_whole_and_asks_for_no_other_file(name):
    text = pages()[name]
    read = Page(text)
    assert len(read.ids()) == len(set(read.ids()))
    assert "<script" not in text
    assert "<link" not in text
    assert all(not it["href"].startswith("http") for it in read.every("a"))
    assert len(read.every("svg")) == {"stories": 2, "no stories": 0}.get(name, 1)


def test_the_page_of_missed_moments_has_the_map_and_every_reason():
    found = missed(start(), 10)
    read = Page(missed_page(found))
    assert f"Acme did not win {len(found.lost):,} of {found.needs:,} needs" in read.text("p")
    told = cells(read)
    assert {need.reason.replace("_", " ") for need in found.lost} <= set(told)


def test_a_year_without_a_need_lost_has_a_page_that_says_so():
    found = replace(missed(start(), 10), lost=())
    read = Page(missed_page(found))
    assert "Acme lost no need." in read.text("p")
    assert read.every("svg") == []
