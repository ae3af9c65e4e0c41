"""`journey report`: a run that is kept, told on one page."""

import sys
from pathlib import Path

from sim.cli.trouble import COMMAND_LINE, DONE, print_json
from sim.errors import Problem, ScenarioError
from sim.results import Run
from sim.results.folder import MANIFEST, PARENT, REPORT
from sim.scenario_io.words import nearest


def report(where: Path, out: Path | None, *, as_json: bool) -> int:
    """Read a run and write its page.

    Parameters
    ----------
    where : Path
        The folder of the run, or its name in `results`.
    out : Path or None
        The page, or a folder for it; None = into the folder of the run.
    as_json : bool
        Whether a program is reading.

    Returns
    -------
    int
        How it went.

    Raises
    ------
    ScenarioError
        If there is no such folder.
    ResultError
        If no run that this version can read is kept there.
    """
    folder = _folder(where)
    page = write_page(Run.load(folder), _page(folder if out is None else out))
    if as_json:
        print_json({"out": str(page)})
    else:
        sys.stdout.write(f"Report: {page}\n")
    return DONE


def write_page(run: Run, page: Path) -> Path:
    """Write the page of a run.

    Parameters
    ----------
    run : Run
        What was found.
    page : Path
        The file.

    Returns
    -------
    Path
        The same.
    """
    from sim.report import write

    write(run, page)
    return page


def _page(out: Path) -> Path:
    return out / REPORT if out.is_dir() else out


def _folder(where: Path) -> Path:
    """The folder meant: as it is named, or by its name among those in `results`."""
    for folder in (where, PARENT / where):
        if folder.is_dir():
            return folder
    kept = sorted(manifest.parent.name for manifest in PARENT.glob(f"*/{MANIFEST}"))
    begun = [name for name in kept if name.startswith(f"{where}-")]
    message = f"there is no folder {where}; `journey run` makes one, and names it last"
    near = begun[0] if begun else nearest(where.name, kept)
    raise ScenarioError([Problem(COMMAND_LINE, None, None, "RUN", message, nearest=near)])
