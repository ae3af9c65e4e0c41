"""A scenario file to begin with: every line says what it is, in what unit, within what bounds."""

import json
import re
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple, TypeAlias

from sim.reference import look_up
from sim.reference.words import BUDGETS
from sim.scenario import Scenario
from sim.scenario.brands import Spend, SpendChange
from sim.scenario_io.words import scalar

WIDEST: Final = 100
YOURS: Final = "assumption: yours"
FAR: Final = 2.0
"""Prices so many times those of the market extended, or less than one so-many-th, move it along."""


Budgets: TypeAlias = Mapping[tuple[str, str], float]
"""Euro per week per 1,000 consumers, by `moments` or `levers` and name."""


class Plan(NamedTuple):
    """What somebody says of a brand; None is as in the market extended."""

    price_eur: float | None = None
    quality_stars: float | None = None


class Draft(NamedTuple):
    """What somebody says of a market.

    Attributes
    ----------
    name, extends, category : str
        Its name, the file it builds on as that file is to be named, what is sold.
    base : Scenario
        The market extended.
    consumers, days : int
        Its size.
    brands : mapping of str to Plan
        Brands spoken of, those of the market extended or others.
    focal : str
        The brand the questions are about.
    budgets : mapping of str to float
        Of the focal brand, euro per week per 1,000 consumers, by moment.
    unit_costs : mapping of (str, str) to float
        Euro per contact, by lever and channel.
    """

    name: str
    extends: str
    category: str
    base: Scenario
    consumers: int
    days: int
    brands: Mapping[str, Plan]
    focal: str
    budgets: Mapping[str, float]
    unit_costs: Mapping[tuple[str, str], float]

    @property
    def own_spend(self) -> Spend:
        """What the focal brand plans, euro per week per 1,000 consumers."""
        brands = self.base.brands
        planned = brands.get(self.focal, brands[self.base.focal_brand]).spend
        moments = planned.moments.model_copy(update=dict(self.budgets))
        return planned.model_copy(update={"moments": moments})

    @property
    def factor(self) -> float:
        """Prices of the market extended move along where those given are of another order."""
        given = [plan.price_eur for plan in self.brands.values() if plan.price_eur]
        if not given or min(given) <= 0:
            return 1.0
        ratio = sum(given) / len(given) / self.base.market.choice.reference_price_eur
        return ratio if not 1 / FAR <= ratio <= FAR else 1.0


def text_of(draft: Draft, file: str, schema: str | None = None) -> str:
    """Write the file.

    Parameters
    ----------
    draft : Draft
        What it is to say.
    file : str
        How the file will be called.
    schema : str, optional
        The file by which editors check it.

    Returns
    -------
    str
        YAML.
    """
    editors = [] if schema is None else [f"# yaml-language-server: $schema={schema}"]
    parts = (editors, _head(draft, file), _market(draft), _brands(draft), _strategies(draft),
             _levers(draft))  # fmt: skip
    return "\n".join(line for part in parts for line in part) + "\n"


def yaml_text(text: str) -> str:
    """Quote a text where YAML would read something else.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        The same text as a value in a file.
    """
    is_plain = re.fullmatch(r"[^\W\d_][\w -]*(?<! )", text) and scalar(text) == text
    return text if is_plain else json.dumps(text, ensure_ascii=False)


def _head(draft: Draft, file: str) -> Iterator[str]:
    yield f"# A market of your own. What this file does not say is as in {draft.extends}."
    yield f"#   journey validate {file}    says everything that is wrong with it"
    yield f"#   journey run {file}         lives it"
    yield f"#   journey explain PATH --scenario {file}    what a line means"
    yield "# Numbers marked `assumption: yours` are placeholders: put in your own, and say in their"
    yield "# comments where they come from."
    yield "format: 1"
    yield f"name: {yaml_text(draft.name)}"
    yield f"extends: {yaml_text(draft.extends)}"
    yield f"focal: {draft.focal} # the brand the questions are about"


def _market(draft: Draft) -> Iterator[str]:
    market = draft.base.market
    yield ""
    yield "market:"
    yield f"  category: {yaml_text(draft.category)} # {_about('market.category')}"
    yield from _line("  ", "market.consumers", draft.consumers)
    yield from _line("  ", "market.days", draft.days)
    for name, value in (("outlet", market.outlet), ("purchase", market.purchase)):
        path = f"market.{name}"
        yield f"  # {_about(path)}"
        yield f"  {name}: {value} # {_bounds(path)}"
    yield "  choice:"
    price = _rounded(market.choice.reference_price_eur * draft.factor)
    yield from _line("    ", "market.choice.reference_price_eur", price, YOURS)


def _brands(draft: Draft) -> Iterator[str]:
    inherited = sorted(draft.base.brands)
    yield ""
    yield from _note(
        f"The market of {draft.extends} has {', '.join(inherited)}. A file cannot take brands out "
        "of the market it builds on: give those you do not need the traits of your rivals."
    )
    if draft.factor != 1.0:
        yield "# Prices not given moved along with those given."
    yield "brands:"
    for name in sorted({*inherited, *draft.brands}, key=lambda it: (it != draft.focal, it)):
        yield from _brand(draft, name)


def _brand(draft: Draft, name: str) -> Iterator[str]:
    """The focal brand comes first and is told in full, its rivals in brief."""
    is_new, plan = name not in draft.base.brands, draft.brands.get(name, Plan())
    model = draft.base.brands[draft.base.focal_brand if is_new else name]
    is_focal = name == draft.focal
    origin = "new" if is_new else f"comes with {draft.extends}"
    yield f"  {name}: # {origin}{', the brand the questions are about' if is_focal else ''}"
    price, quality = plan.price_eur, plan.quality_stars
    values = {
        "price_eur": _rounded(model.price_eur * draft.factor) if price is None else price,
        "quality_stars": model.quality_stars if quality is None else quality,
        "margin": model.margin,
    }
    for setting, value in values.items():
        path = f"brands.{name}.{setting}"
        brief = f"    {setting}: {_number(value)} # {YOURS}; {_unit(path)}"
        yield from _line("    ", path, value, YOURS) if is_focal else [brief]
    yield "    spend:"
    planned = model.spend.moments.model_dump()
    unit = _unit("brands.any.spend.moments.know")
    if is_focal:
        yield f"      moments: # {YOURS}; {unit}; 0 or more"
        for moment, value in draft.own_spend.moments.model_dump().items():
            yield f"        {moment}: {_number(value)} # {YOURS}; {BUDGETS[moment]}"
    else:
        shown = ", ".join(f"{moment}: {_number(value)}" for moment, value in planned.items())
        yield f"      # {YOURS}; {unit}"
        yield f"      moments: {{{shown}}}"


def _strategies(draft: Draft) -> Iterator[str]:
    """Those of the market extended, for a brand with another plan.

    As they stand they would set its budgets to amounts that fit the plan they were written for.
    Those that move no budget fit any plan, and are left as they are.
    """
    theirs = _plan(draft.base.brands[draft.base.focal_brand].spend)
    own, strategies = _plan(draft.own_spend), draft.base.strategies
    moves = {name: _moved(own, theirs, _plan(it.spend)) for name, it in strategies.items()}
    if own == theirs or not any(moves.values()):
        return
    yield ""
    yield from _note(
        f"Strategies of {draft.extends}, which a file cannot take out. Each moves the part of the "
        "budget that it moves there, as far as there is any."
    )
    yield "strategies:"
    for name, amounts in moves.items():
        if not amounts:
            continue
        moved = [f"{it} {euro - own.get((of, it), 0):+.3g}" for (of, it), euro in amounts.items()]
        kinds: dict[str, list[str]] = {}
        for (of, it), euro in amounts.items():
            kinds.setdefault(of, []).append(f"{it}: {_number(euro)}")
        shown = ", ".join(f"{of}: {{{', '.join(mine)}}}" for of, mine in kinds.items())
        about = f"{name} as in {draft.extends}, euro a week beside the plan: {', '.join(moved)}."
        yield f"  {name}:"
        yield f"    about: {yaml_text(about)}"
        yield f"    spend: {{{shown}}} # {YOURS}"


def _plan(spend: Spend | SpendChange) -> dict[tuple[str, str], float]:
    """Budgets of moments and of single levers that are said."""
    return {
        (of, name): euro
        for of, budgets in spend.model_dump(exclude_none=True).items()
        for name, euro in budgets.items()
    }


def _moved(own: Budgets, theirs: Budgets, wanted: Budgets) -> dict[tuple[str, str], float]:
    """Move between one plan's budgets what a strategy moves between those of another.

    Both move the same part of the whole, or less, where a budget would fall below nothing.
    """
    shifts = {it: euro - theirs.get(it, 0.0) for it, euro in wanted.items()}
    whole = sum(theirs.values())
    part = sum(own.values()) / whole if whole else 1.0
    part = min([part, *(own.get(it, 0.0) / -shift for it, shift in shifts.items() if shift < 0)])
    return {it: round(own.get(it, 0.0) + part * shift, 2) for it, shift in shifts.items()}


def _levers(draft: Draft) -> Iterator[str]:
    costs: dict[tuple[str, str], float] = {
        (lever, str(channel)): cost
        for lever, settings in draft.base.levers.items()
        for channel, cost in settings.unit_cost_eur.items()
    }
    costs |= draft.unit_costs
    yield ""
    yield "# What one contact costs, in euro, more than 0. It decides what money buys, and so which"
    yield "# moment pays best."
    yield "levers:"
    for lever in dict.fromkeys(lever for lever, _ in costs):
        mine = ", ".join(f"{c}: {_number(cost)}" for (it, c), cost in costs.items() if it == lever)
        yield f"  {lever}: {{unit_cost_eur: {{{mine}}}}} # {YOURS}"


def _line(indent: str, path: str, value: float, claim: str = "") -> list[str]:
    """A setting, and above it what it is and may be where that does not fit beside it."""
    about = _about(path).removesuffix(" Assumption.").rstrip(".")
    told = "; ".join(part for part in (claim, about, _unit(path), _bounds(path)) if part)
    setting = f"{indent}{path.rpartition('.')[2]}: {_number(value)}"
    beside = f"{setting} # {told}"
    return [beside] if len(beside) <= WIDEST else [*_note(told, indent), setting]


def _note(text: str, indent: str = "") -> list[str]:
    """A comment of its own, on as many lines as it takes."""
    start = f"{indent}# "
    return textwrap.wrap(text, WIDEST, initial_indent=start, subsequent_indent=start)


def _details(path: str) -> Mapping[str, Any]:
    return look_up(path)[0].details


def _unit(path: str) -> str:
    return str(_details(path)["unit"])


def _about(path: str) -> str:
    return look_up(path)[0].about


def _bounds(path: str) -> str:
    return str(_details(path).get("allowed", ""))


def _number(value: float) -> str:
    return f"{value:.12g}"


def _rounded(value: float) -> float:
    """A price as shops have it: three digits."""
    return float(f"{value:.3g}")
