"""The engine and the slow readable twin, written twice from one page, agree bit for bit."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest

from sim.model import JourneyModel
from sim.results.needs import NEED
from sim.scenario import Scenario
from sim.tables.events import BRAND_COUNTS, MARKET_COUNTS
from sim.tables.moments import NEVER, NOBODY
from sim.tables.records import TOUCH_ROW
from sim.tables.state import COLUMNS
from tests.reference import Reference, ReferenceResult
from tests.reference_worlds import CERTAIN, SIXTEEN_BRANDS, opportunities, world

pytestmark = pytest.mark.slow

SEED, REPLICATE = 7, 3
SMALL: dict[str, Any] = {"consumers": 200, "warm_up_days": 50, "days": 150}
SUBSCRIPTION = {"purchase": "subscription", "needs": {"mean_days": 15}}
SCALES = {column.name: column.scale for column in COLUMNS}
BRAND = NEED.names.index("brand")
MEMORIES = ("awareness", "belief", "goodwill", "use_goodwill")
WORLDS: dict[str, Any] = {
    "everything": {"consumers": 600, "warm_up_days": 100, "days": 380},
    "own outlets": SMALL | {"market": {"outlet": "own"}},
    "subscription": SMALL | {"market": SUBSCRIPTION},
    "own outlets, subscription": SMALL | {"market": {"outlet": "own"} | SUBSCRIPTION},
    "annealed": SMALL | {"network": {"annealed": True}},
    "feedback off": SMALL | {"feedback": "off"},
    "own outlets, subscription, annealed": SMALL
    | {"market": {"outlet": "own"} | SUBSCRIPTION, "network": {"annealed": True}},
    "own outlets, subscription, feedback off": SMALL
    | {"market": {"outlet": "own"} | SUBSCRIPTION, "feedback": "off"},
    "no warm-up": SMALL | {"warm_up_days": 0},
    "nobody forgets, nobody searches by name, all use media alike": SMALL
    | {
        "moments": {"presence": {"name_search": 0, "media_shape": 1e6}},
        "market": {
            "needs": {"shape": 1e6},
            "memory": {f"{name}_half_life_days": 1e6 for name in MEMORIES},
        },
    },
    "all that may happen does": SMALL | CERTAIN,
    "sixteen brands": SMALL | {"consumers": 60, "brands": SIXTEEN_BRANDS, "focal": "brand-p"},
    "two people": SMALL | {"consumers": 2, "network": {"contacts": 3}},
    "alone": SMALL | {"consumers": 1},
}


@cache
def spec_of(name: str) -> Scenario:
    return world(**WORLDS[name])


@cache
def told(name: str) -> ReferenceResult:
    """The world as the twin tells it."""
    spec, chances = spec_of(name), opportunities()
    return Reference(spec, seed=SEED, replicate=REPLICATE, opportunities=chances).run()


def lived(name: str) -> JourneyModel:
    """The world as the engine runs it."""
    spec, chances = spec_of(name), opportunities()
    model = JourneyModel(spec, seed=SEED, replicate=REPLICATE, opportunities=chances, needs=True)
    model.run()
    return model


# --- The twin by itself ---------------------------------------------------------------------------


def test_everything_there_is_to_count_happens():
    runs = [told("everything"), told("own outlets, subscription")]
    counted = {
        counter
        for run in runs
        for counts in (run.market_counts, *run.brand_counts)
        for counter, values in counts.items()
        if values.any()
    }
    counters = {counter.name for counter in (*MARKET_COUNTS, *BRAND_COUNTS)}
    assert counters - counted == {"visited"}  # the twin visits everybody


@pytest.mark.parametrize(
    ("counter", "axis"), [("opened", 0), ("ended", 0), ("ended", 1), ("lost", 0)]
)
def test_every_way_of_the_journey_is_taken(counter, axis):
    counts = told("everything").market_counts[counter]
    per_code = counts.sum(axis=tuple(k for k in range(counts.ndim) if k != axis))
    assert per_code.all()


def test_every_friction_decides_somewhere():
    unpaid = sum(counts["unpaid"] for counts in told("everything").brand_counts)
    assert unpaid.all()


@pytest.mark.parametrize("name", ["everything", "own outlets, subscription", "feedback off"])
def test_journeys_and_use_periods_are_conserved(name):
    run = told(name)
    market, brands = run.market_counts, run.brand_counts
    phase = np.array(run.columns["screen"]["phase"])
    live, using = int(((phase > 0) & (phase < 4)).sum()), int((phase == 4).sum())
    bought = [int(b["purchases"].sum()) for b in brands]
    used = sum(int(b["used"]) for b in brands)
    focal = sorted(spec_of(name).brands).index(spec_of(name).focal_brand)
    assert run.start["live"] + market["opened"].sum() == market["ended"].sum() + live
    assert run.start["using"] + sum(bought) == used + using
    assert sum(bought) == market["ended"][0].sum()
    assert market["ended"].sum() == market["lost"].sum() + bought[focal]
    won = [need[BRAND] for need in run.needs if need[BRAND] != NOBODY]
    assert np.bincount(won, minlength=len(bought)).tolist() == bought
    for b in brands:
        assert b["purchases"].sum() == b["purchases_by_channel"].sum()
        assert b["purchases"].sum() == b["purchases_by_device"].sum()
        assert b["chosen"] == b["purchases"].sum() + b["unpaid"].sum()
        only_paid = b["reviews"].sum() - b["board"].sum()
        assert 0 <= only_paid <= b["paid_reviews"]
        assert b["service_recovered"] <= b["service_failures"] <= b["service_contacts"]


# --- The twin and the engine ----------------------------------------------------------------------


@pytest.mark.parametrize("name", WORLDS)
def test_engine_and_twin_agree_to_the_bit(name):
    model, run = lived(name), told(name)
    assert len(run.touches) > 0
    assert [*counts_apart(model, run), *columns_apart(model, run), *touches_apart(model, run)] == []
    ended = model.needs()[model.needs()["day"] != NEVER]
    assert ended.tolist() == sorted(run.needs)


def counts_apart(model: JourneyModel, run: ReferenceResult) -> Iterator[str]:
    """Counters on which the two differ."""
    gained = [("market", model.gained_market(), run.market_counts)]
    gained += [
        (f"brand {b}", model.gained_brands()[b], counts)
        for b, counts in enumerate(run.brand_counts)
    ]
    for whose, engine, twin in gained:
        for counter, expected in twin.items():
            if counter != "visited" and not np.array_equal(engine[counter], expected):
                yield f"{whose}: {counter} {engine[counter]} in the engine, {expected} in the twin"


def as_stored(column: str, values: list[Any], dtype: np.dtype[Any]) -> np.ndarray:
    """What the twin knows in natural units, in the units of the column."""
    if SCALES[column] == 1.0:
        return np.array(values, dtype=dtype)
    return np.rint(np.array(values) / SCALES[column]).astype(dtype)


def columns_apart(model: JourneyModel, run: ReferenceResult) -> Iterator[str]:
    """Columns on which the two differ, each with the first such consumer."""
    for layout, columns in run.columns.items():
        for column, values in columns.items():
            stored = getattr(model.population, layout)[column]
            expected = as_stored(column, values, stored.dtype)
            engine = stored.reshape(expected.shape)
            apart = np.argwhere(engine != expected)
            if len(apart):
                who = tuple(apart[0])
                yield (
                    f"{layout}.{column}{list(map(int, who))}: {engine[who]} in the engine, "
                    f"{expected[who]} in the twin, and {len(apart) - 1} more"
                )


def touches_apart(model: JourneyModel, run: ReferenceResult) -> Iterator[str]:
    """The first touch on each side that the other does not have, or that there is another order."""
    engine = np.asarray(model.touches(), dtype=TOUCH_ROW).tolist()
    twin = sorted(run.touches, key=lambda row: row[0])  # by consumer, each in the order lived
    if sorted(engine) == sorted(twin) and engine != twin:
        yield "the same touches in another order"
    elif engine != twin:
        for side, rows, others in (("engine", engine, set(twin)), ("twin", twin, set(engine))):
            alone = [
                dict(zip(TOUCH_ROW.names, row, strict=True)) for row in rows if row not in others
            ]
            first = min(alone, key=lambda row: (row["day"], row["slot"], row["step"]), default=None)
            yield f"{len(alone)} of {len(rows)} touches only in the {side}, first {first}"
