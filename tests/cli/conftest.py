# ruff: noqa: S603 - the commands are the test's own
"""The command in this process, and a sandbox in another one."""

from __future__ import annotations

import signal
import subprocess
import sys
from typing import TYPE_CHECKING

import attrs
import pytest

from chakra_async.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@attrs.frozen
class Done:
    code: int
    out: str
    err: str


@pytest.fixture
def chakra(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Done]:
    """Run the command with these arguments, without a token unless the test sets one."""
    monkeypatch.delenv("CHAKRA_ACCESS_TOKEN", raising=False)
    monkeypatch.delenv("CHAKRA_BASE_URL", raising=False)

    def run(*arguments: object) -> Done:
        with pytest.raises(SystemExit) as caught:
            main([str(argument) for argument in arguments])
        captured = capfd.readouterr()
        assert isinstance(caught.value.code, int)
        assert "Traceback" not in captured.err
        return Done(caught.value.code, captured.out, captured.err)

    return run


@pytest.fixture
def serve() -> Iterator[Callable[..., dict[str, str]]]:
    """Start `chakra sandbox` with these options; give the environment it prints."""
    running: list[subprocess.Popen[str]] = []

    def start(*options: str) -> dict[str, str]:
        command = [sys.executable, "-m", "chakra_async.cli", "sandbox", "--port", "0", *options]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        running.append(process)
        assert process.stdout is not None
        lines = [process.stdout.readline() for _ in range(5)]
        return dict(line.removeprefix("export ").strip().split("=", 1) for line in lines)

    yield start
    for process in running:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
        assert process.returncode == 0
