"""How people differ in needs and media, in 256 equally likely classes, and how fast they forget."""

import numpy as np
from scipy.special import gammainc, gammaincinv

from sim.market.tables import Floats, Integers, growth, thresholds
from sim.rng import exp, log
from sim.scenario import Scenario
from sim.tables.moments import CLASSES

ALIKE = 1e6
"""A Gamma shape from which people are all alike, a half-life from which nothing fades."""
DIGITS = 9  # class means are rounded to so many decimals, beyond which SciPy may differ by platform


def class_means(shape: float) -> Floats:
    """People fall into equally likely classes of a Gamma distribution with mean 1.

    Parameters
    ----------
    shape : float
        Small = a few people have most of it; `ALIKE` or more = everybody has 1.

    Returns
    -------
    numpy.ndarray
        The mean of each of 256 equally likely slices.
    """
    if shape >= ALIKE:
        return np.ones(CLASSES)
    edges = gammaincinv(shape, np.arange(CLASSES) / CLASSES)
    below = np.append(gammainc(shape + 1.0, edges), 1.0)
    means: Floats = np.round(np.diff(below) * CLASSES, DIGITS)
    return means


def retention(half_life: float) -> float:
    """What lasts from one day to the next.

    Parameters
    ----------
    half_life : float
        Days; `ALIKE` or more = for ever.

    Returns
    -------
    float
        Share.
    """
    return 1.0 if half_life >= ALIKE else float(exp(-log(2.0) / half_life))


def decay(spec: Scenario, after: int = 0) -> Floats:
    """What lasts over any number of days, of awareness, belief, goodwill and goodwill from use.

    Parameters
    ----------
    spec : Scenario
        The world.
    after : int
        Days to be lived after the measured ones.

    Returns
    -------
    numpy.ndarray
        Retention by days elapsed and kind of memory.
    """
    memory = spec.market.memory
    half_lives = (
        memory.awareness_half_life_days,
        memory.belief_half_life_days,
        memory.goodwill_half_life_days,
        memory.use_goodwill_half_life_days,
    )
    days = spec.market.warm_up_days + spec.market.days + after
    steps = np.ones((days + 1, len(half_lives)))
    steps[1:] = [retention(half_life) for half_life in half_lives]
    return np.cumprod(steps, axis=0, dtype=np.float64)


def month_of(day: int) -> int:
    """A year has 365 days and twelve equal months; day 0 is 1 January.

    Parameters
    ----------
    day : int
        Day, negative in the warm-up.

    Returns
    -------
    int
        0 to 11.
    """
    return (day % 365) * 12 // 365


def need(spec: Scenario, month: int, means: Floats) -> Integers:
    """How likely a need is born today, by persona and class.

    Parameters
    ----------
    spec : Scenario
        The world.
    month : int
        0 to 11.
    means : numpy.ndarray
        Class means of the need rate.

    Returns
    -------
    numpy.ndarray
        Thresholds, personas × classes.
    """
    needs = spec.market.needs
    personas = [spec.personas[name] for name in sorted(spec.personas)]
    rates = means * np.array([[persona.need_rate] for persona in personas])
    return thresholds(1.0 - growth(-(rates * needs.season[month] / needs.mean_days)))
