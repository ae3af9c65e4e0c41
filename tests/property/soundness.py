"""What must be true of every world that was lived, whatever its settings.

`told(…)` takes everything a world remembers, has counted and reports as named arrays, so that a
test can falsify any of them and see that it is noticed. Identities: `sim/tables/events.py`,
`docs/model.md`; money is counted in whole millionths of a euro.
"""

import json
import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model import JourneyModel
from sim.results import Run
from sim.results.money import EURO, ledgers
from sim.results.replicate import counted
from sim.scenario import Scenario
from sim.tables.moments import (
    BOUGHT,
    BUY,
    CHANNELS,
    FMOT,
    MOMENTS,
    PEER,
    SERVICE,
    SMOT,
    STIMULUS,
    UMOT,
    ZMOT,
)
from tests.snapshots import Snapshot, snapshot
from tests.worlds import units

LAST_DAY = 32_000
SHARES = ("share", "reached", "present", "helped", "converted")


def looked_at(model: JourneyModel) -> Snapshot:
    """Everything there is to see of a world after its last day, which keeps its needs."""
    seen = snapshot(model) | {"memory.units": units(model)}
    found = ledgers(model.spec, counted(0, model))
    for name in found[0]._fields:
        seen[f"money.{name}"] = np.array([getattr(ledger, name) for ledger in found], object)
    seen["today.noticed_probability"] = model.market.noticed_probability.copy()
    for layout in ("brands", "cells", "wake", "need", "reach"):
        records = getattr(model.market, layout)
        names = records.dtype.names
        for name in names or [""]:
            seen[f"today.{layout}.{name}"] = (records[name] if names else records).copy()
    return seen


def told(model: JourneyModel) -> dict[str, Any]:
    """What a program is told of it."""
    found: dict[str, Any] = Run(model.spec, model.seed, False, (counted(0, model),)).to_json()
    return found


def unsound(spec: Scenario, seen: Snapshot) -> list[str]:
    """Sentences about a world that are false, though they must be true of every world."""
    checks = (_finite, _bounded, _journeys, _purchases, _moments, _funnel, _reviews, _money, _log)
    return [sentence for check in checks for sentence, holds in check(spec, seen) if not holds]


Claims = Iterator[tuple[str, bool]]


def _finite(_: Scenario, seen: Snapshot) -> Claims:
    for name, values in seen.items():
        if values.dtype.kind == "f":
            yield f"{name} is a number everywhere", bool(np.isfinite(values).all())
        counter = name.startswith(("market.", "brands.", "stocks.", "daily.", "money.spend"))
        if counter and name != "brands.satisfaction" and values.dtype.kind in "iufO":
            yield f"{name} is never negative", bool((values >= 0).all())


def _bounded(spec: Scenario, seen: Snapshot) -> Claims:
    memory = spec.market.memory
    brands = len(spec.brands)
    bounds = {
        "memory.awareness": (0, 1),
        "memory.goodwill": (-1, 1),
        "memory.use_goodwill": (-1, 1),
        "memory.precision": (
            np.float32(memory.prior_weight),
            np.float32(memory.largest_weight),
        ),
        "daily.rating": (1, 5),
        "daily.live": (0, spec.market.consumers),
        "daily.using": (0, spec.market.consumers),
        "today.noticed_probability": (0, 1),
        "today.brands.rating": (1, 5),
        "today.cells.noticed": (0, 2**32),
        "today.cells.poached": (0, 2**32),
        "today.reach.": (0, 2**32),
        "today.wake.": (0, 2**32),
        "today.need.": (0, 2**32),
        "screen.persona": (0, len(spec.personas) - 1),
        "person.using_brand": (-1, brands - 1),
        "person.last_brand": (-1, brands - 1),
        "person.intended": (-1, brands - 1),
        "voice.voice_brand": (-1, brands - 1),
        "person.considered": (0, 2**brands - 1),
    }
    for name, (low, high) in bounds.items():
        values = seen[name]
        inside = bool(((values >= low) & (values <= high)).all())
        yield f"{name} lies between {low} and {high}", inside
    heard = seen["voice.voice_brand"] >= 0
    last, told = seen["person.last_satisfaction"], seen["voice.voice_satisfaction"] / 1000.0
    apart = np.abs(np.clip(last, -32.767, 32.767) - told)[heard]
    yield "friends hear how it was", bool((apart < 0.00051).all())
    persuaded = [int(digits) for digits in seen["person.persuaded"]]
    codes = {digits >> 4 * b & 15 for digits in persuaded for b in range(brands)}
    yield "what persuaded is a moment or nothing", max(codes) <= len(MOMENTS)
    yield "only brands there are persuade", max(persuaded) < 16**brands
    for name, values in seen.items():
        if name.endswith("_day"):
            yield f"{name} is a day of this world", bool((values <= LAST_DAY).all())


def _journeys(spec: Scenario, seen: Snapshot) -> Claims:
    opened, ended = int(seen["market.opened"].sum()), int(seen["market.ended"].sum())
    live = [int(seen[f"stocks.live_{when}"]) for when in ("start", "end")]
    yield "every journey opened ended or is alive", live[0] + opened == ended + live[1]
    yield "journeys by day are all journeys", seen["daily.opened"].sum() == opened
    yield "active days are all days", seen["daily.live"].sum() == seen["market.active"]
    yield "the last evening is the end", seen["daily.live"][-1] == live[1]
    phases = np.bincount(seen["screen.phase"], minlength=5)
    yield "everybody is in one phase", phases.sum() == spec.market.consumers
    using = [int(seen[f"stocks.using_{when}"]) for when in ("start", "end")]
    bought, used = int(seen["brands.purchases"].sum()), int(seen["brands.used"].sum())
    yield "every purchase is in use or used", using[0] + bought == used + using[1]
    yield "every purchase ends a journey", bought == seen["market.ended"][BOUGHT].sum()
    focal = sorted(spec.brands).index(spec.focal_brand)
    won = int(seen["brands.purchases"][focal].sum())
    lost = int(seen["market.lost"].sum())
    yield "journeys not won have a reason", ended == won + lost
    caused = seen["brands.needs_caused"].sum()
    yield "a need opened by a story has a story", caused == seen["market.opened"][PEER]


def _purchases(_: Scenario, seen: Snapshot) -> Claims:
    bought = seen["brands.purchases"].sum(axis=1)
    for side in ("purchases_by_channel", "purchases_by_device"):
        yield f"{side} are all purchases", (seen[f"brands.{side}"].sum(axis=1) == bought).all()
    yield "purchases by day are all", (seen["daily.purchases"].sum(axis=0) == bought).all()
    yield "purchases by person are all", (seen["memory.units"].sum(axis=0) == bought).all()
    unpaid = seen["brands.unpaid"].sum(axis=1)
    yield "what is chosen is paid or not", (seen["brands.chosen"] == bought + unpaid).all()
    yield "carts are choices", seen["market.carts"] <= seen["brands.chosen"].sum()
    for part in ("won", "repeat_purchases"):
        yield f"{part} is part of all purchases", (seen[f"brands.{part}"] <= bought).all()
    switched = seen["brands.switched_to"].sum(axis=1)
    yield "who switched bought", (switched <= bought).all()
    yield "intended is of journeys", seen["brands.intended"].sum() <= seen["market.opened"].sum()


def _moments(_: Scenario, seen: Snapshot) -> Claims:
    total = seen["market.moments"].sum()
    for side in ("truth", "device", "context"):
        yield f"moments by {side} are all", seen[f"market.by_{side}"].sum() == total
    truth = seen["market.by_truth"]
    yield "no moment is of UMOT", truth[UMOT] == 0
    yield "idle buying apart, FMOT is buying", truth[FMOT] <= seen["market.moments"][BUY].sum()
    noticed, helped = seen["brands.noticed"], seen["brands.helped"]
    yield "who helped was noticed", (helped <= noticed).all()
    yield "who was noticed was there in a moment", (noticed <= seen["market.moments"]).all()
    yield "who was poached was named", (seen["brands.poached"] <= seen["brands.named"]).all()
    yield "sessions hold moments", seen["market.sessions"] <= truth[[ZMOT, FMOT]].sum()
    stores = seen["market.store_sessions"]
    yield "store sessions are sessions", stores <= seen["market.sessions"]
    yield "how-to moments are of SMOT", seen["brands.how_to"].sum() == truth[SMOT]
    yield (
        "answered are moments",
        (seen["market.answered"] <= seen["market.moments"].sum(axis=1)).all(),
    )


def _funnel(_: Scenario, seen: Snapshot) -> Claims:
    reached, went_on = seen["market.reached"], seen["market.went_on"]
    opened = seen["market.opened"].sum()
    yield "a moment of truth is reached in journeys", (reached[: SMOT + 1] <= opened).all()
    yield "who went on had got there", (went_on <= reached).all()
    yield "who went on arrived", (went_on[STIMULUS:FMOT] <= reached[ZMOT : FMOT + 1]).all()
    won, shared = seen["brands.won"], seen["brands.shared"]
    yield "SMOT is reached by buying", reached[SMOT] == won.sum()
    yield "UMOT is reached by sharing", reached[UMOT] == shared.sum()
    present, helpful = seen["brands.present"], seen["brands.helpful"]
    yield "present is in journeys that came so far", (present[:, :UMOT] <= reached[:UMOT]).all()
    yield "helpful is where present", (helpful <= present).all()
    yield "present in use is of own buyers", (present[:, SMOT] <= won).all()


def _reviews(_: Scenario, seen: Snapshot) -> Claims:
    reviews, board = seen["brands.reviews"], seen["brands.board"]
    written = reviews.sum(axis=1)
    paid_only = written - board.sum(axis=1)
    yield "readers learn from published reviews", (board <= reviews).all()
    yield "the others are paid for", (paid_only <= seen["brands.paid_reviews"]).all()
    yield "reviews by day are all", (seen["daily.reviews"].sum(axis=0) == written).all()
    judged = seen["brands.judged"]
    for part in ("told", "promoters", "satisfied", "detractors", "invitations"):
        yield f"{part} is part of experiences", (seen[f"brands.{part}"] <= judged).all()
    yield "who wrote had judged", (written <= judged).all()
    yield "who is thanked wrote", (seen["brands.thanked"] <= written).all()
    periods = seen["brands.used"] + seen["brands.renewals"]
    yield "who judged had used", (judged <= periods).all()
    chain = ("service_recovered", "service_failures", "service_contacts")
    for part, whole in pairwise(chain):
        yield f"{part} <= {whole}", (seen[f"brands.{part}"] <= seen[f"brands.{whole}"]).all()


def _money(spec: Scenario, seen: Snapshot) -> Claims:
    costs = spec.market.unit_costs
    for index, name in enumerate(sorted(spec.brands)):
        brand = spec.brands[name]
        weekly = sum(map(Fraction, brand.spend.by_lever.values()))
        exact = weekly * spec.market.days * spec.market.consumers * EURO / 7000
        spend = seen["money.spend"][index]
        near = abs(spend - exact) <= 1 + exact * Fraction(1, 10**12)
        yield f"{name} spends as planned", bool(near)
        price = Fraction(brand.price_eur) * Fraction(brand.policies.price)
        induced: Fraction = Fraction(0)
        events = 0
        for counter, euro in (
            ("invitations", costs.invite_eur),
            ("paid_reviews", costs.paid_invite_eur),
            ("thanked", costs.thanks_eur),
            ("personal_touches", costs.personal_touch_eur),
        ):
            count = int(seen[f"brands.{counter}"][index])
            induced, events = induced + count * Fraction(euro), events + count
        for channel, euro in costs.click_eur.items():
            count = int(seen["brands.helped"][index, :, CHANNELS.index(channel)].sum())
            induced, events = induced + count * Fraction(euro), events + count
        for channel, share in costs.commission.items():
            count = int(seen["brands.purchases_by_channel"][index, CHANNELS.index(channel)])
            induced, events = induced + count * price * Fraction(share), events + count
        booked = seen["money.induced_spend"][index]
        # Each unit cost is a whole number of millionths, hence half of one off at most.
        yield f"{name} pays events x unit costs", bool(abs(booked - induced * EURO) <= events)
        units = int(seen["brands.purchases"][index].sum() + seen["brands.renewals"][index])
        revenue = seen["money.revenue"][index]
        yield f"{name} earns units x price", bool(abs(revenue - units * price * EURO) <= units)
        profit = seen["money.margin"][index] - spend - booked
        yield f"{name}'s profit is what is left", bool(seen["money.profit"][index] == profit)


def _log(spec: Scenario, seen: Snapshot) -> Claims:
    rows = seen["touches"]
    panel = min(spec.market.panel_consumers, spec.market.consumers)
    yield "the panel alone keeps a log", bool((rows["consumer"] < panel).all())
    yield "help in the log is present", bool((rows["helpful"] <= rows["present"]).all())
    days = (rows["day"] >= 0) & (rows["day"] < spec.market.days)
    yield "the log is of measured days", bool(days.all())
    if panel == spec.market.consumers:
        served = rows["moment"] == SERVICE
        contacts = seen["brands.service_contacts"].sum()
        total = len(spec.brands) * seen["market.moments"].sum()
        yield "the log holds every moment", np.count_nonzero(~served) == total
        yield "the log holds every service contact", np.count_nonzero(served) == contacts


def unsaid(found: dict[str, Any]) -> list[str]:
    """What is wrong with the answer a program is given: no number, or a share beyond 0 to 1."""
    json.loads(json.dumps(found, allow_nan=False))
    wrong = []
    for path, name, value in _numbers(found, ""):
        if not math.isfinite(value):
            wrong.append(f"{path} is {value}")
        if not path.startswith((".brands.", ".funnel.", ".personas.")):
            continue
        if name in SHARES and not 0 <= value <= 1 + 1e-12:
            wrong.append(f"{path} is {value}, no share")
        if name == "rating" and not 1 <= value <= 5:
            wrong.append(f"{path} is {value} stars")
        if name == "nps" and not -100 <= value <= 100:
            wrong.append(f"{path} is {value} points")
    return wrong


def _numbers(value: Any, path: str, name: str = "") -> Iterator[tuple[str, str, float]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            here = name if key in ("mean", "low", "high") else key
            yield from _numbers(inner, f"{path}.{key}", here)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _numbers(inner, f"{path}.{number}", name)
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield path, name, value


def bits(seen: Snapshot) -> dict[str, bytes]:
    """Everything seen, to the last bit."""
    return {
        name: repr(values.tolist()).encode() if values.dtype == object else _bytes(values)
        for name, values in seen.items()
    }


def _bytes(values: NDArray[Any]) -> bytes:
    return np.ascontiguousarray(values).tobytes()
