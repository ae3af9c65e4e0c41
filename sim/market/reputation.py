"""What a brand's past does to its present: its review board, and complaints it has heard."""

import math
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.market.classes import retention
from sim.market.tables import Floats
from sim.reviews import RULES, Board
from sim.rng import exp, log, log_array
from sim.scenario import Scenario

BAD_STARS = 2  # a review of so many stars or fewer is a complaint


class Reputation:
    """Reviews on display and complaints heard, of every brand.

    Parameters
    ----------
    spec : Scenario
        The world.
    """

    def __init__(self, spec: Scenario) -> None:
        reviews = spec.reviews
        self._live = spec.feedback == "live"
        self._reviews = reviews
        self._popularity = spec.market.choice.popularity
        self._rule = RULES[reviews.rule](
            retention(reviews.half_life_days), reviews.prior_count, reviews.prior_stars
        )
        count = len(spec.brands)
        self._board = Board(np.zeros(count), np.zeros(count))
        self._fade = exp(-1.0 / reviews.listen.lag_days)
        self._heard: Floats = np.zeros(count)
        self._complaints: Floats = np.zeros(count)
        self._contacts: Floats = np.zeros(count)
        self._criticized: NDArray[np.bool_] = np.zeros(count, bool)

    def close_day(
        self,
        board_counts: NDArray[np.integer[Any]],
        service_contacts: NDArray[np.integer[Any]],
        service_failures: NDArray[np.integer[Any]],
    ) -> None:
        """Reviews go up on the board; complaints wait for the next morning.

        Parameters
        ----------
        board_counts : numpy.ndarray
            Unpaid reviews of the day, brands × stars.
        service_contacts, service_failures : numpy.ndarray
            Service contacts of the day and the rude ones among them, by brand.
        """
        counts = np.asarray(board_counts, dtype=np.int64)
        self._board = self._rule.update(self._board, counts)
        bad = counts[:, :BAD_STARS].sum(axis=1)
        # Sums that fade every day, so that a small market listens no slower than a large one.
        self._complaints = self._fade * self._complaints + (bad + service_failures)
        self._contacts = self._fade * self._contacts + (counts.sum(axis=1) + service_contacts)
        self._criticized = self._criticized | (bad > 0)

    def listen(self, level: Floats) -> None:
        """Complaints of the last months are heard, and slowly change the firm.

        Parameters
        ----------
        level : numpy.ndarray
            Share of complaints heeded, by brand.
        """
        if not self._live:
            return
        spoke = self._contacts > 0.0
        share = self._complaints[spoke] / self._contacts[spoke]
        heard = self._heard[spoke]
        self._heard[spoke] = heard + (level[spoke] * share - heard) / self._reviews.listen.lag_days

    def reply(self, level: Floats) -> Floats:
        """How far negative reviews are answered, where there are any to answer.

        Parameters
        ----------
        level : numpy.ndarray
            Share of negative reviews the brand would answer.

        Returns
        -------
        numpy.ndarray
            The share, 0 for a brand nobody has criticized.
        """
        return np.where(self._criticized, level, 0.0)

    def quality(self, quality: Floats) -> Floats:
        """What the product is worth after what was heard.

        Parameters
        ----------
        quality : numpy.ndarray
            What it was made to be worth, by brand.

        Returns
        -------
        numpy.ndarray
            Stars.
        """
        return quality + self._reviews.listen.quality * self._heard

    def service(self, service: Floats) -> Floats:
        """How polite service is after what was heard.

        Parameters
        ----------
        service : numpy.ndarray
            How polite it was paid to be, by brand.

        Returns
        -------
        numpy.ndarray
            Probability.
        """
        return service + (1.0 - service) * self._reviews.listen.service * self._heard

    def display(self) -> dict[str, Floats]:
        """What shoppers make of the boards this morning.

        Returns
        -------
        dict of str to numpy.ndarray
            By brand: `rating` (stars), and, where feedback is live, `review_weight` in a belief
            and the `popularity` of review volume.
        """
        rating, volume = self._rule.view(self._board)
        nothing = np.zeros(len(volume))
        if not self._live:
            return {"rating": rating, "review_weight": nothing, "popularity": nothing}
        reviews = self._reviews
        mean = math.fsum(volume.tolist()) / len(volume)
        relative = log_array(1.0 + volume) - log(1.0 + mean)
        return {
            "rating": rating,
            "review_weight": reviews.weight * volume / (volume + reviews.half_weight_count),
            "popularity": self._popularity * relative,
        }

    def state(self) -> dict[str, Any]:
        """Everything that carries over to the next day.

        Returns
        -------
        dict
            For `restore`.
        """
        return {
            "board": Board(*(part.copy() for part in self._board)),
            "heard": self._heard.copy(),
            "complaints": self._complaints,
            "contacts": self._contacts,
            "criticized": self._criticized,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on from where a reputation was.

        Parameters
        ----------
        state : dict
            As returned by `state`.
        """
        self._board = Board(*(part.copy() for part in state["board"]))
        self._heard = state["heard"].copy()
        self._complaints = state["complaints"]
        self._contacts = state["contacts"]
        self._criticized = state["criticized"]
