"""Pictures of lives show what was lived: points and marks against the events themselves."""

from dataclasses import replace
from functools import cache

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from sim.analysis.interesting import Choice
from sim.analysis.missed_map import NOTHING, columns, what_would_have_won
from sim.analysis.telling import why
from sim.analysis.trace import Trace
from sim.plot.canvas import BLUE, MUTED
from sim.plot.missed import missed_map
from sim.plot.stories import stories
from sim.plot.trace import FORK, LANES, need, timeline, year
from sim.study.missed import missed
from sim.study.trace import first_day, trace
from sim.study.watch import Watch
from tests.counts import small_cafe

pytestmark = pytest.mark.slow

PEOPLE = 30


@cache
def start():
    return first_day(small_cafe(days=40), seed=7, replicate=0, watch=Watch())


@cache
def forked():
    """Somebody who bought the focal brand, and whose lives part at a moment."""
    found = trace(start(), range(PEOPLE), strategy="be-there-to-know")
    return next(
        it
        for it in found
        if it.fork is not None
        and it.base.events[it.fork.place].kind == "moment"
        and any(one.bought == it.focal for one in it.base.needs)
    )


def axes():
    return Figure().subplots()


def marks(ax, marker):
    return [line for line in ax.lines if line.get_marker() == marker]


def test_beliefs_are_drawn_day_by_day_and_the_focal_brand_is_blue():
    found = forked()
    ax = year(found, found.base, axes())
    lines = {line.get_label(): line for line in ax.lines}
    for b, name in enumerate(found.names):
        assert np.array_equal(lines[name].get_ydata(), found.base.beliefs[:, b].clip(1, 5))
    assert to_hex(lines[found.focal].get_color()) == BLUE


def test_dots_are_purchases_and_diamonds_experiences():
    found = forked()
    ax = year(found, found.base, axes())
    for marker, kind in (("o", "bought"), ("D", "judged")):
        told = [it for it in found.base.events if it.kind == kind]
        assert [line.get_xdata()[0] for line in marks(ax, marker)] == [it.day for it in told]
        assert told
    stars = [it.felt["stars"] for it in found.base.events if it.kind == "judged"]
    assert [line.get_ydata()[0] for line in marks(ax, "D")] == [min(max(it, 1), 5) for it in stars]


def test_experiences_better_than_five_stars_are_drawn_at_five_as_they_are_told():
    found = forked()
    event = next(it for it in found.base.events if it.kind == "judged")
    events = [replace(event, felt={**event.felt, "stars": stars}) for stars in (5.6, 0.2, 3.3)]
    ax = year(found, replace(found.base, events=tuple(events)), axes())
    assert [line.get_ydata()[0] for line in marks(ax, "D")] == [5.0, 1.0, 3.3]
    low, high = ax.get_ylim()
    assert low < 1.0 < 5.0 < high


def test_a_picture_of_two_worlds_says_why_they_part_and_what_its_marks_are():
    found = forked()
    figure = timeline(found)
    assert " ".join(figure.get_supxlabel().split()) == why(found, found.fork)
    assert all("purchase" in ax.get_xlabel() for ax in figure.axes[:2])
    assert all("noticed" in ax.get_xlabel() for ax in figure.axes[2:])


def test_lives_worth_telling_are_drawn_need_by_need_and_world_by_world():
    found = forked()
    onset = found.base.needs[0].onset
    both = Choice("only_with", found.consumer, onset, onset)
    one = both._replace(kind="fragmented")
    figure = stories([(both, found), (one, found)], {"focal": "acme", "strategy": "S"})
    titles = [ax.get_title(loc="left") for ax in figure.axes]
    assert len(titles) == 3
    assert [found.other.strategy in title for title in titles] == [False, True, False]
    assert "Acme won this need only because of S" in titles[0]
    assert "the longest way to a purchase" in titles[2].lower()


def test_where_no_life_is_worth_telling_the_picture_says_so():
    figure = stories([], {"focal": "acme", "strategy": None})
    assert [text.get_text() for text in figure.axes[0].texts] == ["Nothing of the kind was lived."]


def test_lanes_hold_each_moment_story_and_advert():
    found = forked()
    ax = year(found, found.base, axes())
    kinds = {"moments": ("moment", "idle", "how_to"), "stories": ("story",), "adverts": ("advert",)}
    for lane, of in kinds.items():
        drawn = [line for line in marks(ax, "|") if line.get_ydata()[0] == LANES[lane]]
        assert len(drawn) == sum(it.kind in of for it in found.base.events)


def test_needs_have_the_colour_of_the_brand_bought():
    found = forked()
    ax = year(found, found.base, axes())
    assert [bar.get_x() for bar in ax.patches] == [it.onset for it in found.base.needs]
    for bar, one in zip(ax.patches, found.base.needs, strict=True):
        colour = to_hex(bar.get_facecolor())
        assert (colour == BLUE) == (one.bought == found.focal)
        assert (colour == MUTED) == (one.bought is None)


def test_the_fork_stands_on_its_day_in_both_years_and_at_its_moment():
    found = forked()
    figure = timeline(found)
    assert len(figure.axes) == 4
    for ax in figure.axes[:2]:
        assert [line.get_xdata()[0] for line in ax.lines if line.get_color() == FORK] == [
            found.fork.day
        ]
    event = found.base.events[found.fork.place]
    one = next(it for it in found.base.needs if event in it.events)
    at = [it is event for it in one.moments].index(True) + 1
    assert [line.get_xdata()[0] for line in figure.axes[2].lines if line.get_color() == FORK] == [
        at
    ]


def test_one_world_is_drawn_with_its_longest_need():
    found = forked()
    alone = Trace(**{**vars(found), "other": None, "fork": None})
    figure = timeline(alone)
    assert len(figure.axes) == 2
    most = max(len(it.moments) for it in found.base.needs)
    assert len(figure.axes[1].get_xticks()) == most + 1


def test_a_need_shows_who_came_to_mind_was_noticed_helped_and_bought():
    found = forked()
    one = max((it for it in found.base.needs if it.bought), key=lambda it: len(it.moments))
    ax = need(found, found.base, one.onset, axes())
    noticed = sum(len(it.facts["noticed"]) for it in one.moments)
    helped = sum(len(it.facts["helped"]) for it in one.moments)
    assert len(marks(ax, "s")) == len(one.events[0].facts["in_mind"])
    assert len(marks(ax, "o")) == noticed + helped
    (star,) = marks(ax, "*")
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names[0] == found.focal
    assert names[star.get_ydata()[0]] == one.bought


def test_a_need_that_is_not_there_is_said_to_be_missing():
    found = forked()
    ax = need(found, found.base, 999, axes())
    assert [text.get_text() for text in ax.texts] == ["No such need under base plan."]


# --- the map --------------------------------------------------------------------------------------


@cache
def found_missed():
    return missed(start(), PEOPLE)


def test_the_map_holds_every_need_lost_once():
    found = found_missed()
    ax = missed_map(found, axes())
    table = what_would_have_won(found)
    told = [text.get_text() for text in ax.texts if text.get_text() != "·"]
    numbers = [int(text.strip("()").replace(",", "")) for text in told]
    assert sum(numbers) == len(found.lost) > 50
    assert len(ax.get_xticks()) == len(columns(table))
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        reason.replace("_", " ") for reason in table
    ]


def test_needs_that_no_change_wins_stand_in_brackets():
    found = found_missed()
    ax = missed_map(found, axes())
    in_brackets = [text.get_text() for text in ax.texts if text.get_text().startswith("(")]
    rows = what_would_have_won(found).values()
    assert in_brackets == [f"({row[NOTHING]:,})" for row in rows if NOTHING in row]


def test_a_year_without_a_need_lost_says_so():
    found = found_missed()
    nothing = type(found)(**{**vars(found), "lost": ()})
    assert [text.get_text() for text in missed_map(nothing, axes()).texts] == ["No need was lost."]


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_a_picture_is_kept_and_closed(tmp_path, ending):
    from matplotlib import pyplot

    from sim.plot.trace import save

    before = pyplot.get_fignums()
    save(timeline(forked()), tmp_path / f"life.{ending}")
    save(missed_map(found_missed()), tmp_path / f"map.{ending}")
    assert (tmp_path / f"life.{ending}").stat().st_size > 10_000
    assert pyplot.get_fignums() == before
