"""How one number of the world is declared: meaning, unit, range, source, role.

Every behavioural number of `sim.scenario` is a pydantic field made by `number` or `probability`.
What is declared here once becomes the scenario check, the JSON Schema, the reference pages, the
plausible ranges of sensitivity studies, the record that kernels read, and the presets that switch
mechanisms off for the analytic tests.
"""

import ast
import inspect
import sys
from functools import cache
from itertools import pairwise
from typing import Any, Final, Literal, NamedTuple

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

Role = Literal[
    "chain",
    "needs",
    "memory",
    "feedback",
    "friction",
    "heterogeneity",
    "utility",
    "habit",
    "visit",
    "idle",
    "presence",
    "personalization",
    "use",
    "service",
    "sharing",
    "scale",
]

ROLES: Final[dict[str, str]] = {
    "chain": "The journey itself: rates, mixes, advance, giving up. Never switched off.",
    "needs": "Where needs come from besides the personal need rate.",
    "memory": "Awareness, belief and goodwill: what moments leave behind.",
    "feedback": "One consumer's experience reaching another.",
    "friction": "What stands between wanting and having.",
    "heterogeneity": "Differences between people in sensitivity and taste.",
    "utility": "Terms of the utility besides the brand's own constant.",
    "habit": "Short cuts of the experienced buyer.",
    "visit": "Store visits planned and phones consulted in the store.",
    "idle": "Moments of people in no need.",
    "presence": "How a brand comes to be noticed and helpful.",
    "personalization": "Help fitted to the person, and its backlash.",
    "use": "Living with the product.",
    "service": "Contacts with the brand's service.",
    "sharing": "Writing and telling.",
    "scale": "Constants of a scale, not of a mechanism. Never switched off.",
}
KEPT: Final = ("chain", "scale")


@cache
def _docstrings(module: str) -> dict[str, dict[str, str]]:
    """What stands below the fields of each class of a module."""
    try:
        tree = ast.parse(inspect.getsource(sys.modules[module]))
    except OSError:
        # Typed into an interpreter: there is no source.
        return {}
    return {
        node.name: {
            field.target.id: inspect.cleandoc(str(text.value.value))
            for field, text in pairwise(node.body)
            if isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(text, ast.Expr)
            and isinstance(text.value, ast.Constant)
        }
        for node in tree.body
        if isinstance(node, ast.ClassDef)
    }


class Section(BaseModel):
    """A part of a scenario: frozen, and closed to names it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, defer_build=True)

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Describe each field by the docstring below it.

        Pydantic can do so itself, but before Python 3.13 it searches every module loaded for the
        source of every class, which takes longer than checking a scenario does.
        """
        for name, text in _docstrings(cls.__module__).get(cls.__name__, {}).items():
            if name in cls.model_fields:
                cls.model_fields[name].description = text


class Declared(NamedTuple):
    """What a field's metadata says about one number."""

    unit: str
    source: str
    role: Role
    plausible: tuple[float, float] | None
    kernel: Literal["value", "threshold", "no"]
    off: float | None


def number(
    default: float,
    *,
    unit: str,
    source: str,
    role: Role,
    plausible: tuple[float, float] | None = None,
    kernel: Literal["value", "threshold", "no"] = "value",
    off: float | None = None,
    ge: float | None = None,
    gt: float | None = None,
    le: float | None = None,
    lt: float | None = None,
) -> Any:
    """Declare one number of the world.

    Parameters
    ----------
    default : float
        Value where a scenario says nothing.
    unit : str
        Unit in words.
    source : str
        Author and year, a fact's number, or "assumption".
    role : Role
        The mechanism it belongs to.
    plausible : (float, float), optional
        Range in which a sensible analyst would still believe it.
    kernel : {"value", "threshold", "no"}
        How kernels see it: as a float, as an integer threshold of a probability, or not at all.
    off : float, optional
        The value at which its mechanism does nothing; None where there is no such value.
    ge, gt, le, lt : float, optional
        Bounds of what is allowed.

    Returns
    -------
    Any
        A pydantic field.
    """
    declared = Declared(unit, source, role, plausible, kernel, off)
    return Field(
        default=default,
        ge=ge,
        gt=gt,
        le=le,
        lt=lt,
        json_schema_extra={
            key: value for key, value in declared._asdict().items() if value is not None
        },
    )


def sensible(smallest: float, largest: float, *, zero: bool = False) -> AfterValidator:
    """Refuse a number so small that nobody means it, and that arithmetic would lose.

    Parameters
    ----------
    smallest : float
        The smallest number above 0 that somebody may mean.
    largest : float
        The largest number allowed; checked elsewhere, told here.
    zero : bool
        Whether nothing at all is a possible number too.

    Returns
    -------
    pydantic.AfterValidator
        For the annotation of a field.
    """
    allowed = [*(["0"] if zero else []), f"{smallest:,.12g} to {largest:,.12g}"]
    message = f"must be {'0 or ' if zero else ''}at least {smallest:,.12g}"

    def check(value: float) -> float:
        if 0.0 < value < smallest:
            raise PydanticCustomError("too_small", message, {"got": value, "allowed": allowed})
        return value

    return AfterValidator(check)


def probability(
    default: float,
    *,
    source: str,
    role: Role,
    unit: str = "probability",
    plausible: tuple[float, float] | None = None,
    kernel: Literal["value", "threshold", "no"] = "threshold",
    off: float | None = 0.0,
) -> Any:
    """Declare a probability; kernels compare a random word with its integer threshold.

    Parameters
    ----------
    default, source, role, unit, plausible, kernel, off
        As in `number`.

    Returns
    -------
    Any
        A pydantic field bounded to 0 and 1.
    """
    return number(
        default,
        unit=unit,
        source=source,
        role=role,
        plausible=plausible,
        kernel=kernel,
        off=off,
        ge=0.0,
        le=1.0,
    )
