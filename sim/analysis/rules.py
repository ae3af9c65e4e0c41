"""What every attribution rule says of one replicate, from the touch log of its panel."""

from collections.abc import Collection
from dataclasses import replace
from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from sim.analysis.attribution import attribute
from sim.analysis.paths import Paths, paths, purchases
from sim.results import Replicate
from sim.results.journeys import journeys
from sim.results.needs import Needs
from sim.scenario import Scenario

if TYPE_CHECKING:
    import pandas as pd


class Said(NamedTuple):
    """What rules say of the focal brand's purchases, scaled from the panel to everybody.

    Attributes
    ----------
    purchases : float
        All people made.
    touched : float
        Those of needs that had noticed it in one of the moments: what rules hand out.
    seen : float
        Those of needs in which a tracker saw such a touch.
    rules : dict of str to dict of str to float
        Purchases by rule and moment.
    tracked : dict of str to dict of str to float
        The same where rules know only what a tracker sees.
    exposure : dict of str to float or None
        How often a need ends in a purchase where the brand was noticed in that moment, by how
        often it does where the brand was noticed in none of the moments; None where no need did.
        Needs that meet a brand differ from those that do not: no effect of being there.
    """

    purchases: float
    touched: float
    seen: float
    rules: dict[str, dict[str, float]]
    tracked: dict[str, dict[str, float]]
    exposure: dict[str, float | None] | None = None


def said(spec: Scenario, lived: Replicate, needs: Needs, moments: Collection[str]) -> Said:
    """Let every attribution rule speak of the focal brand in one replicate.

    Parameters
    ----------
    spec : Scenario
        The world.
    lived : Replicate
        What was counted in it, with the touch log of its panel.
    needs : record array of `NEED`
        Which brand each need bought.
    moments : collection of str
        Micro-moments that count as touches.

    Returns
    -------
    Said
        Purchases by rule and moment.
    """
    focal, market = spec.focal_brand, spec.market
    place = sorted(spec.brands).index(focal)
    panel = min(market.panel_consumers, market.consumers)
    of_focal = lived.touches["brand"] == place
    own = replace(
        lived,
        touches=lived.touches[of_focal],
        touch_personas=lived.touch_personas[of_focal],
    )
    log = journeys(spec, [own]).to_pandas()
    won = needs[(needs["brand"] == place) & (needs["consumer"] < panel)]
    sales = _sales(won[won["day"] < market.days], lived.number, focal)
    every = paths(log, sales, focal, moments=moments)
    seen = paths(log, sales, focal, moments=moments, observed=True)
    scale = Fraction(market.consumers, panel)
    return Said(
        float(scale * purchases(every)),
        float(scale * purchases(every, touched=True)),
        float(scale * purchases(seen, touched=True)),
        _handed_out(every, moments, scale),
        _handed_out(seen, moments, scale),
        {moment: exposure_ratio(every, moment) for moment in moments},
    )


def exposure_ratio(gone: Paths, moment: str) -> float | None:
    """How often noticed needs end in a purchase, by how often needs do that noticed nothing.

    Parameters
    ----------
    gone : mapping of Path to int
        Paths and how often each was gone.
    moment : str
        Where the brand was noticed.

    Returns
    -------
    float or None
        No effect of being there: see `Said.exposure`.
    """
    noticed = {path: count for path, count in gone.items() if moment in path.touches}
    never = {path: count for path, count in gone.items() if not path.touches}
    bought = purchases(never)
    if not noticed or not bought:
        return None
    return (purchases(noticed) / sum(noticed.values())) / (bought / sum(never.values()))


def _sales(won: Needs, replicate: int, brand: str) -> "pd.DataFrame":
    import pandas as pd

    return pd.DataFrame(
        {
            "replicate": np.full(len(won), replicate),
            "consumer": won["consumer"],
            "journey": won["onset"],
            "brand": brand,
        }
    )


def _handed_out(
    gone: Paths, moments: Collection[str], scale: Fraction
) -> dict[str, dict[str, float]]:
    return {
        rule: {moment: float(scale * credit.get(moment, 0)) for moment in moments}
        for rule, credit in attribute(gone).items()
    }
