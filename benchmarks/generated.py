"""Calls per second of ours against those of clients that two common generators make from our own description.

Everything is made on the fly below a temporary folder, each generated client in an environment of its own, so that
nothing of it enters this one; where a generator or what it needs is not to be had, its comparison is left out and says
why. Ours and theirs are two processes that take turns against one server: while one calls, the other sleeps. The
server, on the other processor, answers from prepared bytes and could take several times as many calls, so that the
client is what is measured; `busy` shows it.
"""

from __future__ import annotations

import contextlib
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import venv
from importlib.metadata import version
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final, cast

import attrs

from benchmarks import peer_client
from benchmarks.fresh import command, environment
from benchmarks.rounds import Spread
from benchmarks.server import serving

if TYPE_CHECKING:
    from collections.abc import Callable, Generator

__all__ = ["Comparison", "Unavailable", "measure", "plain"]

_DESCRIPTION: Final = Path(__file__).resolve().parent.parent / "chakra_async" / "description" / "openapi.json"
_GUEST: Final = Path(peer_client.__file__)
_WORKERS: Final = 50
_CALLS: Final = 400
_PACKAGES: Final = {"openapi-generator": "openapi-generator-cli==7.26.0"}
_PACKAGES["openapi-python-client"] = "openapi-python-client==0.29.1"
_INSTALLATION_TIME: Final = 300
_SHOWN: Final = 300


class Unavailable(Exception):  # noqa: N818 - no error: the comparison is left out
    """A generated client cannot be made here."""


@attrs.frozen
class Comparison:
    """Our calls per second against a generated client's.

    Attributes:
        generator: The generator.
        loop: The event loop's kind, the same for both.
        ratio: Calls per second of ours over theirs, of paired turns; None where it was left out.
        ours: Calls per second of ours, the median, for orientation.
        theirs: Calls per second of theirs, the median, for orientation.
        ours_busy: Share of the time that our process computed; near 1 when nothing else was the bottleneck.
        theirs_busy: The same for theirs.
        skipped: Why it was left out.

    """

    generator: str
    loop: str
    ratio: Spread | None = None
    ours: float = 0.0
    theirs: float = 0.0
    ours_busy: float = 0.0
    theirs_busy: float = 0.0
    skipped: str = ""


def measure(*, quick: bool) -> list[Comparison]:
    """Compare with each generator's client, under asyncio's own event loop and under uvloop where it is installed."""
    rounds = 3 if quick else 21
    loops = ["asyncio", *(["uvloop"] if importlib.util.find_spec("uvloop") else [])]
    found: list[Comparison] = []
    for generator, make in _MAKERS.items():
        with tempfile.TemporaryDirectory() as name, serving() as url:
            try:
                python = make(Path(name), loops)
            except Unavailable as reason:
                found += [Comparison(generator, loop, skipped=str(reason)) for loop in loops]
                continue
            found += [_compare(generator, loop, python, url, rounds) for loop in loops]
    return found


def plain(description: dict[str, Any]) -> dict[str, Any]:
    """Return a description without its members that begin with `x-`, which generators do not need."""
    stripped: dict[str, Any] = _stripped(description)
    return stripped


def _stripped(value: Any) -> Any:
    if isinstance(value, dict):
        members = cast("dict[str, Any]", value).items()
        return {name: _stripped(member) for name, member in members if not name.startswith("x-")}
    if isinstance(value, list):
        return [_stripped(item) for item in cast("list[Any]", value)]  # type: ignore[redundant-cast] # pyright needs it
    return value


def _openapi_generator(folder: Path, loops: list[str]) -> str:
    java = shutil.which("java")
    if java is None:
        raise Unavailable("openapi-generator needs Java, which is not here")
    python = _environment(folder, _PACKAGES["openapi-generator"])
    jar = next(folder.rglob("openapi-generator.jar"))
    made = folder / "made"
    _do(
        *(java, "-jar", str(jar), "generate", "-g", "python", "--library", "asyncio"),
        *(
            "-i",
            _described(folder),
            "-o",
            str(made),
            f"--additional-properties=packageName={peer_client.PACKAGE}",
        ),
    )
    # The same aiohttp as ours, so that its version does not affect the comparison.
    _do(*_pip(python), str(made), f"aiohttp=={version('aiohttp')}", *_wanted(loops))
    return python


def _openapi_python_client(folder: Path, loops: list[str]) -> str:
    python = _environment(folder, _PACKAGES["openapi-python-client"])
    config = folder / "config.json"
    config.write_text(
        json.dumps(
            {
                "project_name_override": "generated-client",
                "package_name_override": peer_client.PACKAGE,
                "post_hooks": [],
            }
        )
    )
    made = folder / "made"
    _do(
        *(str(Path(python).parent / "openapi-python-client"), "generate", "--meta", "setup"),
        *("--path", _described(folder), "--output-path", str(made), "--config", str(config)),
    )
    _do(*_pip(python), str(made), *_wanted(loops))
    return python


_MAKERS: Final[dict[str, Callable[[Path, list[str]], str]]] = {
    "openapi-generator": _openapi_generator,
    "openapi-python-client": _openapi_python_client,
}


def _described(folder: Path) -> str:
    path = folder / "description.json"
    path.write_text(json.dumps(plain(json.loads(_DESCRIPTION.read_bytes()))))
    return str(path)


def _environment(folder: Path, package: str) -> str:
    """Make an environment of its own that holds a package, and return its Python."""
    home = folder / "environment"
    venv.create(home, with_pip=True)
    python = str(home / ("Scripts" if sys.platform == "win32" else "bin") / "python")
    _do(*_pip(python), package)
    return python


def _pip(python: str) -> tuple[str, ...]:
    return (python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")


def _wanted(loops: list[str]) -> list[str]:
    return [f"{loop}=={version(loop)}" for loop in loops if loop != "asyncio"]


def _do(*arguments: str) -> None:
    try:
        done = subprocess.run(  # noqa: S603 - our own arguments
            arguments,
            capture_output=True,
            text=True,
            check=False,
            env=_theirs(),
            timeout=_INSTALLATION_TIME,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(f"{Path(arguments[0]).name} cannot be run: {type(error).__name__}") from error
    if done.returncode:
        lines = (done.stderr.strip() or done.stdout.strip() or "no message").splitlines()
        raise Unavailable(f"{Path(arguments[0]).name} failed: {lines[-1][:_SHOWN]}")


def _theirs() -> dict[str, str]:
    """Return the environment of a process in which this checkout is not to be found."""
    return {name: value for name, value in environment().items() if name != "PYTHONPATH"}


def _compare(generator: str, loop: str, python: str, url: str, rounds: int) -> Comparison:
    with (
        _client(command(str(_GUEST), "ours", url, loop), environment()) as ours,
        _client([python, "-P", str(_GUEST), generator, url, loop], _theirs()) as theirs,
    ):
        ours()  # connections, imports, compiled hooks
        theirs()
        our_turns: list[dict[str, float]] = []
        their_turns: list[dict[str, float]] = []
        for number in range(rounds):
            order = [(ours, our_turns), (theirs, their_turns)]
            for client, turns in order if number % 2 else reversed(order):
                turns.append(client())

    def middle(turns: list[dict[str, float]], name: str) -> float:
        return Spread.of([turn[name] for turn in turns]).median

    return Comparison(
        generator,
        loop,
        ratio=Spread.of_ratios([turn["rate"] for turn in our_turns], [turn["rate"] for turn in their_turns]),
        ours=middle(our_turns, "rate"),
        theirs=middle(their_turns, "rate"),
        ours_busy=middle(our_turns, "busy"),
        theirs_busy=middle(their_turns, "busy"),
    )


@contextlib.contextmanager
def _client(arguments: list[str], surroundings: dict[str, str]) -> Generator[Callable[[], dict[str, float]]]:
    """Run a client while the block runs, and give what lets it make one turn of calls."""
    with subprocess.Popen(  # noqa: S603 - our own arguments
        arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=surroundings
    ) as process:
        stdin = cast("IO[str]", process.stdin)
        said = cast("IO[str]", process.stdout)

        def turn() -> dict[str, float]:
            stdin.write(f"{_CALLS} {_WORKERS}\n")
            stdin.flush()
            line = said.readline()
            if not line:
                raise RuntimeError(f"A client ended with exit code {process.wait()}; its message is above.")
            figures: dict[str, float] = json.loads(line)
            return figures

        yield turn
