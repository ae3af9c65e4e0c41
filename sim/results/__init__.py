"""What runs found: counters, measures, frames, and how they are kept on disk."""

from sim.results.comparison import Comparison
from sim.results.estimate import Estimate, estimate
from sim.results.folder import Folder, usual_folder
from sim.results.replicate import Replicate, counted
from sim.results.run import Failure, Made, Run

__all__ = [
    "Comparison",
    "Estimate",
    "Failure",
    "Folder",
    "Made",
    "Replicate",
    "Run",
    "counted",
    "estimate",
    "usual_folder",
]
