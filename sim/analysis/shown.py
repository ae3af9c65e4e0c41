"""Studies of a brand's money as a notebook shows them."""

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING

from sim.analysis.curve import margins_of
from sim.analysis.ranking import ordered
from sim.analysis.response_told import less_than_best, of_a_little, of_a_sum
from sim.results.written import money, number, with_spread

if TYPE_CHECKING:
    from sim.analysis.credit import Credit
    from sim.analysis.response import Response

LUCK = "± is the 95 % interval of luck over replicates, and of luck alone."


def response_part(found: "Response") -> str:
    """Show a study of response as a piece of a web page.

    Parameters
    ----------
    found : Response
        What was found.

    Returns
    -------
    str
        HTML without scripts or outside requests.
    """
    against, last = found.against, found.multipliers[-1]
    rows = [
        (name, money(found.moments[name].spend),
         with_spread(found.moments[name].difference(last), "+,.0f"),
         with_spread(found.moments[name].marginal, "+,.0f"),
         less_than_best(against, found.best, name))
        for name in ordered(margins_of(found.moments))
    ]  # fmt: skip
    heads = ("moment", "today", f"purchases more at × {last:g}", "per €1,000 more",
             "less than the best")  # fmt: skip
    return _part(repr(found), heads, rows, [*of_a_little(found), *of_a_sum(found), LUCK])


def credit_part(found: "Credit") -> str:
    """Show a study of credit as a piece of a web page.

    Parameters
    ----------
    found : Credit
        What was found.

    Returns
    -------
    str
        HTML without scripts or outside requests.
    """
    last = found.rules["last_touch"]
    rows = [
        (name, money(found.spend[name]), with_spread(found.shapley[name]), number(last[name]))
        for name in found.ranking
    ]
    heads = ("moment", "planned", "purchases caused", "last touch hands it")
    told = f"Its money in these moments caused {with_spread(found.total)} purchases."
    return _part(repr(found), heads, rows, [told, LUCK])


def _part(
    title: str, heads: Sequence[str], rows: Sequence[Sequence[str]], lines: Sequence[str]
) -> str:
    head = "".join(f"<th>{escape(it)}</th>" for it in heads)
    body = "".join(
        f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows
    )
    notes = "".join(f"<p><small>{escape(line.strip())}</small></p>" for line in lines)
    return f"<h4>{escape(title.strip('<>'))}</h4><table><tr>{head}</tr>{body}</table>{notes}"
