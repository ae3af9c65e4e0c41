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
# # Which moment pays?
#
# `sneakers` is fashion sold mostly online. Acme spends most of its money on adverts and on being there
# when people buy. Would the same money do more in another moment? The same people, with the same luck,
# live under each plan, so that differences are differences of plans.

# %%
import sim
from sim import plot
from sim.analysis.uplift import individuals
from sim.study import Watch
from sim.study.trace import first_day, trace

town = sim.load("sneakers", ["market.consumers=1000", "market.days=150", "market.warm_up_days=60"])
{name: plan.about for name, plan in town.strategies.items()}

# %%
c = sim.compare(town, reps=4, seed=7, workers=1, people=True)
c

# %% [markdown]
# ## How much more, and how sure is it?
#
# Each pale point is one pair of worlds. Where an interval holds 0, the difference may be luck; a
# thousand people and four pairs are few. `detectable` is the difference that so many pairs would see
# with a chance of 80 %, `replicates_needed` says how many would tell this one from nothing half of the time.

# %%
axes = plot.paired(c)

# %%
sim.uplift(c).query("measure == 'purchases'").round(1)

# %% [markdown]
# ## Where in the journey does it tell?

# %%
axes = plot.funnel_steps(c)

# %%
axes = plot.gain_sources(c)

# %% [markdown]
# ## What was the money good for, and what would last touch have said?
#
# Take acme's money out of some moments and leave it in others; do that with every combination. What a
# moment's money caused is its Shapley value. Beside it stand the shares that attribution rules hand to
# the moment. Adverts are no micro-moment and get nothing from rules, so they are not asked about.

# %%
found = sim.credit(town, moments=["idea", "know", "buy"], reps=4, seed=7, workers=1)
axes = plot.credit(found)

# %%
shares = found.frame.query("measure in ['shapley', 'last_touch', 'first_touch']")
shares = shares.pivot(index="moment", columns="measure", values="mean")
(shares / shares.sum()).loc[found.ranking].round(2)

# %%
print(f"{found.total.mean:,.0f} purchases caused, {shares['last_touch'].sum():,.0f} handed out")
print("Not told apart:", found.ties)

# %% [markdown]
# Last touch hands most purchases to *buy*, because a purchase takes place in a buy moment by
# construction. Whether the money there caused them is another question.
#
# ## One of those who changed
#
# A person who, in the first pair, bought more of acme with one of the plans: what did that person live
# through, and where do the two years part?

# %%
plan = max(c.runs, key=lambda name: c.pairs[name][0].people.max())
who = int(c.pairs[plan][0].people.argmax())
start = first_day(town, seed=7, replicate=0, watch=Watch())
(one,) = trace(start, [who], strategy=plan)
print(plan, "consumer", who, "parts on day", one.fork.day, "because of", *one.fork.why)
figure = plot.timeline(one)

# %% [markdown]
# One life is a story, no average. Over all pairs, the plan's uplift for this person is the mean of a few
# noisy differences:

# %%
individuals(c).query("strategy == @plan and consumer == @who")
