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
# # One market in depth: a telephone contract
#
# Four operators, contracts paid monthly, technicians who are polite or rude. Nearly everybody has a
# contract; only who has left one looks for another. The question: **which moment loses acme the most
# buyers, and why?** All of it is assumption: read `docs/markets/telecom.md` beside this.

# %%
from sim import load, plot, run

SIZE = ["market.consumers=3000", "market.days=365", "market.warm_up_days=720"]
land = load("telecom", SIZE)
year = run(land, reps=3, seed=7)
year

# %% [markdown]
# ## The moment that loses the buyer
#
# A need is lost at one moment, for one reason: how far acme came, or what alone would have won it.
# *Taste* is what is left: true taste, several small causes, the luck of the draw.

# %%
lost = year.lost.groupby(["reason", "moment"])["journeys"].sum()
(lost / lost.sum()).sort_values(ascending=False).head(6).round(3)

# %%
axes = plot.lost_where(year)

# %% [markdown]
# Most are lost where people choose, and for the *rating*: with the
# reputation of the operator they chose instead, acme would have won them. The mistake was made
# elsewhere. What acme's customers live through, and what they write about it:

# %%
wanted = ["rude", "recovered", "satisfaction", "nps", "churn", "rating", "reviews"]
measures = year.brands.query("measure in @wanted")
measures.pivot(index="brand", columns="measure", values="mean")[wanted].round(3)

# %%
axes = plot.review_stars(year)

# %% [markdown]
# ## Would acme win them if nobody were rude?
#
# The same people with the same luck in a world in which rudeness costs nothing. It is no plan, it is a
# question to the model: how much hangs on this one assumption?

# %%
kind = run(land.set("market.use.rude_stars", 0), reps=3, seed=7)


def measure(lived, name):
    """A measure of acme, by replicate."""
    rows = lived.kpis.set_index(["measure", "brand", "replicate"])["value"].sort_index()
    return rows.loc[name, "acme"]


(measure(kind, "share") - measure(year, "share")).describe()[["mean", "min", "max"]].round(3)

# %% [markdown]
# ## Who stays?
#
# Customers in use on each day, and how many of the months ended with the customer leaving.

# %%
using = year.stocks.groupby("day")["using"].mean()
using.iloc[[0, 90, 180, 270, -1]]

# %%
year.brands.query("measure == 'churn'")[["brand", "mean", "low", "high"]].round(4)

# %% [markdown]
# ## What this cannot say
#
# Contracts here have no minimum term, nobody is called by a rival while under contract, and rivals do
# not answer. The ± above are luck over three replicates of three thousand people; that rudeness costs
# what it costs is an assumption.
