"""Wherever people can get to there must be somewhere to be, something to do, and a way to do it.

Weights are shares of something; a row of weights that are all zero shares out nothing. Where nobody
ever gets to it, that is no mistake.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final, TypeAlias

from sim.scenario.declare import Section
from sim.tables.moments import (
    BUY,
    CHANNELS,
    CONTEXTS,
    DAY_PARTS,
    DEVICES,
    EXPLORE,
    IN_PERSON,
    MOMENTS,
    PHASES,
    READY,
)

if TYPE_CHECKING:
    from sim.scenario import Scenario

Weights: TypeAlias = dict[str, float]

_JOURNEY: Final = PHASES[EXPLORE : READY + 1]
_OPEN: Final = MOMENTS[: BUY + 1]
_HANDS: Final = DEVICES[:IN_PERSON]
_WEEKS: Final = ("weekday", "weekend")
_SOME = "at least one weight must be above 0"


def dead_ends(spec: "Scenario") -> Iterator[dict[str, object]]:
    """Find where people can get to and have nothing left to choose from.

    Parameters
    ----------
    spec : Scenario
        Its settings, each possible by itself.

    Yields
    ------
    dict
        One row of weights that are all zero: its `path`, and a `message`. Rows that hang on rows
        already told are not looked at.
    """
    nowhere = list(_times(spec))
    yield from nowhere
    if nowhere:
        return
    wants = _Wants(spec)
    told: set[str] = set()
    for path, message in (*_moments(spec, wants), *_channels(spec, wants), *_devices(spec, wants)):
        if path not in told:
            told.add(path)
            yield {"path": path, "message": message}


def _times(spec: "Scenario") -> Iterator[dict[str, object]]:
    """Every day-part is lived somewhere, and every need falls into one."""
    moments = spec.moments
    if not any(_weights(moments.onset, DAY_PARTS).values()):
        yield {"path": "moments.onset", "message": f"needs must fall somewhere: {_SOME}"}
    for week in _WEEKS:
        for part in DAY_PARTS:
            if not any(_weights(getattr(getattr(moments, week), part), CONTEXTS).values()):
                message = f"people must be somewhere: {_SOME}"
                yield {"path": f"moments.{week}.{part}", "message": message}
    if moments.idle.rate > 0 and not any(_weights(moments.idle.mix, MOMENTS).values()):
        message = f"idle moments must be of some kind: {_SOME}, or moments.idle.rate 0"
        yield {"path": "moments.idle.mix", "message": message}


class _Wants:
    """Where people are, and what they may want there, in a journey or without one."""

    def __init__(self, spec: "Scenario") -> None:
        moments = spec.moments
        self.wanted = {
            (phase, context): _product(
                _weights(getattr(moments.mix, phase), _OPEN),
                _weights(getattr(moments.context_mix, context), _OPEN),
            )
            for phase in _JOURNEY
            for context in CONTEXTS
        }
        self.on_journeys = self._on_journeys(spec)
        self.cells = {
            (moment, context)
            for (_, context), wanted in self.wanted.items()
            for moment, weight in wanted.items()
            # What is bought in a store is bought there, whatever the mix of channels.
            if weight and context in self.on_journeys and (moment, context) != ("buy", "store")
        } | self._without_a_need(spec)

    def _on_journeys(self, spec: "Scenario") -> set[str]:
        """Contexts in which a journey can have a moment; a store always has one."""
        moments = spec.moments
        rates = _weights(moments.rate, DAY_PARTS)
        found = {
            context
            for part in DAY_PARTS
            for context in _places(spec, part)
            if context == "store" or (rates[part] and getattr(moments.context_rate, context))
        }
        goes = any(self.wanted[phase, x].get("go") for phase in _JOURNEY for x in found)
        return found | {"store"} if goes and moments.store_visit > 0 else found

    def _without_a_need(self, spec: "Scenario") -> set[tuple[str, str]]:
        """Idle moments, and those of people who use what they bought."""
        onset = _weights(spec.moments.onset, DAY_PARTS)
        places = {x for part in DAY_PARTS if onset[part] for x in _places(spec, part)}
        idle = spec.moments.idle
        kinds = {name for name, weight in _weights(idle.mix, MOMENTS).items() if weight}
        kinds = kinds if idle.rate > 0 else set()
        kinds |= {"do"} if spec.market.use.how_to > 0 else set()
        return {(moment, context) for moment in kinds for context in places}


def _moments(spec: "Scenario", wants: _Wants) -> Iterator[tuple[str, str]]:
    for (phase, context), wanted in wants.wanted.items():
        if context in wants.on_journeys and not any(wanted.values()):
            if any(_weights(getattr(spec.moments.mix, phase), _OPEN).values()):
                why = f"leaves nothing to do: {_SOME} of those in moments.mix.{phase}"
                yield f"moments.context_mix.{context}", why
            else:
                yield f"moments.mix.{phase}", f"journeys must hold some moment: {_SOME}"


def _channels(spec: "Scenario", wants: _Wants) -> Iterator[tuple[str, str]]:
    moments = spec.moments
    for moment, context in sorted(wants.cells):
        mix = _weights(getattr(moments.channels, moment), CHANNELS)
        there = _product(mix, _weights(getattr(moments.context_channels, context), CHANNELS))
        if not any(mix.values()):
            yield f"moments.channels.{moment}", f"must happen on some channel: {_SOME}"
        elif not any(there.values()):
            why = f"leaves no channel for '{moment}': {_SOME} of those in moments.channels.{moment}"
            yield f"moments.context_channels.{context}", why
        else:
            for name, persona in spec.personas.items():
                if not any(_product(there, _weights(persona.channels, CHANNELS)).values()):
                    why = f"leaves no channel for '{moment}' in context '{context}': {_SOME} there"
                    yield f"personas.{name}.channels", why


def _devices(spec: "Scenario", wants: _Wants) -> Iterator[tuple[str, str]]:
    contexts = wants.on_journeys | {context for _, context in wants.cells}
    for name, persona in spec.personas.items():
        above = "moments" if persona.devices is None else f"personas.{name}"
        mix = persona.devices or spec.moments.devices
        for context in CONTEXTS:
            if context in contexts and not any(_weights(getattr(mix, context), _HANDS).values()):
                yield f"{above}.devices.{context}", f"people must use some device: {_SOME}"


def _places(spec: "Scenario", part: str) -> set[str]:
    weeks = (getattr(getattr(spec.moments, week), part) for week in _WEEKS)
    return {name for week in weeks for name, weight in _weights(week, CONTEXTS).items() if weight}


def _weights(section: Section, names: tuple[str, ...]) -> Weights:
    return {name: float(getattr(section, name)) for name in names}


def _product(one: Weights, other: Weights) -> Weights:
    return {name: weight * other[name] for name, weight in one.items()}
