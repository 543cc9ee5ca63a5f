"""The notebooks of `examples/` as pages: executed, with what their cells show."""

from __future__ import annotations

import asyncio
import importlib
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any, Final

__all__ = ["page", "paths"]

EXAMPLES: Final = Path(__file__).parents[1] / "examples"
SECONDS: Final = 300
_COLOURS: Final = re.compile(r"\x1b\[[0-9;]*m")


def paths() -> list[Path]:
    """Return the notebooks."""
    return sorted(EXAMPLES.glob("**/*.ipynb"))


def page(path: Path, *, execute: bool) -> str:
    """Return a notebook as Markdown, executed in a copy of its folder if it is to be."""
    nbformat: Any = importlib.import_module("nbformat")  # needed for this alone, and untyped
    notebook = nbformat.read(path, as_version=4)
    if execute:
        _execute(notebook, path)
    parts: list[str] = []
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            parts.append(cell.source)
        elif cell.cell_type == "code":
            parts.append(f"```python\n{cell.source}\n```")
            parts += [shown for output in cell.outputs if (shown := _shown(output))]
    return "\n\n".join(parts) + "\n"


def _execute(notebook: Any, path: Path) -> None:
    from nbclient import NotebookClient  # noqa: PLC0415 - needed for this alone

    with tempfile.TemporaryDirectory() as folder:
        there = Path(folder, path.parent.name)
        shutil.copytree(path.parent, there, ignore=shutil.ignore_patterns("*.journal*", ".*"))
        client = NotebookClient(notebook, timeout=SECONDS, resources={"metadata": {"path": str(there)}})
        asyncio.run(client.async_execute())


def _shown(output: Any) -> str:
    """Return what a cell shows: HTML as it is, else text."""
    if output.output_type == "stream":
        return _text(output.text)
    if output.output_type in {"display_data", "execute_result"}:
        data = output.data
        if "text/html" in data:
            lines = (line.strip() for line in str(data["text/html"]).splitlines())
            return f'<div class="cell-output" tabindex="0">{" ".join(line for line in lines if line)}</div>'
        return _text(data.get("text/plain", ""))
    return ""


def _text(text: str) -> str:
    plain = _COLOURS.sub("", text).rstrip()
    return f"```text\n{plain}\n```" if plain else ""
