"""`journey report`: a result that is kept, told on one page."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.cli.trouble import COMMAND_LINE, DONE, print_json
from sim.errors import Problem, ScenarioError
from sim.results import Comparison, Run
from sim.results.folder import MANIFEST, PARENT, REPORT
from sim.scenario_io.words import nearest

if TYPE_CHECKING:
    from sim.analysis.credit import Credit
    from sim.report import Found


def report(where: Path, out: Path | None, *, credit: Path | None, as_json: bool) -> int:
    """Read a run, a comparison or a study of credit or response, and write its page.

    Parameters
    ----------
    where : Path
        Its folder, or its name in `results`.
    out : Path or None
        The page, or a folder for it; None = into the folder of the result.
    credit : Path or None
        Folder of a study of credit that gets a section on the page of a run or a comparison.
    as_json : bool
        Whether a program is reading.

    Returns
    -------
    int
        How it went.

    Raises
    ------
    ScenarioError
        If there is no such folder, or the study of credit is about another brand or market.
    ResultError
        If nothing that this version can read is kept there.
    """
    folder = _folder(where, "RUN")
    found = _load(folder)
    credited = None if credit is None else _credit(_folder(credit, "--credit"), found)
    page = write_page(found, _page(folder if out is None else out), credited)
    if as_json:
        print_json({"out": str(page)})
    else:
        sys.stdout.write(f"Report: {page}\n")
    return DONE


def write_page(found: "Found", page: Path, credited: "Credit | None" = None) -> Path:
    """Write the page of a result.

    Parameters
    ----------
    found : Run, Comparison, Credit or Response
        What was found.
    page : Path
        The file.
    credited : Credit, optional
        A study of credit that gets a section of its own.

    Returns
    -------
    Path
        The same.
    """
    from sim.report import write

    write(found, page, credited=credited)
    return page


def write_beside(found: Run | Comparison, *, as_json: bool) -> None:
    """Write the page of a result that has just been kept, beside its other files.

    Parameters
    ----------
    found : Run or Comparison
        What was found; nothing is written where it is not kept.
    as_json : bool
        Whether a program is reading.
    """
    if found.out is None:
        return
    # The page tells all replicates kept there, as the other files beside it do.
    page = write_page(type(found).load(found.out), found.out / REPORT)
    if not as_json:
        sys.stdout.write(f"Report: {page}\n")


def _load(folder: Path) -> "Found":
    """Read what is kept there, whatever it is."""
    try:
        kept: Any = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        kept = None
    kind = kept.get("kind") if isinstance(kept, dict) else None
    if kind == "comparison":
        return Comparison.load(folder)
    if kind == "credit":
        from sim.study.credit_kept import kept_credit

        return kept_credit(folder)
    if kind == "response":
        from sim.study.response_kept import kept_response

        return kept_response(folder)
    return Run.load(folder)


def _credit(folder: Path, found: "Found") -> "Credit":
    from sim.study.credit_kept import kept_credit

    credited = kept_credit(folder)
    spec = found.base.spec if isinstance(found, Comparison) else found.spec
    about = [f"{it.focal_brand} in {it.name}" for it in (credited.spec, spec)]
    if about[0] != about[1]:
        message = f"it is about {about[0]}, the page about {about[1]}"
        raise ScenarioError([Problem(COMMAND_LINE, None, None, "--credit", message)])
    return credited


def _page(out: Path) -> Path:
    return out / REPORT if out.is_dir() else out


def _folder(where: Path, asked: str) -> Path:
    """The folder meant: as it is named, or by its name among those in `results`."""
    for folder in (where, PARENT / where):
        if folder.is_dir():
            return folder
    kept = sorted(manifest.parent.name for manifest in PARENT.glob(f"*/{MANIFEST}"))
    begun = [name for name in kept if name.startswith(f"{where}-")]
    message = f"there is no folder {where}; `journey run` makes one, and names it last"
    near = begun[0] if begun else nearest(where.name, kept)
    raise ScenarioError([Problem(COMMAND_LINE, None, None, asked, message, nearest=near)])
