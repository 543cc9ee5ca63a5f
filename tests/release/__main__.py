"""`python -m tests.release`: build the sdist and the wheel, check both, and state the wheel's size and import time.

The steps, each of which ends the program with what is wrong:

1. `build` makes the sdist, and the wheel from the sdist, both with the version of `chakra_async/_version.py`.
2. `twine check --strict`; the files of both are compared with those under version control, and the wheel's with the sdist's,
   and its size with what docs/start.md says.
3. The wheel is installed into an empty environment: `pip check`, `py.typed`, the licence, the import's time, an SBOM.
4. README's first command, from the wheel with its extra `all`, in an empty folder: a run of 2,400 leads through the sandbox.
5. README's second command, in the unpacked sdist: the tests; all of them with `--tests all`.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shlex
import shutil
import statistics
import subprocess
import sys
import tarfile
import tempfile
import time
import venv
from pathlib import Path
from typing import TYPE_CHECKING, Final

from chakra_async._version import __version__
from tests.release.contents import LICENCES, PACKAGE, members_of, sdist_problems, tracked, wheel_problems

if TYPE_CHECKING:
    from collections.abc import Sequence

ROOT: Final = Path(__file__).parents[2]
SOME_TESTS: Final = (
    "tests/core",
    "tests/phone",
    "tests/codegen",
    "tests/typing",
    "tests/test_readme.py",
    "tests/test_architecture.py",
)
_TIMES: Final = 15
_IMPORT: Final = "import time; t = time.perf_counter(); import {0}; print(time.perf_counter() - t)"


def main() -> int:
    """Build, check and print what was found; return 1 if anything is wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--into", type=Path, default=ROOT / "dist", help="the folder for what is built")
    parser.add_argument(
        "--tests", choices=("some", "all", "none"), default="some", help="tests to run in the sdist"
    )
    parser.add_argument("--tag", help="the tag of the release, which must be the version with a `v` in front")
    given = parser.parse_args()
    try:
        check_tag(given.tag)
        shutil.rmtree(given.into, ignore_errors=True)
        sdist, wheel = build(given.into)
        check_contents(sdist, wheel)
        with tempfile.TemporaryDirectory(prefix="release-") as folder:
            check_wheel(wheel, Path(folder), given.into)
            if given.tests != "none":
                check_sdist(sdist, Path(folder), SOME_TESTS if given.tests == "some" else ())
    except WrongError as error:
        print(*error.problems, sep="\n", file=sys.stderr)
        return 1
    for path in sorted(given.into.iterdir()):
        say(f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}  {path.stat().st_size:,} bytes")
    return 0


class WrongError(Exception):
    """What is built is not fit to be released."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(*problems)
        self.problems = problems


def check_tag(tag: str | None) -> None:
    """Compare a tag, where one is given, with the version."""
    if tag not in {None, f"v{__version__}"}:
        raise WrongError([f"the tag is {tag}, must be v{__version__}, the version in {PACKAGE}/_version.py"])


def build(into: Path) -> tuple[Path, Path]:
    """Build the sdist, and the wheel from it."""
    run((sys.executable, "-m", "build", "--outdir", str(into)), cwd=ROOT)
    sdist, wheel = (
        into / f"{PACKAGE}-{__version__}.tar.gz",
        into / f"{PACKAGE}-{__version__}-py3-none-any.whl",
    )
    if sorted(into.iterdir()) != sorted((sdist, wheel)):
        raise WrongError(
            [f"built: {path.name}" for path in into.iterdir()] + [f"meant: {sdist.name}, {wheel.name}"]
        )
    return sdist, wheel


def check_contents(sdist: Path, wheel: Path) -> None:
    """Check metadata and contents of both."""
    run((sys.executable, "-m", "twine", "check", "--strict", str(sdist), str(wheel)))
    ours, whole, files = members_of(wheel), members_of(sdist), tracked(ROOT)
    problems = wheel_problems(ours, files, __version__) + sdist_problems(whole, files)
    problems += [
        f"wheel: {name} differs from the sdist's"
        for name, content in ours.items()
        if name.startswith(f"{PACKAGE}/") and content != whole.get(name)
    ]
    if problems:
        raise WrongError(problems)
    if (stated := stated_megabytes()) != f"{wheel.stat().st_size / 1e6:.1f}":
        raise WrongError(
            [f"docs/start.md: the wheel has {stated} MB, must be {wheel.stat().st_size / 1e6:.1f} MB"]
        )
    size = sum(map(len, ours.values()))
    say(
        f"wheel: {wheel.stat().st_size:,} bytes, {len(ours)} files of {size:,} bytes; sdist: {len(whole)} files"
    )


def check_wheel(wheel: Path, folder: Path, into: Path) -> None:
    """Install the wheel into an empty environment, and use it from an empty folder."""
    python, empty = environment(folder / "wheel"), folder / "empty"
    empty.mkdir()
    run((*python, "-m", "pip", "install", "-q", str(wheel)))
    run((*python, "-m", "pip", "check"))
    write_sbom(python[0], into)
    shown = json.loads(run((*python, "-c", _INSTALLED), cwd=empty))
    expected = {"version": __version__, "typed": True, "licences": len(LICENCES), "of": str(folder / "wheel")}
    found = {**shown, "of": expected["of"] if shown["of"].startswith(expected["of"]) else shown["of"]}
    if found != expected:
        raise WrongError([f"installed: {found}, must be {expected}"])
    bare, ours, aiohttp = (import_seconds(python, name, empty) for name in ("sys", PACKAGE, "aiohttp"))
    say(f"import {PACKAGE}: {1000 * (ours - bare):.1f} ms; import aiohttp: {1000 * (aiohttp - bare):.1f} ms")

    # README's first command, with the wheel in the place of the working copy.
    command = shlex.split(readme_command("run-command").rpartition("&&")[2])
    run((*python, "-m", "pip", "install", "-q", f"{wheel}[all]"))
    shutil.copytree(ROOT / "examples", empty / "examples", ignore=shutil.ignore_patterns("*.py"))
    chakra = str(Path(python[0]).with_name(Path(command[0]).name))
    printed = run((chakra, *command[1:]), cwd=empty, code=1)
    again = run((chakra, *command[1:]), cwd=empty, code=1)
    if not (empty / "leads.html").stat().st_size or "2400 rows:" not in printed:
        raise WrongError(["README's first command did not report its 2,400 rows:", printed])
    if printed.strip() == again.strip():
        raise WrongError(["README's first command, run again, did not go on with its journal:", again])
    say("README's first command, from the wheel: a report of 2,400 rows, and again from its journal")


def check_sdist(sdist: Path, folder: Path, tests: Sequence[str]) -> None:
    """Run the tests in the unpacked sdist, by README's second command."""
    with tarfile.open(sdist) as opened:
        opened.extractall(folder / "sdist", filter="data")
    (root,) = (folder / "sdist").iterdir()
    command = readme_command("test-command").replace("python3 ", f"{sys.executable} ", 1)
    run(("bash", "-euo", "pipefail", "-c", f"{command} {shlex.join(tests)}"), cwd=root, show=True)
    say("README's second command, in the unpacked sdist: passed")


_INSTALLED: Final = """
import importlib.metadata, importlib.resources, json, chakra_async
files = importlib.metadata.files("chakra-async")
print(json.dumps({
    "version": chakra_async.__version__,
    "typed": importlib.resources.files(chakra_async).joinpath("py.typed").is_file(),
    "licences": sum("/licenses/" in str(path) and path.locate().is_file() for path in files),
    "of": chakra_async.__file__,
}))
"""


def write_sbom(python: str, into: Path) -> None:
    """Write what the wheel and its required dependencies consist of, as a CycloneDX document."""
    path = into / f"{PACKAGE}-{__version__}.cdx.json"
    cyclonedx = str(Path(sys.executable).with_name("cyclonedx-py"))
    options = (
        "--output-reproducible",
        "--of",
        "JSON",
        "--pyproject",
        str(ROOT / "pyproject.toml"),
        "-o",
        str(path),
    )
    run((cyclonedx, "environment", *options, python))
    document = json.loads(path.read_text(encoding="utf-8"))
    names = {each["name"] for each in document["components"]} | {document["metadata"]["component"]["name"]}
    missing = {"chakra-async", "aiohttp", "attrs", "cattrs", "orjson", "python-backoff"} - names
    if missing:
        raise WrongError([f"SBOM: {name} is missing" for name in sorted(missing)])
    say(f"SBOM: {len(names)} components")


def environment(folder: Path) -> tuple[str, ...]:
    """Make an empty environment; return the command of its Python, which takes no path from outside."""
    venv.create(folder, with_pip=True)
    return (str(folder / "bin" / "python"), "-P")


def import_seconds(python: Sequence[str], name: str, folder: Path) -> float:
    """Return the median time of an import in fresh processes, bytecode compiled before."""
    command = (*python, "-c", _IMPORT.format(name))
    return statistics.median([float(run(command, cwd=folder)) for _ in range(_TIMES)][1:])


def readme_command(mark: str) -> str:
    """Return one of the two commands that README marks."""
    found = re.findall(
        rf"<!-- {mark} -->\n```sh\n(.*?)\n```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    if len(found) != 1:
        raise WrongError([f"README has {len(found)} blocks marked {mark}, must be 1"])
    return str(found[0])


def stated_megabytes() -> str:
    """Return the size of the wheel in megabytes as the page about the start has it."""
    found = re.findall(
        r"The wheel has (\d+\.\d) MB", (ROOT / "docs" / "start.md").read_text(encoding="utf-8")
    )
    if len(found) != 1:
        raise WrongError([f"docs/start.md names the size of the wheel {len(found)} times, must be 1"])
    return str(found[0])


def run(command: Sequence[str], *, cwd: Path | None = None, code: int = 0, show: bool = False) -> str:
    """Run a command; return what it prints, or raise an error with it where its exit code is another one."""
    env = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "CHAKRA_", "VIRTUAL_ENV"))
    }
    began = time.monotonic()
    done = subprocess.run(  # noqa: S603 - our own commands
        command,
        cwd=cwd,
        env=env,
        check=False,
        text=True,
        stdout=None if show else subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    if done.returncode != code:
        raise WrongError(
            [f"{shlex.join(command)}: exit code {done.returncode}, must be {code}", done.stdout or ""]
        )
    if time.monotonic() - began > 5:
        say(f"({time.monotonic() - began:.0f} s) {shlex.join(command)[:120]}")
    return done.stdout or ""


def say(line: str) -> None:
    """Print a line at once."""
    print(line, flush=True)


if __name__ == "__main__":
    raise SystemExit(main())
