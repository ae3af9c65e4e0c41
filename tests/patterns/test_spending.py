"""Price, communication and service: how much, how soon, and how much less with every euro.

The neutral market, its focal brand under ten plans; the same people with the same luck in each.
Effects are differences per consumer, with the error those differences show.
"""

from functools import cache
from itertools import pairwise

import numpy as np
import pytest

from tests.patterns.bands import Estimate, elasticity_of, is_positive, lies_in, mean_of
from tests.patterns.futures import DAYS, Year, eve, market, year

pytestmark = pytest.mark.slow

CONSUMERS = 20_000
SOON, HALF = 60, 182
DEARER, LOUDER = 1.1, 2.0
COMMUNICATION = (
    "ads",
    "influencer",
    "video",
    "ideas",
    "know",
    "howto",
    "local",
    "compare",
    "buy",
    "social",
)
SERVICE = ("service", "recovery")
MULTIPLES = (0.5, 1.0, 2.0, 4.0)


def spending(factor: float, *levers: str) -> str:
    """The focal brand's plan with some levers' money multiplied; none named = all."""
    plan = market("base").brands["acme"].spend.by_lever
    euro = {k: v * (factor if k in levers or not levers else 1.0) for k, v in plan.items()}
    return "{spend: {levers: {" + ", ".join(f"{k}: {v}" for k, v in euro.items()) + "}}}"


def plans() -> dict[str, str]:
    return {
        "dearer": f"{{policies: {{price: {DEARER}}}}}",
        "cheaper": f"{{policies: {{price: {1 / DEARER}}}}}",
        "louder": spending(LOUDER, *COMMUNICATION),
        "quieter": spending(1.0 / LOUDER, *COMMUNICATION),
        "silent": spending(0.0, "ads"),
        "rude": spending(0.0, *SERVICE),
        "polite": spending(4.0, *SERVICE),
        **{f"times-{int(10 * m)}": spending(m) for m in MULTIPLES if m != 1.0},
    }


@cache
def lived(plan: str | None = None, *settings: str, consumers: int = CONSUMERS) -> Year:
    """The market after a year under a plan; None = as usual."""
    strategies = [f"strategies.{name}={text}" for name, text in plans().items()]
    start = eve("base", f"market.consumers={consumers}", *strategies, *settings)
    return year(start, plan, (SOON, HALF, DAYS))


def elasticity(after: Year, before: Year, factor: float, first: int, last: int) -> Estimate:
    """Between two years that differ in one thing, over some of their days."""
    return elasticity_of(after.units(first, last), before.units(first, last), factor)


def effect(plan: str, first: int = 0, last: int = DAYS, against: str | None = None) -> Estimate:
    """Units more per person under a plan, as a share of those under the other."""
    base = lived(against).units(first, last)
    gain = mean_of(lived(plan).units(first, last) - base)
    return Estimate(gain.value / base.mean(), gain.error / base.mean())


def growth(plan: str, sign: float, against: str | None = None) -> Estimate:
    """How much larger the effect is in the second half of the year than in its first 60 days."""
    late, soon = lived(against).units(HALF, DAYS), lived(against).units(0, SOON)
    after, at_once = lived(plan).units(HALF, DAYS), lived(plan).units(0, SOON)
    late_effect = (after - late) / late.mean()
    return mean_of(sign * (late_effect - (at_once - soon) / soon.mean()))


@pytest.mark.parametrize(("plan", "factor"), [("dearer", DEARER), ("cheaper", 1 / DEARER)])
def test_price_elasticity_is_that_of_the_literature(plan: str, factor: float) -> None:
    """-1.5 to -3.5 over a year (A04: mean -2.62; Bijmolt, van Heerde & Pieters 2005).

    Interval of ± .15.
    """
    lies_in(elasticity(lived(plan), lived(), factor, 0, DAYS), -3.5, -1.5)


def test_people_who_do_not_mind_the_price_are_found_out() -> None:
    blind = ("market.choice.price=0",)
    after, before = (lived(plan, *blind, consumers=4000) for plan in ("dearer", None))
    with pytest.raises(AssertionError, match="does not lie in"):
        lies_in(elasticity(after, before, DEARER, 0, DAYS), -3.5, -1.5)


def test_communication_sells_a_little_at_once() -> None:
    """Elasticity of ten levers in 60 days .05 to .20 (Sethuraman, Tellis & Briesch 2011: .12).

    Interval of ± .04.
    """
    lies_in(elasticity(lived("louder"), lived(), LOUDER, 0, SOON), 0.05, 0.20)


def test_communication_sells_more_in_the_end() -> None:
    """.10 to .40 in the second half of a year (Sethuraman, Tellis & Briesch 2011: .24).

    Interval of ± .025; and above that of the first 60 days, between half and twice the money.
    """
    lies_in(elasticity(lived("louder"), lived(), LOUDER, HALF, DAYS), 0.10, 0.40)
    is_positive(growth("louder", 1.0, against="quieter"))


def test_money_for_service_is_no_communication() -> None:
    """In 60 days it sells nothing, and the band says so."""
    with pytest.raises(AssertionError, match="does not lie in"):
        lies_in(elasticity(lived("polite"), lived(), 4.0, 0, SOON), 0.05, 0.20)


def test_without_adverts_the_loss_grows_over_the_year() -> None:
    """Carry-over: what adverts have left in minds fades with a half-life of weeks (A06).

    Power: 3 % of sales.
    """
    is_positive(growth("silent", -1.0))


def test_a_price_acts_at_once_and_its_loss_does_not_grow() -> None:
    """A tenth more is felt at the first choice."""
    with pytest.raises(AssertionError, match="z = "):
        is_positive(growth("dearer", -1.0))


def test_service_pays_late() -> None:
    """Polite against rude: more units over the year, nearly none of them in the first 60 days.

    Who is served well has just bought. Power: .8 % of a year's sales, 1.5 % for the growth.
    """
    is_positive(effect("polite", against="rude"))
    is_positive(growth("polite", 1.0, against="rude"))
    soon = effect("polite", 0, SOON, against="rude")
    late = effect("polite", HALF, DAYS, against="rude")
    assert abs(soon.value) < late.value / 3.0


def test_communication_does_not_wait_so_long() -> None:
    """The same bound on the first 60 days is broken by money that acts before the purchase."""
    soon, late = effect("louder", 0, SOON), effect("louder", HALF, DAYS)
    assert not abs(soon.value) < late.value / 3.0


def slopes(scale: tuple[float, ...]) -> list[Estimate]:
    """How much steeper sales rise over each step of a scale than over the next."""
    names = [None if m == 1.0 else f"times-{int(10 * m)}" for m in MULTIPLES]
    units = np.array([lived(name).units() for name in names])
    steps = np.diff(units, axis=0) / np.diff(scale)[:, None]
    return [mean_of(before - after) for before, after in pairwise(steps)]


def test_each_euro_buys_less_than_the_one_before() -> None:
    """Diminishing returns to all money together, at half, once, twice and four times as much."""
    for fall in slopes(MULTIPLES):
        is_positive(fall)


def test_doublings_do_not_buy_less_than_the_one_before() -> None:
    """Over the logarithm of money the same curve is convex, and the check says so."""
    with pytest.raises(AssertionError, match="z = "):
        is_positive(slopes((0.0, 1.0, 2.0, 3.0))[0])
