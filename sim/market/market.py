"""One market, opened every morning and closed every night."""

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.levers import LEVERS, Lever
from sim.levers.dials import Dials
from sim.market import classes, presence
from sim.market.plan import plan_of
from sim.market.reputation import Reputation
from sim.market.tables import Floats, Integers, growth, mixes, rules, thresholds
from sim.market.terms import carry_over, neutral, terms
from sim.rng import log_array
from sim.scenario import Scenario
from sim.scenario.brands import LeverSettings
from sim.tables.moments import BUY, CHANNELS, CLASSES, MOMENTS, SOCIAL, STORE_CHANNEL
from sim.tables.records import BRAND_DAY, CELL_DAY, DAY

LEVELS = (
    "speed",
    "payment",
    "privacy",
    "ar",
    "omni",
    "personalization",
    "recovery",
    "sustainability",
    "owned",
)
"""Dials that kernels read as they are."""
COVERAGES = ("invite", "paid_invite", "thanks")
"""Dials that kernels read as thresholds."""


class Market:
    """What everybody finds today: brands, their presence, their reputation, the calendar.

    Parameters
    ----------
    spec : Scenario
        The world.
    opportunities : numpy.ndarray
        Micro-moments per 1,000 consumers and day in the reference run, moments × channels.
    person_key, luck_key : numpy.uint64
        Keys of persons and of everything else.
    reference : bool
        The reference run: presence and reach are set half-way instead of bought.
    after : int
        Days to be lived after the measured ones.
    levers : mapping of str to Lever
        What brands can do; a lever left out stays at its neutral.

    Attributes
    ----------
    rules, mixes : numpy.ndarray
        One record each; constant.
    decay : numpy.ndarray
        Retention by days elapsed and kind of memory; constant.
    brands, cells, today, reach, wake, need : numpy.ndarray
        What kernels read, as `sim.tables.market` lays it out; of the day last opened.
    noticed_probability : numpy.ndarray
        Chance of being noticed, by brand, moment and channel; of the day last opened.
    """

    def __init__(
        self,
        spec: Scenario,
        opportunities: Floats,
        person_key: np.uint64,
        luck_key: np.uint64,
        *,
        reference: bool = False,
        after: int = 0,
        levers: Mapping[str, Lever] = LEVERS,
    ) -> None:
        self.spec = spec
        self.names = sorted(spec.brands)
        self.rules = rules(spec)
        self.mixes = mixes(spec)
        self.decay = classes.decay(spec, after)
        self._reference = reference
        self._levers = levers
        self._allocate(person_key, luck_key)
        settings = {name: spec.levers.get(name, LeverSettings()) for name in levers}
        self._terms = {
            name: terms(lever, settings[name], opportunities) for name, lever in levers.items()
        }
        self._carry_over = np.array(
            [[carry_over(lever, settings[name])] for name, lever in levers.items()]
        )
        self._dials = Dials(len(self.names), neutral(spec, levers))
        self._limits = presence.limits(spec.moments.presence)
        self._media_weights = classes.class_means(spec.moments.presence.media_shape)
        self._need_weights = classes.class_means(spec.market.needs.shape)
        self._plan = plan_of(spec, levers)
        self._stocks = np.zeros_like(self._plan.amounts)
        self._before: dict[str, Floats] = {}
        self._reputation = Reputation(spec)
        self._month = -1

    def _allocate(self, person_key: np.uint64, luck_key: np.uint64) -> None:
        spec, market = self.spec, self.spec.market
        count = len(self.names)
        self.brands = np.zeros(count, BRAND_DAY)
        self.brands["id"] = [spec.brand_ids()[name] for name in self.names]
        self.cells = np.zeros((count, len(MOMENTS), len(CHANNELS)), CELL_DAY)
        self.reach: Integers = np.zeros((count, CLASSES), np.int64)
        self.wake: Integers = np.zeros((count, CLASSES), np.int64)
        self.need: Integers = np.zeros((len(spec.personas), CLASSES), np.int64)
        self.noticed_probability: Floats = np.zeros(self.cells.shape)
        owned = spec.levers.get("owned", LeverSettings()).settings
        settings = {k: owned.get(k, s.default) for k, s in LEVERS["owned"].settings.items()}
        self.today = np.zeros(1, DAY)
        for name, value in {
            "focal": self.names.index(spec.focal_brand),
            "annealed": spec.network.annealed,
            "live": spec.feedback == "live",
            "own": market.outlet == "own",
            "subscription": market.purchase == "subscription",
            "reminder_days": int(settings["reminder_days"]),
            "reminder_wakes": thresholds(settings["wake"]),
            "population": market.consumers,
            "panel": market.panel_consumers,
            "luck": luck_key,
            "person": person_key,
        }.items():
            self.today[name] = value

    # --- the day --------------------------------------------------------------------------------

    def open_day(self, day: int) -> None:
        """Money becomes presence and capability; yesterday's reviews are on display.

        Parameters
        ----------
        day : int
            The day that begins, negative in the warm-up. Days are opened in order.
        """
        self._spend()
        # Stocks come to rest, some within months, and what follows from them rests with them.
        if self._moved("stocks", self._stocks):
            self._turn()
        if self._moved("contacts", self._dials["contacts"]):
            self._meet()
        if self._moved("adverts", self._dials["advert_contacts"]):
            self._advertise()
        self._equip()
        self.today["day"] = day
        self.today["weekend"] = day % 7 >= 5
        month = classes.month_of(day)
        if month != self._month:
            self._month = month
            self.need[:] = classes.need(self.spec, month, self._need_weights)

    def close_day(
        self,
        board_counts: NDArray[np.integer[Any]],
        service_contacts: NDArray[np.integer[Any]],
        service_failures: NDArray[np.integer[Any]],
    ) -> None:
        """The day's reviews are published and its complaints noted.

        Parameters
        ----------
        board_counts : numpy.ndarray
            Unpaid reviews of the day, brands × stars.
        service_contacts, service_failures : numpy.ndarray
            Service contacts of the day and the rude ones among them, by brand.
        """
        self._reputation.close_day(board_counts, service_contacts, service_failures)

    def plan(self, spec: Scenario) -> None:
        """From the next day on the brands act as another scenario says.

        Parameters
        ----------
        spec : Scenario
            The same world with other spending, policies, prices or products.
        """
        self._plan = plan_of(spec, self._levers)

    @property
    def stocks(self) -> dict[str, Floats]:
        """What each lever's money has left standing, by brand, as of the day last opened."""
        rows = zip(self._levers.items(), self._stocks, strict=True)
        return {name: stock.copy() for (name, lever), stock in rows if lever.is_budget}

    def state(self) -> dict[str, Any]:
        """Everything that carries over to the next day.

        Returns
        -------
        dict
            For `restore`, of this market or of one built alike.
        """
        return {
            "plan": self._plan,
            "stocks": self._stocks,
            "reputation": self._reputation.state(),
        }

    def restore(self, state: Mapping[str, Any]) -> None:
        """Go on from where a market was.

        Parameters
        ----------
        state : mapping
            As returned by `state`.
        """
        self._plan = state["plan"]
        self._stocks = state["stocks"]
        self._reputation.restore(state["reputation"])

    # --- its parts ------------------------------------------------------------------------------

    def _spend(self) -> None:
        """Money of today joins what is left of yesterday's."""
        kept = self._carry_over
        self._stocks = kept * self._stocks + (1.0 - kept) * self._plan.amounts

    def _turn(self) -> None:
        """Levers turn dials as far as their stocks go."""
        self._dials.rest()
        for stock, (name, lever) in zip(self._stocks, self._levers.items(), strict=True):
            lever.turn(self._dials, stock, self._terms[name])
        self._dials.bound()

    def _moved(self, name: str, values: Floats) -> bool:
        """Whether something differs by any bit from what it was the last time."""
        if np.array_equal(values, self._before.get(name, ())):
            return False
        self._before[name] = values.copy()
        return True

    def _meet(self) -> None:
        """Presence in micro-moments, and impulses it wakes."""
        bounds, needs = self.spec.moments.presence, self.spec.market.needs
        contacts = presence.felt(self._dials["contacts"], bounds.clutter)
        missed = growth(-contacts)
        noticed = presence.noticed(missed, *self._limits)
        poached = presence.poached(contacts, missed, bounds.poaching)
        if self._reference:
            noticed[:] = (self._limits[0] + self._limits[1]) / 2.0
            poached[:] = 0.0
        self.noticed_probability = noticed
        self.cells["noticed"] = thresholds(noticed)
        self.cells["poached"] = thresholds(poached)
        # Impulses come on the shelf and in shoppable posts. In rising order, so that the order of
        # the brands changes no bit.
        shelf, post = noticed[:, BUY, STORE_CHANNEL], noticed[:, BUY, SOCIAL]
        unseen = math.prod(sorted(((1.0 - shelf) * (1.0 - post)).tolist()), start=1.0)
        self.today["impulse"] = thresholds(needs.impulse * (1.0 - unseen))

    def _advertise(self) -> None:
        """Reach of adverts, and needs they wake."""
        bounds = self.spec.moments.presence
        adverts = presence.felt(self._dials["advert_contacts"], bounds.clutter)
        reached = presence.reached(adverts, bounds.reach_ceiling, self._media_weights)
        if self._reference:
            reached[:] = bounds.reach_ceiling / 2.0
        self.reach[:] = thresholds(reached)
        self.wake[:] = thresholds(reached * self.spec.market.needs.advert)

    def _equip(self) -> None:
        """What brands can do, what they ask, and what is thought of them."""
        brands, dials, market = self.brands, self._dials, self.spec.market
        for name in LEVELS:
            brands[name] = dials[name]
        covered = thresholds([dials[name] for name in COVERAGES])
        for name, words in zip(COVERAGES, covered, strict=True):
            brands[name] = words
        share = self.spec.moments.help.speed_share
        brands["usefulness"] = dials["usefulness"] * ((1.0 - share) + share * dials["speed"])
        price = self._plan.price_eur * dials["price"]
        brands["ln_price"] = log_array(price / market.choice.reference_price_eur)
        self._reputation.listen(dials["listen"])
        brands["reply"] = self._reputation.reply(dials["reply"])
        brands["quality"] = self._reputation.quality(self._plan.quality)
        brands["service"] = self._reputation.service(dials["service"])
        brands["claim"] = self._plan.claim
        for name, values in self._reputation.display().items():
            brands[name] = values
