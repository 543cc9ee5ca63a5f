"""Each notebook runs to its end in a kernel, in an empty folder with the table."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

PROJECT = Path(__file__).parents[1]


@pytest.mark.parametrize("path", sorted(PROJECT.glob("*.ipynb")), ids=lambda path: path.stem)
def test_a_notebook_runs_and_shows_something(path: Path, tmp_path: Path) -> None:
    shutil.copy(PROJECT / "leads-comma.csv", tmp_path)
    notebook = nbformat.read(path, 4)
    client = NotebookClient(notebook, timeout=90, resources={"metadata": {"path": str(tmp_path)}})
    client.create_kernel_manager()
    client.km.kernel_spec.argv[0] = sys.executable
    client.execute()
    assert sum(bool(cell.get("outputs")) for cell in notebook.cells) >= 3
