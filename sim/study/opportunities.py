"""How many micro-moments there are to be bought: counted once a market, and kept."""

import json
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from sim.jit import cache_home
from sim.results.files import write_text
from sim.results.provenance import code_digest
from sim.scenario import Scenario
from sim.study.watch import Watch
from sim.tables.moments import CHANNELS, MOMENTS

SEED: Final = 2_718_281_828
"""Of the reference run alone, so that no run shares its luck."""
DIGITS: Final = 6

Floats = NDArray[np.float64]


def opportunities_of(spec: Scenario, watch: Watch) -> Floats:
    """Find the opportunities of a market: in its scenario, on this machine, or by counting.

    Parameters
    ----------
    spec : Scenario
        The world.
    watch : Watch
        Is told when the reference run has to be lived.

    Returns
    -------
    array of float
        Micro-moments per 1,000 consumers and day, moments × channels.
    """
    from sim.market import opportunities_hash, stored_opportunities

    stored = stored_opportunities(spec)
    if stored is not None:
        return stored
    name = f"{opportunities_hash(spec)[:32]}-{code_digest()[:32]}.json"
    path = cache_home() / "opportunities" / name
    kept = _kept(path)
    if kept is not None:
        return kept
    watch.say("counting this market's micro-moments in its reference run, once per market")
    found = count(spec)
    try:
        write_text(path, json.dumps(found.tolist()))
    except OSError:
        watch.say(f"{path.parent} cannot be written; they will be counted again next time")
    return found


def count(spec: Scenario) -> Floats:
    """Count micro-moments in the market's reference run.

    Parameters
    ----------
    spec : Scenario
        The world.

    Returns
    -------
    array of float
        Micro-moments per 1,000 consumers and day, moments × channels, to six digits: what a file
        stores is what a run without the file counts.
    """
    from sim.market import reference_scenario
    from sim.model import JourneyModel

    world = reference_scenario(spec)
    nothing = np.zeros((len(MOMENTS), len(CHANNELS)))
    model = JourneyModel(world, seed=SEED, opportunities=nothing, reference=True).run()
    days_of_thousands = world.market.days * world.market.consumers / 1000
    rates = model.gained_market()["moments"] / days_of_thousands
    return np.array([[float(f"{rate:.{DIGITS}g}") for rate in row] for row in rates])


def _kept(path: Path) -> Floats | None:
    try:
        found = np.array(json.loads(path.read_text(encoding="utf-8")), np.float64)
    except (OSError, ValueError):
        return None
    return found if found.shape == (len(MOMENTS), len(CHANNELS)) else None
