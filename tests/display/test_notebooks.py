"""The example notebooks run in a real kernel and look right when exported; a live line stays one; a cell can be interrupted."""

from __future__ import annotations

import asyncio
import re
import shutil
import sys
from typing import TYPE_CHECKING, Any

import nbformat
import pytest

from tests.support.browser import browser
from tests.support.notebooks import EXAMPLES, client_of, executed, exported, notebook_of, outputs_of

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = [
    pytest.mark.skipif(sys.platform == "win32", reason="the kernel is interrupted by a signal"),
    pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning"),
    pytest.mark.timeout(240),
]

START = """
import warnings
from chakra_async import Chakra, Limits, bulk
from chakra_async.sandbox import Sandbox
sandbox = Sandbox()
await sandbox.start()
chakra = Chakra(base_url=sandbox.url, token=sandbox.token, limits=Limits(concurrency=4))
enrol = bulk.Enrol(campaign_id=sandbox.campaign_id)
numbers = [f"+4477009{n:05}" for n in range(400)]
"""
WITHOUT_WIDGETS = """
import importlib.util
found = importlib.util.find_spec
importlib.util.find_spec = lambda name, *more: None if name == "ipywidgets" else found(name, *more)
"""
STOP = "await chakra.close()\nawait sandbox.stop()"
SLOW = "_ = sandbox.fault('campaigns.add_phone_number', latency=0.1)"
RUN = "run = bulk.Run(chakra, enrol, rows=numbers, journal='a.journal')\nreport = await run.finish()"


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
async def test_an_example_runs_and_its_page_is_whole(path: Path, tmp_path: Path) -> None:
    shutil.copy(path.parent / "leads-comma.csv", tmp_path)
    notebook = await executed(nbformat.read(path, 4), tmp_path)
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert not any(
        output.output_type == "stream" and output.name == "stderr" for cell in code for output in cell.outputs
    )
    page = exported(notebook, tmp_path / "page.html")
    shown = [html for cell in code for html in outputs_of(cell, "text/html") if 'class="chakra"' in html]
    assert len(shown) >= 3
    assert not any(
        re.search(r"(?<![\d-])\d{10,13}(?![\d-])", re.sub(r"<style>.*?</style>", "", html)) for html in shown
    )
    await asyncio.to_thread(look_at, page, len(shown))


async def test_the_cells_of_the_guide_run(tmp_path: Path) -> None:
    guide = (EXAMPLES[0].parents[2] / "docs" / "notebooks.md").read_text(encoding="utf-8")
    cells = re.findall(r"^```python\n(.*?)^```$", guide, re.DOTALL | re.MULTILINE)
    notebook = await executed(notebook_of(cells), tmp_path)
    assert "100 of 100 rows" in str(notebook.cells[1].outputs)
    assert outputs_of(notebook.cells[2], "text/html")
    assert "LEAD-" in str(notebook.cells[3].outputs)
    assert outputs_of(notebook.cells[4], "text/html")


def look_at(page: Path, shown: int, errors: int = 0) -> None:
    """In a thread: playwright's own loop cannot run inside another one."""
    with browser() as running, running.look(page, 1000) as look:
        assert look.page.locator(".chakra").count() >= shown
        assert (look.page.locator("text=Error").count() > 0) is (errors > 0)
        assert look.page.locator(".chakra").first.bounding_box()["height"] > 20


def test_the_examples_are_committed_without_outputs() -> None:
    for path in EXAMPLES:
        for cell in nbformat.read(path, 4).cells:
            assert cell.cell_type != "code" or (cell.outputs == [] and cell.execution_count is None)
    assert {path.stem for path in EXAMPLES} == {"enrol", "explore", "send_template"}


@pytest.mark.parametrize("widgets", [True, False])
async def test_the_live_line_is_one_output_that_stays(tmp_path: Path, *, widgets: bool) -> None:
    first = START if widgets else WITHOUT_WIDGETS + START
    notebook = await executed(notebook_of([first, RUN, STOP]), tmp_path)
    (line,) = notebook.cells[1].outputs
    assert list(line["data"]) != []
    assert "application/vnd.jupyter.widget-view+json" not in line["data"]
    html = "".join(line["data"]["text/html"])
    assert "100 % 400 of 400 rows, 400 done" in html
    page = exported(notebook, tmp_path / "page.html").read_text(encoding="utf-8")
    assert page.count("400 of 400 rows") == 1


@pytest.mark.parametrize("asked", ["True", "False"])
async def test_the_live_line_can_be_left_out(tmp_path: Path, asked: str) -> None:
    run = RUN.replace("'a.journal'", f"'a.journal', show_progress={asked}")
    notebook = await executed(notebook_of([START, run, STOP]), tmp_path)
    assert len(notebook.cells[1].outputs) == (asked == "True")


async def interrupted(notebook: Any, tmp_path: Path, cell: int) -> Any:
    """Run a notebook and interrupt its cell two seconds after it began; the cells behind it run as well."""
    client = client_of(notebook, tmp_path)
    async with client.async_setup_kernel():
        for index, each in enumerate(notebook.cells):
            if index != cell:
                await client.async_execute_cell(each, index)
                continue
            task = asyncio.create_task(client.async_execute_cell(each, index))
            await asyncio.sleep(2)
            await client.km.interrupt_kernel()
            await asyncio.wait([task])
            task.exception()
    return notebook


@pytest.mark.parametrize(
    "loop",
    [
        RUN,
        "run = bulk.Run(chakra, enrol, rows=numbers, journal='a.journal')\nasync for result in run:\n    pass",
    ],
    ids=["finish", "iteration"],
)
async def test_an_interrupted_cell_ends_the_run_and_loses_nothing(tmp_path: Path, loop: str) -> None:
    after = (
        "import asyncio\nsent = sandbox.arrived\nawait asyncio.sleep(1)\n"
        "assert sandbox.arrived == sent, 'it went on'\nassert bulk.running() == []\nprint('sent', 0 < sent < 400)"
    )
    again = "sandbox.faults.clear()\n" + RUN + "\nprint(report.done, report.unknown, sandbox.arrived)"
    notebook = notebook_of([START + SLOW, loop, after, again, STOP])
    notebook = await interrupted(notebook, tmp_path, 1)
    error = next(output for output in notebook.cells[1].outputs if output.output_type == "error")
    assert error.ename == "CancelledError"
    assert "pending" in error.evalue
    assert " 0 unknown" in error.evalue
    assert "".join(output.text for output in notebook.cells[2].outputs) == "sent True\n"
    texts = "".join(output.text for output in notebook.cells[3].outputs if output.output_type == "stream")
    assert texts == "400 0 400\n"
    live = [output for output in notebook.cells[1].outputs if output.output_type != "error"]
    assert len(live) == 1
    page = exported(notebook, tmp_path / "page.html")
    await asyncio.to_thread(look_at, page, 2, 1)
