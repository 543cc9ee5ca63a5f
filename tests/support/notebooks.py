"""Notebooks run in a real kernel, and their outputs as a page."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import nbformat
from nbclient import NotebookClient
from nbconvert import HTMLExporter

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["EXAMPLES", "client_of", "executed", "exported", "notebook_of", "outputs_of"]

ROOT: Final = Path(__file__).parents[2]
EXAMPLES: Final = sorted((ROOT / "examples" / "notebooks").glob("*.ipynb"))
_SECONDS: Final = 90


def notebook_of(cells: Sequence[str]) -> Any:
    """Return a notebook of these cells of code."""
    made = nbformat.v4.new_notebook()
    made.cells = [nbformat.v4.new_code_cell(cell) for cell in cells]
    return made


def client_of(notebook: Any, directory: Path) -> NotebookClient:
    """Return what runs a notebook in a directory, with this Python."""
    os.environ["PYDEVD_DISABLE_FILE_VALIDATION"] = "1"
    client = NotebookClient(notebook, timeout=_SECONDS, resources={"metadata": {"path": str(directory)}})
    client.create_kernel_manager()
    client.km.kernel_spec.argv[0] = sys.executable
    return client


async def executed(notebook: Any, directory: Path) -> Any:
    """Run a notebook, and return it with its outputs."""
    return await client_of(notebook, directory).async_execute()


def outputs_of(cell: Any, kind: str) -> list[str]:
    """Return what a cell put out of a kind, such as `text/html`."""
    found = [output.get("data", {}).get(kind) for output in cell.get("outputs", [])]
    return ["".join(each) for each in found if each is not None]


def exported(notebook: Any, path: Path) -> Path:
    """Write a notebook as a page."""
    page, _ = HTMLExporter(embed_images=True).from_notebook_node(notebook)
    path.write_text(page, encoding="utf-8")
    return path
