"""Many lives of a world: replicates of one, and what they need before they begin."""

from sim.study.single import run
from sim.study.watch import Watch

__all__ = ["Watch", "run"]
