"""What a study of response says, in sentences: for the terminal and for the page."""

from collections.abc import Iterator, Sequence
from typing import Final

from sim.analysis.credit import Credit
from sim.analysis.curve import TODAY, around, margins_of
from sim.analysis.further import surely
from sim.analysis.intervals import beyond_luck
from sim.analysis.plausible import Plausible, Split
from sim.analysis.ranking import Against, Values, against_best, ordered
from sim.analysis.response import TEN, Response
from sim.levers import LEVERS
from sim.results import Estimate
from sim.results.differences import places
from sim.results.written import NONE, money, number, with_spread

MOST: Final = 3
"""Assumptions, and micro-moments, named."""
CELLS: Final = 5
"""Cells named of the heat map."""


def of_a_little(found: Response) -> Iterator[str]:
    """Say where a little more money does most, and how far that was followed.

    Parameters
    ----------
    found : Response
        What was found.

    Yields
    ------
    str
        Sentences.
    """
    if not found.moments:
        yield f"{found.spec.focal_brand} spends nothing for these moments: there is no curve."
        return
    if len(found.numbers) < 2:
        yield "One replicate says nothing of luck: this is no ranking."
        return
    best = found.best
    if not best:
        nothing = "a little more money brings nothing, whatever it is spent on"
        yield _no_best(margins_of(found.moments), nothing)
    elif len(best) == 1:
        brings = _units(found.moments[best[0]].marginal)
        yield (
            f"A little more money does most for {best[0]}: {brings} purchases per €1,000 at "
            "today's margin."
        )
    else:
        yield f"A little more money does most for {_either(best)}, which cannot be told apart."
    for name in best[:MOST]:
        yield from _reach(found, name)
    if found.detectable is not None:
        least = number(found.detectable, f",.{places(found.detectable)}f")
        yield (
            "Surely less: all comparisons with the best considered together. Of any two moments, a "
            f"difference of less than about {least} purchases per €1,000 is often missed."
        )


def _reach(found: Response, name: str) -> Iterator[str]:
    """How far the curve goes, and through what and where the money does its work."""
    curve, brand = found.moments[name], found.spec.focal_brand
    last = found.multipliers[-1]
    if last > TODAY:
        more = with_spread(curve.difference(last), "+,.0f")
        profit = curve.profit_difference(last)
        earned = "" if profit.mean is None else f" and {_euros(profit)} of profit"
        yield (
            f"  {name}: followed to {money(curve.spend * (last - TODAY))} more, which brings "
            f"{more} purchases{earned}"
            + ("." if found.further else "; --more EUR lives a sum of your own.")
        )
    own = {lever: one for lever, one in found.levers.items() if LEVERS[lever].moment == name}
    against = against_best(margins_of(own))
    if against and not against.level:
        yield (
            f"  {name}: mostly through {against.best}, {_units(own[against.best].marginal)} "
            "purchases per €1,000."
        )
    where = list(curve.help_more.items())[:MOST]
    if where:
        told = ", ".join(f"{moment} {with_spread(one, '+,.0f')}" for moment, one in where)
        low, high = around(curve.multipliers)
        yield (
            f"  {name}: from × {low:g} to × {high:g} of its money {brand} helps more often in "
            f"these micro-moments: {told}"
        )


def of_a_sum(found: Response) -> Iterator[str]:
    """Say where a sum of money more is best spent, if somebody asked.

    Parameters
    ----------
    found : Response
        What was found.

    Yields
    ------
    str
        What was asked, then what follows.
    """
    further, brand = found.further, found.spec.focal_brand
    if further is None:
        return
    euro, today = money(further.euro), money(further.planned)
    times = number(further.euro / further.planned, ",.2f") if further.planned else NONE
    yield (
        f"{euro} more for one moment, for these {found.spec.market.consumers:,} people, beside "
        f"today's {today} for everything (× {times}): each lived as a world of its own"
    )
    if further.against is None:
        return
    if not further.best:
        yield _no_best(further.gained, f"{euro} more bring nothing, whatever they are spent on")
        return
    first = further.best[0]
    others = f", not told apart from {_either(further.best[1:])}" if further.best[1:] else ""
    yield (
        f"The best use of {euro} more is {first}{others}: {brand} sells "
        f"{with_spread(further.purchases[first], '+,.0f')}, its profit changes by "
        f"{_euros(further.profit[first])}, the money paid."
    )
    earned = against_best({name: one.profit for name, one in further.sums.items()})
    if earned and not earned.level and earned.best not in further.best:
        profit = further.profit[earned.best]
        if profit.above_zero:
            yield f"Most profit is made with {earned.best}: {_euros(profit)}."


def of_the_loop(
    found: Response | Credit, purchase: str = "a purchase", does: tuple[str, str] = ("does", "do")
) -> Iterator[str]:
    """Say what reviews and friends make of one purchase, where everything is lived twice.

    Parameters
    ----------
    found : Response or Credit
        What was found.
    purchase : str
        What they make something of.
    does : (str, str)
        What one moment, and what several, may do by themselves.

    Yields
    ------
    str
        Sentences.
    """
    if not found.live:
        return
    told = ", ".join(
        f"{name} × {number(one.mean, '.2f')}{_between(one)}"
        for name, one in found.multiplier.items()
    )
    omitted = [name for name in found.live if name not in found.multiplier]
    yield (
        f"Live by direct, what reviews and friends make of {purchase}: "
        f"{told or f'none is told, since no moment surely {does[0]} anything by itself'}"
    )
    if told and omitted:
        yield f"  (omitted, since by themselves they may {does[1]} nothing: {', '.join(omitted)})"


def of_being_noticed(found: Response) -> Iterator[str]:
    """Say where being noticed tells most, beyond luck, all cells considered together.

    Parameters
    ----------
    found : Response
        What was found.

    Yields
    ------
    str
        Sentences.
    """
    sure, every = beyond_luck(found.presence), found.elasticity
    told = {cell: every[cell] for cell in sure if (every[cell].mean or 0) > 0}
    largest = sorted(told, key=lambda cell: -(told[cell].mean or 0))[:CELLS]
    if largest:
        cells = ", ".join(
            f"{moment} on {channel} {number(TEN * (told[moment, channel].mean or 0.0), '.2f')}"
            for moment, channel in largest
        )
        yield f"Purchases more, in %, where it is noticed {TEN} % more often: {cells}"
    elif found.presence:
        yield "Nowhere can the effect of being noticed more often be told from luck."


def of_other_markets(found: Plausible) -> Iterator[str]:
    """Say what would be answered under other assumptions, and what that hangs on.

    Parameters
    ----------
    found : Plausible
        Plausible markets.

    Yields
    ------
    str
        Sentences.
    """
    markets = len(found.markets)
    firsts = ", ".join(f"{name} in {count}" for name, count in found.firsts.items() if count)
    yield f"In {markets} plausible markets a further euro does most for: {firsts}."
    if found.lives > 1:
        yield f"Two lives of a market agree on the first in {found.agreed} of {markets}."
    deciding = found.deciding[:MOST]
    for split in deciding:
        (low, below), (high, above) = split.below, split.above
        yield (
            f"  {found.winner} is first in {low} of {below} where {split.path} is at most "
            f"{split.median:.4g}, and in {high} of {above} where it is more{_turn(split)}"
        )
    if not deciding:
        yield (
            f"  No single assumption can be named: in {markets} markets luck alone brings one to a "
            f"rank correlation of {found.by_luck:.2f} with the lead."
        )


def _turn(split: Split) -> str:
    place = "nowhere" if split.turns_at is None else f"at about {split.turns_at:.3g}"
    return f"; the lead turns {place}"


def less_than_best(against: Against | None, best: Sequence[str], name: str) -> str:
    """Say whether something is surely less than the best.

    Parameters
    ----------
    against : Against or None
        What is less than the best.
    best : sequence of str
        The best and those not told from it; empty if it may bring nothing.
    name : str
        Of what.

    Returns
    -------
    str
        A word for a table.
    """
    if against is None:
        return NONE
    if name == against.best:
        return "best" if best else "may be nothing"
    return "surely" if name in against.behind else "not told"


def more_money(euro: float | None) -> str:
    """Write a difference in whole euros, the sign in front: +€1,275."""
    return f"{'+' if euro is not None and round(euro) > 0 else ''}{money(euro)}"


def _between(one: Estimate) -> str:
    """Write an interval in brackets; nothing where there is none."""
    if one.low is None or one.high is None:
        return ""
    return f" ({number(one.low, '.2f')} to {number(one.high, '.2f')})"


def _no_best(values: Values, nothing: str) -> str:
    """Why nothing is called the best, although something comes out first."""
    sure = surely(values)
    if not sure:
        return f"It may be that {nothing}."
    return (
        f"No best can be named: {ordered(values)[0]} comes out first but may bring nothing; money "
        f"surely brings something for {_joined(sure, 'and')}."
    )


def _either(names: tuple[str, ...]) -> str:
    return _joined(names, "or")


def _joined(names: tuple[str, ...], word: str) -> str:
    return f" {word} ".join([", ".join(names[:-1]), *names[-1:]] if names[:-1] else names)


def _units(found: Estimate) -> str:
    return with_spread(found, f"+,.{places(found.mean)}f")


def _euros(found: Estimate) -> str:
    half = found.half_width
    return f"{more_money(found.mean)}{'' if half is None else f' ± {number(half)}'}"
