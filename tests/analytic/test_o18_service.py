"""O18: what service adds to an experience.

Contacts come as Poisson(lam) in a use period, each polite (+ nice) with chance svc or rude. Rude
ones are Poisson(kappa), kappa = lam (1 - svc), by thinning; each costs L = rude (1 - rec rho) on
average, where recovery (chance rec) repairs the share rho, and from the second on g times as much:

E e = Q + lam svc nice - L (P(K >= 1) + g (E K - P(K >= 1)))
    = Q + lam svc nice - L (1 - e^-kappa + g (kappa - 1 + e^-kappa)).

With at most one contact it is Q + p [svc nice - (1 - svc) L], the limit of small lam. Over the
months of a contract an earlier failure is remembered: the stars of M months together have the same
formula with M lam instead of lam. Contacts are counted to 8 in a period, which at lam <= 1 loses
1 in 10^5. Disconfirmation is off: satisfaction is the experience. Source: O18, A5;
de Matos, Henrique & Rossi 2007; Maxham & Netemeyer 2002.
"""

import math
from functools import cache

import numpy as np
import pytest
from scipy.stats import poisson

from sim.model import JourneyModel
from tests.analytic.use import satisfaction, used
from tests.checks import agree, agree_mean, agree_shares
from tests.worlds import tree

CONSUMERS = 60_000
EFFECT = 0.07
QUALITY = 4.1
CONTACTS = 0.9
RUDE, NICE, REPAIRED, WORSE = 2.4, 0.1, 0.6, 1.5
LEVELS = [(0.75, 0.3), (0.3, 0.3), (0.3, 0.9)]  # service, recovery
MONTHS, MONTH = 4, 30

levels = pytest.mark.parametrize(("service", "recovery"), LEVELS)


@cache
def market(
    service: float, recovery: float, contacts: float = CONTACTS, months: int = 1
) -> JourneyModel:
    """Everybody has judged one use, or so many months of a contract."""
    return used(
        CONSUMERS,
        QUALITY,
        tree(
            {
                "market.purchase": "once" if months == 1 else "subscription",
                "market.use.service_contacts": contacts,
                "market.use.rude_stars": RUDE,
                "market.use.polite_stars": NICE,
                "market.use.recovered": REPAIRED,
                "market.use.second_failure": WORSE,
                "levers.service.floor": service,
                "levers.recovery.floor": recovery,
            }
        ),
        days=(months - 1) * MONTH + 3,
    )


def gained(service: float, recovery: float, contacts: float = CONTACTS, g: float = WORSE) -> float:
    """Stars that service adds on average."""
    rude = contacts * (1.0 - service)
    some = 1.0 - math.exp(-rude)
    loss = RUDE * (1.0 - recovery * REPAIRED)
    return contacts * service * NICE - loss * (some + g * (rude - some))


def deviation(service: float, recovery: float, contacts: float) -> float:
    """Standard deviation of those stars: over the number of rude contacts, and within it."""
    rude = np.arange(60)
    chance = poisson.pmf(rude, contacts * (1.0 - service))
    loss = RUDE * (1.0 - recovery * REPAIRED)
    mean = loss * np.where(rude > 0, 1.0 + WORSE * (rude - 1.0), 0.0)
    luck = (RUDE * REPAIRED) ** 2 * recovery * (1.0 - recovery)
    within = luck * np.where(rude > 0, 1.0 + WORSE**2 * (rude - 1.0), 0.0)
    between = chance @ mean**2 - (chance @ mean) ** 2
    return math.sqrt(between + chance @ within + contacts * service * NICE**2)


def mean_is(service: float, recovery: float, stars: float, contacts: float = CONTACTS) -> None:
    found = satisfaction(market(service, recovery, contacts))
    agree_mean(found, QUALITY + stars, smallest_effect=EFFECT)


@levels
def test_service_adds_what_the_formula_says(service: float, recovery: float) -> None:
    """Often polite, often rude, often rude and made good. Power: .07 stars."""
    mean_is(service, recovery, gained(service, recovery))


@levels
def test_a_second_failure_that_weighs_no_more_is_found_out(service: float, recovery: float) -> None:
    """It would cost .02 to .16 stars less."""
    with pytest.raises(AssertionError, match="z = "):
        mean_is(service, recovery, gained(service, recovery, g=1.0))


@levels
def test_failures_never_made_good_are_found_out(service: float, recovery: float) -> None:
    with pytest.raises(AssertionError, match="z = "):
        mean_is(service, recovery, gained(service, 0.0))


def one_contact(service: float, recovery: float, contacts: float) -> float:
    """At most one contact, with the chance that there is any."""
    some = 1.0 - math.exp(-contacts)
    loss = RUDE * (1.0 - recovery * REPAIRED)
    return some * (service * NICE - (1.0 - service) * loss)


def test_rare_contacts_are_one_contact() -> None:
    """Lam = .02: the second contact costs .0005 stars."""
    mean_is(0.3, 0.3, one_contact(0.3, 0.3, 0.02), contacts=0.02)


def test_at_most_one_contact_is_found_out_where_they_are_frequent() -> None:
    with pytest.raises(AssertionError, match="z = "):
        mean_is(0.3, 0.3, one_contact(0.3, 0.3, CONTACTS))


def counts(service: float, recovery: float) -> list[int]:
    """Contacts, the rude among them, and those made good."""
    tally = market(service, recovery).gained_brands()[0]
    names = ("service_contacts", "service_failures", "service_recovered")
    return [int(tally[name]) for name in names]


@levels
def test_failures_and_recoveries_are_as_frequent_as_their_levels_say(
    service: float, recovery: float
) -> None:
    """1 - svc of the contacts, rec of the failures. Power: .03 and .04."""
    contacts, failures, recovered = counts(service, recovery)
    agree_shares([failures], contacts, [1.0 - service], smallest_effect=0.03)
    agree_shares([recovered], failures, [recovery], smallest_effect=0.04)


@levels
def test_levels_a_tenth_off_are_found_out(service: float, recovery: float) -> None:
    contacts, failures, recovered = counts(service, recovery)
    with pytest.raises(AssertionError, match="z = "):
        agree_shares([failures], contacts, [1.0 - 0.9 * service], smallest_effect=0.03)
    with pytest.raises(AssertionError, match="z = "):
        agree_shares([recovered], failures, [0.9 * recovery], smallest_effect=0.04)


def months_give(stars: float) -> None:
    """Stars of service in all months together, for one contract."""
    tally = market(0.6, 0.3, 0.3, MONTHS).gained_brands()[0]
    assert tally["renewals"] == MONTHS * CONSUMERS
    found = (tally["satisfaction"] / 1000.0 - QUALITY * tally["judged"]) / CONSUMERS
    error = deviation(0.6, 0.3, MONTHS * 0.3) / math.sqrt(CONSUMERS)
    agree(found, stars, error, smallest_effect=EFFECT)


def test_a_contract_remembers_its_failures() -> None:
    """The months together are one period of M lam contacts. Power: .07 stars."""
    months_give(gained(0.6, 0.3, MONTHS * 0.3))


def test_months_that_forget_the_failures_of_the_last_are_found_out() -> None:
    """M periods of lam contacts each would cost .07 stars less."""
    with pytest.raises(AssertionError, match="z = "):
        months_give(MONTHS * gained(0.6, 0.3, 0.3))
