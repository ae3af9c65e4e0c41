"""`journey validate`: whether this is a world that can be lived."""

import sys
from collections.abc import Sequence

from sim.cli.trouble import DONE, print_json
from sim.errors import ScenarioError
from sim.scenario_io import assumptions, check_memory, load, scenario_hash


def check(source: str, settings: Sequence[str], *, as_json: bool) -> int:
    """Read a scenario and say what is in it.

    Parameters
    ----------
    source : str
        A file, or the name of a shipped scenario.
    settings : sequence of str
        Changes, each `path=value`.
    as_json : bool
        Whether a program is reading.

    Returns
    -------
    int
        How it went.

    Raises
    ------
    ScenarioError
        If it is no possible world, or does not fit into this computer.
    """
    spec = load(source, settings)
    check_memory(spec)
    assumed, numbers = counted_assumptions(source) or (None, None)
    if as_json:
        answer = {
            "scenario": spec.name,
            "sha256": scenario_hash(spec),
            "brands": sorted(spec.brands),
            "personas": sorted(spec.personas),
            "strategies": sorted(spec.strategies),
            "consumers": spec.market.consumers,
            "days": spec.market.days,
            "numbers": numbers,
            "assumptions": assumed,
        }
        print_json(answer)
        return DONE
    found = [
        _several(len(spec.brands), "brand", "brands"),
        _several(len(spec.personas), "persona", "personas"),
        _several(len(spec.strategies), "strategy", "strategies"),
    ]
    vouched = "" if numbers is None else f"; {assumed} of {numbers} numbers are assumptions"
    sys.stdout.write(f"{source}: ok: {', '.join(found)}{vouched}\n")
    return DONE


def counted_assumptions(source: str) -> tuple[int, int] | None:
    """Count the assumptions of a file.

    Parameters
    ----------
    source : str
        A file, or the name of a shipped scenario.

    Returns
    -------
    (int, int) or None
        Assumptions, and numbers in all; None for a file that is a world only with the changes
        made on the command line.
    """
    try:
        return assumptions(source)
    except ScenarioError:
        return None


def _several(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
