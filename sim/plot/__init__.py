"""One function a figure: a run in, axes out; the only place that knows matplotlib.

>>> import sim
>>> year = sim.run("cafe")
>>> sim.plot.funnel(year)
"""

from sim.plot.bars import funnel, lost, persona_purchases, persona_share, review_stars
from sim.plot.canvas import by_size
from sim.plot.embed import Panel, svg
from sim.plot.grids import lost_where, moments
from sim.plot.lines import rating, share
from sim.plot.pairs import channels, devices

__all__ = [
    "Panel",
    "by_size",
    "channels",
    "devices",
    "funnel",
    "lost",
    "lost_where",
    "moments",
    "persona_purchases",
    "persona_share",
    "rating",
    "review_stars",
    "share",
    "svg",
]
