"""What went wrong is said so that people and programs can act on it, with the number that says how.

People read it on stderr, one line a problem, never wrapped; programs ask for `--json` and get
`{"errors": [...]}` on stdout.
"""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from difflib import get_close_matches
from typing import Final

import typer

from sim.errors import Problem, ResultError, ScenarioError

DONE: Final = 0
WRONG: Final = 2
SOME_FAILED: Final = 3
NOT_MET: Final = 4
INTERRUPTED: Final = 130
COMMAND_LINE: Final = "command line"


def guarded(command: Callable[[], int], *, as_json: bool, kept_in: str = "") -> int:
    """Run a command; what people can mend is told to them instead of raised.

    Parameters
    ----------
    command : callable
        Does its work and returns how it went.
    as_json : bool
        Whether a program is reading.
    kept_in : str
        The option or argument that named the folder of results; empty if nothing did.

    Returns
    -------
    int
        How it went.
    """
    try:
        return command()
    except ScenarioError as error:
        tell(error.problems, as_json=as_json)
        return WRONG
    except ResultError as error:
        tell([Problem(COMMAND_LINE, None, None, kept_in, str(error))], as_json=as_json)
        return WRONG
    except MemoryError as error:
        message = f"there is not enough memory; a smaller market needs less ({error})"
        tell([Problem(COMMAND_LINE, None, None, "", message)], as_json=as_json)
        return WRONG
    except BrokenPipeError:
        # Whoever was reading has read enough.
        raise
    except OSError as error:
        tell([Problem(COMMAND_LINE, None, None, "", str(error))], as_json=as_json)
        return WRONG
    except KeyboardInterrupt as stop:
        run = getattr(stop, "run", None)
        kept = f"; {len(run.replicates)} replicates are kept in {run.out}" if run else ""
        sys.stderr.write(f"interrupted{kept}\n")
        return INTERRUPTED


def misused(error: typer.TyperException, *, as_json: bool) -> int:
    """Tell that a command line makes no sense.

    Parameters
    ----------
    error : typer.TyperException
        What typer found.
    as_json : bool
        Whether a program is reading.

    Returns
    -------
    int
        2, or whatever typer says.
    """
    if not as_json:
        show = getattr(error, "show", None)
        if show is not None:
            show()
        return error.exit_code
    option = getattr(error, "option_name", None)
    near = get_close_matches(option or "", getattr(error, "possibilities", None) or (), n=1)
    parameter = getattr(error, "param", None)
    if option is None and parameter is not None:
        option = parameter.opts[0] if parameter.opts[0].startswith("-") else parameter.name.upper()
    message = error.message or error.format_message()
    nearest = near[0] if near else None
    tell([Problem(COMMAND_LINE, None, None, option or "", message, None, nearest)], as_json=True)
    return error.exit_code


def tell(problems: Sequence[Problem], *, as_json: bool) -> None:
    """Say everything that is wrong.

    Parameters
    ----------
    problems : sequence of Problem
        At least one.
    as_json : bool
        Whether a program is reading.
    """
    if as_json:
        print_json({"errors": [asdict(problem) for problem in problems]})
    else:
        sys.stderr.write(f"{ScenarioError(problems)}\n")


def print_json(answer: object) -> None:
    """Print the one object a program asked for.

    Parameters
    ----------
    answer : object
        What JSON can hold.
    """
    sys.stdout.write(json.dumps(answer, indent=2, ensure_ascii=False, allow_nan=False) + "\n")
