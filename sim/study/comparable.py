"""Which worlds may be compared: those in which the same consumers live through the same days."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, count
from typing import Any, Final

from sim.errors import Problem, ScenarioError
from sim.results import Comparison, Run
from sim.scenario import Scenario
from sim.scenario_io.words import nearest, show

_MUST_BE_ALIKE: Final[dict[str, Callable[[Scenario], Any]]] = {
    "market.consumers": lambda spec: spec.market.consumers,
    "market.days": lambda spec: spec.market.days,
    "personas": lambda spec: {name: it.model_dump() for name, it in spec.personas.items()},
    "brands": lambda spec: spec.brand_ids(),
    "focal": lambda spec: spec.focal_brand,
    "feedback": lambda spec: spec.feedback,
}


def prepared(
    specs: Sequence[Scenario], strategies: Sequence[str] | None, *, replay: bool = False
) -> Comparison:
    """Say which worlds are to be compared, before any is lived.

    Parameters
    ----------
    specs : sequence of Scenario
        The base, and other worlds.
    strategies : sequence of str, optional
        As in `compare`.
    replay : bool
        Whether people of other worlds read and hear what was made public in the base.

    Returns
    -------
    Comparison
        Without replicates.

    Raises
    ------
    ScenarioError
        If the worlds do not have the same consumers, or there is nothing to compare.
    """
    base = specs[0]
    check_same_consumers(specs, replay=replay)
    wanted = strategies_of(base, strategies, alone=len(specs) == 1)
    names = named_worlds(specs)
    worlds = {name: base.under(name) for name in wanted}
    worlds |= dict(zip(names[1:], specs[1:], strict=True))
    runs = {name: Run(spec, 0, False, ()) for name, spec in worlds.items()}
    return Comparison(
        names[0],
        Run(base, 0, False, ()),
        runs,
        {},
        "replay" if replay else base.feedback,
        shared=len(specs) == 1,
        live=runs if replay else {},
    )


def check_same_consumers(specs: Sequence[Scenario], *, replay: bool) -> None:
    """Refuse to compare worlds whose differences would be due to more than their plans.

    Parameters
    ----------
    specs : sequence of Scenario
        The base, and other worlds.
    replay : bool
        Whether people of other worlds read and hear what was made public in the base.

    Raises
    ------
    ScenarioError
        If there are differences in consumers, days, personas, brands, focal brand or feedback, or
        if a replay is asked for where nothing is made public, or of another warm-up.
    """
    problems = list(_unlike(specs))
    if replay:
        problems += _no_replay(specs)
    if problems:
        raise ScenarioError(problems)


def strategies_of(base: Scenario, wanted: Sequence[str] | None, *, alone: bool) -> tuple[str, ...]:
    """Take the strategies that are to be compared with the base plan.

    Parameters
    ----------
    base : Scenario
        The base.
    wanted : sequence of str, optional
        Their names; omitted = all there are, if no other world is compared.
    alone : bool
        Whether no other world is compared.

    Returns
    -------
    tuple of str
        Their names.

    Raises
    ------
    ScenarioError
        If there is no such strategy, or nothing to compare.
    """
    known = tuple(base.strategies)
    if not alone:
        if wanted:
            message = "strategies of one scenario, or other scenarios are compared, but not both"
            raise ScenarioError([Problem(base.name, None, None, "strategies", message)])
        return ()
    if not known or (wanted is not None and not wanted):
        message = "there is nothing to compare: no strategy and no other scenario"
        raise ScenarioError([Problem(base.name, None, None, "strategies", message)])
    problems = [
        Problem(
            base.name,
            None,
            None,
            f"strategies.{name}",
            f"there is no such strategy (got {show(name)})",
            ", ".join(known),
            nearest(name, known),
        )
        for name in wanted or ()
        if name not in known
    ]
    if problems:
        raise ScenarioError(problems)
    return tuple(dict.fromkeys(wanted or known))


def named_worlds(specs: Sequence[Scenario]) -> list[str]:
    """Give each world a name of its own.

    Parameters
    ----------
    specs : sequence of Scenario
        Worlds.

    Returns
    -------
    list of str
        Their names; where a name is taken, the first number from 2 that makes it free is added.
    """
    names: list[str] = []
    for spec in specs:
        numbered = (f"{spec.name}-{number}" for number in count(2))
        names.append(next(name for name in chain([spec.name], numbered) if name not in names))
    return names


def _unlike(specs: Sequence[Scenario]) -> Iterator[Problem]:
    base = specs[0]
    for spec in specs[1:]:
        for path, of in _MUST_BE_ALIKE.items():
            here, there = of(spec), of(base)
            if here != there:
                told = path == "personas"
                got = "" if told else f" (got {show(here)})"
                message = f"must be as in {base.name}, or other consumers would be compared{got}"
                allowed = None if told else show(there)
                yield Problem(spec.name, None, None, path, message, allowed)


def _no_replay(specs: Sequence[Scenario]) -> Iterator[Problem]:
    base = specs[0]
    if base.feedback != "live":
        message = "must be live in the base: without feedback there is nothing to replay"
        yield Problem(base.name, None, None, "feedback", message, "live")
    if len(specs) > 1:
        message = "a replay needs one warm-up: strategies of one scenario, not other scenarios"
        yield Problem(specs[1].name, None, None, "feedback", message)
