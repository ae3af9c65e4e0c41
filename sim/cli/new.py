"""`journey new`: a scenario file to begin with, asked for on a terminal or told by options."""

import os
import re
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Final, NamedTuple, TypeVar

from sim.cli.draft import Draft, Plan, text_of
from sim.cli.trouble import COMMAND_LINE, DONE, print_json
from sim.errors import Problem, ScenarioError
from sim.levers import LEVERS
from sim.reference.words import BUDGETS
from sim.scenario_io import assumptions, load, shipped
from sim.scenario_io.files import read_chain
from sim.scenario_io.words import scalar, show

Answer = TypeVar("Answer", str, int, float)

BASE: Final = "base"
SCHEMA: Final = "scenario.schema.json"
"""Where this lies beside a file, editors are pointed to it."""
_NAME: Final = re.compile(r"[a-z][a-z0-9-]*")
_OPTIONS: Final = {
    "brands": "--brand",
    "levers": "--unit-cost",
    "market.consumers": "--consumers",
    "market.days": "--days",
    "market.category": "--category",
    "name": "--name",
    "focal": "--focal",
}
"""Which option says what stands at a path."""


class Wish(NamedTuple):
    """What a command line asks for; None and nothing are as in the market extended."""

    file: Path
    extends: str | None
    name: str | None
    category: str | None
    brands: tuple[str, ...]
    focal: str | None
    budgets: tuple[str, ...]
    unit_costs: tuple[str, ...]
    consumers: int | None
    days: int | None

    @property
    def says_nothing(self) -> bool:
        """Whether nothing is told but the file."""
        return not any(part is not None and part != () for part in self[1:])


def new(wish: Wish, *, force: bool, as_json: bool) -> int:
    """Write a scenario file, and say what to do with it.

    Parameters
    ----------
    wish : Wish
        What the command line says.
    force : bool
        Whether a file that is there is replaced.
    as_json : bool
        Whether a program is reading.

    Returns
    -------
    int
        How it went.

    Raises
    ------
    ScenarioError
        If that is no possible market, or the file is there already, or the market extended needs
        it.
    OSError
        If it cannot be written.
    """
    _check_name(wish.file, force=force)
    if wish.says_nothing and not as_json and sys.stdin.isatty() and sys.stderr.isatty():
        wish = _asked(wish)
    _check_circle(wish)
    draft = _draft(wish)
    has_schema = wish.file.with_name(SCHEMA).is_file()
    _write(wish.file, text_of(draft, wish.file.name, SCHEMA if has_schema else None))
    world = load(wish.file)
    assumed, numbers = assumptions(wish.file)
    if as_json:
        found = {"file": str(wish.file), "scenario": world.name, "brands": sorted(world.brands)}
        print_json({**found, "focal": draft.focal, "numbers": numbers, "assumptions": assumed})
        return DONE
    sys.stdout.write(
        f"{wish.file}: {len(world.brands)} brands; {assumed} of {numbers} numbers are assumptions\n"
        "Next:\n"
        f"  journey validate {wish.file}\n"
        f"  journey run {wish.file} --consumers 2000 --reps 4\n"
        f"  journey explain brands.{draft.focal}.price_eur --scenario {wish.file}\n"
    )
    return DONE


def _check_name(file: Path, *, force: bool) -> None:
    """Nothing of anybody's is lost, and commands find the file by what it is called."""
    message, allowed, nearest = "", None, None
    if file.suffix not in (".yaml", ".yml"):
        message, nearest = f"must end in .yaml (got {show(str(file))})", f"{file}.yaml"
    elif file.exists() and not force:
        message, allowed = f"there is a file of this name already (got {file})", "--force"
    if message:
        raise ScenarioError([Problem(COMMAND_LINE, None, None, "FILE", message, allowed, nearest)])


def _check_circle(wish: Wish) -> None:
    """A file that the new one builds on, near or far, would be lost by being replaced."""
    source = wish.extends or BASE
    chain = read_chain(source).documents
    if wish.file.exists() and any(wish.file.samefile(document.file) for document in chain):
        raise ScenarioError(
            [_wrong("--extends", f"{source} needs {wish.file}, which would be replaced")]
        )


def _asked(wish: Wish) -> Wish:
    """Ask on a terminal; what is left empty is as in the market extended."""
    extends = _ask(f"Which market is it like ({', '.join(shipped())})", BASE)
    base = load(extends)
    model = base.brands[base.focal_brand]
    category = _ask("What is sold, in a word", base.market.category)
    brand = _ask("Your brand", base.focal_brand)
    price = _ask("Its price in euro", model.price_eur)
    quality = _ask("Its quality in stars, 1 to 5", model.quality_stars)
    consumers = _ask("People to simulate", base.market.consumers)
    return wish._replace(
        extends=extends,
        category=category,
        brands=(f"{_slug(brand)}={price:.12g},{quality:.12g}",),
        consumers=consumers,
    )


def _ask(question: str, usual: Answer) -> Answer:
    """Ask until the answer is of the kind of the usual one; no answer is that one."""
    while True:
        sys.stderr.write(f"{question} [{usual}]: ")
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise KeyboardInterrupt
        try:
            return type(usual)(line.strip()) if line.strip() else usual
        except ValueError:
            sys.stderr.write(f"must be a number (got {show(line.strip())})\n")


def _draft(wish: Wish) -> Draft:
    """Understand the options, all at once."""
    source = wish.extends or BASE
    base = load(source)
    problems: list[Problem] = []
    brands = _brands(wish.brands, problems)
    known = sorted({*base.brands, *brands})
    focal = wish.focal or next(iter(brands), base.focal_brand)
    if focal not in known:
        problems.append(_unknown("--focal", "brand", focal, known))
    budgets = _budgets(wish.budgets, problems)
    unit_costs = _unit_costs(wish.unit_costs, problems)
    if problems:
        raise ScenarioError(problems)
    return Draft(
        name=wish.file.stem if wish.name is None else wish.name,
        extends=_seen_from(wish.file, source),
        category=base.market.category if wish.category is None else wish.category,
        base=base,
        consumers=_or(wish.consumers, base.market.consumers),
        days=_or(wish.days, base.market.days),
        brands=brands,
        focal=focal,
        budgets=budgets,
        unit_costs=unit_costs,
    )


def _or(given: int | None, other: int) -> int:
    return other if given is None else given


def _brands(options: Sequence[str], problems: list[Problem]) -> dict[str, Plan]:
    brands: dict[str, Plan] = {}
    for option in options:
        name, _, traits = option.partition("=")
        price, _, quality = traits.partition(",")
        if not _NAME.fullmatch(name):
            message = f"names are lower-case letters, digits and hyphens (got {show(name)})"
            near = _slug(name) if _NAME.fullmatch(_slug(name)) else None
            problems.append(Problem(COMMAND_LINE, None, None, "--brand", message, None, near))
        elif name in brands:
            problems.append(_wrong("--brand", f"{name} is named twice"))
        brands[name] = Plan(
            _number("--brand", price, problems), _number("--brand", quality, problems)
        )
    return brands


def _budgets(options: Sequence[str], problems: list[Problem]) -> dict[str, float]:
    budgets = {}
    for option in options:
        moment, amount = _pair("--budget", option, "MOMENT=EUR", problems)
        if moment and moment not in BUDGETS:
            problems.append(_unknown("--budget", "moment budget", moment, list(BUDGETS)))
        elif moment and amount is not None:
            budgets[moment] = amount
    return budgets


def _unit_costs(options: Sequence[str], problems: list[Problem]) -> dict[tuple[str, str], float]:
    priced = {lever.name: lever.priced for lever in LEVERS.values() if lever.priced}
    costs: dict[tuple[str, str], float] = {}
    for option in options:
        target, amount = _pair("--unit-cost", option, "LEVER[.CHANNEL]=EUR", problems)
        lever, _, channel = target.partition(".")
        if target and lever not in priced:
            problems.append(_unknown("--unit-cost", "lever that buys contacts", lever, [*priced]))
        elif channel and channel not in priced[lever]:
            what = f"channel of {lever}"
            problems.append(_unknown("--unit-cost", what, channel, [*priced[lever]]))
        elif target and amount is not None:
            costs |= {(lever, it): amount for it in ([channel] if channel else priced[lever])}
    return costs


def _pair(option: str, text: str, form: str, problems: list[Problem]) -> tuple[str, float | None]:
    name, equals, amount = text.partition("=")
    if not equals or not amount:
        problems.append(_wrong(option, f"must look like {form} (got {show(text)})"))
        return "", None
    return name, _number(option, amount, problems)


def _number(option: str, text: str, problems: list[Problem]) -> float | None:
    if not text:
        return None
    try:
        value = scalar(text)
    except ValueError:
        value = text
    if isinstance(value, bool) or not isinstance(value, int | float):
        problems.append(_wrong(option, f"must be a number (got {show(text)})"))
        return None
    return value


def _wrong(option: str, message: str) -> Problem:
    return Problem(COMMAND_LINE, None, None, option, message)


def _unknown(option: str, what: str, given: str, known: list[str]) -> Problem:
    close = get_close_matches(given, known, n=1)
    message = f"unknown {what} (got {show(given)})"
    nearest = close[0] if close else None
    return Problem(COMMAND_LINE, None, None, option, message, ", ".join(known), nearest)


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def _seen_from(file: Path, source: str) -> str:
    """Name the market extended as the new file has to: by name, or by the way from its folder."""
    if source in shipped():
        return source
    return Path(os.path.relpath(source, file.parent)).as_posix()


def _write(file: Path, text: str) -> None:
    """A file that is no market is never seen: it is checked under another name first."""
    draft = file.with_name(f".{file.stem}-{os.getpid()}{file.suffix}")
    try:
        draft.write_text(text, encoding="utf-8", newline="\n")
        load(draft)
        draft.replace(file)
    except ScenarioError as error:
        raise ScenarioError([_as_option(problem) for problem in error.problems]) from error
    finally:
        draft.unlink(missing_ok=True)


def _as_option(problem: Problem) -> Problem:
    """People mend what they typed, not a file they never saw."""
    flags = (flag for path, flag in _OPTIONS.items() if f"{problem.path}.".startswith(f"{path}."))
    option = "--budget" if ".spend." in problem.path else next(flags, problem.path)
    message = f"{problem.path} {problem.message}"
    return Problem(COMMAND_LINE, None, None, option, message, problem.allowed, problem.nearest)
