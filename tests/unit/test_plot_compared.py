"""Figures of comparisons show what was counted: marks against differences made here by hand."""

import warnings
from dataclasses import replace

import numpy as np
import pytest
from matplotlib.figure import Figure

from sim import ResultError, plot
from sim.plot.stems import LONGEST, Stems, shortened, stems
from sim.results import Estimate
from sim.results.pairs import CHANGES, SOURCES
from sim.tables.moments import MOMENTS
from tests.crn.compared import strategies_compared

CHARTS = {
    "changed_needs": plot.changed_needs,
    "funnel_steps": plot.funnel_steps,
    "gain_sources": plot.gain_sources,
    "moment_steps": plot.moment_steps,
    "paired": plot.paired,
    "persona_gains": plot.persona_gains,
    "social_effect": plot.social_effect,
}
PEOPLE = ["careful", "middle", "young"]


@pytest.fixture(scope="module")
def found():
    return strategies_compared("replay")


def axes():
    return Figure().subplots()


def drawn(ax):
    """Where the marks of each series lie, by its name; rows from the top."""
    return {
        line.get_label(): line.get_xdata() for line in ax.lines if line.get_label()[:1].isalpha()
    }


def units(run):
    """Units of the focal brand, by replicate."""
    daily = run.daily[run.daily["brand"] == run.spec.focal_brand]
    return daily.groupby("replicate")["purchases"].sum()


def test_marks_of_sources_are_means_over_pairs_and_add_up_to_the_difference(found):
    marks = drawn(plot.gain_sources(found, axes()))
    labels = ["from rivals", "new to the category", "brought forward"]
    assert list(marks) == labels
    for code, label in enumerate(labels):
        assert SOURCES[code].replace("_", " ").startswith(label[:5])
        expected = [np.mean([p.source[code] for p in pairs]) for pairs in found.pairs.values()]
        assert marks[label] == pytest.approx(expected)
    total = [(units(run) - units(found.base)).mean() for run in found.runs.values()]
    assert sum(marks[label] for label in labels) == pytest.approx(total)


def test_marks_of_changed_needs_are_counted_needs(found):
    marks = drawn(plot.changed_needs(found, axes()))
    needs = found.needs.groupby(["strategy", "replicate", "change"])["needs"].sum()
    mean = needs.groupby(["strategy", "change"]).mean().unstack()
    kinds = [name for name in CHANGES if name != "unchanged"]
    assert len(marks) == len(kinds)
    for (label, places), kind in zip(marks.items(), kinds, strict=True):
        assert places == pytest.approx(mean.loc[list(found.runs), kind]), label


def test_marks_of_personas_add_up_to_the_difference(found):
    ax = plot.persona_gains(found, axes())
    assert [label.get_text() for label in ax.get_yticklabels()] == PEOPLE
    marks = drawn(ax)
    assert list(marks) == list(found.runs)
    for name, run in found.runs.items():
        bought = [
            it.personas[it.personas["brand"] == found.focal].groupby("persona")["purchases"].sum()
            for it in (run, found.base)
        ]
        assert marks[name] == pytest.approx((bought[0] - bought[1])[PEOPLE] / 2)


def test_direct_and_social_effect_are_differences_of_three_worlds(found):
    marks = drawn(plot.social_effect(found, axes()))
    for row, name in enumerate(found.runs):
        live, direct = units(found.live[name]).mean(), units(found.runs[name]).mean()
        base = units(found.base).mean()
        shown = [places[row] for places in marks.values()]
        assert shown == pytest.approx([live - base, direct - base, live - direct])


def test_without_a_replay_there_is_no_social_effect_to_draw(found):
    with pytest.raises(ResultError, match="replay"):
        plot.social_effect(replace(found, live={}), axes())


def test_marks_of_the_funnel_are_points_of_the_journeys_opened(found):
    ax = plot.funnel_steps(found, axes())
    rows = [label.get_text() for label in ax.get_yticklabels()]
    assert len(rows) == 12
    marks = drawn(ax)
    focal = found.focal
    for name, run in found.runs.items():
        shares = [
            it.funnel[it.funnel["brand"] == focal].set_index(["moment", "measure"])["mean"]
            for it in (run, found.base)
        ]
        gone = 100 * (shares[0] - shares[1])
        at = rows.index(f"ZMOT, {focal} helped")
        assert marks[name][at] == pytest.approx(gone["zmot", "helped"])
        assert marks[name][rows.index(f"SMOT, {focal} bought")] == pytest.approx(
            gone["smot", "reached"]
        )


@pytest.mark.parametrize(("measure", "counter"), [("present", "noticed"), ("helped", "helped")])
def test_marks_of_micro_moments_are_counts_per_thousand_people_and_day(found, measure, counter):
    marks = drawn(plot.moment_steps(found, axes(), measure=measure))
    market, focal = found.base.spec.market, sorted(found.base.spec.brands).index(found.focal)
    for name, run in found.runs.items():
        counts = [
            np.mean([lived.brands[counter][focal].sum(axis=1) for lived in it.replicates], axis=0)
            for it in (run, found.base)
        ]
        expected = 1000 * (counts[0] - counts[1]) / market.consumers / market.days
        assert len(expected) == len(MOMENTS)
        assert marks[name] == pytest.approx(expected)


def test_a_measure_of_moments_that_is_not_there_is_told_with_those_that_are(found):
    with pytest.raises(ResultError, match="did you mean 'helped'"):
        plot.moment_steps(found, axes(), measure="helpd")


def test_the_strategy_that_changes_nothing_lies_on_the_line_and_the_others_do_not(found):
    marks = drawn(plot.funnel_steps(found, axes()))
    assert not marks["nothing"].any()
    assert marks["know"].any()
    assert marks["cheaper"].any()


# --- what all have in common ----------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_a_chart_draws_into_the_axes_it_is_given_without_complaint(found, name):
    ax = axes()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert CHARTS[name](found, ax) is ax
        ax.figure.draw_without_rendering()
    assert ax.get_xlabel()


def one_pair(found):
    def first(run):
        return replace(run, replicates=run.replicates[:1])

    return replace(
        found,
        base=first(found.base),
        runs={name: first(run) for name, run in found.runs.items()},
        live={name: first(run) for name, run in found.live.items()},
        pairs={name: pairs[:1] for name, pairs in found.pairs.items()},
    )


def whiskers(ax):
    """Error bars end in caps; stems and lines do not."""
    return [line for line in ax.lines if line.get_marker() == "|"]


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_several_pairs_have_intervals_and_one_has_none(found, name):
    assert whiskers(CHARTS[name](found, axes()))
    assert not whiskers(CHARTS[name](one_pair(found), axes()))


def test_every_row_is_named_and_long_names_are_shortened_beside_the_chart():
    name = "a-plan-with-a-name-that-is-much-too-long-to-stand-there"
    assert shortened(name) == f"{name[: LONGEST - 1]}…"
    assert shortened(name[:LONGEST]) == name[:LONGEST]
    ax = stems([name, "b"], [Stems("s", [Estimate(1, 0, 2), Estimate(2, 1, 3)])], axes(), label="x")
    assert [it.get_text() for it in ax.get_yticklabels()] == [shortened(name), "b"]


def test_numbers_stand_beyond_the_ends_of_intervals_with_few_decimals():
    series = [Stems("s", [Estimate(1234.5, 1000, 1469), Estimate(-0.44, -1, 0.12)])]
    ax = stems(["a", "b"], series, axes(), label="x", sign="+")
    assert [(text.get_text(), text.xy[0]) for text in ax.texts] == [
        ("+1,234", 1234.5 + 234.5),
        ("-0.4", pytest.approx(-1.0)),
    ]


def test_nothing_to_draw_is_said():
    ax = stems([], [], axes(), label="x")
    assert [text.get_text() for text in ax.texts] == ["No pair was lived."]
