"""How numbers and money are written wherever people read them."""

from typing import Final

from sim.results.estimate import Estimate

NONE: Final = "–"


def number(value: float | None, form: str = ",.0f") -> str:
    """Write a number, or a dash where there is none; nothing is never minus nothing.

    Parameters
    ----------
    value : float or None
        The number.
    form : str
        How, as Python's formats go: an optional sign, then the rest.

    Returns
    -------
    str
        The number.
    """
    if value is None:
        return NONE
    sign = form[:1] if form[:1] in "+- " else ""
    # "z" takes the minus from what is rounded to zero.
    return f"{value:{sign}z{form.removeprefix(sign)}}"


def money(euros: float | None) -> str:
    """Write whole euros, the sign in front: -€1,275.

    Parameters
    ----------
    euros : float or None
        The amount.

    Returns
    -------
    str
        The amount, or a dash where there is none.
    """
    text = number(euros)
    if euros is None:
        return text
    return f"-€{text[1:]}" if text.startswith("-") else f"€{text}"


def with_spread(found: Estimate, form: str = ",.0f") -> str:
    """Write an estimate with half its 95 % interval: 1,275 ± 93.

    Parameters
    ----------
    found : Estimate
        The estimate.
    form : str
        How numbers are written; a sign is that of the mean alone.

    Returns
    -------
    str
        Without ± where there is no interval, a dash where there is nothing.
    """
    half = found.half_width
    behind = "" if half is None else f" ± {number(half, form.removeprefix('+'))}"
    return f"{number(found.mean, form)}{behind}"
