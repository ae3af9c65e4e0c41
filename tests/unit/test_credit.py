"""Credit read and drawn: rankings, costs, bars and marks against sums made here by hand."""

import math
from fractions import Fraction

import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.colors import to_hex
from scipy import stats

from sim.analysis.absence import BOTH, OWN, RIVALS, absence
from sim.analysis.attribution import RULES
from sim.analysis.credit import Credit
from sim.analysis.paths import Path
from sim.analysis.played import Played
from sim.analysis.rules import Said, exposure_ratio
from sim.analysis.shapley import coalitions
from sim.plot.canvas import SKY
from sim.plot.credit import RULE_LOOKS as MARKS
from sim.plot.credit import credit as draw
from tests.counts import small_cafe

MOMENTS = ("idea", "know", "buy")


def played(number, weights, handed=None):
    """A replicate in which every moment adds its own, and rules hand out as they are told."""
    worth = {some: 100 + sum(weights[name] for name in some) for some in coalitions(tuple(weights))}
    shares = handed or dict.fromkeys(MOMENTS, 50.0)
    said = Said(150.0, 120.0, 90.0, dict.fromkeys(RULES, shares), dict.fromkeys(RULES, shares))
    return Played(number, worth, said)


def found(*replicates):
    return Credit(small_cafe(), MOMENTS, 7, False, "live", tuple(replicates))


@pytest.fixture
def three():
    weights = [(10, 30, 60), (14, 28, 64), (12, 35, 48)]
    return found(*(played(n, dict(zip(MOMENTS, w, strict=True))) for n, w in enumerate(weights)))


def test_estimates_are_means_over_replicates(three):
    assert three.shapley["buy"].mean == pytest.approx((60 + 64 + 48) / 3)
    assert three.total.mean == pytest.approx((100 + 106 + 95) / 3)
    assert three.purchases.mean == pytest.approx(three.total.mean + 100)
    assert three.leave_one_out == three.only_one == three.shapley


def test_moments_are_ranked_and_ties_are_named(three):
    """idea and know differ by 20, 14, 23: told apart. know and buy by 30, 36, 13: 26 ± 30."""
    assert three.ranking == ["buy", "know", "idea"]
    assert three.ties == [("buy", "know")]


def test_the_difference_that_can_be_seen_is_that_of_eighty_percent_power(three):
    """(t(.975) + t(.8)) standard errors of the widest difference, buy less idea: 50, 50, 36."""
    widest = max(
        np.std(apart, ddof=1) / math.sqrt(3) for apart in ([20, 14, 23], [30, 36, 13], [50, 50, 36])
    )
    expected = (stats.t.ppf(0.975, 2) + stats.t.ppf(0.8, 2)) * widest
    assert three.detectable == pytest.approx(expected)


def test_one_replicate_detects_nothing():
    assert found(played(0, dict.fromkeys(MOMENTS, 5))).detectable is None


def test_spend_is_that_of_the_levers_of_each_moment_over_the_measured_days(three):
    """The small cafe: 200 people, 30 days; acme plans 2, 4 and 12 euro a week per 1,000."""
    scale = 200 / 1000 * 30 / 7
    assert three.spend == pytest.approx({"idea": 2 * scale, "know": 4 * scale, "buy": 12 * scale})


def test_a_moment_without_money_counts_as_nothing():
    told = found(*(played(n, {"know": 5 + n, "buy": 9}) for n in range(2)))
    assert told.shapley["idea"] == (0.0, 0.0, 0.0)
    assert told.interactions["idea", "know"] == (0.0, 0.0, 0.0)
    assert told.ranking[-1] == "idea"


def test_rules_are_means_over_replicates():
    one, two = ({"idea": 1.0, "know": 2.0, "buy": 3.0}, {"idea": 3.0, "know": 2.0, "buy": 0.0})
    told = found(*(played(n, dict.fromkeys(MOMENTS, 5), h) for n, h in enumerate((one, two))))
    assert told.rules["linear"] == {"idea": 2.0, "know": 2.0, "buy": 1.5}


def test_losses_by_absence_are_means_over_replicates():
    worlds = [{BOTH: 90, frozenset({RIVALS}): 60 + n, frozenset({OWN}): 99, frozenset(): 80}
              for n in range(2)]  # fmt: skip
    replicates = [
        Played(n, played(n, {"know": 5}).worth, played(n, {"know": 5}).said,
               {"know": absence(world)})
        for n, world in enumerate(worlds)
    ]  # fmt: skip
    losses = found(*replicates).absence
    assert set(losses) == {"know"}
    assert losses["know"]["among_rivals"].mean == 29.5
    assert losses["know"]["alone"].mean == 19
    assert losses["know"]["rivalry"].mean == 10.5


def test_the_frame_holds_every_estimate_and_every_rule(three):
    frame = three.frame
    assert set(frame["measure"]) == {
        *("planned", "shapley", "leave_one_out", "only_one", "share", "eur_per_purchase"),
        *RULES,
        *(f"tracked_{rule}" for rule in RULES),
        *("total", "purchases"),
    }
    assert set(frame["moment"]) == {*MOMENTS, "all"}
    row = frame[(frame["measure"] == "shapley") & (frame["moment"] == "know")].iloc[0]
    assert tuple(row[["mean", "low", "high"]]) == three.shapley["know"]


def test_the_frame_tells_euro_shares_and_totals(three):
    told = three.frame.set_index(["moment", "measure"])["mean"]
    shares = [told[moment, "share"] for moment in MOMENTS]
    assert sum(shares) == pytest.approx(1)
    assert told["all", "total"] == three.total.mean
    assert told["all", "planned"] == pytest.approx(sum(told[it, "planned"] for it in MOMENTS))
    assert told["buy", "eur_per_purchase"] == pytest.approx(
        told["buy", "planned"] / told["buy", "shapley"]
    )


def test_the_exposure_ratio_is_that_of_two_shares_of_needs():
    """Noticed in know: 3 of 4 needs bought; noticed nowhere: 2 of 16. 0.75 by 0.125."""
    gone = {
        Path(("know", "buy"), (1, 0), True): 3,
        Path(("know",), (0,), False): 1,
        Path(("buy",), (0,), True): 5,
        Path((), (), True): 2,
        Path((), (), False): 14,
    }
    assert exposure_ratio(gone, "know") == pytest.approx(6.0)
    assert exposure_ratio(gone, "buy") == pytest.approx(8.0)
    assert exposure_ratio(gone, "go") is None


def test_with_by_without_is_purchases_by_those_without_the_moment():
    """Weights 10, 30, 60 beside 100 others: 200 with all, 170 without know."""
    told = found(*(played(n, dict(zip(MOMENTS, (10, 30, 60), strict=True))) for n in range(2)))
    assert told.causal["know"].mean == pytest.approx(200 / 170)


# --- drawn ----------------------------------------------------------------------------------------


@pytest.fixture
def axes(three):
    ax = draw(three)
    yield ax
    pyplot.close(ax.figure)


def test_bars_are_what_money_caused_in_percent_of_all_it_caused(three, axes):
    bars = [patch for patch in axes.patches if to_hex(patch.get_facecolor()) == SKY]
    widths = [bar.get_width() for bar in bars]
    expected = [
        100 * three.shapley[name].mean / three.total.mean for name in ("buy", "know", "idea")
    ]
    assert widths == pytest.approx(expected)
    assert sum(widths) == pytest.approx(100)
    assert [label.get_text() for label in axes.get_yticklabels()] == ["buy", "know", "ideas"]


def test_marks_are_what_each_rule_hands_out_in_percent_of_what_it_hands_out(axes):
    marks = {line.get_label(): line.get_xdata() for line in axes.get_lines()}
    labels = {look["label"] for look in MARKS.values()}
    assert labels <= set(marks)
    for label in labels:
        assert marks[label] == pytest.approx([100 / 3] * 3)


def test_no_two_rules_share_a_line_and_each_is_tied_to_what_trackers_see():
    """Of 100 handed to know by every rule, trackers see 20."""
    seen = {"idea": 40.0, "know": 10.0, "buy": 0.0}
    one = played(0, dict.fromkeys(MOMENTS, 5))
    two = Played(0, one.worth, one.said._replace(tracked=dict.fromkeys(RULES, seen)))
    ax = draw(found(two))
    labels = {look["label"] for look in MARKS.values()}
    heights = [line.get_ydata()[0] for line in ax.get_lines() if line.get_label() in labels]
    assert np.diff(sorted(heights)).min() > 0.09
    dots = [line.get_xdata() for line in ax.get_lines() if line.get_marker() == "."]
    order = found(two).ranking
    assert sum(list(dot) == [100 * seen[it] / 50 for it in order] for dot in dots) == len(MARKS)
    pyplot.close(ax.figure)


def test_where_money_caused_nothing_the_figure_says_so():
    ax = draw(found(played(0, dict.fromkeys(MOMENTS, 0))))
    assert "caused no purchase" in ax.texts[0].get_text()
    pyplot.close(ax.figure)


def test_values_stay_fractions_until_they_are_estimates():
    one = played(0, {"idea": 1, "know": 2, "buy": 4})
    assert one.shapley == {"idea": 1, "know": 2, "buy": 4}
    assert all(isinstance(value, Fraction) for value in one.shapley.values())
