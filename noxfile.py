"""The project's checks, each in an environment of its own: `nox -s tests lint types codegen docs description faults contract kill bench lowest release`."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import nox

nox.options.sessions = ["lint", "types", "codegen", "tests"]
nox.options.error_on_missing_interpreters = False
nox.options.reuse_venv = "yes"

VERSIONS = ("3.11", "3.12", "3.13")


def interpreters() -> list[str]:
    """Return the Pythons to test with: those on the path that really run, else those that pyenv holds."""
    found: list[str] = []
    pyenv = shutil.which("pyenv")
    held = Path(_output(pyenv, "root"), "versions") if pyenv is not None else None
    for version in VERSIONS:
        if _output(shutil.which(f"python{version}"), "-V"):
            found.append(version)
        elif held is not None:
            found.extend(map(str, sorted(held.glob(f"{version}.*/bin/python{version}"))[-1:]))
    return found


def _output(command: str | None, *arguments: str) -> str:
    if command is None:
        return ""
    done = subprocess.run([command, *arguments], capture_output=True, text=True, check=False)  # noqa: S603 - our own
    return done.stdout.strip() if done.returncode == 0 else ""


@nox.session(python=interpreters())
def tests(session: nox.Session) -> None:
    """Run the tests on every Python that is there."""
    session.install("-e", ".[test,codegen]")
    session.run("pytest", "-n", "auto", *session.posargs)


@nox.session
def lowest(session: nox.Session) -> None:
    """Run the tests with the lowest versions that the dependencies allow."""
    session.install("uv")
    session.run("uv", "pip", "install", "--resolution=lowest-direct", "-e", ".[test,codegen]")
    session.run("pytest", "-n", "auto", *session.posargs)


@nox.session
def lint(session: nox.Session) -> None:
    """Check style, format, and the workflows."""
    session.install("-e", ".[dev]")
    session.run("ruff", "check")
    session.run("ruff", "format", "--check")
    github = Path(".github")
    workflows = sorted(github.glob("workflows/*.yml"))
    for schema, paths in (
        ("vendor.github-workflows", workflows),
        ("custom.github-workflows-require-timeout", workflows),
        ("vendor.dependabot", [github / "dependabot.yml"]),
        ("vendor.github-issue-config", [github / "ISSUE_TEMPLATE" / "config.yml"]),
        (
            "vendor.github-issue-forms",
            sorted(set(github.glob("ISSUE_TEMPLATE/*.yml")) - {github / "ISSUE_TEMPLATE/config.yml"}),
        ),
    ):
        session.run("check-jsonschema", "--builtin-schema", schema, *map(str, paths))


@nox.session
def types(session: nox.Session) -> None:
    """Check types, strictly, with two checkers: the library's own, and a user's."""
    session.install("-e", ".[dev]")
    session.run("mypy")
    session.run("pyright")
    session.run("pytest", "tests/typing")


@nox.session
def codegen(session: nox.Session) -> None:
    """Fail if the committed models and stubs are not what the description gives."""
    session.install("-e", ".[codegen]")
    session.run("python", "-m", "codegen", "--check")


@nox.session
def docs(session: nox.Session) -> None:
    """Run the examples in docstrings and build the site, strictly: no broken link, no reference without a target.

    Examples of the stubs await, so a test of their own runs them in the sandbox.
    """
    session.install("-e", ".[docs]")
    session.run(
        "pytest", "--doctest-modules", "chakra_async", "--ignore=chakra_async/resources", *session.posargs
    )
    session.run("python", "-m", "sitegen", "--check")
    session.run("python", "-m", "sitegen", "source", "build/docs")
    session.run("mkdocs", "build", "--strict", env={"NO_MKDOCS_2_WARNING": "1"})
    paths = (
        "tests/client/test_stub_examples.py",
        "tests/test_readme.py",
        "tests/test_site.py",
    )
    session.run("pytest", *paths, env={"CHAKRA_TEST_SITE": "build/site"})


@nox.session
def contract(session: nox.Session) -> None:
    """Drive every stub, and every operation with requests of every shape, against the sandbox."""
    session.install("-e", ".[test,codegen,contract]")
    session.run("pytest", "tests/contract", *session.posargs)


@nox.session
def description(session: nox.Session) -> None:
    """Validate the description, lint it, and drive the clients that other generators make of it."""
    session.install("-e", ".[test,codegen]")
    session.run("python", "-m", "tests.peers", *session.posargs)


@nox.session
def faults(session: nox.Session) -> None:
    """Try every fault for every kind of call, print what came of each, and write docs/faults.md."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "tests.faults")


@nox.session
def properties(session: nox.Session) -> None:
    """Try a thousand examples of each property, or as many as it names, and others at each run; the suite has the same ones."""
    session.install("-e", ".[test,codegen]")
    campaign = ("-m", "hypothesis", "--hypothesis-profile=campaign", "--timeout=3600")
    session.run("pytest", "-n", "auto", *campaign, *session.posargs)


@nox.session
def stalls(session: nox.Session) -> None:
    """Run the suite while its processes are stopped for moments, as on a busy machine: no test depends on luck."""
    session.install("-e", ".[dev]")
    session.run("python", "-m", "tests.stalls", *session.posargs)


@nox.session
def fuzz(session: nox.Session) -> None:
    """Try a million random deliveries, or as many as an hour allows: only our error escapes, no flipped bit is accepted."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "tests.webhooks.fuzz", *(session.posargs or ("1000000", "--seconds", "3600")))


@nox.session
def bench(session: nox.Session) -> None:
    """Measure what the design has budgets for, as ratios within one run."""
    session.install("-e", ".[test]", "uvloop; sys_platform != 'win32'")
    session.run("python", "-m", "benchmarks", *session.posargs)


@nox.session
def leaks(session: nox.Session) -> None:
    """Make calls among faults and cancellations, and fail if memory, files or tasks stay behind."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "benchmarks.leaks", *session.posargs)


@nox.session
def release(session: nox.Session) -> None:
    """Build the sdist and the wheel into dist/, check both, and use them in empty environments (`-- --tests all`)."""
    session.install("-e", ".[release]")
    session.run("python", "-m", "tests.release", *session.posargs)


@nox.session
def kill(session: nox.Session) -> None:
    """Kill runs of both bulk commands among faults, and fail if a row is done twice, lost, or held without reason."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "tests.kill", *session.posargs)


@nox.session(name="kill-shared")
def kill_shared(session: nox.Session) -> None:
    """Do each harm a hundred times to runs on Dask, procrastinate and chakra work, and kill the naive task beside them (`-- --harm kill`)."""
    session.install("-e", ".[test]")
    session.run("pytest", "tests/distributed/test_kill_shared.py", env={"CHAKRA_TEST_KILLS": "all"})
    session.run("python", "-m", "tests.kill_shared", *session.posargs)


@nox.session
def kill_receiver(session: nox.Session) -> None:
    """Kill a receiver ten times in 20,000 deliveries, and a conversation at each of its awaits."""
    session.install("-e", ".[test]")
    paths = ("tests/webhooks/test_killed.py", "tests/webhooks/test_deliveries_killed.py")
    session.run("pytest", "-s", *paths, *session.posargs, env={"CHAKRA_TEST_KILLS": "all"})


@nox.session
def crowd(session: nox.Session) -> None:
    """Let two hundred customers of a sandbox talk for a minute of its clock while a browser shows the page."""
    session.install("-e", ".[test]")
    session.run("python", "-m", "tests.support.crowd", *session.posargs)
