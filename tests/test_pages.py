"""The code of the site's pages runs as it stands, against the sandbox: programs, notebook cells and commands.

A page is one story: its files are in one folder, and its blocks run in order. A comment before a block says what is special
about it: `cells` (a notebook's, with `await`), `file: NAME` (it is saved), `exit code N`, `needs: NAME` (a library that is
not installed here; the block is run with a plain one in its place).
"""

from __future__ import annotations

import ast
import asyncio
import os
import re
import shlex
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
import typer

from chakra_async.cli.app import application
from chakra_async.sandbox import Sandbox
from tests.support.pages import ROOT, Block, blocks, commands

if TYPE_CHECKING:
    from collections.abc import Iterator

PAGES = (
    "../README.md",
    "calls.md",
    "errors.md",
    "how-it-works.md",
    "index.md",
    "limits.md",
    "media.md",
    "security.md",
    "start.md",
    "templates.md",
    "tenants.md",
    *(f"recipes/{path.name}" for path in sorted((ROOT / "docs" / "recipes").glob("*.md"))),
)
"""Pages whose blocks run here."""
ELSEWHERE = {
    "bulk.md": "test_guide_blocks.py",
    "conversations.md": "test_guide_blocks.py",
    "coverage.md": "a pattern: there is not a path to call",
    "faults.md": "no code",
    "cli.md": "test_sitegen.py",
    "from-the-vendor-sdk.md": "test_vendor_guide.py",
    "machines.md": "distributed/test_machines_page.py",
    "messages.md": "test_guides.py",
    "notebooks.md": "display/test_notebooks.py",
    "observers.md": "test_guides.py",
    "performance.md": "benchmarks",
    "phone-numbers.md": "test_guide_blocks.py",
    "reference.md": "no code",
    "reports.md": "test_guide_blocks.py",
    "sandbox.md": "test_guide_blocks.py",
    "tables.md": "test_guide_blocks.py",
    "testing.md": "testing/test_guide.py",
    "webhooks.md": "test_guide_blocks.py",
}
"""Pages that another test runs."""
SETUP = re.compile(r"^(?:python3? -m venv|(?:\S*/)?pip install|source|export|jupyter)\b")
HOSTS = {"apidocs.chakrahq.com", "docs.chakrahq.com", "docs.pytest.org", "github.com"}
"""Where links out of the site lead: the sources of facts, and tools that are named."""
EVERYWHERE = [
    "README.md",
    *(f"docs/{path.relative_to(ROOT / 'docs')}" for path in sorted((ROOT / "docs").rglob("*.md"))),
]
AIRFLOW = "def task(**options): return lambda function: function\ndef dag(**options): return lambda function: function\n"


def test_every_page_is_run_here_or_elsewhere() -> None:
    there = {str(path.relative_to(ROOT / "docs")) for path in (ROOT / "docs").rglob("*.md")}
    assert there == set(PAGES) - {"../README.md"} | set(ELSEWHERE)
    assert not set(PAGES) & set(ELSEWHERE)


def environment(sandbox: Sandbox, folder: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "PYTHONPATH": str(folder),
        "PYTHONWARNINGS": "error",
        "CHAKRA_BASE_URL": sandbox.url,
        "CHAKRA_ACCESS_TOKEN": sandbox.token,
        "CHAKRA_PLUGIN_ID": sandbox.plugin_id,
        "CHAKRA_PHONE_NUMBER_ID": sandbox.phone_number_id,
        "CHAKRA_WABA_ID": sandbox.waba_id,
    }


def saved(block: Block, folder: Path) -> bool:
    """Whether a block is a file, which is now in the folder."""
    if block.note.startswith("file: "):
        (folder / block.note.removeprefix("file: ")).write_text(block.code, encoding="utf-8")
        return True
    return False


def program(block: Block, folder: Path) -> list[str] | None:
    """Return the command that runs a block, or None where there is nothing to run."""
    if block.note == "needs: airflow":
        (folder / "airflow").mkdir()
        (folder / "airflow" / "sdk.py").write_text(AIRFLOW, encoding="utf-8")
        return [sys.executable, "-W", "error", "-c", block.code.replace("/srv/leads", str(folder))]
    if block.language == "sh":
        lines = [line for line in block.code.splitlines() if line.strip() and not SETUP.match(line.strip())]
        return ["bash", "-euo", "pipefail", "-c", "\n".join(lines)] if lines else None
    return None


def execute(code: str) -> None:
    """Run a program in this process, in a thread of its own, since it makes an event loop."""
    exec(compile(code, "page", "exec"), {"__name__": "__main__"})  # noqa: S102 - the page's own


def cells(page: list[Block]) -> str:
    """Return the cells of a page as one program, the last expression of each printed."""
    parts: list[str] = []
    for block in page:
        if block.note == "cells":
            body = ast.parse(block.code).body
            if isinstance(body[-1], ast.Expr) and not isinstance(body[-1].value, ast.Await):
                body[-1] = ast.parse(f"print({ast.unparse(body[-1])})").body[0]
            parts += [ast.unparse(statement) for statement in body]
    return "\n".join(parts)


async def run(command: list[str], sandbox: Sandbox, folder: Path) -> tuple[int | None, str]:
    process = await asyncio.create_subprocess_exec(
        *command,
        cwd=folder,
        env=environment(sandbox, folder),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    out, _ = await process.communicate()
    return process.returncode, out.decode()


@pytest.mark.timeout(600)  # a page may have ten commands, each a process of its own
@pytest.mark.parametrize("page", PAGES)
async def test_the_blocks_of_a_page_run_in_order(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "leads.csv").write_text("name,phone\nAda,447700900123\nBo,447700900124\n", encoding="utf-8")
    found = [block for block in blocks(f"docs/{page}") if not block.note.endswith("-command")]
    async with Sandbox(review_seconds=0) as sandbox:
        for name, value in environment(sandbox, tmp_path).items():
            monkeypatch.setenv(name, value)
        for block in found:
            if block.note == "cells" or saved(block, tmp_path):
                continue
            if (command := program(block, tmp_path)) is not None:
                code, out = await run(command, sandbox, tmp_path)
                expected = int(block.note.removeprefix("exit code ") if "exit code" in block.note else 0)
                assert code == expected, f"{page}:{block.line}\n{out}"
            elif block.language == "python":
                await asyncio.to_thread(execute, block.code)
        if story := cells(found):
            ending = [*story.splitlines(), "await chakra.close()", "await sandbox.stop()"]
            body = "\n".join(f"    {line}" for line in ending)
            program_of_cells = f"import asyncio\nasync def cells():\n{body}\nasyncio.run(cells())"
            await asyncio.to_thread(execute, program_of_cells)


# Commands and installations, in every page.


def options_of(line: str) -> tuple[Any, list[str]]:
    """Return the command that a line is for, and its words after the command's name."""
    words = shlex.split(line.split("  ", maxsplit=1)[0], comments=True)[1:]
    command: Any = typer.main.get_command(application())
    while hasattr(command, "commands") and words and not words[0].startswith("-"):
        if words[0] not in command.commands:
            pytest.fail(f"there is not a command {words[0]!r}: {line}")
        command = command.commands[words.pop(0)]
    return command, words


def lines_with_commands() -> Iterator[tuple[str, str]]:
    for page in EVERYWHERE:
        for block in blocks(page):
            if block.language != "python":
                for line in commands(block):
                    yield page, line


@pytest.mark.parametrize(("page", "line"), sorted(set(lines_with_commands())))
def test_a_command_in_a_page_has_only_options_that_there_are(page: str, line: str) -> None:
    del page
    command, words = options_of(line)
    known = {name for option in command.params for name in (*option.opts, *option.secondary_opts)} | {
        "--help",
        "--version",
    }
    given = {word.split("=")[0] for word in words if re.match(r"--[a-z]", word)}
    assert given <= known


def test_installations_name_extras_that_there_are() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = 0
    for page in EVERYWHERE:
        for names in re.findall(
            rf"(?:{project['name']}|-e '?\.)\[([\w,]+)\]", (ROOT / page).read_text(encoding="utf-8")
        ):
            found += 1
            assert set(names.split(",")) <= set(project["optional-dependencies"]), page
    assert found > 3


def external_links() -> list[tuple[str, str]]:
    return sorted(
        {
            (page, address)
            for page in EVERYWHERE
            for address in re.findall(r"\]\((\w+:[^)]*)\)", (ROOT / page).read_text(encoding="utf-8"))
        }
    )


@pytest.mark.parametrize(("page", "address"), external_links())
def test_a_link_out_of_the_site_is_whole_and_leads_to_a_known_host(page: str, address: str) -> None:
    del page
    parts = urlsplit(address)
    assert parts.scheme == "https"
    assert parts.hostname in HOSTS
    assert re.fullmatch(r"[!-~]+", address)
    assert len(parts.path) > 1


GENERATED = {("docs/index.md", "api/index.md")}
"""Links to pages that only the built site has; its start page is read there."""


def internal_links() -> list[tuple[str, str]]:
    found = {
        (page, target)
        for page in EVERYWHERE
        for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)\s]*)?\)", (ROOT / page).read_text(encoding="utf-8"))
    }
    return sorted(found - GENERATED)


@pytest.mark.parametrize(("page", "target"), internal_links())
def test_a_link_within_the_repository_leads_to_a_file(page: str, target: str) -> None:
    assert ((ROOT / page).parent / target).is_file()
