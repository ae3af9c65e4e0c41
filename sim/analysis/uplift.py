"""What a plan brings: purchases more, of whom, and how sure that is."""

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from sim.analysis.intervals import by_consumer, detectable, replicates_needed
from sim.analysis.ranking import told_apart
from sim.errors import ResultError
from sim.results import Comparison, Estimate
from sim.results.pairs import MEASURES

if TYPE_CHECKING:
    import pandas as pd


def uplift(found: Comparison) -> "pd.DataFrame":
    """Tell by strategy and measure what the focal brand has more than in the base.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    pandas.DataFrame
        Difference with its 95 % interval of luck, the smallest difference so many replicates could
        tell from nothing (`detectable`), and how many replicates would tell this one from nothing
        half of the time (`replicates_needed`).
    """
    import pandas as pd

    rows = []
    for name in found.runs:
        for measure in MEASURES:
            gained = found.gains(name, measure).tolist()
            difference = found.difference(name, measure)
            rows.append(
                {
                    "strategy": name,
                    "measure": measure,
                    "difference": difference.mean,
                    "low": difference.low,
                    "high": difference.high,
                    "detectable": detectable(gained),
                    "replicates_needed": replicates_needed(gained, abs(difference.mean or 0.0)),
                }
            )
    return pd.DataFrame(rows)


def idle(found: Comparison) -> list[str]:
    """Name the plans that changed no number of purchases in any pair.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    list of str
        Worlds compared with the base.
    """
    return [name for name in found.runs if not found.gains(name).any()]


def undecided(found: Comparison, name: str) -> int | None:
    """How many replicates would tell a difference in purchases from nothing half of the time.

    Parameters
    ----------
    found : Comparison
        What was found.
    name : str
        A world that was compared with the base.

    Returns
    -------
    int or None
        Replicates, if the true difference is the one found; None where the interval decides
        already, or where no number helps.
    """
    difference = found.difference(name)
    if difference.mean is None or difference.decided is not False:
        return None
    return replicates_needed(found.gains(name).tolist(), abs(difference.mean))


def alike(found: Comparison) -> list[tuple[str, str]]:
    """Name the plans whose purchases cannot be told apart, so that nobody ranks them.

    Parameters
    ----------
    found : Comparison
        What was found.

    Returns
    -------
    list of (str, str)
        Pairs of worlds compared with the base whose paired difference is smaller than the smallest
        that would be seen with a chance of 80 %. Plans that change nothing are the base, and what
        is told of the others beside it need not be told twice.
    """
    nothing = idle(found)
    gains = {name: found.gains(name).tolist() for name in found.runs if name not in nothing}
    pairs = combinations(gains, 2)
    return [(one, other) for one, other in pairs if not told_apart(gains[one], gains[other])]


def per_consumer(found: Comparison, name: str) -> Estimate:
    """Purchases more, with an interval from the spread between consumers.

    Where each replicate has people of its own it holds the truth 95 times of 100. Where people are
    the same in all replicates it does so at least as often, for the spread between them contains
    how they differ for good, too.

    Parameters
    ----------
    found, name
        As in `undecided`.

    Returns
    -------
    Estimate
        Mean over replicates and its interval.

    Raises
    ------
    ResultError
        If there is no such world, or feedback is not off. Where people hear one another, the
        spread between them understates luck, in a replay too: all of them hear the same reviews
        and stories, and another year's would have been others.
    """
    pairs = found.pairs[found.named(name)]
    if found.feedback != "off":
        raise ResultError(
            f"feedback is {found.feedback}: where people hear one another, the spread between them "
            'understates luck; compare with feedback="off"'
        )
    return by_consumer(
        [pair.consumers for pair in pairs],
        [pair.gained for pair in pairs],
        [pair.squares for pair in pairs],
    )


def individuals(found: Comparison, name: str | None = None) -> "pd.DataFrame":
    """Uplift of each consumer: the same person, lived again with other luck.

    Parameters
    ----------
    found : Comparison
        Made with `people=True`.
    name : str, optional
        A world that was compared with the base; omitted = all of them.

    Returns
    -------
    pandas.DataFrame
        By strategy and consumer: persona, purchases more in the mean over replicates, the standard
        error of that mean, and in how many replicates there were more and fewer.

    Raises
    ------
    ResultError
        If there is no such world, differences were not kept by consumer, or people differ between
        replicates.
    """
    import pandas as pd

    if found.base.new_people:
        raise ResultError("a consumer is another person in each replicate (new_people)")
    names = np.array(sorted(found.base.spec.personas))
    frames = []
    for plan in found.pairs if name is None else (found.named(name),):
        pairs = found.pairs[plan]
        kept = [pair.people for pair in pairs if pair.people is not None]
        persona = pairs[0].personas
        if len(kept) < len(pairs) or persona is None:
            raise ResultError("differences were not kept by consumer: compare with people=True")
        gained = np.stack(kept)
        count = len(gained)
        error = gained.std(axis=0, ddof=1) / np.sqrt(count) if count > 1 else np.nan
        frames.append(
            pd.DataFrame(
                {
                    "strategy": plan,
                    "consumer": np.arange(gained.shape[1]),
                    "persona": names[persona],
                    "uplift": gained.mean(axis=0),
                    "standard_error": error,
                    "more": (gained > 0).sum(axis=0),
                    "fewer": (gained < 0).sum(axis=0),
                    "replicates": count,
                }
            )
        )
    return pd.concat(frames, ignore_index=True)
