"""Every number of the world is declared: what it means, where it is from, what it belongs to.

The presets that switch mechanisms off are made of roles, so that a new mechanism cannot escape
them: a number without a role, or without an off value and a reason why, fails here.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any, get_args

import pytest

from sim.market.tables import rules_dtype
from sim.scenario import Scenario
from sim.scenario.catalogue import Parameter, off_preset, parameters, value_at
from sim.scenario.declare import KEPT, ROLES, Section
from sim.tables.moments import ADVERT, IDLE_MOMENT, IMPULSE, PEER, STIMULUS
from tests.reference_worlds import opportunities, world
from tests.snapshots import Snapshot, apart, snapshot
from tests.worlds import born, quiet, tree

PARAMETERS = list(parameters())
every_parameter = pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda p: p.path)

# Why a number of a mechanism has no value at which it does nothing.
NO_OFF = {
    "moments.presence.ceiling": "limits contacts bought: without money nothing to limit",
    "moments.presence.ceiling_shelf": "limits contacts bought: without money nothing to limit",
    "moments.presence.reach_ceiling": "limits adverts bought: without money nothing to limit",
    "moments.help.speed_share": "splits usefulness, which is off where content helps nobody",
    "reviews.half_life_days": "the age of reviews nobody reads or counts",
    "reviews.listen.lag_days": "the pace of a change whose sizes are off",
}
# Numbers that are no parameters of a mechanism, and what they are instead.
OTHER_NUMBERS = {
    "market.consumers": "size",
    "market.days": "size",
    "market.warm_up_days": "size",
    "market.panel_consumers": "size",
    "market.needs.season": "calendar",
    "market.unit_costs.": "money: changes no behaviour",
    "personas.": "who people are: a persona without spread and with traits of 0 has none",
    "brands.": "a plan",
    "strategies.": "a plan",
    "levers.": "constants of a lever, which act through a plan",
    "moments.rate.": "the journey itself",
    "moments.context_rate.": "the journey itself",
    "moments.mix.": "the journey itself",
    "moments.context_mix.": "the journey itself",
    "moments.weekday.": "where people are",
    "moments.weekend.": "where people are",
    "moments.onset.": "when things happen",
    "moments.channels.": "the journey itself",
    "moments.context_channels.": "the journey itself",
    "moments.context_fit.": "scales usefulness",
    "moments.devices.": "the journey itself",
    "moments.third_party.": "the journey itself",
    "moments.idle.mix.": "of idle moments, off with their rate",
    "moments.idle.wake.": "of idle moments, off with their rate",
    "moments.device_link.": "what a tracker sees: changes no behaviour",
    "moments.opportunities.": "counted, not set",
    "reviews.read.": "reading, off with the weight of what is read",
    "reviews.write": "writing, felt by others only through feedback",
}


def kinds(annotation: Any) -> Iterator[type]:
    """The types an annotation is made of."""
    if isinstance(annotation, type):
        yield annotation
    for part in get_args(annotation):
        if not isinstance(part, str):
            yield from kinds(part)


def numbers(section: type[Section] = Scenario, prefix: str = "") -> Iterator[tuple[str, bool]]:
    """Path of every number of a scenario, tables included, and whether it has a role."""
    for name, field in section.model_fields.items():
        found = set(kinds(field.annotation))
        inner = [kind for kind in found if issubclass(kind, Section)]
        for kind in inner:
            yield from numbers(kind, f"{prefix}{name}.")
        if not inner and found & {int, float}:
            extra = field.json_schema_extra
            yield f"{prefix}{name}", isinstance(extra, dict) and "role" in extra


def covers(known: str, path: str) -> bool:
    """A name that ends with a dot stands for a whole section."""
    return path.startswith(known) if known.endswith(".") else path == known


def test_every_number_has_a_role_or_is_known_to_be_something_else() -> None:
    bare = {path for path, has_role in numbers() if not has_role}
    assert len(bare) > 100
    assert [path for path in bare if not any(covers(k, path) for k in OTHER_NUMBERS)] == []


@pytest.mark.parametrize("known", OTHER_NUMBERS)
def test_what_is_something_else_exists_and_has_no_role(known: str) -> None:
    found = [has_role for path, has_role in numbers() if covers(known, path)]
    assert found
    assert not any(found)


def test_the_catalogue_holds_every_number_with_a_role() -> None:
    assert len(PARAMETERS) > 90
    paths = [parameter.path for parameter in PARAMETERS]
    assert len(set(paths)) == len(paths)
    assert set(paths) == {path for path, has_role in numbers() if has_role}


@every_parameter
def test_a_parameter_has_a_role_a_unit_a_source_and_a_meaning(parameter: Parameter) -> None:
    assert parameter.role in ROLES
    assert parameter.unit.strip()
    assert "assumption" in parameter.source or any(map(str.isalpha, parameter.source))
    assert parameter.about.strip().endswith((".", ")"))


@every_parameter
def test_a_default_is_plausible(parameter: Parameter) -> None:
    if parameter.plausible is not None:
        low, high = parameter.plausible
        assert low < high
        assert low <= parameter.default <= high


@every_parameter
def test_a_mechanism_can_be_switched_off_or_says_why_not(parameter: Parameter) -> None:
    must = parameter.role not in KEPT
    assert (parameter.path in NO_OFF) == (must and parameter.off is None)
    assert (parameter.path in off_preset()) == (must and parameter.off is not None)


def test_reasons_for_no_off_value_are_about_parameters_there_are() -> None:
    assert set(NO_OFF) <= {parameter.path for parameter in PARAMETERS}


def test_every_role_is_told_and_used() -> None:
    used = {parameter.role for parameter in PARAMETERS}
    assert set(ROLES) == used
    assert all(meaning.endswith(".") for meaning in ROLES.values())
    assert set(KEPT) < set(ROLES)


def test_numbers_that_kernels_read_have_names_of_their_own() -> None:
    names = Counter(p.name for p in PARAMETERS if p.kernel != "no")
    assert [name for name, count in names.items() if count > 1] == []
    assert rules_dtype().names == tuple(names)


# --- Presets --------------------------------------------------------------------------------------


def test_a_preset_of_some_roles_holds_their_numbers_only() -> None:
    off = {p.path: p.off for p in PARAMETERS if p.off is not None}
    for role in ROLES:
        mine = {p.path for p in PARAMETERS if p.role == role and p.path in off}
        assert off_preset(role) == {path: off[path] for path in mine}
    others = [role for role in ROLES if role not in KEPT]
    assert off_preset(*others) == off_preset()


def test_a_quiet_world_stands_at_every_off_value() -> None:
    spec = quiet()
    for path, value in off_preset().items():
        assert value_at(spec, path) == value
    assert sum(value_at(world(**SIZE), path) != off for path, off in off_preset().items()) > 60


SIZE: dict[str, Any] = {"consumers": 200, "warm_up_days": 15, "days": 40}
# What never happens where one role alone is off, in a world in which everything does.
SILENT: dict[str, Callable[[Snapshot], list[Any]]] = {
    "needs": lambda seen: [*seen["market.opened"][[ADVERT, IMPULSE]]],
    "idle": lambda seen: [seen["market.by_truth"][STIMULUS], seen["market.opened"][IDLE_MOMENT]],
    "visit": lambda seen: [seen["market.consults"]],
    "service": lambda seen: [*seen["brands.service_contacts"], *seen["brands.service_failures"]],
    "use": lambda seen: [*seen["brands.how_to"].ravel()],
    "sharing": lambda seen: [*seen["brands.told"], *seen["brands.needs_caused"]],
    "feedback": lambda seen: [seen["market.opened"][PEER], seen["person.read"].any()],
    "friction": lambda seen: [*seen["brands.unpaid"].ravel()],
}


def lived(preset: dict[str, float], **changes: Any) -> Snapshot:
    spec = world(**SIZE, **tree(preset), **changes)
    return snapshot(born(spec, opportunities=opportunities()).run())


@pytest.mark.parametrize("role", SILENT)
def test_a_role_switched_off_falls_silent_and_was_not_before(role: str) -> None:
    assert not any(SILENT[role](lived(off_preset(role))))
    assert any(SILENT[role](lived({})))


def test_feedback_off_by_its_roles_is_feedback_off_by_its_switch() -> None:
    """Whatever carries one consumer's experience to another has the role, and the one switch."""
    by_roles = lived(off_preset("feedback"))
    by_switch = lived({}, feedback="off")
    assert apart(by_roles, by_switch) == []
    assert apart(by_roles, lived({})) != []
