"""The journey as an absorbing Markov chain, in closed form: what the engine must add up to.

State at a moment: (phase, is a store visit planned). Per moment of type m in phase ph:

* m = BUY (B = W[ph, BUY]): buy j with B P_j c_j; CHECKOUT B sum_j P_j (1 - c_j) chi_cart; NOT_NOW
  B P_0 chi_def; EMPTY B P_empty chi_def; the rest stays.
* else answered with theta_m: a phase on with psi; GO plans a visit with v_go. Not answered:
  UNANSWERED with chi_un.

Let T be that matrix over states and R_m its absorptions. A session is S = (1 - sigma) T
(I - sigma T)^-1, absorbing (I - sigma T)^-1 R_m; a slot is Q = (1-f) [(1-p) I + p S], absorbing
(1-f) p R_s plus FORGOT f; a slot after a planned visit holds a session in the store with
certainty. Absorption = (I - Q)^-1 R, moments = (I - Q)^-1 (1-f) p (I - sigma T)^-1 1.
(O11 with the amendments A3, A7 and A18.)
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.tables.moments import BUY, GO

Floats = NDArray[np.float64]

PHASES = 3
STATES = 2 * PHASES  # 2 * phase + 1 where a visit is planned
ROUNDING = 1e-12  # what an inverse leaves of an end that cannot be reached
FORGOT, UNANSWERED, NOT_NOW, CHECKOUT, EMPTY = range(5)


@dataclass(frozen=True)
class Setting:
    """What a moment is like in one context on one device."""

    weight: float
    """Share of the sessions in this context held on this device."""
    mix: Floats
    """W, phases × moments (idea … buy)."""
    answered: Floats
    """theta by moment."""
    chosen: Floats
    """P_j, phases × brands."""
    empty: float
    """Chance that nothing is on offer."""
    paid: Floats
    """c_j by brand."""


@dataclass(frozen=True)
class Course:
    """What makes a journey go on or end, whatever the moment."""

    occurs: float
    """p, the chance of a session in a slot."""
    forget: float
    advance: float
    another: float
    unanswered: float
    not_now: float
    cart: float
    visit: float = 0.0


@dataclass(frozen=True)
class Fate:
    """What is to be expected of a journey, by the phase it starts in."""

    bought: Floats
    """Chance to buy each brand, phases × brands."""
    ended: Floats
    """Chance of every other end in each phase: start phases × ends × phases."""
    moments: Floats
    """Mean number of micro-moments."""
    sessions: Floats
    """Mean number of sessions."""
    sessions_spread: Floats
    """Standard deviation of that number."""


def logit(values: Floats, outside: Floats) -> Floats:
    """P_j = e^V_j / (e^V_0 + sum of e^V), one row for each V_0."""
    worth = np.exp(values)
    return worth / (np.exp(outside)[:, None] + worth.sum())


def fate(home: list[Setting], course: Course, store: list[Setting] | None = None) -> Fate:
    """Follow the chain to its end."""
    brands = home[0].chosen.shape[1]
    ends = brands + 5 * PHASES
    places = [_session(settings, course, ends) for settings in (home, store or home)]
    idle, lived = np.zeros((STATES, STATES)), np.zeros((STATES, STATES))
    absorbed = np.zeros((STATES, ends))
    length, held = np.zeros(STATES), np.zeros(STATES)
    for state in range(STATES):
        phase, planned = divmod(state, 2)
        moved, ended, moments = places[planned]
        held[state] = (1.0 - course.forget) * (1.0 if planned else course.occurs)
        idle[state, state] = 1.0 - course.forget - held[state]
        start = 2 * phase  # acting on a plan uses it up
        lived[state] = held[state] * moved[start]
        absorbed[state] = held[state] * ended[start]
        absorbed[state, brands + FORGOT * PHASES + phase] += course.forget
        length[state] = held[state] * moments[start]
    slots = np.linalg.inv(np.eye(STATES) - idle - lived)
    absorbed = slots @ absorbed
    absorbed[absorbed < ROUNDING] = 0.0
    assert np.allclose(absorbed.sum(axis=1), 1.0)
    sessions = slots @ held
    squared = slots @ (held + 2.0 * lived @ sessions)
    return Fate(
        bought=absorbed[::2, :brands],
        ended=absorbed[::2, brands:].reshape(PHASES, 5, PHASES),
        moments=(slots @ length)[::2],
        sessions=sessions[::2],
        sessions_spread=np.sqrt(squared - sessions**2)[::2],
    )


def mixture(parts: list[tuple[float, Fate]]) -> Fate:
    """Journeys of several kinds, each with its share; sessions have no closed spread then."""
    return Fate(
        bought=sum(share * one.bought for share, one in parts),
        ended=sum(share * one.ended for share, one in parts),
        moments=sum(share * one.moments for share, one in parts),
        sessions=sum(share * one.sessions for share, one in parts),
        sessions_spread=np.full(PHASES, np.nan),
    )


def _session(settings: list[Setting], course: Course, ends: int) -> tuple[Floats, Floats, Floats]:
    """S, R_s and the mean number of moments; one device holds for the whole session."""
    session = np.zeros((STATES, STATES))
    absorbed = np.zeros((STATES, ends))
    length = np.zeros(STATES)
    for setting in settings:
        moment, ended = _moment(setting, course, ends)
        more = np.linalg.inv(np.eye(STATES) - course.another * moment)
        session += setting.weight * (1.0 - course.another) * moment @ more
        absorbed += setting.weight * more @ ended
        length += setting.weight * more.sum(axis=1)
    return session, absorbed, length


def _moment(setting: Setting, course: Course, ends: int) -> tuple[Floats, Floats]:
    """T and R_m."""
    brands = setting.chosen.shape[1]
    move = np.zeros((STATES, STATES))
    ended = np.zeros((STATES, ends))
    for state in range(STATES):
        phase, planned = divmod(state, 2)

        def end(kind: int, chance: float, *, row: int = state, at: int = phase) -> None:
            ended[row, brands + kind * PHASES + at] += chance

        for m in range(BUY):
            met = setting.mix[phase, m]
            answered = met * setting.answered[m]
            end(UNANSWERED, (met - answered) * course.unanswered)
            move[state, state] += (met - answered) * (1.0 - course.unanswered)
            on = course.advance if phase < PHASES - 1 else 0.0
            goes = course.visit if m == GO else 0.0
            for next_phase, chance in ((phase, 1.0 - on), (phase + 1, on)):
                for plan, share in ((planned, 1.0 - goes), (1, goes)):
                    if chance * share > 0.0:
                        move[state, 2 * next_phase + plan] += answered * chance * share
        met = setting.mix[phase, BUY]
        chosen = setting.chosen[phase]
        unpaid = (chosen * (1.0 - setting.paid)).sum()
        deferred = 1.0 - setting.empty - chosen.sum()
        ended[state, :brands] += met * chosen * setting.paid
        end(CHECKOUT, met * unpaid * course.cart)
        end(NOT_NOW, met * deferred * course.not_now)
        end(EMPTY, met * setting.empty * course.not_now)
        move[state, state] += met * unpaid * (1.0 - course.cart)
        move[state, state] += met * (deferred + setting.empty) * (1.0 - course.not_now)
    return move, ended
