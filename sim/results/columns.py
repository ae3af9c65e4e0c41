"""What stands in the columns of every frame: units and meanings, for `help` and the reference."""

from collections.abc import Callable
from typing import Any, Final, NamedTuple, TypeVar

Frame = TypeVar("Frame", bound=Callable[..., Any])


class Column(NamedTuple):
    """One column of a frame."""

    name: str
    unit: str
    """Empty where it holds names or numbers of things."""
    meaning: str


USUAL: Final[dict[str, tuple[str, str]]] = {
    "answered": ("", "code: whether somebody answered"),
    "base": ("as `unit` says", "mean over replicates under the base plan"),
    "board": ("reviews", "reviews on the board on the last evening that count for readers"),
    "brand": ("", "name of the brand"),
    "change": ("", "what became of the need beside the base: won only with the plan, …"),
    "channel": ("", "channel"),
    "consumer": ("", "number of the consumer, from 0"),
    "consumers": ("consumers", "people of this persona"),
    "context": ("", "where the consumer was"),
    "count": ("things counted", "how many; empty for levels"),
    "day": ("", "measured day, from 0"),
    "device": ("", "device; `none` is in person"),
    "difference": ("as `unit` says", "value less base, mean over pairs of the same replicate"),
    "end": ("", "how the journey ended"),
    "events": ("micro-moments", "micro-moments of this kind"),
    "friction": ("", "code of what kept a cart from being paid"),
    "google": ("", "Google's word for the micro-moment"),
    "helped": ("micro-moments", "those in which the brand was noticed and of help"),
    "helpful": ("", "whether the brand helped"),
    "high": ("as the mean", "upper end of the 95 % interval of luck; empty for one replicate"),
    "journey": ("day", "day on which the need opened; before day 0 negative, in no need empty"),
    "journeys": ("journeys", "needs that opened a journey"),
    "kind": ("", "`moment` or `lever`, whose budget is multiplied; `further`: a sum more for one"),
    "level": ("its own", "a level on that day, such as a rating; empty for counts"),
    "live": ("consumers", "in a journey on the evening"),
    "low": ("as the mean", "lower end of the 95 % interval of luck; empty for one replicate"),
    "mean": ("as `unit` says", "mean over replicates"),
    "measure": ("", "name of the measure (kpis.md)"),
    "moment": ("", "micro-moment"),
    "moments": ("micro-moments", "of needs"),
    "multiplier": ("times the plan", "what the budget is multiplied with; empty for a sum more"),
    "name": ("", "which moment's budget, or which lever's"),
    "needs": ("needs", "of this persona"),
    "observed": ("", "whether a tracker could see the touch"),
    "opened": ("journeys", "opened on this day"),
    "outcome": ("", "what came of the micro-moment"),
    "persona": ("", "name of the persona"),
    "phase": ("", "phase of the journey"),
    "present": ("micro-moments", "those in which the brand was noticed"),
    "purchases": ("purchases", "units bought, contracts signed"),
    "rating": ("stars", "rating displayed on the evening"),
    "reason": ("", "why the focal brand did not win the need"),
    "replicate": ("", "number of the replicate, from 0"),
    "reviews": ("reviews", "published"),
    "slot": ("", "part of the day"),
    "source": ("", "code of what opened the need"),
    "spend": ("euro", "planned in the measured days, with the multiplier"),
    "star": ("stars", "given, 1 to 5"),
    "step": ("", "place in the session, from 0"),
    "strategy": ("", "plan that is compared with the base"),
    "table": ("", "which table of counters"),
    "truth": ("", "moment of truth"),
    "unit": ("", "unit of the measure"),
    "using": ("consumers", "using what they bought, on the evening"),
    "value": ("as `unit` says", "mean over replicates under the other plan"),
    "visited": ("consumers", "whose day the model lived through step by step"),
}
"""Column to unit and meaning, where a frame says nothing else."""

_TOUCH: Final = (
    "replicate consumer journey day slot step moment truth channel context device brand present "
    "helpful observed outcome persona"
)
_COUNTER: Final = (
    "replicate table name persona source end phase moment channel truth device context reason "
    "brand friction answered star day count level"
)
_PAIRED: Final = "measure unit base value difference low high"

FRAMES: Final[dict[str, tuple[str, dict[str, tuple[str, str]]]]] = {
    "Run.funnel": (
        "brand moment measure mean low high",
        {
            "moment": ("", "moment of truth"),
            "measure": ("", "`reached`, `present`, `helped`, or `next`: this one and the next"),
            "mean": ("share of the journeys opened", "mean over replicates"),
        },
    ),
    "Run.brands": ("brand measure unit mean low high", {}),
    "Run.market": ("measure unit mean low high", {}),
    "Run.kpis": (
        "replicate brand measure unit value",
        {
            "brand": ("", "name of the brand; empty for measures of the market"),
            "value": ("as `unit` says", "the measure in this replicate"),
        },
    ),
    "Run.moments": ("replicate brand moment channel google events present helped", {}),
    "Run.lost": (
        "replicate reason moment journeys",
        {
            "moment": ("", "micro-moment in which it was lost; `none` before any"),
            "journeys": ("journeys", "needs that the focal brand did not win"),
        },
    ),
    "Run.personas": ("replicate brand persona consumers purchases", {}),
    "Run.reviews": ("replicate brand star reviews board", {}),
    "Run.ends": ("replicate end phase journeys", {}),
    "Run.channels": ("replicate channel moments purchases", {}),
    "Run.devices": ("replicate device moments purchases", {}),
    "Run.daily": ("replicate day brand purchases reviews rating", {}),
    "Run.stocks": ("replicate day opened live using visited", {}),
    "Run.counters": (
        _COUNTER,
        {
            "name": ("", "name of the counter (state.md)"),
            **dict.fromkeys(
                _COUNTER.split()[3:-2], ("", "code; empty where the counter has no such axis")
            ),
        },
    ),
    "Run.journeys": (
        _TOUCH,
        {
            "moment": (
                "",
                "micro-moment; `service`: a service contact, one row for its brand",
            ),
            "present": ("", "whether the brand was noticed"),
            "persona": ("", "name of the consumer's persona; empty if an older folder lacks it"),
        },
    ),
    "Comparison.frame": (f"strategy {_PAIRED}", {}),
    "Comparison.per_replicate": (
        "strategy replicate measure difference",
        {"difference": ("of the measure (kpis.md)", "plan less base in this replicate")},
    ),
    "Comparison.needs": ("strategy replicate persona change needs", {}),
    "Credit.frame": (
        "moment measure unit mean low high",
        {
            "moment": ("", "micro-moment whose money or touches are credited; `all` together"),
            "measure": ("", "what is caused, planned, or by a rule (`tracked_…`: trackers see)"),
        },
    ),
    "Response.frame": (f"kind name multiplier spend {_PAIRED}", {}),
}
"""Frame to its columns in order, and what is said of them otherwise than usual."""


def columns(frame: str) -> list[Column]:
    """Say what stands in the columns of a frame.

    Parameters
    ----------
    frame : str
        Such as `Run.funnel`.

    Returns
    -------
    list of Column
        In order.
    """
    names, otherwise = FRAMES[frame]
    return [Column(name, *{**USUAL, **otherwise}[name]) for name in names.split()]


def with_columns(frame: Frame) -> Frame:
    """Let the help of a frame name its columns and their units.

    Parameters
    ----------
    frame : callable
        A method that makes a frame.

    Returns
    -------
    callable
        The same, with a longer docstring.
    """
    told = [f"    {it.name}: {it.meaning}{f' ({it.unit})' if it.unit else ''}"
            for it in columns(frame.__qualname__)]  # fmt: skip
    frame.__doc__ = "\n".join([f"{frame.__doc__}\n\nColumns:", *told])
    return frame
