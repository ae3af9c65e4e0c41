"""The model is compiled before anybody lives in it, once per machine, and whoever waits is told."""

import time
from typing import Final

import numpy as np

from sim.jit import cache_home, is_compiled, note_compiled
from sim.scenario_io import load
from sim.study.watch import Watch
from sim.tables.moments import CHANNELS, MOMENTS

TINY: Final = ("market.consumers=50", "market.days=2", "market.warm_up_days=1")
"""Days enough to compile every kernel: each is compiled whole, whatever happens in it."""
SEED: Final = 7


def compile_model(watch: Watch) -> None:
    """Compile the model if this machine has not done so yet.

    Parameters
    ----------
    watch : Watch
        Is told that it begins, how long it took, and where it cannot be kept.
    """
    if is_compiled():
        return
    watch.say("compiling the model, once per machine")
    began = time.perf_counter()
    live_a_little()
    took = f"compiled in {time.perf_counter() - began:.0f} s"
    if is_compiled():
        watch.say(took)
    else:
        folder = cache_home() / "kernels"
        watch.say(
            f"{took}, and again next time, because {folder} cannot be written; "
            "JOURNEY_CACHE_DIR names another folder"
        )


def live_a_little() -> None:
    """Everything that is compiled is needed on the first days of any world."""
    from sim.model import JourneyModel

    nothing = np.zeros((len(MOMENTS), len(CHANNELS)))
    JourneyModel(load("base", TINY), seed=SEED, opportunities=nothing).run()
    note_compiled()
