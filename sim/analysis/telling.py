"""A year in words: who lived it, what came of it, and where it parts from another."""

from typing import Final

from sim.analysis.calendar import when
from sim.analysis.interesting import Choice
from sim.analysis.phrases import ENDS, PARTS
from sim.analysis.trace import Fork, Life, Need, Trace
from sim.analysis.wording import lines, listed
from sim.tables.moments import TRAITS

BASE_PLAN: Final = "base plan"
HIGH: Final = 0.7
LOW: Final = 0.3
"""Traits from and to which somebody is said to be high or low in them."""


def person(found: Trace) -> str:
    """Say who somebody is.

    Parameters
    ----------
    found : Trace
        What was lived.

    Returns
    -------
    str
        Number, market, persona, and the traits that stand out.
    """
    who = found.who
    high = [name.replace("_", " ") for name in TRAITS if who[name] >= HIGH]
    low = [name.replace("_", " ") for name in TRAITS if who[name] <= LOW]
    parts = [f"high in {listed(high)}"] if high else []
    parts += [f"low in {listed(low)}"] if low else []
    parts += ["an expert among friends"] if who["expert"] else []
    return (
        f"Consumer {found.consumer} of {found.scenario} (seed {found.seed}, replicate "
        f"{found.replicate}), {who['persona']}{': ' if parts else ''}{', '.join(parts)}"
    )


def total(life: Life, focal: str) -> str:
    """Sum a year up.

    Parameters
    ----------
    life : Life
        The year in one world.
    focal : str
        The brand the questions are about.

    Returns
    -------
    str
        Plan, needs, micro-moments, purchases.
    """
    needs = life.needs
    bought = [need.bought for need in needs if need.bought]
    return (
        f"{life.strategy or BASE_PLAN}: {len(needs)} needs, "
        f"{sum(len(need.moments) for need in needs)} moments, {len(bought)} purchases, "
        f"{bought.count(focal)} of them {focal}"
    )


def until(found: Trace, fork: Fork) -> str:
    """Say how far two years are the same.

    Parameters
    ----------
    found : Trace
        What was lived.
    fork : Fork
        Where the years part.

    Returns
    -------
    str
        A sentence.
    """
    slot = found.base.events[min(fork.place, len(found.base.events) - 1)].slot
    return f"Up to {when(fork.day, slot)}, event {fork.place + 1}, both years are the same."


def plans(found: Trace) -> list[str]:
    """Name the plans under which a year was lived.

    Parameters
    ----------
    found : Trace
        What was lived.

    Returns
    -------
    list of str
        The base plan, and the strategy if there is one.
    """
    lives = [life for life in (found.base, found.other) if life is not None]
    return [life.strategy or BASE_PLAN for life in lives]


def at_fork(found: Trace, fork: Fork) -> Choice:
    """Choose what to tell of a fork: from its day, or from the onset of the need it lies in.

    Parameters
    ----------
    found : Trace
        What was lived.
    fork : Fork
        Where the years part.

    Returns
    -------
    Choice
        The need, and the day on which its story begins.
    """
    lives = [life for life in (found.base, found.other) if life is not None]
    needs = [_around(life, fork.day) for life in lives]
    onset = min((need.onset for need in needs if need), default=fork.day)
    first = found.base.events[max(0, fork.place - 1)].day
    return Choice("fork", found.consumer, onset, min(onset, first))


def story(life: Life, choice: Choice, focal: str) -> list[tuple[str, str]]:
    """Tell what was lived from a day to the end of a need.

    Parameters
    ----------
    life : Life
        The year in one world.
    choice : Choice
        Which need, and the day on which its story begins.
    focal : str
        The brand the questions are about.

    Returns
    -------
    list of (str, str)
        When, and what.
    """
    need = next((it for it in life.needs if it.onset >= choice.onset), None)
    last = need.events[-1].day if need else choice.onset + 1
    return lines([event for event in life.events if choice.day <= event.day <= last], focal)


def why(found: Trace, fork: Fork) -> str:
    """Say what makes two years part.

    Parameters
    ----------
    found : Trace
        What was lived.
    fork : Fork
        Where the years part.

    Returns
    -------
    str
        A sentence, and where beliefs had differed before, another.
    """
    strategy = found.other.strategy if found.other else None
    parts = [PARTS[part].format(focal=found.focal) for part in fork.why if part != "past"]
    if parts:
        told = " (or just as well) ".join(parts)
        text = f"Why: {strategy} changes {told}; that alone makes the difference."
    elif fork.why:
        felt = [PARTS[part].format(focal=found.focal) for part in fork.felt_why]
        text = (
            f"Why: since {when(fork.felt_day)} this is not quite the same person, through "
            f"{listed(felt or ['several things'])}."
        )
    else:
        text = "Why: several things together; none alone makes the difference."
    if "past" not in fork.why and fork.felt_day < fork.day:
        text += f" (Unseen, beliefs had differed since {when(fork.felt_day)}.)"
    return text


def otherwise(base: Life, other: Life) -> list[str]:
    """List the needs that end otherwise in another world.

    Parameters
    ----------
    base, other : Life
        The year in two worlds.

    Returns
    -------
    list of str
        Day on which the need opened, and both ends.
    """
    here, there = ({need.onset: need for need in life.needs} for life in (base, other))
    found = []
    for onset in sorted({*here, *there}):
        one, two = _ending(here.get(onset)), _ending(there.get(onset))
        if one != two:
            found.append(f"{when(onset)}: {one} | {two}")
    return found


def _around(life: Life, day: int) -> Need | None:
    """The need under way on a day, or the next one."""
    for need in life.needs:
        last = need.events[-1].day if need.end else day
        if last >= day:
            return need
    return None


def _ending(need: Need | None) -> str:
    if need is None:
        return "no need"
    if need.end is None:
        return "not over"
    return f"buys {need.bought}" if need.bought else ENDS[need.end.facts["end"]]
