"""Figures show what was counted: heights and points against sums made here from the counters."""

import re
import warnings

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib import pyplot
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from scipy import stats

import sim
from sim import plot
from sim.results import Run, shares
from sim.results.shares import windows
from sim.tables.moments import CHANNELS, MOMENTS, TRUTHS
from tests.counts import anything, nothing, small_cafe
from tests.markets import brand, world

TWO = world(
    market={"days": 40, "consumers": 50},
    personas={"early": {"share": 0.5}, "late": {"share": 0.5}},
    brands={"acme": brand(), "bolt": brand()},
)
"""Two brands and two kinds of people, for counters written by hand."""
CHARTS = {
    "channels": plot.channels,
    "devices": plot.devices,
    "funnel": plot.funnel,
    "lost": plot.lost,
    "lost_where": plot.lost_where,
    "moments": plot.moments,
    "persona_purchases": plot.persona_purchases,
    "persona_share": plot.persona_share,
    "rating": plot.rating,
    "review_stars": plot.review_stars,
    "share": plot.share,
}
WITH_INTERVALS = set(CHARTS) - {"moments", "lost_where"}
"""Grids leave intervals to the tables beside them."""
NOTHING = {
    "channels": "No micro-moment occurred.",
    "devices": "No micro-moment occurred.",
    "funnel": "No need was born in the measured days.",
    "lost": "No need was lost.",
    "lost_where": "No need was lost.",
    "moments": "·",
    "persona_purchases": "",
    "persona_share": "Nobody bought anything.",
    "rating": "acme",
    "review_stars": "Nobody reviewed acme.",
    "share": "Nobody bought anything.",
}


@pytest.fixture(scope="module")
def cafe():
    return sim.run(small_cafe(consumers=500, days=60, warm_up_days=10), reps=3)


@pytest.fixture(scope="module")
def counters(cafe):
    return cafe.counters


def made(count=3, **sizes):
    """A run of random counts: no two of them alike, so that none is taken for another."""
    sizes = {"days": 40, "personas": 2} | sizes
    return Run(TWO, 7, False, tuple(anything(number, **sizes) for number in range(count)))


def empty():
    return Run(TWO, 7, False, (nothing(days=40, personas=2),))


def axes():
    return Figure().subplots()


def counted(counters, table, name, **codes):
    """Counts by replicate, from the list of all counters."""
    rows = counters[(counters["table"] == table) & (counters["name"] == name)]
    for axis, code in codes.items():
        rows = rows[rows[axis] == code]
    return rows.groupby("replicate")["count"].sum()


def share_of(counters, name, truth, **brand):
    """Percent of the journeys opened, mean over replicates."""
    table = "brand" if brand else "market"
    opened = counted(counters, "market", "opened")
    codes = {"truth": truth} if truth is not None else {}
    return 100 * (counted(counters, table, name, **brand, **codes) / opened).mean()


def bars(ax):
    return np.array([patch.get_width() for patch in ax.patches])


# --- names that are not there -----------------------------------------------------------------


OF_A_BRAND = ("funnel", "moments", "persona_purchases", "persona_share", "review_stars")


@pytest.mark.parametrize("name", OF_A_BRAND)
@pytest.mark.parametrize(
    ("brand", "told"),
    [
        ("acmee", "no brand 'acmee'; there are: acme, bolt; did you mean 'acme'?"),
        ("nosuch", "no brand 'nosuch'; there are: acme, bolt"),
        ("", "no brand ''; there are: acme, bolt"),
    ],
)
def test_a_brand_that_is_not_there_is_told_with_those_that_are(name, brand, told):
    before = pyplot.get_fignums()
    with pytest.raises(sim.ResultError) as caught:
        CHARTS[name](made(), brand=brand)
    assert str(caught.value) == told
    assert pyplot.get_fignums() == before


def test_a_measure_that_is_not_there_is_told_with_those_that_are():
    with pytest.raises(sim.ResultError) as caught:
        plot.moments(made(), measure="helpd")
    assert (
        str(caught.value)
        == "no measure 'helpd'; there are: events, present, helped; did you mean 'helped'?"
    )


@pytest.mark.parametrize("table", [shares.cells, shares.channels, shares.stars, shares.personas])
def test_tables_know_the_same_brands_as_figures(table):
    run = made()
    assert table(run.summary, "bolt")
    with pytest.raises(sim.ResultError, match="did you mean 'bolt'"):
        table(run.summary, "blot")


# --- bars ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["acme", "bolt"])
def test_bars_of_the_funnel_are_shares_of_the_journeys_opened(cafe, counters, name):
    own = {"brand": sorted(cafe.spec.brands).index(name)}
    expected = [share_of(counters, "reached", 0), share_of(counters, "present", 0, **own)]
    for truth in (1, 2):
        expected.append(share_of(counters, "reached", truth))
        expected += [
            share_of(counters, measure, truth, **own) for measure in ("present", "helpful")
        ]
    expected.append(share_of(counters, "won", None, **own))
    expected += [share_of(counters, measure, 3, **own) for measure in ("present", "helpful")]
    expected.append(share_of(counters, "shared", None, **own))
    drawn = bars(plot.funnel(cafe, axes(), brand=name))
    assert drawn == pytest.approx(expected)
    assert drawn[0] > 50


def test_the_funnel_of_another_brand_is_another():
    run = made()
    ours, theirs = (bars(plot.funnel(run, axes(), brand=name)) for name in ("acme", "bolt"))
    assert ours[0] == theirs[0]
    assert (ours[1:3] != theirs[1:3]).any()


def test_every_bar_of_the_funnel_says_its_number(cafe):
    ax = plot.funnel(cafe, axes())
    told = [text.get_text() for text in ax.texts]
    assert [text for text in told if f"{bars(ax)[0]:.1f} % reached" in text]
    assert sum(" %" in text for text in told) == len(bars(ax))
    assert [label.get_text() for label in ax.get_yticklabels()] == [
        name if name == "Stimulus" else name.upper() for name in ("Stimulus", *TRUTHS[1:])
    ]


def test_needs_lost_stand_in_the_order_of_their_size(cafe):
    frame = cafe.lost
    by_reason = frame.groupby(["replicate", "reason"])["journeys"].sum()
    shares = (by_reason / frame.groupby("replicate")["journeys"].sum()).groupby("reason").mean()
    shares = 100 * shares[shares > 0].sort_values(ascending=False)
    ax = plot.lost(cafe, axes())
    assert bars(ax) == pytest.approx(shares.to_numpy())
    labels = [label.get_text().replace(" ", "_") for label in ax.get_yticklabels()]
    assert labels[0] == shares.index[0]
    assert set(labels) == set(shares.index)


def test_stars_are_shares_of_the_reviews_of_a_brand_and_of_its_rivals():
    run = made()
    frame = run.reviews
    ours = frame[frame["brand"] == "acme"].set_index(["replicate", "star"])["reviews"]
    theirs = frame[frame["brand"] == "bolt"].set_index(["replicate", "star"])["reviews"]
    ours, theirs = (
        (it / it.groupby("replicate").sum()).groupby("star").mean() for it in (ours, theirs)
    )
    ax = plot.review_stars(run, axes())
    assert [patch.get_height() for patch in ax.patches] == pytest.approx(100 * ours.to_numpy())
    diamonds = next(line for line in ax.lines if line.get_marker() == "D")
    assert diamonds.get_ydata() == pytest.approx(100 * theirs.to_numpy())


def test_personas_are_shown_by_share_and_by_purchases_of_a_hundred():
    run = made()
    frame = run.personas.set_index(["replicate", "persona", "brand"])
    bought = frame["purchases"].unstack()
    share = (bought["acme"] / bought.sum(axis=1)).groupby("persona").mean()
    people = frame["consumers"].unstack()["acme"]
    rate = (100 * bought["acme"] / people).groupby("persona").mean()
    assert bars(plot.persona_share(run, axes())) == pytest.approx(100 * share.to_numpy())
    ax = plot.persona_purchases(run, axes())
    assert bars(ax) == pytest.approx(rate.to_numpy())
    assert [label.get_text() for label in ax.get_yticklabels()] == ["early", "late"]


# --- grids --------------------------------------------------------------------------------------


def grid(ax):
    return np.ma.filled(ax.collections[0].get_array().astype(float), np.nan)


def test_a_grid_shows_micro_moments_per_thousand_people_and_day(cafe):
    frame = cafe.moments[cafe.moments["brand"] == "acme"]
    events = frame.groupby(["moment", "channel"])["events"].sum().unstack()
    events = events.loc[list(MOMENTS), list(CHANNELS)].to_numpy() / 3 / (500 * 60) * 1000
    assert grid(plot.moments(cafe, axes())) == pytest.approx(
        np.where(events == 0, np.nan, events), nan_ok=True
    )


@pytest.mark.parametrize(("measure", "counter"), [("present", "present"), ("helped", "helped")])
def test_a_grid_shows_where_a_brand_is_noticed_and_where_it_helps(measure, counter):
    run = made()
    frame = run.moments[run.moments["brand"] == "bolt"]
    share = (frame[counter] / frame["events"]).groupby([frame["moment"], frame["channel"]]).mean()
    expected = 100 * share.unstack().loc[list(MOMENTS), list(CHANNELS)].to_numpy()
    if measure == "helped":
        expected[MOMENTS.index("buy"), CHANNELS.index("store")] = np.nan
    drawn = grid(plot.moments(run, axes(), measure=measure, brand="bolt"))
    assert drawn == pytest.approx(expected, nan_ok=True)


def test_shares_of_fewer_than_thirty_cases_stand_in_brackets_and_without_colour():
    lived = nothing(days=40, personas=2)
    lived.market["moments"][0, :2] = lived.brands["noticed"][0, 0, :2] = 29, 30
    ax = plot.moments(Run(TWO, 7, False, (lived,)), axes(), measure="present")
    assert [text.get_text() for text in ax.texts][:3] == ["(100)", "100", "·"]
    assert np.isfinite(grid(ax)).sum() == 1


def test_numbers_in_cells_can_be_read_on_their_colour(cafe):
    ax = plot.moments(cafe, axes())
    Figure.draw_without_rendering(ax.figure)
    mesh = ax.collections[0]
    colours = mesh.to_rgba(mesh.get_array()).reshape(-1, 4)
    cells = np.ma.getmaskarray(mesh.get_array()).ravel()
    told = [text for text in ax.texts if text.get_text() != "·"]
    assert len(told) == (~cells).sum() > 20
    for text, colour in zip(told, colours[~cells], strict=True):
        assert contrast(to_hex(text.get_color()), to_hex(colour)) >= 4


def contrast(one, other):
    """Ratio of luminances as the WCAG define it; text needs 4.5, and large text 3."""

    def luminance(colour):
        parts = np.array([int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)])
        linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
        return linear @ [0.2126, 0.7152, 0.0722]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_check_of_contrast_knows_black_on_white_and_grey_on_grey():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#888888") < 1.5


def test_cells_of_needs_lost_add_up_to_a_hundred(cafe):
    ax = plot.lost_where(cafe, axes())
    assert np.nansum(grid(ax)) == pytest.approx(100)
    frame = cafe.lost
    by_cell = frame.groupby(["replicate", "reason", "moment"])["journeys"].sum()
    share = (by_cell / frame.groupby("replicate")["journeys"].sum()).groupby(["reason", "moment"])
    assert np.nanmax(grid(ax)) == pytest.approx(100 * share.mean().max())


# --- pairs and lines ----------------------------------------------------------------------------


@pytest.mark.parametrize("axis", ["channel", "device"])
def test_rings_are_micro_moments_and_diamonds_are_purchases(cafe, axis):
    frame = getattr(cafe, f"{axis}s").set_index(["replicate", axis])
    shares = 100 * (frame / frame.groupby("replicate").sum()).groupby(axis).mean()
    shares = shares[(shares > 0).any(axis=1)].sort_values("moments", ascending=False)
    ax = getattr(plot, f"{axis}s")(cafe, axes())
    points = {
        line.get_marker(): line.get_xdata() for line in ax.lines if len(line.get_marker()) == 1
    }
    assert points["o"] == pytest.approx(shares["moments"].to_numpy())
    assert points["D"] == pytest.approx(shares["purchases"].to_numpy())


def test_a_line_of_shares_is_made_of_the_units_of_each_stretch(cafe):
    ends = windows(60)
    assert ends[-1] == 60
    frame = cafe.daily.assign(stretch=np.searchsorted(ends, cafe.daily["day"] + 1))
    units = frame.groupby(["replicate", "stretch", "brand"])["purchases"].sum().unstack()
    share = 100 * units.div(units.sum(axis=1), axis=0).groupby("stretch").mean()
    lines = {line.get_label(): line for line in plot.share(cafe, axes()).lines}
    assert set(lines) == {"acme", "bolt", "crest", "dune"}
    for name, line in lines.items():
        assert line.get_xdata().tolist() == ends
        assert line.get_ydata() == pytest.approx(share[name].to_numpy())


def test_a_line_of_ratings_is_what_boards_display_in_the_evening(cafe):
    rating = cafe.daily.groupby(["brand", "day"])["rating"].mean()
    lines = {line.get_label(): line for line in plot.rating(cafe, axes()).lines}
    for name, line in lines.items():
        expected = [rating[name, end - 1] for end in windows(60)]
        assert line.get_ydata() == pytest.approx(expected)


@pytest.mark.parametrize("days", [1, 2, 27, 28, 29, 60, 365, 366, 2000])
def test_stretches_of_days_are_whole_and_end_with_the_last_day(days):
    ends = windows(days)
    lengths = np.diff([0, *ends])
    assert ends[-1] == days
    assert (lengths[:-1] == lengths[0]).all()
    assert lengths[0] <= lengths[-1] < 2 * lengths[0]
    assert lengths[0] == 1 or lengths[0] % 7 == 0
    assert len(ends) <= 30


def test_brands_differ_by_more_than_colour(cafe):
    lines = plot.share(cafe, axes()).lines
    looks = {(str(line.get_linestyle()), line.get_linewidth()) for line in lines}
    assert len(looks) == len(lines) == 4


def test_names_at_the_ends_of_lines_do_not_cover_each_other(cafe):
    ax = plot.rating(cafe, axes())
    heights = sorted(text.xy[1] for text in ax.texts)
    assert len(heights) == 4
    assert np.diff(heights).min() > 0.06 - 1e-9
    assert 0 <= heights[0] < heights[-1] <= 1


# --- intervals ----------------------------------------------------------------------------------


def test_whiskers_are_the_95_percent_interval_over_replicates(cafe, counters):
    opened = counted(counters, "market", "opened")
    reached = counted(counters, "market", "reached", truth=0) / opened
    low, high = stats.t.interval(
        0.95, len(reached) - 1, loc=reached.mean(), scale=stats.sem(reached)
    )
    whisker = plot.funnel(cafe, axes()).collections[0].get_segments()[0]
    assert whisker[:, 0] == pytest.approx([100 * low, 100 * high])


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_one_replicate_has_no_interval(name):
    ax = CHARTS[name](made(count=1), axes())
    # Grids are one collection of cells; pairs are joined by lines.
    linked = 1 if name in {"channels", "devices"} else 0
    assert len(ax.collections[linked:]) == (name in {"moments", "lost_where"})
    assert "±" not in " ".join(text.get_text() for text in ax.texts)


# --- what all have in common --------------------------------------------------------------------


def test_every_chart_of_the_package_is_tried_here():
    compared = {"changed_needs", "funnel_steps", "gain_sources", "moment_steps", "paired",
                "persona_gains", "social_effect"}  # fmt: skip
    of_studies = {"credit", "missed_map", "presence", "response", "timeline"}
    elsewhere = compared | of_studies  # tried where such results are made
    assert set(CHARTS) == set(plot.__all__) - {"Panel", "by_size", "svg"} - elsewhere
    assert len(CHARTS) > 8


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_a_chart_draws_into_the_axes_it_is_given(name):
    ax = axes()
    assert CHARTS[name](made(), ax) is ax
    assert ax.patches or ax.lines or ax.collections


@pytest.mark.parametrize("name", sorted(WITH_INTERVALS))
def test_several_replicates_have_one(name):
    once, thrice = (CHARTS[name](made(count=count), axes()) for count in (1, 3))
    assert len(thrice.collections) > len(once.collections)


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_a_chart_without_axes_opens_a_figure_and_leaves_settings_alone(name):
    before = dict(mpl.rcParams)
    ax = CHARTS[name](made())
    try:
        assert pyplot.fignum_exists(ax.figure.number)
        assert dict(mpl.rcParams) == before
    finally:
        pyplot.close(ax.figure)


@pytest.mark.parametrize("name", sorted(CHARTS))
def test_where_nothing_happened_a_chart_says_so_and_complains_of_nothing(name):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = CHARTS[name](empty(), axes())
        ax.figure.draw_without_rendering()
    assert NOTHING[name] in [text.get_text() for text in ax.texts] or not NOTHING[name]
    assert not np.nansum(bars(ax))


def test_a_notebook_finds_the_figures_under_the_package():
    assert sim.plot.funnel is plot.funnel


# --- as a piece of a page -----------------------------------------------------------------------


def picture(name="a", run=None, draw=plot.funnel):
    run = run or made()
    return plot.svg(name, "A title", "It shows 5 & <6>.", plot.Panel(lambda ax: draw(run, ax), 2.0))


def test_a_picture_is_the_same_bytes_whatever_a_notebook_has_set():
    first = picture()
    with mpl.rc_context({"font.size": 20, "axes.facecolor": "red", "svg.fonttype": "path"}):
        assert picture() == first
    assert picture(run=made(count=2)) != first


def test_ids_of_two_pictures_differ():
    ids = [set(re.findall(r'id="([^"]+)"', picture(name))) for name in ("a", "b")]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_a_picture_points_at_nothing_but_itself():
    drawn = picture(draw=plot.share)
    ids = set(re.findall(r'id="([^"]+)"', drawn))
    targets = set(re.findall(r'(?:url\(#|href="#)([^")]+)', drawn))
    assert targets
    assert targets <= ids
    assert "http" not in drawn
    assert "<script" not in drawn


def test_a_picture_is_told_to_those_who_do_not_see_it():
    drawn = picture()
    assert 'role="img" aria-labelledby="a-name a-finding"' in drawn
    assert '<title id="a-name">A title</title>' in drawn
    assert '<desc id="a-finding">It shows 5 &amp; &lt;6&gt;.</desc>' in drawn


@pytest.mark.parametrize("name", ["קפה תל אביב", "Quán cà phê Đống Đa", "a $x^2$ & <b>"])
def test_texts_stay_texts_in_every_script(name):
    drawn = plot.svg("a", "t", "f", plot.Panel(lambda ax: ax.set_title(name), 1.0))
    escaped = name.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f">{escaped}</text>" in drawn


def test_a_page_may_replace_the_colours_of_ink_and_paper():
    drawn = picture()
    assert "var(--ink, #1b1f24)" in drawn
    assert "font-family" not in drawn
