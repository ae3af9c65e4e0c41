"""One function a figure: a result in, axes out; the only place that knows matplotlib.

>>> import sim
>>> year = sim.run("cafe")
>>> sim.plot.funnel(year)
"""

from sim.plot.bars import funnel, lost, persona_purchases, persona_share, review_stars
from sim.plot.canvas import by_size
from sim.plot.credit import credit
from sim.plot.embed import Panel, svg
from sim.plot.gained import changed_needs, gain_sources, persona_gains, social_effect
from sim.plot.grids import lost_where, moments
from sim.plot.lines import rating, share
from sim.plot.missed import missed_map
from sim.plot.paired import paired
from sim.plot.pairs import channels, devices
from sim.plot.response import presence, response
from sim.plot.steps import funnel_steps, moment_steps
from sim.plot.trace import timeline

__all__ = [
    "Panel",
    "by_size",
    "changed_needs",
    "channels",
    "credit",
    "devices",
    "funnel",
    "funnel_steps",
    "gain_sources",
    "lost",
    "lost_where",
    "missed_map",
    "moment_steps",
    "moments",
    "paired",
    "persona_gains",
    "persona_purchases",
    "persona_share",
    "presence",
    "rating",
    "response",
    "review_stars",
    "share",
    "social_effect",
    "svg",
    "timeline",
]
