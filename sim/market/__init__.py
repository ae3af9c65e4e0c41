"""The market's day: what brands' money, prices, levers and reviews make of today.

Everything kernels read besides people is made here, once a day, in arrays laid out by
`sim.tables.market`. Brands are in the order of their names, personas in the order of theirs.
"""

from sim.market.market import Market
from sim.market.reference import opportunities_hash, reference_scenario, stored_opportunities
from sim.market.tables import rules_dtype

__all__ = [
    "Market",
    "opportunities_hash",
    "reference_scenario",
    "rules_dtype",
    "stored_opportunities",
]
