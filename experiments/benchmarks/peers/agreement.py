"""Whether two engines with luck of their own live the same model: their runs compared."""

from collections.abc import Mapping, Sequence

import numpy as np
from scipy.stats import norm, ttest_ind


def deviates(
    ours: Sequence[Mapping[str, float]], theirs: Sequence[Mapping[str, float]]
) -> dict[str, float]:
    """How far an engine's statistics lie from ours, in standard errors of their difference.

    Parameters
    ----------
    ours, theirs : sequence of mapping
        Of each run, its statistics by name.

    Returns
    -------
    dict of str to float
        Standard normal deviates by statistic, none below 0.
    """
    return {
        statistic: _deviate(*([run[statistic] for run in runs] for runs in (ours, theirs)))
        for statistic in ours[0]
    }


def _deviate(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Welch's t of two samples, as the normal deviate with the same chance of more."""
    if np.ptp(ours) == np.ptp(theirs) == 0.0:
        return 0.0 if ours[0] == theirs[0] else np.inf
    return float(norm.isf(ttest_ind(ours, theirs, equal_var=False).pvalue / 2.0))
