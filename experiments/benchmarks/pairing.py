"""What common random numbers save: the effect of +5 % spend, paired and unpaired.

The focal brand spends 5 % more in one micro-moment for a year. What that does to its purchases is
the difference of two worlds. Paired, both have the same people with the same luck; unpaired, each
has its own, and the variance of the difference is the sum of both variances. The ratio of the two
variances says what pairing is worth.
"""

import argparse
import math
import warnings
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import Any, NamedTuple

import numpy as np
from measure import machine, options, show, table
from numpy.typing import NDArray
from scipy import stats

from sim.model import JourneyModel
from sim.scenario import Scenario, Strategy
from sim.scenario_io import load
from sim.study.opportunities import opportunities_of
from sim.study.watch import Watch

MARKETS = ("base", "cafe", "camera", "grocery", "sneakers", "telecom")
RESAMPLES = 2000
CONFIDENCE = 0.95
FIRST_SEED = 1

Floats = NDArray[np.float64]


class World(NamedTuple):
    """People and luck with which a market is lived under every plan."""

    spec: Scenario
    opportunities: Floats
    seed: int
    replicate: int


# --- worlds -------------------------------------------------------------------------------------


def market(name: str, consumers: int, days: int, change: float) -> Scenario:
    """A market whose strategies are: a little more money, in one moment each."""
    # Nobody reads the log, and keeping it changes nothing.
    changes = {"consumers": consumers, "days": days, "panel_consumers": 0}
    spec = load(name, [f"market.{key}={value}" for key, value in changes.items()])
    budgets = spec.brands[spec.focal_brand].spend.moments.model_dump()
    more = {
        moment: Strategy.model_validate({"spend": {"moments": {moment: euro * (1.0 + change)}}})
        for moment, euro in budgets.items()
        if euro
    }
    return spec.model_copy(update={"strategies": more})


def purchases(world: World) -> list[int]:
    """Units of the focal brand: under the base plan, then under each strategy.

    The warm-up is the same under all plans, and lived once.
    """
    spec = world.spec
    model = JourneyModel(
        spec,
        seed=world.seed,
        replicate=world.replicate,
        opportunities=world.opportunities,
    )
    start = model.run(until=0).checkpoint()
    focal = sorted(spec.brands).index(spec.focal_brand)
    plans = (None, *spec.strategies)
    lived = (JourneyModel.resume(start, strategy=plan).run() for plan in plans)
    return [int(model.gained_brands()["purchases"][focal].sum()) for model in lived]


# --- variances ----------------------------------------------------------------------------------


def variance_ratio(with_more: Floats, base: Floats, axis: int = -1) -> Floats:
    """Variance of an unpaired difference over that of a paired one."""
    unpaired = np.var(with_more, axis=axis, ddof=1) + np.var(base, axis=axis, ddof=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio: Floats = unpaired / np.var(with_more - base, axis=axis, ddof=1)
    return ratio


def replicates_needed(ratio: float, pairs: int) -> int:
    """Unpaired replicates of each world whose interval is no wider than that of some pairs.

    Student's t: n - 1 degrees of freedom with n pairs, 2 (m - 1) with m of each world.

    Parameters
    ----------
    ratio : float
        Variance of an unpaired difference over that of a paired one.
    pairs : int
        Paired replicates, at least two.
    """

    def width(t_freedom: int, variance: float, number: int) -> float:
        return float(stats.t.ppf((1 + CONFIDENCE) / 2, t_freedom)) * math.sqrt(variance / number)

    wanted = width(pairs - 1, 1.0, pairs)
    low, high = 1, 2
    while width(2 * (high - 1), ratio, high) > wanted:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        if width(2 * (middle - 1), ratio, middle) > wanted:
            low = middle
        else:
            high = middle
    return high


def compared(with_more: Floats, base: Floats, pairs: int) -> dict[str, Any]:
    """The effect, what luck leaves of it paired and unpaired, and their ratio with its interval."""
    effect = with_more - base
    unpaired = float(np.var(with_more, ddof=1) + np.var(base, ddof=1))
    found: dict[str, Any] = {
        "effect": float(effect.mean()),
        "effect_share": float(effect.mean() / base.mean()),
        "paired_variance": float(np.var(effect, ddof=1)),
        "unpaired_variance": unpaired,
        "ratio": None,
        "replicates": None,
    }
    if not found["paired_variance"]:
        return found
    ratio = float(variance_ratio(with_more, base))
    low, high = _interval(with_more, base)
    found["ratio"] = {"value": ratio, "low": _finite(low), "high": _finite(high)}
    found["replicates"] = replicates_needed(ratio, pairs)
    return found


def _interval(with_more: Floats, base: Floats) -> tuple[float, float]:
    """Bias-corrected and accelerated; nothing finite where too few worlds differ at all."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        interval = stats.bootstrap(
            (with_more, base),
            variance_ratio,
            paired=True,
            n_resamples=RESAMPLES,
            confidence_level=CONFIDENCE,
            rng=np.random.default_rng(FIRST_SEED),
        ).confidence_interval
    return float(interval.low), float(interval.high)


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None


# --- the study ----------------------------------------------------------------------------------


def pairing(arguments: argparse.Namespace) -> dict[str, Any]:
    """Live every market with every seed under every plan, side by side in processes."""
    specs = {
        name: market(name, arguments.consumers, arguments.days, arguments.change / 100.0)
        for name in arguments.markets
    }
    numbers = range(arguments.worlds)
    luck = [(FIRST_SEED, n) if arguments.same_people else (FIRST_SEED + n, 0) for n in numbers]
    worlds = [
        World(spec, opportunities, seed, replicate)
        for spec in specs.values()
        for opportunities in [opportunities_of(spec, Watch())]
        for seed, replicate in luck
    ]
    with ProcessPoolExecutor(arguments.workers, mp_context=get_context("spawn")) as pool:
        units = iter(list(pool.map(purchases, worlds)))
    found = {}
    for name, spec in specs.items():
        base, *others = np.array([next(units) for _ in numbers], float).T
        found[name] = {
            "purchases": float(base.mean()),
            "moments": {
                moment: compared(with_more, base, arguments.pairs)
                for moment, with_more in zip(spec.strategies, others, strict=True)
            },
        }
    return {
        "machine": machine(),
        "change_percent": arguments.change,
        "consumers": arguments.consumers,
        "days": arguments.days,
        "worlds": arguments.worlds,
        "same_people": arguments.same_people,
        "pairs": arguments.pairs,
        "markets": found,
    }


def tables(found: dict[str, Any]) -> Iterator[Any]:
    """A table a market."""
    kept = "the same people, other luck" if found["same_people"] else "other people and luck"
    yield (
        f"{found['change_percent']:+g} % spend of the focal brand in one moment, "
        f"{found['consumers']:,} consumers, {found['days']} days, {found['worlds']} worlds: {kept}"
    )
    figures = ["effect", "of all", "± a pair", "± unpaired", "variance ratio", "95 %"]
    needed = f"unpaired for {found['pairs']} pairs"
    for name, of in found["markets"].items():
        title = f"{name}: {of['purchases']:,.0f} purchases"
        made = table(title, ["more spent on"], [*figures, needed])
        for moment, row in of["moments"].items():
            made.add_row(moment, *_cells(row))
        yield made


def _cells(row: dict[str, Any]) -> Sequence[str]:
    spreads = [math.sqrt(row[name]) for name in ("paired_variance", "unpaired_variance")]
    cells = [f"{row['effect']:+.1f}", f"{row['effect_share']:+.2%}"]
    cells += [f"{spread:.1f}" for spread in spreads]
    if row["ratio"] is None:
        return [*cells, "no difference", "–", "–"]
    low, high = (
        "–" if row["ratio"][end] is None else f"{row['ratio'][end]:.1f}" for end in ("low", "high")
    )
    return [*cells, f"{row['ratio']['value']:.1f}", f"{low} to {high}", f"{row['replicates']:,}"]


def main() -> None:
    """Say what common random numbers save in each market and moment."""
    parser = options(__doc__)
    parser.add_argument("markets", nargs="*", default=list(MARKETS))
    parser.add_argument("--consumers", type=int, default=4000)
    parser.add_argument("--days", type=int, default=365)
    parser.add_argument("--worlds", type=int, default=16, help="pairs from which to estimate")
    parser.add_argument("--change", type=float, default=5.0, help="percent")
    parser.add_argument("--pairs", type=int, default=10, help="pairs whose interval is wanted")
    parser.add_argument("--same-people", action="store_true", help="vary luck alone, not people")
    parser.add_argument("--workers", type=int, default=2)
    arguments = parser.parse_args()
    show(pairing(arguments), arguments.json, tables)


if __name__ == "__main__":
    main()
