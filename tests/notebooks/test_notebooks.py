"""Every notebook runs from its first cell to its last, on a kernel of its own."""

import os
from pathlib import Path

import jupytext
import nbformat
import pytest
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

FOLDER = Path(__file__).parents[2] / "experiments" / "notebooks"
NOTEBOOKS = sorted(FOLDER.glob("*.py"))


def executed(notebook, folder):
    """The notebook with what its cells printed and showed."""
    client = NotebookClient(
        notebook, timeout=300, kernel_name="python3", resources={"metadata": {"path": str(folder)}}
    )
    return client.execute(env=os.environ | {"PYTHONPATH": str(FOLDER.parents[1])})


def test_there_are_notebooks_and_the_index_names_them():
    index = (FOLDER / "README.md").read_text("utf-8")
    assert len(NOTEBOOKS) >= 2
    assert all(f"`{path.name}`" in index for path in NOTEBOOKS)


@pytest.mark.slow
@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_tables_and_figures(path, tmp_path):
    lived = executed(jupytext.read(path), tmp_path)
    shown = [
        kind
        for cell in lived.cells
        for output in cell.get("outputs", ())
        for kind in output.get("data", ())
    ]
    assert shown.count("image/png") >= 2
    assert shown.count("text/html") >= 2
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_cell_that_fails_is_noticed(tmp_path):
    cells = [nbformat.v4.new_code_cell("from sim import load\nload('no-such-market')")]
    with pytest.raises(CellExecutionError, match="no-such-market"):
        executed(nbformat.v4.new_notebook(cells=cells), tmp_path)
