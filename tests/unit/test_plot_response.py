"""Pictures of response show the curves and the elasticities they are made of."""

import numpy as np
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure

from sim import plot
from sim.analysis.curve import Curve
from sim.analysis.response import TEN, Response
from sim.plot.canvas import BLUE
from sim.plot.response import both
from sim.scenario_io import load
from sim.tables.moments import CHANNELS, MOMENTS

MORE = {"know": (100, 40), "buy": (60, 30), "umot": (5, 1)}
"""Purchases more for twice the money, in two replicates; as many less for none."""


def found(count=2, *, presence=None, moments=MORE):
    curves = {
        name: Curve(
            1000.0, {m: [500 + int((m - 1) * it) for it in more[:count]] for m in (0.0, 1.0, 2.0)}
        )
        for name, more in moments.items()
    }
    numbers = tuple(range(count))
    return Response(load("cafe"), (0.0, 1.0, 2.0), 7, False, "live", numbers, curves,
                    presence=presence or {})  # fmt: skip


def axes():
    return Figure().subplots()


def curves(ax):
    return [line for line in ax.lines if line.get_marker() == "."]


def test_a_curve_is_purchases_by_euro_more_than_today():
    lines = curves(plot.response(found(), axes()))
    assert len(lines) == 3
    steepest = lines[0]
    assert steepest.get_xdata().tolist() == [-1000.0, 0.0, 1000.0]
    assert steepest.get_ydata().tolist() == [-70.0, 0.0, 70.0]
    assert to_hex(steepest.get_color()) == BLUE


def test_curves_differ_by_more_than_colour():
    lines = curves(plot.response(found(), axes()))
    assert len({(str(line.get_linestyle()), line.get_linewidth()) for line in lines}) == 3


def test_several_replicates_have_a_band_and_one_has_none():
    bands = [len(plot.response(found(count), axes()).collections) for count in (1, 2)]
    assert bands == [0, 3]


def test_names_at_the_ends_do_not_cover_each_other():
    alike = dict.fromkeys(("know", "buy", "go", "do", "idea", "umot"), (10, 10))
    ax = plot.response(found(moments=alike), axes())
    heights = sorted(text.xyann[1] for text in ax.texts)
    assert len(heights) == 6
    assert np.diff(heights).min() > 0.05
    assert heights[-1] <= 1 + 1e-9


def test_a_cell_tells_its_elasticity_and_brackets_what_may_be_luck():
    cells = {("know", "search"): [0.02, 0.021], ("buy", "store"): [0.01, -0.005]}
    ax = plot.presence(found(presence=cells), axes())
    texts = {text.get_position(): text.get_text() for text in ax.texts}
    assert len(texts) == len(MOMENTS) * len(CHANNELS)

    def shown(moment, channel):
        return texts[CHANNELS.index(channel) + 0.5, MOMENTS.index(moment) + 0.5]

    assert float(shown("know", "search")) == pytest.approx(TEN * 0.0205, abs=0.005)
    assert shown("buy", "store").startswith("(")
    assert shown("go", "maps") == "·"


def test_nothing_is_said_to_be_nothing():
    (text,) = plot.presence(found(), axes()).texts
    assert "not shifted" in text.get_text()
    (text,) = plot.response(found(moments={}), axes()).texts
    assert "spends nothing" in text.get_text()


def test_a_page_has_a_second_chart_where_presence_was_shifted():
    cells = {("know", "search"): [0.02, 0.021]}
    assert len(both(found()).axes) == 1
    assert len(both(found(presence=cells)).axes) == 2
