# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # A first run
#
# A market is a file. We load one, let its people live through a year a few times over, and read what
# came of it. `cafe` is a town with four cafés; the questions are about `acme`.

# %%
from sim import load, plot, run

town = load("cafe", ["market.consumers=2000", "market.days=180"])
town.market.consumers, town.market.days, sorted(town.brands)

# %%
year = run(town, reps=4, seed=7)
year

# %% [markdown]
# ## How far do needs come?
#
# Each row of the funnel is a moment of truth; every figure is a share of the needs (journeys) that
# opened. The lines on the bars are 95 % intervals over the four replicates: the same people with other
# luck. They say nothing about whether the assumptions are right.

# %%
axes = plot.funnel(year)

# %%
funnel = year.funnel.query("brand == 'acme'").pivot(
    index="moment", columns="measure", values="mean"
)
funnel.loc[["stimulus", "zmot", "fmot", "smot", "umot"], ["reached", "present", "helped"]].round(3)

# %% [markdown]
# ## Why did acme not win the others?

# %%
lost = year.lost.groupby("reason")["journeys"].sum()
(lost / lost.sum()).sort_values(ascending=False).round(3)

# %%
axes = plot.lost(year)

# %% [markdown]
# ## Change one thing
#
# Acme spends six euro a week more on being found when people want to know. The people and their luck
# are the same, so the difference within each replicate is a difference of plans. Four replicates of
# two thousand people are few: look at the spread before believing the mean.

# %%
spend = town.brands["acme"].spend.moments
more = town.set("brands.acme.spend.moments.know", spend.know + 6)
again = run(more, reps=4, seed=7)


def purchases(lived):
    """Units acme sold, by replicate."""
    units = lived.kpis.query("measure == 'purchases' and brand == 'acme'")
    return units.set_index("replicate")["value"]


difference = purchases(again) - purchases(year)
difference.describe()[["mean", "min", "max"]].round(1)

# %% [markdown]
# ## Every micro-moment of a panel
#
# The first thousand people keep a log: one row per micro-moment and brand, absent brands included.

# %%
log = year.journeys
print(f"{len(log):,} rows")
log.query("brand == 'acme' and replicate == 0").head(8)

# %%
one = log.query("replicate == 0 and brand == 'acme' and journey >= 0")
first = one.groupby(["consumer", "journey"]).size().idxmax()
one.set_index(["consumer", "journey"]).loc[[first]][
    ["day", "slot", "moment", "channel", "context", "device", "present", "helpful", "outcome"]
]
